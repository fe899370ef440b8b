"""Bank holidays of the four nations, and counting in working days."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from learning.ground import workdays
from learning.ground.errors import Refused

LIST = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "bank-holidays.json"
DIVISIONS = {
    "england": "england-and-wales",
    "wales": "england-and-wales",
    "scotland": "scotland",
    "northern-ireland": "northern-ireland",
}


@pytest.mark.parametrize(
    ("day", "nations"),
    [
        (dt.date(2026, 1, 2), {"scotland"}),
        (dt.date(2026, 3, 17), {"northern-ireland"}),  # St Patrick
        (dt.date(2026, 4, 3), {"england", "wales", "scotland", "northern-ireland"}),  # Good Friday
        (dt.date(2026, 4, 6), {"england", "wales", "northern-ireland"}),  # Easter Monday is a working day in Scotland
        (dt.date(2026, 7, 13), {"northern-ireland"}),
        (dt.date(2026, 8, 3), {"scotland"}),
        (dt.date(2026, 8, 31), {"england", "wales", "northern-ireland"}),
        (dt.date(2026, 11, 30), {"scotland"}),  # St Andrew
        (dt.date(2026, 12, 1), set()),
    ],
)
def test_each_nation_has_its_own_bank_holidays(day: dt.date, nations: set[str]) -> None:
    assert {nation for nation in DIVISIONS if workdays.is_bank_holiday(day, nation)} == nations


@pytest.mark.parametrize(("nation", "division"), DIVISIONS.items())
def test_every_bank_holiday_on_the_government_list_is_a_day_off(nation: str, division: str) -> None:
    if not LIST.exists():
        pytest.skip("the government's list of bank holidays is not beside the repository (../shared/data)")
    listed = {dt.date.fromisoformat(event["date"]) for event in json.loads(LIST.read_text())[division]["events"]}
    years = range(min(listed).year, max(listed).year + 1)
    ours = {day for year in years for day in workdays.bank_holidays(nation, year)}
    assert listed <= ours
    proclaimed_later = {dt.date(2026, 6, 15)} if nation == "scotland" else set()
    weekdays_more = {day for day in ours - listed if day.weekday() < 5}
    assert weekdays_more == proclaimed_later, "beside it the library adds only holidays that fall on a weekend"


def test_a_weekend_worker_has_christmas_day_itself_and_an_office_worker_the_substitute() -> None:
    christmas, substitute = dt.date(2027, 12, 25), dt.date(2027, 12, 27)
    assert workdays.is_bank_holiday(christmas, "england")
    assert workdays.is_bank_holiday(substitute, "england")


def test_an_unknown_nation_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(Refused, match="england, scotland, wales, northern-ireland"):
        workdays.bank_holidays("cornwall", 2026)


def test_two_working_days_after_maundy_thursday_differ_in_scotland() -> None:
    thursday = dt.date(2026, 4, 2)
    assert workdays.working_days_after(thursday, 1, "scotland") == dt.date(2026, 4, 6)
    assert workdays.working_days_after(thursday, 1, "wales") == dt.date(2026, 4, 7)
    assert workdays.working_days_after(thursday, 2, "wales") == dt.date(2026, 4, 8)


def test_a_weekend_worker_counts_in_weekends() -> None:
    assert workdays.working_days_after(dt.date(2026, 6, 1), 3, "england", frozenset({5, 6})) == dt.date(2026, 6, 13)


def test_somebody_without_working_days_never_gets_there() -> None:
    assert workdays.working_days_after(dt.date(2026, 6, 1), 1, "england", frozenset()) is None


def test_working_days_are_counted_without_the_first_day_and_with_the_last() -> None:
    monday = dt.date(2026, 11, 30)
    assert workdays.working_days_between(monday, dt.date(2026, 12, 4), "england") == 4
    assert workdays.working_days_between(monday, monday, "england") == 0
    assert workdays.working_days_between(dt.date(2026, 12, 24), dt.date(2026, 12, 29), "england") == 1


def test_a_count_below_one_is_a_slip_of_the_caller() -> None:
    with pytest.raises(ValueError, match="count from 1"):
        workdays.working_days_after(dt.date(2026, 6, 1), 0, "england")


@pytest.mark.parametrize("day", [dt.date(2026, 12, 28), dt.date(2026, 12, 31), dt.date(2027, 1, 3)])
def test_the_week_of_new_year_begins_on_its_monday(day: dt.date) -> None:
    assert workdays.monday_of(day) == dt.date(2026, 12, 28)
