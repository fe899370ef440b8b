"""What a year of choices amounts to: proportions, variety, error skills early, nobody forgotten."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.drip.rules import Candidate, Catalogue, Choice, Kind, NoUnit, ReasonCode, Skill, choose
from tests.rules.drip_content import MONDAY, WEEK, Learner, content

PLENTY = {unit.module_id: unit for unit in content(lessons=6, checks=6)}
WITH_EXAMPLES = {unit.module_id: unit for unit in content(lessons=6, checks=6, examples=3)}
LITTLE = {unit.module_id: unit for unit in content(lessons=1, checks=1)}


def a_year(units: dict[str, Candidate], seed: int, weeks: int = 52, **more: Any) -> Learner:
    learner = Learner(units, random.Random(seed), **more)
    learner.live(weeks, Catalogue(learner.units.values()))
    return learner


def kinds(learner: Learner) -> Counter[Kind]:
    return Counter(choice.kind for _, choice in learner.weeks if isinstance(choice, Choice))


@pytest.mark.parametrize("weeks", [26, 52])
@pytest.mark.parametrize("seed", range(3))
def test_about_half_are_lessons_three_in_ten_checks_and_two_in_ten_examples(weeks: int, seed: int) -> None:
    found = kinds(a_year(WITH_EXAMPLES, seed, weeks, answers=1.0))
    mixed = weeks - 4  # after the four weeks of lessons
    assert abs(found[Kind.LESSON] - 4 - 0.5 * mixed) <= 2
    assert abs(found[Kind.CHECK] - 0.3 * mixed) <= 2
    assert abs(found[Kind.EXAMPLE] - 0.2 * mixed) <= 2


@pytest.mark.parametrize("weeks", [26, 52])
@pytest.mark.parametrize("seed", range(3))
def test_without_examples_their_share_goes_to_lessons_and_checks(weeks: int, seed: int) -> None:
    found = kinds(a_year(PLENTY, seed, weeks, answers=1.0))
    mixed = weeks - 4
    assert found[Kind.EXAMPLE] == 0
    assert 0.55 * mixed - 2 <= found[Kind.LESSON] - 4 <= 0.65 * mixed + 2
    assert 0.35 * mixed - 2 <= found[Kind.CHECK] <= 0.45 * mixed + 2


def test_every_week_of_a_year_with_enough_content_brings_a_unit_never_seen_before() -> None:
    learner = a_year(PLENTY, 1)
    modules = [choice.module_id for _, choice in learner.weeks if isinstance(choice, Choice)]
    fresh = [
        choice.module_id
        for _, choice in learner.weeks
        if isinstance(choice, Choice) and choice.reason is not ReasonCode.BEGUN
    ]
    assert len(modules) == 52
    assert len(set(fresh)) == len(fresh)


@pytest.mark.parametrize("seed", range(5))
def test_each_error_skill_comes_three_times_in_the_first_twelve_weeks(seed: int) -> None:
    learner = a_year(PLENTY, seed, 12)
    counts = Counter(skill for unit in learner.given for skill in unit.skills)
    assert min(counts[skill] for skill in Skill) >= 3


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([PLENTY, LITTLE, WITH_EXAMPLES]), st.sampled_from([0.2, 0.7, 1.0]))
def test_any_year_keeps_its_rules(seed: int, units: dict[str, Candidate], answers: float) -> None:
    learner = a_year(units, seed, 60, answers=answers, right=0.6, skips=0.1)
    catalogue = Catalogue(reversed(list(learner.units.values())))
    for profile, choice in learner.weeks:
        monday = MONDAY + (profile.week_number - 1) * WEEK
        assert choose(profile, catalogue, monday) == choice, "the same person, week and content: the same choice"
        if profile.week_number <= 4:
            assert not isinstance(choice, Choice) or choice.kind is Kind.LESSON
        if isinstance(choice, NoUnit):
            _nothing_was_left(learner, profile.week_number)
    _never_three_running(learner)
    _nothing_comes_back_too_soon(learner)


def _never_three_running(learner: Learner) -> None:
    for (one, two), (_, three) in pairwise(pairwise(learner.given)):
        assert not set(one.competencies) & set(two.competencies) & set(three.competencies)


def _nothing_comes_back_too_soon(learner: Learner) -> None:
    last: dict[str, dt.date] = {}
    for unit in learner.given:
        if unit.module_id in last and unit.reason is not ReasonCode.BEGUN:
            assert unit.reason is ReasonCode.SEEN_LONG_AGO
            assert unit.on - last[unit.module_id] >= 12 * WEEK
        last[unit.module_id] = unit.on


def _nothing_was_left(learner: Learner, number: int) -> None:
    """A week without a unit, though nobody's profile is looked at by the rules under test."""
    profile = next(profile for profile, _ in learner.weeks if profile.week_number == number)
    monday = MONDAY + (number - 1) * WEEK
    last_two = profile.history[-2:]
    tired = set(last_two[0].competencies) & set(last_two[1].competencies) if len(last_two) == 2 else set()
    seen = {unit.module_id: unit.on for unit in profile.history}
    due = {name for name, held in profile.held.items() if (held.due_on - monday).days <= 6}
    for unit in learner.units.values():
        if tired & set(unit.competencies):
            continue
        is_due = bool(due & set(unit.competencies))
        if unit.module_id not in seen:
            assert unit.kind is Kind.CHECK, f"{unit.module_id} was unseen"
            assert not is_due, f"{unit.module_id} was an unseen check of a due competency"
        elif monday - seen[unit.module_id] >= 12 * WEEK:
            assert not is_due, f"{unit.module_id} was a due refresher"
