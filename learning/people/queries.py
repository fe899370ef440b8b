"""Questions about organisations, teams and people."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from learning.ground.db import db
from learning.ground.errors import Refused
from learning.people.models import (
    Correction,
    Duty,
    ImportMapping,
    Membership,
    Organisation,
    Person,
    StaffImport,
    Team,
)
from learning.people.rules.present import KnownPerson, KnownPost, KnownTeam, Present


def organisation_by_code(code: str) -> Organisation:
    """Raises Refused when there is none."""
    found = db.session.scalars(select(Organisation).where(Organisation.code == code)).one_or_none()
    if found is None:
        raise Refused(f"There is no organisation with the code {code}. Add it with: steady organisation add {code}")
    return found


def organisations() -> Sequence[Organisation]:
    return db.session.scalars(select(Organisation).order_by(Organisation.name)).all()


# Pages ask these all the time, so they are put together once.
_DUTIES = select(Duty.duty).where(
    Duty.person_id == bindparam("person_id"),
    Duty.starts_on <= bindparam("on"),
    or_(Duty.ends_on.is_(None), Duty.ends_on >= bindparam("on")),
)
_POSTS = (
    select(Membership)
    .where(
        Membership.person_id == bindparam("person_id"),
        Membership.starts_on <= bindparam("on"),
        or_(Membership.ends_on.is_(None), Membership.ends_on >= bindparam("on")),
    )
    .order_by(Membership.is_main.desc(), Membership.fte.desc(), Membership.id)
)


def duties_of(person_id: int, on: dt.date) -> set[str]:
    """The duties a person has on that date."""
    return set(db.session.scalars(_DUTIES, {"person_id": person_id, "on": on}))


def person_by_public_id(public_id: uuid.UUID, *, organisation_id: int) -> Person:
    """Raises NoResultFound, which a page answers with 404, for a foreign one too."""
    return db.session.scalars(
        select(Person).where(Person.public_id == public_id, Person.organisation_id == organisation_id)
    ).one()


def people_with_email(email: str) -> Sequence[Person]:
    """Everybody with this address, in any organisation: none, one, or the people of a shared mailbox."""
    return db.session.scalars(select(Person).where(Person.email == email.strip().lower()).order_by(Person.id)).all()


def people_with_number(organisation_id: int, staff_number: str) -> Sequence[Person]:
    """Nobody, or the one person with that number in that organisation."""
    return db.session.scalars(
        select(Person).where(Person.organisation_id == organisation_id, Person.staff_number == staff_number.strip())
    ).all()


def memberships_on(person_id: int, on: dt.date) -> Sequence[Membership]:
    """A person's posts on that date, the main one first."""
    return db.session.scalars(_POSTS, {"person_id": person_id, "on": on}).all()


def main_post(person_id: int, on: dt.date) -> Membership | None:
    return next(iter(memberships_on(person_id, on)), None)


def teams_led_by(person_id: int, on: dt.date) -> Sequence[Team]:
    """The teams in which this person is somebody's manager on that day, by name."""
    led = select(Membership.team_id).where(
        Membership.manager_id == person_id,
        Membership.starts_on <= on,
        or_(Membership.ends_on.is_(None), Membership.ends_on >= on),
    )
    return db.session.scalars(select(Team).where(Team.id.in_(led)).order_by(Team.name)).all()


def teams_of(organisation_id: int) -> Sequence[Team]:
    return db.session.scalars(select(Team).where(Team.organisation_id == organisation_id).order_by(Team.name)).all()


def staff_count(organisation_id: int) -> int:
    """Everybody who has not left."""
    asked = select(func.count()).where(Person.organisation_id == organisation_id, Person.status != "left")
    return db.session.scalars(asked).one()


@dataclass(frozen=True, slots=True)
class StaffLine:
    """One person in the administrator's list: where they work and whether mail reaches them alone."""

    public_id: uuid.UUID
    name: str
    staff_number: str
    team: str | None
    role_family: str | None
    status: str
    has_own_mailbox: bool

    @property
    def gets_units_by(self) -> str:
        """As the list says it, and as the person reads it about themselves."""
        if self.status != "active":
            return {"left": "Has left", "paused": "Paused"}[self.status]
        return "Email and app" if self.has_own_mailbox else "App and paper"


def staff_list(
    organisation_id: int, *, wanted: str, page: int, today: dt.date, size: int = 50
) -> tuple[Sequence[StaffLine], bool]:
    """A page of staff by surname, and whether there are more. `wanted` is part of a name or a staff number."""
    asked = (
        select(Person, Team.name, Membership.role_family)
        .outerjoin(Membership, and_(Membership.person_id == Person.id, Membership.is_main.is_(True), _runs(today)))
        .outerjoin(Team, Team.id == Membership.team_id)
        .where(Person.organisation_id == organisation_id)
        .order_by(Person.last_name, Person.first_name, Person.id)
    )
    for word in wanted.split()[:4]:
        like = f"%{word.replace('%', '').replace('_', '')}%"
        asked = asked.where(
            or_(
                Person.first_name.ilike(like),
                Person.last_name.ilike(like),
                Person.preferred_name.ilike(like),
                Person.staff_number.ilike(like),
            )
        )
    rows = db.session.execute(asked.offset((page - 1) * size).limit(size + 1)).all()
    lines = [
        StaffLine(
            public_id=person.public_id,
            name=person.full_name,
            staff_number=person.staff_number,
            team=team,
            role_family=family,
            status=person.status,
            has_own_mailbox=person.mail_address is not None,
        )
        for person, team, family in rows[:size]
    ]
    return lines, len(rows) > size


def _runs(on: dt.date) -> ColumnElement[bool]:
    return and_(Membership.starts_on <= on, or_(Membership.ends_on.is_(None), Membership.ends_on >= on))


def present(organisation_id: int) -> Present:
    """Teams and people of one organisation as plain facts, in four questions however many there are."""
    teams = db.session.execute(
        select(Team.id, Team.code, Team.name).where(Team.organisation_id == organisation_id).order_by(Team.id)
    )
    posts: dict[int, list[KnownPost]] = defaultdict(list)
    manager = aliased(Person)
    asked = (
        select(Membership.person_id, *_POST_COLUMNS, manager.staff_number)
        .outerjoin(manager, manager.id == Membership.manager_id)
        .where(Membership.organisation_id == organisation_id)
        .order_by(Membership.id)
    )
    for person_id, *facts, manager_number in db.session.execute(asked):
        posts[person_id].append(_known_post(facts, manager_number))
    kept: dict[int, set[str]] = defaultdict(set)
    corrected = select(Correction.person_id, Correction.field).join(Person, Person.id == Correction.person_id)
    for person_id, field in db.session.execute(corrected.where(Person.organisation_id == organisation_id)):
        kept[person_id].add(field)
    people = db.session.execute(
        select(*_PERSON_COLUMNS).where(Person.organisation_id == organisation_id).order_by(Person.id)
    )
    return Present(
        teams=tuple(KnownTeam(*row) for row in teams),
        people=tuple(
            KnownPerson(
                row.id,
                row.staff_number,
                row.first_name,
                row.last_name,
                row.preferred_name or "",
                row.email or "",
                row.email_is_shared,
                row.status,
                row.started_on,
                row.left_on,
                posts=tuple(posts[row.id]),
                kept=frozenset(kept[row.id]),
            )
            for row in people
        ),
    )


_PERSON_COLUMNS = (
    Person.id,
    Person.staff_number,
    Person.first_name,
    Person.last_name,
    Person.preferred_name,
    Person.email,
    Person.email_is_shared,
    Person.status,
    Person.started_on,
    Person.left_on,
)
_POST_COLUMNS = (
    Membership.id,
    Membership.assignment_number,
    Membership.team_id,
    Membership.position_title,
    Membership.role_family,
    Membership.role_candidates,
    Membership.band,
    Membership.fte,
    Membership.working_days,
    Membership.shift,
    Membership.is_main,
    Membership.starts_on,
    Membership.ends_on,
    Membership.uses_voice,
)


def _known_post(facts: Sequence[Any], manager: str | None) -> KnownPost:
    id_, assignment, team_id, position, family, candidates, band, fte, days, shift, is_main, starts, ends, voice = facts
    return KnownPost(
        id=id_,
        assignment=assignment,
        team_id=team_id,
        position=position or "",
        role_family=family,
        candidates=tuple(candidates or ()),
        band=band or "",
        fte=fte,
        days=days,
        shift=shift,
        manager=manager or "",
        is_main=is_main,
        starts_on=starts,
        ends_on=ends,
        uses_voice=voice,
    )


def import_mapping(organisation_id: int) -> dict[str, str]:
    """The saved column mapping, {"team": "Ward"}; empty when ESR headings and their synonyms do."""
    found = db.session.scalars(
        select(ImportMapping).where(ImportMapping.organisation_id == organisation_id)
    ).one_or_none()
    return {str(name): str(heading) for name, heading in found.columns.items()} if found else {}


def last_staff_import(organisation_id: int) -> StaffImport | None:
    mine = select(StaffImport).where(StaffImport.organisation_id == organisation_id)
    return db.session.scalars(mine.order_by(StaffImport.id.desc()).limit(1)).one_or_none()


def staff_import(import_id: int, *, organisation_id: int) -> StaffImport:
    """Raises NoResultFound for a foreign one too."""
    return db.session.scalars(
        select(StaffImport).where(StaffImport.id == import_id, StaffImport.organisation_id == organisation_id)
    ).one()
