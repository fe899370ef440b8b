"""Activities: what a learner is asked to do. One frozen class for each kind; a new kind is one more class here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import ClassVar

DRAFT_NAME = "Draft, written by AI"
SOURCE_NAME = "Source"
TRUST, QUESTION, STOP = "trust", "question", "stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """What all kinds have in common. Texts are Markdown of one line, and may hold {{slots}}."""

    kind: ClassVar[str]
    is_marked: ClassVar[bool] = True  # False: private, an offer, nothing is right or wrong
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


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustQuestionStop(ChooseOne):
    """One draft: use it, check something first, or stop. The three options are the same everywhere."""

    kind: ClassVar[str] = "trust_question_stop"
    judges_a_draft: ClassVar[bool] = True

    draft: str  # Markdown, of several paragraphs
    source: str = ""
    source_name: str = SOURCE_NAME
    draft_name: str = DRAFT_NAME

    @property
    def is_sound(self) -> bool:
        return self.right.id == TRUST


@dataclass(frozen=True, slots=True)
class Paper:
    name: str
    text: str  # Markdown, of several paragraphs


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareTwo(ChooseOne):
    """Two drafts of the same thing; one of them is the better one to use. The options are their names, in order."""

    kind: ClassVar[str] = "compare_two"
    fits_in_mail: ClassVar[bool] = False

    papers: tuple[Paper, Paper]
    source: str = ""
    source_name: str = SOURCE_NAME


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseMany(Activity):
    """One question with one or more right answers, and at least one that is not."""

    kind: ClassVar[str] = "choose_many"

    options: tuple[Option, ...]

    @property
    def answer(self) -> frozenset[str]:
        return frozenset(option.id for option in self.options if option.is_correct)


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
class Step:
    id: str
    text: str
    feedback: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(Activity):
    """Steps to put in order. They stand here in the right one; `shown` is how a page shows them."""

    kind: ClassVar[str] = "order"

    steps: tuple[Step, ...]

    @property
    def shown(self) -> tuple[Step, ...]:
        """The same steps mixed, always the same way, and never in the right order."""
        mixed = tuple(sorted(self.steps, key=lambda step: sha256(f"{self.id} {step.id}".encode()).digest()))
        return mixed if mixed != self.steps else (*mixed[1:], mixed[0])


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
class NeedsHuman(JudgedDraft):
    """The points are lines of work. Marked is what a clinician, or whoever owns it, has to decide."""

    kind: ClassVar[str] = "needs_human"

    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateStep(Activity):
    """Something to write for oneself, between the questions. An offer: it can be left out."""

    is_marked: ClassVar[bool] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RewriteThenSelfCheck(PrivateStep):
    """A text to write anew, then a list to hold one's own version against, and one way to write it."""

    kind: ClassVar[str] = "rewrite_then_self_check"

    text: str
    checks: tuple[str, ...]
    example: str
    draft_name: str = DRAFT_NAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Reflect(PrivateStep):
    """A question to oneself. The hint says what others think of there."""

    kind: ClassVar[str] = "reflect"

    hint: str | None = None


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
    each.kind: each
    for each in (
        *(ChooseOne, ChooseMany, Sort, Order, CompareTwo),
        *(FindWrong, FindMissing, NeedsHuman, TrustQuestionStop),
        *(RewriteThenSelfCheck, Reflect, IfThenPlan),
    )
}
