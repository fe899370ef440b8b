"""What an organisation holds before an import, as plain facts for the rules."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

BY_HAND = "by-hand:"  # assignment numbers of posts added by hand; no staff file ends them


@dataclass(frozen=True, slots=True)
class KnownTeam:
    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class KnownPost:
    """One membership as it is stored. `manager` is a staff number, empty for none."""

    id: int
    assignment: str
    team_id: int
    position: str
    role_family: str | None
    candidates: tuple[str, ...]
    band: str
    fte: float
    days: str | None
    shift: str
    manager: str
    is_main: bool
    starts_on: dt.date
    ends_on: dt.date | None
    uses_voice: bool = False

    @property
    def is_by_hand(self) -> bool:
        return self.assignment.startswith(BY_HAND)

    def is_open(self, today: dt.date) -> bool:
        return self.ends_on is None or self.ends_on >= today


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """One person as stored, with every post that has not been closed for good and the fields they put right."""

    id: int
    staff_number: str
    first_name: str
    last_name: str
    preferred_name: str
    email: str
    email_is_shared: bool
    status: str
    started_on: dt.date
    left_on: dt.date | None
    posts: tuple[KnownPost, ...] = ()
    kept: frozenset[str] = frozenset()

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def open_posts(self, today: dt.date) -> tuple[KnownPost, ...]:
        return tuple(post for post in self.posts if post.is_open(today))


@dataclass(frozen=True, slots=True)
class Present:
    """Teams and people of one organisation."""

    teams: tuple[KnownTeam, ...] = ()
    people: tuple[KnownPerson, ...] = ()
