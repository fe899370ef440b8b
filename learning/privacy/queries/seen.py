"""What others see of one person: asked with the very queries that their pages ask."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import and_, or_, select

from learning.drip import queries as drip
from learning.drip.actions.ticking import PreviewLine, preview_of
from learning.drip.queries import WeekCounts
from learning.ground.audit import AuditEntry
from learning.ground.db import db
from learning.ground.errors import Refused
from learning.guardrails.models import Tool, ToolAccess
from learning.people import queries as people
from learning.people.models import Duty, Organisation, Person
from learning.people.queries import StaffLine

WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class SeenByOthers:
    """One person in the eyes of those who look after the drip."""

    staff_line: StaffLine | None  # in the administrators' list
    next_week: PreviewLine | None  # in the administrators' preview
    counts: WeekCounts  # on the page of leads and administrators
    leads: tuple[str, ...]
    administrators: tuple[str, ...]
    champions: tuple[str, ...]
    given_alone: tuple[str, ...]  # tools given to this person by name, in the register
    new_codes_on: tuple[dt.date, ...]  # when an administrator made a new personal code for this person


def seen_by_others(person: Person, organisation: Organisation, *, now: dt.datetime, today: dt.date) -> SeenByOthers:
    return SeenByOthers(
        staff_line=_staff_line(person, today),
        next_week=_next_week(person, organisation, now=now, today=today),
        counts=drip.week_counts(organisation.id, today=today),
        leads=_who_is("lead", organisation.id, today),
        administrators=_who_is("administrator", organisation.id, today),
        champions=_who_is("champion", organisation.id, today),
        given_alone=_given_alone(person),
        new_codes_on=_new_codes(person),
    )


def _staff_line(person: Person, today: dt.date) -> StaffLine | None:
    wanted = f"{person.staff_number} {person.last_name}"
    found, _ = people.staff_list(person.organisation_id, wanted=wanted, page=1, today=today)
    return next((line for line in found if line.public_id == person.public_id), None)


def _next_week(person: Person, organisation: Organisation, *, now: dt.datetime, today: dt.date) -> PreviewLine | None:
    """None for somebody without a post, and before any content is loaded: then there is no such line."""
    try:
        return next(preview_of(organisation, today + WEEK, now=now, person_id=person.id), None)
    except Refused:
        return None


def _who_is(duty: str, organisation_id: int, today: dt.date) -> tuple[str, ...]:
    asked = (
        select(Person)
        .join(Duty, Duty.person_id == Person.id)
        .where(
            Duty.organisation_id == organisation_id,
            Duty.duty == duty,
            Duty.starts_on <= today,
            or_(Duty.ends_on.is_(None), Duty.ends_on >= today),
            Person.status != "left",
        )
        .order_by(Person.last_name, Person.first_name, Person.id)
    )
    return tuple(dict.fromkeys(person.full_name for person in db.session.scalars(asked)))


def _given_alone(person: Person) -> tuple[str, ...]:
    asked = (
        select(Tool.name)
        .join(ToolAccess, and_(ToolAccess.organisation_id == Tool.organisation_id, ToolAccess.tool == Tool.slug))
        .where(ToolAccess.person_id == person.id, ToolAccess.until_at.is_(None))
        .order_by(Tool.name_key)
    )
    return tuple(db.session.scalars(asked))


def _new_codes(person: Person) -> tuple[dt.date, ...]:
    asked = select(AuditEntry.at).where(AuditEntry.deed == "code.issued", AuditEntry.subject == str(person.public_id))
    return tuple(at.date() for at in db.session.scalars(asked.order_by(AuditEntry.id.desc()).limit(3)))
