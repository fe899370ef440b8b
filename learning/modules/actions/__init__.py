"""What changes modules and answers."""

from learning.modules.actions.answers import begin, follow_up, keep_plan, record_answer
from learning.modules.actions.holds import hold, lift
from learning.modules.actions.library import Loaded, adopt, fill_slot, hold_back, load

__all__ = [
    "Loaded",
    "adopt",
    "begin",
    "fill_slot",
    "follow_up",
    "hold",
    "hold_back",
    "keep_plan",
    "lift",
    "load",
    "record_answer",
]
