"""Who may be due: people with their main post, wishes and pauses, and the working week that follows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select

from learning.drip.models import Delivery, DripPreference, Pause
from learning.drip.rules import Pause as PauseRule
from learning.drip.rules import Rhythm
from learning.ground.db import db
from learning.ground.workdays import bank_holidays_between
from learning.people.models import Membership, Organisation, Person

_AROUND = dt.timedelta(weeks=10)  # holidays looked up around a day


@dataclass(frozen=True, slots=True)
class Learner:
    """A person who may be due, as far as the drip asks: the main post, wishes and pauses."""

    person: Person
    post: Membership
    wishes: DripPreference | None
    pauses: tuple[Pause, ...]

    @property
    def channel(self) -> str:
        """By mail where the person has a mailbox of their own and did not switch it off; else in the app."""
        if self.person.mail_address is None:
            return "app"
        return self.wishes.channel if self.wishes else "mail"


def waiting(organisation_id: int, *, today: dt.date, week_on: dt.date | None) -> Sequence[int]:
    """Ids of everybody with a post today who has not left, paused ones included.

    `week_on`: only those who have no row in the ledger yet for the week of that Monday. Ids, because planning takes
    people chunk by chunk, so that the memory it needs does not grow with the organisation.
    """
    asked = select(Person.id).where(*_at_work(organisation_id, today)).distinct().order_by(Person.id)
    if week_on is not None:
        row = select(Delivery.id).where(Delivery.person_id == Person.id, Delivery.week_on == week_on)
        asked = asked.where(~row.exists())
    return db.session.scalars(asked.join(Membership, Membership.person_id == Person.id)).all()


def learners(organisation_id: int, *, today: dt.date, person_ids: Iterable[int] | None = None) -> list[Learner]:
    """Everybody with a post today who has not left, paused ones too, by id. The main post speaks for the person."""
    asked = (
        select(Person, Membership, DripPreference)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(DripPreference, DripPreference.person_id == Person.id)
        .where(*_at_work(organisation_id, today))
        .order_by(Person.id, Membership.is_main.desc(), Membership.fte.desc(), Membership.id)
    )
    ids = None if person_ids is None else list(person_ids)
    if ids is not None:
        asked = asked.where(Person.id.in_(ids))
    rows = db.session.execute(asked).all()
    pauses = _pauses(organisation_id, ids, since=today - _AROUND) if rows else {}
    found: dict[int, Learner] = {}
    for person, post, wishes in rows:
        if person.id not in found:
            found[person.id] = Learner(person, post, wishes, tuple(pauses.get(person.id, ())))
    return list(found.values())


def _at_work(organisation_id: int, today: dt.date) -> tuple[ColumnElement[bool], ...]:
    return (
        Person.organisation_id == organisation_id,
        Person.status != "left",
        Membership.starts_on <= today,
        or_(Membership.ends_on.is_(None), Membership.ends_on >= today),
    )


def _pauses(organisation_id: int, person_ids: Sequence[int] | None, *, since: dt.date) -> Mapping[int, list[Pause]]:
    asked = select(Pause).where(Pause.to_on >= since)
    if person_ids is not None:
        asked = asked.where(Pause.person_id.in_(person_ids))
    else:
        asked = asked.join(Person, Person.id == Pause.person_id).where(Person.organisation_id == organisation_id)
    found: dict[int, list[Pause]] = defaultdict(list)
    for pause in db.session.scalars(asked):
        found[pause.person_id].append(pause)
    return found


def learner(person: Person, *, today: dt.date) -> Learner | None:
    """One person as the drip sees them; None without a post today."""
    return next(iter(learners(person.organisation_id, today=today, person_ids=[person.id])), None)


def rhythm(one: Learner, organisation: Organisation, *, today: dt.date) -> Rhythm:
    """The working week and wishes of one person. A pause that came with the staff file has no end."""
    wishes, post = one.wishes, one.post
    minute = wishes.minute if wishes else None
    pauses = tuple(PauseRule(pause.from_on, pause.to_on) for pause in one.pauses)
    if one.person.status == "paused":
        pauses += (PauseRule(today - _AROUND),)
    return Rhythm(
        person=str(one.person.public_id),
        zone=organisation.timezone,
        days=None if post.working_days is None else frozenset(int(day) for day in post.working_days),
        works_nights=post.shift == "night",
        chosen_day=wishes.weekday if wishes else None,
        chosen_time=None if minute is None else dt.time(minute // 60, minute % 60),
        holidays=bank_holidays_between(organisation.nation, today - _AROUND, today + _AROUND),
        pauses=pauses,
        since=one.person.created_at,
    )
