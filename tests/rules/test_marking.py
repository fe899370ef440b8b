"""What an answer is worth: explained, the same for everybody, and nothing to be won by marking everything."""

from __future__ import annotations

import dataclasses
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.capability.rules import Confidence, Outcome
from learning.ground.errors import Refused
from learning.modules.rules import (
    KINDS,
    ChooseOne,
    FindMissing,
    FindWrong,
    IfThenPlan,
    Item,
    JudgedDraft,
    Option,
    Point,
    Sort,
    fill_slots,
    mark,
    on_confidence,
    slots_in,
    tidy_confidence,
    tidy_given,
)

COMMON: dict[str, Any] = {"id": "one", "competency": "J2", "minutes": 1.0, "level": 2, "question": "Which?"}
LETTERS = "abcdefgh"
TICK = "Tick what is missing, or tick “Nothing is missing”."
MARK = "Mark what is wrong, or tick “Nothing is wrong”."
TICKED_ONE = "You also ticked 1 point that is in the draft."
RELOAD = "is not in the list. Load the page again, then answer."
BUCKETS = "“fine”, “change it” or “stop”"


def a_choice(right: str = "b", of: int = 3) -> ChooseOne:
    options = tuple(Option(each, f"Option {each}", each == right, f"About {each}.") for each in LETTERS[:of])
    return ChooseOne(**COMMON, options=options)


def a_sort(*answers: str) -> Sort:
    items = tuple(Item(i, f"Item {i}", bucket, f"About {i}.") for i, bucket in zip(LETTERS, answers, strict=False))
    return Sort(**COMMON, buckets=("fine", "change it", "stop"), items=items)


def points(answer: str, of: int) -> tuple[Point, ...]:
    return tuple(Point(each, f"Point {each}", each in answer, f"About {each}.") for each in LETTERS[:of])


def missing(answer: str = "de", of: int = 6, **more: Any) -> FindMissing:
    return FindMissing(**COMMON, points=points(answer, of), draft="A draft.", **more)


def wrong(answer: str = "de", of: int = 6, **more: Any) -> FindWrong:
    return FindWrong(**COMMON, points=points(answer, of), **more)


def ticked(marks: str) -> dict[str, Any]:
    return {"marked": list(marks), "nothing": not marks}


PLAN = IfThenPlan(
    **COMMON, starters=("open the source",), follow_up="Did you?", follow_up_answers=("Yes",), follow_up_after_days=7
)

judged = st.builds(
    lambda make, of, answer: make("".join(sorted(answer & set(LETTERS[:of]))), of),
    st.sampled_from([missing, wrong]),
    st.integers(2, 8),
    st.sets(st.sampled_from(LETTERS)),
)
marks_of = st.sets(st.sampled_from(LETTERS))


def marked_by(activity: JudgedDraft, marks: set[str]) -> str:
    return "".join(point.id for point in activity.points if point.id in marks)


# Headlines: each says what was caught, and nobody writes "Correct!".


@pytest.mark.parametrize(
    ("activity", "marks", "outcome", "headline", "second"),
    [
        (missing("de"), "de", "right", "You caught both missing points", None),
        (missing("d"), "d", "right", "You caught the missing point", None),
        (missing("bde"), "bde", "right", "You caught all 3 missing points", None),
        (missing("de"), "d", "partly", "You caught 1 of the 2 missing points", None),
        (missing("de"), "cd", "partly", "You caught 1 of the 2 missing points", TICKED_ONE),
        (missing("de"), "", "wrong", "2 points were missing", "You said that nothing is missing."),
        (missing("d"), "ab", "wrong", "1 point was missing", "You ticked 2 points that are in the draft."),
        (missing(""), "", "right", "Nothing was missing, and you left it alone", None),
        (missing(""), "a", "wrong", "Nothing was missing", "You ticked 1 point that is in the draft."),
        (wrong("de"), "de", "right", "You caught both wrong sentences", None),
        (wrong("de"), "dea", "partly", "You caught both wrong sentences", "You also marked 1 sentence that is right."),
        (wrong("de"), "a", "wrong", "2 sentences were wrong", "You marked 1 sentence that is right."),
        (wrong("d"), "", "wrong", "1 sentence was wrong", "You said that nothing is wrong."),
        (wrong(""), "", "right", "Nothing was wrong, and you left it alone", None),
        (wrong(""), "ab", "wrong", "Nothing was wrong", "You marked 2 sentences that are right."),
    ],
)  # fmt: skip
def test_the_headline_says_what_was_caught_and_false_alarms_come_second(activity, marks, outcome, headline, second):
    verdict = mark(activity, tidy_given(activity, ticked(marks)))
    assert (verdict.outcome, verdict.headline, verdict.second) == (outcome, headline, second)


@pytest.mark.parametrize(
    ("buckets", "outcome", "headline"),
    [
        (("fine", "stop"), "right", "You put both in the right place"),
        (("fine", "fine"), "partly", "You put 1 of the 2 in the right place"),
        (("stop", "fine"), "wrong", "Both belong in another place"),
    ],
)
def test_a_sort_is_partly_right_when_some_are_in_place(buckets, outcome, headline):
    activity = a_sort("fine", "stop")
    verdict = mark(activity, tidy_given(activity, {"placed": dict(zip("ab", buckets, strict=True))}))
    assert (verdict.outcome, verdict.headline) == (outcome, headline)


def test_a_sort_says_where_each_one_was_put_and_where_it_belongs():
    first, _ = mark(a_sort("fine", "stop"), {"placed": {"a": "stop", "b": "stop"}}).parts
    assert (first.verdict, first.given, first.answer, first.feedback) == ("wrong", "stop", "fine", "About a.")


def test_a_choice_is_right_or_wrong_and_every_option_is_explained():
    right, other = mark(a_choice("b"), {"choice": "b"}), mark(a_choice("b"), {"choice": "a"})
    assert (right.outcome, right.headline) == ("right", "You got it right")
    assert (other.outcome, other.headline) == ("wrong", "Another answer fits better")
    assert [part.verdict for part in right.parts] == ["rightly-left", "right", "rightly-left"]
    assert [part.verdict for part in other.parts] == ["wrong", "missed", "rightly-left"]
    assert all(part.feedback for part in right.parts)


def test_a_plan_is_tidied_and_never_marked():
    plan = tidy_given(PLAN, {"text": "  open the   source "})
    assert plan == {"text": "open the source"}
    with pytest.raises(TypeError, match="not marked"):
        mark(PLAN, plan)


def test_the_words_of_the_module_on_a_sound_draft_come_with_the_verdict_whatever_was_answered():
    activity = wrong("", if_nothing="8 + 3 + 1 = 12.")
    assert [mark(activity, ticked(marks)).why for marks in ("", "a")] == ["8 + 3 + 1 = 12."] * 2
    assert mark(wrong("d", if_nothing="Never shown."), ticked("d")).why is None


def test_only_judged_drafts_count_towards_trust():
    assert mark(a_choice("b"), {"choice": "b"}).hits is None
    verdict = mark(missing("de"), ticked("cd"))
    assert (verdict.hits, verdict.misses, verdict.false_alarms, verdict.correct_rejections) == (1, 1, 1, 3)


# Properties


@settings(max_examples=200)
@given(judged, marks_of, st.randoms(use_true_random=False))
def test_the_order_of_the_sentences_does_not_matter(activity, marks, order: random.Random):
    shuffled = list(activity.points)
    order.shuffle(shuffled)
    other = dataclasses.replace(activity, points=tuple(shuffled))
    one, two = (mark(each, ticked(marked_by(activity, marks))) for each in (activity, other))
    assert dataclasses.replace(one, parts=()) == dataclasses.replace(two, parts=())
    assert set(one.parts) == set(two.parts)


@settings(max_examples=100)
@given(st.integers(2, 6), st.data(), st.randoms(use_true_random=False))
def test_the_order_of_the_options_does_not_matter(of, data, order: random.Random):
    activity = a_choice(data.draw(st.sampled_from(LETTERS[:of])), of)
    shuffled = list(activity.options)
    order.shuffle(shuffled)
    chosen = {"choice": data.draw(st.sampled_from(LETTERS[:of]))}
    one, two = (mark(each, chosen) for each in (activity, dataclasses.replace(activity, options=tuple(shuffled))))
    assert (one.outcome, one.headline, set(one.parts)) == (two.outcome, two.headline, set(two.parts))


@settings(max_examples=200)
@given(judged)
def test_marking_everything_is_worth_nothing_unless_everything_is_an_answer(activity):
    everything = "".join(point.id for point in activity.points)
    outcome = mark(activity, ticked(everything)).outcome
    assert outcome == (Outcome.RIGHT if activity.answer == set(everything) else Outcome.WRONG)


@settings(max_examples=200)
@given(judged, marks_of)
def test_an_answer_is_right_exactly_when_it_is_the_answer(activity, marks):
    given_marks = marked_by(activity, marks)
    verdict = mark(activity, ticked(given_marks))
    assert (verdict.outcome is Outcome.RIGHT) == (set(given_marks) == activity.answer)
    if activity.is_sound:
        assert verdict.outcome is not Outcome.PARTLY


@settings(max_examples=200)
@given(judged, marks_of)
def test_every_point_is_counted_once(activity, marks):
    verdict = mark(activity, ticked(marked_by(activity, marks)))
    counts = [verdict.hits, verdict.misses, verdict.false_alarms, verdict.correct_rejections]
    assert sum(filter(None, counts)) == len(activity.points) == len(verdict.parts)
    assert verdict.hits == len(verdict.with_verdict("caught"))
    assert len(verdict.with_verdict("missed", "caught")) == len(activity.answer)


@settings(max_examples=200)
@given(judged, marks_of, st.sampled_from(LETTERS))
def test_one_more_point_caught_never_makes_it_worse(activity, marks, more):
    worth = {Outcome.WRONG: 0, Outcome.PARTLY: 1, Outcome.RIGHT: 2}
    before = marked_by(activity, marks)
    after = marked_by(activity, {*before, *({more} & activity.answer)})
    assert worth[mark(activity, ticked(after)).outcome] >= worth[mark(activity, ticked(before)).outcome]


def test_the_answers_of_every_kind_can_be_tidied_and_marked_unless_they_are_private():
    for kind in KINDS.values():
        assert tidy_given.dispatch(kind) is not tidy_given.dispatch(object)
        assert (mark.dispatch(kind) is not mark.dispatch(object)) == kind.is_marked


# What counts as an answer


@pytest.mark.parametrize(
    ("activity", "given_answer", "said"),
    [
        (missing(), {}, TICK),
        (missing(), {"marked": ["a"], "nothing": True}, f"{TICK} You cannot do both."),
        (wrong(), {"marked": [], "nothing": False}, MARK),
        (wrong(), {"marked": ["a"], "nothing": True}, f"{MARK} You cannot do both."),
        (wrong(), {"marked": ["z"]}, f"One of your marks {RELOAD}"),
        (wrong(), {"marked": "ab"}, f"One of your marks {RELOAD}"),
        (a_choice(), {}, "Choose an answer."),
        (a_choice(), {"choice": ["a"]}, "That answer is not one of the choices. Choose an answer from the list."),
        (a_choice(), {"choice": "z"}, "That answer is not one of the choices. Choose an answer from the list."),
        (a_sort("fine", "stop"), {"placed": []}, "Say where each one goes."),
        (a_sort("fine", "stop"), {"placed": {"a": "fine", "b": ""}}, "Say where each one goes. 1 is still to do."),
        (a_sort("fine", "stop"), {"placed": {"a": "bin", "b": "fine"}}, f"Put each one in {BUCKETS}."),
        (a_sort("fine"), {"placed": {"z": "fine"}}, f"One of the things you placed {RELOAD}"),
        (PLAN, {"text": "  "}, "Choose or write a plan, or finish without one."),
        (PLAN, {"text": "a" * 301}, "Your plan has 301 characters. Make it 300 or fewer."),
    ],
)  # fmt: skip
def test_an_answer_that_is_none_is_refused_in_one_sentence(activity, given_answer, said):
    with pytest.raises(Refused) as refused:
        tidy_given(activity, given_answer)
    assert str(refused.value) == said


def test_an_answer_is_stored_in_the_order_of_the_activity_and_without_repeats():
    assert tidy_given(missing(), {"marked": ["e", "d", "e"]}) == {"marked": ["d", "e"], "nothing": False}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(LETTERS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*LETTERS, "x"]), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=200)
@given(
    st.sampled_from([a_choice(), a_sort("fine", "stop"), missing(), wrong(), PLAN]),
    st.dictionaries(st.sampled_from(["choice", "placed", "marked", "nothing", "text"]), json_values, max_size=5),
)
def test_whatever_a_browser_sends_is_an_answer_or_a_refusal(activity, sent):
    try:
        tidy = tidy_given(activity, sent)
    except Refused:
        return
    assert tidy_given(activity, tidy) == tidy
    if activity.is_marked:
        assert mark(activity, tidy).headline


# How sure


def test_confidence_is_asked_for_where_the_activity_asks_for_it():
    asks = dataclasses.replace(missing(), ask_confidence=True)
    assert tidy_confidence(asks, "very") is Confidence.VERY
    assert tidy_confidence(missing(), "very") is None
    assert tidy_confidence(asks, None, required=False) is None
    for said in (None, "", "certain"):
        with pytest.raises(Refused, match="Say how sure you are"):
            tidy_confidence(asks, said)


def test_being_very_sure_and_wrong_gets_the_words_that_the_module_wrote_for_it():
    activity = missing("de", if_high_confidence_and_wrong="You were sure.")
    right, partly = mark(activity, ticked("de")), mark(activity, ticked("d"))
    assert on_confidence(activity, partly, Confidence.VERY) == "You were sure."
    assert on_confidence(activity, partly, Confidence.FAIRLY) is None
    assert on_confidence(activity, right, Confidence.FAIRLY) == "You were fairly sure, and you were right."
    assert on_confidence(activity, right, Confidence.GUESS) == "You were guessing, and you were right."
    assert on_confidence(activity, right, None) is None


# Local slots


def test_a_slot_is_filled_and_one_that_is_not_says_so():
    text = "Tell {{ig_contact}} or {{ policy_owner }}."
    assert slots_in(text) == {"ig_contact", "policy_owner"}
    assert fill_slots(text, {"ig_contact": "Priya"}) == "Tell Priya or (policy owner: not filled in yet)."
