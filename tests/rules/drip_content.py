"""Invented units and people for the choice of the week."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from learning.capability.rules import Confidence, EvidenceFact, Held, Outcome, Thresholds, holdings
from learning.drip.rules import (
    Candidate,
    Catalogue,
    Choice,
    GivenUnit,
    Kind,
    NoUnit,
    Profile,
    Skill,
    SureAndWrong,
    choose,
)

MONDAY = dt.date(2026, 11, 2)
WEEK = dt.timedelta(days=7)
SECRETARY = frozenset({"medical-secretary"})
EVERYBODY = frozenset({"*"})
REQUIRED = {"P1": 2, "P2": 3, "P3": 2, "U1": 2, "J1": 3, "J2": 3, "J3": 2, "A1": 2, "A2": 2, "G1": 1}
SKILLS = {"J1": Skill.WRONG, "J2": Skill.MISSING, "A1": Skill.NEEDS_HUMAN, "P3": Skill.WRONG, "A2": Skill.MISSING}


def a_unit(name: str, *competencies: str, kind: Kind = Kind.LESSON, level: int = 2, **more: Any) -> Candidate:
    return Candidate(f"core/{name}", more.pop("version", 1), kind, level, competencies or ("P1",), **more)


def a_check(name: str, *competencies: str, level: int = 2, **more: Any) -> Candidate:
    return a_unit(name, *competencies, kind=Kind.CHECK, level=level, **more)


def given(unit: Candidate, weeks_ago: int, *, kind: Kind | None = None, **more: Any) -> GivenUnit:
    """A unit that came so many weeks ago, on a Tuesday; finished at once unless said otherwise."""
    on = MONDAY - weeks_ago * WEEK + dt.timedelta(days=1)
    more = {"begun_on": on, "finished_on": on} | more
    return GivenUnit(
        unit.module_id,
        kind or unit.kind,
        on,
        unit.competencies,
        unit.isomorph_group,
        unit.by_hand,
        unit.skills,
        **more,
    )


def held(level: int = 2, *, last_on: dt.date = MONDAY - 9 * WEEK, due_in: int = 60, current_for: int = 100) -> Held:
    """A holding last answered on that date, due and current for so many days after it."""
    due_on, until = (last_on + dt.timedelta(days=days) for days in (due_in, current_for))
    return Held(level, 60.0, 5.0, 3, last_on, due_on, until, None, last_on, last_on, last_on)


def fresh(level: int = 3) -> Held:
    return held(level, last_on=MONDAY - WEEK, due_in=200, current_for=360)


def a_profile(week_number: int = 1, **more: Any) -> Profile:
    settings: dict[str, Any] = {"families": SECRETARY, "required": {"P1": 2, "J1": 2, "J2": 2, "A1": 2}, "held": {}}
    return Profile(week_number=week_number, **(settings | more))


def chosen(profile: Profile, *units: Candidate) -> Choice:
    found = choose(profile, Catalogue(units), MONDAY)
    assert isinstance(found, Choice), found
    return found


def name_of(choice: Choice | NoUnit) -> str | None:
    return choice.module_id.removeprefix("core/") if isinstance(choice, Choice) else None


def content(*, lessons: int = 4, checks: int = 3, examples: int = 0) -> Iterator[Candidate]:
    """For each competency at its required level so many of each kind, each on a second competency too."""
    names = list(REQUIRED)
    for index, main in enumerate(names):
        for kind, amount in ((Kind.LESSON, lessons), (Kind.CHECK, checks), (Kind.EXAMPLE, examples)):
            for number in range(amount):
                second = names[(index + 1 + 3 * number) % len(names)]
                competencies = (main,) if second == main else (main, second)
                yield a_unit(
                    f"{main}-{kind}-{number}".lower(),
                    *competencies,
                    kind=kind,
                    level=REQUIRED[main],
                    roles=SECRETARY if number % 2 else EVERYBODY,
                    isomorph_group=f"{main}-{number % 2}",
                    by_hand=kind is Kind.CHECK and number == 2,
                    skills=frozenset(SKILLS[name] for name in competencies if name in SKILLS),
                )


@dataclass
class Learner:
    """A simulated learner: answers what comes, mostly right, sometimes not at all, sometimes sure and wrong."""

    units: dict[str, Candidate]
    chance: random.Random
    answers: float = 0.8
    right: float = 0.8
    given: list[GivenUnit] = field(default_factory=list)
    facts: list[EvidenceFact] = field(default_factory=list)
    marks: list[SureAndWrong] = field(default_factory=list)
    weeks: list[tuple[Profile, Choice | NoUnit]] = field(default_factory=list)
    skips: float = 0.0

    def profile(self, number: int) -> Profile:
        held = holdings(self.facts, Thresholds())
        return Profile(SECRETARY, number, REQUIRED, held, tuple(self.given), tuple(self.marks))

    def live(self, weeks: int, catalogue: Catalogue) -> list[Choice]:
        for number in range(1, weeks + 1):
            if self.chance.random() >= self.skips:
                profile, monday = self.profile(number), MONDAY + (number - 1) * WEEK
                choice = choose(profile, catalogue, monday)
                self.weeks.append((profile, choice))
                if isinstance(choice, Choice):
                    self._take(choice, monday + dt.timedelta(days=1))
        return [choice for _, choice in self.weeks if isinstance(choice, Choice)]

    def _take(self, choice: Choice, on: dt.date) -> None:
        unit = self.units[choice.module_id]
        luck = self.chance.random()
        begun = on if luck < self.answers + 0.1 else None
        finished = on if luck < self.answers else None
        self.given.append(
            GivenUnit(
                unit.module_id,
                choice.kind,
                on,
                unit.competencies,
                unit.isomorph_group,
                unit.by_hand,
                unit.skills,
                choice.reason,
                begun,
                finished,
            )
        )
        if finished:
            for competency in unit.competencies:
                is_right = self.chance.random() < self.right
                outcome = Outcome.RIGHT if is_right else Outcome.WRONG
                activity = f"{unit.module_id}#{competency}"
                self.facts.append(EvidenceFact(competency, unit.level, activity, outcome, Confidence.VERY, on))
                if not is_right and self.chance.random() < 0.3:
                    self.marks.append(SureAndWrong(competency, unit.isomorph_group, on))
