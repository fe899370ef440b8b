"""A year of a medical secretary under the rules: what she holds of what her role requires, week by week.

`python -m benchmarks.simulate_year [people]` writes Markdown. Re-run it when a rule of levels, memory or choice
changes. The learners are simulated: whether an answer is right is a coin with the given chance, not memory. What is
tested here is the arithmetic of the rules and the choice, never how well people learn.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from learning.capability.rules import (
    HIGHEST_BY_ANSWERS,
    Post,
    Thresholds,
    required_levels,
    requirement_table,
    status,
    steps_reached,
    steps_required,
)
from learning.capability.shelf import read_content
from learning.drip.rules.catalogue import Catalogue
from learning.drip.rules.choose import choose
from learning.drip.rules.journey import Learner
from learning.drip.rules.units import Candidate, Choice, Kind, Profile

CONTENT = read_content(Path(__file__).parents[1] / "content")
THRESHOLDS = CONTENT.framework.thresholds
FAMILY = "medical-secretary"
FIRST_MONDAY = dt.date(2026, 5, 4)
WEEKS = 52
SHOWN_WEEKS = (4, 8, 12, 26, 39, 52)
UNITS_OF_A_KIND = 6  # lessons and checks in stock for each competency and level
RIGHT = 0.85


@dataclass(frozen=True)
class Scenario:
    """How one year goes, and what DESIGN.md says of weeks 12 and 26 (None: it says nothing)."""

    name: str
    delivered: int = WEEKS
    answered: float = 1.0
    starting_questions: int = 6  # 0: no starting check
    expected: tuple[int | None, int | None] = (None, None)


AS_DESIGNED = (
    Scenario("starting check, every unit answered", expected=(79, 97)),
    Scenario("starting check, 44 of 52 units, 70% answered", 44, 0.7, expected=(40, 87)),
)
OTHERWISE = (
    Scenario("starting check on all 13, every unit answered", starting_questions=13),
    Scenario("no starting check, every unit answered", starting_questions=0),
    Scenario("no starting check, 44 of 52 units, 70% answered", 44, 0.7, starting_questions=0),
)


@dataclass(kw_only=True)
class Secretary(Learner):
    """One simulated learner, and what her role asks of her."""

    required: dict[str, int]
    thresholds: Thresholds = THRESHOLDS

    def share_held(self, on: dt.date) -> float:
        """Current and fading, of all that is required."""
        return self.how_many_held(self.required, on) / len(self.required)

    def share_aware(self, on: dt.date) -> float:
        """Level 1 or above and not lapsed, of all that is required."""
        return fmean(status(self.held.get(competency), 1, on, THRESHOLDS).is_held for competency in self.required)

    def share_of_steps(self) -> float:
        needed = sum(steps_required(level) for level in self.required.values())
        return sum(steps_reached(self.held.get(one), level) for one, level in self.required.items()) / needed


Chooser = Callable[[Secretary, int], Candidate | None]  # the unit of this week, counted from 1


def required_of_a_secretary() -> dict[str, int]:
    """In post for years, so without the cap of the first 90 days; she uses voice tools, so all 13."""
    table = requirement_table(CONTENT.minimums, CONTENT.plan, FIRST_MONDAY)
    post = Post(FAMILY, uses_voice=True, starts_on=dt.date(2019, 6, 3))
    return required_levels(table, [post], is_champion=False, started_on=post.starts_on)


REQUIRED = required_of_a_secretary()


def stock() -> Iterator[Candidate]:
    """As much content as the plan for a whole year asks for: no unit comes twice, and each has two activities.

    The second activity is on another competency that needs the same level, where there is one.
    """
    for level in range(1, HIGHEST_BY_ANSWERS + 1):
        same = [competency for competency, needed in REQUIRED.items() if needed == level]
        for main in REQUIRED:
            others = [one for one in same if one != main] or [one for one in REQUIRED if one != main]
            for number in range(UNITS_OF_A_KIND):
                second = others[(number + list(REQUIRED).index(main)) % len(others)]
                for kind in (Kind.LESSON, Kind.CHECK):
                    yield Candidate(
                        f"sim/{main}-{level}-{kind}-{number}".lower(),
                        1,
                        kind,
                        level,
                        (main, second),
                        frozenset({FAMILY}),
                        isomorph_group=f"{main}-{level}-{number % 3}",
                    )


STOCK = {candidate.module_id: candidate for candidate in stock()}


def monday(week: int) -> dt.date:
    return FIRST_MONDAY + dt.timedelta(weeks=week - 1)


def of_the_drip() -> Chooser:
    """The real choice."""
    catalogue = Catalogue(STOCK.values())

    def chosen(person: Secretary, week: int) -> Candidate | None:
        profile = Profile(frozenset({FAMILY}), week, person.required, person.held, tuple(person.given))
        choice = choose(profile, catalogue, monday(week), THRESHOLDS)
        return STOCK[choice.module_id] if isinstance(choice, Choice) else None

    return chosen


def least_held_first() -> Chooser:
    """A plain chooser to compare with: what is not held first, the longest not practised of that, anything unseen."""

    def chosen(person: Secretary, week: int) -> Candidate | None:
        seen = {given.module_id for given in person.given}
        on = monday(week)

        def need(competency: str) -> tuple[bool, dt.date]:
            held = person.held.get(competency)
            is_held = status(held, person.required[competency], on, THRESHOLDS).is_held
            return is_held, dt.date.min if held is None else held.current_until if is_held else held.last_on

        unseen = (unit for unit in STOCK.values() if unit.module_id not in seen)
        fitting = (unit for unit in unseen if unit.level == person.required[unit.competencies[0]])
        return min(fitting, key=lambda unit: [need(one) for one in unit.competencies], default=None)

    return chosen


def starting_check(questions: int, chance: random.Random) -> list[str]:
    """The competencies asked about at the start: one from each of the six domains, then others."""
    domains = (CONTENT.framework.in_domain(domain.id) for domain in CONTENT.framework.domains)
    first = [chance.choice([one.id for one in domain if one.id in REQUIRED]) for domain in domains]
    return [*first, *(one for one in REQUIRED if one not in first)][:questions]


def year_of(scenario: Scenario, chooser: Chooser, chance: random.Random) -> list[tuple[float, float, float]]:
    """Held, aware and steps at the end of each week."""
    person = Secretary(required=REQUIRED)
    weeks = set(chance.sample(range(1, WEEKS + 1), scenario.delivered))
    for competency in starting_check(scenario.starting_questions, chance):
        person.answers(competency, REQUIRED[competency], "start", monday(1), is_right=chance.random() < RIGHT)
    found: list[tuple[float, float, float]] = []
    for week in range(1, WEEKS + 1):
        if week in weeks:
            _one_unit(person, chooser(person, week), week, scenario, chance)
        sunday = monday(week) + dt.timedelta(days=6)
        found.append((person.share_held(sunday), person.share_aware(sunday), person.share_of_steps()))
    return found


def _one_unit(person: Secretary, unit: Candidate | None, week: int, scenario: Scenario, chance: random.Random) -> None:
    if unit is None:
        return
    on = monday(week) + dt.timedelta(days=2)
    has_answered = chance.random() < scenario.answered
    if has_answered:
        for number, competency in enumerate(unit.competencies):
            activity = f"{unit.module_id}#{number}"
            person.answers(competency, unit.level, activity, on, is_right=chance.random() < RIGHT)
    person.takes(unit, on, is_done=has_answered)


def averages(scenario: Scenario, chooser: Chooser, people: int) -> list[tuple[float, float, float]]:
    years = [year_of(scenario, chooser, random.Random(number)) for number in range(people)]
    return [
        (fmean(one[0] for one in week), fmean(one[1] for one in week), fmean(one[2] for one in week))
        for week in zip(*years, strict=True)
    ]


def report(people: int) -> Iterator[str]:
    """The whole of it as lines of Markdown."""
    yield "## A simulated year of a medical secretary"
    yield ""
    yield (
        f"{people} simulated people in each line; {len(REQUIRED)} competencies required; each answer right with a "
        f"chance of {RIGHT:.0%}; two marked activities in a unit; enough content that nothing comes twice. "
        "Shares are of all that the role requires, at the end of the week."
    )
    yield (
        "The starting check is 6 questions, one from each domain. The design gives its figures without the number of "
        "those questions, of activities in a unit or of modules. They matter: see week 12 with 13 questions and with "
        "none."
    )
    differences: list[str] = []
    for name, chooser, scenarios in (
        ("the choice of the drip", of_the_drip(), AS_DESIGNED + OTHERWISE),
        ("a plain chooser", least_held_first(), AS_DESIGNED),
    ):
        yield ""
        yield f"### With {name}"
        yield ""
        yield "| scenario | figure | " + " | ".join(f"week {week}" for week in SHOWN_WEEKS) + " |"
        yield "|---|---|" + "--:|" * len(SHOWN_WEEKS)
        for scenario in scenarios:
            weeks = averages(scenario, chooser, people)
            for which, figure in enumerate(("held", "aware or above", "steps reached")):
                shares = " | ".join(f"{weeks[week - 1][which]:.0%}" for week in SHOWN_WEEKS)
                yield f"| {scenario.name if which == 0 else ''} | {figure} | {shares} |"
            differences += _compared(name, scenario, weeks)
    yield ""
    yield "### Beside the figures of the design"
    yield ""
    yield "| chooser | scenario | week | design | here | difference |"
    yield "|---|---|--:|--:|--:|--:|"
    yield from differences


def _compared(name: str, scenario: Scenario, weeks: list[tuple[float, float, float]]) -> Iterator[str]:
    for week, expected in zip((12, 26), scenario.expected, strict=True):
        if expected is not None:
            here = 100 * weeks[week - 1][0]
            yield f"| {name} | {scenario.name} | {week} | {expected}% | {here:.0f}% | {here - expected:+.0f} points |"


def main(people: int = 100) -> None:
    for line in report(people):
        print(line)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
