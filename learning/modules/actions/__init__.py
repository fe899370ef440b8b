"""What changes modules and answers."""

from learning.modules.actions.answers import begin, follow_up, keep_plan, keep_words, record_answer
from learning.modules.actions.heads_ups import tell_changes
from learning.modules.actions.holds import hold, lift
from learning.modules.actions.library import Loaded, adopt, fill_slot, hold_back, load
from learning.modules.actions.notes import close_reply, reply_to_note, write_note
from learning.modules.actions.starting import (
    answer_starting_item,
    begin_starting_check,
    know_already,
    leave_starting_check,
    pass_over,
)
from learning.modules.actions.together import note_huddle

__all__ = [
    "Loaded",
    "adopt",
    "answer_starting_item",
    "begin",
    "begin_starting_check",
    "close_reply",
    "fill_slot",
    "follow_up",
    "hold",
    "hold_back",
    "keep_plan",
    "keep_words",
    "know_already",
    "leave_starting_check",
    "lift",
    "load",
    "note_huddle",
    "pass_over",
    "record_answer",
    "reply_to_note",
    "tell_changes",
    "write_note",
]
