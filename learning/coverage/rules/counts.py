"""Exact counts of one organisation on one date: what goes into publishing and is never kept or shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Axis(StrEnum):
    """How people are grouped. A person counts in one team (the main post's) and in one role family."""

    ALL = "all"
    ROLE = "role"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class Counts:
    """People who are required to hold one competency, by where they stand in it."""

    current: int = 0
    fading: int = 0
    lapsed: int = 0
    learning: int = 0
    not_started: int = 0

    @property
    def held(self) -> int:
        return self.current + self.fading

    @property
    def required(self) -> int:
        return self.held + self.not_held

    @property
    def not_held(self) -> int:
        return self.lapsed + self.learning + self.not_started

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.current + other.current,
            self.fading + other.fading,
            self.lapsed + other.lapsed,
            self.learning + other.learning,
            self.not_started + other.not_started,
        )


@dataclass(frozen=True, slots=True)
class Square:
    """The people of one team who are of one role family, asked about one competency."""

    competency: str
    team: str
    role: str


@dataclass(frozen=True, slots=True)
class Group:
    """A team, a role family or everybody, and how many came and went since the publication before."""

    key: str
    name: str
    people: int
    joined: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class CompetencyName:
    """A competency in framework order."""

    key: str
    name: str
    domain: str


@dataclass(frozen=True, slots=True)
class OrganisationCounts:
    """Everybody who is required to hold something and started in the organisation more than 7 days before.

    Earlier nobody can hold anything (two right answers 7 days apart), so that a newcomer's status is known without us
    and would only make the group look larger than it is. `forecast` counts the same people, on a later date, as they
    will stand if nothing is sent; nobody holds more then than today.
    """

    on: dt.date
    everyone: Group
    competencies: tuple[CompetencyName, ...]
    roles: tuple[Group, ...]
    teams: tuple[Group, ...]
    squares: Mapping[Square, Counts]
    forecast_on: dt.date | None = None
    forecast: Mapping[Square, Counts] = field(default_factory=dict)
    steps_reached: int = 0
    steps_required: int = 0
    aware: int = 0  # required competencies of people, counted where the level is 1 or more

    def __post_init__(self) -> None:
        for square, counts in self.squares.items():
            self._check(square, counts)
        if self.forecast_on is None and self.forecast:
            raise ValueError("a forecast needs its date")
        if not 0 <= self.steps_reached <= self.steps_required:
            raise ValueError("more steps reached than required")
        if not 0 <= self.aware <= self.total().required:
            raise ValueError("more aware than required")

    def groups(self, axis: Axis) -> tuple[Group, ...]:
        return {Axis.ALL: (self.everyone,), Axis.ROLE: self.roles, Axis.TEAM: self.teams}[axis]

    def total(self) -> Counts:
        return _sum(self.squares.values())

    def forecast_total(self) -> Counts:
        return _sum(self.forecast.values())

    def _check(self, square: Square, counts: Counts) -> None:
        parts = (counts.current, counts.fading, counts.lapsed, counts.learning, counts.not_started)
        if min(parts) < 0:
            raise ValueError(f"a count below 0 in {square}")
        if square.team not in {group.key for group in self.teams}:
            raise ValueError(f"an unknown team in {square}")
        if square.role not in {group.key for group in self.roles}:
            raise ValueError(f"an unknown role family in {square}")
        if square.competency not in {competency.key for competency in self.competencies}:
            raise ValueError(f"an unknown competency in {square}")
        if self.forecast_on is None:
            return
        later = self.forecast.get(square, Counts())
        if later.required != counts.required or later.held > counts.held:
            raise ValueError(f"the forecast of {square} counts other people, or more who hold it than today")


def _sum(several: Iterable[Counts]) -> Counts:
    total = Counts()
    for counts in several:
        total += counts
    return total
