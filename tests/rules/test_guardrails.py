"""One answer to every question about permission: the narrowest rule, of two the more careful, no yes unsaid."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from learning.guardrails.rules import (
    CAREFULNESS,
    GRACE,
    Answer,
    Asker,
    Because,
    Cell,
    Register,
    Scope,
    Verdict,
    Withdrawal,
    answer,
    answered_by,
    best_answer,
    decided,
    headline,
    permitted,
    word,
)
from tests.rules.register_world import (
    EVERY_CELL,
    LABELS,
    NEVER_LISTED,
    TASKS,
    THEN,
    TODAY,
    TOOLS,
    a_rule,
    another_number,
    any_cell,
    askers,
    covering,
    named_places,
    one_rule,
    registers,
    scopes,
    with_rules,
)

DAY = dt.timedelta(days=1)
OUT = Withdrawal(THEN, None, "It kept names.", "Write it yourself.")
BEST_FIRST = (Answer.YES, Answer.ASK, Answer.UNDECIDED, Answer.NO)


def care(found: Answer) -> int:
    return CAREFULNESS.index(found)


def asked(register: Register, asker: Asker, cell: Cell, today: dt.date = TODAY) -> Verdict:
    return answer(register, cell, has=register.tools_of(asker), today=today)


def best(register: Register, asker: Asker, task: str, label: str) -> Verdict:
    has = register.tools_of(asker)
    return best_answer(register, task=task, label=label, has=has, today=TODAY, unlisted=NEVER_LISTED)


@given(registers(), askers, st.randoms(use_true_random=False))
def test_everybody_gets_one_answer_to_each_question_whatever_the_order_of_rules_tools_and_access(
    register: Register, asker: Asker, chance: random.Random
) -> None:
    def mixed(things: tuple) -> tuple:  # type: ignore[type-arg]
        return tuple(chance.sample(things, len(things)))

    other = Register(mixed(register.tools), mixed(register.rules), mixed(register.access), register.owner_id)
    for cell in EVERY_CELL:
        found = asked(register, asker, cell)
        assert found == asked(other, asker, cell)
        assert found == asked(register, asker, cell), "asked twice"
        assert found.answer in set(Answer)
    for task in TASKS:
        for label in LABELS:
            assert best(register, asker, task, label) == best(other, asker, task, label)


@given(registers(), any_cell)
def test_no_rule_that_counts_has_a_narrower_one_beside_it_and_none_that_counts_is_left_out(
    register: Register, cell: Cell
) -> None:
    found = decided(register, cell, TODAY)
    beside = covering(register, cell)
    narrowest = [rule for rule in beside if not any(named_places(rule) < named_places(other) for other in beside)]
    for rule in found.rules:
        assert rule in narrowest
    if found.because in {Because.RULE, Because.OVERDUE}:
        assert {rule.id for rule in found.rules} == {
            rule.id for rule in narrowest if answered_by(rule, TODAY) is found.answer
        }
    elif found.because is Because.NO_RULE:
        assert not beside


@given(registers(), any_cell)
def test_of_rules_of_which_neither_is_narrower_the_more_careful_counts(register: Register, cell: Cell) -> None:
    found = decided(register, cell, TODAY)
    beside = covering(register, cell)
    narrowest = [rule for rule in beside if not any(named_places(rule) < named_places(other) for other in beside)]
    assert all(care(found.answer) >= care(answered_by(rule, TODAY)) for rule in narrowest)
    tool = register.tool(cell.tool)
    if narrowest and tool is not None and not tool.is_withdrawn:
        assert found.answer in {answered_by(rule, TODAY) for rule in narrowest}, "no answer that no rule gives"


@given(registers(), any_cell, st.sets(st.sampled_from(TOOLS)))
def test_without_the_tool_a_yes_or_an_ask_becomes_ask_for_the_tool_and_no_and_undecided_stay(
    register: Register, cell: Cell, others: set[str]
) -> None:
    said = decided(register, cell, TODAY)
    without = answer(register, cell, has=frozenset(others - {cell.tool}), today=TODAY)
    with_it = answer(register, cell, has=frozenset(others | {cell.tool}), today=TODAY)
    assert with_it == said
    if said.answer in {Answer.YES, Answer.ASK}:
        assert (without.answer, without.because) == (Answer.ASK, Because.NO_ACCESS)
        assert without.rules == said.rules, "what the rule says is shown beside it"
    else:
        assert without == said


@given(registers(), askers, any_cell)
def test_a_withdrawn_tool_is_a_no_for_everybody_in_every_question(register: Register, asker: Asker, cell: Cell) -> None:
    tool = register.tool(cell.tool)
    assume(tool is not None)
    tools = tuple(replace(one, withdrawal=OUT) if one is tool else one for one in register.tools)
    found = asked(replace(register, tools=tools), asker, cell)
    assert (found.answer, found.because) == (Answer.NO, Because.WITHDRAWN)
    assert best(register, asker, cell.task, cell.label).because is not Because.WITHDRAWN, "another is looked for"


@given(registers(), any_cell, st.integers(0, 60), st.integers(-40, 40))
def test_a_yes_lasts_to_the_last_day_of_the_grace_and_is_a_question_from_the_next(
    register: Register, cell: Cell, review_in: int, days: int
) -> None:
    exactly = Scope(cell.tool, cell.task, cell.label)
    yes = a_rule(another_number(register), exactly, "yes", review_on=TODAY + review_in * DAY)
    rules = (*(rule for rule in register.rules if rule.scope != exactly), yes)
    in_use = tuple(replace(tool, withdrawal=None) for tool in register.tools)
    known = replace(register, tools=in_use, rules=rules)
    for each in EVERY_CELL:
        fresh = decided(known, each, TODAY)
        until = min((rule.review_on for rule in fresh.rules if rule.review_on), default=None)
        if fresh.answer is not Answer.YES or until is None or until + GRACE + days * DAY < TODAY:
            continue
        later = decided(known, each, until + GRACE + days * DAY)
        expected = (Answer.YES, Because.RULE) if days <= 0 else (Answer.ASK, Because.OVERDUE)
        assert (later.answer, later.because) == expected


@given(registers(), any_cell, st.integers(0, 200))
def test_no_day_that_passes_makes_an_answer_less_careful(register: Register, cell: Cell, days: int) -> None:
    assert care(decided(register, cell, TODAY + days * DAY).answer) >= care(decided(register, cell, TODAY).answer)


@given(registers(), any_cell)
def test_it_is_called_overdue_only_where_no_rule_asks_by_itself(register: Register, cell: Cell) -> None:
    found = decided(register, cell, TODAY)
    if found.because is Because.OVERDUE:
        assert found.answer is Answer.ASK
        assert all(rule.answer is Answer.YES for rule in found.rules)
    elif found.because is Because.RULE:
        assert found.rule is not None
        assert found.rule.answer is found.answer, "the rule that is shown says it itself"


@given(registers(), askers, st.sampled_from(TASKS), st.sampled_from(LABELS))
def test_a_tool_that_nobody_listed_is_never_a_yes(register: Register, asker: Asker, task: str, label: str) -> None:
    listed = {tool.id for tool in register.tools}
    for tool in {*TOOLS, NEVER_LISTED, "*", ""} - listed:
        for has in (register.tools_of(asker), frozenset({tool})):
            found = answer(register, Cell(tool, task, label), has=has, today=TODAY)
            assert found.answer in {Answer.NO, Answer.UNDECIDED}
            assert not permitted(register, has={tool}, tasks=TASKS, labels=LABELS, today=TODAY)


@given(registers(), askers, scopes, st.data())
def test_a_more_careful_rule_of_a_narrower_scope_never_makes_an_answer_in_it_less_careful(
    register: Register, asker: Asker, scope: Scope, data: st.DataObject
) -> None:
    assume(scope not in {rule.scope for rule in register.rules})
    rule = data.draw(one_rule(another_number(register), scope))
    after = with_rules(register, *register.rules, rule)
    for cell in EVERY_CELL:
        before_it, with_it = asked(register, asker, cell), asked(after, asker, cell)
        if not scope.covers(cell):
            assert before_it == with_it, "a rule says nothing outside its scope"
        elif care(answered_by(rule, TODAY)) >= care(decided(register, cell, TODAY).answer):
            assert care(with_it.answer) >= care(before_it.answer)


@given(registers(), any_cell)
def test_where_several_rules_count_whoever_asks_reads_the_conditions_of_all(register: Register, cell: Cell) -> None:
    found = decided(register, cell, TODAY)
    for rule in found.rules:
        assert set(rule.conditions) <= set(found.conditions)
        if rule.only_if and found.may:
            assert rule.only_if in "; ".join([headline(found, "Priya Raman"), *found.conditions])
    assert len(set(found.conditions)) == len(found.conditions), "none stands twice"
    if found.may and any(rule.only_if or rule.conditions for rule in found.rules):
        assert headline(found, "Priya Raman").startswith("Yes, if")
        assert word(found.answer, has_conditions=found.is_conditional) == "Yes, if"


@given(registers(), askers)
def test_what_is_permitted_is_every_question_with_a_yes_and_no_other(register: Register, asker: Asker) -> None:
    has = register.tools_of(asker)
    may = permitted(register, has=has, tasks=TASKS, labels=LABELS, today=TODAY)
    yes = {(c.tool, c.task, c.label) for c in EVERY_CELL if answer(register, c, has=has, today=TODAY).may}
    assert {(use.tool, use.task, use.label) for use in may} == yes
    later = TODAY + 90 * DAY
    assert permitted(register, has=has, tasks=TASKS, labels=LABELS, today=later) == permitted(
        with_rules(register, *register.rules), has=has, tasks=TASKS, labels=LABELS, today=later
    ), "what was asked before does not stick"


@given(registers(), askers, st.sampled_from(TASKS), st.sampled_from(LABELS))
def test_no_tool_in_use_has_a_better_answer_than_the_best(
    register: Register, asker: Asker, task: str, label: str
) -> None:
    found = best(register, asker, task, label)
    in_use = [tool for tool in register.tools if not tool.is_withdrawn]
    assert found == asked(register, asker, found.cell)
    for tool in in_use:
        one = asked(register, asker, Cell(tool.id, task, label))
        assert BEST_FIRST.index(found.answer) <= BEST_FIRST.index(one.answer)
    assert (found.tool in in_use) if in_use else (found.cell.tool == NEVER_LISTED)


@given(registers(), askers, any_cell)
def test_whoever_is_named_to_be_asked_is_somebody_the_register_names(
    register: Register, asker: Asker, cell: Cell
) -> None:
    found = asked(register, asker, cell)
    named = {rule.owner_id for rule in register.rules} | {tool.owner_id for tool in register.tools}
    assert found.owner_id in named | {register.owner_id, None}
    if register.owner_id is not None:
        assert found.owner_id is not None, "nobody is sent to nobody"


@given(registers(), askers)
def test_a_person_has_what_is_given_to_everybody_to_a_team_a_role_or_themselves(
    register: Register, asker: Asker
) -> None:
    for tool in TOOLS:
        lines = [(one.target.value, one.key) for one in register.access if one.tool == tool]
        is_theirs = any(
            target == "organisation"
            or (target == "team" and key in asker.teams)
            or (target == "family" and key in asker.families)
            or (target == "person" and key == str(asker.person_id))
            for target, key in lines
        )
        assert (tool in register.tools_of(asker)) is is_theirs
