"""A level is two right answers to two activities, a week apart; level 4 is somebody's word; nothing takes them away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.capability.rules import Confidence, EvidenceFact, EvidenceKind, Outcome, Thresholds, hold
from tests.rules.capability_facts import MONDAY, THRESHOLDS, confirmed, day, lives, partly, right, wrong


def level(*facts: EvidenceFact) -> int:
    held = hold(facts, THRESHOLDS)
    assert held is not None
    return held.level


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ([right("a", 0)], 0),
        ([right("a", 0), right("b", 6)], 0),
        ([right("a", 0), right("b", 7)], 2),
        ([right("a", 0), right("a", 7), right("a", 300)], 0),
        ([right("a", 0), right("b", 3), right("a", 10)], 2),  # the b of day 3 and the a of day 10
        ([right("a", 0), right("b", 3), right("a", 9)], 0),
        ([right("a", 0, level=3), right("b", 7, level=1)], 1),
        ([right("a", 0, level=3), right("b", 7, level=3)], 3),
        ([right("a", 0, level=1), right("b", 7, level=3), right("c", 20, level=2)], 2),
        ([right("a", 0), partly("b", 20), wrong("c", 30)], 0),
        ([right("a", 0), right("b", 7), wrong("a", 30), wrong("b", 40)], 2),
        ([right("a", 0, confidence=Confidence.GUESS), right("b", 7, confidence=Confidence.GUESS)], 2),
    ],
)
def test_the_level_a_person_has_shown(facts: list[EvidenceFact], expected: int) -> None:
    assert level(*facts) == expected


def test_right_answers_count_for_the_level_on_a_day_that_also_had_a_wrong_one() -> None:
    assert level(right("a", 0), wrong("c", 0), right("b", 7), wrong("c", 7)) == 2


def test_level_4_is_level_3_with_a_confirmation_whichever_came_first() -> None:
    three = [right("a", 0, level=3), right("b", 7, level=3)]
    assert level(*three) == 3
    assert level(*three, confirmed(20)) == 4
    assert level(confirmed(-20), *three) == 4


def test_a_confirmation_alone_is_not_a_level() -> None:
    assert level(confirmed(0), right("a", 0), right("b", 7)) == 2
    assert hold([confirmed(0)], THRESHOLDS) is None


@pytest.mark.parametrize("kind", [EvidenceKind.TRIED, EvidenceKind.CALIBRATION])
def test_saying_that_one_tried_it_moves_no_level_and_no_memory(kind: EvidenceKind) -> None:
    said = EvidenceFact("J2", 2, "plan", Outcome.RIGHT, None, day(20), kind)
    assert hold([right("a", 0), said], THRESHOLDS) == hold([right("a", 0)], THRESHOLDS)
    assert hold([said], THRESHOLDS) is None


@given(lives(min_answers=1), st.sampled_from("abcdefgh"), st.integers(0, 900), st.integers(1, 3))
def test_one_more_right_answer_never_lowers_the_level(
    facts: list[EvidenceFact], activity: str, on: int, at_level: int
) -> None:
    assert level(*facts, right(activity, on, at_level)) >= level(*facts)


@given(lives(min_answers=1), st.integers(0, 900))
def test_no_wrong_answer_and_no_length_of_time_takes_a_level_away(facts: list[EvidenceFact], on: int) -> None:
    assert level(*facts, wrong("a", on), wrong("b", 5_000)) == level(*facts)


@given(lives(min_answers=2))
def test_the_level_is_what_a_search_through_all_pairs_finds(facts: list[EvidenceFact]) -> None:
    rights = [fact for fact in facts if fact.kind is EvidenceKind.ANSWER and fact.outcome is Outcome.RIGHT]
    found = max(
        (
            min(one.level, other.level)
            for one in rights
            for other in rights
            if one.activity != other.activity and abs((one.on - other.on).days) >= 7
        ),
        default=0,
    )
    if found == 3 and any(fact.kind is EvidenceKind.CONFIRMATION for fact in facts):
        found = 4
    assert level(*facts) == found


def test_an_organisation_may_ask_for_more_days_between() -> None:
    held = hold([right("a", 0), right("b", 10)], Thresholds(days_apart=14))
    assert held is not None
    assert held.level == 0


def test_the_latest_confirmation_is_the_one_that_is_dated() -> None:
    held = hold([right("a", 0), confirmed(3), confirmed(90), confirmed(30)], THRESHOLDS)
    assert held is not None
    assert held.confirmed_on == day(90)
    assert held.last_on == MONDAY
