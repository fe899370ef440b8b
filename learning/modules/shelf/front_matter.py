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
from learning.guardrails.rules.words import Vocabulary

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


def _true(value: bool) -> bool:
    if not value:
        raise ValueError("is not true | Write true")
    return value


SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
Line = Annotated[str, Field(max_length=700), AfterValidator(_one_line)]
Slug = Annotated[
    str, Field(max_length=100), _matching(SLUG, "is not a plain id | Use small letters, digits and hyphens")
]
ModuleId = Annotated[
    str,
    Field(max_length=140),
    _matching(rf"[A-Za-z0-9]+/{SLUG}", 'is not "owner/name" | Write core/ and small letters, digits and hyphens'),
]
Licence = Annotated[
    str,
    Field(max_length=60),
    _matching(r"[A-Za-z0-9][A-Za-z0-9.+-]*", "is not the short name of a licence | Write CC-BY-4.0"),
]
Yes = Annotated[bool, AfterValidator(_true)]  # Literal[True] would let 1 through
Language = Annotated[str, _matching(r"[a-z]{2,3}(-[A-Z]{2})?", "is not the code of a language | Write en-GB")]
WordId = Annotated[  # of a task or a label of guardrails.yaml
    str,
    Field(max_length=40),
    _matching(r"[A-Za-z]+(_[a-z]+)*", "is not an id | Use one of guardrails.yaml, such as summarise"),
]
SlotName = Annotated[
    str,
    Field(max_length=60),
    _matching(r"[a-z][a-z0-9_]*", "is not a slot name | Use small letters, digits and underscores"),
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
    task: WordId | None = None
    data_label: WordId | None = None
    about_tool: Slug | None = None
    changed_on: dt.date | None = None
    isomorph_group: Slug
    local_slots: list[SlotName] = []
    related_prompts: list[ModuleId] = []
    language: Language
    by_hand: bool = False
    ai_assisted: bool
    invented_data: bool
    sources: list[str] = []


@dataclass(frozen=True, slots=True)
class Known:
    """The ids that a module may name."""

    competencies: Collection[str]
    roles: Collection[str]
    sources: Collection[str]
    prompts: Collection[str] | None = None  # None: not looked at, as where there is no prompt library
    tasks: Collection[str] | None = None  # these two: not looked at where there is no guardrails.yaml
    labels: Collection[str] | None = None

    @classmethod
    def of(
        cls,
        content: CapabilityContent,
        prompts: Collection[str] | None = None,
        vocabulary: Vocabulary | None = None,
    ) -> Known:
        """Everything that framework, roles, sources and the words of permission define."""
        return cls(
            frozenset(competency.id for competency in content.framework.competencies),
            frozenset(family.id for family in content.roles.families),
            frozenset(content.sources),
            prompts,
            vocabulary.task_ids if vocabulary else None,
            vocabulary.label_ids if vocabulary else None,
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
    if not front.invented_data and front.kind != "heads-up":  # that one may name the real owner of a rule
        yield ("invented_data",), '"invented_data" is not true', "Invent all people and places, and write true"
    yield from _permission(front)


def _permission(front: FrontMatter) -> Iterator[Problem]:
    """Whether one may is asked of a task and a kind of information together; only a heads-up says what changed."""
    if front.task and not front.data_label:
        yield ("task",), "It names a task and no data_label", "Say with which information, or take task out"
    if front.data_label and not front.task:
        yield ("data_label",), "It names a data_label and no task", "Say for which task, or take data_label out"
    for key in ("about_tool", "changed_on") if front.kind != "heads-up" else ():
        if getattr(front, key) is not None:
            yield (key,), f"{key} is for a heads-up, and this is a {front.kind}", "Take it out, or write kind: heads-up"


def unknown_ids(front: FrontMatter, known: Known) -> Iterator[Problem]:
    for key, names, book in (
        ("competencies", known.competencies, "framework.yaml"),
        ("roles", {*known.roles, "*"}, "roles.yaml"),
        ("sources", known.sources, "sources.yaml"),
        ("related_prompts", front.related_prompts if known.prompts is None else known.prompts, "prompts_library"),
    ):
        for number, name in enumerate(getattr(front, key)):
            if name not in names and name != "TODO":  # that one is asked for already
                yield (key, number), f"{name} is not in {book}", "Correct it, or take it out"
    for key, word, words in (("task", front.task, known.tasks), ("data_label", front.data_label, known.labels)):
        if word is not None and words is not None and word not in words and word != "TODO":
            what = key.removeprefix("data_")
            yield (key,), f"{word} is not a {what} of guardrails.yaml", f"Use one of: {', '.join(words)}"


def review_too_late(front: FrontMatter, today: dt.date) -> Iterator[Problem]:
    """Counted from the review, or from today where nobody has reviewed it yet."""
    changes_soon = front.assumes_tool != "none" or not _RULES_CHANGE.isdisjoint(front.competencies)
    months = _MONTHS_WHERE_RULES_CHANGE if changes_soon else _MONTHS_TO_REVIEW
    last = months_after(front.reviewed_on or today, months)
    if front.review_due > last:
        yield ("review_due",), f"The review is due more than {months} months away", f"Write {last} or a day before it"


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day of that later month, or its last day."""
    years, month = divmod(day.month - 1 + months, 12)
    if day.year + years > dt.MAXYEAR:
        return dt.date.max
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return dt.date(day.year + years, month + 1, min(day.day, last))


def _twice(key: str, names: list[str]) -> Iterator[Problem]:
    for number, name in enumerate(names):
        if name in names[:number]:
            yield (key, number), f"{key} has {name} twice", "Keep one of the two"
