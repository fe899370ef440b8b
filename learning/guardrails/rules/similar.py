"""Which needs are like another, so that people join one in place of asking anew. Words only, and no machine guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from learning.guardrails.rules.words import ANY

Key = TypeVar("Key")

MOST = 3
ENOUGH = 0.3  # of 1: below this two texts share a word by chance
_SAME_TASK, _SAME_LABEL = 0.15, 0.05
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_STOP = frozenset(
    "a about after all also an and any are as at be been before but by can could do does each every for from get have "
    "he help her how i if in into is it its just like make many may me more most much my need needs no not of often on "
    "one or our out so some something than that the their them then there these they thing this to too tool use used "
    "very want we what when where which who will with without work would you your".split()
)
_ENDINGS = ("ings", "ing", "ies", "ied", "ers", "er", "ed", "es", "ly", "s", "e", "y")
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody needs a tool for."""

    problem: str
    task: str = ANY
    label: str = ANY


def stems(text: str) -> frozenset[str]:
    """The words that say something, without their endings: "writing letters" and "write a letter" are the same."""
    words = _WORD.findall(text.casefold().replace("’", "'"))
    return frozenset(_stem(word) for word in words if word not in _STOP and len(word) > 1)


def _stem(word: str) -> str:
    word = word.removesuffix("'s")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word.removesuffix(ending)
    return word


def likeness(one: Wanted, other: Wanted) -> float:
    """From 0 to 1: the share of words in common (Dice), a little more where task and information are the same."""
    mine, theirs = stems(one.problem), stems(other.problem)
    if not mine or not theirs:
        return 0.0
    shared = 2 * len(mine & theirs) / (len(mine) + len(theirs))
    if not shared:
        return 0.0
    more = _SAME_TASK * (one.task == other.task != ANY) + _SAME_LABEL * (one.label == other.label != ANY)
    return min(1.0, shared + more)


def most_similar(wanted: Wanted, known: Mapping[Key, Wanted]) -> list[Key]:
    """At most three that are like it, the most similar first, equals in the order given."""
    found: Iterable[tuple[float, int, Key]] = (
        (-likeness(wanted, other), place, key) for place, (key, other) in enumerate(known.items())
    )
    return [key for like, _, key in sorted(found, key=lambda each: each[:2]) if -like >= ENOUGH][:MOST]
