"""What is said of an answer: each mark with its word, nothing left out, and local facts in their places."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from learning.capability.rules import Confidence
from learning.modules.rules import (
    Activity,
    ChooseOne,
    FindMissing,
    FindWrong,
    Item,
    JudgedDraft,
    Option,
    Point,
    Sort,
    Verdict,
    filled,
    local_facts,
    told,
)

COMMON: dict[str, Any] = {"id": "one", "competency": "J2", "minutes": 1.0, "level": 2, "question": "Which?"}
POINTS = (
    Point("a", "The day.", False, "It is there."),
    Point("b", "The refusal.", True, "It is gone."),
    Point("c", "Who does it.", True, "Ask {{ig_contact}}."),
)
MISSING = FindMissing(points=POINTS, draft="We met {{ig_contact}}.", **COMMON)
WRONG = FindWrong(points=POINTS, source="The notes.", **COMMON)
CHOICE = ChooseOne(
    options=(
        Option("a", "Send.", False, "Not yet."),
        Option("b", "Ask.", True, "Yes."),
        Option("c", "Go.", False, "No."),
    ),
    **COMMON,
)
SORT = Sort(
    buckets=("fine", "stop"), items=(Item("a", "A.", "fine", "Good."), Item("b", "B.", "stop", "Because.")), **COMMON
)


def words(activity: Activity, answer: dict[str, object]) -> list[tuple[str, list[str]]]:
    return [(group.heading, [mark.word for mark in group.marks]) for group in told(activity, answer, None).groups]


def test_what_is_missing_comes_first_and_what_was_rightly_left_comes_last() -> None:
    assert words(MISSING, {"marked": ["a", "b"], "nothing": False}) == [
        ("Missing from the draft", ["You caught it", "You missed it"]),
        ("In the draft", ["You ticked it, but it is there"]),
    ]
    assert words(WRONG, {"marked": ["c"], "nothing": False}) == [
        ("Wrong in the draft", ["You caught it", "You missed it"]),
        ("Right in the draft", ["You were right to leave it"]),
    ]


def test_a_choice_shows_the_better_one_and_folds_the_others_away() -> None:
    said = told(CHOICE, {"choice": "a"}, Confidence.VERY)
    assert [(group.heading, group.is_folded) for group in said.groups] == [
        ("Your answer", False),
        ("A better answer", False),
        ("The other answers", True),
    ]
    assert [group.marks[0].word for group in said.groups[:2]] == ["You chose this", "This fits better"]
    assert [group.heading for group in told(CHOICE, {"choice": "b"}, None).groups] == [
        "Your answer",
        "The other answers",
    ]


def test_a_sorted_item_says_where_it_was_put_and_where_it_belongs() -> None:
    (wrong, right) = told(SORT, {"placed": {"a": "fine", "b": "fine"}}, None).groups
    assert (wrong.marks[0].word, wrong.marks[0].where) == ("You chose “fine”", "stop")
    assert (right.marks[0].word, right.marks[0].where) == ("You got it right", "fine")


@settings(max_examples=100)
@given(activity=st.sampled_from([MISSING, WRONG]), marked=st.sets(st.sampled_from("abc")))
def test_every_mark_has_its_reason_whatever_was_marked(activity: JudgedDraft, marked: set[str]) -> None:
    said = told(activity, {"marked": sorted(marked), "nothing": not marked}, None)
    marks = [mark for group in said.groups for mark in group.marks]
    assert sorted(mark.text for mark in marks) == sorted(point.text for point in activity.points)
    assert all(mark.feedback and mark.word for mark in marks)
    assert {mark.is_loud for mark in marks if mark.verdict is Verdict.RIGHTLY_LEFT} <= {False}


def test_local_facts_are_filled_in_everywhere_but_in_what_an_answer_is_marked_by() -> None:
    shown = filled(MISSING, {"ig_contact": "Priya"})
    assert shown.draft == "We met Priya."
    assert shown.points[2].feedback == "Ask Priya."
    assert (shown.id, shown.points[2].id, shown.answer) == ("one", "c", MISSING.answer)
    assert filled(SORT, {"fine": "x"}) == SORT


def test_every_organisation_is_asked_for_the_same_facts_and_for_what_its_modules_declare() -> None:
    names = [fact.name for fact in local_facts({"ig_contact", "taxi_desk"})]
    assert names == [
        "approved_tools_link",
        "ig_contact",
        "champion_contact",
        "policy_owner",
        "incident_link",
        "taxi_desk",
    ]
    assert local_facts({"taxi_desk"})[-1].label == "Taxi desk"
