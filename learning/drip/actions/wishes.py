"""A person's own week: day, hour, channel, pauses. A unit planned but not sent moves with them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import delete, select

from learning.drip import queries
from learning.drip.models import Delivery, DripPreference, Pause
from learning.drip.rules import NoSlot, ReasonCode, Slot, State, is_open, moved_slot, week_of
from learning.ground import clock
from learning.ground.db import db
from learning.ground.errors import Refused
from learning.people.models import Correction, Membership, Organisation, Person

LONGEST_PAUSE = dt.timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the settings page says, whole."""

    working_days: frozenset[int]
    weekday: int | None  # None: Steady picks one of the working days
    minute: int | None  # after midnight, local
    channel: str  # mail | app
    uses_voice: bool


def wish(person: Person, wishes: Wishes, *, now: dt.datetime, today: dt.date) -> None:
    """Keep what a person wishes. Raises Refused when the day is none of their working days."""
    if not wishes.working_days:
        raise Refused("Tick at least one day that you work.")
    if wishes.weekday is not None and wishes.weekday not in wishes.working_days:
        raise Refused("Choose a day that you work, or tick that day as well.")
    row = preference(person)
    row.weekday, row.minute = wishes.weekday, wishes.minute
    row.channel = wishes.channel if person.mail_address else "app"
    one = queries.learner(person, today=today)
    if one is not None:
        _correct(person, one.post, wishes, now=now)
    db.session.flush()
    move_this_week(person, now=now, today=today)


def preference(person: Person) -> DripPreference:
    """The row of wishes, made at first use."""
    row = db.session.get(DripPreference, person.id)
    if row is None:
        row = DripPreference(person_id=person.id, channel="mail", chose_no_ai=False)
        db.session.add(row)
    return row


def _correct(person: Person, post: Membership, wishes: Wishes, *, now: dt.datetime) -> None:
    """Working days and voice are facts of the post: what the person says goes before the staff file from now on."""
    days = "".join(str(day) for day in sorted(wishes.working_days))
    known = post.working_days if post.working_days is not None else "01234"
    for field, before, after in (("working_days", known, days), ("uses_voice", post.uses_voice, wishes.uses_voice)):
        if before == after:
            continue
        setattr(post, field, after)
        noted = db.session.scalars(
            select(Correction).where(Correction.person_id == person.id, Correction.field == field)
        ).one_or_none()
        if noted is None:
            db.session.add(Correction(person_id=person.id, field=field, at=now))
        else:
            noted.at = now


def switch_to_app(person: Person) -> None:
    """No more mail; the unit waits in the app each week."""
    preference(person).channel = "app"
    db.session.flush()
    for row in db.session.scalars(
        select(Delivery).where(Delivery.person_id == person.id, Delivery.state == State.PLANNED.value)
    ):
        row.channel = "app"
    db.session.flush()


def choose_no_ai(person: Person, *, chosen: bool) -> None:
    """Whether units may use an AI tool. Nobody else sees it."""
    preference(person).chose_no_ai = chosen
    db.session.flush()


def pause(person: Person, *, from_on: dt.date, to_on: dt.date, now: dt.datetime, today: dt.date) -> Pause:
    """No units from the first day to the last. No reason is asked or kept. Raises Refused for impossible days."""
    if to_on < from_on:
        raise Refused("The last day is before the first day. Swap them or correct one.")
    if to_on < today:
        raise Refused("These days are over. Choose days from today on.")
    if to_on - from_on > LONGEST_PAUSE:
        raise Refused("A pause can be 400 days long at most. Choose an earlier last day.")
    made = Pause(person_id=person.id, from_on=from_on, to_on=to_on, made_at=now)
    db.session.add(made)
    db.session.flush()
    move_this_week(person, now=now, today=today)
    return made


def come_back(person: Person, *, now: dt.datetime, today: dt.date) -> None:
    """End every pause of the person's own that runs or is still to come."""
    yesterday = today - dt.timedelta(days=1)
    for row in db.session.scalars(select(Pause).where(Pause.person_id == person.id, Pause.to_on >= today)):
        if row.from_on > yesterday:
            db.session.execute(delete(Pause).where(Pause.id == row.id))
        else:
            row.to_on = yesterday
    db.session.flush()
    week_on = week_of(now, db.session.get_one(Organisation, person.organisation_id).timezone)
    found = queries.this_week(person.id, week_on=week_on)
    if found is not None and found.state == "skipped" and found.reason == "paused":
        db.session.delete(found)  # the next tick plans what is left of this week
        db.session.flush()


def move_this_week(person: Person, *, now: dt.datetime, today: dt.date) -> None:
    """Move a unit that is planned and not sent to where the person's week now has it."""
    organisation = db.session.get_one(Organisation, person.organisation_id)
    one = queries.learner(person, today=today)
    planned = queries.this_week(person.id, week_on=week_of(now, organisation.timezone))
    if one is None or planned is None or planned.state != State.PLANNED.value:
        return
    if planned.due_at is None or planned.not_after is None or planned.on is None:
        return
    rhythm = queries.rhythm(one, organisation, today=today)
    last_at = queries.last_came_at([person.id], person.organisation_id).get(person.id)
    before = Slot(planned.due_at, planned.on, planned.not_after)
    after = moved_slot(before, rhythm, last_at=last_at, now=now)
    if isinstance(after, NoSlot) and after.reason is ReasonCode.TOO_LATE:
        return  # its hours are over: the next tick says that it was missed
    if isinstance(after, NoSlot):
        planned.state = State.SKIPPED.value
        planned.reason, planned.facts = after.reason.value, None
    else:
        planned.due_at, planned.on, planned.not_after = after.due_at, after.on, after.not_after
        planned.dated_at = after.due_at  # frozen again: nothing of it has left
        planned.channel = one.channel
    db.session.flush()


def move_after_import(organisation_id: int, *, today: dt.date, now: dt.datetime | None = None) -> int:
    """After a staff file changed working days: move what is planned into hours that a person no longer works."""
    now = now or clock.now()  # called after an import, which knows the day only
    organisation = db.session.get_one(Organisation, organisation_id)
    week_on = week_of(now, organisation.timezone)
    due = {
        row.person_id: row.due_at
        for row in db.session.scalars(
            select(Delivery).where(
                Delivery.organisation_id == organisation_id,
                Delivery.week_on == week_on,
                Delivery.state == State.PLANNED.value,
            )
        )
        if row.due_at is not None
    }
    moved = 0
    for one in queries.learners(organisation_id, today=today) if due else []:
        due_at = due.get(one.person.id)
        if due_at is not None and not is_open(queries.rhythm(one, organisation, today=today), due_at):
            move_this_week(one.person, now=now, today=today)
            moved += 1
    return moved
