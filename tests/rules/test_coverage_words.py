"""How published coverage reads: tones, headlines, the bar, columns, and the same words in the file."""

from __future__ import annotations

import doctest
import importlib
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.coverage.rules import (
    Axis,
    Band,
    Counts,
    Hidden,
    NotRequired,
    Part,
    Portion,
    Share,
    Square,
    Tone,
    Why,
    as_json,
    columns,
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
from tests.rules.coverage_world import Life, counts_of, one_group, teams_of

lives = st.builds(Life, st.randoms(use_true_random=False), largest=st.sampled_from([6, 12, 40, 150]))


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


def test_a_range_that_may_be_nearly_nobody_or_most_of_them_is_called_neither_low_nor_fair() -> None:
    assert words(Band(0, 40, 14, 20)).tone is Tone.VERY_LOW
    for low, high in ((0, 60), (0, 80), (20, 80), (40, 100)):
        said = words(Band(low, high, 14, 20))
        assert (said.text, said.tone) == (f"{low} to {high}%", None)
    assert words(NotRequired()).text == "Not required"


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


@pytest.mark.parametrize("module", ["coverage.rules.headline", "ground.figures.cells"])
def test_the_examples_in_the_rules_are_true(module: str) -> None:
    outcome = doctest.testmod(importlib.import_module(f"learning.{module}"))
    assert outcome.attempted > 0
    assert outcome.failed == 0
