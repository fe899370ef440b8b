"""Which checks fit somebody: for their starting check, and instead of a lesson that they know already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from learning.capability import queries as capability
from learning.ground.db import db
from learning.modules.models import ModuleVersion, StartingCheck
from learning.modules.queries.answers import AGAIN_COUNTS_AFTER, finished_on
from learning.modules.queries.library import Sendable, sendable, version
from learning.modules.rules import Opener, first_half, starting_items
from learning.modules.shelf import Module
from learning.people import queries as people
from learning.people.models import Person

OFFERED_FOR = dt.timedelta(days=28)  # after somebody's first day in Steady


@dataclass(frozen=True, slots=True)
class StartingNow:
    """How far somebody has come with their starting check."""

    row: StartingCheck

    @property
    def left(self) -> list[int]:
        """The numbers of the questions still to be asked, from 0."""
        return [number for number, item in enumerate(self.row.items) if not item.get("state")]

    @property
    def half(self) -> int:
        return first_half(len(self.row.items))

    @property
    def is_between(self) -> bool:
        """The first sitting is over and the second has not begun."""
        return bool(self.left) and self.left[0] == self.half

    @property
    def answered(self) -> int:
        return sum(item.get("state") == "answered" for item in self.row.items)


def starting_check(person_id: int) -> StartingNow | None:
    row = db.session.get(StartingCheck, person_id)
    return StartingNow(row) if row is not None else None


def offers_starting_check(person: Person, *, today: dt.date) -> str | None:
    """What `/this-week` offers: "begin" to somebody new, "go on" to somebody half-way, else nothing."""
    now = starting_check(person.id)
    if now is None:
        return "begin" if today - person.created_at.date() <= OFFERED_FOR else None
    return "go on" if now.row.left_on is None and now.row.finished_on is None else None


def items_for(person: Person, *, today: dt.date) -> tuple[Opener, ...]:
    """The questions of this person's starting check; none where no check is adopted yet."""
    return starting_items(
        (opener for one in _checks_for(person, today=today) for opener in _opener(one)),
        capability.required_of(person.id),
        str(person.public_id),
    )


def _checks_for(person: Person, *, today: dt.date) -> Iterator[Sendable]:
    families = {post.role_family for post in people.memberships_on(person.id, today)}
    for one in sendable(person.organisation_id, today=today):
        is_theirs = "*" in one.module.roles or bool(families & set(one.module.roles))
        if one.module.kind == "check" and one.module.assumes_tool == "none" and is_theirs:
            yield one


def _opener(one: Sendable) -> Iterator[Opener]:
    first = next(iter(one.module.marked_activities), None)
    if first is not None:
        yield Opener(
            one.module.id,
            one.version_id,
            first.id,
            first.competency,
            first.level,
            first.minutes,
            one.module.is_generic,
        )


def check_instead(person: Person, lesson: Module, *, today: dt.date) -> ModuleVersion | None:
    """The check that shows that a lesson is known already: of the same lesson, else on the same competency. Not one
    that was answered in the last week: it would show nothing new."""
    seen = finished_on(person.id)
    best: tuple[tuple[object, ...], int] | None = None
    for one in _checks_for(person, today=today):
        seen_on = seen.get(one.module.id, dt.date.min)
        if lesson.competencies[0] not in one.module.competencies or seen_on > today - AGAIN_COUNTS_AFTER:
            continue
        is_other_lesson = one.module.isomorph_group != lesson.isomorph_group
        away = abs(one.module.level - lesson.level)
        rank = (is_other_lesson, away, seen_on, one.module.is_generic, one.module.id)
        if best is None or rank < best[0]:
            best = (rank, one.version_id)
    return None if best is None else version(best[1])
