"""What is said of how many people a unit reaches points to nobody."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from learning.drip.rules import Reached, reach
from learning.ground.figures import TOGETHER

counts = st.integers(0, 40)
families = st.dictionaries(st.sampled_from("abcdef"), st.builds(Reached, counts, counts, counts))


def together(found: dict[str, Reached]) -> Reached:
    return Reached(*(sum(one.periods[period] for one in found.values()) for period in range(3)))


@given(families, st.integers(0, 300))
def test_no_number_under_5_is_ever_said(found: dict[str, Reached], staff: int) -> None:
    said = reach(together(found), found, staff=staff)
    words = [word for line in said.lines for word in line.said] + list(said.everybody)
    assert all(int(word) >= 5 for word in words if word.isdigit())


@given(families)
def test_what_is_shown_cannot_be_subtracted_from_the_whole_to_find_fewer_than_5(found: dict[str, Reached]) -> None:
    whole = together(found)
    said = reach(whole, found, staff=300)
    for period in range(3):
        shown = sum(int(line.said[period]) for line in said.lines if line.said[period].isdigit())
        rest = whole.periods[period] - shown
        assert rest == 0 or rest >= 5 or shown == 0


@given(families)
def test_a_small_organisation_is_told_no_exact_number(found: dict[str, Reached]) -> None:
    said = reach(together(found), found, staff=99)
    words = {word for line in said.lines for word in line.said} | set(said.everybody)
    assert words <= {"fewer than 5", "5 to 19", "20 or more", "counted with the others"}


def test_nobody_and_a_few_read_alike() -> None:
    nobody, few = (
        reach(Reached(count, count, count), {"a": Reached(count, count, count)}, staff=300) for count in (0, 4)
    )
    assert nobody.everybody == few.everybody == ("fewer than 5",) * 3


def test_the_smallest_group_joins_one_that_is_too_small_to_be_shown() -> None:
    found = {"coder": Reached(30, 30, 30), "clerk": Reached(6, 6, 6), "porter": Reached(2, 2, 2)}
    said = {line.group: line.said[0] for line in reach(together(found), found, staff=300).lines}
    assert said == {"coder": "30", TOGETHER: "8"}
