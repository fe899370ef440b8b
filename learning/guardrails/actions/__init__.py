"""What changes the register of tools and rules, each in its turn and with a line in the audit; and letters about it."""

from learning.guardrails.actions.changing import Overtaken
from learning.guardrails.actions.deciding import Decision, decide, end, set_register, still_right
from learning.guardrails.actions.letters import write_due
from learning.guardrails.actions.needs import answer_need, ask_for, close_answer, forget_askers, join, problem_line
from learning.guardrails.actions.sending import send_due
from learning.guardrails.actions.tools import add_tool, edit_tool, give, put_back, take_back, withdraw

__all__ = [
    "Decision",
    "Overtaken",
    "add_tool",
    "answer_need",
    "ask_for",
    "close_answer",
    "decide",
    "edit_tool",
    "end",
    "forget_askers",
    "give",
    "join",
    "problem_line",
    "put_back",
    "send_due",
    "set_register",
    "still_right",
    "take_back",
    "withdraw",
    "write_due",
]
