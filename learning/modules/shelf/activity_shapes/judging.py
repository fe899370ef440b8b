"""Shapes of drafts to be judged: point by point, or as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from learning.modules.rules import (
    DRAFT_NAME,
    QUESTION,
    SOURCE_NAME,
    STOP,
    TRUST,
    Activity,
    FindMissing,
    FindWrong,
    NeedsHuman,
    Option,
    Point,
    TrustQuestionStop,
)
from learning.modules.shelf.front_matter import Line, Problem

from .shape import (
    ActivityShape,
    Difficulty,
    Lines,
    Part,
    PointShape,
    ids_twice,
)


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
        yield from ids_twice(self.points_key, ids)
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


class NeedsHumanShape(JudgedShape):
    judged: ClassVar[frozenset[str]] = frozenset({"source", "source_name", "draft_name", "lines"})
    points_key: ClassVar[str] = "lines"

    kind: Literal["needs_human"]
    source: Lines = ""
    lines: Annotated[list[PointShape], Field(min_length=2, max_length=12)]

    def built(self, level: int) -> Activity:
        return NeedsHuman(**self.common(level, self.question), source=self.source)


_TRUST_WORDS = {
    TRUST: "Trust it: use it as it is",
    QUESTION: "Question it: check something before you use it",
    STOP: "Stop: do not use it, and ask whoever owns this",
}


class TrustFeedbackShape(Part):
    trust: Line
    question: Line
    stop: Line


class TrustQuestionStopShape(ActivityShape):
    judged: ClassVar[frozenset[str]] = frozenset({"source", "source_name", "draft", "draft_name"})

    kind: Literal["trust_question_stop"]
    question: Line = "What do you do with this draft?"
    source: Lines = ""
    source_name: Line = SOURCE_NAME
    draft: Lines
    draft_name: Line = DRAFT_NAME
    answer: Literal["trust", "question", "stop"]
    feedback: TrustFeedbackShape

    def built(self, level: int) -> Activity:
        options = tuple(
            Option(own_id, text, own_id == self.answer, getattr(self.feedback, own_id))
            for own_id, text in _TRUST_WORDS.items()
        )
        papers = {name: getattr(self, name) for name in ("source", "source_name", "draft", "draft_name")}
        return TrustQuestionStop(**self.common(level, self.question), options=options, **papers)
