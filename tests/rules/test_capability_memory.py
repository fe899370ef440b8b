"""Memory grows with answers and fades without: tables of the trade, and the library as the judge of our formulas."""

from __future__ import annotations

import datetime as dt

import pytest
from fsrs import Card, Rating, Scheduler
from hypothesis import given
from hypothesis import strategies as st

from learning.capability.rules import (
    Confidence,
    EvidenceFact,
    EvidenceKind,
    Grade,
    Outcome,
    Thresholds,
    days_until,
    grade,
    hold,
    predicted_recall,
    recalls,
    remembered,
    reviews,
)
from tests.rules.capability_facts import MONDAY, THRESHOLDS, day, partly, right, wrong

EPOCH = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)


def library(**settings: object) -> Scheduler:
    """The library as anybody would set it up from the words of the framework file."""
    defaults = Scheduler().parameters
    return Scheduler(
        parameters=(1.0, 5.0, 14.0, 30.0, *defaults[4:]),
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=365,
        enable_fuzzing=False,
        **settings,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("outcome", "confidence", "expected"),
    [
        (Outcome.WRONG, Confidence.VERY, Grade.AGAIN),
        (Outcome.WRONG, None, Grade.AGAIN),
        (Outcome.PARTLY, Confidence.VERY, Grade.HARD),
        (Outcome.RIGHT, Confidence.GUESS, Grade.HARD),
        (Outcome.RIGHT, Confidence.FAIRLY, Grade.GOOD),
        (Outcome.RIGHT, Confidence.VERY, Grade.GOOD),
        (Outcome.RIGHT, None, Grade.GOOD),
    ],
)
def test_an_answer_says_to_the_memory_what_the_framework_says(
    outcome: Outcome, confidence: Confidence | None, expected: Grade
) -> None:
    assert grade(EvidenceFact("J2", 2, "a", outcome, confidence, MONDAY)) is expected


def test_several_answers_of_one_day_are_one_review_and_wrong_if_any_was_wrong() -> None:
    facts = [right("a", 0), wrong("b", 0), right("c", 0), right("a", 3), partly("b", 3)]
    assert reviews(facts) == [(day(0), Grade.AGAIN), (day(3), Grade.HARD)]


def test_what_is_said_or_confirmed_is_no_review() -> None:
    tried = EvidenceFact("J2", 2, "plan", Outcome.RIGHT, None, MONDAY, EvidenceKind.TRIED)
    confirmed = EvidenceFact("J2", 4, "", Outcome.RIGHT, None, MONDAY, EvidenceKind.CONFIRMATION)
    unmarked = EvidenceFact("J2", 2, "reflect", None, None, MONDAY)
    assert reviews([tried, confirmed, unmarked]) == []


@pytest.mark.parametrize(("rating", "stability"), [(Grade.AGAIN, 1), (Grade.HARD, 5), (Grade.GOOD, 14)])
def test_the_first_answer_gives_the_first_stability_of_the_framework(rating: Grade, stability: float) -> None:
    memory = remembered([(MONDAY, rating)], THRESHOLDS)
    assert memory is not None
    assert memory.stability == stability


def test_a_first_right_answer_is_due_after_two_weeks_and_current_for_nearly_four() -> None:
    held = hold([right("a", 0)], THRESHOLDS)
    assert held is not None
    assert (held.due_on, held.current_until) == (day(14), day(27))


days_of_answers = st.lists(
    st.tuples(st.integers(1, 400), st.sampled_from(Grade)), min_size=1, max_size=12
)  # days since the one before, and how it went


def dated(gaps: list[tuple[int, Grade]]) -> list[tuple[dt.date, Grade]]:
    on, found = MONDAY, []
    for gap, rating in gaps:
        on += dt.timedelta(days=gap)
        found.append((on, rating))
    return found


@given(days_of_answers)
def test_a_memory_is_what_the_library_makes_of_the_same_days(gaps: list[tuple[int, Grade]]) -> None:
    card, scheduler = Card(card_id=1), library()
    for on, rating in dated(gaps):
        card, _ = scheduler.review_card(card, Rating(int(rating)), EPOCH + dt.timedelta(days=(on - EPOCH.date()).days))
    memory = remembered(dated(gaps), THRESHOLDS)
    assert memory is not None
    assert (memory.stability, memory.difficulty, memory.n) == (card.stability, card.difficulty, len(gaps))
    assert memory.last_on + dt.timedelta(days=days_until(0.9, memory.stability, THRESHOLDS)) == card.due.date()


@given(st.floats(0.001, 20_000), st.integers(0, 4_000))
def test_the_closed_form_is_the_library(stability: float, days: int) -> None:
    card = Card(card_id=1, stability=stability, difficulty=5.0, last_review=EPOCH)
    theirs = library().get_card_retrievability(card, EPOCH + dt.timedelta(days=days))
    assert predicted_recall(stability, days) == pytest.approx(theirs, rel=1e-12)


@given(st.floats(1, 190), st.sampled_from((0.95, 0.9, 0.85, 0.8)))
def test_recall_reaches_its_mark_on_the_day_that_is_named(stability: float, recall: float) -> None:
    days = days_until(recall, stability, THRESHOLDS)
    if 1 < days < 365:
        assert predicted_recall(stability, days - 1) > recall > predicted_recall(stability, days + 1)


@given(st.floats(0.001, 1_000_000), st.floats(0.3, 0.97), st.floats(0.3, 0.97))
def test_a_lower_mark_is_never_reached_earlier_and_never_after_a_year(
    stability: float, one: float, other: float
) -> None:
    higher, lower = max(one, other), min(one, other)
    assert 1 <= days_until(higher, stability, THRESHOLDS) <= days_until(lower, stability, THRESHOLDS) <= 365


@given(days_of_answers)
def test_a_right_answer_never_makes_the_memory_shorter(gaps: list[tuple[int, Grade]]) -> None:
    *before, (last_on, _) = dated([*gaps, (1, Grade.GOOD)])
    known = remembered(before, THRESHOLDS)
    after = remembered([*before, (last_on, Grade.GOOD)], THRESHOLDS)
    assert known is not None
    assert after is not None
    assert after.stability >= known.stability


def test_the_maximum_interval_of_the_framework_is_kept() -> None:
    facts = [right("ab"[n % 2], n * n * 30) for n in range(8)]
    short = hold(facts, Thresholds(maximum_interval_days=100))
    assert short is not None
    assert (short.due_on - short.last_on).days == (short.current_until - short.last_on).days == 100


def test_what_was_predicted_is_set_beside_what_happened() -> None:
    facts = [right("a", 0), right("b", 3), right("c", 30), wrong("a", 90)]
    (first, second) = recalls(facts, THRESHOLDS, is_check=lambda fact: fact.activity in "ac")
    assert (first.on, first.was_right) == (day(30), True)
    assert (second.on, second.was_right) == (day(90), False)
    before = remembered(reviews(facts[:2]), THRESHOLDS)
    assert before is not None
    assert first.predicted == predicted_recall(before.stability, 27)


def test_an_answer_soon_after_another_says_nothing_about_the_prediction() -> None:
    assert recalls([right("a", 0), wrong("b", 6)], THRESHOLDS, is_check=lambda fact: True) == ()
    assert len(recalls([right("a", 0), wrong("b", 7)], THRESHOLDS, is_check=lambda fact: True)) == 1
