"""How a published figure reads: its text, how strong it is, how wide its bar, and what it falls to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from learning.ground.figures import (
    FEWEST,
    Band,
    Cell,
    Figure,
    Hidden,
    NotRequired,
    Share,
    Why,
    about,
    figure_text,
    points,
)
from learning.ground.text import number

from .published import Part, Portion, PublishedGroup

MARKED_FALL = 15  # points
_LOW, _FAIR, _STRONG = 40, 60, 80
_WIDEST_WITH_TONE = 40  # points of a range
_ALL = 100

_HIDDEN = {
    Why.FEW: f"Hidden: fewer than {FEWEST} people",
    Why.JOINED: "Hidden: counted with the small groups",
    Why.PERSON: "Hidden: it could point to one person",
}
_PORTIONS = {
    Portion.CURRENT: "current",
    Portion.FADING: "fading",
    Portion.HELD: "held",
    Portion.LAPSED: "lapsed",
    Portion.LEARNING: "learning, below the level needed",
    Portion.NOT_STARTED: "not started",
    Portion.NOT_HELD: "lapsed, learning or not started",
}


class Tone(StrEnum):
    """Only the first two are coloured, and all are said in words."""

    VERY_LOW = "very low"
    LOW = "low"
    FAIR = "fair"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class Words:
    """A cell as it is printed. Without a figure there is no tone and no number; a wide range has no tone."""

    text: str
    tone: Tone | None
    points: int | None  # 5 to 95 in fives, for widths
    is_range: bool


def words(cell: Cell) -> Words:
    match cell:
        case Hidden(why):
            return Words(_HIDDEN[why], None, None, is_range=False)
        case NotRequired():
            return Words("Not required", None, None, is_range=False)
        case _:
            is_range = isinstance(cell, Band) and " to " in figure_text(cell)
            said = None if _is_wide(cell) else tone(cell)
            return Words(figure_text(cell), said, points(cell), is_range)


def _is_wide(cell: Figure) -> bool:
    """0 to 80% may be nearly nobody or most of them: it is neither low nor fair."""
    return isinstance(cell, Band) and cell.high - cell.low > _WIDEST_WITH_TONE


def tone(cell: Figure) -> Tone:
    """By the middle of a range: 40 to 60% is low, 60 to 80% is fair."""
    middle = cell.percent if isinstance(cell, Share) else (cell.low + cell.high) / 2
    if middle < _LOW:
        return Tone.VERY_LOW
    if middle < _FAIR:
        return Tone.LOW
    return Tone.FAIR if middle < _STRONG else Tone.STRONG


def falls_to(today: Cell, forecast: Cell) -> str | None:
    """The forecast in words where it is 15 points or more below today, for shares only."""
    if not isinstance(today, Share) or not isinstance(forecast, Share | Band):
        return None
    if isinstance(forecast, Band) and forecast.low > 0:
        return None
    return figure_text(forecast) if points(today) - points(forecast) >= MARKED_FALL else None


def part_text(part: Part) -> tuple[str, str]:
    """The number and the word, so that the number can be set in bold."""
    if part.points <= 0:
        share = "under 5%"
    else:
        share = "over 95%" if part.points >= _ALL else f"{part.points}%"
    return share, _PORTIONS[part.portion]


def people_text(group: PublishedGroup) -> str:
    """How many people are in a group, for the head of a column; without numbers in a small organisation."""
    if group.is_small:
        return f"fewer than {FEWEST}"
    return "" if group.people is None else number(group.people)


def required_text(cell: Cell, *, exact: bool) -> str:
    """How many people are required behind a cell, as exactly as may be said."""
    match cell:
        case NotRequired():
            return "0"
        case Hidden():
            return ""
        case _:
            return str(cell.of) if exact else about(cell.of)
