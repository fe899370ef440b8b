"""Invented organisations for the tests of coverage, and a publisher without our rules for the attacker to catch."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from learning.coverage.rules import (
    Axis,
    Band,
    Cell,
    CompetencyName,
    Counts,
    Group,
    Hidden,
    OrganisationCounts,
    Published,
    Share,
    Sheet,
    Square,
    Why,
    publish,
)
from tests.rules.coverage_attacker import fifth_of, nearest_five

MONDAY = dt.date(2026, 11, 16)
IN_FOUR_WEEKS = MONDAY + dt.timedelta(days=28)
Spot = tuple[str, str]  # team, role family
Standing = tuple[int, int]  # how many hold it today, and on the forecast date


def counts_of(
    people: Mapping[Spot, int],
    standing: Mapping[str, Mapping[Spot, Standing]],
    *,
    joined: Iterable[Spot] = (),
    left: Iterable[Spot] = (),
    on: dt.date = MONDAY,
) -> OrganisationCounts:
    """`standing` of each competency, for the spots in which it is required of everybody."""
    came, went = Counter(joined), Counter(left)

    def groups(place: int) -> tuple[Group, ...]:
        def sum_of(counted: Mapping[Spot, int], name: str) -> int:
            return sum(count for spot, count in counted.items() if spot[place] == name)

        names = sorted({spot[place] for spot in [*people, *went]})
        return tuple(
            Group(name, name.title(), sum_of(people, name), sum_of(came, name), sum_of(went, name)) for name in names
        )

    today, forecast = {}, {}
    for competency, spots in standing.items():
        for spot, (held, later) in spots.items():
            not_held = people[spot] - held
            today[Square(competency, *spot)] = Counts(later, held - later, not_held // 3, 0, not_held - not_held // 3)
            forecast[Square(competency, *spot)] = Counts(later, 0, people[spot] - later, 0, 0)
    total = sum(counts.required for counts in today.values())
    held = sum(counts.held for counts in today.values())
    return OrganisationCounts(
        on=on,
        everyone=Group("", "All staff", sum(people.values()), came.total(), went.total()),
        competencies=tuple(CompetencyName(key, f"Competency {key}", "Judging") for key in standing),
        roles=groups(1),
        teams=groups(0),
        squares=today,
        forecast_on=on + dt.timedelta(days=28),
        forecast=forecast,
        steps_reached=4 * held,
        steps_required=4 * total,
        aware=held + (total - held) // 4,
    )


class Life:
    """A small organisation over weeks: people start, leave, learn and forget, often all of a group at once."""

    def __init__(self, chance: random.Random, *, largest: int | None = None) -> None:
        self.chance = chance
        teams = [f"team {number}" for number in range(chance.randint(1, 5))]
        roles = [f"role {number}" for number in range(chance.randint(1, 4))]
        largest = largest or chance.choice([6, 12, 25])
        sizes = {
            (team, role): chance.choice([0, 0, 1, 1, 2, 3, chance.randint(1, largest)])
            for team in teams
            for role in roles
        }
        self.people: Counter[Spot] = Counter(
            {spot: size for spot, size in sizes.items() if size} or {("team", "role"): 6}
        )
        self.required = {
            f"J{number}": frozenset(spot for spot in sizes if chance.random() < 0.95)
            for number in range(chance.choice([1, 1, 2]))
        }
        self.joined: list[Spot] = []
        self.left: list[Spot] = []
        self.on = MONDAY

    def counts(self) -> OrganisationCounts:
        standing = {key: self._standing(spots) for key, spots in self.required.items()}
        return counts_of(self.people, standing, joined=self.joined, left=self.left, on=self.on)

    def a_week_passes(self) -> None:
        self.on += dt.timedelta(days=7)
        spots = sorted(self.people)
        self.joined = [self.chance.choice(spots) for _ in range(self.chance.choice([0, 1, 1, 2]))]
        self.people.update(self.joined)
        self.left = [spot for spot in self.chance.sample(spots, min(len(spots), 2)) if self.people[spot] > 1][:1]
        self.people.subtract(self.left)

    def _standing(self, spots: frozenset[Spot]) -> dict[Spot, Standing]:
        """Often whole teams, or whole role families, hold it or do not: the cases in which figures give people away."""
        kind = self.chance.choice(["extreme", "by team", "by both", "any"])
        lot: dict[str, float] = defaultdict(self.chance.random)
        found: dict[Spot, Standing] = {}
        for spot in sorted(self.people):
            if not self.people[spot] or spot not in spots:
                continue
            likely = {
                "extreme": self.chance.choice([0, 0, 1, 1, 0.5]),
                "by team": round(lot[spot[0]]) if self.chance.random() < 0.9 else 0.5,
                "by both": int(lot[spot[0]] + lot[spot[1]] > 1),
                "any": self.chance.random(),
            }[kind]
            held = sum(self.chance.random() < likely for _ in range(self.people[spot]))
            found[spot] = held, self.chance.choice([held, held, 0, self.chance.randint(0, held)])
        return found


def carelessly_published(counts: OrganisationCounts) -> Published:
    """The usual dashboard: groups under 5 hidden, shares rounded to 5 with 0% and 100%, ranges of 20, and no more."""
    cells: list[dict[tuple[Axis, str, str], Cell]] = [{}, {}]
    for date, squares in enumerate((counts.squares, counts.forecast)):
        sums: dict[tuple[Axis, str, str], Counts] = defaultdict(Counts)
        for square, one in squares.items():
            for place in ((Axis.ALL, ""), (Axis.ROLE, square.role), (Axis.TEAM, square.team)):
                sums[(*place, square.competency)] += one
        cells[date] = {place: _careless(one) for place, one in sums.items() if one.required}
    sheets = [
        Sheet(on, Hidden(Why.FEW), (), of_date) for on, of_date in zip((MONDAY, IN_FOUR_WEEKS), cells, strict=True)
    ]
    few = Hidden(Why.FEW)
    return Published(counts.on, None, counts.competencies, (), (), sheets[0], sheets[1], few, few)


def _careless(counts: Counts) -> Cell:
    held, of = counts.held, counts.required
    if of < 5:
        return Hidden(Why.FEW)
    if of < 20:
        fifth = fifth_of(held, of)
        return Band(20 * fifth, 20 * fifth + 20, of, 20)
    return Share(nearest_five(held, of), of)


def renamed(counts: OrganisationCounts, order: Iterable[Square]) -> OrganisationCounts:
    """The same counts, found in another order."""
    squares = list(order)
    return replace(
        counts,
        squares={square: counts.squares[square] for square in squares},
        forecast={square: counts.forecast[square] for square in squares},
    )


def one_group(held: int, of: int, later: int | None = None) -> Published:
    return publish(counts_of({("a", "x"): of}, {"J2": {("a", "x"): (held, held if later is None else later)}}))


def teams_of(people: dict[str, int], held: dict[str, int]) -> Published:
    spots = {(team, "role"): size for team, size in people.items()}
    return publish(counts_of(spots, {"J2": {spot: (held[spot[0]], held[spot[0]]) for spot in spots}}))
