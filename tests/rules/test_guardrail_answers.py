"""The answers of permission in plain cases: which rule wins, when a yes is a question again, and who is asked."""

from __future__ import annotations

import datetime as dt

import pytest

from learning.guardrails.rules import (
    Answer,
    Because,
    Cell,
    Register,
    Rule,
    Scope,
    Tool,
    Verdict,
    answer,
    best_answer,
    headline,
)
from tests.rules.register_world import TODAY, TOOLS, a_rule

DAY = dt.timedelta(days=1)
CHAT = (Tool("chat", "Chat assistant", owner_id=1), Tool("voice", "Voice notes"))
ANY_TOOL, ANY_TASK = Scope("*", "*", "staff_only"), Scope("chat")
SURE = {"review_on": TODAY}


def said(*rules: Rule, cell: Cell | None = None, today: dt.date = TODAY) -> Verdict:
    """What somebody who has every tool is told about rewriting text about staff."""
    found = Register(CHAT, rules, (), 9)
    return answer(found, cell or Cell("chat", "rewrite", "staff_only"), has=frozenset(TOOLS), today=today)


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        (Scope(), Scope("chat")),
        (Scope("chat"), Scope("chat", "rewrite")),
        (Scope("*", "rewrite"), Scope("*", "rewrite", "staff_only")),
        (Scope("*", "*", "staff_only"), Scope("chat", "rewrite", "staff_only")),
    ],
)
@pytest.mark.parametrize("answers", [("no", "yes"), ("yes", "no"), ("ask", "undecided")])
def test_the_narrower_rule_wins_whichever_says_no(wide: Scope, narrow: Scope, answers: tuple[str, str]) -> None:
    rules = a_rule(1, wide, answers[0]), a_rule(2, narrow, answers[1])
    assert said(*rules).answer == said(*reversed(rules)).answer == answers[1]


@pytest.mark.parametrize(
    ("one", "other", "counts"),
    [
        ("yes", "ask", "ask"),
        ("yes", "undecided", "undecided"),
        ("yes", "no", "no"),
        ("ask", "undecided", "undecided"),
        ("ask", "no", "no"),
        ("undecided", "no", "no"),
    ],
)
def test_a_rule_for_a_tool_and_one_for_a_kind_of_information_meet_and_the_more_careful_counts(
    one: str, other: str, counts: str
) -> None:
    assert said(a_rule(1, ANY_TASK, one), a_rule(2, ANY_TOOL, other)).answer == counts
    assert said(a_rule(1, ANY_TASK, other), a_rule(2, ANY_TOOL, one)).answer == counts


@pytest.mark.parametrize(("days", "is_yes"), [(-1, True), (0, True), (14, True), (15, False), (400, False)])
def test_a_yes_past_its_review_date_by_more_than_14_days_is_a_question(days: int, is_yes: bool) -> None:
    found = said(a_rule(1, ANY_TASK, "yes", **SURE), today=TODAY + days * DAY)
    assert (found.answer is Answer.YES) is is_yes
    assert (found.because is Because.OVERDUE) is not is_yes


def test_a_no_past_its_review_date_is_a_no() -> None:
    assert said(a_rule(1, ANY_TASK, "no", **SURE), today=TODAY + 400 * DAY).answer is Answer.NO


def test_an_overdue_yes_beside_a_rule_that_asks_is_no_question_of_time() -> None:
    found = said(a_rule(1, ANY_TASK, "yes", **SURE), a_rule(2, ANY_TOOL, "ask", owner_id=4), today=TODAY + 30 * DAY)
    assert (found.answer, found.because, found.owner_id) == (Answer.ASK, Because.RULE, 4)


def test_two_yeses_that_meet_are_a_yes_under_the_conditions_of_both() -> None:
    draft = a_rule(1, ANY_TASK, "yes", only_if="it is a draft")
    one_if = said(draft, a_rule(2, ANY_TOOL, "yes", conditions=("Take out names.",)))
    assert (headline(one_if, "Priya Raman"), one_if.conditions) == ("Yes, if it is a draft", ("Take out names.",))
    two_ifs = said(draft, a_rule(2, ANY_TOOL, "yes", only_if="nobody is named", conditions=("Read it aloud.",)))
    assert two_ifs.conditions == ("Only if it is a draft.", "Only if nobody is named.", "Read it aloud.")
    assert headline(two_ifs, "Priya Raman") == "Yes, if you do these 3 things"


def test_a_yes_for_any_tool_does_not_let_in_a_tool_that_nobody_listed_and_a_no_keeps_it_out() -> None:
    cell = Cell("another", "rewrite", "staff_only")
    assert said(a_rule(1, Scope(), "yes"), cell=cell).because is Because.UNLISTED
    assert said(a_rule(1, Scope(), "no"), cell=cell).answer is Answer.NO


@pytest.mark.parametrize(
    ("owner_of_rule", "tool", "who"), [(3, "chat", 3), (None, "chat", 1), (None, "voice", 9), (3, "voice", 3)]
)
def test_the_owner_of_the_rule_answers_else_of_the_tool_else_who_decides_here(
    owner_of_rule: int | None, tool: str, who: int
) -> None:
    found = said(a_rule(1, Scope(), "ask", owner_id=owner_of_rule), cell=Cell(tool, "rewrite", "staff_only"))
    assert found.owner_id == who


def test_where_nothing_is_decided_the_owner_of_the_tool_is_asked() -> None:
    found = said()
    assert (found.answer, found.because, found.owner_id) == (Answer.UNDECIDED, Because.NO_RULE, 1)


def test_a_tool_they_have_comes_before_one_that_they_would_have_to_ask_for() -> None:
    register = Register(CHAT, (a_rule(1, Scope(), "ask"),), (), 9)
    for mine in ("chat", "voice"):
        found = best_answer(
            register, task="draft", label="staff_only", has=frozenset({mine}), today=TODAY, unlisted="another"
        )
        assert (found.cell.tool, found.because) == (mine, Because.RULE)
