"""Shapes of what is chosen, sorted or put in order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from learning.modules.rules import (
    SOURCE_NAME,
    Activity,
    ChooseMany,
    ChooseOne,
    CompareTwo,
    Item,
    Option,
    Order,
    Paper,
    Sort,
    Step,
)
from learning.modules.shelf.front_matter import Line, Problem

from .shape import (
    ActivityShape,
    ItemShape,
    Lines,
    OptionShape,
    Part,
    StepShape,
    ids_of,
    ids_twice,
    options_of,
    texts_twice,
)


class ChooseOneShape(ActivityShape):
    kind: Literal["choose_one"]
    question: Line
    options: Annotated[list[OptionShape], Field(min_length=2, max_length=6)]

    def problems(self) -> Iterator[Problem]:
        right = sum(option.correct for option in self.options)
        if right != 1:
            yield ("options",), f"{right} options are correct", "Write correct: true for exactly one"
        yield from ids_twice("options", ids_of(self.options))
        yield from texts_twice("options", self.options)

    def built(self, level: int) -> Activity:
        return ChooseOne(**self.common(level, self.question), options=options_of(self.options))


class ChooseManyShape(ActivityShape):
    kind: Literal["choose_many"]
    question: Line
    options: Annotated[list[OptionShape], Field(min_length=2, max_length=8)]

    def problems(self) -> Iterator[Problem]:
        right = sum(option.correct for option in self.options)
        if right == 0:
            yield ("options",), "No option is correct", "Write correct: true for each that fits"
        if right == len(self.options):
            yield ("options",), "All options are correct, so ticking all is right", "Add one that does not fit"
        yield from ids_twice("options", ids_of(self.options))
        yield from texts_twice("options", self.options)

    def built(self, level: int) -> Activity:
        return ChooseMany(**self.common(level, self.question), options=options_of(self.options))


class OrderShape(ActivityShape):
    """The steps stand in the right order in the file. A page shows them mixed."""

    kind: Literal["order"]
    question: Line
    steps: Annotated[list[StepShape], Field(min_length=3, max_length=7)]

    def problems(self) -> Iterator[Problem]:
        yield from ids_twice("steps", ids_of(self.steps))
        yield from texts_twice("steps", self.steps)

    def built(self, level: int) -> Activity:
        ids = ids_of(self.steps)
        steps = tuple(Step(own_id, each.text, each.feedback) for own_id, each in zip(ids, self.steps, strict=True))
        return Order(**self.common(level, self.question), steps=steps)


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
        yield from ids_twice("items", ids_of(self.items))
        yield from texts_twice("items", self.items)

    def built(self, level: int) -> Activity:
        items = tuple(
            Item(own_id, each.text, each.answer, each.feedback)
            for own_id, each in zip(ids_of(self.items), self.items, strict=True)
        )
        return Sort(**self.common(level, self.question), buckets=tuple(self.buckets), items=items)


class PaperShape(Part):
    name: Line
    text: Lines
    correct: bool
    feedback: Line


class CompareTwoShape(ActivityShape):
    judged: ClassVar[frozenset[str]] = frozenset({"source", "source_name", "text", "name"})

    kind: Literal["compare_two"]
    question: Line
    source: Lines = ""
    source_name: Line = SOURCE_NAME
    drafts: Annotated[list[PaperShape], Field(min_length=2, max_length=2)]

    def problems(self) -> Iterator[Problem]:
        if sum(draft.correct for draft in self.drafts) != 1:
            yield ("drafts",), "Not exactly one draft is the better one", "Write correct: true for one of the two"
        if self.drafts[0].name.casefold() == self.drafts[1].name.casefold():
            yield ("drafts", 1, "name"), "Both drafts have the same name", "Give each its own, such as First draft"

    def built(self, level: int) -> Activity:
        first, second = self.drafts
        return CompareTwo(
            **self.common(level, self.question),
            options=tuple(
                Option(own_id, each.name, each.correct, each.feedback)
                for own_id, each in (("first", first), ("second", second))
            ),
            papers=(Paper(first.name, first.text), Paper(second.name, second.text)),
            source=self.source,
            source_name=self.source_name,
        )
