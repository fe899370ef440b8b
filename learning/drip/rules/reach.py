"""How many people a unit reaches, as it may be said: no number under 5, and none that can be subtracted from others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from learning.ground.figures import FEWEST, FEWEST_FOR_EXACT, TOGETHER, Why, about, layout
from learning.ground.text import number

FEW = f"fewer than {FEWEST}"
JOINED = "counted with the others"


@dataclass(frozen=True, slots=True)
class Reached:
    """People, each counted once, who have it planned this week, had it in the last 4 weeks, and ever had it."""

    planned: int = 0
    lately: int = 0
    ever: int = 0

    @property
    def periods(self) -> tuple[int, int, int]:
        return self.planned, self.lately, self.ever


@dataclass(frozen=True, slots=True)
class ReachLine:
    """One group with a word for each period."""

    group: str  # the id of a role family; TOGETHER for all that are too small
    said: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Reach:
    everybody: tuple[str, str, str]
    lines: tuple[ReachLine, ...]  # role families of which anything is said, in order of id; the small ones last


def reach(everybody: Reached, families: Mapping[str, Reached], *, staff: int) -> Reach:
    """Exact numbers only in an organisation of 100 or more, as everywhere."""
    is_exact = staff >= FEWEST_FOR_EXACT
    columns = [
        _column({family: found.periods[period] for family, found in families.items()}, is_exact=is_exact)
        for period in range(3)
    ]
    spoken = sorted({group for shown, _ in columns for group in shown}, key=lambda group: (group == TOGETHER, group))
    lines = tuple(
        ReachLine(group, (_cell(columns[0], group), _cell(columns[1], group), _cell(columns[2], group)))
        for group in spoken
    )
    planned, lately, ever = (_said(count, is_exact=is_exact) for count in everybody.periods)
    return Reach((planned, lately, ever), lines)


def _column(counts: Mapping[str, int], *, is_exact: bool) -> tuple[dict[str, str], Mapping[str, Why]]:
    found = layout(counts)
    return {group: _said(count, is_exact=is_exact) for group, count in found.shown.items()}, found.hidden


def _cell(column: tuple[dict[str, str], Mapping[str, Why]], group: str) -> str:
    shown, hidden = column
    return shown.get(group) or (JOINED if hidden.get(group) is Why.JOINED else FEW)


def _said(count: int, *, is_exact: bool) -> str:
    return number(count) if is_exact and count >= FEWEST else about(count)
