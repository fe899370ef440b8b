"""An owner's own list as a page: their rules in groups, their tools, and what waits for their answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from learning.guardrails import queries
from learning.guardrails.rules import (
    Answer,
    OwnersList,
    Register,
    Rule,
    Tool,
    Vocabulary,
    answered_by,
    mark,
    renewed,
    review_words,
    scope_words,
    word,
)
from learning.guardrails.views.lines import rule_address, tool_name
from learning.people.models import Person


@dataclass(frozen=True, slots=True)
class MyRule:
    """One rule of the list."""

    id: int
    said: str
    word: str
    mark: str
    review: str
    address: str


@dataclass(frozen=True, slots=True)
class Group:
    """Rules that stand alike: a heading, and what it means for people."""

    id: str
    name: str
    means: str
    rules: tuple[MyRule, ...]


@dataclass(frozen=True, slots=True)
class MinePage:
    """Everything one person answers for."""

    found: OwnersList
    groups: tuple[Group, ...]  # those that need a look
    later: tuple[MyRule, ...]
    tools: tuple[Tool, ...]
    decides: bool  # where nobody is named
    renewed_until: dt.date
    has_withdrawn: bool

    @property
    def is_nobody(self) -> bool:
        """They answer for nothing at all."""
        return self.found.is_empty and not self.tools and not self.decides


def mine_page(person: Person, *, today: dt.date) -> MinePage:
    """The list of this person today."""
    found = queries.list_of(person.id, person.organisation_id, today=today)
    register, words = queries.register(person.organisation_id), queries.vocabulary()

    def lines(rules: Iterable[Rule]) -> tuple[MyRule, ...]:
        return tuple(_line(rule, register, words, today) for rule in rules)

    groups = (
        Group("asks", "These show as ask first", "Their review date is more than 14 days past.", lines(found.asks)),
        Group("past", "Past the review date", "They still count.", lines(found.past)),
        Group("soon", "To look at within 14 days", "", lines(found.soon)),
    )
    return MinePage(
        found=found,
        groups=tuple(group for group in groups if group.rules),
        later=lines(found.later),
        tools=tuple(tool for tool in register.tools if tool.owner_id == person.id),
        decides=register.owner_id == person.id,
        renewed_until=renewed(today),
        has_withdrawn=any(tool.is_withdrawn for tool in register.tools),
    )


def _line(rule: Rule, register: Register, words: Vocabulary, today: dt.date) -> MyRule:
    answer: Answer = answered_by(rule, today)
    return MyRule(
        id=rule.id,
        said=scope_words(rule, tool_name(register, rule.scope.tool), words),
        word=word(answer, has_conditions=bool(rule.only_if or rule.conditions)),
        mark=mark(answer),
        review=review_words(rule, today),
        address=rule_address(rule.scope),
    )
