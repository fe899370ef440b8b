"""Shapes of what is the learner's alone: nothing in it is right or wrong."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from learning.modules.rules import (
    DRAFT_NAME,
    Activity,
    IfThenPlan,
    Reflect,
    RewriteThenSelfCheck,
)
from learning.modules.shelf.front_matter import Line, Yes

from .shape import (
    ActivityShape,
    Lines,
)


class RewriteShape(ActivityShape):
    judged: ClassVar[frozenset[str]] = frozenset({"text", "draft_name", "example"})

    kind: Literal["rewrite_then_self_check"]
    private: Yes
    question: Line
    text: Lines
    draft_name: Line = DRAFT_NAME
    checks: Annotated[list[Line], Field(min_length=2, max_length=6)]
    example: Lines

    def built(self, level: int) -> Activity:
        return RewriteThenSelfCheck(
            **self.common(level, self.question),
            text=self.text,
            draft_name=self.draft_name,
            checks=tuple(self.checks),
            example=self.example,
        )


class ReflectShape(ActivityShape):
    kind: Literal["reflect"]
    private: Yes
    question: Line
    hint: Line | None = None

    def built(self, level: int) -> Activity:
        return Reflect(**self.common(level, self.question), hint=self.hint)


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
