"""Where people count: the team and role family of their main post, who they are together, and who came and went."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from learning.capability import queries as capability
from learning.capability.models import RequiredLevel
from learning.coverage.models import Publication
from learning.coverage.rules import Axis, Group
from learning.ground.db import db
from learning.people.models import Correction, Membership, Person, Team

TO_CONFIRM = "to-confirm"
NEWCOMER = dt.timedelta(days=7)  # until then nobody can hold anything
LATE_NEWS = dt.timedelta(days=7)  # a staff file tells of the week before it

Place = tuple[Axis, str]
EVERYBODY: Place = (Axis.ALL, "")


@dataclass(frozen=True, slots=True)
class MainPost:
    """Where one person counts, and since when we know of them."""

    person_id: int
    team_id: int
    role_family: str | None
    started_on: dt.date  # in the organisation
    created_at: dt.datetime

    @property
    def places(self) -> frozenset[Place]:
        return _places(self.team_id, self.role_family)


def team_key(team_id: int) -> str:
    return str(team_id)


def role_key(family: str | None) -> str:
    return TO_CONFIRM if family is None else family


def main_post(organisation_id: int, on: dt.date) -> CTE:
    """One row for each person with a post that day: the main post, chosen as `people.queries.main_post` does."""
    ranked = (
        select(
            Membership.person_id,
            Membership.team_id,
            Membership.role_family,
            func.row_number()
            .over(
                partition_by=Membership.person_id,
                order_by=(Membership.is_main.desc(), Membership.fte.desc(), Membership.id),
            )
            .label("rank"),
        )
        .where(
            Membership.organisation_id == organisation_id,
            Membership.starts_on <= on,
            or_(Membership.ends_on.is_(None), Membership.ends_on >= on),
        )
        .subquery()
    )
    chosen = select(ranked.c.person_id, ranked.c.team_id, ranked.c.role_family).where(ranked.c.rank == 1)
    return chosen.cte("main_post")


def who_counts(
    person_id: InstrumentedAttribute[int] | ColumnElement[int], organisation_id: int, on: dt.date
) -> ColumnElement[bool]:
    """Everybody who is with the organisation and began there more than a week before."""
    return person_id.in_(
        select(Person.id).where(
            Person.organisation_id == organisation_id, Person.status != "left", Person.started_on < on - NEWCOMER
        )
    )


def anybody_counts(organisation_id: int, on: dt.date) -> bool:
    """Whether there is anybody to publish figures of."""
    asked = select(RequiredLevel.person_id).where(
        RequiredLevel.organisation_id == organisation_id,
        RequiredLevel.level > 0,
        who_counts(RequiredLevel.person_id, organisation_id, on),
    )
    return db.session.scalars(asked.limit(1)).first() is not None


def everyone_and_groups(
    organisation_id: int, on: dt.date, *, before: Publication | None
) -> tuple[Group, tuple[Group, ...], tuple[Group, ...]]:
    """Everybody, the role families and the teams, A to Z, with those who came and went since `before`."""
    now = _counted(organisation_id, on)
    people = Counter(place for post in now.values() for place in post.places | {EVERYBODY})
    joined, left = _came_and_went(organisation_id, now, before) if before else (Counter(), Counter())

    names = _team_names(organisation_id) | _role_names({key for axis, key in people if axis is Axis.ROLE})

    def groups(axis: Axis) -> tuple[Group, ...]:
        found = [
            Group(place[1], names[place], people[place], joined[place], left[place])
            for place in people
            if place[0] is axis
        ]
        return tuple(sorted(found, key=lambda one: (one.key == TO_CONFIRM, one.name.casefold(), one.key)))

    everyone = Group(EVERYBODY[1], "All staff", people[EVERYBODY], joined[EVERYBODY], left[EVERYBODY])
    return everyone, groups(Axis.ROLE), groups(Axis.TEAM)


def _counted(organisation_id: int, on: dt.date) -> dict[int, MainPost]:
    post = main_post(organisation_id, on)
    is_required = select(RequiredLevel.person_id).where(
        RequiredLevel.organisation_id == organisation_id, RequiredLevel.level > 0
    )
    rows: Iterable[Any] = db.session.execute(
        select(
            post.c.person_id,
            post.c.team_id,
            post.c.role_family,
            Person.started_on,
            Person.created_at,
        )
        .join(Person, Person.id == post.c.person_id)
        .where(who_counts(Person.id, organisation_id, on), Person.id.in_(is_required))
    )
    return {row[0]: MainPost(*row) for row in rows}


def _came_and_went(
    organisation_id: int, now: Mapping[int, MainPost], before: Publication
) -> tuple[Counter[Place], Counter[Place]]:
    """At most so many: whoever may have counted elsewhere at the last publication counts as come and as gone."""
    joined: Counter[Place] = Counter()
    left: Counter[Place] = Counter()
    then = _may_have_counted(organisation_id, before)
    corrected = _corrected_roles(organisation_id, since=before.made_at)
    for person_id, post in now.items():
        was_new = post.created_at > before.made_at or post.started_on >= before.on - NEWCOMER
        earlier = set() if was_new else then.get(person_id, set())
        if person_id in corrected:
            earlier = {place for place in earlier if place[0] is not Axis.ROLE} | {(Axis.ROLE, TO_CONFIRM)}
        stayed = {place for place in post.places if _on_axis(earlier, place[0]) == {place}}
        joined.update(post.places - stayed)
        left.update(earlier - post.places)
        joined[EVERYBODY] += not earlier
    for person_id in then.keys() - now.keys():
        left.update(then[person_id] | {EVERYBODY})
    return joined, left


def _on_axis(places: Iterable[Place], axis: Axis) -> set[Place]:
    return {place for place in places if place[0] is axis}


def _may_have_counted(organisation_id: int, before: Publication) -> dict[int, set[Place]]:
    """Where people had their main post on that day, or in the days before it of which we may have heard late."""
    rows = db.session.execute(
        select(Membership.person_id, Membership.team_id, Membership.role_family)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.is_main,
            Membership.starts_on <= before.on,
            or_(Membership.ends_on.is_(None), Membership.ends_on >= before.on - LATE_NEWS),
            Person.started_on < before.on - NEWCOMER,
        )
    )
    found: dict[int, set[Place]] = defaultdict(set)
    for person_id, team_id, family in rows:
        found[person_id] |= _places(team_id, family)
    return found


def _corrected_roles(organisation_id: int, *, since: dt.datetime) -> set[int]:
    """Who said since then what their role is: their post keeps its date."""
    asked = (
        select(Correction.person_id)
        .join(Person, Person.id == Correction.person_id)
        .where(Person.organisation_id == organisation_id, Correction.field == "role_family", Correction.at > since)
    )
    return set(db.session.scalars(asked))


def _places(team_id: int, family: str | None) -> frozenset[Place]:
    return frozenset({(Axis.TEAM, team_key(team_id)), (Axis.ROLE, role_key(family))})


def _team_names(organisation_id: int) -> dict[Place, str]:
    """By name; two teams of one name are told apart by their site."""
    rows = db.session.execute(select(Team.id, Team.name, Team.site).where(Team.organisation_id == organisation_id))
    teams = [(team_key(team_id), name, site) for team_id, name, site in rows]
    twice = {name for name, count in Counter(name for _, name, _ in teams).items() if count > 1}
    return {(Axis.TEAM, key): f"{name}, {site}" if name in twice and site else name for key, name, site in teams}


def _role_names(keys: Iterable[str]) -> dict[Place, str]:
    roles = capability.capability().roles
    names: dict[Place, str] = {}
    for key in keys:
        family = roles.family(key)
        plural = family.plural if family else key.replace("-", " ")
        names[Axis.ROLE, key] = f"{plural[:1].upper()}{plural[1:]}"
    if (Axis.ROLE, TO_CONFIRM) in names:
        names[Axis.ROLE, TO_CONFIRM] = "Role to confirm"
    return names
