"""Which days are working days: bank holidays of the four nations, and counting in working days.

The days come from the `holidays` library, which knows any year. It differs from the list on GOV.UK in two ways, and
where it does the library holds: what follows from a day too many is a unit one day later, what follows from a day too
few is a mail on Christmas Day.
- Where a holiday falls on a weekend GOV.UK names the substitute day alone; the library names both, and people who work
  at weekends have their Christmas too.
- It has 15 June 2026 in Scotland, proclaimed after our copy of the list was made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

import holidays

from learning.ground.errors import Refused

MONDAY_TO_FRIDAY = frozenset(range(5))  # Monday is 0
_SUBDIVISIONS = {"england": "ENG", "scotland": "SCT", "wales": "WLS", "northern-ireland": "NIR"}
_LONGEST_GAP = 400  # days; further away no working day is found where there is one


@lru_cache(maxsize=256)
def bank_holidays(nation: str, year: int) -> Mapping[dt.date, str]:
    """The bank holidays of one nation in one year, with their names, in order of date."""
    if nation not in _SUBDIVISIONS:
        raise Refused(f"“{nation}” is not a nation that Steady knows. Use one of: {', '.join(_SUBDIVISIONS)}.")
    found = holidays.country_holidays("GB", subdiv=_SUBDIVISIONS[nation], years=year)
    return MappingProxyType({day: str(found[day]) for day in sorted(found) if day.year == year})


@lru_cache(maxsize=256)
def bank_holidays_between(nation: str, first: dt.date, last: dt.date) -> frozenset[dt.date]:
    """The bank holidays from the first day to the last, both included."""
    years = range(first.year, last.year + 1)
    return frozenset(day for year in years for day in bank_holidays(nation, year) if first <= day <= last)


def is_bank_holiday(day: dt.date, nation: str) -> bool:
    return day in bank_holidays(nation, day.year)


def is_working_day(day: dt.date, nation: str, weekdays: frozenset[int] = MONDAY_TO_FRIDAY) -> bool:
    """Whether somebody who works on these weekdays works on this day."""
    return day.weekday() in weekdays and not is_bank_holiday(day, nation)


def working_days_from(day: dt.date, nation: str, weekdays: frozenset[int] = MONDAY_TO_FRIDAY) -> Iterator[dt.date]:
    """Working days in order, beginning with this day where it is one. Ends after a year without any."""
    idle = 0
    while idle < _LONGEST_GAP:
        if is_working_day(day, nation, weekdays):
            idle = 0
            yield day
        idle += 1
        day += dt.timedelta(days=1)


def working_days_after(
    day: dt.date, count: int, nation: str, weekdays: frozenset[int] = MONDAY_TO_FRIDAY
) -> dt.date | None:
    """The working day that comes `count` (1 or more) working days after this day; None for one who works on none."""
    if count < 1:
        raise ValueError("count from 1: the first working day after this day")
    days = working_days_from(day + dt.timedelta(days=1), nation, weekdays)
    for number, found in enumerate(days, start=1):
        if number == count:
            return found
    return None


def working_days_between(
    after: dt.date, until: dt.date, nation: str, weekdays: frozenset[int] = MONDAY_TO_FRIDAY
) -> int:
    """How many working days come after the first date, up to and with the second; 0 where that is not later."""
    days = (after + dt.timedelta(days=number) for number in range(1, (until - after).days + 1))
    return sum(is_working_day(day, nation, weekdays) for day in days)


def monday_of(day: dt.date) -> dt.date:
    """The Monday of the ISO week of this day."""
    return day - dt.timedelta(days=day.weekday())
