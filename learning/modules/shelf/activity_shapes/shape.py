"""What the shapes of all kinds of activities have in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from learning.modules.rules import Activity, Option
from learning.modules.shelf.front_matter import Line, Problem, Slug

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _in_halves(minutes: float) -> float:
    if (minutes * 2) % 1:
        raise ValueError("is not in steps of half a minute | Write 0.5, 1, 1.5, 2 …")
    return float(minutes)


def _some_text(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty | Write it, or take the key out")
    return text.strip()


def _free(own_id: str) -> str:
    """An answer is posted to the unit's address with this id behind it."""
    if own_id in TAKEN:
        raise ValueError(f"is a word that Steady's own addresses use | Use another id than {', '.join(sorted(TAKEN))}")
    return own_id


TAKEN = frozenset({"again", "know-already", "note", "print"})
ActivityId = Annotated[Slug, AfterValidator(_free)]
Lines = Annotated[str, Field(max_length=6_000), AfterValidator(_some_text)]
Difficulty = dict[str, Literal["obvious", "subtle", "local"]]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class OptionShape(Part):
    id: Slug | None = None
    text: Line
    correct: bool
    feedback: Line


class ItemShape(Part):
    id: Slug | None = None
    text: Line
    answer: str
    feedback: Line


class StepShape(Part):
    id: Slug | None = None
    text: Line
    feedback: Line


class PointShape(Part):
    id: Slug
    text: Line


class ActivityShape(Part):
    """What all kinds have in common. `judged` names the keys whose text is material, so that no length rule applies."""

    judged: ClassVar[frozenset[str]] = frozenset()

    id: ActivityId
    kind: str
    competency: str
    minutes: Annotated[float, Field(ge=0.5, le=5), AfterValidator(_in_halves)]
    level: Annotated[int, Field(ge=1, le=3)] | None = None
    ask_confidence: bool = False
    if_high_confidence_and_wrong: Line | None = None

    @abstractmethod
    def built(self, level: int) -> Activity:
        """The activity, at this level where it names none."""

    def problems(self) -> Iterator[Problem]:
        """What does not fit together, with its place in the block."""
        yield from ()

    def common(self, level: int, question: str) -> dict[str, Any]:
        return {
            "id": self.id,
            "competency": self.competency,
            "minutes": self.minutes,
            "level": self.level or level,
            "question": question,
            "ask_confidence": self.ask_confidence,
            "if_high_confidence_and_wrong": self.if_high_confidence_and_wrong,
        }


def options_of(shapes: Sequence[OptionShape]) -> tuple[Option, ...]:
    return tuple(
        Option(own_id, each.text, each.correct, each.feedback)
        for own_id, each in zip(ids_of(shapes), shapes, strict=True)
    )


def ids_of(parts: Sequence[OptionShape | ItemShape | StepShape]) -> list[str]:
    """Their own ids, or letters in order."""
    return [part.id or LETTERS[number] for number, part in enumerate(parts)]


def ids_twice(key: str, ids: list[str]) -> Iterator[Problem]:
    for number, name in enumerate(ids):
        if name in ids[:number]:
            yield (key, number), f"The id {name} stands twice", "Give each its own id"


def texts_twice(key: str, parts: Sequence[OptionShape | ItemShape | StepShape]) -> Iterator[Problem]:
    texts = [part.text.casefold() for part in parts]
    for number, text in enumerate(texts):
        if text in texts[:number]:
            yield (key, number), "The same text stands twice", "Change one of the two"
