"""The sentences above the figures, and which competencies to start with."""

from __future__ import annotations

import datetime as dt

from learning.ground.figures import Band, Cell, Figure, Share, points
from learning.ground.text import nhs_date

from .counts import Axis
from .published import Portion, Published, Sheet

_TEN = 10
_ALL = 100


def headline(published: Published) -> str:
    """Of today: "7 in 10 of what roles require is held today. 1 in 10 will fade by 15 December." """
    held = _held(published.today)
    if held is None:
        return NOT_YET
    sentences = [f"{_capital(held)} of what roles require is held today."]
    fading = next((part.points for part in published.today.parts if part.portion is Portion.FADING), None)
    if fading is not None and published.forecast is not None:
        sentences.append(f"{_capital(_of_ten(fading, fading))} will fade by {day_and_month(published.forecast.on)}.")
    return " ".join(sentences)


def forecast_headline(published: Published) -> str:
    """Of the forecast: "If nothing is sent, 6 in 10 … is held on 15 December. It is 7 in 10 today." """
    forecast = published.forecast
    then = None if forecast is None else _held(forecast)
    today = _held(published.today)
    if forecast is None or then is None or today is None:
        return NOT_YET
    if then == today:
        return f"If nothing is sent, {then} of what roles require is still held on {day_and_month(forecast.on)}."
    on = day_and_month(forecast.on)
    return f"If nothing is sent, {then} of what roles require is held on {on}. It is {today} today."


def past_headline(published: Published) -> str:
    """Of a week gone by: "6 in 10 of what roles required was held on 22 September." """
    held = _held(published.today)
    if held is None:
        return NOT_YET
    return f"{_capital(held)} of what roles required was held on {day_and_month(published.today.on)}."


NOT_YET = "There are too few people here for a figure"


def in_tens(cell: Figure) -> str:
    """A figure as a natural frequency.

    >>> in_tens(Share(70, 300)), in_tens(Share(75, 300)), in_tens(Share(5, 300)), in_tens(Share(95, 300))
    ('7 in 10', 'between 7 and 8 in 10', 'fewer than 1 in 10', 'more than 9 in 10')
    >>> in_tens(Band(40, 60, 14, 20)), in_tens(Band(0, 20, 14, 20)), in_tens(Band(90, 100, 300, 5))
    ('between 4 and 6 in 10', 'fewer than 2 in 10', 'more than 9 in 10')
    """
    return _of_ten(cell.percent, cell.percent) if isinstance(cell, Share) else _of_ten(cell.low, cell.high)


def weakest(published: Published, most: int = 3) -> tuple[str, ...]:
    """The competencies that fewest of all staff hold; alike, in framework order. Teams and people are never ranked."""
    found: list[tuple[int, int, str]] = []
    for place, competency in enumerate(published.competencies):
        cell = published.today.cell(Axis.ALL, "", competency.key)
        if isinstance(cell, Share | Band):
            found.append((points(cell), place, competency.key))
    return tuple(key for _, _, key in sorted(found)[:most])


def day_and_month(day: dt.date) -> str:
    """
    >>> day_and_month(dt.date(2026, 12, 15))
    '15 December'
    """
    return nhs_date(day).rpartition(" ")[0]


def _held(sheet: Sheet) -> str | None:
    cell: Cell = sheet.overall
    return in_tens(cell) if isinstance(cell, Share | Band) else None


def _of_ten(low: int, high: int) -> str:
    """Between two shares in points: as one frequency where both are the same whole number of tenths."""
    if low == high and low % _TEN == 0 and 0 < low < _ALL:
        return f"{low // _TEN} in 10"
    lowest, highest = low // _TEN, -(-high // _TEN)
    if lowest == 0:
        return f"fewer than {max(highest, 1)} in 10"
    if highest >= _TEN:
        return f"more than {lowest} in 10"
    return f"between {lowest} and {highest} in 10"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
