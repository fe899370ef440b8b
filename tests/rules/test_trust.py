"""My trust dial: said only where there is enough to say it, in numbers that anybody can picture."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.modules.rules import Judged, Lean, dial, in_frequencies

DAY = dt.date(2026, 11, 2)


def draft(*, sound: bool = False, doubts: bool = True, sure: bool = False, right: bool = True) -> Judged:
    marked = int(doubts)
    return Judged(DAY, sure, right, 0 if sound else marked, 0 if sound else 1 - marked, marked if sound else 0)


drafts = st.lists(
    st.builds(
        Judged,
        st.dates(DAY, DAY + dt.timedelta(days=200)),
        st.booleans(),
        st.booleans(),
        st.integers(0, 3),
        st.integers(0, 3),
        st.integers(0, 3),
    ),
    max_size=60,
)


def test_it_begins_with_the_tenth_draft():
    assert dial([draft()] * 9) is None
    begun = dial([draft()] * 10)
    assert begun is not None
    assert (begun.drafts, begun.since) == (10, DAY)


def test_it_says_how_often_in_tens_and_fives_and_fours():
    sure = [draft(sure=True, right=number < 7) for number in range(10)]
    accepted = [draft(doubts=number > 0) for number in range(4)] * 3
    sound = [draft(sound=True, doubts=number == 0) for number in range(5)]
    found = dial(sure + accepted[2:] + sound)
    assert found is not None
    said = [f"{line.before} {line.said}{line.after}" for line in found.lines]
    assert said[0] == "When you were very sure, you were right 7 times in 10."
    assert said[2] == "You doubted 1 in 5 sound drafts."
    assert found.advice == "When you feel very sure, check once more against the source."


@pytest.mark.parametrize(
    ("judged", "lean"),
    [
        ([draft(doubts=False)] * 5 + [draft(sound=True, doubts=False)] * 5, Lean.ACCEPTS),
        ([draft()] * 5 + [draft(sound=True)] * 5, Lean.DOUBTS),
        ([draft()] * 5 + [draft(sound=True, doubts=False)] * 5, Lean.EVEN),
        ([draft(sure=True, right=False)] * 5 + [draft(sound=True, doubts=False)] * 5, Lean.TOO_SURE),
        ([draft(sound=True, doubts=False)] * 10, Lean.EVEN),
    ],
)
def test_the_advice_follows_what_can_do_harm_first(judged: list[Judged], lean: Lean):
    found = dial(judged)
    assert found is not None
    assert found.lean is lean


@given(drafts)
def test_a_line_stands_only_where_five_drafts_stand_behind_it_and_never_lies_about_nobody_or_everybody(judged):
    found = dial(judged)
    assert (found is None) == (len(judged) < 10)
    if found is None:
        return
    sort = {
        "When you were very sure, you were right": [one.was_right for one in judged if one.was_very_sure],
        "You accepted": [one.was_accepted for one in judged if not one.is_sound],
        "You doubted": [not one.was_accepted for one in judged if one.is_sound],
    }
    assert {line.before for line in found.lines} == {before for before, cases in sort.items() if len(cases) >= 5}
    for line in found.lines:
        cases = sort[line.before]
        assert 0 <= line.filled <= line.of <= 10
        assert (line.said in {"0 times in 10", "none of the"}) == (not any(cases))
        assert (line.said in {"10 times in 10", "all of the"}) == all(cases)


@given(drafts, st.randoms(use_true_random=False))
def test_the_order_of_the_drafts_does_not_matter(judged, mixed):
    assert dial(judged) == dial(mixed.sample(judged, len(judged)))


@given(st.integers(1, 200).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_a_frequency_is_never_further_than_a_twentieth_from_the_share(pair):
    count, total = pair
    filled, of = in_frequencies(count, total)
    assert abs(filled / of - count / total) <= 0.05 + 1e-9
