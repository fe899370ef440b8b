"""Which questions a starting check asks, the code on a printed unit, and the hands of a huddle."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.ground.errors import Refused
from learning.modules.rules import (
    ChooseOne,
    FindMissing,
    IfThenPlan,
    Opener,
    Option,
    Point,
    day_of_huddle,
    first_half,
    hands,
    paper_code,
    people_there,
    starting_items,
    tidy_counts,
    version_of_code,
)

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def opener(module: str, competency: str = "J1", level: int = 2, minutes: float = 1.0, generic: bool = True) -> Opener:
    return Opener(f"core/{module}", hash(module) % 1000, "one", competency, level, minutes, generic)


competencies = st.sampled_from(["J1", "J2", "P1", "U1", "V1"])
openers = st.lists(
    st.builds(
        Opener,
        st.text("abcdef", min_size=1, max_size=4),
        st.integers(1, 99),
        st.just("one"),
        competencies,
        st.integers(1, 3),
        st.sampled_from([0.5, 1.0, 2.0]),
        st.booleans(),
    ),
    unique_by=lambda one: one.module_id,
    max_size=20,
)
required = st.dictionaries(competencies, st.integers(0, 4))


@given(openers, required, st.text(max_size=5), st.randoms(use_true_random=False))
def test_each_required_competency_that_has_a_question_is_asked_once(openers, required, person, mixed):
    items = starting_items(openers, required, person)
    asked = [item.competency for item in items]
    has_one = {one.competency for one in openers}
    assert asked == [name for name, level in required.items() if level and name in has_one]
    assert starting_items(mixed.sample(openers, len(openers)), required, person) == items


def test_the_question_is_at_the_required_level_and_of_the_persons_own_role_where_there_is_one():
    known = [opener("low", level=1), opener("fits"), opener("own", generic=False), opener("high", level=3)]
    assert starting_items(known, {"J1": 2}, "sade")[0].module_id == "core/own"
    assert starting_items([known[0], known[3]], {"J1": 2}, "sade")[0].module_id == "core/low"
    assert starting_items(known, {"J1": 4}, "sade")[0].module_id == "core/high"


def test_colleagues_get_different_questions_where_several_fit():
    same = [opener(f"case-{number}") for number in range(4)]
    assert len({starting_items(same, {"J1": 2}, f"person {number}")[0].module_id for number in range(30)}) == 4


@given(st.integers(1, 40))
def test_the_first_sitting_is_half_and_takes_the_odd_one(count):
    assert count - 1 <= 2 * first_half(count) - 1 <= count + 1
    assert first_half(count) >= count - first_half(count)


# The code on paper

versions = st.integers(1, 2**31 - 1)


@given(versions, st.sampled_from(["{}", " {} ", "{}-"]))
def test_a_code_leads_back_to_its_version_however_it_is_typed(version, typed):
    code = paper_code(version)
    for each in (code, code.lower(), code.replace("-", ""), code.replace("-", " - ")):
        assert version_of_code(typed.format(each)) == version


@given(versions, st.data())
def test_one_wrong_letter_or_two_that_changed_places_are_noticed(version, data):
    code = paper_code(version).replace("-", "")
    place = data.draw(st.integers(0, len(code) - 1))
    letter = data.draw(st.sampled_from([each for each in LETTERS if each != code[place]]))
    assert version_of_code(code[:place] + letter + code[place + 1 :]) is None
    here = data.draw(st.integers(0, len(code) - 2))
    swapped = code[:here] + code[here + 1] + code[here] + code[here + 2 :]
    if swapped != code:
        assert version_of_code(swapped) is None


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_code_or_nothing(typed):
    found = version_of_code(typed)
    assert found is None or found > 0


def test_no_letter_of_a_code_looks_like_another_on_paper():
    assert not set("01ILO") & set("".join(paper_code(number) for number in range(1, 2000)))
    with pytest.raises(ValueError, match="positive"):
        paper_code(0)


# Hands

ONE = ChooseOne(
    id="a",
    competency="J1",
    minutes=1,
    level=2,
    question="Which?",
    options=tuple(Option(each, f"Option {each}", each == "a", "Why.") for each in "abc"),
)
DRAFT = FindMissing(
    id="b",
    competency="J2",
    minutes=1,
    level=2,
    question="Which?",
    points=tuple(Point(each, f"Point {each}", each == "a", "Why.") for each in "ab"),
    draft="A draft.",
)
PLAN = IfThenPlan(
    id="c",
    competency="J2",
    minutes=1,
    level=2,
    question="If",
    starters=("x",),
    follow_up="Did you?",
    follow_up_answers=("Yes",),
    follow_up_after_days=7,
)


def test_hands_are_raised_for_options_and_points_and_never_for_a_plan():
    assert [words for _, words in hands(ONE)] == ["Option a", "Option b", "Option c"]
    assert [words for _, words in hands(DRAFT)] == ["Point a", "Point b", "Nothing is missing"]
    assert hands(PLAN) == ()


def test_counts_are_numbers_and_an_empty_box_is_nobody():
    assert tidy_counts(ONE, 8, {"a": "5", "b": " 2 "}) == {"a": 5, "b": 2, "c": 0}
    assert tidy_counts(DRAFT, 8, {"a": "8", "b": "8"}) == {"a": 8, "b": 8, "nothing": 0}


def test_with_fewer_than_five_people_no_hands_are_kept():
    assert tidy_counts(ONE, 4, {"a": "4"}) == {}


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        ({"a": "nine"}, "Write a number from 0 to 8 beside “Option a”."),
        ({"a": "9"}, "Write a number from 0 to 8 beside “Option a”."),
        ({"b": "-1"}, "Write a number from 0 to 8 beside “Option b”."),
        ({"a": "5", "b": "5"}, "You counted 10 hands of 8 people. Each person has one answer."),
    ],
)
def test_counts_that_cannot_be_are_refused(raised, said):
    with pytest.raises(Refused) as refused:
        tidy_counts(ONE, 8, raised)
    assert str(refused.value) == said


@pytest.mark.parametrize("typed", ["", "0", "201", "ten", "1.5", "٣"])
def test_how_many_were_there_is_a_number_from_1_to_200(typed):
    with pytest.raises(Refused, match="Write how many people were there, from 1 to 200"):
        people_there(typed)
    assert people_there(" 12 ") == 12


def test_a_huddle_is_noted_on_its_day_or_within_60_days():
    today = dt.date(2026, 11, 30)
    assert day_of_huddle(today, today=today) == today
    for day, said in ((today + dt.timedelta(days=1), "not come yet"), (today - dt.timedelta(days=61), "60 days")):
        with pytest.raises(Refused, match=said):
            day_of_huddle(day, today=today)
