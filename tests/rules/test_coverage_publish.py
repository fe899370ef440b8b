"""What is published of coverage: close to the truth where that is safe, in words, and the same everywhere."""

from __future__ import annotations

import datetime as dt
import doctest
import importlib
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
    Part,
    Portion,
    Published,
    Share,
    Square,
    Tone,
    Why,
    as_json,
    columns,
    counts_within,
    falls_to,
    file_rows,
    forecast_headline,
    from_json,
    headline,
    part_text,
    past_headline,
    publish,
    weakest,
    words,
)
from tests.rules.coverage_world import MONDAY, Life, Spot, counts_of, renamed

lives = st.builds(Life, st.randoms(use_true_random=False), largest=st.sampled_from([6, 12, 40, 150]))


def one_group(held: int, of: int, later: int | None = None) -> Published:
    return publish(counts_of({("a", "x"): of}, {"J2": {("a", "x"): (held, held if later is None else later)}}))


def all_staff(published: Published, competency: str = "J2") -> Cell:
    return published.today.cell(Axis.ALL, "", competency)


def teams_of(people: dict[str, int], held: dict[str, int]) -> Published:
    spots = {(team, "role"): size for team, size in people.items()}
    return publish(counts_of(spots, {"J2": {spot: (held[spot[0]], held[spot[0]]) for spot in spots}}))


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


@pytest.mark.parametrize(
    ("percent", "tone"),
    [
        (35, Tone.VERY_LOW),
        (40, Tone.LOW),
        (55, Tone.LOW),
        (60, Tone.FAIR),
        (75, Tone.FAIR),
        (80, Tone.STRONG),
        (95, Tone.STRONG),
    ],
)
def test_a_share_has_a_tone(percent: int, tone: Tone) -> None:
    assert words(Share(percent, 100)).tone is tone


def test_a_range_has_the_tone_of_its_middle_and_no_number_has_none() -> None:
    assert [words(Band(low, low + 20, 14, 20)).tone for low in (0, 20, 40, 60, 80)] == [
        *(Tone.VERY_LOW, Tone.VERY_LOW, Tone.LOW, Tone.FAIR, Tone.STRONG),
    ]
    assert words(Band(40, 60, 14, 20)).is_range
    assert not words(Band(95, 100, 400, 5)).is_range
    assert words(Hidden(Why.JOINED)).tone is None
    assert words(NotRequired()).text == "Not required"


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
    assert isinstance(team[TOGETHER], Band)
    assert team[TOGETHER].of == 7
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
    """Else the two together would narrow down a count that neither gives away."""
    published = publish(life.counts())
    assert published.forecast is not None
    for place, today in published.today.cells.items():
        later = published.forecast.cells[place]
        assert isinstance(today, Share | Band) == isinstance(later, Share | Band)
        if isinstance(today, Share | Band) and isinstance(later, Share | Band):
            one, other = counts_within(today), counts_within(later)
            assert one == other or other[1] < one[0]


def test_the_headline_says_what_is_held_and_what_will_fade() -> None:
    published = one_group(210, 300, later=180)
    assert headline(published) == "7 in 10 of what roles require is held today. 1 in 10 will fade by 14 December."
    assert forecast_headline(published) == (
        "If nothing is sent, 6 in 10 of what roles require is held on 14 December. It is 7 in 10 today."
    )
    assert past_headline(published) == "7 in 10 of what roles required was held on 16 November."


@pytest.mark.parametrize(
    ("held", "of", "later", "text"),
    [
        (
            225,
            300,
            225,
            "Between 7 and 8 in 10 of what roles require is held today. Fewer than 1 in 10 will fade by 14 December.",
        ),
        (
            0,
            300,
            0,
            "Fewer than 1 in 10 of what roles require is held today. Fewer than 1 in 10 will fade by 14 December.",
        ),
        (300, 300, 0, "More than 9 in 10 of what roles require is held today. 9 in 10 will fade by 14 December."),
        (6, 12, 6, "Between 4 and 6 in 10 of what roles require is held today."),
        (3, 4, 3, "There are too few people here for a figure"),
    ],
)
def test_the_headline_never_says_more_than_the_figure(held: int, of: int, later: int, text: str) -> None:
    assert headline(one_group(held, of, later)) == text


def test_a_forecast_that_does_not_fall_says_so() -> None:
    assert forecast_headline(one_group(210, 300)) == (
        "If nothing is sent, 7 in 10 of what roles require is still held on 14 December."
    )


def test_the_bar_is_divided_in_fives_that_make_100() -> None:
    spot = ("a", "x")
    today = Counts(current=180, fading=30, lapsed=31, learning=42, not_started=17)
    counts = replace(
        counts_of({spot: 300}, {"J2": {spot: (210, 180)}}),
        squares={Square("J2", *spot): today},
    )
    parts = publish(counts).today.parts
    assert [(part.portion, part.points) for part in parts] == [
        (Portion.CURRENT, 60),
        (Portion.FADING, 10),
        (Portion.LAPSED, 10),
        (Portion.LEARNING, 15),
        (Portion.NOT_STARTED, 5),
    ]
    assert part_text(parts[0]) == ("60%", "current")
    assert part_text(Part(Portion.FADING, 0)) == ("under 5%", "fading")


@settings(max_examples=40, deadline=None)
@given(lives)
def test_every_bar_makes_100_or_is_not_drawn(life: Life) -> None:
    published = publish(life.counts())
    for sheet in (published.today, published.forecast):
        assert sheet is not None
        assert sum(part.points for part in sheet.parts) in (0, 100)
        assert all(part.points >= 0 and part.points % 5 == 0 for part in sheet.parts)


def test_where_everybody_may_hold_everything_the_rest_is_not_divided() -> None:
    spot = ("a", "x")
    published = publish(counts_of({spot: 20}, {f"J{number}": {spot: (20, 20)} for number in range(10)}))
    assert words(published.today.overall).text == "95%"  # worked out from ten times "over 85%"
    assert [part.portion for part in published.today.parts] == [Portion.CURRENT, Portion.FADING, Portion.NOT_HELD]


def test_without_a_forecast_there_is_none_and_the_bar_says_held() -> None:
    counts = replace(counts_of({("a", "x"): 300}, {"J2": {("a", "x"): (210, 210)}}), forecast_on=None, forecast={})
    published = publish(counts)
    assert published.forecast is None
    assert published.today.parts[0] == Part(Portion.HELD, 70)
    assert headline(published) == "7 in 10 of what roles require is held today."
    assert from_json(as_json(published)) == published


def test_a_marked_fall_is_said_and_a_small_one_is_not() -> None:
    assert falls_to(Share(50, 100), Share(35, 100)) == "35%"
    assert falls_to(Share(50, 100), Share(40, 100)) is None
    assert falls_to(Share(20, 100), Band(0, 5, 100, 5)) == "under 5%"
    assert falls_to(Band(40, 60, 14, 20), Band(20, 40, 14, 20)) is None


def test_the_three_weakest_competencies_come_first_and_alike_ones_in_framework_order() -> None:
    spot = ("a", "x")
    held = {"P1": 280, "P2": 90, "U1": 150, "J1": 90, "G1": 200}
    published = publish(counts_of({spot: 300}, {key: {spot: (count, count)} for key, count in held.items()}))
    assert weakest(published) == ("P2", "J1", "U1")


def test_columns_stand_a_to_z_with_all_staff_first_and_the_small_ones_last() -> None:
    published = teams_of(
        {"zebra": 60, "apple": 70, "tiny": 2, "small": 3}, {"zebra": 9, "apple": 9, "tiny": 0, "small": 1}
    )
    found = columns(published, Axis.TEAM)
    assert [(column.name, column.people) for column in found] == [
        ("All staff", "135"),
        ("Apple", "70"),
        ("Zebra", "60"),
        ("Small teams together", ""),
    ]


@settings(max_examples=30, deadline=None)
@given(lives)
def test_the_file_holds_the_same_words_as_the_page(life: Life) -> None:
    published = publish(life.counts())
    heading, overall, *rows = list(file_rows(published))
    assert published.forecast is not None
    assert all(len(row) == len(heading) for row in rows)
    assert overall[-2:] == [words(published.today.overall).text, words(published.forecast.overall).text]
    on_page = [
        [
            words(sheet.cell(column.axis, column.key, competency.key)).text
            for sheet in (published.today, published.forecast)
        ]
        for competency in published.competencies
        for axis in Axis
        for column in columns(published, axis)
        if axis is Axis.ALL or column.axis is axis
    ]
    assert [row[-2:] for row in rows] == on_page


@pytest.mark.parametrize("largest", [12, 60])
def test_a_small_organisation_names_no_number_of_people_in_its_file(largest: int) -> None:
    published = publish(Life(random.Random(5), largest=largest).counts())
    numbers = {row[6] for row in list(file_rows(published))[1:]}
    assert published.people is None
    assert numbers <= {"", "0", "5 to 19", "20 or more"}


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


@pytest.mark.parametrize("module", ["headline", "words"])
def test_the_examples_in_the_rules_are_true(module: str) -> None:
    outcome = doctest.testmod(importlib.import_module(f"learning.coverage.rules.{module}"))
    assert outcome.attempted > 0
    assert outcome.failed == 0
