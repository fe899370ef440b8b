"""Which level a person has shown: two right answers to two activities, a week apart. Levels do not fade."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from .evidence import HIGHEST, HIGHEST_BY_ANSWERS, EvidenceFact, EvidenceKind, Thresholds

Span = tuple[dt.date, dt.date]


@dataclass(frozen=True, slots=True)
class Shown:
    """The level, and since when a right answer has stood at each level (that level or above)."""

    level: int
    right_on: tuple[dt.date | None, dt.date | None, dt.date | None]  # for levels 1, 2, 3: the earliest
    confirmed_on: dt.date | None  # the latest confirmation of level 4, which waits until level 3 is there


def shown(facts: Iterable[EvidenceFact], thresholds: Thresholds) -> Shown:
    """What these facts of one competency show, in whatever order they come."""
    facts = list(facts)
    level = 0
    right_on: list[dt.date | None] = []
    for wanted in range(1, HIGHEST_BY_ANSWERS + 1):
        spans = _right_spans(facts, wanted)
        right_on.append(min((first for first, _ in spans), default=None))
        if _two_apart(spans, thresholds.days_apart):
            level = wanted
    confirmed_on = max((fact.on for fact in facts if _confirms(fact)), default=None)
    if level == HIGHEST_BY_ANSWERS and confirmed_on is not None:
        level = HIGHEST
    return Shown(level, (right_on[0], right_on[1], right_on[2]), confirmed_on)


def _right_spans(facts: list[EvidenceFact], wanted: int) -> list[Span]:
    """For each activity of at least this level: the first and the last date it was answered right."""
    spans: dict[str, Span] = {}
    for fact in facts:
        if fact.is_right_answer and fact.level >= wanted:
            first, last = spans.get(fact.activity, (fact.on, fact.on))
            spans[fact.activity] = (min(first, fact.on), max(last, fact.on))
    return list(spans.values())


def _two_apart(spans: list[Span], days: int) -> bool:
    """Whether one activity was right at least so many days before a different one was."""
    return any(
        (later[1] - earlier[0]).days >= days
        for i, earlier in enumerate(spans)
        for j, later in enumerate(spans)
        if i != j
    )


def _confirms(fact: EvidenceFact) -> bool:
    return fact.kind is EvidenceKind.CONFIRMATION and fact.level >= HIGHEST
