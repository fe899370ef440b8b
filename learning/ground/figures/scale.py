"""From a count to its share or range, and back to the counts that a reader may believe."""

from __future__ import annotations

import bisect
from collections.abc import Set
from functools import lru_cache

from .cells import BAND_GRAIN, FEWEST, SHARE_GRAIN, Band, Figure, Hidden, Share, Why, grain_for

SPARE = 2  # one for the reader outside; one more for a reader who knows one status, such as their own


@lru_cache(maxsize=4_096)
def changes(of: int, grain: int) -> tuple[int, ...]:
    """The counts at which the label changes: at the first the second label begins, and so on.

    Shares change half way between two multiples of 5, ranges at 20, 40, 60 and 80. What lies exactly on a change
    counts to the middle for shares and away from it for ranges, so that holding and not holding are treated alike.
    """
    if grain == SHARE_GRAIN:
        return tuple(
            -(-of * odd // 40) if odd < 20 else of * odd // 40 + 1  # at or above; above
            for odd in range(1, 40, 2)
        )
    return (of // 5 + 1, of * 2 // 5 + 1, -(-of * 3 // 5), -(-of * 4 // 5))


def figure(count: int, of: int, grain: int, unsafe: Set[int]) -> Figure | Hidden:
    """What is published of a count, where the label may not change at the `unsafe` counts: labels are joined there."""
    at = changes(of, grain)
    kept = [step for step, first in enumerate(at, start=1) if first not in unsafe]
    if not set(kept) - ({1, len(at)} if len(kept) == 1 and grain == SHARE_GRAIN else set()):
        return Hidden(Why.PERSON)  # nothing is left to say, or only "not 0%"
    below = bisect.bisect_right([at[step - 1] for step in kept], count)
    begins = 0 if below == 0 else kept[below - 1]
    ends = len(at) + 1 if below == len(kept) else _first_at(at, kept[below])
    return _labelled(begins, ends, len(at) + 1, of, grain)


def near_the_ends(fewest: int, most: int, spare: int = SPARE) -> set[int]:
    """Counts at which no label may begin. At the fewest one may: nobody believes in less."""
    low, high = range(fewest + 1, fewest + spare + 1), range(most - spare + 1, most + 1)
    return {count for count in (*low, *high) if fewest < count <= most}


def share_of(count: int, of: int) -> Figure | Hidden:
    """A count that stands alone: nothing of under 5 people, and never so near to nobody or all that one is certain."""
    return Hidden(Why.FEW) if of < FEWEST else figure(count, of, grain_for(of), near_the_ends(0, of))


def counts_within(cell: Figure) -> tuple[int, int]:
    """The lowest and the highest count behind a figure, as anybody can work out who knows the rule and the group."""
    if isinstance(cell, Share):
        begins, ends, grain = cell.percent // SHARE_GRAIN, cell.percent // SHARE_GRAIN + 1, SHARE_GRAIN
    else:
        begins, ends, grain = *_steps(cell), cell.grain
    at = changes(cell.of, grain)
    return (0 if begins == 0 else at[begins - 1], cell.of if ends > len(at) else at[ends - 1] - 1)


def _first_at(at: tuple[int, ...], step: int) -> int:
    """In a small group two labels may begin at one count, and the lower of them is empty."""
    return at.index(at[step - 1]) + 1


def _labelled(begins: int, ends: int, labels: int, of: int, grain: int) -> Figure | Hidden:
    """Labels number `begins` up to, and without, `ends`."""
    if begins == 0 and ends == labels:
        return Hidden(Why.PERSON)
    if grain == BAND_GRAIN:
        return Band(begins * grain, ends * grain, of, grain)
    if begins == 0:
        return Band(0, ends * grain, of, grain)
    if ends == labels:
        return Band((begins - 1) * grain, 100, of, grain)
    if begins + 1 == ends:
        return Share(begins * grain, of)
    return Band(begins * grain, (ends - 1) * grain, of, grain)


def _steps(band: Band) -> tuple[int, int]:
    low, high = band.low // band.grain, band.high // band.grain
    if band.grain == BAND_GRAIN:
        return low, high
    if band.low == 0:
        return 0, high
    return (low + 1, high + 1) if band.high == 100 else (low, high + 1)
