"""How an answer came to be: the versions of the rules about one question, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from learning.guardrails import queries
from learning.guardrails.queries import Owners
from learning.guardrails.rules import ANY, Cell, Rule, mark, question, scope_words, tool_words, word
from learning.people.models import Organisation


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of one rule."""

    rule: Rule
    scope: str
    word: str
    mark: str
    owner: str
    from_on: dt.date
    until_on: dt.date | None
    ended_why: str


@dataclass(frozen=True, slots=True)
class OutOfUse:
    """A time in which the tool was out of use."""

    why: str
    from_on: dt.date
    until_on: dt.date | None


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """All that was ever decided about one question."""

    cell: Cell
    question: str
    lines: Sequence[VersionLine]
    out_of_use: Sequence[OutOfUse]


def history_page(cell: Cell, organisation: Organisation, *, today: dt.date) -> HistoryPage:
    words, zone = queries.vocabulary(), organisation.zone
    register = queries.register(organisation.id)
    tool = register.tool(cell.tool)
    rows = queries.history_of(organisation.id, cell)
    owners = Owners(organisation.id, [row.owner_id for row in rows], today=today)
    lines = []
    for row in rows:
        rule = queries.rule_of(row)
        owner = owners.of(row.owner_id)
        name = "Any tool" if rule.scope.tool == ANY else tool.name if tool else rule.scope.tool
        lines.append(
            VersionLine(
                rule,
                scope_words(rule, name, words),
                word(rule.answer, has_conditions=bool(rule.only_if or rule.conditions)),
                mark(rule.answer),
                owner.name if owner else "",
                row.from_at.astimezone(zone).date(),
                row.until_at.astimezone(zone).date() if row.until_at else None,
                row.ended_why or "",
            )
        )
    away = queries.withdrawals(queries.tool(cell.tool, organisation_id=organisation.id)) if tool else ()
    return HistoryPage(
        cell,
        question(tool_words(tool), cell.task, cell.label, words),
        lines,
        [
            OutOfUse(
                one.why,
                one.from_at.astimezone(zone).date(),
                one.until_at.astimezone(zone).date() if one.until_at else None,
            )
            for one in away
        ],
    )
