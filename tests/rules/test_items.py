"""What is said of a question follows from its answers, whatever their order, and says nothing of one person."""

from __future__ import annotations

import random
from dataclasses import replace
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.ground.figures import Band, Share, counts_within
from learning.modules.rules import ChooseOne, Option, Remark, Tally, item_figures
from learning.modules.rules.activity import FindMissing, Order, Point, Step
from learning.modules.rules.items import discrimination, hardly_chosen, part_ids

COMMON = {"id": "step", "competency": "J2", "minutes": 1.0, "level": 2, "question": "What comes next?"}
CHOICE = ChooseOne(**COMMON, options=tuple(Option(name, f"Option {name}", name == "b", "So.") for name in "abc"))
DRAFT = FindMissing(
    **COMMON, draft="All is well.", points=tuple(Point(name, f"Point {name}", name == "b", "So.") for name in "abcd")
)
ORDER = Order(**COMMON, steps=(Step("a", "Open the source.", "First."), Step("b", "Read the draft.", "Then.")))


@st.composite
def a_tally(draw: st.DrawFn) -> Tally:
    """Some people who gave one answer, each with a share right elsewhere."""
    choice = draw(st.sampled_from("abc"))
    shares = draw(st.lists(st.floats(0, 1), max_size=40))
    return Tally(
        {"choice": choice},
        choice == "b",
        draw(st.sampled_from(["guess", "fairly", "very", None])),
        len(shares) + draw(st.integers(0, 10)),
        len(shares),
        sum(shares),
        sum(share * share for share in shares),
    )


tallies = st.lists(a_tally(), max_size=12)


@given(tallies)
def test_discrimination_is_a_correlation(found: list[Tally]) -> None:
    value = discrimination(found)
    assert value is None or -1 <= value <= 1


@given(tallies, st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(found: list[Tally], mixer: random.Random) -> None:
    mixed = list(found)
    mixer.shuffle(mixed)
    first, again = item_figures(CHOICE, found), item_figures(CHOICE, mixed)
    sums = {"discrimination": None, "is_reversed": False, "better_wrong": ()}  # of floats, so all but the same
    assert replace(first, **sums) == replace(again, **sums)
    if first.discrimination is not None and again.discrimination is not None:
        assert abs(first.discrimination - again.discrimination) <= 0.1 + 1e-9  # a sum of floats, then rounded


@given(tallies)
def test_what_is_hardly_chosen_is_an_option_and_everything_never_chosen_is_among_it(found: list[Tally]) -> None:
    people = sum(tally.people for tally in found)
    rare = set(hardly_chosen(CHOICE, found))
    assert rare <= set(part_ids(CHOICE))
    chosen = {tally.given["choice"] for tally in found if tally.people}
    if people >= 20:
        assert set(part_ids(CHOICE)) - chosen <= rare
    else:
        assert not rare


@given(tallies)
def test_a_rare_option_may_have_been_chosen_by_two_so_that_nobody_is_known_not_to_have(found: list[Tally]) -> None:
    """Two who chose it change nothing in what is said of it."""
    chosen = {tally.given["choice"] for tally in found if tally.people}
    for option in set(hardly_chosen(CHOICE, found)) - chosen:
        two = Tally({"choice": option}, option == "b", None, 2)
        assert option in hardly_chosen(CHOICE, [*found, two])


@given(tallies)
def test_shares_need_10_answers_and_discrimination_50(found: list[Tally]) -> None:
    figures = item_figures(CHOICE, found)
    if figures.people < 10:
        assert (figures.right, figures.sure_and_wrong, figures.remarks) == (None, None, ())
    if figures.people < 50:
        assert figures.discrimination is None
        assert not figures.better_wrong


@given(st.integers(10, 300), st.data())
def test_no_published_share_makes_one_person_certain(people: int, data: st.DataObject) -> None:
    right = data.draw(st.integers(0, people))
    found = [Tally({"choice": "b"}, True, None, right), Tally({"choice": "a"}, False, None, people - right)]
    figure = item_figures(CHOICE, found).right
    assert isinstance(figure, Share | Band)
    low, high = counts_within(figure)
    assert low <= right <= high
    assert high >= 2, "all could be certain to be wrong"
    assert low <= people - 2, "all could be certain to be right"


def of_shares(choice: str, shares: list[float], confidence: str | None = None) -> Tally:
    squares = sum(share * share for share in shares)
    return Tally({"choice": choice}, choice == "b", confidence, len(shares), len(shares), sum(shares), squares)


def test_discrimination_is_the_textbook_point_biserial() -> None:
    right, wrong = [0.9, 0.8, 0.7, 0.6, 0.9] * 8, [0.2, 0.4, 0.5, 0.3] * 5
    scores = [(1, share) for share in right] + [(0, share) for share in wrong]
    n = len(scores)
    means = sum(x for x, _ in scores) / n, sum(y for _, y in scores) / n
    over = sum((x - means[0]) * (y - means[1]) for x, y in scores)
    under = sqrt(sum((x - means[0]) ** 2 for x, _ in scores) * sum((y - means[1]) ** 2 for _, y in scores))
    assert discrimination([of_shares("b", right), of_shares("a", wrong)]) == pytest.approx(over / under)


@pytest.mark.parametrize(
    ("found", "remark"),
    [
        ([of_shares("b", [0.2] * 30 + [0.3] * 5), of_shares("a", [0.8] * 30)], Remark.REVERSED),
        ([of_shares("b", [0.5] * 30), of_shares("a", [0.9] * 8), of_shares("c", [0.1] * 30)], Remark.BETTER_WRONG),
        ([Tally({"choice": "b"}, True, None, 3), Tally({"choice": "a"}, False, None, 37)], Remark.HARD),
        ([Tally({"choice": "b"}, True, "very", 20), Tally({"choice": "a"}, False, "very", 20)], Remark.SURE_AND_WRONG),
        ([Tally({"choice": "b"}, True, None, 97), Tally({"choice": "a"}, False, None, 3)], Remark.EASY),
        ([of_shares("b", [0.5, 0.6] * 20), of_shares("a", [0.5, 0.6] * 20)], Remark.FLAT),
        ([Tally({"choice": "b"}, True, None, 20), Tally({"choice": "a"}, False, None, 9)], Remark.HARDLY_CHOSEN),
    ],
    ids=lambda value: value.value if isinstance(value, Remark) else "",
)
def test_each_trouble_is_named(found: list[Tally], remark: Remark) -> None:
    assert remark in item_figures(CHOICE, found).remarks


def test_what_chance_explains_is_no_alarm() -> None:
    """A correlation of -0.1 among 60 people is nothing to look at the key for."""
    found = [of_shares("b", [0.5, 0.7] * 15), of_shares("a", [0.55, 0.7] * 15)]
    value = discrimination(found)
    assert value is not None
    assert -0.2 < value < 0
    assert item_figures(CHOICE, found).remarks[:1] == (Remark.FLAT,)


def test_a_good_question_is_left_alone() -> None:
    found = [of_shares("b", [0.9, 0.8] * 30), of_shares("a", [0.4, 0.3] * 10), of_shares("c", [0.2, 0.4] * 10)]
    assert item_figures(CHOICE, found).remarks == ()


def test_points_of_a_draft_that_hardly_anybody_marks_are_named_and_marking_nothing_is_an_answer() -> None:
    found = [
        Tally({"marked": ["b", "c"], "nothing": False}, False, None, 15),
        Tally({"marked": [], "nothing": True}, False, None, 10),
        Tally({"marked": ["a"], "nothing": False}, False, None, 2),
    ]
    assert hardly_chosen(DRAFT, found) == ("a", "d")


def test_only_what_had_to_be_marked_and_hardly_ever_was_needs_a_look() -> None:
    """A point that everybody rightly leaves alone does its work."""
    missed = [Tally({"marked": ["c"], "nothing": False}, False, None, 15), Tally({"marked": ["d"]}, False, None, 9)]
    figures = item_figures(DRAFT, missed)
    assert (figures.hardly_chosen, figures.hardly_useful) == (("a", "b"), ("b",))
    assert Remark.HARDLY_CHOSEN in figures.remarks


def test_a_kind_without_options_has_its_share_and_no_word_on_options() -> None:
    figures = item_figures(ORDER, [Tally({"places": {"a": "1", "b": "2"}}, True, None, 30)])
    assert figures.hardly_chosen == ()
    assert figures.right is not None
