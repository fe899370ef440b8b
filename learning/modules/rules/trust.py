"""My trust dial: whether somebody trusts AI drafts too much or too little, from the drafts they judged. Pure.

It is said in natural frequencies ("7 times in 10"), which people read better than shares (Gigerenzer and Hoffrage,
1995), and only where there are enough drafts to say it. Nobody but the learner ever sees it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

STARTS_AFTER = 10  # judged drafts before the dial says anything
FEWEST = 5  # cases behind one line of it
_OUT_OF = (2, 3, 4, 5, 10)
_SURE_ENOUGH = 0.8  # right this often when very sure is well judged
_TOO_OFTEN = 0.25  # accepted or doubted this often is worth a look


class Lean(StrEnum):
    """Which way somebody leans, and so what the next practice is about."""

    TOO_SURE = "too sure"
    ACCEPTS = "accepts too much"
    DOUBTS = "doubts too much"
    EVEN = "about right"


@dataclass(frozen=True, slots=True)
class Judged:
    """One draft that was judged, with how sure the learner was and what came of it."""

    on: dt.date
    was_very_sure: bool
    was_right: bool
    hits: int
    misses: int
    false_alarms: int

    @property
    def is_sound(self) -> bool:
        """There was nothing to find in the draft."""
        return not self.hits + self.misses

    @property
    def was_accepted(self) -> bool:
        """Nothing in it was marked, so it would have gone out as it is."""
        return not self.hits + self.false_alarms


@dataclass(frozen=True, slots=True)
class DialLine:
    """One sentence of the dial: what comes before the number and after it, and the dots that repeat it."""

    before: str
    said: str  # "7 times in 10"
    after: str
    filled: int
    of: int
    share: float


@dataclass(frozen=True, slots=True)
class Dial:
    """The whole dial. `lines` holds those with enough drafts behind them, at most three."""

    advice: str
    lean: Lean
    lines: tuple[DialLine, ...]
    drafts: int
    since: dt.date


def dial(drafts: Sequence[Judged]) -> Dial | None:
    """The dial for these drafts, in whatever order. None: fewer than ten were judged."""
    if len(drafts) < STARTS_AFTER:
        return None
    sure = _times(
        [one.was_right for one in drafts if one.was_very_sure], "When you were very sure, you were right", "."
    )
    accepted = _drafts(
        [one.was_accepted for one in drafts if not one.is_sound], "You accepted", " drafts that had something to find."
    )
    doubted = _drafts([not one.was_accepted for one in drafts if one.is_sound], "You doubted", " sound drafts.")
    lean = _lean(sure, accepted, doubted)
    lines = tuple(line for line in (sure, accepted, doubted) if line is not None)
    return Dial(_ADVICE[lean] if lines else _TOO_FEW, lean, lines, len(drafts), min(one.on for one in drafts))


_ADVICE = {
    Lean.TOO_SURE: "When you feel very sure, check once more against the source.",
    Lean.ACCEPTS: "Before a draft goes out, look once more for what is wrong or missing.",
    Lean.DOUBTS: "You find what is there to find. Sound drafts can go out a little sooner.",
    Lean.EVEN: "You trust drafts about the right amount. Practice keeps it so.",
}
_TOO_FEW = "There are not enough drafts of each sort yet to say more."


def _lean(sure: DialLine | None, accepted: DialLine | None, doubted: DialLine | None) -> Lean:
    """What can do harm comes first: a draft that was accepted and ought not to, then being sure and wrong."""
    accepts = accepted.share if accepted else 0.0
    doubts = doubted.share if doubted else 0.0
    if accepts >= _TOO_OFTEN and accepts >= doubts:
        return Lean.ACCEPTS
    if sure is not None and sure.share < _SURE_ENOUGH:
        return Lean.TOO_SURE
    return Lean.DOUBTS if doubts >= _TOO_OFTEN else Lean.EVEN


def _times(cases: Sequence[bool], before: str, after: str) -> DialLine | None:
    """A line about occasions: "7 times in 10"."""
    return _line(cases, before, after, one="1 time", many="{} times", none="0 times in 10", every="10 times in 10")


def _drafts(cases: Sequence[bool], before: str, after: str) -> DialLine | None:
    """A line about drafts: "1 in 4"."""
    return _line(cases, before, after, one="1", many="{}", none="none of the", every="all of the")


def _line(
    cases: Sequence[bool], before: str, after: str, *, one: str, many: str, none: str, every: str
) -> DialLine | None:
    if len(cases) < FEWEST:
        return None
    filled, of = in_frequencies(sum(cases), len(cases))
    said = f"{one if filled == 1 else many.format(filled)} in {of}"
    if not any(cases) or all(cases):
        said = every if all(cases) else none
    elif filled in (0, of):
        said = f"more than {many.format(9)} in 10" if filled else f"fewer than {one} in 10"
    return DialLine(before, said, after, filled, of, sum(cases) / len(cases))


def in_frequencies(count: int, total: int) -> tuple[int, int]:
    """The nearest "n in 2, 3, 4, 5 or 10", the smallest of the equally near. Nobody and everybody are out of ten."""
    if count in (0, total):
        return (10 if count else 0), 10
    share = count / total
    nearest = ((round(share * of), of) for of in _OUT_OF)
    filled, of = min(nearest, key=lambda pair: (round(abs(pair[0] / pair[1] - share), 9), pair[1]))
    return (filled, of) if 0 < filled < of else (round(share * 10), 10)
