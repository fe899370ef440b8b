"""What may become of a delivery."""

from __future__ import annotations

import pytest

from learning.drip.rules import CAME, FIRST, MOVES, OPEN, State, became, may_become


@pytest.mark.parametrize(
    "life",
    [
        "planned sending sent",
        "planned sent",  # in the app
        "planned planned sending sent",  # moved to another day
        "planned sending planned sending sent",  # the server was busy
        "planned sending failed",
        "planned sending failed planned sending sent",  # the address was put right
        "planned sending in doubt sending sent",
        "planned sending in doubt sent",
        "planned sending missed",
        "planned missed",
        "planned skipped",  # a pause began
        "skipped",
        "missed",
    ],
)
def test_a_delivery_lives_so(life: str) -> None:
    first, *rest = [State(word.replace("-", " ")) for word in life.replace("in doubt", "in-doubt").split()]
    assert first in FIRST
    state = first
    for then in rest:
        state = became(state, then)
    assert state not in OPEN


@pytest.mark.parametrize("end", [State.SENT, State.SKIPPED, State.MISSED])
def test_what_is_settled_stays_so(end: State) -> None:
    assert not any(may_become(end, then) for then in State)
    with pytest.raises(ValueError, match=f"a delivery that is {end} never becomes planned"):
        became(end, State.PLANNED)


def test_what_may_have_been_sent_is_never_planned_again_or_called_missed() -> None:
    assert MOVES[State.IN_DOUBT].isdisjoint({State.PLANNED, State.MISSED, State.SKIPPED})
    assert State.IN_DOUBT in CAME


def test_every_state_is_reached_and_has_its_moves() -> None:
    reached = set(FIRST)
    while more := {then for state in reached for then in MOVES[state]} - reached:
        reached |= more
    assert reached == set(State) == set(MOVES)
