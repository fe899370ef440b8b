"""Politeness over years of fake weeks: never two in a week, never out of hours, never late, none lost."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.drip.rules import Rhythm, Slot, State, slot_in_week
from learning.ground.workdays import bank_holidays_between
from tests.rules.drip_world import HOURS, NATIONS, PATTERNS, WEEK, ZONES, World, a_working_life, complaints, live

BEGINS = dt.datetime(2026, 1, 7, 11, 20, tzinfo=dt.UTC)


def ticks_of(chance: random.Random, begins: dt.datetime, ends: dt.datetime) -> Iterator[dt.datetime]:
    """A clock that mostly ticks every hour or two, stumbles for half a day, and is down for days."""
    now = begins
    while now < ends:
        yield now
        luck = chance.random()
        if luck < 0.97:
            minutes = chance.randrange(15, 110)
        elif luck < 0.999:
            minutes = chance.randrange(110, 15 * 60)
        else:
            minutes = chance.randrange(15 * 60, 10 * 24 * 60)
        now += dt.timedelta(minutes=minutes)


def test_two_years_of_forty_working_lives_are_polite_and_nobody_loses_a_week() -> None:
    chance = random.Random(20261103)
    people = {f"person-{number}": a_working_life(f"person-{number}", BEGINS, chance) for number in range(40)}
    world = World(people)
    ends = BEGINS + 105 * WEEK
    live(world, ticks_of(chance, BEGINS, ends), chance, changes=0.0006, twice=0.2)
    assert list(complaints(world, world.ticks[-1])) == []
    states = Counter(row.state for row in world.rows.values())
    reasons = Counter(row.reason for row in world.rows.values() if row.reason is not None)
    assert world.refused > 100, "two clocks met, and the unique key kept the second row out"
    assert states[State.SENT] > 2000
    assert states[State.MISSED] > 50
    assert states[State.SKIPPED] > 200
    assert len(reasons) == 4, f"all four reasons came up: {reasons}"


def test_without_outages_nobody_misses_a_week() -> None:
    chance = random.Random(7)
    people = {f"person-{number}": a_working_life(f"person-{number}", BEGINS, chance) for number in range(12)}
    world = World(people)
    ticks = (BEGINS + number * dt.timedelta(minutes=14) for number in range(60 * 7 * 24 * 60 // 14))
    live(world, ticks, chance, changes=0.0, twice=0.0)
    assert list(complaints(world, world.ticks[-1])) == []
    assert Counter(row.state for row in world.rows.values())[State.MISSED] == 0


@st.composite
def lives(draw: st.DrawFn) -> Rhythm:
    return Rhythm(
        draw(st.sampled_from(["ada", "bo", "cleo", "dilip"])),
        draw(st.sampled_from(sorted(set(ZONES)))),
        draw(st.sampled_from(PATTERNS)),
        works_nights=draw(st.booleans()),
        hours=draw(st.sampled_from(HOURS)),
        chosen_day=draw(st.none() | st.integers(0, 6)),
        chosen_time=draw(st.none() | st.times().map(lambda time: time.replace(microsecond=0))),
    )


@settings(max_examples=150, deadline=None)
@given(
    lives(),
    st.sampled_from(NATIONS),
    st.sampled_from([dt.date(2026, 3, 20), dt.date(2026, 10, 16), dt.date(2026, 12, 10), dt.date(2027, 3, 25)]),
    st.integers(0, 6 * 24 * 60),
    st.integers(0, 2**32),
    st.floats(0, 0.03),
)
def test_five_weeks_of_any_working_life_are_polite(
    rhythm: Rhythm, nation: str, first: dt.date, minutes: int, seed: int, changes: float
) -> None:
    chance = random.Random(seed)
    begins = dt.datetime.combine(first, dt.time(), dt.UTC) + dt.timedelta(minutes=minutes)
    holidays = bank_holidays_between(nation, first - WEEK, first + 8 * WEEK)
    world = World({"one": replace(rhythm, holidays=holidays, since=begins)})
    live(world, ticks_of(chance, begins, begins + 5 * WEEK), chance, changes=changes, twice=0.3)
    assert list(complaints(world, world.ticks[-1])) == []


@settings(max_examples=200, deadline=None)
@given(lives(), st.dates(dt.date(2026, 1, 1), dt.date(2028, 12, 31)), st.integers(0, 6 * 24 * 3600))
def test_a_slot_is_planned_in_the_week_asked_for_and_is_ahead(rhythm: Rhythm, day: dt.date, seconds: int) -> None:
    monday = day - dt.timedelta(days=day.weekday())
    now = dt.datetime.combine(monday, dt.time(), dt.UTC) + dt.timedelta(seconds=seconds)
    found = slot_in_week(monday, rhythm, last_at=None, now=now)
    if isinstance(found, Slot):
        assert now <= found.due_at <= found.not_after
        assert monday <= found.on < monday + WEEK
        assert found == slot_in_week(monday, rhythm, last_at=None, now=now), "the same however often it is planned"


def test_the_judge_of_this_file_is_not_blind() -> None:
    """A row moved by hand to the middle of the night, or a day early, is complained about."""
    rhythm = Rhythm("ada", "Europe/London", None, since=BEGINS)
    world = World({"ada": rhythm})
    live(
        world,
        (BEGINS + number * dt.timedelta(hours=1) for number in range(24 * 21)),
        random.Random(1),
        changes=0,
        twice=0,
    )
    assert list(complaints(world, world.ticks[-1])) == []
    row = max((row for row in world.rows.values() if row.sent_at is not None), key=lambda row: row.sent_at or BEGINS)
    sent_at = row.sent_at
    assert sent_at is not None
    for moved in (sent_at.replace(hour=3), sent_at - dt.timedelta(days=4), sent_at + dt.timedelta(days=7)):
        row.sent_at = moved
        assert list(complaints(world, world.ticks[-1] + WEEK)) != []
    row.state = State.MISSED
    assert list(complaints(world, world.ticks[-1])) != []


@pytest.mark.parametrize("number", [0, 1])
def test_a_lost_row_is_noticed(number: int) -> None:
    world = World({"ada": Rhythm("ada", "Europe/London", None, since=BEGINS)})
    live(
        world, (BEGINS + step * dt.timedelta(hours=1) for step in range(24 * 21)), random.Random(1), changes=0, twice=0
    )
    del world.rows[sorted(world.rows)[number]]
    assert any("lost" in complaint for complaint in complaints(world, world.ticks[-1]))
