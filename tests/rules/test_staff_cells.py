"""Single cells of a staff file: dates, hours, addresses, numbers, working days, statuses and bands."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.people.rules import cells
from learning.people.rules.bands import band
from learning.people.rules.status import Footing, PersonStatus, standing
from learning.people.rules.working_days import Pattern, pattern

JUNE = dt.date(2019, 6, 3)


@pytest.mark.parametrize(
    "written",
    [
        "03/06/2019",
        "3/6/2019",
        "3.6.2019",
        "2019-06-03",
        "03-JUN-2019",
        "3-Jun-19",
        "03/06/19",
        "3 June 2019",
        " 03-jun-2019 ",
        "2019-06-03 00:00:00",
        "2019-06-03T00:00",
    ],
)
def test_a_date_is_read_as_people_and_systems_write_it(written):
    assert cells.date(written, "The start date") == JUNE


@given(st.dates(dt.date(1971, 1, 1), dt.date(2068, 12, 31)))
@settings(max_examples=100)
def test_every_date_comes_back_from_each_way_of_writing_it(day):
    months = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
    shapes = (f"{day:%d/%m/%Y}", f"{day:%d/%m/%y}", day.isoformat(), f"{day:%d}-{months[day.month - 1]}-{day:%Y}")
    assert {cells.date(shape, "x") for shape in shapes} == {day}


def test_an_empty_date_is_no_date():
    assert cells.date(" ", "The start date") is None
    assert cells.date("-", "The start date") is None


def test_the_end_of_time_is_no_end():
    assert cells.date("31-DEC-4712", "The end date", is_end=True) is None


@pytest.mark.parametrize("written", ["31-NOV-2026", "06/25/2019", "2026-02-29", "03-JUN-1019", "43619"])
def test_a_date_that_is_none_is_refused_with_its_words(written):
    with pytest.raises(cells.Unreadable, match="is not a date") as refused:
        cells.date(written, "The start date")
    assert written in refused.value.wrong


@pytest.mark.parametrize("written", ["Maternity", "Career Break 2024", "sick since 3 June 2019"])
def test_words_that_slipped_into_a_date_column_are_never_repeated(written):
    with pytest.raises(cells.Unreadable) as refused:
        cells.date(written, "The end date")
    assert refused.value.wrong == "The end date is not a date"


@pytest.mark.parametrize(
    ("written", "expected"),
    [("0.60", (0.6, False)), ("0,6", (0.6, False)), ("1,0", (1.0, False)), ("1.10", (1.0, True)), ("", (0.0, False))],
)
def test_hours_take_a_comma_and_never_exceed_one(written, expected):
    assert cells.fte(written, "FTE") == expected


@pytest.mark.parametrize("written", ["37.5", "-1", "full", "nan", "inf", "1e0x"])
def test_hours_that_are_no_share_are_refused(written):
    with pytest.raises(cells.Unreadable, match="from 0 to 1"):
        cells.fte(written, "FTE")


def test_weekly_hours_are_named_in_the_refusal_and_words_are_not():
    with pytest.raises(cells.Unreadable, match="“37.5”"):
        cells.fte("37.5", "FTE")
    with pytest.raises(cells.Unreadable) as refused:
        cells.fte("Career Break", "FTE")
    assert "Career" not in refused.value.wrong


@pytest.mark.parametrize("written", ["=1+1", "+44 7", "-2", "@SUM(A1)", '=HYPERLINK("http://x.example")'])
def test_a_cell_that_looks_like_a_formula_is_refused_without_repeating_it(written):
    with pytest.raises(cells.Unreadable, match="as a spreadsheet formula does") as refused:
        cells.words(written, "First Name")
    assert written not in refused.value.wrong


def test_leading_zeros_kept_by_a_spreadsheet_are_read_as_text():
    assert cells.number_of_staff('="00012345"', "The employee number") == "00012345"


def test_a_number_a_spreadsheet_has_shortened_is_refused():
    with pytest.raises(cells.Unreadable, match="shortened"):
        cells.number_of_staff("9.00E+07", "The employee number")


@pytest.mark.parametrize("written", ["Maternity", "9000 0001", "90000001;DROP", "x" * 40 + "1"])
def test_a_staff_number_is_short_and_has_a_digit(written):
    with pytest.raises(cells.Unreadable):
        cells.number_of_staff(written, "The employee number")


def test_names_keep_accents_apostrophes_and_lose_line_breaks():
    assert cells.words("Se\u0301amus\r\n  O'Dowd", "First Name") == "Séamus O'Dowd"
    with pytest.raises(cells.Unreadable, match="cannot be printed"):
        cells.words("Zo\x07fia", "First Name")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("S.Adeyemi-Clarke@Trust.example", ("s.adeyemi-clarke@trust.example", True)),
        ("", ("", True)),
        ("no address", ("", False)),
        ("two@at@trust.example", ("", False)),
        ("name@localhost", ("", False)),
        ("name@trust.example, other@trust.example", ("", False)),
    ],
)
def test_an_address_that_cannot_be_used_counts_as_none(written, expected):
    assert cells.email(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Mon Tue Wed", Pattern("012")),
        ("Sat Sun", Pattern("56")),
        ("Thu", Pattern("3")),
        ("Monday, Wednesdays and Fri", Pattern("024")),
        ("Mon-Thu", Pattern("0123")),
        ("Mon to Fri", Pattern("01234")),
        ("Fri–Mon", Pattern("0456")),
        ("Weekends", Pattern("56")),
        ("Nights 4 on 4 off", Pattern(None, "night", is_rotating=True)),
        ("Nights", Pattern(None, "night", is_rotating=True)),
        ("Nights Thu Fri Sat", Pattern("345", "night")),
        ("Rotating shifts", Pattern(is_rotating=True)),
        ("", Pattern()),
        ("as agreed", Pattern(is_unread=True)),
        ("Mon Tue (when well)", Pattern(is_unread=True)),
    ],
)
def test_working_days_are_read_or_unknown_but_never_guessed(written, expected):
    assert pattern(written) == expected


@pytest.mark.parametrize(
    ("said", "status", "footing"),
    [
        ("Active Assignment", PersonStatus.ACTIVE, Footing.OWN_POST),
        ("Acting Up", PersonStatus.ACTIVE, Footing.ACTING_UP),
        ("Internal Secondment", PersonStatus.ACTIVE, Footing.SECONDED),
        ("Out on External Secondment - Paid", PersonStatus.PAUSED, Footing.OWN_POST),
        ("Maternity & Adoption", PersonStatus.PAUSED, Footing.OWN_POST),
        ("Career Break", PersonStatus.PAUSED, Footing.OWN_POST),
        ("Inactive Not Worked", PersonStatus.PAUSED, Footing.OWN_POST),
        ("Suspend No Pay", PersonStatus.PAUSED, Footing.OWN_POST),
        ("Active - Sick", PersonStatus.PAUSED, Footing.OWN_POST),
        ("Terminate Assignment", PersonStatus.LEFT, Footing.OWN_POST),
        ("Something new", PersonStatus.PAUSED, Footing.UNKNOWN),
    ],
)
def test_an_assignment_status_keeps_what_follows_and_forgets_why(said, status, footing):
    found = standing(said)
    assert (found.status, found.footing) == (status, footing)


@given(st.text(max_size=60))
@settings(max_examples=150)
def test_no_words_of_a_status_survive(said):
    assert repr(standing(said)) in {
        repr(standing(known)) for known in ("Active", "Left", "Leave", "Acting up", "Secondment", "?")
    }


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("XR04", "4"),
        ("XR08", "8a"),
        ("XR12", "9"),
        ("NHS|XN05|Band 5", "5"),
        ("Band 8b", "8b"),
        ("VSM", "VSM"),
        ("MN37", "MN37"),
    ],
)
def test_a_pay_scale_code_gives_its_band(written, expected):
    assert band(written) == expected
