"""The register of one organisation: its tools, who has them, and the rules, of which the narrowest counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from learning.guardrails.rules.words import ANY

ANOTHER = "another"  # in an address: a tool that is not in the register
RESERVED = frozenset({"none", "any-approved", "any", "add", ANOTHER})  # what units and addresses mean by them


class Answer(StrEnum):
    """What somebody who asks is told."""

    YES = "yes"
    ASK = "ask"
    NO = "no"
    UNDECIDED = "undecided"


# Of two rules that both fit and of which neither is narrower, the later one in this list counts.
CAREFULNESS = (Answer.YES, Answer.ASK, Answer.UNDECIDED, Answer.NO)


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """One question, without the person: this tool, for this task, with this kind of information."""

    tool: str  # the id of a tool; any other text is a tool that nobody listed
    task: str
    label: str


@dataclass(frozen=True, slots=True, order=True)
class Scope:
    """What a rule speaks about. "*" in a place is any."""

    tool: str = ANY
    task: str = ANY
    label: str = ANY

    def covers(self, cell: Cell) -> bool:
        return self.tool in (ANY, cell.tool) and self.task in (ANY, cell.task) and self.label in (ANY, cell.label)

    def is_narrower_than(self, other: Scope) -> bool:
        """Place by place: as narrow everywhere, narrower somewhere. Of many pairs neither is narrower."""
        if self == other:
            return False
        pairs = ((self.tool, other.tool), (self.task, other.task), (self.label, other.label))
        return all(mine == theirs or theirs == ANY for mine, theirs in pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One version of a rule, in force from a moment until the next version, or until somebody ended it."""

    id: int
    scope: Scope
    version: int
    answer: Answer
    only_if: str = ""  # "you take out names and sickness first": what follows "Yes, if"
    conditions: tuple[str, ...] = ()
    instead: str = ""  # what to do instead, where the answer is not yes
    owner_id: int | None = None
    review_on: dt.date | None = None
    policy_url: str = ""
    why: str = ""  # why this version was made, in a sentence
    from_at: dt.datetime
    until_at: dt.datetime | None = None

    def is_in_force(self, at: dt.datetime) -> bool:
        return self.from_at <= at and (self.until_at is None or at < self.until_at)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A tool taken out of use: since when, why, and what people use instead."""

    from_at: dt.datetime
    until_at: dt.datetime | None
    why: str
    instead: str

    def is_in_force(self, at: dt.datetime) -> bool:
        return self.from_at <= at and (self.until_at is None or at < self.until_at)


class Target(StrEnum):
    """Who can be given a tool."""

    ORGANISATION = "organisation"
    TEAM = "team"
    FAMILY = "family"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Access:
    """A tool given to everybody, to a team and the teams below it, to a role family or to one person."""

    tool: str
    target: Target
    key: str  # the id of the team, family or person; "" for the organisation


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool of the register."""

    id: str  # as units and addresses name it: "chat-assistant"
    name: str
    about: str = ""
    owner_id: int | None = None
    how_to_open: str = ""
    withdrawal: Withdrawal | None = None
    number: int = 0  # of its row
    version: int = 1

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawal is not None


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: all that permission depends on."""

    person_id: int
    teams: frozenset[str] = frozenset()  # their teams and the teams above them, as text
    families: frozenset[str] = frozenset()


_NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, order=True)
class Use:
    """Something a person may do without asking: this tool, for this task, with this information."""

    tool: str
    task: str
    label: str


@dataclass(frozen=True)
class Register:
    """Everything that is in force in one organisation at one moment, but for who is asking and what day it is."""

    tools: tuple[Tool, ...]
    rules: tuple[Rule, ...]
    access: tuple[Access, ...] = ()  # without those of single people where these are asked for one by one
    owner_id: int | None = None  # who decides where nobody else is named
    # Worked out once for as long as this register stands.
    _answers: dict[Cell, tuple[Rule, ...]] = field(init=False, default_factory=dict, repr=False, compare=False)
    _permitted: dict[tuple[object, ...], frozenset[Use]] = field(
        init=False, default_factory=dict, repr=False, compare=False
    )

    def tool(self, tool_id: str) -> Tool | None:
        return self._by_id.get(tool_id)

    @cached_property
    def _by_id(self) -> Mapping[str, Tool]:
        return {tool.id: tool for tool in self.tools}

    @cached_property
    def _by_target(self) -> Mapping[tuple[Target, str], frozenset[str]]:
        found: dict[tuple[Target, str], set[str]] = {}
        for one in self.access:
            found.setdefault((one.target, one.key), set()).add(one.tool)
        return {key: frozenset(tools) for key, tools in found.items()}

    def tools_of(self, asker: Asker, own: Iterable[str] = ()) -> frozenset[str]:
        """The ids of the tools this person has, withdrawn ones included. `own`: given to them alone."""
        keys = [(Target.ORGANISATION, ""), (Target.PERSON, str(asker.person_id))]
        keys += [(Target.TEAM, team) for team in asker.teams]
        keys += [(Target.FAMILY, family) for family in asker.families]
        return frozenset(own).union(*(self._by_target.get(key, _NOBODY) for key in keys))

    def narrowest(self, cell: Cell) -> tuple[Rule, ...]:
        """The rules that cover this cell and have none narrower beside them. Often one, rarely more, maybe none."""
        if cell not in self._answers:
            covering = [rule for rule in self.rules if rule.scope.covers(cell)]
            self._answers[cell] = tuple(
                rule for rule in covering if not any(other.scope.is_narrower_than(rule.scope) for other in covering)
            )
        return self._answers[cell]


def cells(tools: Iterable[str], tasks: Iterable[str], labels: Iterable[str]) -> Iterator[Cell]:
    """Every question about these."""
    tasks, labels = tuple(tasks), tuple(labels)
    return (Cell(tool, task, label) for tool in tools for task in tasks for label in labels)
