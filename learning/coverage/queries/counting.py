"""Exact counts of one organisation on one date, grouped by the database: what publishing starts from, never shown.

Who counts: everybody of whom something is required and who began more than a week before. People on leave count, as
their skills fade like those of others and come back with them; people who left never do. Each counts once, in the team
and the role family of the main post.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select, text

from learning.capability import queries as capability
from learning.capability.models import Holding, RequiredLevel
from learning.capability.rules import HIGHEST, HIGHEST_BY_ANSWERS, RIGHT_ANSWERS
from learning.capability.shelf import Framework
from learning.coverage.models import Publication
from learning.coverage.queries.places import everyone_and_groups, main_post, role_key, team_key, who_counts
from learning.coverage.rules import CompetencyName, Counts, OrganisationCounts, Square
from learning.ground.db import db

FORECAST = dt.timedelta(days=28)
_PARTS = 5  # current, fading, lapsed, learning, not started


def counts(organisation_id: int, on: dt.date, *, before: Publication | None = None) -> OrganisationCounts:
    """Counted from what is held and required at this moment, with statuses as of that date.

    `before` is the last publication: who came and went is counted from there.
    """
    framework = capability.capability().framework
    squares: dict[Square, Counts] = {}
    forecast: dict[Square, Counts] = {}
    reached = required = aware = 0
    with _by_hashing():
        rows = db.session.execute(_grouped(organisation_id, on, framework)).all()
        everyone, roles, teams = everyone_and_groups(organisation_id, on, before=before)
    for competency, team_id, family, *found in rows:
        square = Square(competency, team_key(team_id), role_key(family))
        numbers = [int(number) for number in found]
        squares[square] = Counts(*numbers[:_PARTS])
        forecast[square] = Counts(*numbers[_PARTS : 2 * _PARTS])
        steps = numbers[2 * _PARTS :]
        reached, required, aware = reached + steps[0], required + steps[1], aware + steps[2]
    return OrganisationCounts(
        on=on,
        everyone=everyone,
        competencies=_names(framework),
        roles=roles,
        teams=teams,
        squares=squares,
        forecast_on=on + FORECAST,
        forecast=forecast,
        steps_reached=reached,
        steps_required=required,
        aware=aware,
    )


@contextmanager
def _by_hashing() -> Iterator[None]:
    """Right after a large import PostgreSQL has no statistics yet, takes everybody for one person, and would walk
    through all posts for each requirement: two minutes for 20,000 staff instead of two seconds."""
    if db.engine.dialect.name != "postgresql":
        yield
        return
    db.session.execute(text("SET LOCAL enable_nestloop = off"))
    yield
    db.session.execute(text("SET LOCAL enable_nestloop = on"))


def _grouped(organisation_id: int, on: dt.date, framework: Framework) -> Select[Any]:
    """One row for each competency, team and role family; a required competency without a holding is not started."""
    post = main_post(organisation_id, on)
    fading = dt.timedelta(days=framework.thresholds.fading_days)
    # A role family that is unconfirmed is NULL, and groups as one.
    place = (RequiredLevel.competency, post.c.team_id, post.c.role_family)
    return (
        select(*place, *_statuses(on, fading), *_statuses(on + FORECAST, fading), *_steps())
        .select_from(RequiredLevel)
        .join(post, post.c.person_id == RequiredLevel.person_id)
        .outerjoin(
            Holding,
            and_(Holding.person_id == RequiredLevel.person_id, Holding.competency == RequiredLevel.competency),
        )
        .where(
            RequiredLevel.organisation_id == organisation_id,
            RequiredLevel.level > 0,
            RequiredLevel.competency.in_([competency.id for competency in framework.competencies]),
            who_counts(RequiredLevel.person_id, organisation_id, on),
        )
        .group_by(*place)
    )


def _statuses(on: dt.date, fading: dt.timedelta) -> Iterable[ColumnElement[int]]:
    """How many are current, fading, lapsed, learning and not started: the database's words for `rules.status`.

    Dates are compared with `current_until` as it stands, so that no database has to add days.
    """
    is_reached = Holding.level >= RequiredLevel.level
    return (
        _number(is_reached, Holding.current_until > on + fading),
        _number(is_reached, Holding.current_until >= on, Holding.current_until <= on + fading),
        _number(is_reached, Holding.current_until < on),
        _number(Holding.level < RequiredLevel.level),
        _number(Holding.person_id.is_(None)),
    )


def _steps() -> Iterable[ColumnElement[int]]:
    """Steps reached, steps required, and required competencies at level 1 or more: `capability.rules.steps`."""
    reached: list[ColumnElement[int]] = []
    required: list[ColumnElement[int]] = []
    first_right = (Holding.right_1_on, Holding.right_2_on, Holding.right_3_on)
    for level in range(1, HIGHEST_BY_ANSWERS + 1):
        is_asked = RequiredLevel.level >= level
        required.append(case((is_asked, RIGHT_ANSWERS), else_=0))
        reached.append(
            case(
                (and_(is_asked, Holding.level >= level), RIGHT_ANSWERS),
                (and_(is_asked, first_right[level - 1].is_not(None)), 1),
                else_=0,
            )
        )
    is_highest = RequiredLevel.level >= HIGHEST
    required.append(case((is_highest, 1), else_=0))
    reached.append(case((and_(is_highest, Holding.level >= HIGHEST), 1), else_=0))
    return (_sum(reached), _sum(required), _number(Holding.level >= 1))


def _sum(several: list[ColumnElement[int]]) -> ColumnElement[int]:
    total = several[0]
    for one in several[1:]:
        total = total + one
    return func.sum(total)


def _number(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((and_(*conditions), 1), else_=0))


def _names(framework: Framework) -> tuple[CompetencyName, ...]:
    """In framework order, under the names of their domains."""
    names = {domain.id: domain.name for domain in framework.domains}
    for domain in framework.domains:
        if all(one.is_voice for one in framework.in_domain(domain.id)):
            names[domain.id] = f"{domain.name}, for people who use it"
    return tuple(CompetencyName(one.id, one.name, names[one.domain]) for one in framework.competencies)
