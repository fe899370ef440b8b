"""Planning a week: for everybody without a row in it, when their unit comes and which, or why none does."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite

from learning.capability import queries as capability
from learning.capability.rules import Thresholds
from learning.drip import queries
from learning.drip.models import Delivery
from learning.drip.queries import Choosable, Learner
from learning.drip.rules import (
    Choice,
    NoSlot,
    NoUnit,
    Profile,
    ReasonCode,
    Slot,
    State,
    choose,
    heads_up,
    slot_in_week,
    week_of,
)
from learning.ground.db import db, in_chunks
from learning.ground.identifiers import uuid7
from learning.modules import queries as modules
from learning.people.models import Organisation

PEOPLE_AT_ONCE = 1000
_TOUCHES = dt.timedelta(weeks=2)  # a unit longer ago than this cannot be too near to this week's


@dataclass(frozen=True, slots=True)
class Planned:
    """One person's week as planned: the row for the ledger, and the person it is for."""

    learner: Learner
    row: Mapping[str, Any]


def plan(
    organisation: Organisation, *, now: dt.datetime, base_url: str, commit: Callable[[], None] = lambda: None
) -> int:
    """Plan the present week of one organisation. Planned again: nothing new. Returns the number of new rows.

    `commit` is called after each thousand people: whoever answers meanwhile waits for a second and not for all.
    """
    _forget_empty(organisation, now=now)
    _forget_withdrawn(organisation, now=now)
    made, is_large = 0, False
    try:
        for chunk in _chunks(organisation, now=now, base_url=base_url):
            made += _kept([dict(one.row) for one in chunk])
            commit()
            if not is_large and len(chunk) == PEOPLE_AT_ONCE:
                # What the process holds is not gone through again each time a million short-lived facts were made. Not
                # at every tick: what is thawed counts as long-lived, so garbage would be looked for ever more rarely.
                is_large = True
                gc.freeze()
    finally:
        if is_large:
            gc.unfreeze()
    return made


def _forget_empty(organisation: Organisation, *, now: dt.datetime) -> None:
    """Where no unit fitted and units were adopted or local facts filled in since, this week is planned again."""
    changed_at = modules.changed_at(organisation.id)
    if changed_at is None:
        return
    db.session.execute(
        delete(Delivery).where(
            Delivery.organisation_id == organisation.id,
            Delivery.week_on == week_of(now, organisation.timezone),
            Delivery.state == State.SKIPPED.value,
            Delivery.reason == ReasonCode.NO_FITTING_UNIT.value,
            Delivery.planned_at < changed_at,
        )
    )


def _forget_withdrawn(organisation: Organisation, *, now: dt.datetime) -> None:
    """Where the unit was held back after the week was planned, by the staff side or by who adopted it, or needs a tool
    that is not permitted any more, another is chosen. Whoever has begun it keeps it in the app, and no mail asks
    anybody to begin."""
    today = now.astimezone(organisation.zone).date()
    withdrawn = queries.withdrawn(organisation.id, week_on=week_of(now, organisation.timezone), now=now, today=today)
    for ids in in_chunks([delivery_id for delivery_id, has_begun in withdrawn if has_begun]):
        db.session.execute(
            update(Delivery).where(Delivery.id.in_(ids)).values(channel="app", state=State.SENT.value, sent_at=now)
        )
    for ids in in_chunks([delivery_id for delivery_id, has_begun in withdrawn if not has_begun]):
        db.session.execute(delete(Delivery).where(Delivery.id.in_(ids), Delivery.state == State.PLANNED.value))


def hear_news(organisation: Organisation, *, now: dt.datetime) -> int:
    """After a heads-up was written: whoever is concerned and has this week's unit still before them gets the heads-up
    in its place, at the same hour. Returns how many."""
    week_on, today = week_of(now, organisation.timezone), now.astimezone(organisation.zone).date()
    unit, thresholds = queries.choosable(organisation.id, today=today), capability.thresholds()
    changed = 0
    for rows in in_chunks(queries.still_to_come(organisation.id, week_on=week_on, now=now), PEOPLE_AT_ONCE):
        people = queries.learners(organisation.id, today=today, person_ids=[person_id for _, person_id in rows])
        profiles = queries.profiles(organisation.id, people, today=today)
        same: dict[tuple[int, str], tuple[dict[str, Any], list[int]]] = {}
        for delivery_id, person_id in rows:
            profile = profiles.get(person_id)
            choice = heads_up(profile, unit.catalogue, week_on, thresholds) if profile else None
            if choice is not None:
                key = unit.version_ids[choice.module_id, choice.version], str(sorted(choice.facts.items()))
                same.setdefault(key, (_as_row(choice, unit), []))[1].append(delivery_id)
        for values, ids in same.values():
            still_there = Delivery.id.in_(ids), Delivery.state == State.PLANNED.value
            db.session.execute(
                update(Delivery).where(*still_there).values(**values).execution_options(synchronize_session=False)
            )
            changed += len(ids)
    return changed


def planned(
    organisation: Organisation, *, now: dt.datetime, base_url: str, person_id: int | None = None, anew: bool = False
) -> Iterator[Planned]:
    """What this week would bring to everybody who has no row in it yet. `anew`: to those who have one, too."""
    for chunk in _chunks(organisation, now=now, base_url=base_url, person_id=person_id, anew=anew):
        yield from chunk


def _chunks(
    organisation: Organisation, *, now: dt.datetime, base_url: str, person_id: int | None = None, anew: bool = False
) -> Iterator[list[Planned]]:
    week_on = week_of(now, organisation.timezone)
    today = now.astimezone(organisation.zone).date()
    if person_id is not None:
        waiting: Sequence[int] = [person_id]
    else:
        waiting = queries.waiting(organisation.id, today=today, week_on=None if anew else week_on)
    if not waiting:
        return
    unit = queries.choosable(organisation.id, today=today)
    host = urlsplit(base_url).hostname or "steady"
    for ids in in_chunks(waiting, PEOPLE_AT_ONCE):
        chunk = queries.learners(organisation.id, today=today, person_ids=ids)
        yield list(_of(chunk, organisation, unit, week_on=week_on, now=now, today=today, host=host))


def _of(
    chunk: Sequence[Learner],
    organisation: Organisation,
    unit: Choosable,
    *,
    week_on: dt.date,
    now: dt.datetime,
    today: dt.date,
    host: str,
) -> Iterator[Planned]:
    thresholds = capability.thresholds()
    last = queries.last_came_at([one.person.id for one in chunk], organisation.id, since=week_on - _TOUCHES)
    slots: dict[int, Slot | NoSlot] = {}
    for one in chunk:
        rhythm = queries.rhythm(one, organisation, today=today)
        slots[one.person.id] = slot_in_week(week_on, rhythm, last_at=last.get(one.person.id), now=now)
    wanted = [one for one in chunk if isinstance(slots[one.person.id], Slot)]
    profiles = queries.profiles(organisation.id, wanted, today=today)
    for one in chunk:
        row = _row(one, organisation, week_on=week_on, now=now)
        slot = slots[one.person.id]
        if isinstance(slot, NoSlot):
            state = State.MISSED if slot.reason is ReasonCode.TOO_LATE else State.SKIPPED
            yield Planned(one, row | {"state": state.value, "reason": slot.reason.value})
        else:
            yield Planned(
                one, row | _choice(profiles[one.person.id], unit, slot, thresholds, week_on) | _frozen(row, slot, host)
            )


def _row(one: Learner, organisation: Organisation, *, week_on: dt.date, now: dt.datetime) -> dict[str, Any]:
    return {
        "public_id": uuid7(),
        "organisation_id": organisation.id,
        "person_id": one.person.id,
        "membership_id": one.post.id,
        "week_on": week_on,
        "channel": one.channel,
        "planned_at": now,
        "attempts": 0,
        "kind": None,
        "module_version_id": None,
        "reason": None,
        "facts": None,
        "on": None,
        "due_at": None,
        "not_after": None,
        "message_id": None,
        "dated_at": None,
    }


def _choice(profile: Profile, unit: Choosable, slot: Slot, thresholds: Thresholds, week_on: dt.date) -> dict[str, Any]:
    choice = choose(profile, unit.catalogue, week_on, thresholds)
    if isinstance(choice, NoUnit):
        return {"state": State.SKIPPED.value, "reason": choice.reason.value}
    return {"state": State.PLANNED.value} | _as_row(choice, unit)


def _as_row(choice: Choice, unit: Choosable) -> dict[str, Any]:
    return {
        "kind": choice.kind.value,
        "module_version_id": unit.version_ids[choice.module_id, choice.version],
        "reason": choice.reason.value,
        "facts": dict(choice.facts),
    }


def _frozen(row: Mapping[str, Any], slot: Slot, host: str) -> dict[str, Any]:
    """When it comes, and what of its mail never changes from here on."""
    return {
        "on": slot.on,
        "due_at": slot.due_at,
        "not_after": slot.not_after,
        "message_id": f"<{row['public_id']}@{host}>",
        "dated_at": slot.due_at,
    }


def _kept(rows: list[dict[str, Any]]) -> int:
    """Insert what is not there yet: of two clocks at once, the unique row lets one win for each person."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    # One statement of one row, run for all rows: building a statement of 9,000 values took longer than the choice.
    one_row = insert(db.metadata.tables[Delivery.__tablename__]).on_conflict_do_nothing(
        index_elements=["person_id", "week_on"]
    )
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":  # psycopg counts no rows of many statements, but gives them back
        return len(connection.execute(one_row.returning(Delivery.id), rows).all())
    return connection.execute(one_row, rows).rowcount
