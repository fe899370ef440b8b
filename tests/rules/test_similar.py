"""Somebody who needs what another asked for is shown it, in whatever words and order they say it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from learning.guardrails.rules.similar import ENOUGH, MOST, Wanted, likeness, most_similar, stems

WORDS = st.lists(
    st.sampled_from(["letters", "clinic", "rota", "typing", "minutes", "meeting", "sort", "the", "to"]), max_size=9
)
PLACES = st.sampled_from(["*", "rewrite", "summarise"])
WANTED = st.builds(lambda words, task, label: Wanted(" ".join(words), task, label), WORDS, PLACES, PLACES)


@given(WANTED, WANTED)
def test_it_does_not_matter_who_asked_first(one: Wanted, other: Wanted) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1


@given(WANTED, WANTED)
def test_nothing_is_more_alike_than_the_same_wish(one: Wanted, other: Wanted) -> None:
    assert likeness(one, one) >= likeness(one, other)
    assert likeness(one, one) == (1 if stems(one.problem) else 0)


@given(WORDS, st.randoms(), WANTED)
def test_the_order_of_words_does_not_matter(words: list[str], chance: object, other: Wanted) -> None:
    mixed = list(words)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert likeness(Wanted(" ".join(words)), other) == likeness(Wanted(" ".join(mixed)), other)


def test_two_secretaries_with_the_same_letters_find_each_other() -> None:
    mine = Wanted("I want to type clinic letters faster", "rewrite")
    assert likeness(mine, Wanted("Typing of the clinic letter is slow, faster please", "rewrite")) >= ENOUGH
    assert likeness(mine, Wanted("Planning the rota for porters at weekends", "rewrite")) < ENOUGH


def test_the_same_task_alone_is_not_the_same_wish() -> None:
    assert likeness(Wanted("Sort the post", "sort", "staff_only"), Wanted("Plan a rota", "sort", "staff_only")) == 0


def test_at_most_three_are_shown_and_the_closest_first() -> None:
    others = {key: Wanted("Minutes of our team meeting at noon") for key in range(9)}
    known = {**others, 99: Wanted("The minutes of a team meeting"), 100: Wanted("Something else entirely")}
    found = most_similar(Wanted("Minutes of team meetings"), known)
    assert len(found) == MOST
    assert found == [99, 0, 1]
    assert most_similar(Wanted("minutes of a meeting"), {7: Wanted("Parking permits")}) == []
