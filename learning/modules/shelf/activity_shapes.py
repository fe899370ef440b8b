"""The shape of each kind of activity in its fenced block, and what has to fit together inside it.

A new kind is one more shape here, registered in SHAPES, beside its class in the rules.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from learning.modules.rules import (
    DRAFT_NAME,
    SOURCE_NAME,
    Activity,
    ChooseOne,
    FindMissing,
    FindWrong,
    IfThenPlan,
    Item,
    Option,
    Point,
    Sort,
)

from .front_matter import Line, Problem, Slug, Yes

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _in_halves(minutes: float) -> float:
    if (minutes * 2) % 1:
        raise ValueError("is not in steps of half a minute | Write 0.5, 1, 1.5, 2 …")
    return float(minutes)


def _some_text(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty | Write it, or take the key out")
    return text.strip()


Lines = Annotated[str, Field(max_length=6_000), AfterValidator(_some_text)]
Difficulty = dict[str, Literal["obvious", "subtle", "local"]]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class OptionShape(_Part):
    id: Slug | None = None
    text: Line
    correct: bool
    feedback: Line


class ItemShape(_Part):
    id: Slug | None = None
    text: Line
    answer: str
    feedback: Line


class PointShape(_Part):
    id: Slug
    text: Line


class ActivityShape(_Part):
    """What all kinds have in common. `judged` names the keys whose text is material, so that no length rule applies."""

    judged: ClassVar[frozenset[str]] = frozenset()

    id: Slug
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


class ChooseOneShape(ActivityShape):
    kind: Literal["choose_one"]
    question: Line
    options: Annotated[list[OptionShape], Field(min_length=2, max_length=6)]

    def problems(self) -> Iterator[Problem]:
        right = sum(option.correct for option in self.options)
        if right != 1:
            yield ("options",), f"{right} options are correct", "Write correct: true for exactly one"
        yield from _ids_twice("options", _ids(self.options))
        yield from _texts_twice("options", self.options)

    def built(self, level: int) -> Activity:
        options = tuple(
            Option(own_id, each.text, each.correct, each.feedback)
            for own_id, each in zip(_ids(self.options), self.options, strict=True)
        )
        return ChooseOne(**self.common(level, self.question), options=options)


class SortShape(ActivityShape):
    kind: Literal["sort"]
    question: Line
    buckets: Annotated[list[Line], Field(min_length=2, max_length=4)]
    items: Annotated[list[ItemShape], Field(min_length=2, max_length=8)]

    def problems(self) -> Iterator[Problem]:
        for number, item in enumerate(self.items):
            if item.answer not in self.buckets:
                place = ("items", number, "answer")
                yield place, f'"{item.answer}" is not one of the buckets', f"Use one of: {', '.join(self.buckets)}"
        for number, bucket in enumerate(self.buckets):
            if bucket in self.buckets[:number]:
                yield ("buckets", number), f'The bucket "{bucket}" stands twice', "Keep one of the two"
        yield from _ids_twice("items", _ids(self.items))
        yield from _texts_twice("items", self.items)

    def built(self, level: int) -> Activity:
        items = tuple(
            Item(own_id, each.text, each.answer, each.feedback)
            for own_id, each in zip(_ids(self.items), self.items, strict=True)
        )
        return Sort(**self.common(level, self.question), buckets=tuple(self.buckets), items=items)


class JudgedShape(ActivityShape):
    """A draft to be judged, point by point. `points_key` names the list in the file."""

    points_key: ClassVar[str]

    question: Line
    source_name: Line = SOURCE_NAME
    draft_name: Line = DRAFT_NAME
    answer: list[str]
    feedback: dict[str, Line]
    difficulty: Difficulty = {}
    if_nothing: Line | None = None

    @property
    def points(self) -> list[PointShape]:
        found: list[PointShape] = getattr(self, self.points_key)
        return found

    def problems(self) -> Iterator[Problem]:
        ids = [point.id for point in self.points]
        yield from _ids_twice(self.points_key, ids)
        for number, point in enumerate(self.points):
            if point.id not in self.feedback:
                yield (self.points_key, number), f"{point.id} has no feedback", f"Add {point.id} under feedback"
        for key, names in (("feedback", self.feedback), ("difficulty", self.difficulty)):
            for name in names:
                if name not in ids:
                    yield (key, name), f"{key} names {name}, and there is no such id", "Correct it, or take it out"
        for number, name in enumerate(self.answer):
            if name not in ids or name in self.answer[:number]:
                said = "stands twice" if name in ids else "is not one of the ids"
                yield ("answer", number), f"{name} {said}", f"Use ids out of {', '.join(ids)}, each once"
        if self.if_nothing is not None and self.answer:
            mend = "Take it out, or write answer: []"
            yield ("if_nothing",), "if_nothing is never shown, as there is something to mark", mend

    def common(self, level: int, question: str) -> dict[str, Any]:
        points = tuple(
            Point(each.id, each.text, each.id in self.answer, self.feedback[each.id], self.difficulty.get(each.id))
            for each in self.points
        )
        names = {"source_name": self.source_name, "draft_name": self.draft_name, "if_nothing": self.if_nothing}
        return {**super().common(level, question), **names, "points": points}


class FindWrongShape(JudgedShape):
    judged: ClassVar[frozenset[str]] = frozenset({"source", "source_name", "draft_name", "sentences"})
    points_key: ClassVar[str] = "sentences"

    kind: Literal["find_wrong"]
    source: Lines = ""
    sentences: Annotated[list[PointShape], Field(min_length=2, max_length=12)]

    def built(self, level: int) -> Activity:
        return FindWrong(**self.common(level, self.question), source=self.source)


class FindMissingShape(JudgedShape):
    judged: ClassVar[frozenset[str]] = frozenset({"draft", "source_name", "draft_name", "source_points"})
    points_key: ClassVar[str] = "source_points"

    kind: Literal["find_missing"]
    source_points: Annotated[list[PointShape], Field(min_length=2, max_length=12)]
    draft: Lines

    def built(self, level: int) -> Activity:
        return FindMissing(**self.common(level, self.question), draft=self.draft)


class IfThenPlanShape(ActivityShape):
    kind: Literal["if_then_plan"]
    private: Yes
    prompt: Line
    starters: Annotated[list[Line], Field(min_length=1, max_length=5)]
    follow_up: Line
    follow_up_answers: Annotated[list[Line], Field(min_length=2, max_length=6)]
    follow_up_after_days: Annotated[int, Field(ge=1, le=60)]

    def built(self, level: int) -> Activity:
        return IfThenPlan(
            **self.common(level, self.prompt),
            starters=tuple(self.starters),
            follow_up=self.follow_up,
            follow_up_answers=tuple(self.follow_up_answers),
            follow_up_after_days=self.follow_up_after_days,
        )


SHAPES: Mapping[str, type[ActivityShape]] = {
    "choose_one": ChooseOneShape,
    "sort": SortShape,
    "find_wrong": FindWrongShape,
    "find_missing": FindMissingShape,
    "if_then_plan": IfThenPlanShape,
}


def _ids(parts: Sequence[OptionShape | ItemShape]) -> list[str]:
    """Their own ids, or letters in order."""
    return [part.id or LETTERS[number] for number, part in enumerate(parts)]


def _ids_twice(key: str, ids: list[str]) -> Iterator[Problem]:
    for number, name in enumerate(ids):
        if name in ids[:number]:
            yield (key, number), f"The id {name} stands twice", "Give each its own id"


def _texts_twice(key: str, parts: Sequence[OptionShape | ItemShape]) -> Iterator[Problem]:
    texts = [part.text.casefold() for part in parts]
    for number, text in enumerate(texts):
        if text in texts[:number]:
            yield (key, number), "The same text stands twice", "Change one of the two"
