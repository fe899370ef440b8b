"""The room of permission: who may enter which door."""

from __future__ import annotations

from learning.access import Room, Who

room = Room(
    "guardrails",
    __name__,
    who={
        # The question, its answer and the receipt
        "guardrails": Who.STAFF,
        "changes": Who.STAFF,
        "receipt": Who.STAFF,
        "check_receipt": Who.ANYONE,
    },
)
