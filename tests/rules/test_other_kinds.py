"""The other kinds of activity: several right answers, an order, trust or stop, two drafts, and what is private."""

from __future__ import annotations

import dataclasses
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.capability.rules import Outcome
from learning.ground.errors import Refused
from learning.modules.rules import (
    ChooseMany,
    CompareTwo,
    NeedsHuman,
    Option,
    Order,
    Paper,
    Point,
    Reflect,
    RewriteThenSelfCheck,
    Step,
    TrustQuestionStop,
    is_complete,
    mark,
    tidy_given,
    told,
)
from learning.privacy.rules import answered

COMMON: dict[str, Any] = {"id": "one", "competency": "J3", "minutes": 1.0, "level": 2, "question": "Which?"}
LETTERS = "abcdefgh"
TRUSTS = ("trust", "question", "stop")


def many(answer: str, of: int = 5) -> ChooseMany:
    options = tuple(Option(each, f"Option {each}", each in answer, f"About {each}.") for each in LETTERS[:of])
    return ChooseMany(**COMMON, options=options)


def order(of: int = 4) -> Order:
    return Order(**COMMON, steps=tuple(Step(each, f"Step {each}", f"About {each}.") for each in LETTERS[:of]))


def placed(steps: str) -> dict[str, Any]:
    return {"places": {step: str(place) for place, step in enumerate(steps, start=1)}}


def trust(answer: str) -> TrustQuestionStop:
    options = tuple(Option(each, each, each == answer, f"About {each}.") for each in TRUSTS)
    return TrustQuestionStop(**COMMON, options=options, draft="A draft.")


def compare(answer: str = "first") -> CompareTwo:
    options = tuple(Option(each, each, each == answer, f"About {each}.") for each in ("first", "second"))
    return CompareTwo(**COMMON, options=options, papers=(Paper("First draft", "One."), Paper("Second draft", "Two.")))


def people(answer: str, of: int = 4) -> NeedsHuman:
    found = tuple(Point(each, f"Line {each}", each in answer, f"About {each}.") for each in LETTERS[:of])
    return NeedsHuman(**COMMON, points=found)


REWRITE = RewriteThenSelfCheck(**COMMON, text="Do it.", checks=("It says who.", "It says when."), example="Ana, now.")
REFLECT = Reflect(**COMMON)

answers = st.integers(2, 8).flatmap(
    lambda of: st.sets(st.sampled_from(LETTERS[:of]), min_size=1, max_size=of - 1).map(
        lambda answer: many("".join(answer), of)
    )
)
orders = st.integers(3, 7).map(order)


# Several right answers


@pytest.mark.parametrize(
    ("activity", "ticks", "outcome", "headline", "second"),
    [
        (many("ac"), "ac", "right", "You found both that fit", None),
        (many("a"), "a", "right", "You found the one that fits", None),
        (many("abc"), "abc", "right", "You found all 3 that fit", None),
        (many("ac"), "a", "partly", "You found 1 of the 2 that fit", None),
        (many("ac"), "ab", "partly", "You found 1 of the 2 that fit", "You also ticked 1 answer that fits less well."),
        (many("ac"), "bd", "wrong", "Other answers fit better", "You ticked 2 answers that fit less well."),
    ],
)
def test_several_right_answers_are_told_by_how_many_were_found(activity, ticks, outcome, headline, second):
    marked = mark(activity, tidy_given(activity, {"marked": list(ticks)}))
    assert (marked.outcome, marked.headline, marked.second) == (outcome, headline, second)
    assert marked.hits is None, "no draft was judged"


@given(answers)
def test_ticking_all_of_several_answers_is_never_right(activity: ChooseMany):
    every = [option.id for option in activity.options]
    assert mark(activity, tidy_given(activity, {"marked": every})).outcome is Outcome.WRONG


@given(answers, st.sets(st.sampled_from(LETTERS), min_size=1), st.randoms(use_true_random=False))
def test_the_order_of_several_answers_does_not_matter(activity: ChooseMany, ticks, mixed: random.Random):
    known = [option.id for option in activity.options if option.id in ticks] or [activity.options[0].id]
    other = dataclasses.replace(activity, options=tuple(mixed.sample(activity.options, len(activity.options))))
    here, there = (mark(each, tidy_given(each, {"marked": known})) for each in (activity, other))
    assert (here.outcome, here.headline, here.second) == (there.outcome, there.headline, there.second)
    assert {(part.id, part.verdict) for part in here.parts} == {(part.id, part.verdict) for part in there.parts}


# An order


@given(orders)
def test_steps_are_never_shown_in_the_right_order_and_none_is_lost(activity: Order):
    assert activity.shown != activity.steps
    assert set(activity.shown) == set(activity.steps)


@given(orders, st.randoms(use_true_random=False))
def test_an_order_is_right_exactly_when_every_step_stands_in_its_place(activity: Order, mixed: random.Random):
    steps = [step.id for step in activity.steps]
    given_order = mixed.sample(steps, len(steps))
    marked = mark(activity, tidy_given(activity, placed("".join(given_order))))
    assert (marked.outcome is Outcome.RIGHT) == (given_order == steps)
    backwards = mark(activity, tidy_given(activity, placed("".join(reversed(steps)))))
    assert backwards.outcome is Outcome.WRONG


def test_two_neighbours_that_changed_places_are_partly_right_and_told_from_top_to_bottom():
    activity, given_places = order(4), placed("bacd")
    found = told(activity, tidy_given(activity, given_places), None)
    assert found.marked.outcome is Outcome.PARTLY
    assert found.headline == "2 of the 4 steps stand in their place"
    (group,) = found.groups
    assert group.is_numbered
    assert [(line.text, line.word) for line in group.marks] == [
        ("Step a", "You put it at 2"),
        ("Step b", "You put it at 1"),
        ("Step c", "In its place"),
        ("Step d", "In its place"),
    ]


# Trust, question, stop


@pytest.mark.parametrize("right", TRUSTS)
@pytest.mark.parametrize("choice", TRUSTS)
def test_a_whole_draft_is_a_hit_a_miss_a_false_alarm_or_rightly_left(right: str, choice: str):
    marked = mark(trust(right), tidy_given(trust(right), {"choice": choice}))
    counts = (marked.hits, marked.misses, marked.false_alarms, marked.correct_rejections)
    doubts, is_sound = choice != "trust", right == "trust"
    assert counts == (
        int(doubts and not is_sound),
        int(not doubts and not is_sound),
        int(doubts and is_sound),
        int(not doubts and is_sound),
    )
    assert (marked.outcome is Outcome.RIGHT) == (choice == right)
    assert (marked.outcome is Outcome.PARTLY) == (choice != right and doubts and not is_sound)


def test_a_sound_draft_that_was_trusted_is_right_and_says_so():
    assert mark(trust("trust"), {"choice": "trust"}).headline == "You trusted it, and you can"
    assert mark(trust("trust"), {"choice": "stop"}).headline == "You can use this one"
    assert mark(trust("stop"), {"choice": "trust"}).headline == "This one is not safe to use yet"


# Two drafts, and what needs a person


def test_of_two_drafts_one_is_the_better():
    assert mark(compare("second"), {"choice": "second"}).headline == "You chose the better one"
    assert mark(compare("second"), {"choice": "first"}).outcome is Outcome.WRONG
    with pytest.raises(Refused):
        tidy_given(compare(), {"choice": "both"})


@pytest.mark.parametrize(
    ("answer", "marks", "headline", "second"),
    [
        ("bd", "bd", "You caught both lines that need a person", None),
        ("b", "b", "You caught the line that needs a person", None),
        ("bd", "b", "You caught 1 of the 2 lines that need a person", None),
        ("bd", "", "2 lines need a person to decide", "You said that none of these needs a person."),
        ("b", "ac", "1 line needs a person to decide", "You ticked 2 lines that need nobody else."),
        ("", "", "None of these needed a person, and you left them alone", None),
        ("", "a", "None of these needed a person", "You ticked 1 line that needs nobody else."),
    ],
)
def test_what_needs_a_person_has_words_of_its_own(answer, marks, headline, second):
    activity = people(answer)
    marked = mark(activity, tidy_given(activity, {"marked": list(marks), "nothing": not marks}))
    assert (marked.headline, marked.second) == (headline, second)
    assert next(group.heading for group in told(activity, {"marked": list(marks)}, None).groups) in {
        "A person decides",
        "No need to ask",
    }


# What is private


def test_what_somebody_writes_for_themselves_is_kept_as_it_is_or_left_out():
    assert tidy_given(REFLECT, {"text": "  Last Tuesday.\r\nIt went well. "}) == {
        "text": "Last Tuesday.\nIt went well."
    }
    assert tidy_given(REFLECT, {"text": "ignored", "skipped": True}) == {"skipped": True}
    with pytest.raises(Refused, match="Write something, or go on without it"):
        tidy_given(REFLECT, {"text": "  "})
    with pytest.raises(TypeError):
        mark(REFLECT, {"text": "Last Tuesday."})


def test_a_text_written_anew_is_complete_once_it_was_checked_or_left_out():
    first = tidy_given(REWRITE, {"text": "Ana rings at 3pm."})
    checked = tidy_given(REWRITE, {"text": "Ana rings at 3pm.", "ticked": ["2", "9"]})
    assert not is_complete(REWRITE, first)
    assert checked == {"text": "Ana rings at 3pm.", "ticked": ["2"]}
    assert is_complete(REWRITE, checked)
    assert is_complete(REWRITE, {"skipped": True})


@pytest.mark.parametrize("activity", [REFLECT, REWRITE])
def test_nobody_keeps_a_real_looking_number_in_a_private_text(activity):
    with pytest.raises(Refused, match=r"looks like .* Take it out, then send your text again\."):
        tidy_given(activity, {"text": "The patient rang on 020 7123 4567."})


# Whatever a browser sends


@pytest.mark.parametrize(
    ("activity", "sent", "said"),
    [
        (many("a"), {"marked": []}, "Tick each answer that fits. At least one does."),
        (many("a"), {"marked": "ab"}, "One of your answers is not in the list. Load the page again, then answer."),
        (order(3), {"places": {}}, "Give each step its place."),
        (order(3), {"places": {"a": "1"}}, "Give each step its place. 2 are still to do."),
        (order(3), {"places": {"a": "1", "b": "1", "c": "2"}}, "Use each place from 1 to 3 once."),
        (order(3), {"places": {"z": "1"}}, "One of the steps is not in the list. Load the page again, then answer."),
        (people("a"), {}, "Tick what needs a person, or tick “None of these needs a person”."),
    ],
)
def test_an_answer_that_is_none_is_refused_in_one_sentence(activity, sent, said):
    with pytest.raises(Refused) as refused:
        tidy_given(activity, sent)
    assert str(refused.value) == said


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from([*LETTERS, "1", "2", "3"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*LETTERS, "x"]), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=200)
@given(
    st.sampled_from([many("a"), order(3), trust("stop"), compare(), people("b"), REWRITE, REFLECT]),
    st.dictionaries(
        st.sampled_from(["choice", "places", "marked", "nothing", "text", "ticked", "skipped"]), json_values, max_size=5
    ),
)
def test_whatever_a_browser_sends_is_an_answer_that_can_be_told_or_a_refusal(activity, sent):
    try:
        tidy = tidy_given(activity, sent)
    except Refused:
        return
    assert tidy_given(activity, tidy) == tidy
    assert answered(activity, tidy)
    if activity.is_marked:
        found = told(activity, tidy, None)
        assert found.headline
        assert all(line.feedback for group in found.groups for line in group.marks)
