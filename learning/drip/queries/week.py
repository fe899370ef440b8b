"""One person's own week, as their pages show it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from learning.capability import queries as capability
from learning.capability.rules import Status, status
from learning.drip.models import Delivery, Pause
from learning.drip.queries.learners import Learner, learner, rhythm
from learning.drip.queries.ledger import VISIBLE, is_done, last_came_at, this_week
from learning.drip.rules import next_slot, sentence, week_of
from learning.ground.db import db
from learning.ground.workdays import monday_of
from learning.modules import queries as modules
from learning.modules.models import ModuleVersion
from learning.people.models import Organisation, Person

HELD_BACK = "The unit of this week was held back after it came to you. You do not have to do anything."


@dataclass(frozen=True, slots=True)
class MyWeek:
    """What /this-week says first. Until a week's unit has come, the one of the week before stays, if it is not done."""

    state: str  # to-do | from last week | done | coming | none
    version: ModuleVersion | None
    kind: str | None
    why: str | None
    done_on: dt.date | None
    comes_at: dt.datetime | None  # local, of a unit that is planned for later this week
    next_at: dt.datetime | None  # local
    paused_until: dt.date | None

    @property
    def summary(self) -> str:
        return modules.module_of(self.version).summary if self.version else ""


def my_week(person: Person, organisation: Organisation, *, now: dt.datetime, today: dt.date) -> MyWeek:
    zone = ZoneInfo(organisation.timezone)
    week_on = week_of(now, organisation.timezone)
    row = this_week(person.id, week_on=week_on)
    paused_until = _paused_until(person, today)
    if not _has_come(row, now):
        before = this_week(person.id, week_on=week_on - dt.timedelta(days=7))
        if before is not None and _has_come(before, now) and not is_done(before) and may_open(before):
            version = db.session.get_one(ModuleVersion, before.module_version_id)
            upcoming = next_unit_at(person, organisation, row, now=now, today=today)
            if row is not None and row.due_at is not None:
                upcoming = row.due_at.astimezone(zone)
            return MyWeek(
                "from last week", version, before.kind, why_sentence(before, today), None, None, upcoming, paused_until
            )
    if row is None or row.state not in VISIBLE or row.module_version_id is None or row.due_at is None:
        why = why_sentence(row, today) if row is not None else None
        upcoming = next_unit_at(person, organisation, row, now=now, today=today)
        return MyWeek("none", None, None, why, None, None, upcoming, paused_until)
    version = db.session.get_one(ModuleVersion, row.module_version_id)
    if row.due_at > now:
        return MyWeek("coming", version, row.kind, None, None, row.due_at.astimezone(zone), None, paused_until)
    if is_done(row):
        done_on = _done_on(person.id, version.id)
        upcoming = next_unit_at(person, organisation, row, now=now, today=today)
        return MyWeek("done", version, row.kind, None, done_on, None, upcoming, paused_until)
    if not may_open(row):
        upcoming = next_unit_at(person, organisation, row, now=now, today=today)
        return MyWeek("none", None, None, HELD_BACK, None, None, upcoming, paused_until)
    return MyWeek("to-do", version, row.kind, why_sentence(row, today), None, None, None, paused_until)


def may_open(row: Delivery) -> bool:
    """Whether this unit opens: whoever has begun it can finish it, also when it was held back since it came."""
    if row.module_version_id is None:
        return False
    version = db.session.get_one(ModuleVersion, row.module_version_id)
    if modules.is_adopted(version.module, organisation_id=row.organisation_id):
        return True
    return modules.open_sitting(row.person_id, version.id) is not None


def _has_come(row: Delivery | None, now: dt.datetime) -> bool:
    return (
        row is not None
        and row.state in VISIBLE
        and row.module_version_id is not None
        and row.due_at is not None
        and row.due_at <= now
    )


def _done_on(person_id: int, version_id: int) -> dt.date | None:
    sitting = modules.open_sitting(person_id, version_id)
    return sitting.finished_on if sitting else None


_PAUSED = (  # asked at every visit, so it is put together once
    select(Pause.to_on)
    .where(
        Pause.person_id == bindparam("person_id"),
        Pause.from_on <= bindparam("today"),
        Pause.to_on >= bindparam("today"),
    )
    .order_by(Pause.to_on.desc())
    .limit(1)
)


def _paused_until(person: Person, today: dt.date) -> dt.date | None:
    return db.session.scalars(_PAUSED, {"person_id": person.id, "today": today}).first()


def pauses_ahead(person_id: int, *, today: dt.date) -> list[Pause]:
    asked = select(Pause).where(Pause.person_id == person_id, Pause.to_on >= today).order_by(Pause.from_on)
    return list(db.session.scalars(asked))


def why_sentence(row: Delivery, today: dt.date) -> str:
    """Why this unit, or why none, as the learner reads it, with a capital."""
    phrases = {one.id: one.phrase for one in capability.capability().framework.competencies}
    said = sentence(row.reason or "no-fitting-unit", row.facts or {}, phrases, on=row.on or today)
    return said[:1].upper() + said[1:]


def next_unit_at(
    person: Person, organisation: Organisation, row: Delivery | None, *, now: dt.datetime, today: dt.date
) -> dt.datetime | None:
    """When the next unit comes, local time; None where nobody can say, such as a leave without an end."""
    one = learner(person, today=today)
    return _next_at(one, organisation, row, now=now, today=today) if one else None


def _next_at(
    one: Learner, organisation: Organisation, row: Delivery | None, *, now: dt.datetime, today: dt.date
) -> dt.datetime | None:
    monday = monday_of(today) + (dt.timedelta(days=7) if row is not None else dt.timedelta())
    last_at = last_came_at([one.person.id], organisation.id).get(one.person.id)
    if row is not None and row.state in {"planned", "sending"}:
        last_at = row.due_at
    slot = next_slot(monday, rhythm(one, organisation, today=today), last_at=last_at, now=now)
    return slot.due_at.astimezone(ZoneInfo(organisation.timezone)) if slot else None


@dataclass(frozen=True, slots=True)
class Fading:
    name: str
    current_until: dt.date


def fading_next(person_id: int, *, today: dt.date, count: int = 2) -> list[Fading]:
    """What fades first of what the person holds."""
    content = capability.capability()
    required = capability.required_of(person_id)
    held = capability.held_of(person_id)
    found = [
        Fading(content.framework.competency(competency).name, one.current_until)
        for competency, one in held.items()
        if competency in content.framework
        and status(one, required.get(competency, 0), today, content.framework.thresholds)
        in (Status.CURRENT, Status.FADING)
    ]
    return sorted(found, key=lambda one: (one.current_until, one.name))[:count]


@dataclass(frozen=True, slots=True)
class SettingsNow:
    """What is set now, as the settings page says it first."""

    working_days: frozenset[int]
    weekday: int | None
    unit_day: int  # the weekday it falls on, chosen by the person or by Steady
    minute: int | None
    channel: str
    has_mailbox: bool
    uses_voice: bool
    chose_no_ai: bool
    hours: range  # whole hours that may be chosen, in minutes after midnight; a night runs past 24:00
    next_at: dt.datetime | None
    pauses: list[Pause]
    has_post: bool


def settings_of(person: Person, organisation: Organisation, *, now: dt.datetime, today: dt.date) -> SettingsNow:
    one = learner(person, today=today)
    zone = ZoneInfo(organisation.timezone)
    row = this_week(person.id, week_on=week_of(now, organisation.timezone))
    upcoming = _next_at(one, organisation, row, now=now, today=today) if one else None
    if row is not None and row.state == "planned" and row.due_at is not None and row.due_at > now:
        upcoming = row.due_at.astimezone(zone)
    wishes = one.wishes if one else None
    week = rhythm(one, organisation, today=today) if one else None
    starts, ends = (week.working_hours.starts.hour, week.working_hours.ends.hour) if week else (9, 16)
    return SettingsNow(
        working_days=week.working_days if week else frozenset(range(5)),
        weekday=wishes.weekday if wishes else None,
        unit_day=week.unit_day if week else 0,
        minute=wishes.minute if wishes else None,
        channel=one.channel if one else "app",
        has_mailbox=person.mail_address is not None,
        uses_voice=one.post.uses_voice if one else False,
        chose_no_ai=wishes.chose_no_ai if wishes else False,
        hours=range(starts * 60, (ends if ends > starts else ends + 24) * 60 + 1, 60),
        next_at=upcoming,
        pauses=pauses_ahead(person.id, today=today),
        has_post=one is not None,
    )
