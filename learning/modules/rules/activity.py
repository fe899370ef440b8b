"""Activities: what a learner is asked to do. One frozen class for each kind; a new kind is one more class here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

DRAFT_NAME = "Draft, written by AI"
SOURCE_NAME = "Source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """What all kinds have in common. Texts are Markdown of one line, and may hold {{slots}}."""

    kind: ClassVar[str]
    is_marked: ClassVar[bool] = True  # False: private, nothing is right or wrong
    judges_a_draft: ClassVar[bool] = False  # True: yields hits and false alarms, for the trust calibration
    fits_in_mail: ClassVar[bool] = False  # True: one link for each answer

    id: str
    competency: str
    minutes: float
    level: int
    question: str
    ask_confidence: bool = False
    if_high_confidence_and_wrong: str | None = None


@dataclass(frozen=True, slots=True)
class Option:
    id: str
    text: str
    is_correct: bool
    feedback: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseOne(Activity):
    """One question, one right answer."""

    kind: ClassVar[str] = "choose_one"
    fits_in_mail: ClassVar[bool] = True

    options: tuple[Option, ...]

    @property
    def right(self) -> Option:
        return next(option for option in self.options if option.is_correct)


@dataclass(frozen=True, slots=True)
class Item:
    id: str
    text: str
    answer: str  # the bucket it belongs in
    feedback: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort(Activity):
    """Each item goes into one bucket."""

    kind: ClassVar[str] = "sort"

    buckets: tuple[str, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A sentence of a draft, or a point of its source: what the learner marks or leaves."""

    id: str
    text: str
    is_answer: bool  # this one has to be marked
    feedback: str
    difficulty: str | None = None  # obvious | subtle | local


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedDraft(Activity):
    """A draft beside its source. Marking nothing is an answer too, and on a sound draft the right one."""

    judges_a_draft: ClassVar[bool] = True

    points: tuple[Point, ...]
    source_name: str = SOURCE_NAME
    draft_name: str = DRAFT_NAME
    if_nothing: str | None = None  # the verdict on a sound draft, in words of its own

    @property
    def answer(self) -> frozenset[str]:
        return frozenset(point.id for point in self.points if point.is_answer)

    @property
    def is_sound(self) -> bool:
        return not self.answer


@dataclass(frozen=True, slots=True, kw_only=True)
class FindWrong(JudgedDraft):
    """The points are the sentences of the draft."""

    kind: ClassVar[str] = "find_wrong"

    source: str = ""  # Markdown, of several paragraphs


@dataclass(frozen=True, slots=True, kw_only=True)
class FindMissing(JudgedDraft):
    """The points are those of the source."""

    kind: ClassVar[str] = "find_missing"

    draft: str  # Markdown, of several paragraphs


@dataclass(frozen=True, slots=True, kw_only=True)
class IfThenPlan(Activity):
    """A plan in the learner's own words. Private, asked about once. The question is its beginning."""

    kind: ClassVar[str] = "if_then_plan"
    is_marked: ClassVar[bool] = False

    starters: tuple[str, ...]
    follow_up: str
    follow_up_answers: tuple[str, ...]
    follow_up_after_days: int


KINDS: Mapping[str, type[Activity]] = {
    each.kind: each for each in (ChooseOne, Sort, FindWrong, FindMissing, IfThenPlan)
}
