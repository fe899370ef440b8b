"""Invented registers for the properties of permission: a few tools, tasks and labels, so that rules meet often."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from learning.guardrails.rules import (
    ANY,
    Access,
    Answer,
    Asker,
    Cell,
    Register,
    Rule,
    Scope,
    Target,
    Tool,
    Withdrawal,
    cells,
)

TODAY = dt.date(2026, 11, 24)
THEN = dt.datetime(2026, 5, 1, 9, tzinfo=dt.UTC)
TOOLS, NEVER_LISTED = ("chat", "notes", "voice"), "somebody-elses"
TASKS, LABELS = ("rewrite", "draft"), ("no_personal_data", "staff_only")
TEAMS, FAMILIES = ("1", "2", "3"), ("medical-secretary", "clinical-coder")
EVERY_CELL = tuple(cells((*TOOLS, NEVER_LISTED), TASKS, LABELS))

scopes = st.builds(
    Scope,
    st.sampled_from((ANY, *TOOLS, NEVER_LISTED)),
    st.sampled_from((ANY, *TASKS)),
    st.sampled_from((ANY, *LABELS)),
)
days = st.none() | st.integers(-60, 60).map(lambda number: TODAY + dt.timedelta(days=number))
conditions = st.lists(st.sampled_from(("Take out names.", "Read it aloud.", "Keep the source.")), unique=True).map(
    tuple
)


def a_rule(number: int, scope: Scope, answer: Answer | str, **facts: Any) -> Rule:
    return Rule(id=number, scope=scope, version=1, answer=Answer(answer), **({"from_at": THEN} | facts))


@st.composite
def one_rule(draw: st.DrawFn, number: int, scope: Scope) -> Rule:
    answer = draw(st.sampled_from(Answer))
    is_yes, owner = answer is Answer.YES, st.none() | st.integers(1, 4)
    return a_rule(
        number,
        scope,
        answer,
        only_if=draw(st.sampled_from(("", "", "it is a draft", "nobody is named"))) if is_yes else "",
        conditions=draw(conditions) if answer in {Answer.YES, Answer.ASK} else (),
        owner_id=draw(owner),
        review_on=draw(days),
    )


@st.composite
def _tool(draw: st.DrawFn, number: int, name: str) -> Tool:
    out = Withdrawal(THEN, None, "It kept names.", "Write it yourself.") if draw(st.integers(0, 4)) == 0 else None
    return Tool(name, name.capitalize(), owner_id=draw(st.none() | st.integers(1, 4)), withdrawal=out, number=number)


@st.composite
def _access(draw: st.DrawFn) -> Access:
    target = draw(st.sampled_from(Target))
    keys = {Target.ORGANISATION: ("",), Target.TEAM: TEAMS, Target.FAMILY: FAMILIES, Target.PERSON: ("1", "2")}
    return Access(draw(st.sampled_from(TOOLS)), target, draw(st.sampled_from(keys[target])))


@st.composite
def registers(draw: st.DrawFn) -> Register:
    """Any register: one rule for a scope, as the tables promise, and any overlap between scopes."""
    names = draw(st.lists(st.sampled_from(TOOLS), unique=True))
    found = draw(st.lists(scopes, unique=True, max_size=9))
    numbers = draw(st.permutations(range(1, len(found) + 1)))
    return Register(
        tools=tuple(draw(_tool(number, name)) for number, name in enumerate(names, 1)),
        rules=tuple(draw(one_rule(number, scope)) for number, scope in zip(numbers, found, strict=True)),
        access=tuple(draw(st.lists(_access(), unique=True, max_size=6))),
        owner_id=draw(st.none() | st.just(9)),
    )


askers = st.builds(
    Asker, st.integers(1, 3), st.frozensets(st.sampled_from(TEAMS)), st.frozensets(st.sampled_from(FAMILIES))
)
any_cell = st.sampled_from(EVERY_CELL)


def with_rules(register: Register, *rules: Rule) -> Register:
    """The same register with these rules instead."""
    return Register(register.tools, rules, register.access, register.owner_id)


def another_number(register: Register) -> int:
    return max((rule.id for rule in register.rules), default=0) + 1


def covering(register: Register, cell: Cell) -> list[Rule]:
    """Written as plainly as it can be said: each place of the rule is the one of the question, or any."""
    return [
        rule
        for rule in register.rules
        if all(
            said in (ANY, asked)
            for said, asked in (
                (rule.scope.tool, cell.tool),
                (rule.scope.task, cell.task),
                (rule.scope.label, cell.label),
            )
        )
    ]


def named_places(rule: Rule) -> set[str]:
    """The places in which a rule names something. Of two rules that cover the same question, that says it all."""
    places = {"tool": rule.scope.tool, "task": rule.scope.task, "label": rule.scope.label}
    return {place for place, said in places.items() if said != ANY}
