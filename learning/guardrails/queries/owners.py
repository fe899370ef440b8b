"""Who answers: a name for every answer, also when the person who was named has left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import and_, or_, select

from learning.ground.db import db
from learning.guardrails.queries.register import register
from learning.people.models import Duty, Membership, Person


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody who answers for a tool or a rule, as pages show them."""

    id: int
    name: str
    known_as: str
    title: str  # their job, as the staff file says it; "" where it says nothing
    address: str | None


class Owners:
    """The people behind these ids. Whoever has left is replaced by who decides for the organisation, else by an
    administrator, so that no answer is without a name."""

    def __init__(self, organisation_id: int, ids: Iterable[int | None], *, today: dt.date) -> None:
        first = register(organisation_id).owner_id
        wanted = {one for one in (*ids, first) if one is not None}
        self._here = _people(organisation_id, wanted, today)
        self._first, self._organisation_id, self._today = first, organisation_id, today

    def of(self, owner_id: int | None) -> Owner | None:
        """None only where the organisation has neither this person, nor anybody who decides, nor an administrator."""
        found = self._here.get(owner_id) if owner_id is not None else None
        return found or self._stand_in

    @cached_property
    def _stand_in(self) -> Owner | None:
        decides = self._here.get(self._first) if self._first is not None else None
        return decides or _an_administrator(self._organisation_id, self._today)


def _people(organisation_id: int, ids: Iterable[int], today: dt.date) -> dict[int, Owner]:
    asked = (
        select(
            Person.id,
            Person.first_name,
            Person.preferred_name,
            Person.last_name,
            Person.email,
            Person.email_is_shared,
            Membership.position_title,
        )
        .outerjoin(
            Membership,
            and_(
                Membership.person_id == Person.id,
                Membership.is_main.is_(True),
                Membership.starts_on <= today,
                or_(Membership.ends_on.is_(None), Membership.ends_on >= today),
            ),
        )
        .where(Person.id.in_(list(ids)), Person.organisation_id == organisation_id, Person.status != "left")
    )
    return {
        id_: Owner(id_, f"{preferred or first} {last}", preferred or first, title or "", None if is_shared else address)
        for id_, first, preferred, last, address, is_shared, title in db.session.execute(asked)
    }


def _an_administrator(organisation_id: int, today: dt.date) -> Owner | None:
    asked = (
        select(Person.id)
        .join(Duty, Duty.person_id == Person.id)
        .where(
            Person.organisation_id == organisation_id,
            Person.status != "left",
            Duty.duty == "administrator",
            Duty.starts_on <= today,
            or_(Duty.ends_on.is_(None), Duty.ends_on >= today),
        )
        .order_by(Person.id)
        .limit(1)
    )
    found = db.session.scalars(asked).one_or_none()
    return _people(organisation_id, [found], today).get(found) if found is not None else None


def name_of(person_id: int | None) -> str | None:
    """The name of who answered for a rule at the time, also where they have left since."""
    person = db.session.get(Person, person_id) if person_id is not None else None
    return person.full_name if person else None
