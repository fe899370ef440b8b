"""A staff file from bytes to rows: encodings, separators, headings, and one sentence for all that is wrong."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.ground.errors import Expired, Refused
from learning.people.rules import decoding, keeping, staff_file
from learning.people.rules.columns import Column, checked_mapping
from learning.people.rules.status import PersonStatus

HEAD = "Employee Number,Last Name,First Name,Organisation,Assignment Status,FTE,Latest Start Date,why_awkward"
LINE = "90000002,O'Dowd,Séamus,999 Estates,Active Assignment,1.00,11-NOV-2011,accents"


def read(*lines: str, encoding: str = "utf-8", **how):
    return staff_file.read("\n".join(lines).encode(encoding), **how)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_accents_survive_every_encoding_that_is_used(encoding):
    assert read(HEAD, LINE, encoding=encoding).rows[0].first_name == "Séamus"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_separator_and_line_ending_is_found(separator, ending):
    text = ending.join([HEAD, LINE, ""]).replace(",", separator)
    file = staff_file.read(text.encode())
    assert file.separator == separator
    assert file.rows[0].team == "999 Estates"


def test_a_comma_as_decimal_point_goes_with_semicolons():
    text = "\n".join([HEAD, LINE]).replace(",", ";").replace("1.00", "0,60")
    assert staff_file.read(text.encode()).rows[0].fte == 0.6


def test_a_new_line_inside_a_field_keeps_the_line_numbers_right():
    file = read(HEAD, LINE.replace("999 Estates", '"999\nEstates"'), LINE.replace("90000002", ""))
    assert file.rows[0].team == "999 Estates"
    assert [(bad.line, bad.wrong) for bad in file.bad] == [(4, "No employee number")]


def test_blank_lines_and_a_hint_for_spreadsheets_are_passed_over():
    file = read("sep=,", HEAD, "", ",,,,,,,", LINE)
    assert [row.line for row in file.rows] == [5]


def test_columns_stand_in_any_order_under_any_of_their_names():
    file = read("surname;Forename;Staff_No.;TEAM;Status", "Eze;Ifeoma;90000019;Volunteers;Active")
    assert file.rows[0].staff_number == "90000019"
    assert file.rows[0].assignment == "90000019"
    assert file.rows[0].fte == 1.0
    assert Column.FTE not in file.columns


def test_a_saved_mapping_goes_before_the_usual_headings():
    head, line = "Number,Surname,Forename,Organisation,Ward,Status", "9,Eze,Ifeoma,The Trust,Volunteers,Active"
    with pytest.raises(Refused, match="no column “Employee Number”"):
        read(head, line)
    file = read(head, line, mapping={"staff_number": "number", "team": "Ward"})
    assert (file.rows[0].staff_number, file.rows[0].team) == ("9", "Volunteers")


def test_missing_columns_are_refused_by_name_in_one_sentence():
    with pytest.raises(Refused) as refused:
        read("Employee Number,First Name,Organisation", "9,Ifeoma,Volunteers")
    assert str(refused.value).count(".") == 1
    assert "“Last Name”" in str(refused.value)
    assert "“Assignment Status”" in str(refused.value)


def test_the_same_heading_twice_is_refused():
    with pytest.raises(Refused, match="2 columns called “Last Name”"):
        read(HEAD.replace("why_awkward", "Last Name"), LINE)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (HEAD.encode(), "headings but no staff"),
        (f"{HEAD}\n{LINE}\0".encode(), "Line 2 holds a NUL"),
        (HEAD.encode("utf-16-le"), "NUL"),
        (f"{HEAD}\n".encode() + b"90000002,O\x81Dowd,S,T,Active", "Line 2 holds a character"),
        (f"{HEAD}\n{LINE}\n{LINE}\n".encode() + b"9,\xe9", "Line 4 holds a character"),
        (f"{HEAD}\n9,\"O'Dowd,S,T,Active".encode(), "Line 2 has a quotation mark"),
        (f'{HEAD}\n9,"{"x" * 140_000}",S,T,Active'.encode(), "Line 2 has a quotation mark"),
        (b"PK\x03\x04 workbook", "not a CSV file"),
        (b"%PDF-1.7", "not a CSV file"),
        (b"hello", "no column"),
    ],
)
def test_a_file_that_cannot_be_used_says_why_in_one_sentence(content, said):
    with pytest.raises(Refused, match=said) as refused:
        staff_file.read(content)
    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value)


def test_a_huge_file_is_refused_before_it_is_read():
    with pytest.raises(Refused, match="larger than 20 MB"):
        staff_file.read(b"x" * (decoding.MAX_BYTES + 1))


def test_too_many_lines_are_refused(monkeypatch):
    monkeypatch.setattr(staff_file, "MAX_ROWS", 3)
    with pytest.raises(Refused, match="more than 3 lines"):
        read(HEAD, *[LINE] * 4)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        (LINE.replace("11-NOV-2011", "31-NOV-2026"), "“31-NOV-2026” is not a date"),
        (LINE.replace("90000002", ""), "No employee number"),
        (LINE.replace("Séamus", "=1+1"), "First Name begins with “=”, as a spreadsheet formula does"),
        (LINE.replace("Séamus", "S" * 300), "First Name is longer than 200 characters"),
        (LINE.replace("999 Estates", ""), "No organisation"),
        (LINE.replace("Active Assignment", ""), "No assignment status"),
        (LINE.replace("1.00", "37.5"), "FTE is “37.5”. A number from 0 to 1 such as 0.6 is needed"),
        (LINE + ",extra", "It has 9 cells and the heading has 8"),
    ],
)
def test_a_bad_line_is_named_with_its_number_and_the_others_stay(line, wrong):
    file = read(HEAD, LINE.replace("90000002", "90000099"), line)
    assert len(file.rows) == 1
    assert [(bad.line, bad.wrong) for bad in file.bad] == [(3, wrong)]
    assert str(file.bad[0]).startswith("Line 3: ")


def test_the_words_of_a_status_are_nowhere_in_what_was_read():
    file = read(HEAD, LINE.replace("Active Assignment", "Maternity & Adoption"), LINE.replace("1.00", "Maternity"))
    assert file.rows[0].standing.status is PersonStatus.PAUSED
    assert "aternity" not in repr(file)
    assert b"aternity" not in keeping.packed(file)


def test_columns_that_are_not_asked_for_leave_no_trace():
    assert "accents" not in repr(read(HEAD, LINE))


def test_a_file_kept_between_dry_run_and_decision_comes_back_whole():
    file = read(HEAD, LINE, LINE.replace("1.00", "many"))
    assert keeping.unpacked(keeping.packed(file)) == file
    assert file.rows[0].starts_on == dt.date(2011, 11, 11)
    for broken in (b"", b"{}", b'{"shape": 0}', b"[1]"):
        with pytest.raises(Expired):
            keeping.unpacked(broken)


def _said_of(content: bytes) -> str:
    """The last character of a refusal, or nothing when the file was read."""
    try:
        staff_file.read(content)
    except Refused as refused:
        return str(refused)[-1:]
    return ""


@given(st.binary(max_size=200))
@settings(max_examples=200)
def test_any_bytes_are_read_or_refused_in_a_sentence(content):
    for start in (b"", f"{HEAD}\n".encode()):
        assert _said_of(start + content) in {"", "."}


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30), min_size=8, max_size=8))
@settings(max_examples=150)
def test_any_cells_give_a_row_or_a_bad_line(values):
    quoted = ",".join('"' + value.replace('"', '""') + '"' for value in values)
    file = read(HEAD, LINE, quoted)
    assert len(file.rows) + len(file.bad) <= 2
    assert file.rows[0].staff_number == "90000002"


def test_a_mapping_is_checked_before_it_is_saved():
    assert checked_mapping({"team": " Ward ", "email": ""}) == {"team": "Ward"}
    with pytest.raises(Refused, match="not a column Steady reads"):
        checked_mapping({"reason": "Assignment Status"})
    with pytest.raises(Refused, match="choose a heading of its own"):
        checked_mapping({"team": "Ward", "position": "ward"})
