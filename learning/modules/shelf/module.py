"""A module as it stands in its file: facts first, then its pieces in reading order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from learning.modules.rules import Activity, IfThenPlan

GENERIC_FROM = 5  # a module that names this many role families is for everybody


@dataclass(frozen=True, slots=True)
class Text:
    """Markdown of one or more blocks. `line` is where it begins in the file."""

    markdown: str
    line: int


@dataclass(frozen=True, slots=True)
class Pair:
    """A source beside the draft that was made from it. Both are Markdown."""

    source_name: str
    source: str
    draft_name: str
    draft: str
    line: int


Piece = Text | Pair | Activity


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading. The first section has none when something stands above the first heading."""

    heading: str | None
    pieces: tuple[Piece, ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One version of a module, as it was written."""

    id: str  # "core/j2-what-the-draft-left-out"
    version: int
    kind: str  # lesson | check | heads-up
    title: str
    summary: str
    status: str  # draft | starter | approved | retired
    owner: str
    licence: str
    authors: tuple[str, ...]
    reviewed_by: tuple[str, ...]
    reviewed_on: dt.date | None
    review_due: dt.date
    minutes: int
    level: int
    competencies: tuple[str, ...]
    roles: tuple[str, ...]  # ids of role families, or "*" alone
    assumes_tool: str  # none | any-approved | the id of a tool
    task: str | None  # what the reader does with AI after it, and with which information: ids of guardrails.yaml
    data_label: str | None
    about_tool: str | None  # of a heads-up: the tool whose rule changed, where it is about one
    changed_on: dt.date | None  # of a heads-up: since when it is so
    isomorph_group: str
    local_slots: tuple[str, ...]  # declared; the same as `slots` in a module that was let through
    related_prompts: tuple[str, ...]
    language: str
    by_hand: bool
    ai_assisted: bool
    invented_data: bool
    sources: tuple[str, ...]  # keys of sources.yaml

    sections: tuple[Section, ...]
    slots: frozenset[str]  # used in the body
    source: str  # the text of the file, with plain line ends
    content_hash: str  # of `source`
    file: str

    @property
    def slug(self) -> str:
        """The id without its owner, as it stands in addresses."""
        return self.id.partition("/")[2]

    @property
    def pieces(self) -> Iterator[Piece]:
        return (piece for section in self.sections for piece in section.pieces)

    @property
    def activities(self) -> tuple[Activity, ...]:
        return tuple(piece for piece in self.pieces if isinstance(piece, Activity))

    @property
    def marked_activities(self) -> tuple[Activity, ...]:
        return tuple(activity for activity in self.activities if activity.is_marked)

    @property
    def steps(self) -> tuple[Activity, ...]:
        """What the learner is asked to do on the way: the questions, and what they may write for themselves."""
        return tuple(activity for activity in self.activities if not isinstance(activity, IfThenPlan))

    @property
    def plan(self) -> IfThenPlan | None:
        """The if-then plan that the unit ends with."""
        return next((activity for activity in self.activities if isinstance(activity, IfThenPlan)), None)

    def activity(self, activity_id: str) -> Activity | None:
        return next((activity for activity in self.activities if activity.id == activity_id), None)

    @property
    def opening(self) -> Activity | None:
        """The question that the mail can ask: the unit opens with it, and it is answered with one tap.

        A unit opens with a question when the question stands above the first heading. What is written before it
        there (see `intro`) goes into the mail with it.
        """
        first = self.activities[0] if self.activities else None
        opens = first is not None and self.sections[0].heading is None and first in self.sections[0].pieces
        return first if opens and first is not None and first.fits_in_mail else None

    @property
    def intro(self) -> tuple[Piece, ...]:
        """What stands above the first heading and before the first question."""
        before: list[Piece] = []
        for piece in self.sections[0].pieces if self.sections and self.sections[0].heading is None else ():
            if isinstance(piece, Activity):
                break
            before.append(piece)
        return tuple(before)

    @property
    def keep(self) -> str | None:
        """The one line to keep, as Markdown."""
        for section in self.sections:
            if section.heading is not None and section.heading.casefold() == "keep this":
                return "\n\n".join(piece.markdown for piece in section.pieces if isinstance(piece, Text)) or None
        return None

    @property
    def is_generic(self) -> bool:
        return "*" in self.roles or len(self.roles) >= GENERIC_FROM
