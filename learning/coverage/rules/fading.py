"""What today and the forecast say together: how many of a group fade between them."""

from __future__ import annotations

from collections.abc import Iterator, Set

from learning.ground.figures import changes

from .belief import Belief, Place

Range = tuple[int, int]


def joined_for_fading(
    of: int, grain: int, unsafe: Set[int], today: Range, later: Range, fading: Belief, place: Place
) -> set[int]:
    """The counts at which labels of the forecast must be joined besides, so that beside today's none decides who fades.

    `today` are the counts behind today's label, `later` those a reader could believe of the forecast date. A label
    decides if it says that as many fade as can (then all of these do), or as few as can where that leaves somebody
    elsewhere no choice.
    """
    fewest, most = fading.range_of(place)
    joined: set[int] = set()
    while True:
        for low, high in _labels(of, grain, unsafe | joined, today, later):
            if 0 < today[0] - high == most:
                joined.add(high + 1)
                break
            if low > 0 and today[1] - low == fewest and fading.decides_at_fewest(place):
                joined.add(low)
                break
        else:
            return joined


def _labels(of: int, grain: int, unsafe: Set[int], today: Range, later: Range) -> Iterator[Range]:
    """Each label that the forecast could have, as a range of counts. It never lies above that of today."""
    kept = sorted({first for first in changes(of, grain) if first not in unsafe})
    for low, high in zip([0, *kept], [*(first - 1 for first in kept), of], strict=True):
        if high <= today[1] and low <= later[1] and later[0] <= high:
            yield low, high
