"""The room of permission: who may enter which door."""

from __future__ import annotations

from learning.access import Room, Who

room = Room(
    "guardrails",
    __name__,
    who={
        # Keeping the register; views/editing.py says which member of staff
        "tools": Who.STAFF,
        "add_tool": Who.STAFF,
        "tool": Who.STAFF,
        "withdraw": Who.STAFF,
        "put_back": Who.STAFF,
        "give": Who.STAFF,
        "take_back": Who.STAFF,
        "rule": Who.STAFF,
        "end_rule": Who.STAFF,
        "register_settings": Who.ADMINISTRATOR,
        # The question, its answer and the receipt
        "guardrails": Who.STAFF,
        "changes": Who.STAFF,
        "receipt": Who.STAFF,
        "check_receipt": Who.ANYONE,
    },
)
