"""The rules of modules: activities, what counts as an answer, how it is marked, and local slots. Pure."""

from .activity import (
    DRAFT_NAME,
    KINDS,
    SOURCE_NAME,
    Activity,
    ChooseOne,
    FindMissing,
    FindWrong,
    IfThenPlan,
    Item,
    JudgedDraft,
    Option,
    Point,
    Sort,
)
from .given import LONGEST_PLAN, Given, nothing_label, nothing_or_something, tidy_confidence, tidy_given
from .marking import Marked, MarkedPart, Verdict, mark, on_confidence
from .slots import SLOT, fill_slots, slots_in

__all__ = [
    "DRAFT_NAME",
    "KINDS",
    "LONGEST_PLAN",
    "SLOT",
    "SOURCE_NAME",
    "Activity",
    "ChooseOne",
    "FindMissing",
    "FindWrong",
    "Given",
    "IfThenPlan",
    "Item",
    "JudgedDraft",
    "Marked",
    "MarkedPart",
    "Option",
    "Point",
    "Sort",
    "Verdict",
    "fill_slots",
    "mark",
    "nothing_label",
    "nothing_or_something",
    "on_confidence",
    "slots_in",
    "tidy_confidence",
    "tidy_given",
]
