"""What changes modules and answers."""

from learning.modules.actions.answers import begin, follow_up, keep_plan, keep_words, record_answer
from learning.modules.actions.library import Loaded, adopt, fill_slot, hold_back, load

__all__ = [
    "Loaded",
    "adopt",
    "begin",
    "fill_slot",
    "follow_up",
    "hold_back",
    "keep_plan",
    "keep_words",
    "load",
    "record_answer",
]
