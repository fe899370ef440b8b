"""What an assignment status means for a learner: active, paused or left. Why somebody is away goes no further."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class PersonStatus(StrEnum):
    """The three states a person can be in. There is no fourth, and none of them says why."""

    ACTIVE = "active"
    PAUSED = "paused"
    LEFT = "left"


class Footing(StrEnum):
    """How somebody stands in a post, as far as the import explains it."""

    OWN_POST = "own post"
    ACTING_UP = "acting up"
    SECONDED = "seconded"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is kept of an assignment status. The words of the file are not: they often name a reason."""

    status: PersonStatus
    footing: Footing = Footing.OWN_POST


_WORKING = re.compile(r"active|active assignment|current|employed|in post|working|bank|honorary|volunteer")
_LEFT = re.compile(
    r"left|leaver|ex employee|terminated?|terminate(?: process)? assignment|end|ended|inactive assignment ended"
    r"|resigned|retired|deceased"
)
# A person away from work gets nothing, and nobody learns from Steady why. One list, because one result.
_AWAY = re.compile(
    r"\b(?:absence|absent|adoption|away|break|career|external secondment|furlough|inactive|leave|maternity|not worked"
    r"|out on|parental|paternity|paused|sabbatical|sick|sickness|suspend|suspended|suspension|unpaid)\b"
)
_SPACES = re.compile(r"[^a-z]+")


@lru_cache(maxsize=4096)  # a file repeats few different cells many times
def standing(assignment_status: str) -> Standing:
    """What a file's assignment status means here. An unknown one pauses: silence is the safer mistake."""
    said = _SPACES.sub(" ", assignment_status.casefold()).strip()
    if _LEFT.fullmatch(said):
        return Standing(PersonStatus.LEFT)
    if _WORKING.fullmatch(said):
        return Standing(PersonStatus.ACTIVE)
    if _AWAY.search(said):
        return Standing(PersonStatus.PAUSED)
    if "acting up" in said:
        return Standing(PersonStatus.ACTIVE, Footing.ACTING_UP)
    if "secondment" in said or "seconded" in said:
        return Standing(PersonStatus.ACTIVE, Footing.SECONDED)
    if said.startswith("active"):
        return Standing(PersonStatus.ACTIVE)
    return Standing(PersonStatus.PAUSED, Footing.UNKNOWN)
