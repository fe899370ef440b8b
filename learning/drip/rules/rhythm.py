"""When a person works and likes to be written to: days, hours, nights over midnight, days off, clock changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple
from zoneinfo import ZoneInfo

from learning.ground.workdays import MONDAY_TO_FRIDAY

ONE_DAY = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)
LAST_ROOM = dt.timedelta(minutes=15)  # nothing is due in the last quarter of an hour: a slow clock would miss it
SPREAD_ROOM = dt.timedelta(hours=1)  # and nothing that Steady times itself in the last hour


class Hours(NamedTuple):
    """Working hours in local time. They end on the next day where the end is not after the start."""

    starts: dt.time
    ends: dt.time


DAY_HOURS = Hours(dt.time(9), dt.time(16, 30))
NIGHT_HOURS = Hours(dt.time(20), dt.time(6))


@dataclass(frozen=True, slots=True)
class Pause:
    """Days without units, both ends included and no reason kept; `to_on` None = until further notice."""

    from_on: dt.date
    to_on: dt.date | None = None

    def covers(self, day: dt.date) -> bool:
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


@dataclass(frozen=True, slots=True)
class Shift:
    """The working hours that belong to the day they start, as moments in UTC. `closes_at` is the last second."""

    on: dt.date
    opens_at: dt.datetime
    closes_at: dt.datetime
    wished_at: dt.datetime  # when in it a unit is due


@dataclass(frozen=True, slots=True)
class Rhythm:
    """One person's working week and wishes. Weekdays count from 0 = Monday; times are local."""

    person: str  # public id: spreads people over days and hours, the same way every week
    zone: str
    days: frozenset[int] | None  # the working pattern's; None = unknown or rotating
    works_nights: bool = False
    hours: Hours | None = None  # the working pattern's; None = unknown
    own_days: frozenset[int] | None = None  # what the person said; it goes before the pattern
    own_hours: Hours | None = None
    chosen_day: int | None = None  # None = Steady picks
    chosen_time: dt.time | None = None
    holidays: AbstractSet[dt.date] = frozenset()
    pauses: tuple[Pause, ...] = ()
    since: dt.datetime | None = None  # known to Steady from this moment; earlier hours were never theirs

    @property
    def working_days(self) -> frozenset[int]:
        """An unknown pattern is Monday to Friday until the person says otherwise; a day they chose is one they work."""
        said = self.own_days if self.own_days is not None else self.days
        if said is not None:
            return said
        return MONDAY_TO_FRIDAY if self.chosen_day is None else MONDAY_TO_FRIDAY | {self.chosen_day}

    @property
    def working_hours(self) -> Hours:
        return self.own_hours or self.hours or (NIGHT_HOURS if self.works_nights else DAY_HOURS)

    @property
    def unit_day(self) -> int:
        """The weekday of the unit: the chosen one, else one of the working days by a hash that never changes."""
        if self.chosen_day is not None:
            return self.chosen_day
        days = sorted(self.working_days)
        return days[_spread(self.person, "day") % len(days)] if days else 0

    def is_paused(self, day: dt.date) -> bool:
        return any(pause.covers(day) for pause in self.pauses)

    def is_working_day(self, day: dt.date) -> bool:
        """By the pattern and the bank holidays; a pause is another matter."""
        return day.weekday() in self.working_days and day not in self.holidays

    def shift(self, day: dt.date) -> Shift | None:
        """The hours that belong to this day, whether or not it is a working day. None where a clock change eats them.

        The part of a night after midnight is left out where it falls into the next ISO week, a pause or a bank
        holiday: it belongs to the shift, but the person would see a second unit in one week, or a mail on a day off.
        """
        hours = self.working_hours
        opens = dt.datetime.combine(day, hours.starts)
        closes = dt.datetime.combine(day, hours.ends)
        if closes <= opens:
            closes += ONE_DAY
        tomorrow = day + ONE_DAY
        if tomorrow.weekday() == 0 or tomorrow in self.holidays or self.is_paused(tomorrow):
            closes = min(closes, dt.datetime.combine(tomorrow, dt.time()))
        zone = ZoneInfo(self.zone)
        first, last = max(_both_utc(opens, zone)), min(_both_utc(closes, zone)) - SECOND
        if first >= last:
            return None
        wished = _both_utc(self._wish(opens, closes), zone)[0]
        return Shift(day, first, last, min(max(wished, first), last))

    def _wish(self, opens: dt.datetime, closes: dt.datetime) -> dt.datetime:
        """The chosen local moment in these hours, or the nearest end of them; else one spread by the hash."""
        length = closes - opens
        if self.chosen_time is None:
            minutes = int(max(length - SPREAD_ROOM, length / 2) / dt.timedelta(minutes=1))
            return opens + dt.timedelta(minutes=_spread(self.person, "minute") % max(minutes, 1))
        latest = max(closes - LAST_ROOM, opens)
        after = (dt.datetime.combine(opens.date(), self.chosen_time) - opens) % ONE_DAY
        if after < length:
            return min(opens + after, latest)
        is_before = ONE_DAY - after <= after - length
        return opens if is_before else latest


def local_date(moment: dt.datetime, zone: str) -> dt.date:
    return moment.astimezone(ZoneInfo(zone)).date()


def is_open(rhythm: Rhythm, now: dt.datetime) -> bool:
    """Whether this moment lies in the hours of a working day without a pause: mail may go out to this person."""
    today = local_date(now, rhythm.zone)
    for day in (today, today - ONE_DAY):
        shift = rhythm.shift(day) if rhythm.is_working_day(day) and not rhythm.is_paused(day) else None
        if shift is not None and shift.opens_at <= now <= shift.closes_at:
            return True
    return False


def _both_utc(local: dt.datetime, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
    """The two readings of a local time that a clock change doubled or skipped; otherwise the same one twice.

    Hours open at the later reading and close at the earlier one, so that by either they are kept. A wish takes the
    first: of two half past ones the earlier, and for one that does not exist an hour later by the wall clock.
    """
    first = local.replace(tzinfo=zone, fold=0).astimezone(dt.UTC)
    return first, local.replace(tzinfo=zone, fold=1).astimezone(dt.UTC)


def _spread(person: str, what: str) -> int:
    """A number that depends on the person alone, the same on every machine and in every run."""
    return int.from_bytes(blake2b(f"{what}:{person}".encode(), digest_size=8).digest(), "big")
