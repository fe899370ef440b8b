"""Two versions beside each other: no word is lost or invented, and a changed answer is never overlooked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.modules.rules import (
    Change,
    ChooseOne,
    Compared,
    IfThenPlan,
    Option,
    Order,
    Piece,
    Sort,
    Step,
    compare,
    question_piece,
    word_runs,
)
from learning.modules.rules.activity import Activity, FindMissing, Item, Point
from learning.modules.rules.comparing import shortened

some_words = st.lists(st.sampled_from("send it back today and tell the consultant".split()), max_size=80).map(" ".join)


@given(some_words, some_words)
def test_old_and_new_words_can_both_be_read_out_of_the_comparison(before: str, after: str) -> None:
    runs = word_runs(before, after)
    said = {change: [run.text for run in runs if run.change in {Change.SAME, change}] for change in Change}
    assert " ".join(said[Change.REMOVED]) == before
    assert " ".join(said[Change.ADDED]) == after


@given(some_words, some_words)
def test_shortening_hides_nothing_that_changed(before: str, after: str) -> None:
    runs = word_runs(before, after)
    changed = [run for run in runs if run.change in {Change.ADDED, Change.REMOVED}]
    assert [run for run in shortened(runs) if run.change in {Change.ADDED, Change.REMOVED}] == changed


@given(some_words)
def test_a_version_does_not_differ_from_itself(words: str) -> None:
    piece = Piece("section why", "Why", words, {}, {})
    assert compare({"title": words}, [piece], {"title": words}, [piece]).is_empty


COMMON = {"id": "step", "competency": "J2", "minutes": 1.0, "level": 2, "question": "What comes next?"}
CHOICE = ChooseOne(
    **COMMON, options=(Option("a", "Send it.", False, "The gap goes out."), Option("b", "Put it back.", True, "Yes."))
)
SORT = Sort(**COMMON, buckets=("fine", "not here"), items=(Item("a", "A notice.", "fine", "Nobody is in it."),))
ORDER = Order(**COMMON, steps=(Step("a", "Open the source.", "First."), Step("b", "Read the draft.", "Then.")))
DRAFT = FindMissing(**COMMON, draft="All is well.", points=(Point("a", "Knee is better.", True, "It is gone."),))
PLAN = IfThenPlan(
    **COMMON, starters=("open the source",), follow_up="Did you?", follow_up_answers=("Yes",), follow_up_after_days=7
)


def compared(before: Activity, after: Activity) -> Compared:
    return compare({}, [question_piece(before)], {}, [question_piece(after)])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (CHOICE, replace(CHOICE, options=tuple(replace(one, is_correct=not one.is_correct) for one in CHOICE.options))),
        (CHOICE, replace(CHOICE, options=(*CHOICE.options, Option("c", "Ask again.", False, "No.")))),
        (SORT, replace(SORT, items=(replace(SORT.items[0], answer="not here"),))),
        (SORT, replace(SORT, buckets=("fine", "nowhere"))),
        (ORDER, replace(ORDER, steps=ORDER.steps[::-1])),
        (DRAFT, replace(DRAFT, points=(replace(DRAFT.points[0], is_answer=False),))),
    ],
    ids=["key", "option", "bucket of an item", "buckets", "order", "point"],
)
def test_a_changed_answer_is_said(before: Activity, after: Activity) -> None:
    assert compared(before, after).has_other_answers
    assert compared(after, before).has_other_answers


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (CHOICE, replace(CHOICE, question="What is next?")),
        (CHOICE, replace(CHOICE, options=(replace(CHOICE.options[0], feedback="No."), CHOICE.options[1]))),
        (CHOICE, replace(CHOICE, level=3)),
        (PLAN, replace(PLAN, starters=("read it aloud",))),
    ],
    ids=["question", "feedback", "level", "plan"],
)
def test_other_words_change_no_answer_and_are_shown(before: Activity, after: Activity) -> None:
    found = compared(before, after)
    assert not found.has_other_answers
    assert not found.is_empty


def test_a_question_that_is_gone_changed_its_answers_and_one_that_is_new_too() -> None:
    gone = compare({}, [question_piece(CHOICE)], {}, [])
    new = compare({}, [], {}, [question_piece(CHOICE)])
    assert [piece.change for piece in (*gone.pieces, *new.pieces)] == [Change.REMOVED, Change.ADDED]
    assert gone.has_other_answers
    assert new.has_other_answers


def test_only_facts_that_changed_are_named() -> None:
    found = compare(
        {"title": "One", "level": "2", "owner": "core"}, [], {"title": "Two", "level": "2", "roles": "*"}, []
    )
    assert [(fact.name, fact.before, fact.after) for fact in found.facts] == [
        ("title", "One", "Two"),
        ("roles", "", "*"),
        ("owner", "core", ""),
    ]
