"""What may be said of a group of people in public: a share, a range, or why there is no number."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

FEWEST = 5  # a smaller group is never shown
FEWEST_FOR_SHARE = 20  # a smaller one is shown as a range of 20 points
FEWEST_FOR_EXACT = 100  # numbers of people are shown in an organisation of this size
SHARE_GRAIN = 5  # points
BAND_GRAIN = 20


class Why(StrEnum):
    """Why a group is hidden."""

    FEW = "few"  # fewer than 5 are required; they are counted among the small groups
    JOINED = "joined"  # counted among the small groups, so that these are 5 or more
    PERSON = "person"  # any number could point to one person


@dataclass(frozen=True, slots=True)
class Share:
    """A share rounded to 5 points, from 5 to 95."""

    percent: int
    of: int  # people required


@dataclass(frozen=True, slots=True)
class Band:
    """Somewhere between two shares. With grain 5 the ends are rounded shares, and 0 and 100 say "under" and "over"."""

    low: int
    high: int
    of: int
    grain: int


@dataclass(frozen=True, slots=True)
class Hidden:
    """There are people, and nothing is said of them here."""

    why: Why


@dataclass(frozen=True, slots=True)
class NotRequired:
    """Nobody in this group is required to hold this."""


Figure = Share | Band
Cell = Figure | Hidden | NotRequired


def grain_for(people: int) -> int:
    return SHARE_GRAIN if people >= FEWEST_FOR_SHARE else BAND_GRAIN


def points(cell: Figure) -> int:
    """The middle of a figure in fives, from 5 to 95: for widths, for tones and for "between"."""
    if isinstance(cell, Share):
        return cell.percent
    twice = cell.low + cell.high  # halves go towards the middle
    return twice // 10 * 5 if twice > 100 else -(-twice // 10) * 5


def figure_text(cell: Figure) -> str:
    """
    >>> figure_text(Share(45, 40)), figure_text(Band(45, 50, 22, 5)), figure_text(Band(40, 60, 14, 20))
    ('45%', '45 to 50%', '40 to 60%')
    >>> figure_text(Band(0, 5, 200, 5)), figure_text(Band(90, 100, 22, 5)), figure_text(Band(80, 100, 14, 20))
    ('under 5%', 'over 90%', '80 to 100%')
    """
    if isinstance(cell, Share):
        return f"{cell.percent}%"
    if cell.grain == SHARE_GRAIN and cell.low == 0:
        return f"under {cell.high}%"
    if cell.grain == SHARE_GRAIN and cell.high == 100:
        return f"over {cell.low}%"
    return f"{cell.low} to {cell.high}%"


def about(people: int) -> str:
    """How many people, where the exact number is not said.

    >>> about(0), about(4), about(5), about(19), about(20)
    ('fewer than 5', 'fewer than 5', '5 to 19', '5 to 19', '20 or more')
    """
    if people < FEWEST:
        return f"fewer than {FEWEST}"
    return f"{FEWEST_FOR_SHARE} or more" if people >= FEWEST_FOR_SHARE else f"{FEWEST} to {FEWEST_FOR_SHARE - 1}"
