"""What an answer moved, in words a learner understands."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

import pytest

from learning.capability.rules import Confidence, EvidenceFact, Held, Outcome, hold
from learning.capability.shelf import Framework, read_content
from learning.modules.views.moved import Moved, moved

MONDAY = dt.date(2026, 11, 23)


@cache
def framework() -> Framework:
    return read_content(Path(__file__).resolve().parents[2] / "content").framework


def right(day: int, level: int = 2, activity: str = "core/a#1", outcome: Outcome = Outcome.RIGHT) -> EvidenceFact:
    return EvidenceFact("J2", level, activity, outcome, Confidence.FAIRLY, MONDAY + dt.timedelta(days=day))


def said(*facts: EvidenceFact, required: int = 3, day: int = 0, counts: bool = True) -> Moved:
    held: Held | None = hold(facts, framework().thresholds)
    today = MONDAY + dt.timedelta(days=day)
    return moved(framework().competency("J2"), framework(), held, required, today, counts=counts)


def test_the_first_right_answer_is_one_of_two_and_says_from_when_the_next_counts() -> None:
    shown = said(right(0))
    assert shown.sentence == "You now have 1 of the 2 right answers for level 1, “aware”."
    assert [(step.is_reached, step.words) for step in shown.steps] == [
        (True, "23 November 2026"),
        (False, "From 30 November 2026, on a different case"),
    ]
    assert shown.note == "Your role needs level 3, “judges well”."


def test_a_wrong_answer_says_what_makes_the_level() -> None:
    shown = said(right(0, outcome=Outcome.WRONG))
    assert shown.sentence == "2 right answers on different cases, at least a week apart, make level 1, “aware”."
    assert shown.steps == ()


def test_a_level_that_is_reached_has_its_last_day() -> None:
    shown = said(right(0), right(7, activity="core/b#1"), required=2, day=7)
    assert shown.sentence.startswith("You hold level 2, “uses safely”. It is current until ")
    assert shown.note == ""


def test_a_level_from_long_ago_is_not_called_held() -> None:
    shown = said(right(0), right(7, activity="core/b#1"), required=2, day=600)
    assert "It was current until" in shown.sentence
    assert "hold" not in shown.sentence


@pytest.mark.parametrize(
    ("required", "note"),
    [
        (0, "Your role does not ask for this one. It is yours all the same."),
        (2, "Your role needs level 2, “uses safely”."),
    ],
)
def test_what_the_role_needs_stands_below(required: int, note: str) -> None:
    assert said(right(0), required=required).note == note


def test_practice_that_moved_nothing_says_so() -> None:
    assert said(right(0), counts=False).note.startswith("You answered this less than 7 days before")


def test_the_last_step_is_a_confirmation() -> None:
    facts = [right(0, 3), right(7, 3, "core/b#1")]
    shown = said(*facts, required=4, day=7)
    assert "A champion or lead confirms level 4, “guides others”." in shown.sentence
    assert shown.steps == ()
