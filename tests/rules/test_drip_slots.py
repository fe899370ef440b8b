"""When a unit comes, sentence by sentence."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from learning.drip.rules import (
    Hours,
    NoSlot,
    Pause,
    ReasonCode,
    Rhythm,
    Slot,
    is_open,
    moved_slot,
    next_slot,
    slot_in_week,
    week_of,
)
from learning.ground.workdays import bank_holidays_between

LONDON = "Europe/London"
MONDAY = dt.date(2026, 6, 8)  # an ordinary week in summer
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
OFFICE = frozenset({MON, TUE, WED, THU, FRI})
TEN = dt.time(10)


def at(day: dt.date, time: str, zone: str = LONDON) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.fromisoformat(time), ZoneInfo(zone)).astimezone(dt.UTC)


def in_week(day: int, monday: dt.date = MONDAY) -> dt.date:
    return monday + dt.timedelta(days=day)


def a_rhythm(chosen_day: int | None = TUE, days: frozenset[int] | None = OFFICE, **more: Any) -> Rhythm:
    rhythm = Rhythm("0192f0c1-sade", LONDON, days, chosen_day=chosen_day, chosen_time=TEN)
    return replace(rhythm, **more)


def planned(
    rhythm: Rhythm, *, monday: dt.date = MONDAY, last_at: dt.datetime | None = None, now: dt.datetime | None = None
) -> Slot:
    found = slot_in_week(monday, rhythm, last_at=last_at, now=now or at(monday, "00:05", rhythm.zone))
    assert isinstance(found, Slot), found
    return found


def none(
    rhythm: Rhythm, *, monday: dt.date = MONDAY, last_at: dt.datetime | None = None, now: dt.datetime | None = None
) -> ReasonCode:
    found = slot_in_week(monday, rhythm, last_at=last_at, now=now or at(monday, "00:05", rhythm.zone))
    assert isinstance(found, NoSlot), found
    return found.reason


def away(first: int, last: int) -> tuple[Pause, ...]:
    return (Pause(in_week(first), in_week(last)),)


def test_a_unit_comes_on_the_chosen_day_at_the_chosen_time_until_the_hours_end() -> None:
    slot = planned(a_rhythm(TUE))
    assert slot == Slot(at(in_week(TUE), "10:00"), in_week(TUE), at(in_week(TUE), "16:29:59"))
    assert slot.week_on == MONDAY


@pytest.mark.parametrize(
    ("chosen", "pauses", "holidays", "comes"),
    [
        (TUE, away(TUE, TUE), set(), WED),
        (TUE, away(TUE, THU), set(), FRI),
        (TUE, (), {in_week(TUE)}, WED),
        (TUE, away(WED, WED), {in_week(TUE)}, THU),
        (THU, away(THU, SUN), set(), WED),  # nothing later is free: the nearest earlier day
        (THU, away(WED, SUN), set(), TUE),
        (FRI, (), {in_week(FRI)}, THU),
        (FRI, away(MON, FRI), set(), ReasonCode.PAUSED),
        (FRI, away(MON, THU), {in_week(FRI)}, ReasonCode.PAUSED),
        (FRI, (Pause(in_week(MON)),), set(), ReasonCode.PAUSED),  # until further notice
        (FRI, (), {in_week(day) for day in range(5)}, ReasonCode.NOT_WORKING_DAY),
    ],
)
def test_a_day_off_gives_way_to_a_later_day_else_to_an_earlier_one_else_the_week_is_skipped(
    chosen: int, pauses: tuple[Pause, ...], holidays: set[dt.date], comes: int | ReasonCode
) -> None:
    rhythm = a_rhythm(chosen, pauses=pauses, holidays=frozenset(holidays))
    if isinstance(comes, ReasonCode):
        assert none(rhythm) is comes
    else:
        assert planned(rhythm).on == in_week(comes)


def test_an_earlier_day_is_taken_only_while_its_time_is_still_ahead() -> None:
    rhythm = a_rhythm(FRI, holidays=frozenset({in_week(FRI)}))
    assert planned(rhythm, now=at(in_week(THU), "09:59")).on == in_week(THU)
    assert none(rhythm, now=at(in_week(THU), "10:01")) is ReasonCode.NOT_WORKING_DAY


def test_the_week_after_a_moved_unit_begins_with_the_chosen_day_again() -> None:
    moved = planned(a_rhythm(TUE, pauses=away(TUE, TUE)))
    after = planned(a_rhythm(TUE), monday=MONDAY + dt.timedelta(days=7), last_at=moved.due_at)
    assert after.on == in_week(TUE) + dt.timedelta(days=7)


@pytest.mark.parametrize(
    ("last_on", "time", "comes"),
    [
        (FRI, "10:00", TUE),
        (THU, "10:00", MON),
        (THU, "16:00", MON),  # at four in the afternoon: four whole days
        (SAT, "10:00", WED),
        (SUN, "10:00", THU),
    ],
)
def test_two_units_are_four_days_apart_and_four_times_twenty_four_hours(last_on: int, time: str, comes: int) -> None:
    last_at = at(in_week(last_on) - dt.timedelta(days=7), time)
    slot = planned(a_rhythm(MON), last_at=last_at)
    assert slot.on == in_week(comes)
    assert slot.due_at >= last_at + dt.timedelta(days=4)


def test_a_day_whose_hours_end_before_the_four_days_are_over_is_too_soon() -> None:
    shorter = a_rhythm(MON, hours=Hours(dt.time(9), dt.time(15)))
    assert planned(shorter, last_at=at(in_week(THU) - dt.timedelta(days=7), "16:00")).on == in_week(TUE)


def test_a_week_whose_working_days_come_too_soon_is_skipped_for_that() -> None:
    rhythm = a_rhythm(MON, days=frozenset({MON, TUE}))
    assert none(rhythm, last_at=at(MONDAY - dt.timedelta(days=1), "10:00")) is ReasonCode.TOO_SOON


@pytest.mark.parametrize(
    ("nation", "monday", "comes"),
    [
        ("england", dt.date(2026, 4, 6), dt.date(2026, 4, 7)),  # Easter Monday
        ("scotland", dt.date(2026, 4, 6), dt.date(2026, 4, 6)),
        ("northern-ireland", dt.date(2026, 7, 13), dt.date(2026, 7, 14)),
        ("england", dt.date(2026, 7, 13), dt.date(2026, 7, 13)),
        ("scotland", dt.date(2026, 11, 30), dt.date(2026, 12, 1)),
        ("england", dt.date(2026, 12, 28), dt.date(2026, 12, 29)),  # the substitute for Boxing Day
    ],
)
def test_each_nation_keeps_its_own_holidays(nation: str, monday: dt.date, comes: dt.date) -> None:
    holidays = bank_holidays_between(nation, dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    assert planned(a_rhythm(MON, holidays=holidays), monday=monday).on == comes


def test_an_unknown_pattern_is_monday_to_friday_until_the_person_picks_days() -> None:
    unknown = a_rhythm(None, days=None)
    assert unknown.working_days == OFFICE
    assert replace(unknown, own_days=frozenset({SAT, SUN})).working_days == {SAT, SUN}
    assert planned(replace(unknown, chosen_day=SAT)).on == in_week(SAT), "who picks Saturday works on Saturday"


def test_a_chosen_day_that_a_known_pattern_does_not_work_moves_like_any_day_off() -> None:
    part_time = frozenset({MON, TUE, WED})
    assert planned(a_rhythm(SUN, days=part_time)).on == in_week(WED)
    assert planned(a_rhythm(FRI, days=frozenset({TUE, SUN}))).on == in_week(SUN)


def test_somebody_without_working_days_is_skipped() -> None:
    assert none(a_rhythm(None, days=frozenset())) is ReasonCode.NOT_WORKING_DAY


@pytest.mark.parametrize(
    ("more", "opens", "closes"),
    [
        ({}, "09:00", "16:29:59"),
        ({"hours": Hours(dt.time(7), dt.time(15))}, "07:00", "14:59:59"),
        ({"hours": Hours(dt.time(7), dt.time(15)), "own_hours": Hours(dt.time(12), dt.time(18))}, "12:00", "17:59:59"),
    ],
)
def test_hours_are_the_persons_else_the_patterns_else_nine_to_half_past_four(
    more: dict[str, Any], opens: str, closes: str
) -> None:
    shift = a_rhythm(**more).shift(MONDAY)
    assert shift is not None
    assert (shift.opens_at, shift.closes_at) == (at(MONDAY, opens), at(MONDAY, closes))


@pytest.mark.parametrize(
    ("chosen", "due"),
    [
        ("08:00", "09:00"),
        ("09:00", "09:00"),
        ("16:20", "16:15"),
        ("18:00", "16:15"),
        ("23:00", "16:15"),
        ("04:00", "09:00"),
    ],
)
def test_a_time_outside_the_hours_becomes_the_nearest_end_of_them(chosen: str, due: str) -> None:
    assert planned(a_rhythm(chosen_time=dt.time.fromisoformat(chosen))).due_at == at(in_week(TUE), due)


def test_a_night_shift_belongs_to_the_day_it_starts() -> None:
    nights = a_rhythm(FRI, works_nights=True, chosen_time=dt.time(2))
    slot = planned(nights)
    assert slot.on == in_week(FRI)
    assert slot.due_at == at(in_week(SAT), "02:00"), "Saturday is no working day, but Friday's shift lasts into it"
    assert slot.not_after == at(in_week(SAT), "05:59:59")


def test_sunday_night_stays_in_its_own_week() -> None:
    nights = a_rhythm(SUN, days=frozenset({SUN}), works_nights=True, chosen_time=dt.time(2))
    slot = planned(nights)
    assert slot.due_at == at(in_week(SUN), "23:45")
    assert slot.not_after == at(in_week(SUN), "23:59:59")


@pytest.mark.parametrize("off", [{"pauses": (Pause(in_week(WED)),)}, {"holidays": frozenset({in_week(WED)})}])
def test_a_night_shift_before_a_day_off_is_used_until_midnight(off: dict[str, Any]) -> None:
    nights = a_rhythm(TUE, works_nights=True, chosen_time=dt.time(2), **off)
    assert planned(nights).not_after == at(in_week(TUE), "23:59:59")


NIGHT_HOURS_AROUND_ONE: dict[str, Any] = {"hours": Hours(dt.time(22), dt.time(6)), "chosen_time": dt.time(1, 30)}


def test_half_past_one_does_not_exist_on_a_night_in_march_and_comes_an_hour_later() -> None:
    monday = dt.date(2026, 3, 23)
    slot = planned(a_rhythm(SAT, days=frozenset({SAT}), **NIGHT_HOURS_AROUND_ONE), monday=monday)
    assert slot.due_at == dt.datetime(2026, 3, 29, 1, 30, tzinfo=dt.UTC), "half past two by the wall clock"
    assert slot.not_after == dt.datetime(2026, 3, 29, 4, 59, 59, tzinfo=dt.UTC)


def test_half_past_one_comes_twice_on_a_night_in_october_and_the_first_one_counts() -> None:
    monday = dt.date(2026, 10, 19)
    slot = planned(a_rhythm(SAT, days=frozenset({SAT}), **NIGHT_HOURS_AROUND_ONE), monday=monday)
    assert slot.due_at == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    assert slot.not_after == dt.datetime(2026, 10, 25, 5, 59, 59, tzinfo=dt.UTC)


def test_hours_that_end_at_a_doubled_time_end_at_its_first_reading_and_begin_at_its_last() -> None:
    day = dt.date(2026, 10, 25)
    early = a_rhythm(hours=Hours(dt.time(0), dt.time(1, 30))).shift(day)
    late = a_rhythm(hours=Hours(dt.time(1, 30), dt.time(5))).shift(day)
    assert early is not None
    assert late is not None
    assert early.closes_at == dt.datetime(2026, 10, 25, 0, 29, 59, tzinfo=dt.UTC)
    assert late.opens_at == dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC)


def test_hours_that_a_clock_change_skips_whole_are_no_hours() -> None:
    skipped = a_rhythm(SUN, days=frozenset({SUN}), hours=Hours(dt.time(1, 10), dt.time(1, 50)))
    assert skipped.shift(dt.date(2026, 3, 29)) is None
    assert none(skipped, monday=dt.date(2026, 3, 23)) is ReasonCode.NOT_WORKING_DAY


def test_ten_in_the_morning_stays_ten_in_the_morning_over_a_clock_change() -> None:
    before, after = (planned(a_rhythm(MON), monday=monday) for monday in (dt.date(2026, 3, 23), dt.date(2026, 3, 30)))
    assert (before.due_at.hour, after.due_at.hour) == (10, 9)


def test_the_week_is_that_of_the_persons_zone() -> None:
    sunday_noon = dt.datetime(2026, 6, 14, 12, 30, tzinfo=dt.UTC)
    assert week_of(sunday_noon, LONDON) == MONDAY
    assert week_of(sunday_noon, "Pacific/Auckland") == MONDAY + dt.timedelta(days=7)
    slot = planned(a_rhythm(MON, zone="Pacific/Auckland"))
    assert slot.due_at == dt.datetime(2026, 6, 7, 22, tzinfo=dt.UTC)


def test_hours_that_passed_before_anybody_planned_are_too_late_and_are_not_made_up_for() -> None:
    assert none(a_rhythm(TUE), now=at(in_week(TUE), "16:30")) is ReasonCode.TOO_LATE
    assert none(a_rhythm(TUE), now=at(in_week(FRI), "09:00")) is ReasonCode.TOO_LATE


def test_a_late_plan_within_the_hours_is_due_now() -> None:
    assert planned(a_rhythm(TUE), now=at(in_week(TUE), "15:00")).due_at == at(in_week(TUE), "15:00")


def test_a_person_who_came_on_wednesday_has_not_missed_tuesday() -> None:
    now = at(in_week(WED), "17:00")
    assert planned(a_rhythm(TUE, since=now), now=now).on == in_week(THU)
    assert (
        none(a_rhythm(TUE, since=at(in_week(SAT), "12:00")), now=at(in_week(SAT), "12:00"))
        is ReasonCode.NOT_WORKING_DAY
    )


def test_without_wishes_people_are_spread_over_days_and_hours_and_keep_their_place() -> None:
    people = [replace(a_rhythm(None, chosen_time=None), person=str(UUID(int=number))) for number in range(2000)]
    slots = [planned(person) for person in people]
    days, minutes = Counter(slot.on for slot in slots), Counter(slot.due_at for slot in slots)
    assert set(days) == {in_week(day) for day in OFFICE}
    assert min(days.values()) > 300
    assert max(minutes.values()) <= 8
    assert all(slot.due_at <= slot.not_after - dt.timedelta(minutes=59) for slot in slots)
    week_later = [planned(person, monday=MONDAY + dt.timedelta(days=7)) for person in people]
    assert [slot.due_at + dt.timedelta(days=7) for slot in slots] == [slot.due_at for slot in week_later]


def test_the_place_of_a_person_is_the_same_on_every_machine() -> None:
    slot = planned(replace(a_rhythm(None, chosen_time=None), person="0192f0c1-7a5b-7c3d-8e9f-000000000001"))
    assert slot.due_at == dt.datetime(2026, 6, 8, 9, 14, tzinfo=dt.UTC)


NOW = at(in_week(WED), "11:00")


@pytest.mark.parametrize(
    ("wishes", "comes"),
    [
        ({"chosen_day": THU}, (THU, "10:00")),
        ({"chosen_day": WED, "chosen_time": dt.time(12)}, (WED, "12:00")),
        ({"chosen_day": FRI, "chosen_time": dt.time(14)}, (FRI, "14:00")),
        ({"chosen_day": MON}, (THU, "10:00")),  # Monday has gone by: the next day ahead
        ({"own_days": frozenset({MON, THU})}, (THU, "10:00")),
        ({"pauses": away(FRI, SUN)}, (THU, "10:00")),
        ({"pauses": away(THU, SUN)}, (WED, "11:00")),  # today, as long as the hours last
        ({"own_days": frozenset({MON, TUE})}, ReasonCode.NOT_WORKING_DAY),
        ({"pauses": away(WED, SUN)}, ReasonCode.PAUSED),
    ],
)
def test_an_unsent_unit_moves_with_the_wishes(wishes: dict[str, Any], comes: tuple[int, str] | ReasonCode) -> None:
    friday = planned(a_rhythm(FRI))
    moved = moved_slot(
        friday, a_rhythm(FRI, **wishes) if "chosen_day" not in wishes else a_rhythm(**wishes), last_at=None, now=NOW
    )
    if isinstance(comes, ReasonCode):
        assert moved == NoSlot(comes)
    else:
        assert isinstance(moved, Slot)
        assert (moved.on, moved.due_at) == (in_week(comes[0]), at(in_week(comes[0]), comes[1]))


def test_a_moved_unit_keeps_its_four_days_from_the_last_one() -> None:
    last_at = at(MONDAY - dt.timedelta(days=3), "10:00")
    moved = moved_slot(planned(a_rhythm(FRI)), a_rhythm(MON), last_at=last_at, now=at(MONDAY, "08:00"))
    assert isinstance(moved, Slot)
    assert moved.on == in_week(TUE)


def test_a_unit_stays_where_it_was_when_nothing_of_the_new_wish_is_ahead() -> None:
    friday = planned(a_rhythm(FRI, chosen_time=dt.time(15)))
    moved = moved_slot(friday, a_rhythm(MON, chosen_time=dt.time(9)), last_at=None, now=at(in_week(FRI), "10:00"))
    assert moved == friday


def test_a_unit_whose_hours_are_over_is_not_moved() -> None:
    tuesday = planned(a_rhythm(TUE))
    assert moved_slot(tuesday, a_rhythm(FRI), last_at=None, now=NOW) == NoSlot(ReasonCode.TOO_LATE)


def test_the_next_unit_after_a_fortnight_away_is_found() -> None:
    rhythm = a_rhythm(TUE, pauses=(Pause(MONDAY, MONDAY + dt.timedelta(days=15)),))
    found = next_slot(MONDAY, rhythm, last_at=None, now=at(MONDAY, "08:00"))
    assert found is not None
    assert found.on == in_week(WED) + dt.timedelta(days=14)
    assert next_slot(MONDAY, replace(rhythm, pauses=(Pause(MONDAY),)), last_at=None, now=at(MONDAY, "08:00")) is None


@pytest.mark.parametrize(
    ("day", "time", "is_working"),
    [(TUE, "08:59", False), (TUE, "09:00", True), (TUE, "16:30", False), (SAT, "10:00", False), (WED, "10:00", False)],
)
def test_mail_may_go_out_only_in_hours_of_a_day_that_is_not_off(day: int, time: str, is_working: bool) -> None:
    assert is_open(a_rhythm(pauses=away(WED, WED)), at(in_week(day), time)) is is_working


def test_mail_may_go_out_after_midnight_to_somebody_on_nights() -> None:
    nights = a_rhythm(works_nights=True)
    assert is_open(nights, at(in_week(SAT), "03:00"))
    assert not is_open(nights, at(in_week(MON), "03:00")), "Sunday is not worked"
