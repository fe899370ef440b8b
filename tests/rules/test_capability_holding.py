"""What a person holds can always be rebuilt, and fades in one direction only."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.capability.rules import (
    EvidenceFact,
    Held,
    Status,
    currency,
    fading_from,
    hold,
    holdings,
    lapses_on,
    next_step,
    status,
    steps_reached,
    steps_required,
)
from tests.rules.capability_facts import THRESHOLDS, confirmed, day, lives, right, wrong


def held_after(*facts: EvidenceFact) -> Held:
    held = hold(facts, THRESHOLDS)
    assert held is not None
    return held


@given(lives(), st.randoms(use_true_random=False))
def test_a_rebuild_is_the_same_in_whatever_order_the_evidence_arrived(
    facts: list[EvidenceFact], chance: random.Random
) -> None:
    other_way = list(facts)
    chance.shuffle(other_way)
    assert hold(other_way, THRESHOLDS) == hold(facts, THRESHOLDS)


@given(lives(min_answers=1))
def test_a_check_is_due_after_the_last_answer_and_never_after_it_lapsed(facts: list[EvidenceFact]) -> None:
    held = held_after(*facts)
    assert held.last_on < held.due_on <= held.current_until <= held.last_on + dt.timedelta(days=365)


@given(lives(min_answers=1), st.integers(1, 4))
def test_time_alone_moves_a_status_only_from_current_to_fading_to_lapsed(
    facts: list[EvidenceFact], required: int
) -> None:
    held = held_after(*facts)
    days = [held.last_on + dt.timedelta(days=n) for n in range(400)]
    seen = [status(held, required, on, THRESHOLDS) for on in days]
    if held.level < required:
        assert set(seen) == {Status.LEARNING}
    else:
        way = [Status.CURRENT, Status.FADING, Status.LAPSED]
        places = [way.index(one) for one in seen]
        assert places == sorted(places)
        assert seen[-1] is Status.LAPSED
        assert seen[(held.current_until - held.last_on).days].is_held
        assert seen.count(Status.FADING) == min(29, (held.current_until - held.last_on).days + 1)


@given(lives(min_answers=1), st.integers(0, 2_000))
def test_currency_never_grows_while_nothing_is_answered(facts: list[EvidenceFact], days: int) -> None:
    held = held_after(*facts)
    on = held.last_on + dt.timedelta(days=days)
    assert 0 < currency(held, on + dt.timedelta(days=1)) <= currency(held, on) <= 1


def test_the_statuses_of_a_life() -> None:
    held = held_after(right("a", 0), right("b", 7))
    assert status(None, 0, day(0), THRESHOLDS) is Status.EXEMPT
    assert status(held, 0, day(8), THRESHOLDS) is Status.EXEMPT
    assert status(None, 2, day(0), THRESHOLDS) is Status.NOT_STARTED
    assert status(held, 3, day(8), THRESHOLDS) is Status.LEARNING
    assert status(held, 2, fading_from(held, THRESHOLDS) - dt.timedelta(days=1), THRESHOLDS) is Status.CURRENT
    assert status(held, 2, held.current_until - dt.timedelta(days=28), THRESHOLDS) is Status.FADING
    assert status(held, 2, held.current_until, THRESHOLDS) is Status.FADING
    assert status(held, 2, lapses_on(held), THRESHOLDS) is Status.LAPSED
    assert [one.label for one in Status if one.is_held] == ["current", "fading"]
    assert Status.NOT_STARTED.label == "not started"


def test_a_confirmed_person_who_lapsed_is_level_4_again_after_one_right_answer() -> None:
    long_ago = [right("a", 0, level=3), right("b", 7, level=3), confirmed(10)]
    held = held_after(*long_ago)
    assert held.level == 4
    assert status(held, 4, day(700), THRESHOLDS) is Status.LAPSED
    assert status(held_after(*long_ago, right("c", 700, level=3)), 4, day(700), THRESHOLDS) is Status.CURRENT


def test_a_wrong_answer_keeps_the_level_and_brings_the_next_check_nearer() -> None:
    before = held_after(right("a", 0), right("b", 7), right("a", 30))
    after = held_after(right("a", 0), right("b", 7), right("a", 30), wrong("c", 31))
    assert after.level == before.level
    assert after.due_on < before.due_on


@given(lives(), lives())
def test_holdings_of_a_person_are_those_of_each_competency(here: list[EvidenceFact], there: list[EvidenceFact]) -> None:
    elsewhere = [EvidenceFact("P1", f.level, f.activity, f.outcome, f.confidence, f.on, f.kind) for f in there]
    expected = {"J2": hold(here, THRESHOLDS), "P1": hold(elsewhere, THRESHOLDS)}
    assert holdings(here + elsewhere, THRESHOLDS) == {key: held for key, held in expected.items() if held}


def test_two_competencies_are_never_mixed_into_one_holding() -> None:
    with pytest.raises(ValueError, match="one competency"):
        hold([right("a", 0), EvidenceFact("P1", 1, "a", None, None, day(0))], THRESHOLDS)


def test_steps_move_with_a_first_right_answer_and_stay_when_memory_fades() -> None:
    assert [steps_required(level) for level in range(5)] == [0, 2, 4, 6, 7]
    assert steps_reached(None, 3) == 0
    assert steps_reached(held_after(wrong("a", 0)), 3) == 0
    assert steps_reached(held_after(right("a", 0, level=2)), 3) == 2  # the first of two for levels 1 and 2
    assert steps_reached(held_after(right("a", 0, level=2), right("b", 7, level=2)), 3) == 4
    assert steps_reached(held_after(right("a", 0, level=2), right("b", 7, level=3)), 3) == 5
    three = [right("a", 0, level=3), right("b", 7, level=3)]
    assert steps_reached(held_after(*three), 4) == 6
    assert steps_reached(held_after(*three, confirmed(9)), 4) == 7
    assert steps_reached(held_after(*three, wrong("c", 900)), 1) == 2


@given(lives(), st.integers(0, 4))
def test_all_steps_are_reached_exactly_where_the_level_is(facts: list[EvidenceFact], required: int) -> None:
    held = hold(facts, THRESHOLDS)
    reached, needed = steps_reached(held, required), steps_required(required)
    level = held.level if held else 0
    assert 0 <= reached <= needed
    assert (reached == needed) == (level >= required)
    assert (next_step(held, required, THRESHOLDS) is None) == (level >= required)


def test_the_next_step_says_how_many_answers_are_there_and_from_when_the_second_counts() -> None:
    step = next_step(held_after(right("a", 4, level=3)), 3, THRESHOLDS)
    assert step is not None
    assert (step.level, step.reached, step.needed, step.counts_from) == (1, 1, 2, day(11))
    step = next_step(held_after(right("a", 0, level=2), right("b", 7, level=2)), 3, THRESHOLDS)
    assert step is not None
    assert (step.level, step.reached, step.needed, step.counts_from) == (3, 0, 2, None)
    step = next_step(held_after(right("a", 0, level=3), right("b", 7, level=3)), 4, THRESHOLDS)
    assert step is not None
    assert (step.level, step.needed, step.is_confirmation) == (4, 1, True)


@given(lives(min_answers=1), st.integers(1, 3))
def test_a_right_answer_to_something_new_from_the_named_day_makes_the_next_level(
    facts: list[EvidenceFact], required: int
) -> None:
    held = held_after(*facts)
    step = next_step(held, required, THRESHOLDS)
    if step is None or step.counts_from is None:
        return
    from_then = EvidenceFact("J2", step.level, "never seen", right("", 0).outcome, None, step.counts_from)
    too_early = EvidenceFact(
        "J2", step.level, "never seen", right("", 0).outcome, None, held.right_on(step.level) or day(0)
    )
    assert held_after(*facts, from_then).level >= step.level
    if not any(abs((fact.on - too_early.on).days) >= 7 for fact in facts if fact.is_right_answer):
        assert held_after(*facts, too_early).level == held.level
