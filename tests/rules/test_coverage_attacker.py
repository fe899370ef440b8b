"""Whoever knows the staff list and reads every published figure can still say nobody's status for certain."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import product

import pytest

from learning.coverage.rules import Axis, Band, Counts, Published, Share, Square, competency, publish, words
from learning.coverage.rules.belief import Belief
from learning.coverage.rules.overall import parts_of
from learning.ground.figures import counts_within
from tests.rules.coverage_attacker import Attacker, Known, attacker_of
from tests.rules.coverage_world import Life, Spot, Standing, carelessly_published, counts_of

WEEKS = 3
LIVES = range(16)


@pytest.mark.parametrize("seed", LIVES)
def test_who_reads_every_figure_of_every_week_can_say_nobodys_status(seed: int) -> None:
    """Between two weeks anybody may learn or lapse, so what one week says of today binds no other week."""
    life = Life(random.Random(seed))
    before: Published | None = None
    for _ in range(WEEKS):
        counts = life.counts()
        before = publish(counts, before)
        attacker = attacker_of(counts, before)
        assert attacker.worlds.fits(attacker.truth), "he reads the figures as they are meant"
        assert list(attacker.what_is_certain()) == []
        life.a_week_passes()


@pytest.mark.parametrize("seed", range(100, 112))
def test_who_knows_all_statuses_of_one_person_learns_nobody_elses(seed: int) -> None:
    counts = Life(random.Random(seed)).counts()
    attacker = attacker_of(counts, publish(counts))
    for knows in people_of(counts.squares, attacker):
        assert list(attacker.what_is_certain(knows)) == []


def people_of(squares: Mapping[Square, Counts], attacker: Attacker) -> Iterator[list[Known]]:
    """In each spot somebody who holds what can be held there, and somebody who does not."""
    for spot in sorted({(atom.square.team, atom.square.role) for atom, _ in attacker.unknowns}):
        for would_hold in (True, False):
            knows: list[Known] = []
            for atom, date in attacker.unknowns:
                if (atom.square.team, atom.square.role) == spot:
                    counts = squares[atom.square]
                    holds = counts.held > 0 if would_hold else counts.not_held == 0
                    holds_later = counts.fading == 0 if holds and counts.current else False
                    knows.append((atom, date, holds_later if date else holds))
            yield knows


@pytest.mark.parametrize(
    ("people", "has_forecast"),
    [
        ({("a", "x"): 9, ("a", "y"): 2, ("b", "x"): 2, ("b", "y"): 8}, False),
        (
            {("a", "x"): 20, ("b", "x"): 1, ("a", "y"): 1, ("b", "y"): 5},
            False,
        ),  # teams and roles of nearly the same people
        ({("a", "x"): 20, ("b", "x"): 22, ("c", "x"): 3}, False),
        ({("a", "x"): 4, ("a", "y"): 1, ("b", "x"): 1, ("b", "y"): 4}, True),
        ({("a", "x"): 6, ("b", "x"): 5, ("c", "x"): 2}, True),
    ],
)
def test_who_knows_the_program_and_tries_every_world_can_say_nobodys_status(
    people: dict[Spot, int], has_forecast: bool
) -> None:
    """Not only what figures say, but that just these were published: nothing hides in the choice of the labels."""
    alike: dict[str, list[tuple[Standing, ...]]] = defaultdict(list)
    choices = [standings(size, has_forecast=has_forecast) for size in people.values()]
    for world in product(*choices):
        counts = counts_of(people, {"J2": dict(zip(people, world, strict=True))})
        alike[figures_said(publish(counts))].append(world)
    assert len(alike) > 10, "the figures do say something"
    for worlds in alike.values():
        for place, size in enumerate(people.values()):
            for date in (0, 1):
                assert {world[place][date] for world in worlds} not in ({0}, {size})


def standings(size: int, *, has_forecast: bool) -> list[Standing]:
    return [(held, later) for held in range(size + 1) for later in (range(held + 1) if has_forecast else [held])]


def figures_said(published: Published) -> str:
    sheets = [sheet for sheet in (published.today, published.forecast) if sheet is not None]
    said = [sorted((place, words(cell).text) for place, cell in sheet.cells.items()) for sheet in sheets]
    return repr((said, [words(sheet.overall).text for sheet in sheets]))


@pytest.mark.parametrize(("joined", "left"), [(1, 0), (0, 1), (1, 1), (2, 0), (4, 0)])
@pytest.mark.parametrize("size", [5, 7, 12, 19, 20, 21, 40, 100])
def test_a_newcomer_or_leaver_is_not_given_away_where_nothing_else_changed(size: int, joined: int, left: int) -> None:
    """He compares two weeks of one group, sure that nobody else learned or lapsed. Even so he cannot tell."""
    stayed = size - left
    said: dict[str, set[tuple[int, int]]] = defaultdict(set)
    spot = ("team", "role")
    for held in range(stayed + 1):
        for who_left in range(left + 1):
            first = publish(counts_of({spot: size}, {"J2": {spot: (held + who_left,) * 2}}))
            for who_joined in range(joined + 1):
                now = counts_of(
                    {spot: stayed + joined},
                    {"J2": {spot: (held + who_joined,) * 2}},
                    joined=[spot] * joined,
                    left=[spot] * left,
                )
                said[figures_said(first) + figures_said(publish(now, first))].add((who_joined, who_left))
    for possible in said.values():
        for place, people in ((0, joined), (1, left)):
            assert not people or {one[place] for one in possible} not in ({0}, {people})


def test_the_bar_says_no_more_about_who_holds_something_than_the_share_does() -> None:
    """For every count behind the share there is a way to divide the rest that reads the same."""
    of = 120
    for held in (1, 30, 60, 75):
        cell = publish(counts_of({("a", "x"): of}, {"J2": {("a", "x"): (held, held)}})).today.overall
        assert isinstance(cell, Share | Band)
        fewest, most = counts_within(cell)
        ways = [
            {
                parts_of(cell, cell, Counts(count, 0, lapsed, learning, of - count - lapsed - learning), most)
                for lapsed in range(of - count + 1)
                for learning in range(of - count - lapsed + 1)
            }
            for count in range(fewest, most + 1)
        ]
        assert len(ways) >= 3
        assert all(one == ways[0] for one in ways)


@pytest.mark.parametrize(
    ("about", "people", "held"),
    [
        ("nobody holds it, and the page says 0%", {("a", "x"): 30}, {("a", "x"): 0}),
        ("everybody holds it, and the page says 100%", {("a", "x"): 30}, {("a", "x"): 30}),
        (
            "95% of 20 is 19, so the total gives away the hidden team",
            {("a", "x"): 20, ("b", "y"): 2},
            {("a", "x"): 19, ("b", "y"): 0},
        ),
        (
            "all staff less one team leaves nobody in the other",
            {("a", "x"): 20, ("b", "x"): 6},
            {("a", "x"): 13, ("b", "x"): 0},
        ),
        (
            "the team and the role are the same people but for two",
            {("a", "x"): 19, ("a", "y"): 1, ("b", "x"): 1, ("b", "y"): 25},
            {("a", "x"): 10, ("a", "y"): 0, ("b", "x"): 1, ("b", "y"): 5},
        ),
    ],
)
def test_the_same_attacker_catches_a_careless_page(about: str, people: dict[Spot, int], held: dict[Spot, int]) -> None:
    counts = counts_of(people, {"J2": {spot: (count, count) for spot, count in held.items()}})
    careless = attacker_of(counts, carelessly_published(counts))
    assert list(careless.what_is_certain()), about
    assert list(attacker_of(counts, publish(counts)).what_is_certain()) == []


def test_the_difference_of_today_and_forecast_gives_nobody_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """In one role nobody fades, for certain. So whoever fades in team e is the only one there of another role."""
    standing: dict[Spot, tuple[int, Standing]] = {
        ("a", "y"): (1, (0, 0)),
        ("a", "z"): (3, (0, 0)),
        ("a", "w"): (3, (1, 0)),
        ("b", "w"): (3, (2, 1)),
        ("c", "x"): (1, (1, 1)),
        ("c", "y"): (2, (0, 0)),
        ("d", "x"): (16, (5, 5)),
        ("d", "y"): (3, (2, 2)),
        ("d", "w"): (2, (0, 0)),
        ("e", "x"): (1, (1, 0)),
        ("e", "y"): (20, (2, 2)),
    }
    people = {spot: size for spot, (size, _) in standing.items()}
    counts = counts_of(people, {"J2": {spot: held for spot, (_, held) in standing.items()}})
    assert list(attacker_of(counts, publish(counts)).what_is_certain()) == []
    monkeypatch.setattr(competency, "joined_for_fading", lambda *_: set())
    given_away = list(attacker_of(counts, publish(counts)).what_is_certain())
    assert {one.atom.square for one in given_away} == {Square("J2", "e", "x")}


def test_a_careless_page_gives_people_away_in_many_small_organisations() -> None:
    lives = [Life(random.Random(seed)).counts() for seed in range(30)]
    caught = [counts for counts in lives if any(attacker_of(counts, carelessly_published(counts)).what_is_certain())]
    assert len(caught) >= 6


@pytest.mark.parametrize("seed", range(200, 240))
def test_what_a_reader_could_believe_is_worked_out_exactly(seed: int) -> None:
    """Against every world of a small table, while one group after the other is published."""
    chance = random.Random(seed)
    required = {(team, role): chance.randint(0, 3) for team in "ab" for role in "xy"}
    required[("a", "x")] = 2
    truth = {spot: chance.randint(0, most) for spot, most in required.items()}
    belief = Belief({spot: (truth[spot], most) for spot, most in required.items()})
    worlds = [dict(zip(required, world, strict=True)) for world in product(*(range(n + 1) for n in required.values()))]
    for axis, key in [(Axis.ALL, ""), (Axis.ROLE, "x"), (Axis.ROLE, "y"), (Axis.TEAM, "a"), (Axis.TEAM, "b")]:

        def held(world: dict[Spot, int], axis: Axis = axis, key: str = key) -> int:
            return sum(count for spot, count in world.items() if axis is Axis.ALL or key in spot)

        found = Counter(held(world) for world in worlds)
        assert belief.range_of((axis, key)) == (min(found), max(found))
        low, high = held(truth) - chance.randint(0, 1), held(truth) + chance.randint(0, 1)
        belief.learn((axis, key), low, high)
        worlds = [world for world in worlds if low <= held(world) <= high]
