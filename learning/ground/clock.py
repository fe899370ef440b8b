"""What time it is. The only place that asks the machine, so that tests and the demonstration can move it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

_moved: ContextVar[dt.datetime | None] = ContextVar("steady_moved_clock", default=None)


def now() -> dt.datetime:
    """The present moment, aware, in UTC, without fractions of a second."""
    moved = _moved.get()
    return moved if moved is not None else dt.datetime.now(dt.UTC).replace(microsecond=0)


def today(zone: str) -> dt.date:
    """The local date in that time zone."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def moved_to(moment: dt.datetime) -> Iterator[None]:
    """Hold the clock still at `moment` (aware) inside this block."""
    if moment.tzinfo is None:
        raise ValueError("the moved clock needs an aware moment")
    token = _moved.set(moment.astimezone(dt.UTC))
    try:
        yield
    finally:
        _moved.reset(token)
