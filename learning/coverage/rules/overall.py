"""The figures for everything that roles require of everybody: held, the bar, steps, aware or above."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from learning.ground.figures import (
    BAND_GRAIN,
    FEWEST,
    Band,
    Cell,
    Hidden,
    NotRequired,
    Share,
    Why,
    figure,
    grain_for,
    near_the_ends,
    points,
)

from .counts import Counts, OrganisationCounts
from .published import Part, Portion

MOST_STEPS = 7  # two right answers for each of three levels, and a confirmation
FEWEST_FOR_PARTS = 100  # required competencies of people
FEWEST_TO_DIVIDE = 40  # two for each of at most 20 steps of 5 points
_TOTAL = 100  # points
_FIVE = 5
_SHARP = 10  # points

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Overall:
    today: Cell
    parts: tuple[Part, ...]
    forecast: Cell | None
    forecast_parts: tuple[Part, ...]
    steps: Cell
    aware: Cell


def overall_figures(counts: OrganisationCounts, ranges: Iterable[tuple[Range, ...]]) -> Overall:
    """`ranges` of each competency on each date: the fewest and the most who hold it, as a reader of its figures knows.

    What is held altogether is worked out from these, by their middles, and so tells nobody anything new: it cannot be
    subtracted from. "Aware" and "current then" are counted; no label of theirs comes near enough to the fewest (or the
    most) who hold something to say more of them than that. A reader knows statuses of their own, one in each
    competency, and steps.
    """
    own = len(counts.competencies)
    required = counts.total().required
    (fewest, most), *later = [_summed(of_date) for of_date in zip(*ranges, strict=True)] or [(0, 0)]
    today = _worked_out(counts, (fewest, most), required)
    forecast: Cell | None = None
    forecast_parts: tuple[Part, ...] = ()
    if counts.forecast_on is not None:
        then = later[0] if later else (0, 0)
        forecast = _worked_out(counts, then, required)
        forecast_parts = parts_of(forecast, _current_then(counts, then[1], own), counts.forecast_total(), then[1])
    steps_unsafe = near_the_ends(0, counts.steps_required, spare=MOST_STEPS * (own + 1))
    aware_unsafe = near_the_ends(0, required, own + 1) | near_the_ends(fewest, required, own + 1)
    return Overall(
        today=today,
        parts=parts_of(today, forecast, counts.total(), most),
        forecast=forecast,
        forecast_parts=forecast_parts,
        steps=_figure(counts, counts.steps_reached, counts.steps_required, steps_unsafe),
        aware=_figure(counts, counts.aware, required, aware_unsafe),
    )


def _current_then(counts: OrganisationCounts, most: int, own: int) -> Cell:
    """Of those who hold something on the forecast date, those who will for 28 days more."""
    total = counts.forecast_total()
    unsafe = near_the_ends(0, most, own + 1) | set(range(most, total.required + 1))
    return _figure(counts, total.current, total.required, unsafe)


def _summed(ranges: Iterable[Range]) -> Range:
    fewest, most = zip(*ranges, strict=True)
    return sum(fewest), sum(most)


def _worked_out(counts: OrganisationCounts, found: Range, required: int) -> Cell:
    """The label of the middle; or, where too little is known for that, of everything from the fewest to the most."""
    fewest, most = found
    is_sharp = (most - fewest) * _TOTAL <= required * max(_SHARP, grain_for(counts.everyone.people))
    return _figure(counts, (fewest + most) // 2, required, set() if is_sharp else set(range(fewest + 1, most + 1)))


def parts_of(held: Cell, current: Cell | None, counts: Counts, most: int) -> tuple[Part, ...]:
    """The bar, coarser than the counts: what is held is divided by published figures alone, and what is not held in
    steps of 5 points of the whole, each of them at least two people's. So the bar says no more about who holds
    something than the figures do. `most` could hold it, for a reader of these."""
    if not isinstance(held, Share | Band) or held.of < FEWEST_FOR_PARTS:
        return ()
    if isinstance(held, Band) and held.grain == BAND_GRAIN:
        return ()
    all_held = points(held)
    parts = [Part(Portion.HELD, all_held)]
    if isinstance(current, Share | Band):
        still = min(points(current), all_held)
        parts = [Part(Portion.CURRENT, still), Part(Portion.FADING, all_held - still)]
    if held.of - most < FEWEST_TO_DIVIDE:
        return (*parts, Part(Portion.NOT_HELD, _TOTAL - all_held))
    return (*parts, *_divided(_TOTAL - all_held, counts))


def _divided(total: int, counts: Counts) -> tuple[Part, ...]:
    """Points in fives by largest remainder."""
    exact = {
        Portion.LAPSED: counts.lapsed * total,
        Portion.LEARNING: counts.learning * total,
        Portion.NOT_STARTED: counts.not_started * total,
    }
    unit = counts.not_held * _FIVE
    fives = {portion: share // unit for portion, share in exact.items()}
    by_remainder = sorted(exact, key=lambda portion: -(exact[portion] % unit))
    for portion in by_remainder[: total // _FIVE - sum(fives.values())]:
        fives[portion] += 1
    return tuple(Part(portion, _FIVE * fives[portion]) for portion in exact)


def _figure(counts: OrganisationCounts, count: int, of: int, unsafe: set[int]) -> Cell:
    if of == 0:
        return NotRequired()
    people = min(counts.everyone.people, of)
    return Hidden(Why.FEW) if people < FEWEST else figure(count, of, grain_for(people), unsafe)
