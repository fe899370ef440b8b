"""What a person holds in a competency, always worked out again from all the evidence."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from .evidence import EvidenceFact, Thresholds
from .level import shown
from .memory import days_until, predicted_recall, remembered, reviews


@dataclass(frozen=True, slots=True)
class Held:
    """What one person holds in one competency after the last answer. Dates are the person's local dates."""

    level: int  # 0 to 4
    stability: float  # days until predicted recall is 0.9
    difficulty: float  # 1 to 10
    n: int  # memory reviews: local dates with a marked answer
    last_on: dt.date  # the last of them
    due_on: dt.date  # a check is due from here
    current_until: dt.date  # the last day it counts as current; never before due_on
    confirmed_on: dt.date | None  # level 4 confirmed at work
    right_1_on: dt.date | None  # the earliest right answer at level 1 or above
    right_2_on: dt.date | None  # … at level 2 or above
    right_3_on: dt.date | None  # … at level 3

    def right_on(self, level: int) -> dt.date | None:
        """The earliest right answer at this level (1 to 3) or above."""
        return (self.right_1_on, self.right_2_on, self.right_3_on)[level - 1]


def hold(facts: Iterable[EvidenceFact], thresholds: Thresholds) -> Held | None:
    """What these facts of one person and one competency amount to. None: no marked answer yet, so not started.

    The order of the facts does not matter. There is no shortcut that adds one fact to an earlier holding: a late
    answer, a voided item or a changed threshold would make it differ from this, and this takes microseconds.
    """
    facts = list(facts)
    if len({fact.competency for fact in facts}) > 1:
        raise ValueError("hold() takes the facts of one competency; holdings() takes them all")
    memory = remembered(reviews(facts), thresholds)
    if memory is None:
        return None
    due_in = days_until(thresholds.desired_recall, memory.stability, thresholds)
    current_for = days_until(thresholds.current_recall, memory.stability, thresholds)
    reached = shown(facts, thresholds)
    return Held(
        reached.level,
        memory.stability,
        memory.difficulty,
        memory.n,
        memory.last_on,
        memory.last_on + dt.timedelta(days=due_in),
        memory.last_on + dt.timedelta(days=current_for),
        reached.confirmed_on,
        *reached.right_on,
    )


def holdings(facts: Iterable[EvidenceFact], thresholds: Thresholds) -> dict[str, Held]:
    """What one person holds, by competency. A competency without a marked answer is not in it."""
    by_competency: dict[str, list[EvidenceFact]] = defaultdict(list)
    for fact in facts:
        by_competency[fact.competency].append(fact)
    held = {competency: hold(own, thresholds) for competency, own in by_competency.items()}
    return {competency: found for competency, found in held.items() if found is not None}


def currency(held: Held, on: dt.date) -> float:
    """Predicted recall on this date, 0 to 1. It sets priority for practice and is never a mark of a person."""
    return predicted_recall(held.stability, (on - held.last_on).days)
