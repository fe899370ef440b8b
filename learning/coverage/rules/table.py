"""The published figures as a table: columns A to Z, rows in framework order, and the same cells for the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from learning.ground.figures import TOGETHER, Cell, NotRequired
from learning.ground.text import nhs_date, number

from .counts import Axis
from .headline import day_and_month
from .published import Published, PublishedGroup, Sheet
from .words import people_text, required_text, words

_TOGETHER = {Axis.ROLE: "Small groups together", Axis.TEAM: "Small teams together"}
_GROUPED = {Axis.ALL: "All staff", Axis.ROLE: "Role family", Axis.TEAM: "Team"}


@dataclass(frozen=True, slots=True)
class Column:
    """One group as the head of a column. The axis is ALL for all staff."""

    axis: Axis
    key: str
    name: str
    people: str  # in words or as a number, empty where it is not said


def columns(published: Published, axis: Axis) -> tuple[Column, ...]:
    """All staff, then groups A to Z, then the small ones together, where there are any. Groups under 5 have none."""
    people = "" if published.people is None else number(published.people)
    everybody = Column(Axis.ALL, "", "All staff", people)
    named = sorted(
        (group for group in published.groups(axis) if _has_a_column(published, axis, group)),
        key=lambda group: (group.name.casefold(), group.key),
    )
    found = [everybody, *(Column(axis, group.key, group.name, people_text(group)) for group in named)]
    if axis in _TOGETHER and _is_required(published.today, axis, TOGETHER):
        found.append(Column(axis, TOGETHER, _TOGETHER[axis], ""))
    return tuple(found)


def file_rows(published: Published) -> Iterator[list[str]]:
    """Everything published of one week, as text, with its heading: what the page shows and no more."""
    forecast = published.forecast
    yield [
        *("Date", "Competency", "Name", "Domain", "Grouped by", "Group", "People required"),
        f"Held, {day_and_month(published.on)}",
        *([] if forecast is None else [f"If nothing is sent, held on {day_and_month(forecast.on)}"]),
    ]
    yield _row(published, ("", "Everything that roles require", ""), columns(published, Axis.ALL)[0], "", overall=True)
    for competency in published.competencies:
        about = (competency.key, competency.name, competency.domain)
        for axis in Axis:
            for column in columns(published, axis)[0 if axis is Axis.ALL else 1 :]:
                cell = published.today.cell(column.axis, column.key, competency.key)
                yield _row(published, about, column, required_text(cell, exact=published.people is not None))


def _row(
    published: Published, about: tuple[str, str, str], column: Column, required: str, *, overall: bool = False
) -> list[str]:
    def cell(sheet: Sheet) -> Cell:
        return sheet.overall if overall else sheet.cell(column.axis, column.key, about[0])

    sheets = [sheet for sheet in (published.today, published.forecast) if sheet is not None]
    start = [nhs_date(published.on), *about, _GROUPED[column.axis], column.name, required]
    return [*start, *(words(cell(sheet)).text for sheet in sheets)]


def _has_a_column(published: Published, axis: Axis, group: PublishedGroup) -> bool:
    return not group.is_small and _is_required(published.today, axis, group.key)


def _is_required(sheet: Sheet, axis: Axis, group: str) -> bool:
    return any(place[:2] == (axis, group) and not isinstance(cell, NotRequired) for place, cell in sheet.cells.items())
