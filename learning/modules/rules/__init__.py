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
from .slots import SLOT, LocalFact, fill_slots, filled, local_facts, slots_in
from .telling import Mark, Marks, Told, told

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
    "LocalFact",
    "Mark",
    "Marked",
    "MarkedPart",
    "Marks",
    "Option",
    "Point",
    "Sort",
    "Told",
    "Verdict",
    "fill_slots",
    "filled",
    "local_facts",
    "mark",
    "nothing_label",
    "nothing_or_something",
    "on_confidence",
    "slots_in",
    "tidy_confidence",
    "tidy_given",
    "told",
]
