"""Questions about units on paper and in a team's huddle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from learning.ground.db import db
from learning.modules.models import Adoption, Huddle, ModuleVersion
from learning.modules.queries.library import module_of, sendable
from learning.modules.rules import Activity, hands, version_of_code
from learning.modules.shelf import Module
from learning.people import queries as people
from learning.people.models import Person, Team


def version_on_paper(code: str, *, organisation_id: int) -> ModuleVersion:
    """The version that this code of a printed unit names. Raises NoResultFound for a code of nothing that this
    organisation ever adopted."""
    version_id = version_of_code(code)
    if version_id is None or version_id >= 2**31:
        raise NoResultFound
    return db.session.scalars(
        select(ModuleVersion)
        .join(Adoption, (Adoption.module == ModuleVersion.module) & (Adoption.version == ModuleVersion.version))
        .where(ModuleVersion.id == version_id, Adoption.organisation_id == organisation_id)
    ).one()


@dataclass(frozen=True, slots=True)
class HuddleUnit:
    """A unit that a team can go through together, and the question that hands are raised for."""

    version: ModuleVersion
    module: Module
    activity: Activity


def question_for_hands(module: Module) -> Activity | None:
    """The first question that a show of hands can answer."""
    return next((one for one in module.marked_activities if hands(one)), None)


def huddle_units(organisation_id: int, *, today: dt.date) -> list[tuple[ModuleVersion, Module]]:
    """The adopted units that suit a huddle, by title."""
    found = [
        (db.session.get_one(ModuleVersion, one.version_id), one.module)
        for one in sendable(organisation_id, today=today)
        if question_for_hands(one.module) is not None
    ]
    return sorted(found, key=lambda pair: pair[1].title.casefold())


def huddle_unit(slug: str, *, organisation_id: int, today: dt.date) -> HuddleUnit:
    """Raises NoResultFound for a unit that is not adopted, or has no question for a show of hands."""
    for version, module in huddle_units(organisation_id, today=today):
        activity = question_for_hands(module)
        if module.slug == slug and activity is not None:
            return HuddleUnit(version, module, activity)
    raise NoResultFound


def huddle_teams(person: Person, duties: set[str], *, today: dt.date) -> Sequence[Team]:
    """The teams with which this person may run a huddle: all of them for a champion or a lead, those they manage for
    anybody else."""
    if duties & {"champion", "lead"}:
        return people.teams_of(person.organisation_id)
    return people.teams_led_by(person.id, today)


@dataclass(frozen=True, slots=True)
class HuddleLine:
    huddle: Huddle
    title: str
    team: str
    question: str
    counts: tuple[tuple[str, int], ...]


def huddles_noted_by(person: Person) -> list[HuddleLine]:
    """The last twenty huddles that this person noted, the newest first. Nobody else sees them."""
    asked = (
        select(Huddle, ModuleVersion, Team)
        .join(ModuleVersion, ModuleVersion.id == Huddle.module_version_id)
        .join(Team, Team.id == Huddle.team_id)
        .where(Huddle.by_person_id == person.id)
        .order_by(Huddle.on.desc(), Huddle.id.desc())
        .limit(20)
    )
    found = []
    for huddle, version, team in db.session.execute(asked):
        activity = question_for_hands(module_of(version))
        counts = huddle.counts.get(activity.id, {}) if activity else {}
        words = dict(hands(activity)) if activity else {}
        found.append(
            HuddleLine(
                huddle,
                version.title,
                team.name,
                activity.question if activity else "",
                tuple((words[own_id], count) for own_id, count in counts.items() if own_id in words),
            )
        )
    return found
