"""What a GIFT file holds: questions of eight kinds, categories, and pieces that cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .escapes import Said


class Kind(StrEnum):
    """The kinds of question, by the short names that readers of GIFT give them."""

    CHOICE = "MC"
    TRUE_FALSE = "TF"
    SHORT = "Short"
    MATCHING = "Matching"
    NUMERICAL = "Numerical"
    ESSAY = "Essay"
    DESCRIPTION = "Description"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer. `weight` is a percentage where one is written; below 0 it takes marks away."""

    text: Said
    is_right: bool  # it begins with =
    weight: float | None = None
    feedback: Said | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """One row of a matching question. Without a stem it is an answer that belongs to nothing."""

    stem: Said
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. `line` is where it begins in the file."""

    line: int
    kind: Kind
    stem: Said
    title: str | None = None
    has_gap: bool = False  # the answers stood inside the sentence, and the stem shows a gap there
    choices: tuple[Choice, ...] = ()
    pairs: tuple[Pair, ...] = ()
    is_true: bool | None = None
    if_wrong: Said | None = None  # feedback of a true or false question: Moodle's first is for a wrong answer
    if_right: Said | None = None
    feedback: Said | None = None  # for everybody, whatever they answered
    id: str | None = None
    tags: tuple[str, ...] = ()
    category: str | None = None

    @property
    def name(self) -> str:
        return self.title or self.stem.text


@dataclass(frozen=True, slots=True)
class Category:
    """From here on, questions are filed under this name."""

    line: int
    name: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A piece that is no question, why, and how to mend it."""

    line: int
    name: str
    message: str
    mend: str


Item = Question | Category | Unreadable
