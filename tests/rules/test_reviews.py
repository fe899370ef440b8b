"""The list of an owner: every rule in one group, changing on the right day, and words that say what is so."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.guardrails.rules import (
    GRACE,
    Answer,
    Due,
    Register,
    Rule,
    Scope,
    Tool,
    Waiting,
    answered_by,
    due,
    is_named,
    owners_list,
    people_words,
    renewed,
    review_words,
)

TODAY = dt.date(2026, 12, 1)
LONG_AGO = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
LOOK = "1 of your rules needs a look"
WAIT = "2 needs wait for your answer"

days = st.dates(dt.date(2026, 1, 1), dt.date(2028, 12, 31))
answers = st.sampled_from(Answer)


def a_rule(review_on: dt.date | None, answer: Answer = Answer.YES, number: int = 1, owner: int | None = 7) -> Rule:
    return Rule(
        id=number,
        scope=Scope("chat", f"task-{number}", "*"),
        version=1,
        answer=answer,
        owner_id=owner,
        review_on=review_on,
        from_at=LONG_AGO,
    )


def a_need(key: str = "a", people: int = 3) -> Waiting:
    return Waiting(key, "Letters take us all morning.", TODAY, people)


@given(st.lists(st.tuples(st.none() | days, answers), max_size=12), days)
def test_each_rule_of_an_owner_is_in_exactly_one_group(
    given_: list[tuple[dt.date | None, Answer]], today: dt.date
) -> None:
    rules = [a_rule(review_on, answer, number) for number, (review_on, answer) in enumerate(given_)]
    found = owners_list(rules, (), today=today)
    grouped = [rule.id for group in (found.asks, found.past, found.soon, found.later) for rule in group]
    assert sorted(grouped) == sorted(rule.id for rule in rules)


@given(days, days, answers)
def test_a_rule_is_among_those_that_ask_first_exactly_when_people_read_ask_first(
    review_on: dt.date, today: dt.date, answer: Answer
) -> None:
    rule = a_rule(review_on, answer)
    turned = answered_by(rule, today) is not answer
    assert (due(rule, today) is Due.ASKS) == turned


@given(days)
def test_the_group_changes_on_the_right_day_and_on_no_other(review_on: dt.date) -> None:
    rule = a_rule(review_on)
    groups = [due(rule, review_on + DAY * n) for n in range(-20, 30)]
    assert groups == [Due.LATER] * 6 + [Due.SOON] * 15 + [Due.PAST] * 14 + [Due.ASKS] * 15


@pytest.mark.parametrize("answer", [Answer.ASK, Answer.NO, Answer.UNDECIDED])
def test_a_rule_that_is_no_yes_never_turns(answer: Answer) -> None:
    rule = a_rule(TODAY - GRACE * 10, answer)
    assert due(rule, TODAY) is Due.PAST
    assert review_words(rule, TODAY) == "To be looked at by 14 July 2026, which is past. It still counts."


def test_the_words_name_the_first_day_on_which_it_asks() -> None:
    rule = a_rule(dt.date(2026, 11, 1))
    first = dt.date(2026, 11, 16)
    assert answered_by(rule, first - DAY) is Answer.YES
    assert answered_by(rule, first) is Answer.ASK
    before = "To be looked at by 1 November 2026, which is past. It shows as “ask first” from 16 November 2026."
    after = "To be looked at by 1 November 2026. It shows as “ask first” since 16 November 2026."
    assert [review_words(rule, first - DAY), review_words(rule, first)] == [before, after]


@given(days)
def test_a_rule_that_is_still_right_is_good_for_half_a_year(today: dt.date) -> None:
    until = renewed(today)
    assert dt.timedelta(days=180) <= until - today <= dt.timedelta(days=184)
    assert due(a_rule(until), today) is Due.LATER


def test_the_most_pressing_comes_first_and_is_the_heading() -> None:
    asks = a_rule(dt.date(2026, 11, 1), number=1)
    older = a_rule(dt.date(2026, 10, 1), number=2)
    past = a_rule(dt.date(2026, 11, 25), number=3)
    soon = a_rule(dt.date(2026, 12, 10), number=4)
    later = a_rule(dt.date(2027, 6, 1), number=5)
    found = owners_list([later, soon, past, asks, older], (), today=TODAY)
    assert [rule.id for rule in found.looks] == [2, 1, 3, 4]
    assert found.headline == "2 of your rules show as ask first now"
    assert found.subject == "4 of your rules need a look"
    since = "2 of them show as “ask first”, the first since 16 October 2026."
    assert found.opening == f"4 of your rules need a look. {since}"


@pytest.mark.parametrize(
    ("review_days", "needs", "heading", "subject", "opening"),
    [
        (
            [dt.date(2026, 11, 1), dt.date(2026, 12, 3), dt.date(2026, 12, 4)],
            0,
            "1 of your rules shows as ask first now",
            "3 of your rules need a look",
            "3 of your rules need a look. 1 of them shows as “ask first” since 16 November 2026.",
        ),
        (
            [dt.date(2026, 11, 1)],
            0,
            "1 of your rules shows as ask first now",
            "1 of your rules needs a look",
            "1 of your rules needs a look. It shows as “ask first” since 16 November 2026.",
        ),
        (
            [dt.date(2026, 11, 30)],
            0,
            "1 of your rules is past its review date",
            "1 of your rules needs a look",
            "1 of your rules needs a look.",
        ),
        (
            [dt.date(2026, 12, 1)],
            1,
            "1 of your rules needs a look within 14 days",
            "1 of your rules needs a look, and 1 need waits for your answer",
            "1 of your rules needs a look. 1 need waits for your answer.",
        ),
        (
            [dt.date(2027, 12, 1)],
            2,
            "2 needs wait for your answer",
            "2 needs wait for your answer",
            "2 needs wait for your answer.",
        ),
        ([dt.date(2027, 12, 1)], 0, "None of your rules needs a look now", "", ""),
        ([], 0, "No rule is yours to look at", "", ""),
    ],
)
def test_the_heading_and_the_subject_say_what_is_so(
    review_days: list[dt.date], needs: int, heading: str, subject: str, opening: str
) -> None:
    rules = [a_rule(day, number=number) for number, day in enumerate(review_days)]
    found = owners_list(rules, [a_need(str(n)) for n in range(needs)], today=TODAY)
    assert (found.headline, found.subject, found.opening) == (heading, subject, opening)
    assert found.is_quiet == (not subject)


def test_a_few_who_asked_are_never_counted() -> None:
    assert {people_words(count) for count in range(5)} == {"fewer than 5 people"}
    assert people_words(5) == "5 people"
    assert people_words(1200) == "1,200 people"


def test_somebody_is_named_for_a_tool_for_a_rule_or_to_decide() -> None:
    register = Register((Tool("chat", "Chat", owner_id=1),), (a_rule(TODAY, owner=2),), owner_id=3)
    assert [is_named(register, one) for one in (1, 2, 3, 4)] == [True, True, True, False]
