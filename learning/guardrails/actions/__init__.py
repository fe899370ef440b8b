"""What changes the register of tools and rules. Each takes its turn, writes, flushes and leaves a line in the audit."""

from learning.guardrails.actions.changing import Overtaken
from learning.guardrails.actions.deciding import Decision, decide, end, set_register, still_right
from learning.guardrails.actions.tools import add_tool, edit_tool, give, put_back, take_back, withdraw

__all__ = [
    "Decision",
    "Overtaken",
    "add_tool",
    "decide",
    "edit_tool",
    "end",
    "give",
    "put_back",
    "set_register",
    "still_right",
    "take_back",
    "withdraw",
]
