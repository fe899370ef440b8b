"""Ruth, the administrator of a fresh organisation: the staff file, its reasons, and who gets nothing next week."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixtures.live import Live
from tests.journeys.conftest import WIDE_AND_NARROW, Visitor

SAMPLE = Path(__file__).resolve().parents[3] / "shared" / "data" / "esr_like_import_sample.csv"
# What the journey needs of that sample, where it is not beside this repository.
INSTEAD = """\
Employee Number,Assignment Number,Last Name,First Name,Organisation,Position Title,Staff Group,Job Role,Pay Scale,FTE,\
Assignment Category,Assignment Status,Latest Start Date,Termination Date,Work Email,Working Days
90000001,90000001,Adeyemi-Clarke,Folasade,Outpatients Admin,Medical Secretary,Administrative and Clerical,\
Medical Secretary,XR04,0.60,Permanent,Active Assignment,03-JUN-2019,,s.adeyemi-clarke@trust.example,Mon Tue Wed
90000002,90000002,O'Dowd,Séamus,Estates,Porter,Estates and Ancillary,Porter,XR02,1.00,Permanent,Active Assignment,\
11-NOV-2011,,,Nights 4 on 4 off
90000005,90000005,Begum,Nasreen,Booking Centre,Booking Coordinator,Administrative and Clerical,Clerical Worker,XR03,\
0.80,Permanent,Maternity & Adoption,14-FEB-2018,,n.begum@trust.example,
90000007,90000007,Nguyen,Thi,HR,HR Adviser,Administrative and Clerical,Adviser,XR06,1.00,Permanent,Career Break,\
01-MAY-2014,,t.nguyen@trust.example,
90000010,90000010,Hassan,Mohammed,IT,Service Desk Analyst,Administrative and Clerical,Technician - Admin & Clerical,\
XR04,1.00,Permanent,Active Assignment,02-NOV-2020,,m.hassan@trust.example,
"""


@pytest.fixture
def staff_file(tmp_path: Path) -> Path:
    file = tmp_path / "staff-november.csv"
    file.write_bytes(SAMPLE.read_bytes() if SAMPLE.is_file() else INSTEAD.encode())
    return file


def given_she_signs_in_with_the_code_of_her_slip(ruth: Visitor, live: Live) -> None:
    slip = live.newcomer("R0Z", "University Hospitals of Llanfairpwll and Example Valley Trust")
    ruth.goes_to("/admin")
    ruth.sees("Sign in")
    ruth.page.get_by_text("I have no work email, or I share one").click()
    ruth.page.get_by_label("Staff number").fill(slip.staff_number)
    ruth.page.get_by_label("Personal code").fill(slip.code)
    ruth.presses("Sign in with my code")
    ruth.sees("Choose your own code")
    ruth.page.get_by_label("New code").fill("amber-kettle-42")
    ruth.page.get_by_label("The same again").fill("amber-kettle-42")
    ruth.presses("Save my code")


def given_she_adopted_the_units(ruth: Visitor) -> None:
    ruth.goes_to("/admin/modules")
    ruth.sees("unit")
    ruth.page.get_by_label("Who looked at these units?").fill("June Featherstone")
    ruth.page.get_by_role("button", name="Adopt all").click()
    ruth.sees("unit")


def when_she_reads_the_file_as_a_dry_run(ruth: Visitor, file: Path) -> None:
    ruth.goes_to("/admin")
    ruth.sees("What keeps the drip going")
    ruth.follows("Import a staff file")
    ruth.sees("See what your staff file would change, before anything does")
    ruth.page.get_by_label("Staff file").set_input_files(file)
    ruth.presses("Read the file")


def then_she_reads_the_reasons_and_nothing_has_changed(ruth: Visitor, live: Live) -> None:
    ruth.sees("Nothing has changed yet.")
    ruth.page.get_by_text("What happens to each, and why").click()
    reasons = ruth.page.get_by_role("table", name="Lines that are not plain")
    said = " ".join(reasons.inner_text().split())
    for number in ("90000002", "90000005", "90000007"):  # no e-mail, on leave, on leave
        assert number in said
    assert "Maternity" not in said  # the reason for an absence is nobody's business
    assert live.staff_of("R0Z") == ["A0000001"]


def when_she_applies_it(ruth: Visitor) -> None:
    ruth.presses("Apply this import")


def then_everybody_is_there(ruth: Visitor, live: Live) -> None:
    ruth.sees("changed")
    ruth.reads("The same file again would change nothing.")
    assert {"90000001", "90000005", "90000007"} < set(live.staff_of("R0Z"))


def then_next_weeks_preview_says_who_gets_nothing_and_why(ruth: Visitor) -> None:
    ruth.follows("See what goes out next week, and who gets nothing and why")
    ruth.sees("get nothing")
    ruth.reads("Nothing is saved.")
    nothing = ruth.page.get_by_role("table", name="Who gets nothing, and why")
    for name in ("Nasreen Begum", "Thi Nguyen"):
        row = nothing.get_by_role("row").filter(has_text=name)
        assert "Paused" in row.inner_text()
    given = ruth.page.get_by_role("table", name="Who gets what, by surname")
    assert "Lesson" in given.get_by_role("row").filter(has_text="Adeyemi-Clarke").inner_text()


@WIDE_AND_NARROW
def test_ruth_imports_her_staff_and_sees_why_two_people_get_nothing(
    visitor: Visitor, live: Live, staff_file: Path
) -> None:
    given_she_signs_in_with_the_code_of_her_slip(visitor, live)
    given_she_adopted_the_units(visitor)
    when_she_reads_the_file_as_a_dry_run(visitor, staff_file)
    then_she_reads_the_reasons_and_nothing_has_changed(visitor, live)
    when_she_applies_it(visitor)
    then_everybody_is_there(visitor, live)
    then_next_weeks_preview_says_who_gets_nothing_and_why(visitor)


def test_ruth_is_stopped_when_a_file_would_let_most_people_leave(
    visitor: Visitor, live: Live, staff_file: Path
) -> None:
    visitor.signs_in_with_one_tap_as("Ruth")
    before = live.staff_of("DEMO")
    visitor.goes_to("/admin/staff/import")
    visitor.page.get_by_label("Staff file").set_input_files(staff_file)
    visitor.presses("Read the file")
    visitor.sees("Stopped:")
    visitor.page.get_by_role("button", name="Apply, and close").click()
    visitor.sees("Stopped:")
    visitor.reads("Tick the box if these people have left, or choose another file")
    visitor.presses("Cancel and keep everything as it is")
    visitor.reads("Cancelled. Everything is as it was.")
    assert live.staff_of("DEMO") == before
