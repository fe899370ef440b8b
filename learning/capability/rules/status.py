"""Where a person stands in a competency on a date: exempt, not started, learning, current, fading or lapsed."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from .evidence import Thresholds
from .holding import Held


class Status(StrEnum):
    """Held means current or fading: fading is still held today."""

    EXEMPT = "exempt"
    NOT_STARTED = "not-started"
    LEARNING = "learning"
    CURRENT = "current"
    FADING = "fading"
    LAPSED = "lapsed"

    @property
    def is_held(self) -> bool:
        return self in _HELD

    @property
    def label(self) -> str:
        return self.value.replace("-", " ")


_HELD = frozenset({Status.CURRENT, Status.FADING})


def status(held: Held | None, required: int, on: dt.date, thresholds: Thresholds) -> Status:
    """On this date, if nothing more is answered before it. Required 0: this person's roles do not ask for it.

    For a date in the past, make `held` from the facts up to that date.
    """
    if required <= 0:
        return Status.EXEMPT
    if held is None:
        return Status.NOT_STARTED
    if held.level < required:
        return Status.LEARNING
    if on > held.current_until:
        return Status.LAPSED
    return Status.FADING if on >= fading_from(held, thresholds) else Status.CURRENT


def fading_from(held: Held, thresholds: Thresholds) -> dt.date:
    """The first day on which it is within the fading days of lapsing."""
    return held.current_until - dt.timedelta(days=thresholds.fading_days)


def lapses_on(held: Held) -> dt.date:
    """The first day on which it is no longer current."""
    return held.current_until + dt.timedelta(days=1)
