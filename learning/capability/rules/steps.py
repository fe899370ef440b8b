"""The small steps towards a required level, so that progress shows before a level is reached."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from .evidence import HIGHEST, HIGHEST_BY_ANSWERS, Thresholds
from .holding import Held

RIGHT_ANSWERS = 2  # to two different activities, for each level up to 3


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is between a person and the next level: "1 of 2 right answers for level 2"."""

    level: int
    reached: int
    needed: int
    counts_from: dt.date | None  # from here a right answer to another activity completes it; None: from now
    is_confirmation: bool  # level 4: a champion or lead confirms it


def steps_required(required: int) -> int:
    """Two right answers for each level up to 3, and a confirmation for level 4."""
    return RIGHT_ANSWERS * min(required, HIGHEST_BY_ANSWERS) + (required >= HIGHEST)


def steps_reached(held: Held | None, required: int) -> int:
    """How many of `steps_required` are behind this person. Steps stay when memory fades, as levels do."""
    if held is None:
        return 0
    by_answers = sum(_right_answers(held, level) for level in range(1, min(required, HIGHEST_BY_ANSWERS) + 1))
    return by_answers + (required >= HIGHEST and held.level >= HIGHEST)


def next_step(held: Held | None, required: int, thresholds: Thresholds) -> NextStep | None:
    """The step to the next level, or None where the required level is reached."""
    level = 1 if held is None else held.level + 1
    if level > required:
        return None
    if level >= HIGHEST:
        return NextStep(HIGHEST, 0, 1, None, is_confirmation=True)
    first_on = None if held is None else held.right_on(level)
    counts_from = None if first_on is None else first_on + dt.timedelta(days=thresholds.days_apart)
    return NextStep(level, 0 if first_on is None else 1, RIGHT_ANSWERS, counts_from, is_confirmation=False)


def _right_answers(held: Held, level: int) -> int:
    if held.level >= level:
        return RIGHT_ANSWERS
    return 1 if held.right_on(level) is not None else 0
