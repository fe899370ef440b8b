"""How much each required competency asks for a unit this week, worked out once for a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from learning.capability.rules import HIGHEST_BY_ANSWERS, Held, Thresholds
from learning.drip.rules.reasons import Facts, ReasonCode
from learning.ground.workdays import monday_of

_LAST_DAY = dt.timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Need:
    """One required competency of one person in one week. Weights have no unit; only their order matters."""

    target: int  # the level answers can bring: the required one, at most 3
    weight: int
    held_level: int
    is_due: bool
    reason: ReasonCode
    facts: Facts
    current_until: dt.date | None
    last_given: int  # how many units ago one touched it; large = long ago or never

    def weight_at(self, level: int) -> int:
        """An answer counts for its level and all below, so a unit below the target brings less, or nothing new."""
        if level >= self.target:
            return self.weight
        return self.weight // 2 if level > self.held_level else min(self.weight, 1)

    def misfit_of(self, level: int) -> int:
        """0 at the required level, 1 above it, 2 below."""
        return 0 if level == self.target else 1 if level > self.target else 2


def needs_of(
    required: Mapping[str, int],
    held: Mapping[str, Held],
    last_given: Mapping[str, int],
    week_on: dt.date,
    thresholds: Thresholds,
) -> dict[str, Need]:
    """By competency. `last_given`: how many units ago each was touched, 1 = by the last one."""
    found: dict[str, Need] = {}
    for competency, level in required.items():
        if level > 0:
            target = min(level, HIGHEST_BY_ANSWERS)
            ago = last_given.get(competency, 1_000_000)
            found[competency] = _need(competency, target, level, held.get(competency), ago, week_on, thresholds)
    return found


def _need(
    competency: str,
    target: int,
    required: int,
    held: Held | None,
    last_given: int,
    week_on: dt.date,
    thresholds: Thresholds,
) -> Need:
    facts: Facts = {"competency": competency}
    if held is None:
        return Need(target, _rested(6, last_given), 0, False, ReasonCode.NOT_STARTED, facts, None, last_given)
    weight, reason = _weight(held, target, week_on, thresholds)
    if reason is ReasonCode.BELOW_LEVEL:
        facts |= {"level": held.level, "required": required}
    if reason is ReasonCode.FADING:
        facts |= dated(held, week_on)
    is_due = held.due_on <= week_on + _LAST_DAY
    return Need(target, _rested(weight, last_given), held.level, is_due, reason, facts, held.current_until, last_given)


def dated(held: Held, week_on: dt.date) -> Facts:
    """When the last answer was, and how many calendar weeks before this one."""
    return {"last_on": held.last_on.isoformat(), "weeks": max(0, (week_on - monday_of(held.last_on)).days // 7)}


def _weight(held: Held, target: int, week_on: dt.date, thresholds: Thresholds) -> tuple[int, ReasonCode]:
    """A level two right answers short of it weighs less than one that the next answer completes."""
    if held.level < target:
        first_on = held.right_on(target)
        if first_on is None:
            return 5, ReasonCode.BELOW_LEVEL
        can_complete = first_on + dt.timedelta(days=thresholds.days_apart) <= week_on
        return (6 if can_complete else 1), ReasonCode.BELOW_LEVEL
    if held.current_until < week_on:
        return 4, ReasonCode.FADING
    if held.current_until - dt.timedelta(days=thresholds.fading_days) <= week_on and held.due_on <= week_on:
        return 2, ReasonCode.FADING
    return 0, ReasonCode.NEW_TO_YOU


def _rested(weight: int, last_given: int) -> int:
    """What the last units were about can wait a little: their answers may not be in yet."""
    return max(min(weight, 1), weight - max(0, 3 - last_given))
