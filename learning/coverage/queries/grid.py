"""The grid of the page: competencies down, role families or teams across, every cell in words."""

from __future__ import annotations

from dataclasses import dataclass

from learning.coverage.rules import TOGETHER, Axis, Column, Published, Sheet, Tone, columns, falls_to, words

MOST_COLUMNS = 12


@dataclass(frozen=True, slots=True)
class GridCell:
    text: str
    tone: str  # "" where there is no figure, or a wide range
    css: str
    fall: str | None
    is_figure: bool


@dataclass(frozen=True, slots=True)
class GridRow:
    key: str
    name: str
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class GridPart:
    """The competencies of one domain."""

    domain: str
    rows: tuple[GridRow, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    columns: tuple[Column, ...]
    parts: tuple[GridPart, ...]
    together: str  # the name of the last column, where small groups are counted together
    small_groups: tuple[str, ...]  # by name
    first: int  # of the groups shown, from 1
    last: int
    of: int
    page: int

    @property
    def has_falls(self) -> bool:
        return any(cell.fall for part in self.parts for row in part.rows for cell in row.cells)

    @property
    def is_whole(self) -> bool:
        return self.first == 1 and self.last == self.of


def grid(published: Published, sheet: Sheet, axis: Axis, *, page: int = 1, marks_falls: bool = True) -> Grid:
    """One page of columns; all staff and the small groups stand on each."""
    every = columns(published, axis)
    together = [one for one in every if one.key == TOGETHER]
    groups = every[1 : len(every) - len(together)]
    pages = max(1, -(-len(groups) // MOST_COLUMNS))
    page = min(max(page, 1), pages)
    start = (page - 1) * MOST_COLUMNS
    on_page = groups[start : start + MOST_COLUMNS]
    shown = (every[0], *on_page, *together)
    parts: dict[str, list[GridRow]] = {}
    for competency in published.competencies:
        cells = tuple(_cell(published, sheet, column, competency.key, marks_falls=marks_falls) for column in shown)
        parts.setdefault(competency.domain, []).append(GridRow(competency.key, competency.name, cells))
    return Grid(
        columns=shown,
        parts=tuple(GridPart(domain, tuple(rows)) for domain, rows in parts.items()),
        together=together[0].name if together else "",
        small_groups=tuple(group.name for group in published.groups(axis) if group.is_small),
        first=start + 1 if on_page else 0,
        last=start + len(on_page),
        of=len(groups),
        page=page,
    )


_COLOURED = {Tone.LOW: "st-cell--low", Tone.VERY_LOW: "st-cell--very-low"}


def _cell(published: Published, sheet: Sheet, column: Column, competency: str, *, marks_falls: bool) -> GridCell:
    cell = sheet.cell(column.axis, column.key, competency)
    said = words(cell)
    css = ["st-cell"]
    if column.axis is Axis.ALL:
        css.append("st-grid__all")
    if said.points is None:
        css.append("st-cell--mute")
    elif said.tone in _COLOURED:
        css.append(_COLOURED[said.tone])
    if said.is_range:
        css.append("st-cell--band")
    later = None
    if marks_falls and published.forecast is not None:
        later = falls_to(cell, published.forecast.cell(column.axis, column.key, competency))
    return GridCell(
        text=said.text,
        tone=said.tone.value if said.tone else "",
        css=" ".join(css),
        fall=f"falls to {later}" if later else None,
        is_figure=said.points is not None,
    )
