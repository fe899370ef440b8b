"""The starting check: which question asks whether somebody holds a competency already, one for each. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from learning.capability.rules import HIGHEST_BY_ANSWERS


@dataclass(frozen=True, slots=True)
class Opener:
    """The first question of a check, which needs no lesson before it."""

    module_id: str
    version_id: int
    activity: str
    competency: str
    level: int
    minutes: float
    is_generic: bool


def starting_items(openers: Iterable[Opener], required: Mapping[str, int], person: str) -> tuple[Opener, ...]:
    """One question for each required competency that has one, in framework order. The same for the same person.

    At the required level (3 at most) where there is one, else below it, else above; made for the role before made for
    everybody; short before long. Of equals each person gets one by chance, so that colleagues compare nothing.
    """
    best: dict[str, tuple[tuple[object, ...], Opener]] = {}
    for opener in openers:
        wanted = min(required.get(opener.competency, 0), HIGHEST_BY_ANSWERS)
        if not wanted:
            continue
        misfit = 2 * abs(opener.level - wanted) - (opener.level < wanted)
        chance = sha256(f"{person} {opener.module_id}".encode()).hexdigest()
        rank = (misfit, opener.is_generic, opener.minutes, chance)
        if opener.competency not in best or rank < best[opener.competency][0]:
            best[opener.competency] = (rank, opener)
    return tuple(best[competency][1] for competency in required if competency in best)


def first_half(count: int) -> int:
    """How many of the questions the first sitting has: half of them, one more where they are odd."""
    return (count + 1) // 2
