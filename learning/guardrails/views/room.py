"""The room of permission: who may enter which door."""

from __future__ import annotations

from learning.access import Room, Who

room = Room(
    "guardrails",
    __name__,
    who={
        # Papers for everybody who works here
        "slip": Who.STAFF,
        "expected": Who.STAFF,
        "expected_text": Who.STAFF,
        "team_card": Who.STAFF,
    },
)
