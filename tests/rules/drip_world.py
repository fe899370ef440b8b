"""Fake weeks for the drip: people with all kinds of working lives, two clocks that stop and stumble, a ledger.

The judge in `complaints` uses none of the rules: it reads wall clocks and calendars, as a person at work would.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from zoneinfo import ZoneInfo

from learning.drip.rules import (
    Hours,
    NoSlot,
    Pause,
    ReasonCode,
    Rhythm,
    Slot,
    State,
    became,
    moved_slot,
    slot_in_week,
    week_of,
)
from learning.ground.workdays import bank_holidays_between

DAY, WEEK = dt.timedelta(days=1), dt.timedelta(days=7)
NATIONS = ("england", "scotland", "northern-ireland")
SKIPS = {ReasonCode.NOT_WORKING_DAY, ReasonCode.PAUSED, ReasonCode.TOO_SOON}


@dataclass
class Row:
    """One line of the ledger."""

    state: State
    slot: Slot | None = None
    reason: ReasonCode | None = None
    planned_at: dt.datetime | None = None
    sent_at: dt.datetime | None = None
    rhythm: Rhythm | None = None  # as it was when the row was settled
    last_at: dt.datetime | None = None  # as it was when the row was last planned

    def settle(self, state: State) -> None:
        self.state = became(self.state, state)


@dataclass
class World:
    """The people, the ledger with its unique key (person, week), and every moment at which a clock ticked."""

    people: dict[str, Rhythm]
    rows: dict[tuple[str, dt.date], Row] = field(default_factory=dict)
    ticks: list[dt.datetime] = field(default_factory=list)
    last_at: dict[str, dt.datetime] = field(default_factory=dict)
    planned: set[tuple[str, dt.date]] = field(default_factory=set)  # keys of the rows still to be settled
    refused: int = 0  # rows that the unique key kept out, claims that came second

    def tick(self, now: dt.datetime, clocks: int = 1) -> None:
        """Some clocks at the same moment: all read before any of them writes."""
        self.ticks.append(now)
        plans = [list(self._planned(now)) for _ in range(clocks)]
        for key, row in (planned for plan in plans for planned in plan):
            if key in self.rows:
                self.refused += 1
            else:
                self.rows[key] = row
                if row.state is State.PLANNED:
                    self.planned.add(key)
        claims = list(self.planned)
        for key in (key for _ in range(clocks) for key in claims):
            if self.rows[key].state is State.PLANNED:
                self._deliver(key[0], self.rows[key], now)
            else:
                self.refused += 1
        self.planned = {key for key in self.planned if self.rows[key].state is State.PLANNED}

    def _planned(self, now: dt.datetime) -> Iterator[tuple[tuple[str, dt.date], Row]]:
        for person, rhythm in self.people.items():
            key = (person, week_of(now, rhythm.zone))
            if key not in self.rows:
                last_at = self.last_at.get(person)
                found = slot_in_week(key[1], rhythm, last_at=last_at, now=now)
                yield key, _row(found, rhythm, last_at, now)

    def _deliver(self, person: str, row: Row, now: dt.datetime) -> None:
        assert row.slot is not None
        if now > row.slot.not_after:
            row.settle(State.MISSED)
        elif row.slot.due_at <= now:
            row.settle(State.SENDING)
            row.settle(State.SENT)
            row.sent_at = self.last_at[person] = now
            row.rhythm = self.people[person]

    def change(self, person: str, now: dt.datetime, **wishes: object) -> None:
        """A person changes something. A unit planned but not sent moves with it."""
        rhythm = self.people[person] = replace(self.people[person], **wishes)  # type: ignore[arg-type]
        row = self.rows.get((person, week_of(now, rhythm.zone)))
        if row is None or row.state is not State.PLANNED or row.slot is None or now > row.slot.not_after:
            return
        last_at = self.last_at.get(person)
        moved = _row(moved_slot(row.slot, rhythm, last_at=last_at, now=now), rhythm, last_at, now)
        row.settle(moved.state)
        row.slot, row.reason, row.rhythm = moved.slot or row.slot, moved.reason, rhythm
        row.planned_at, row.last_at = now, last_at


def _row(found: Slot | NoSlot, rhythm: Rhythm, last_at: dt.datetime | None, now: dt.datetime) -> Row:
    if isinstance(found, Slot):
        return Row(State.PLANNED, found, None, now, None, rhythm, last_at)
    state = State.MISSED if found.reason is ReasonCode.TOO_LATE else State.SKIPPED
    return Row(state, None, found.reason, now, None, rhythm, last_at)


def complaints(world: World, until: dt.datetime) -> Iterator[str]:
    """Everything that is not as it was promised, over the whole ledger. Weeks still running at `until` are left out."""
    for person, rhythm in world.people.items():
        sent = sorted(row.sent_at for (whose, _), row in world.rows.items() if whose == person and row.sent_at)
        yield from _too_close(person, sent, ZoneInfo(rhythm.zone))
        assert rhythm.since is not None
        week, end = week_of(rhythm.since, rhythm.zone), week_of(until, rhythm.zone)
        while week < end:
            for complaint in _of_week(world, person, week):
                yield f"{person} {week}: {complaint}"
            week += WEEK


def _too_close(person: str, sent: list[dt.datetime], zone: ZoneInfo) -> Iterator[str]:
    for one, next_one in pairwise(sent):
        first, second = one.astimezone(zone).date(), next_one.astimezone(zone).date()
        if first.isocalendar()[:2] == second.isocalendar()[:2]:
            yield f"{person}: two in the week of {second}"
        if (second - first).days < 4 or next_one - one < 4 * DAY:
            yield f"{person}: {first} and {second} are less than 4 days apart"


def _of_week(world: World, person: str, week: dt.date) -> Iterator[str]:
    zone = ZoneInfo(world.people[person].zone)
    row = world.rows.get((person, week))
    if row is None:
        starts, ends = (dt.datetime.combine(day, dt.time(), zone) for day in (week, week + WEEK))
        since = world.people[person].since
        assert since is not None
        if any(max(starts, since) <= tick < ends for tick in world.ticks):
            yield "lost: a clock ticked, and there is no row"
    elif row.state is State.SENT:
        yield from _impolite(row, zone)
    elif row.state is State.SKIPPED:
        yield from _wrongly_skipped(row, week)
    elif row.state is State.MISSED:
        if row.slot is not None and any(row.slot.due_at <= tick <= row.slot.not_after for tick in world.ticks):
            yield f"missed, and a clock ticked between {row.slot.due_at} and {row.slot.not_after}"
    else:
        yield f"never settled: {row}"


def _impolite(row: Row, zone: ZoneInfo) -> Iterator[str]:
    assert row.sent_at is not None
    assert row.slot is not None
    assert row.rhythm is not None
    if not row.slot.due_at <= row.sent_at <= row.slot.not_after:
        yield f"sent at {row.sent_at}, not from {row.slot.due_at} to {row.slot.not_after}"
    wall = row.sent_at.astimezone(zone).replace(tzinfo=None)
    if wall.date() - row.slot.week_on >= WEEK:
        yield f"sent on {wall}, after its week"
    if is_off(row.rhythm, wall.date()):
        yield f"sent on {wall}, a day off"
    shifts = [
        day for day in (wall.date(), wall.date() - DAY) if works_on(row.rhythm, day) and in_hours(row.rhythm, day, wall)
    ]
    if not shifts:
        yield f"sent at {wall}, out of hours of {row.rhythm}"


def _wrongly_skipped(row: Row, week: dt.date) -> Iterator[str]:
    """A skipped week has no working day that was still ahead and far enough from the last unit."""
    assert row.rhythm is not None
    assert row.planned_at is not None
    if row.reason not in SKIPS:
        yield f"skipped for {row.reason}"
    zone = ZoneInfo(row.rhythm.zone)
    working = [week + number * DAY for number in range(7) if works_on(row.rhythm, week + number * DAY)]
    if row.reason is ReasonCode.NOT_WORKING_DAY and any(_is_ahead(row, day, zone) for day in working):
        yield "skipped as not a working day, and one was ahead"
    if row.reason is ReasonCode.PAUSED and not any(
        pause.covers(week + number * DAY) for pause in row.rhythm.pauses for number in range(7)
    ):
        yield "skipped as paused without a pause"
    free = [day for day in working if _is_ahead(row, day, zone)]
    if row.last_at is not None:
        last = row.last_at.astimezone(zone)
        free = [day for day in free if (day - last.date()).days > 4]
    if free:
        yield f"skipped for {row.reason}, and {free} were free"


def _is_ahead(row: Row, day: dt.date, zone: ZoneInfo) -> bool:
    assert row.planned_at is not None
    return row.planned_at.astimezone(zone).date() < day


def is_off(rhythm: Rhythm, day: dt.date) -> bool:
    return day in rhythm.holidays or any(pause.covers(day) for pause in rhythm.pauses)


def works_on(rhythm: Rhythm, day: dt.date) -> bool:
    days = rhythm.own_days if rhythm.own_days is not None else rhythm.days
    if days is None:
        days = frozenset({0, 1, 2, 3, 4} | ({rhythm.chosen_day} if rhythm.chosen_day is not None else set()))
    return day.weekday() in days and not is_off(rhythm, day)


def in_hours(rhythm: Rhythm, day: dt.date, wall: dt.datetime) -> bool:
    default = Hours(dt.time(20), dt.time(6)) if rhythm.works_nights else Hours(dt.time(9), dt.time(16, 30))
    hours = rhythm.own_hours or rhythm.hours or default
    starts, ends = dt.datetime.combine(day, hours.starts), dt.datetime.combine(day, hours.ends)
    return starts <= wall < (ends if ends > starts else ends + DAY)


PATTERNS: tuple[frozenset[int] | None, ...] = (
    None,
    None,
    frozenset({0, 1, 2, 3, 4}),
    frozenset({0, 1, 2}),
    frozenset({1}),
    frozenset({5, 6}),
    frozenset({0, 3, 6}),
    frozenset(range(7)),
    frozenset(),
)
ZONES = ("Europe/London",) * 6 + ("Pacific/Auckland", "America/New_York", "Asia/Kolkata")
HOURS = (
    None,
    None,
    None,
    Hours(dt.time(7), dt.time(15)),
    Hours(dt.time(0, 30), dt.time(2)),
    Hours(dt.time(13), dt.time(21)),
)


def a_working_life(person: str, since: dt.datetime, chance: random.Random) -> Rhythm:
    first = since.date()
    return Rhythm(
        person,
        chance.choice(ZONES),
        chance.choice(PATTERNS),
        works_nights=chance.random() < 0.2,
        hours=chance.choice(HOURS),
        chosen_day=chance.choice((None, None, *range(7))),
        chosen_time=chance.choice((None, None, dt.time(10), dt.time(1, 30), dt.time(16, 25), dt.time(23))),
        holidays=bank_holidays_between(chance.choice(NATIONS), first - WEEK, first + 110 * WEEK),
        since=since,
    )


def a_change(rhythm: Rhythm, today: dt.date, chance: random.Random) -> dict[str, object]:
    """Something a person or an import does in the middle of a week."""
    kind = chance.randrange(8)
    if kind < 4:
        from_on = today + chance.randrange(0, 12) * DAY
        to_on = None if chance.random() < 0.1 else from_on + chance.randrange(0, 25) * DAY
        return {"pauses": (*rhythm.pauses, Pause(from_on, to_on))}
    if kind == 4:
        ended = tuple(pause for pause in rhythm.pauses if pause.to_on is not None and pause.to_on < today)
        return {"pauses": ended}  # back early
    if kind == 5:
        return {"chosen_day": chance.choice((None, *range(7)))}
    if kind == 6:
        return {"chosen_time": chance.choice((None, dt.time(9), dt.time(12), dt.time(15, 59)))}
    return {"own_days": chance.choice((None, frozenset({0, 1}), frozenset({2, 4}), frozenset({4, 5, 6})))}


def live(world: World, ticks: Iterable[dt.datetime], chance: random.Random, *, changes: float, twice: float) -> None:
    """All ticks in order; `changes` and `twice` are the chances of a change before a tick, and of a second clock."""
    for now in ticks:
        for person, rhythm in list(world.people.items()):
            if chance.random() < changes:
                before = now - dt.timedelta(minutes=chance.randrange(0, 10))
                world.change(person, before, **a_change(rhythm, before.date(), chance))
        world.tick(now, clocks=2 if chance.random() < twice else 1)
