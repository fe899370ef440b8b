"""The rules round a rule, and when somebody has to look at one again."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.guardrails.rules import (
    ANY,
    Answer,
    Cell,
    Look,
    Register,
    Rule,
    Scope,
    Tool,
    cells,
    decided,
    look_at,
    neighbours,
    overlaps,
)

TODAY = dt.date(2026, 12, 3)
LONG_AGO = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC)
PLACES = (ANY, "a", "b")
EVERY_SCOPE = tuple(Scope(*places) for places in itertools.product(PLACES, repeat=3))
EVERY_CELL = tuple(cells("ab", "ab", "ab"))


def a_rule(scope: Scope, answer: Answer = Answer.ASK, **facts: object) -> Rule:
    return Rule(id=EVERY_SCOPE.index(scope) + 1, scope=scope, version=1, answer=answer, from_at=LONG_AGO, **facts)  # type: ignore[arg-type]


scopes = st.sampled_from(EVERY_SCOPE)


@given(scopes, scopes)
def test_two_scopes_overlap_where_one_question_is_in_both(one: Scope, other: Scope) -> None:
    assert overlaps(one, other) == any(one.covers(cell) and other.covers(cell) for cell in EVERY_CELL)


@given(st.lists(scopes, unique=True), scopes)
def test_every_other_rule_that_speaks_about_the_same_is_named_once(others: list[Scope], scope: Scope) -> None:
    rules = [a_rule(one) for one in others]
    met = neighbours(rules, scope)
    named = [*met.wider, *met.narrower, *met.beside]
    assert sorted(rule.id for rule in named) == sorted(
        rule.id for rule in rules if rule.scope != scope and overlaps(rule.scope, scope)
    )
    assert all(scope.is_narrower_than(rule.scope) for rule in met.wider)
    assert all(rule.scope.is_narrower_than(scope) for rule in met.narrower)


@given(st.lists(st.tuples(scopes, st.sampled_from(Answer)), unique_by=lambda pair: pair[0]), scopes)
def test_only_a_narrower_rule_or_one_that_clashes_changes_what_a_rule_says(
    others: list[tuple[Scope, Answer]], scope: Scope
) -> None:
    """So that an editor who sees no clash and nothing narrower knows that the rule counts everywhere it speaks."""
    mine = a_rule(scope, Answer.ASK)
    rest = [a_rule(one, answer) for one, answer in others if one != scope]
    met = neighbours(rest, scope)
    if met.narrower or met.clashing(Answer.ASK, TODAY):
        return
    register = Register((Tool("a", "A"), Tool("b", "B")), (mine, *rest))
    assert {decided(register, cell, TODAY).answer for cell in EVERY_CELL if scope.covers(cell)} == {Answer.ASK}


def test_a_rule_beside_that_says_the_same_is_no_clash() -> None:
    met = neighbours([a_rule(Scope(ANY, ANY, "a"), Answer.NO)], Scope("a"))
    assert met.clashing(Answer.YES, TODAY) == met.beside
    assert met.clashing(Answer.NO, TODAY) == ()


def test_the_narrowest_of_the_wider_rules_comes_first() -> None:
    met = neighbours([a_rule(Scope()), a_rule(Scope("a", "b"))], Scope("a", "b", "a"))
    assert [rule.scope for rule in met.wider] == [Scope("a", "b"), Scope()]


@pytest.mark.parametrize(
    ("days", "look"),
    [(31, Look.FINE), (30, Look.SOON), (0, Look.SOON), (-1, Look.OVERDUE), (-14, Look.OVERDUE), (-15, Look.LAPSED)],
)
def test_a_rule_is_looked_at_in_time(days: int, look: Look) -> None:
    review_on = TODAY + dt.timedelta(days=days)
    assert look_at(a_rule(Scope(), Answer.YES, review_on=review_on), TODAY) is look


def test_a_rule_without_a_date_waits_for_nobody() -> None:
    assert look_at(a_rule(Scope(), Answer.NO), TODAY) is Look.FINE


def test_a_lapsed_yes_is_what_shows_as_ask() -> None:
    rule = a_rule(Scope("a"), Answer.YES, review_on=TODAY - dt.timedelta(days=15))
    register = Register((Tool("a", "A"),), (rule,))
    assert look_at(rule, TODAY) is Look.LAPSED
    assert decided(register, Cell("a", "a", "a"), TODAY).answer is Answer.ASK
