"""The facts at the top of a module file: their shape, and whether they fit together and fit the framework."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from learning.capability.shelf import CapabilityContent, Place

Problem = tuple[Place, str, str]  # where, what is wrong, how to mend it

_MONTHS_TO_REVIEW = 12
_MONTHS_WHERE_RULES_CHANGE = 6
_RULES_CHANGE = frozenset({"P1", "P2", "V1"})  # what is allowed, what is protected, voice tools: these change soonest


def _matching(pattern: str, said: str) -> AfterValidator:
    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(said)
        return text

    return AfterValidator(check)


def _one_line(text: str) -> str:
    if not text.strip() or "\n" in text.strip():
        raise ValueError("is empty or has several lines | Write it on one line")
    return text.strip()


SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
Line = Annotated[str, Field(max_length=700), AfterValidator(_one_line)]
Slug = Annotated[str, _matching(SLUG, "is not a plain id | Use small letters, digits and hyphens")]
ModuleId = Annotated[
    str, _matching(rf"[A-Za-z0-9]+/{SLUG}", 'is not "owner/name" | Write core/ and small letters, digits and hyphens')
]
Licence = Annotated[
    str, _matching(r"[A-Za-z0-9][A-Za-z0-9.+-]*", "is not the short name of a licence | Write CC-BY-4.0")
]
Language = Annotated[str, _matching(r"[a-z]{2,3}(-[A-Z]{2})?", "is not the code of a language | Write en-GB")]
SlotName = Annotated[
    str, _matching(r"[a-z][a-z0-9_]*", "is not a slot name | Use small letters, digits and underscores")
]


class FrontMatter(BaseModel):
    """The keys of CONTENT.md, each in its own shape."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    schema_: Literal["module/1"] = Field(alias="schema")
    id: ModuleId
    version: Annotated[int, Field(ge=1, le=9_999)]
    kind: Literal["lesson", "check", "heads-up"]
    title: Annotated[str, Field(max_length=80), AfterValidator(_one_line)]
    summary: Annotated[str, Field(max_length=160), AfterValidator(_one_line)]
    status: Literal["draft", "starter", "approved", "retired"]
    owner: Line
    licence: Licence
    authors: Annotated[list[Line], Field(min_length=1)]
    reviewed_by: list[Line]
    reviewed_on: dt.date | None
    review_due: dt.date
    minutes: Annotated[int, Field(ge=1, le=5)]
    level: Annotated[int, Field(ge=1, le=4)]
    competencies: Annotated[list[str], Field(min_length=1)]
    roles: Annotated[list[str], Field(min_length=1)]
    assumes_tool: Slug
    isomorph_group: Slug
    local_slots: list[SlotName] = []
    related_prompts: list[ModuleId] = []
    language: Language
    by_hand: bool = False
    ai_assisted: bool
    invented_data: Literal[True]
    sources: list[str] = []


@dataclass(frozen=True, slots=True)
class Known:
    """The ids that a module may name."""

    competencies: Collection[str]
    roles: Collection[str]
    sources: Collection[str]
    prompts: Collection[str] | None = None  # None: not looked at, as where there is no prompt library

    @classmethod
    def of(cls, content: CapabilityContent, prompts: Collection[str] | None = None) -> Known:
        """Everything that framework, roles and sources define."""
        return cls(
            frozenset(competency.id for competency in content.framework.competencies),
            frozenset(family.id for family in content.roles.families),
            frozenset(content.sources),
            prompts,
        )


def problems_of(front: FrontMatter, file_slug: str | None) -> Iterator[Problem]:
    """What does not fit together, whatever the framework says."""
    owner, _, slug = front.id.partition("/")
    if owner.casefold() != front.owner.casefold():
        yield ("owner",), f"The owner is {front.owner}, and the id begins with {owner}", "Make the two the same"
    if file_slug is not None and file_slug != slug:
        yield ("id",), f"The id {front.id} does not fit the file name", f"Name the file {slug}.md, or change the id"
    for key in ("authors", "competencies", "roles", "local_slots", "related_prompts", "sources"):
        yield from _twice(key, getattr(front, key))
    if "*" in front.roles and len(front.roles) > 1:
        yield ("roles",), 'roles has "*" beside other roles', 'Keep "*" alone, or take it out'
    if bool(front.reviewed_by) != (front.reviewed_on is not None):
        yield ("reviewed_on",), "reviewed_by and reviewed_on do not fit together", "Give both, or neither"
    if front.status == "approved" and not front.reviewed_by:
        yield ("status",), "It is approved, and nobody reviewed it", "Name who did, or write status: starter"
    if front.by_hand and front.assumes_tool != "none":
        yield ("by_hand",), "It is done by hand and assumes a tool", "Write assumes_tool: none, or by_hand: false"


def unknown_ids(front: FrontMatter, known: Known) -> Iterator[Problem]:
    for key, names, book in (
        ("competencies", known.competencies, "framework.yaml"),
        ("roles", {*known.roles, "*"}, "roles.yaml"),
        ("sources", known.sources, "sources.yaml"),
        ("related_prompts", front.related_prompts if known.prompts is None else known.prompts, "prompts_library"),
    ):
        for number, name in enumerate(getattr(front, key)):
            if name not in names:
                yield (key, number), f"{name} is not in {book}", "Correct it, or take it out"


def review_too_late(front: FrontMatter, today: dt.date) -> Iterator[Problem]:
    """Counted from the review, or from today where nobody has reviewed it yet."""
    changes_soon = front.assumes_tool != "none" or not _RULES_CHANGE.isdisjoint(front.competencies)
    months = _MONTHS_WHERE_RULES_CHANGE if changes_soon else _MONTHS_TO_REVIEW
    last = _months_after(front.reviewed_on or today, months)
    if front.review_due > last:
        yield ("review_due",), f"The review is due more than {months} months away", f"Write {last} or a day before it"


def _months_after(day: dt.date, months: int) -> dt.date:
    """The same day of that later month, or its last day."""
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return dt.date(day.year + years, month + 1, min(day.day, last))


def _twice(key: str, names: list[str]) -> Iterator[Problem]:
    for number, name in enumerate(names):
        if name in names[:number]:
            yield (key, number), f"{key} has {name} twice", "Keep one of the two"
