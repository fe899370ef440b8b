"""How memory of a competency grows with answers and fades without them: the fsrs model, in whole days."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from fsrs import Card, Rating, Scheduler

from .evidence import Confidence, EvidenceFact, Outcome, Thresholds

_LATER_PARAMETERS = Scheduler().parameters[4:]  # the library's own, but for the four first stabilities
DECAY: float = -_LATER_PARAMETERS[-1]
FACTOR: float = math.pow(0.9, 1 / DECAY) - 1
_EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


class Grade(IntEnum):
    """What one day of answers says to the memory. The library's "easy" is never given: nothing we ask can show it."""

    AGAIN = 1
    HARD = 2
    GOOD = 3


@dataclass(frozen=True, slots=True)
class Memory:
    """The memory after its last review. Stability is in days, difficulty from 1 to 10, n counts reviews (days)."""

    stability: float
    difficulty: float
    last_on: dt.date
    n: int


@dataclass(frozen=True, slots=True)
class Recall:
    """One check of the model itself: what it predicted for that day, and whether the person was right."""

    on: dt.date
    predicted: float
    was_right: bool


def grade(fact: EvidenceFact) -> Grade:
    """Of one marked answer. Right without a word on confidence counts as known."""
    if fact.outcome is Outcome.WRONG:
        return Grade.AGAIN
    if fact.outcome is Outcome.PARTLY or fact.confidence is Confidence.GUESS:
        return Grade.HARD
    return Grade.GOOD


def reviews(facts: Iterable[EvidenceFact]) -> list[tuple[dt.date, Grade]]:
    """One review for each local date with a marked answer, in order of date: the weakest answer of the day decides.

    Several answers on one day are one sitting: they show what is known that day once, not several times.
    """
    weakest: dict[dt.date, Grade] = {}
    for fact in facts:
        if fact.is_marked_answer:
            weakest[fact.on] = min(weakest.get(fact.on, Grade.GOOD), grade(fact))
    return sorted(weakest.items())


def remembered(days: Iterable[tuple[dt.date, Grade]], thresholds: Thresholds) -> Memory | None:
    """The memory after these reviews, which stand in order of date and at most one on each date."""
    scheduler = _scheduler(thresholds)
    card = Card(card_id=0, due=_EPOCH)  # without an id of our own the library sleeps a millisecond to make one
    last_on, n = dt.date.min, 0
    for last_on, rating in days:
        moment = dt.datetime(last_on.year, last_on.month, last_on.day, tzinfo=dt.UTC)
        card, _ = scheduler.review_card(card, Rating(rating), moment)
        n += 1
    if card.stability is None or card.difficulty is None:
        return None
    return Memory(card.stability, card.difficulty, last_on, n)


def predicted_recall(stability: float, days: int) -> float:
    """How likely a right answer is, 0 to 1, this many days after the last review: (1 + F * t / S) ** D."""
    return math.pow(1 + FACTOR * max(0, days) / stability, DECAY)


def days_until(recall: float, stability: float, thresholds: Thresholds) -> int:
    """Days from the last review until predicted recall has come down to this: whole days, from 1 to the maximum.

    Rounded to the nearest day as the library rounds its own interval, so `days_until(desired_recall)` is its due date.
    """
    exact = stability / FACTOR * (math.pow(recall, 1 / DECAY) - 1)
    return min(max(round(exact), 1), thresholds.maximum_interval_days)


def recalls(
    facts: Iterable[EvidenceFact],
    thresholds: Thresholds,
    *,
    is_check: Callable[[EvidenceFact], bool],
    after_days: int = 7,
) -> tuple[Recall, ...]:
    """Predicted against observed, for each day with a check at least this long after the last answer of any kind.

    All facts are of one person and one competency. As in the memory, one wrong check makes that day wrong.
    """
    kept = [fact for fact in facts if fact.is_marked_answer]
    checks = dict(reviews(fact for fact in kept if is_check(fact)))
    found: list[Recall] = []
    days = reviews(kept)
    for position, (on, _) in enumerate(days):
        if position == 0 or on not in checks or (on - days[position - 1][0]).days < after_days:
            continue
        before = remembered(days[:position], thresholds)
        if before is not None:
            predicted = predicted_recall(before.stability, (on - before.last_on).days)
            found.append(Recall(on, predicted, checks[on] is not Grade.AGAIN))
    return tuple(found)


@lru_cache(maxsize=16)
def _scheduler(thresholds: Thresholds) -> Scheduler:
    """One scheduler for each set of thresholds: making one checks 21 parameters, reviewing costs microseconds."""
    return Scheduler(
        parameters=(*thresholds.first_stability_days, *_LATER_PARAMETERS),
        desired_retention=thresholds.desired_recall,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=thresholds.maximum_interval_days,
        enable_fuzzing=False,
    )
