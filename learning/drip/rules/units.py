"""The nouns of choosing: units that could be given, units that were, and what is known of the person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from learning.capability.rules import Held
from learning.drip.rules.reasons import Facts, ReasonCode
from learning.guardrails.rules import ANY, Use

EVERYBODY = "*"
TAGGED_UP_TO = 4  # a unit that names more role families than this is as generic as one for everybody
NO_TOOL, ANY_TOOL = "none", "any-approved"


class Kind(StrEnum):
    """What a unit is to the learner and to operators."""

    LESSON = "lesson"
    CHECK = "check"
    EXAMPLE = "example"
    HEADS_UP = "heads-up"


class Skill(StrEnum):
    """The three ways a draft goes wrong; finding each is a skill of its own."""

    WRONG = "wrong"
    MISSING = "missing"
    NEEDS_HUMAN = "needs-human"


@dataclass(frozen=True, slots=True)
class Tools:
    """The AI tools of a person: those they have, and what they may do with them without asking."""

    has: frozenset[str] = frozenset()  # ids, those out of use included: who had one hears that it is gone
    may: frozenset[Use] = frozenset()

    @classmethod
    def for_everything(cls, ids: Iterable[str]) -> Tools:
        """As if every task were allowed in these."""
        has = frozenset(ids)
        return cls(has, frozenset(Use(tool, ANY, ANY) for tool in has))


NO_TOOLS = Tools()


@dataclass(frozen=True, slots=True)
class Candidate:
    """One module version that this organisation may send: adopted, in review date, local slots filled."""

    module_id: str
    version: int
    kind: Kind
    level: int
    competencies: tuple[str, ...]
    roles: frozenset[str] = frozenset({EVERYBODY})
    assumes_tool: str = NO_TOOL
    isomorph_group: str = ""
    by_hand: bool = False
    skills: frozenset[Skill] = frozenset()
    changed_on: dt.date | None = None  # of a heads-up: since when the rule or tool is different
    about_tool: str = ""  # of a heads-up: for those who have or had this tool; "" is not about one
    task: str | None = None  # what it is for at work, and with which information
    data_label: str | None = None

    @property
    def is_generic(self) -> bool:
        return EVERYBODY in self.roles or len(self.roles) > TAGGED_UP_TO

    def is_for(self, families: frozenset[str]) -> bool:
        return EVERYBODY in self.roles or not self.roles.isdisjoint(families)

    def is_doable_with(self, tools: Tools) -> bool:
        """Whether they may do it without asking anybody. A heads-up about a tool concerns those who have or had it."""
        if self.about_tool and self.about_tool not in tools.has:
            return False
        if self.assumes_tool == NO_TOOL:
            return True
        return any(
            self.assumes_tool in (ANY_TOOL, use.tool)
            and (self.task is None or use.task in (ANY, self.task))
            and (self.data_label is None or use.label in (ANY, self.data_label))
            for use in tools.may
        )


@dataclass(frozen=True, slots=True)
class GivenUnit:
    """One unit that came to this person, and how far they went with it. Dates are their local dates."""

    module_id: str
    kind: Kind
    on: dt.date
    competencies: tuple[str, ...]
    isomorph_group: str = ""
    by_hand: bool = False
    skills: frozenset[Skill] = frozenset()
    reason: ReasonCode | None = None
    begun_on: dt.date | None = None
    finished_on: dt.date | None = None

    @property
    def is_open(self) -> bool:
        return self.begun_on is not None and self.finished_on is None


@dataclass(frozen=True, slots=True)
class SureAndWrong:
    """An answer given as very sure, and wrong."""

    competency: str
    isomorph_group: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class Profile:
    """All that choosing may know of a person: what they need, what they hold and what they were given."""

    families: frozenset[str]  # of all their posts; empty = to confirm, so units for everybody
    week_number: int  # 1 = their first week with Steady
    required: Mapping[str, int]  # level by competency, overlays included
    held: Mapping[str, Held]
    history: tuple[GivenUnit, ...] = ()  # oldest first; all of it, so that nothing comes twice as new
    sure_and_wrong: tuple[SureAndWrong, ...] = ()
    tools: Tools = NO_TOOLS  # none for who chooses not to use AI
    is_new_starter: bool = False  # first 90 days in the organisation: nothing above level 2, by-hand units first
    practised: Mapping[str, dt.date] = field(default_factory=dict)  # modules they opened by themselves, last date


@dataclass(frozen=True, slots=True)
class Choice:
    """The unit of this week, and why: the code and the facts its sentence needs."""

    module_id: str
    version: int
    kind: Kind
    reason: ReasonCode
    facts: Facts


@dataclass(frozen=True, slots=True)
class NoUnit:
    """Nothing fits this week."""

    reason: ReasonCode = ReasonCode.NO_FITTING_UNIT
