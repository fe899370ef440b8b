"""Which column of a staff file means what: headings as ESR writes them, their synonyms, and a saved mapping."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from learning.ground.errors import Refused


class Column(StrEnum):
    """What Steady reads of a staff file. Every other column is ignored and never kept."""

    STAFF_NUMBER = "staff_number"
    ASSIGNMENT = "assignment"
    LAST_NAME = "last_name"
    FIRST_NAME = "first_name"
    PREFERRED_NAME = "preferred_name"
    TEAM = "team"
    POSITION = "position"
    STAFF_GROUP = "staff_group"
    JOB_ROLE = "job_role"
    BAND = "band"
    FTE = "fte"
    CATEGORY = "category"
    STATUS = "status"
    STARTS_ON = "starts_on"
    ENDS_ON = "ends_on"
    SUPERVISOR = "supervisor"
    EMAIL = "email"
    WORKING_DAYS = "working_days"


REQUIRED = (Column.STAFF_NUMBER, Column.LAST_NAME, Column.FIRST_NAME, Column.TEAM, Column.STATUS)

# The first heading of each is the one an ESR export has; messages use it. Earlier ones win over later ones.
HEADINGS: Mapping[Column, tuple[str, ...]] = {
    Column.STAFF_NUMBER: (
        "Employee Number",
        "Employee No",
        "Staff Number",
        "Staff No",
        "Payroll Number",
        "Personnel Number",
    ),
    Column.ASSIGNMENT: ("Assignment Number", "Assignment No", "Assignment", "Post Number"),
    Column.LAST_NAME: ("Last Name", "Surname", "Family Name"),
    Column.FIRST_NAME: ("First Name", "Forename", "Given Name", "First Names", "Forenames"),
    Column.PREFERRED_NAME: ("Preferred Name", "Known As", "Preferred First Name"),
    Column.TEAM: ("Organisation", "Organization", "Team", "Team Name", "Team Code", "Department", "Org Name", "Ward"),
    Column.POSITION: ("Position Title", "Position", "Position Name", "Job Title", "Post Title"),
    Column.STAFF_GROUP: ("Staff Group", "Staffgroup", "Occupational Group"),
    Column.JOB_ROLE: ("Job Role", "Role"),
    Column.BAND: ("Pay Scale", "Payscale", "Grade", "Pay Band", "Band", "Pay Grade"),
    Column.FTE: ("FTE", "WTE", "Full Time Equivalent", "Whole Time Equivalent", "Assignment FTE"),
    Column.CATEGORY: ("Assignment Category", "Employee Category", "Category", "Contract Type"),
    Column.STATUS: ("Assignment Status", "Employment Status", "Status"),
    Column.STARTS_ON: ("Latest Start Date", "Start Date", "Date Started", "Hire Date", "Assignment Start Date"),
    Column.ENDS_ON: ("Termination Date", "End Date", "Leaving Date", "Actual Termination Date", "Assignment End Date"),
    Column.SUPERVISOR: (
        "Supervisor Employee Number",
        "Supervisor Number",
        "Manager Employee Number",
        "Manager Number",
        "Line Manager Number",
        "Supervisor Staff Number",
        "Manager Staff Number",
    ),
    Column.EMAIL: ("Work Email", "Email", "E-mail", "Email Address", "Work Email Address", "E-mail Address"),
    Column.WORKING_DAYS: ("Working Days", "Work Pattern", "Working Pattern", "Days Worked", "Shift Pattern"),
}


def heading_of(column: Column) -> str:
    """The heading that a message names for this column."""
    return HEADINGS[column][0]


def plain(heading: str) -> str:
    """A heading without case, spaces and marks, so that `Employee_number ` is found as well."""
    return re.sub(r"[\W_]+", "", heading.casefold())


def recognised(headings: Sequence[str], mapping: Mapping[str, str] | None = None) -> Mapping[Column, int]:
    """Where each column stands in these headings. A saved mapping ({"team": "Ward"}) goes before the synonyms."""
    places: dict[str, int] = {}
    for place, heading in enumerate(headings):
        places.setdefault(plain(heading), place)
    places.pop("", None)
    found: dict[Column, int] = {}
    for column in Column:
        wanted = ([mapping[column]] if mapping and mapping.get(column) else []) + list(HEADINGS[column])
        for heading in wanted:
            if plain(heading) in places and places[plain(heading)] not in found.values():
                found[column] = places[plain(heading)]
                break
    return found


def matched(headings: Sequence[str], mapping: Mapping[str, str] | None = None) -> Mapping[Column, int]:
    """As `recognised`, but refused in one sentence where a needed column is missing or stands there twice."""
    found = recognised(headings, mapping)
    missing = [column for column in REQUIRED if column not in found]
    if missing:
        names = " and no column ".join(f"“{_expected(column, mapping)}”" for column in missing)
        raise Refused(
            f"This file has no column {names}: add {'it' if len(missing) == 1 else 'them'} to the export, "
            f"or save a column mapping that says which heading holds {'it' if len(missing) == 1 else 'each'}."
        )
    used = {plain(headings[place]) for place in found.values()}
    for heading in used:
        if sum(plain(other) == heading for other in headings) > 1:
            twice = next(other for other in headings if plain(other) == heading)
            raise Refused(
                f"This file has 2 columns called “{twice.strip()}”: keep the right one and take out the other."
            )
    return found


def checked_mapping(mapping: Mapping[str, str]) -> dict[str, str]:
    """A column mapping fit to be saved: known columns, headings not empty, no heading used twice."""
    known = {column.value for column in Column}
    kept = {name: heading.strip() for name, heading in mapping.items() if heading.strip()}
    for name in kept:
        if name not in known:
            raise Refused(f"“{name}” is not a column Steady reads: use one of {', '.join(sorted(known))}.")
    seen: dict[str, str] = {}
    for name, heading in kept.items():
        if plain(heading) in seen:
            first, second = heading_of(Column(seen[plain(heading)])), heading_of(Column(name))
            raise Refused(f"“{heading}” is chosen for {first} and for {second}: choose a heading of its own for each.")
        seen[plain(heading)] = name
    return kept


def _expected(column: Column, mapping: Mapping[str, str] | None) -> str:
    return (mapping or {}).get(column) or heading_of(column)
