"""A staff file, from bytes to rows: encodings, separators, headings, and one clear sentence for all that is wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from learning.ground.errors import Refused
from learning.people.rules import cells
from learning.people.rules.bands import band
from learning.people.rules.columns import Column, heading_of, matched, recognised
from learning.people.rules.csv_lines import heading, records, separator_of
from learning.people.rules.decoding import decoded
from learning.people.rules.status import Standing, standing
from learning.people.rules.working_days import Pattern, pattern

MAX_ROWS = 200_000


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One usable line: one assignment of one person. The words of the assignment status are already gone."""

    line: int
    staff_number: str
    assignment: str
    last_name: str
    first_name: str
    team: str
    standing: Standing
    preferred_name: str = ""
    position: str = ""
    staff_group: str = ""
    job_role: str = ""
    band: str = ""
    fte: float = 0.0
    is_fte_capped: bool = False
    is_honorary: bool = False
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    supervisor: str = ""
    email: str = ""
    is_email_unusable: bool = False
    days: Pattern = field(default_factory=Pattern)


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot be used. `name` and `assignment` are kept so that nobody on it is taken for a leaver."""

    line: int
    staff_number: str
    wrong: str
    mend: str
    name: str = ""

    def __str__(self) -> str:
        return f"Line {self.line}: {self.wrong}. {self.mend}."


@dataclass(frozen=True, slots=True)
class StaffFile:
    """What was read: usable rows, lines that are not, and which columns the file had."""

    rows: tuple[StaffRow, ...]
    bad: tuple[BadLine, ...]
    columns: frozenset[Column]
    encoding: str
    separator: str

    @property
    def lines_read(self) -> int:
        return len({row.line for row in self.rows} | {bad.line for bad in self.bad})


def read(content: bytes, *, mapping: Mapping[str, str] | None = None) -> StaffFile:
    """Every line of a staff file. Refuses the whole file in one sentence where no line can be trusted."""
    text, encoding = decoded(content)
    separator = separator_of(text, lambda headings: len(recognised(headings, mapping)))
    lines = records(text, separator)
    _, headings = next(lines, (0, []))
    places = matched(headings, mapping)
    rows: list[StaffRow] = []
    bad: list[BadLine] = []
    for line, cell in lines:
        if len(rows) + len(bad) >= MAX_ROWS:
            raise Refused(f"This file has more than {MAX_ROWS:,} lines: split it by organisation and import each part.")
        given = {column: cell[place] for column, place in places.items() if place < len(cell)}
        try:
            if any(extra.strip() for extra in cell[len(headings) :]):
                raise cells.Unreadable(
                    f"It has {len(cell)} cells and the heading has {len(headings)}",
                    "Put a name that holds the separator in quotation marks",
                )
            rows.append(_row(line, given))
        except cells.Unreadable as error:
            bad.append(BadLine(line, _shown_number(given), error.wrong, error.mend, _shown_name(given)))
    if not rows and not bad:
        raise Refused(
            "This file has headings but no staff under them: export the staff list again and choose that file."
        )
    return StaffFile(tuple(rows), tuple(bad), frozenset(places), encoding, separator)


def headings(content: bytes) -> list[str]:
    """The headings of a file, for the form that saves a column mapping."""
    text, _ = decoded(content)
    found = heading(text, separator_of(text, lambda headings: len(recognised(headings))))
    return [said.strip() for said in found if said.strip()]


def _row(line: int, given: Mapping[Column, str]) -> StaffRow:
    def words(column: Column) -> str:
        return cells.words(given.get(column, ""), heading_of(column))

    number = cells.number_of_staff(given.get(Column.STAFF_NUMBER, ""), "The employee number")
    if not number:
        raise cells.Unreadable("No employee number", cells.IN_SYSTEM)
    for column in (Column.LAST_NAME, Column.FIRST_NAME, Column.TEAM, Column.STATUS):
        if not cells.tidy(given.get(column, "")):
            raise cells.Unreadable(f"No {heading_of(column).lower()}", cells.IN_SYSTEM)
    fte, is_capped = cells.fte(given.get(Column.FTE, "" if Column.FTE in given else "1"), "FTE")
    starts_on = cells.date(given.get(Column.STARTS_ON, ""), "The start date")
    ends_on = cells.date(given.get(Column.ENDS_ON, ""), "The end date", is_end=True)
    if starts_on and ends_on and ends_on < starts_on:
        raise cells.Unreadable("The end date is before the start date", cells.IN_SYSTEM)
    email, is_usable = cells.email(given.get(Column.EMAIL, ""))
    category = cells.tidy(given.get(Column.CATEGORY, "")).casefold()
    return StaffRow(
        line=line,
        staff_number=number,
        assignment=cells.number_of_staff(given.get(Column.ASSIGNMENT, ""), "The assignment number") or number,
        last_name=words(Column.LAST_NAME),
        first_name=words(Column.FIRST_NAME),
        team=words(Column.TEAM),
        standing=standing(cells.tidy(given[Column.STATUS])),
        preferred_name=words(Column.PREFERRED_NAME),
        position=words(Column.POSITION),
        staff_group=words(Column.STAFF_GROUP),
        job_role=words(Column.JOB_ROLE),
        band=band(words(Column.BAND)),
        fte=fte,
        is_fte_capped=is_capped,
        is_honorary="honorary" in category or "volunteer" in category,
        starts_on=starts_on,
        ends_on=ends_on,
        supervisor=cells.number_of_staff(given.get(Column.SUPERVISOR, ""), "The supervisor's employee number"),
        email=email,
        is_email_unusable=not is_usable,
        days=pattern(cells.tidy(given.get(Column.WORKING_DAYS, ""))[: cells.MAX_CELL]),
    )


def _shown_number(given: Mapping[Column, str]) -> str:
    """The staff number for the list of bad lines, or nothing where that cell is the bad one."""
    try:
        return cells.number_of_staff(given.get(Column.STAFF_NUMBER, ""), "")
    except cells.Unreadable:
        return ""


def _shown_name(given: Mapping[Column, str]) -> str:
    names = (given.get(Column.FIRST_NAME, ""), given.get(Column.LAST_NAME, ""))
    return " ".join(cells.tidy(name[: cells.MAX_CELL]) for name in names).casefold()
