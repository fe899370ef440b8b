"""One competency while it is published: all staff, then role families, then teams, today and forecast together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from learning.ground.figures import (
    TOGETHER,
    Band,
    Cell,
    Hidden,
    Layout,
    Share,
    Why,
    counts_within,
    figure,
    grain_for,
    layout,
    near_the_ends,
)

from .belief import EVERYBODY, Belief, Place
from .counts import Axis, Counts, Group, OrganisationCounts
from .doubt import near_the_last
from .fading import joined_for_fading
from .published import Published

Found = tuple[str, str, tuple[Counts, ...]]  # team, role family, counts of each date


@dataclass(frozen=True, slots=True)
class Dated:
    """What is known of one date: how many hold it in each place, and what a reader may believe so far."""

    held: dict[Place, int]
    belief: Belief
    cells: dict[Place, Cell]


@dataclass(frozen=True, slots=True)
class CompetencyFigures:
    key: str
    counts: OrganisationCounts
    before: Published | None
    layouts: dict[Axis, Layout]
    dates: tuple[Dated, ...]  # today and, where there is one, the forecast
    fading: Belief | None  # who hold it today and not on the forecast date

    def publish(self) -> None:
        """Figure by figure, each chosen by what is public at that moment and by nothing else."""
        if EVERYBODY[1] in self.layouts[Axis.ALL].shown:
            for axis in Axis:
                for group, required in self.layouts[axis].shown.items():
                    self._publish((axis, group), required)
        else:  # fewer than 5 in the whole organisation
            self._hide(EVERYBODY, Why.FEW)
        for axis in (Axis.ROLE, Axis.TEAM):
            for group, why in self.layouts[axis].hidden.items():
                self._hide((axis, group), why)
            if TOGETHER in self.layouts[axis].shown:
                self._hide((axis, TOGETHER), Why.FEW)

    def ranges(self) -> tuple[tuple[int, int], ...]:
        """The fewest and the most of all staff who could hold it, on each date, for a reader of all its figures."""
        return tuple(dated.belief.range_of(EVERYBODY) for dated in self.dates)

    def _publish(self, place: Place, required: int) -> None:
        unsafe: set[int] = set()
        ranges = [dated.belief.range_of(place) for dated in self.dates]
        for date, found in enumerate(ranges):
            unsafe |= near_the_ends(*found)
            unsafe |= near_the_last(self._cell_before(date, place), required, self._group(place))
        for date, dated in enumerate(self.dates):
            if date and self.fading is not None:
                unsafe |= self._joined_for_fading(place, required, unsafe, ranges[date], self.fading)
            cell = figure(dated.held.get(place, 0), required, grain_for(required), unsafe)
            dated.cells[place] = cell
            if isinstance(cell, Share | Band):
                dated.belief.learn(place, *counts_within(cell))
        if self.fading is not None:
            self._learn_who_fades(place, self.fading)

    def _joined_for_fading(
        self, place: Place, required: int, unsafe: set[int], later: tuple[int, int], fading: Belief
    ) -> set[int]:
        today = self.dates[0].cells[place]
        if not isinstance(today, Share | Band):
            return set()
        return joined_for_fading(required, grain_for(required), unsafe, counts_within(today), later, fading, place)

    def _learn_who_fades(self, place: Place, fading: Belief) -> None:
        today, later = (dated.cells[place] for dated in self.dates)
        if isinstance(today, Share | Band) and isinstance(later, Share | Band):
            one, other = counts_within(today), counts_within(later)
            fading.learn(place, max(0, one[0] - other[1]), one[1] - other[0])

    def _hide(self, place: Place, why: Why) -> None:
        for dated in self.dates:
            dated.cells.setdefault(place, Hidden(why))

    def _group(self, place: Place) -> Group:
        axis, key = place
        if axis is Axis.ALL:
            return self.counts.everyone
        return next((group for group in self.counts.groups(axis) if group.key == key), Group(key, "", 0))

    def _cell_before(self, date: int, place: Place) -> Cell | None:
        if self.before is None:
            return None
        sheet = (self.before.today, self.before.forecast)[date]
        return None if sheet is None else sheet.cells.get((*place, self.key))


def competency_figures(
    key: str, found: Iterable[Found], counts: OrganisationCounts, before: Published | None
) -> CompetencyFigures:
    """Ready to be published; `found` are the squares in which somebody is required."""
    found = list(found)
    required: dict[Axis, dict[str, int]] = {axis: defaultdict(int) for axis in Axis}
    for team, role, dated in found:
        for axis, group in (EVERYBODY, (Axis.ROLE, role), (Axis.TEAM, team)):
            required[axis][group] += dated[0].required
    layouts = {axis: layout(required[axis]) for axis in Axis}
    dates = [_dated(found, layouts, lambda dated: dated[0].held)]
    fading = None
    if counts.forecast_on is not None:
        dates.append(_dated(found, layouts, lambda dated: dated[1].held))
        fading = _dated(found, layouts, lambda dated: dated[0].held - dated[1].held).belief
    return CompetencyFigures(key, counts, before, layouts, tuple(dates), fading)


def _dated(found: list[Found], layouts: dict[Axis, Layout], count: Callable[[tuple[Counts, ...]], int]) -> Dated:
    """Hidden groups count as one from here on: nothing is said of them apart."""
    held: dict[Place, int] = defaultdict(int)
    squares: dict[tuple[str, str], tuple[int, int]] = {}
    for team, role, dated in found:
        places = layouts[Axis.TEAM].place_of(team), layouts[Axis.ROLE].place_of(role)
        for place in (EVERYBODY, (Axis.TEAM, places[0]), (Axis.ROLE, places[1])):
            held[place] += count(dated)
        before = squares.get(places, (0, 0))
        squares[places] = before[0] + count(dated), before[1] + dated[0].required
    return Dated(dict(held), Belief(squares), {})
