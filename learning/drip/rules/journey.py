"""The weeks of an invented person by the real choice and the real memory: what comes, why, and what they then hold.

Whether an answer is right is a coin, not memory, and how sure they are is not simulated. So this proves the choice and
the library it chooses from, never how well people learn.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from learning.capability.rules import (
    EvidenceFact,
    Held,
    Minimum,
    Outcome,
    Post,
    RequirementPlan,
    Thresholds,
    hold,
    is_new_starter,
    required_levels,
    requirement_table,
    status,
)
from learning.drip.rules.catalogue import Catalogue
from learning.drip.rules.choose import choose
from learning.drip.rules.practice import Practice, Question
from learning.drip.rules.reasons import ReasonCode
from learning.drip.rules.units import NO_TOOLS, Candidate, Choice, GivenUnit, Kind, NoUnit, Profile, Tools
from learning.ground.workdays import monday_of

WEEK = dt.timedelta(weeks=1)
_SATURDAY = 5


@dataclass
class Learner:
    """One simulated person: what they answered, what it amounts to, and the units they were given."""

    thresholds: Thresholds
    facts: dict[str, list[EvidenceFact]] = field(default_factory=dict)
    held: dict[str, Held] = field(default_factory=dict)
    given: list[GivenUnit] = field(default_factory=list)

    def answers(self, competency: str, level: int, activity: str, on: dt.date, *, is_right: bool) -> None:
        outcome = Outcome.RIGHT if is_right else Outcome.WRONG
        own = self.facts.setdefault(competency, [])
        own.append(EvidenceFact(competency, level, activity, outcome, None, on))
        held = hold(own, self.thresholds)
        if held is not None:
            self.held[competency] = held

    def takes(
        self,
        unit: Candidate,
        on: dt.date,
        *,
        is_done: bool = True,
        kind: Kind | None = None,
        reason: ReasonCode | None = None,
    ) -> None:
        """A unit came on this date, and was finished on it or never opened."""
        self.given.append(
            GivenUnit(
                unit.module_id,
                kind or unit.kind,
                on,
                unit.competencies,
                unit.isomorph_group,
                unit.by_hand,
                unit.skills,
                reason,
                begun_on=on if is_done else None,
                finished_on=on if is_done else None,
            )
        )

    def how_many_held(self, required: Mapping[str, int], on: dt.date) -> int:
        """Of what is required, how much is current or fading that day."""
        return sum(status(self.held.get(one), level, on, self.thresholds).is_held for one, level in required.items())


@dataclass(frozen=True)
class Starter:
    """Somebody who starts work in one role family, and what that asks of them on each date.

    Where the role asks for a competency about voice tools, the post uses them. Champion is nobody on the first day.
    """

    family: str
    starts_on: dt.date
    minimums: tuple[Minimum, ...]
    plan: RequirementPlan

    def required_on(self, on: dt.date) -> dict[str, int]:
        """With the first days laid over it, as for everybody who is new."""
        table = requirement_table(self.minimums, self.plan, on)
        uses_voice = any(table.of_family(self.family).get(one, 0) for one in self.plan.voice)
        post = Post(self.family, uses_voice, self.starts_on)
        return required_levels(table, [post], is_champion=False, started_on=self.starts_on)

    def is_new_on(self, on: dt.date) -> bool:
        return is_new_starter(self.starts_on, on, self.plan)

    @property
    def first_on(self) -> dt.date:
        """The date of the first unit: the day they start, or the Monday after a weekend."""
        is_weekend = self.starts_on.weekday() >= _SATURDAY
        return monday_of(self.starts_on) + WEEK if is_weekend else self.starts_on


@dataclass(frozen=True, slots=True)
class JourneyWeek:
    """One week: what came and why, and what was held on its Sunday."""

    number: int  # 1 = the first
    on: dt.date
    choice: Choice | NoUnit
    practice: Practice | None
    is_repeat: bool
    held: int
    required: int

    @property
    def is_new(self) -> bool:
        return self.practice is not None and not self.is_repeat

    @property
    def kind(self) -> Kind | None:
        """A unit seen long ago serves as a check, whatever it was."""
        return self.choice.kind if isinstance(self.choice, Choice) else None


IsRight = Callable[[Question], bool]


def always_right(question: Question) -> bool:
    return True


def right_in(share: float, seed: int = 1) -> IsRight:
    """A coin that is the same each time it is made. `share` from 0 to 1."""
    chance = random.Random(seed)  # noqa: S311  a simulated learner needs no cryptography
    return lambda question: chance.random() < share


def journey(
    starter: Starter,
    library: Iterable[Practice],
    thresholds: Thresholds,
    *,
    weeks: int,
    is_right: IsRight = always_right,
    tools: Tools = NO_TOOLS,
) -> tuple[JourneyWeek, ...]:
    """Every unit is answered whole on the day it comes, once a week from the first week on."""
    by_id = {practice.id: practice for practice in library}
    catalogue = Catalogue(practice.candidate for practice in by_id.values())
    person = Learner(thresholds)
    found: list[JourneyWeek] = []
    for number in range(1, weeks + 1):
        on = starter.first_on + (number - 1) * WEEK
        week_on = monday_of(on)
        profile = Profile(
            families=frozenset({starter.family}),
            week_number=number,
            required=starter.required_on(on),
            held=dict(person.held),
            history=tuple(person.given),
            tools=tools,
            is_new_starter=starter.is_new_on(on),
        )
        choice = choose(profile, catalogue, week_on, thresholds)
        week = JourneyWeek(number, on, choice, None, is_repeat=False, held=0, required=0)
        if isinstance(choice, Choice):
            practice = by_id[choice.module_id]
            is_repeat = any(given.module_id == practice.id for given in person.given)
            week = replace(week, practice=practice, is_repeat=is_repeat)
            _answered(person, practice, choice, on, is_right)
        sunday = week_on + dt.timedelta(days=6)
        required = starter.required_on(sunday)
        found.append(replace(week, held=person.how_many_held(required, sunday), required=len(required)))
    return tuple(found)


def _answered(person: Learner, practice: Practice, choice: Choice, on: dt.date, is_right: IsRight) -> None:
    for question in practice.questions:
        activity = f"{practice.id}#{question.id}"
        person.answers(question.competency, question.level, activity, on, is_right=is_right(question))
    person.takes(practice.candidate, on, kind=choice.kind, reason=choice.reason)
