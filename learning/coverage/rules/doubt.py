"""Where a figure may not change its label, so that doubt about each person remains whatever the figure says.

Before a figure is published we work out the fewest and the most who could hold it, for a reader of everything published
so far. A label that leaves only the fewest (or only the most) would decide about everybody on whom that turns. So no
label may begin within `spare` counts of either end. As long as a label leaves a count strictly between the ends, no
person is decided who was not before: the worlds that fit are a convex body with whole-numbered corners, and a cut
through its inside touches all its sides. That is why this holds for every outcome and not only for likely ones; and
since the labels are chosen from what is public already, their choice says nothing either.
"""

from __future__ import annotations

from learning.ground.figures import FEWEST, Band, Cell, Share, counts_within, near_the_ends

from .counts import Group


def near_the_last(before: Cell | None, of: int, group: Group) -> set[int]:
    """The same against the last publication, for a reader who is sure that nothing changed but who came and went.

    Five or more who came or went hide each other.
    """
    if not isinstance(before, Share | Band):
        return set()
    unsafe: set[int] = set()
    fewest, most = counts_within(before)
    for joined, left in _comings(of - before.of, group):
        stayed = before.of - left
        low, high = max(0, fewest - left), min(stayed, most)
        unsafe |= near_the_ends(low, high + joined, spare=1)
    return unsafe


def _comings(grown: int, group: Group) -> list[tuple[int, int]]:
    """How many of those who are required may have come and gone, as the group as a whole allows."""
    known = [(joined, joined - grown) for joined in range(group.joined + 1) if 0 <= joined - grown <= group.left]
    possible = known or [(max(grown, 0), max(-grown, 0))]
    return [(joined, left) for joined, left in possible if 0 < joined + left < FEWEST]
