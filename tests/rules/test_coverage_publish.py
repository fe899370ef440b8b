"""What is published of coverage: close to the truth where that is safe, and nothing of small groups."""

from __future__ import annotations

import datetime as dt
import json
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.coverage.rules import (
    TOGETHER,
    Axis,
    Band,
    Cell,
    Counts,
    Hidden,
    NotRequired,
    OrganisationCounts,
    Published,
    Share,
    Square,
    Why,
    as_json,
    counts_within,
    from_json,
    publish,
    weakest,
    words,
)
from tests.rules.coverage_world import MONDAY, Life, Spot, counts_of, one_group, renamed, teams_of

lives = st.builds(Life, st.randoms(use_true_random=False), largest=st.sampled_from([6, 12, 40, 150]))


def all_staff(published: Published, competency: str = "J2") -> Cell:
    return published.today.cell(Axis.ALL, "", competency)


@pytest.mark.parametrize(
    ("held", "of", "text"),
    [
        (135, 300, "45%"),
        (128, 300, "45%"),
        (127, 300, "40%"),  # 42.3%
        (0, 300, "under 5%"),
        (7, 300, "under 5%"),
        (8, 300, "5%"),
        (300, 300, "over 95%"),
        (0, 40, "under 10%"),  # 1 of 40 would be 5%: "under 5%" would mean nobody
        (40, 40, "over 90%"),
        (2, 20, "under 15%"),
        (3, 20, "15%"),
        (9, 20, "45%"),
        (20, 20, "over 85%"),
        (8, 19, "40 to 60%"),
        (19, 19, "80 to 100%"),
        (0, 12, "0 to 20%"),
        (0, 10, "0 to 20%"),
        (0, 9, "0 to 40%"),  # 1 of 9 is the most below 20%, and a colleague who holds it would know of the others
        (3, 6, "40 to 60%"),
        (5, 5, "60 to 100%"),
        (4, 4, "Hidden: fewer than 5 people"),
    ],
)
def test_a_group_reads_like_this(held: int, of: int, text: str) -> None:
    published = one_group(held, of)
    assert {words(cell).text for cell in published.today.cells.values()} == {text}


@settings(max_examples=40, deadline=None)
@given(lives)
def test_what_is_published_is_true(life: Life) -> None:
    """A share is within 2.5 points; a range and what lies beyond "under" and "over" hold the truth."""
    counts = life.counts()
    published = publish(counts)
    for date, sheet in enumerate((published.today, published.forecast)):
        assert sheet is not None
        for (axis, group, competency), cell in sheet.cells.items():
            if group == TOGETHER or not isinstance(cell, Share | Band):
                continue
            held, of = truth(counts, date, axis, group, competency)
            assert cell.of == of
            assert counts_within(cell)[0] <= held <= counts_within(cell)[1]
            share = 100 * held / of
            if isinstance(cell, Share):
                assert abs(cell.percent - share) <= 2.5
                assert 5 <= cell.percent <= 95
            else:
                slack = 2.5 if cell.grain == 5 and cell.low > 0 and cell.high < 100 else 0
                assert cell.low - slack <= share <= cell.high + slack


@settings(max_examples=40, deadline=None)
@given(lives)
def test_groups_under_5_never_appear_and_are_never_the_only_ones_missing(life: Life) -> None:
    counts = life.counts()
    published = publish(counts)
    for competency in counts.competencies:
        for axis in (Axis.ROLE, Axis.TEAM):
            cells = {
                place[1]: cell for place, cell in published.today.cells.items() if place[::2] == (axis, competency.key)
            }
            missing = sum(
                truth(counts, 0, axis, group, competency.key)[1]
                for group, cell in cells.items()
                if isinstance(cell, Hidden) and cell.why in (Why.FEW, Why.JOINED) and group != TOGETHER
            )
            everybody = truth(counts, 0, Axis.ALL, "", competency.key)[1]
            assert missing == 0 or missing >= 5 or everybody < 5
            for cell in cells.values():
                assert not isinstance(cell, Share | Band) or cell.of >= 5


@settings(max_examples=40, deadline=None)
@given(lives, st.randoms(use_true_random=False))
def test_the_same_counts_are_published_alike_in_any_order_and_come_back_from_the_store(
    life: Life, chance: random.Random
) -> None:
    counts = life.counts()
    published = publish(counts)
    squares = list(counts.squares)
    chance.shuffle(squares)
    again = publish(renamed(counts, squares))
    assert again.today.cells == published.today.cells
    assert again.today.overall == published.today.overall
    stored = json.loads(json.dumps(as_json(published)))
    assert from_json(stored) == published


def test_a_publication_of_another_form_is_not_misread() -> None:
    body = as_json(one_group(5, 30)) | {"form": 99}
    with pytest.raises(ValueError, match="form 99"):
        from_json(body)


def test_small_teams_are_shown_together_and_the_smallest_other_joins_where_they_are_too_few() -> None:
    published = teams_of({"a": 30, "b": 3, "c": 4, "d": 25}, {"a": 12, "b": 1, "c": 4, "d": 20})
    team = {name: published.today.cell(Axis.TEAM, name, "J2") for name in ("a", "b", "c", "d", TOGETHER)}
    assert team["b"] == team["c"] == Hidden(Why.FEW)
    small = team[TOGETHER]
    assert isinstance(small, Band)
    assert small.of == 7
    assert isinstance(team["d"], Share)

    published = teams_of({"a": 30, "b": 3, "d": 25}, {"a": 12, "b": 1, "d": 20})
    assert published.today.cell(Axis.TEAM, "d", "J2") == Hidden(Why.JOINED)
    assert words(published.today.cell(Axis.TEAM, "d", "J2")).text == "Hidden: counted with the small groups"
    together = published.today.cell(Axis.TEAM, TOGETHER, "J2")
    assert isinstance(together, Share | Band)
    assert together.of == 28


def test_a_competency_that_few_of_a_large_group_need_is_hidden_there_and_not_required_elsewhere() -> None:
    people: dict[Spot, int] = {("a", "x"): 3, ("a", "y"): 40, ("b", "z"): 30, ("c", "z"): 30}
    voice = {("a", "x"): (1, 1), ("b", "z"): (10, 10)}
    published = publish(counts_of(people, {"V1": voice, "P1": dict.fromkeys(people, (2, 2))}))
    assert published.today.cell(Axis.TEAM, "a", "V1") == Hidden(Why.FEW)
    assert published.today.cell(Axis.TEAM, "c", "V1") == NotRequired()
    assert published.today.cell(Axis.ROLE, "y", "V1") == NotRequired()
    assert isinstance(published.today.cell(Axis.TEAM, "a", "P1"), Share | Band)


def test_numbers_of_people_are_shown_from_100_on_and_never_for_a_small_group() -> None:
    small = teams_of({"a": 30, "b": 4, "c": 25}, {"a": 12, "b": 1, "c": 4})
    assert small.people is None
    assert [group.people for group in small.teams] == [None, None, None]
    large = teams_of({"a": 90, "b": 4, "c": 25}, {"a": 12, "b": 1, "c": 4})
    assert large.people == 119
    assert [(group.people, group.is_small) for group in large.teams] == [(90, False), (None, True), (25, False)]


@settings(max_examples=40, deadline=None)
@given(lives)
def test_today_and_forecast_are_labelled_at_the_same_counts(life: Life) -> None:
    """Else the two together would narrow down a count that neither gives away. The forecast may join more labels."""
    published = publish(life.counts())
    assert published.forecast is not None
    for place, today in published.today.cells.items():
        later = published.forecast.cells[place]
        if not isinstance(today, Share | Band):
            assert later == today
        elif isinstance(later, Share | Band):
            one, other = counts_within(today), counts_within(later)
            assert other[1] in (one[1], *range(one[0]))


def test_an_organisation_of_which_nothing_is_required_has_no_figures() -> None:
    published = publish(counts_of({("a", "x"): 30}, {"J2": {}}))
    assert published.today.overall == NotRequired()
    assert all_staff(published) == NotRequired()
    assert weakest(published) == ()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"forecast": {Square("J2", "a", "x"): Counts(current=12, lapsed=18)}}, "more who hold it"),
        ({"forecast": {Square("J2", "a", "x"): Counts(current=10, lapsed=21)}}, "other people"),
        ({"squares": {Square("J2", "b", "x"): Counts(1)}}, "unknown team"),
        ({"squares": {Square("J9", "a", "x"): Counts(1)}}, "unknown competency"),
        ({"squares": {Square("J2", "a", "x"): Counts(-1, 31)}}, "below 0"),
        ({"aware": 31}, "more aware"),
        ({"steps_reached": 1000}, "more steps"),
    ],
)
def test_counts_that_cannot_be_are_refused(wrong: dict[str, object], message: str) -> None:
    counts = counts_of({("a", "x"): 30}, {"J2": {("a", "x"): (10, 10)}})
    with pytest.raises(ValueError, match=message):
        replace(counts, **wrong)  # type: ignore[arg-type]


def truth(counts: OrganisationCounts, date: int, axis: Axis, group: str, competency: str) -> tuple[int, int]:
    squares = (counts.squares, counts.forecast)[date]
    total = Counts()
    for square, one in squares.items():
        place = {Axis.ALL: "", Axis.ROLE: square.role, Axis.TEAM: square.team}[axis]
        if square.competency == competency and place == group:
            total += one
    return total.held, total.required


def test_a_group_that_was_seen_last_week_is_labelled_wider_only_while_people_come_and_go() -> None:
    spot = ("a", "x")
    first = publish(counts_of({spot: 20}, {"J2": {spot: (9, 9)}}))
    again = publish(counts_of({spot: 20}, {"J2": {spot: (10, 10)}}, on=MONDAY + dt.timedelta(days=7)), first)
    assert words(all_staff(again)).text == "50%"
    joined = publish(counts_of({spot: 21}, {"J2": {spot: (10, 10)}}, joined=[spot]), first)
    assert words(all_staff(first)).text == "45%"
    assert words(all_staff(joined)).text == "45 to 50%"
