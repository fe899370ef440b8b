"""What may be said of a group in public: a share, a range, or why there is no number."""

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
