"""Whose turn it is: lessons in the first weeks, then about half lessons, three in ten checks, two in ten examples."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from learning.drip.rules.units import GivenUnit, Kind

FIRST_WEEKS = 4
SHARES = {Kind.LESSON: 0.5, Kind.CHECK: 0.3, Kind.EXAMPLE: 0.2}
_LOOKS_BACK = 20  # units: what could not be given long ago is not owed for ever
BY_HAND_EVERY = 8


def kinds_in_turn(history: Iterable[GivenUnit], week_number: int, week_on: dt.date) -> tuple[Kind, ...]:
    """The kinds in the order to try them: the one furthest behind its share first.

    A kind that has nothing to give passes its turn on, so as long as there are no examples their share goes to lessons
    and checks.
    """
    if week_number <= FIRST_WEEKS:
        return tuple(SHARES)
    mix_from = week_on - dt.timedelta(weeks=week_number - 1 - FIRST_WEEKS)
    given = [unit.kind for unit in history if unit.on >= mix_from and unit.kind in SHARES][-_LOOKS_BACK:]
    behind = {kind: share * (len(given) + 1) - given.count(kind) for kind, share in SHARES.items()}
    return tuple(sorted(SHARES, key=lambda kind: round(-behind[kind], 6)))


def is_by_hand_turn(history: Iterable[GivenUnit]) -> bool:
    """Whether the next check is the eighth since the last one by hand."""
    since = 0
    for unit in history:
        if unit.kind is Kind.CHECK:
            since = 0 if unit.by_hand else since + 1
    return since >= BY_HAND_EVERY - 1
