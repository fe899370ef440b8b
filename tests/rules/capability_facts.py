"""Evidence for tests of the capability rules: by hand in one line, and whole working lives by Hypothesis."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from learning.capability.rules import Confidence, EvidenceFact, EvidenceKind, Outcome, Thresholds

MONDAY = dt.date(2026, 1, 5)
THRESHOLDS = Thresholds()


def day(number: int) -> dt.date:
    return MONDAY + dt.timedelta(days=number)


def right(activity: str, on: int, level: int = 2, confidence: Confidence | None = None) -> EvidenceFact:
    return EvidenceFact("J2", level, activity, Outcome.RIGHT, confidence, day(on))


def partly(activity: str, on: int, level: int = 2) -> EvidenceFact:
    return EvidenceFact("J2", level, activity, Outcome.PARTLY, None, day(on))


def wrong(activity: str, on: int, level: int = 2) -> EvidenceFact:
    return EvidenceFact("J2", level, activity, Outcome.WRONG, None, day(on))


def confirmed(on: int) -> EvidenceFact:
    return EvidenceFact("J2", 4, "confirmation", None, None, day(on), EvidenceKind.CONFIRMATION)


def answers() -> st.SearchStrategy[EvidenceFact]:
    return st.builds(
        EvidenceFact,
        competency=st.just("J2"),
        level=st.integers(1, 3),
        activity=st.sampled_from("abcdef"),
        outcome=st.sampled_from(Outcome),
        confidence=st.none() | st.sampled_from(Confidence),
        on=st.integers(0, 900).map(day),
    )


def other_evidence() -> st.SearchStrategy[EvidenceFact]:
    """Confirmations, and what a learner says or what their confidence shows."""
    said = st.builds(
        EvidenceFact,
        competency=st.just("J2"),
        level=st.integers(1, 3),
        activity=st.just("plan"),
        outcome=st.none() | st.just(Outcome.RIGHT),
        confidence=st.none(),
        on=st.integers(0, 900).map(day),
        kind=st.sampled_from((EvidenceKind.TRIED, EvidenceKind.CALIBRATION)),
    )
    return said | st.integers(0, 900).map(confirmed)


def lives(min_answers: int = 0) -> st.SearchStrategy[list[EvidenceFact]]:
    """Everything one person showed in one competency over some years, in the order it arrived."""
    some_answers = st.lists(answers(), min_size=min_answers, max_size=14)
    return st.builds(lambda own, other: own + other, some_answers, st.lists(other_evidence(), max_size=3)).flatmap(
        st.permutations
    )
