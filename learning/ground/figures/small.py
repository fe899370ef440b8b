"""Small groups: which are hidden for a competency, and who joins them so that they are 5 together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .cells import FEWEST, Why

TOGETHER = "small-together"  # the key of all small groups of an axis, counted as one


@dataclass(frozen=True, slots=True)
class Layout:
    """Decided from how many are required alone, which anybody may know, and never from what they hold."""

    shown: Mapping[str, int]  # group, or TOGETHER -> people required; those of most people first
    hidden: Mapping[str, Why]

    def place_of(self, group: str) -> str:
        return TOGETHER if group in self.hidden else group


def layout(required: Mapping[str, int]) -> Layout:
    """Groups of 1 to 4 are counted together; if these are under 5 still, the smallest shown group joins them."""
    hidden = {group: Why.FEW for group, people in required.items() if 0 < people < FEWEST}
    shown = {group: people for group, people in required.items() if people >= FEWEST}
    together = sum(required[group] for group in hidden)
    while 0 < together < FEWEST and shown:
        joining = min(shown, key=lambda group: (shown[group], group))
        together += shown.pop(joining)
        hidden[joining] = Why.JOINED
    if together:
        shown[TOGETHER] = together
    return Layout(dict(sorted(shown.items(), key=lambda item: (-item[1], item[0]))), hidden)
