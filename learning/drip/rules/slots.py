"""When a unit comes: at most one in each ISO week, at least 4 days apart, in working hours, never on a day off.

The chosen day comes first. Where it is off it gives way to the next working day of that week, else to the nearest
earlier one still ahead, else the week is skipped with its reason; the week after begins with the chosen day again.

`not_after` is the end of that day's hours, not of the week. Every moment from `due_at` to `not_after` is then polite by
itself: whoever sends needs no calendar, however long the clock or the mail was down. What was not sent by then is
*missed* and not queued for another day; the unit in the app is there from `due_at` all the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from learning.drip.rules.reasons import ReasonCode
from learning.drip.rules.rhythm import ONE_DAY, Rhythm, Shift, local_date
from learning.ground.workdays import monday_of

WEEK = dt.timedelta(days=7)
APART = dt.timedelta(days=4)  # between two units: in local dates, and in hours too


@dataclass(frozen=True, slots=True)
class Slot:
    """When one unit comes. `on` is the day whose shift it is in: a night's unit may be due after midnight."""

    due_at: dt.datetime  # UTC
    on: dt.date
    not_after: dt.datetime  # UTC, the last second it may be sent in

    @property
    def week_on(self) -> dt.date:
        return monday_of(self.on)


@dataclass(frozen=True, slots=True)
class NoSlot:
    """A week without a slot: skipped because it is not a working day, paused or too soon; *missed* where too late."""

    reason: ReasonCode


def week_of(now: dt.datetime, zone: str) -> dt.date:
    """The Monday of the ISO week that this moment lies in, for somebody in this time zone."""
    return monday_of(local_date(now, zone))


def slot_in_week(monday: dt.date, rhythm: Rhythm, *, last_at: dt.datetime | None, now: dt.datetime) -> Slot | NoSlot:
    """The slot of this person in this week, planned now. `last_at`: when the last unit came (sent, else due)."""
    week = _Week(monday, rhythm, last_at)
    chosen = monday + rhythm.unit_day * ONE_DAY
    first = next(week.shifts_from(chosen), None)
    if first is not None:
        due_at = week.due_at(first, now)
        return _slot(first, due_at) if due_at <= first.closes_at else NoSlot(ReasonCode.TOO_LATE)
    for shift in week.shifts_before(chosen):
        due_at = week.due_at(shift)
        if now <= due_at:
            return _slot(shift, due_at)
    return NoSlot(week.reason())


def moved_slot(planned: Slot, rhythm: Rhythm, *, last_at: dt.datetime | None, now: dt.datetime) -> Slot | NoSlot:
    """The new slot of a unit planned but not sent, when the person's day, time, hours or pauses have changed.

    A day that has gone by is no reason to lose the unit: the wish holds from the next working day on. Where nothing of
    the new wish is ahead this week, the unit stays where it was, if it still may; else the week is skipped.
    """
    if now > planned.not_after:
        return NoSlot(ReasonCode.TOO_LATE)
    week = _Week(planned.week_on, rhythm, last_at)
    chosen = week.monday + rhythm.unit_day * ONE_DAY
    possible = [*week.shifts_from(chosen), *week.shifts_before(chosen)]
    for shift in possible:
        if now <= week.due_at(shift):
            return _slot(shift, week.due_at(shift))
    for shift in possible:
        if shift.opens_at <= planned.due_at <= shift.closes_at and now <= shift.closes_at:
            return _slot(shift, planned.due_at)
    for shift in possible:
        if week.due_at(shift, now) <= shift.closes_at:
            return _slot(shift, week.due_at(shift, now))
    return NoSlot(week.reason())


def next_slot(
    monday: dt.date, rhythm: Rhythm, *, last_at: dt.datetime | None, now: dt.datetime, weeks: int = 9
) -> Slot | None:
    """The first slot from this week on, for "your next unit comes on …". None: none in so many weeks.

    `monday` is of the first week without a unit: a week that has had one is not asked again.
    """
    for number in range(weeks):
        found = slot_in_week(monday + number * WEEK, rhythm, last_at=last_at, now=now)
        if isinstance(found, Slot):
            return found
    return None


@dataclass(frozen=True, slots=True)
class _Week:
    """One week of one person: which of its shifts a unit may come in."""

    monday: dt.date
    rhythm: Rhythm
    last_at: dt.datetime | None

    def shifts_from(self, day: dt.date) -> Iterator[Shift]:
        """From this day to Sunday."""
        while day < self.monday + WEEK:
            shift = self._shift(day)
            if isinstance(shift, Shift):
                yield shift
            day += ONE_DAY

    def shifts_before(self, day: dt.date) -> Iterator[Shift]:
        """From the day before this one back to Monday: the nearest first."""
        while day > self.monday:
            day -= ONE_DAY
            shift = self._shift(day)
            if isinstance(shift, Shift):
                yield shift

    def due_at(self, shift: Shift, now: dt.datetime | None = None) -> dt.datetime:
        """The wished moment, but not before the person was known, 4 days after the last unit, or now."""
        apart = None if self.last_at is None else self.last_at + APART
        return max(moment for moment in (shift.wished_at, self.rhythm.since, apart, now) if moment is not None)

    def reason(self) -> ReasonCode:
        """Of a week without a usable day: the reason that a person would name first."""
        found = {self._shift(self.monday + number * ONE_DAY) for number in range(7)}
        for reason in (ReasonCode.PAUSED, ReasonCode.TOO_SOON):
            if reason in found:
                return reason
        return ReasonCode.NOT_WORKING_DAY

    def _shift(self, day: dt.date) -> Shift | ReasonCode:
        if not self.rhythm.is_working_day(day):
            return ReasonCode.NOT_WORKING_DAY
        if self.rhythm.is_paused(day):
            return ReasonCode.PAUSED
        shift = self.rhythm.shift(day)
        if shift is None or (self.rhythm.since is not None and shift.closes_at < self.rhythm.since):
            return ReasonCode.NOT_WORKING_DAY
        if self._is_too_soon(shift):
            return ReasonCode.TOO_SOON
        return shift

    def _is_too_soon(self, shift: Shift) -> bool:
        if self.last_at is None:
            return False
        last_on = local_date(self.last_at, self.rhythm.zone)
        return shift.on < last_on + APART or shift.closes_at < self.last_at + APART


def _slot(shift: Shift, due_at: dt.datetime) -> Slot:
    return Slot(due_at, shift.on, shift.closes_at)
