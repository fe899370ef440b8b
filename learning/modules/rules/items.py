"""What first answers say about a question: how hard it is, whether it tells apart, and what nobody chooses. Pure.

Difficulty is the share who get it right. Discrimination is the corrected point-biserial correlation: right or not here,
against the person's share right on all *other* questions, so that a question is not compared with itself (S. Henrysson,
"Correction of item-total correlations in item analysis", Psychometrika 28, 1963; L. Crocker and J. Algina,
"Introduction to Classical and Modern Test Theory", 1986, chapter 14, which is also the source for reading distractors
by who chooses them). What counts as poor, below 0.2, is R. L. Ebel, "Essentials of Educational Measurement", 1972.

Every figure is published as the house publishes, and remarks on shares are decided by what is published and not by
exact counts, so that a remark says no more than its figure. "Hardly ever chosen" always leaves room for 2 people: it
never says of anybody what they did not choose.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from typing import Any

from learning.ground.figures import FEWEST, Figure, Hidden, Share, share_of

from .activity import Activity, ChooseOne

FEWEST_ANSWERS = 10  # for the share who get it right
FEWEST_FOR_CHOICES = 20
FEWEST_FOR_DISCRIMINATION = 50
_EASY, _HARD, _SURE_AND_WRONG = 90, 30, 25  # points
_POOR = 0.2
_CHANCE = 1.65  # standard errors: by chance alone 1 question in 20 would go beyond
_RESERVED = 2  # people who may have chosen what is hardly ever chosen


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people gave one answer, and how right they are elsewhere. `others` have answered other questions too;
    the sums are over their shares right there, from 0 to 1."""

    given: Mapping[str, Any]
    is_right: bool
    confidence: str | None
    people: int
    others: int = 0
    rest: float = 0.0
    rest_squared: float = 0.0


class Remark(StrEnum):
    """What to look at. In the order in which they are said."""

    REVERSED = "reversed"
    BETTER_WRONG = "better wrong"
    HARD = "hard"
    SURE_AND_WRONG = "sure and wrong"
    EASY = "easy"
    FLAT = "flat"
    HARDLY_CHOSEN = "hardly chosen"


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """One question of one version. A figure is None where there are not enough answers for it."""

    people: int  # never printed below 5
    right: Figure | None
    sure_and_wrong: Figure | None
    discrimination: float | None  # -1 to 1, to one decimal
    is_reversed: bool  # below 0 by more than chance would explain
    hardly_chosen: tuple[str, ...]  # ids of options or points
    hardly_useful: tuple[str, ...]  # of these, what the question needs: every option, and what has to be marked
    better_wrong: tuple[str, ...]  # ids of wrong options that people choose who know more than those who are right

    @property
    def has_enough(self) -> bool:
        return self.people >= FEWEST_ANSWERS

    @property
    def remarks(self) -> tuple[Remark, ...]:
        is_easy = self.right is not None and _ends(self.right)[0] >= _EASY
        # What nearly everybody gets right cannot tell apart, and is easy instead.
        is_flat = self.discrimination is not None and self.discrimination < _POOR
        found = {
            Remark.REVERSED: self.is_reversed,
            Remark.BETTER_WRONG: bool(self.better_wrong),
            Remark.HARD: self.right is not None and _ends(self.right)[1] <= _HARD,
            Remark.SURE_AND_WRONG: self.sure_and_wrong is not None and _ends(self.sure_and_wrong)[0] >= _SURE_AND_WRONG,
            Remark.EASY: is_easy,
            Remark.FLAT: is_flat and not is_easy and not self.is_reversed,
            Remark.HARDLY_CHOSEN: bool(self.hardly_useful),
        }
        return tuple(remark for remark, is_so in found.items() if is_so)


def item_figures(activity: Activity, tallies: Iterable[Tally]) -> ItemFigures:
    """The figures of one question from its first answers, one for each person. Their order does not matter."""
    each = tuple(tallies)
    people = sum(tally.people for tally in each)
    rare, found = hardly_chosen(activity, each), discrimination(each)
    said = [tally for tally in each if tally.confidence is not None]
    sure = sum(tally.people for tally in said if tally.confidence == "very" and not tally.is_right)
    return ItemFigures(
        people,
        _published(sum(tally.people for tally in each if tally.is_right), people),
        _published(sure, sum(tally.people for tally in said)),
        None if found is None else round(found, 1) + 0.0,  # never "-0.0"
        found is not None and found < -_CHANCE / sqrt(sum(tally.others for tally in each)),
        rare,
        tuple(part for part in rare if part in _needed(activity)),
        better_wrong(activity, each),
    )


def _published(count: int, of: int) -> Figure | None:
    figure = share_of(count, of) if of >= FEWEST_ANSWERS else None
    return None if isinstance(figure, Hidden) else figure


def _ends(figure: Figure) -> tuple[int, int]:
    if isinstance(figure, Share):
        return figure.percent, figure.percent
    return figure.low, figure.high


def discrimination(tallies: Sequence[Tally]) -> float | None:
    """None below 50 people with other answers, and where all are right, none is, or all are alike elsewhere."""
    n = sum(tally.others for tally in tallies)
    right = [tally for tally in tallies if tally.is_right]
    n_right = sum(tally.others for tally in right)
    if n < FEWEST_FOR_DISCRIMINATION or not 0 < n_right < n:
        return None
    total = sum(tally.rest for tally in tallies)
    total_right = sum(tally.rest for tally in right)
    spread = _spread(tallies)
    if not spread:
        return None
    apart = total_right / n_right - (total - total_right) / (n - n_right)
    share = n_right / n
    return min(1.0, max(-1.0, apart / spread * sqrt(share * (1 - share))))


def _spread(tallies: Sequence[Tally]) -> float:
    """The standard deviation of the shares elsewhere; a rounding error is no difference between people."""
    n = sum(tally.others for tally in tallies)
    mean = sum(tally.rest for tally in tallies) / n
    variance = sum(tally.rest_squared for tally in tallies) / n - mean**2
    return sqrt(variance) if variance > 1e-9 else 0.0


def hardly_chosen(activity: Activity, tallies: Sequence[Tally]) -> tuple[str, ...]:
    """Options or points that at most 2 people chose, or 1 in 20 where that is more; in their own order."""
    people = sum(tally.people for tally in tallies)
    if people < FEWEST_FOR_CHOICES:
        return ()
    chosen: dict[str, int] = {}
    for tally in tallies:
        for part in _chosen(tally.given):
            chosen[part] = chosen.get(part, 0) + tally.people
    return tuple(part for part in part_ids(activity) if chosen.get(part, 0) <= max(_RESERVED, people // 20))


def better_wrong(activity: Activity, tallies: Sequence[Tally]) -> tuple[str, ...]:
    """Wrong options whose choosers are right more often elsewhere than those who are right here, by more than chance
    would explain; 5 people or more each."""
    if not isinstance(activity, ChooseOne) or sum(tally.others for tally in tallies) < FEWEST_FOR_DISCRIMINATION:
        return ()
    people: dict[str, int] = {}
    rest: dict[str, float] = {}
    for tally in tallies:
        for part in _chosen(tally.given):
            people[part] = people.get(part, 0) + tally.others
            rest[part] = rest.get(part, 0.0) + tally.rest
    mean = {part: rest[part] / count for part, count in people.items() if count >= FEWEST}
    right = next(option.id for option in activity.options if option.is_correct)
    if right not in mean:
        return ()
    wrong = [option.id for option in activity.options if not option.is_correct]
    spread = _spread(tallies)
    return tuple(
        part
        for part in wrong
        if part in mean
        and mean[part] - mean[right] > _CHANCE * spread * sqrt(1 / people[part] + 1 / people[right]) + 1e-9
    )


def part_ids(activity: Activity) -> tuple[str, ...]:
    """What can be chosen or left: options and points. Other kinds place or order everything."""
    parts = getattr(activity, "options", ()) or getattr(activity, "points", ())
    return tuple(part.id for part in parts)


def _needed(activity: Activity) -> frozenset[str]:
    """A point that is rightly left alone does its work; one that has to be marked, or an option, does not."""
    points = getattr(activity, "points", None)
    if points is None:
        return frozenset(part_ids(activity))
    return frozenset(point.id for point in points if point.is_answer)


def _chosen(given: Mapping[str, Any]) -> frozenset[str]:
    if "choice" in given:
        return frozenset({str(given["choice"])})
    return frozenset(str(part) for part in given.get("marked", ()))
