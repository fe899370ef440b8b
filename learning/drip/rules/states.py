"""What may become of a delivery: the ledger's states, and the moves between them."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """A delivery is made as planned, skipped (with its reason) or missed, and ends as sent, failed, skipped, missed
    or in doubt."""

    PLANNED = "planned"
    SENDING = "sending"  # leased by one sender
    SENT = "sent"  # the mail server took it, or it stands in the app
    IN_DOUBT = "in doubt"  # the line dropped after the last byte: perhaps taken
    FAILED = "failed"  # refused for good, such as an unknown address
    SKIPPED = "skipped"  # this week brings none, for a reason
    MISSED = "missed"  # its hours passed unsent


FIRST = frozenset({State.PLANNED, State.SKIPPED, State.MISSED})
MOVES: dict[State, frozenset[State]] = {
    # To sent in one step: in the app nothing has to leave. To itself: moved to another day or hour of its week.
    State.PLANNED: frozenset({State.PLANNED, State.SENDING, State.SENT, State.SKIPPED, State.MISSED}),
    # Back to planned: not taken, to be tried again within its hours, or given back by a sender that stopped.
    State.SENDING: frozenset({State.SENT, State.IN_DOUBT, State.FAILED, State.PLANNED, State.MISSED}),
    # It may be sent once more with the same Message-ID, or be settled by what the mail server's log says.
    State.IN_DOUBT: frozenset({State.SENDING, State.SENT, State.FAILED}),
    # Back to planned when the address was put right within its hours.
    State.FAILED: frozenset({State.PLANNED}),
    State.SENT: frozenset(),
    State.SKIPPED: frozenset(),
    State.MISSED: frozenset(),
}
CAME = frozenset({State.SENT, State.IN_DOUBT})  # counts as a unit the person was given
OPEN = frozenset({State.PLANNED, State.SENDING})  # still to be settled


def may_become(state: State, then: State) -> bool:
    return then in MOVES[state]


def became(state: State, then: State) -> State:
    """The new state. An impossible move is a fault of ours, so it stops loudly."""
    if not may_become(state, then):
        raise ValueError(f"a delivery that is {state} never becomes {then}")
    return then
