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
        # What an owner has to look at
        "mine": Who.STAFF,
        "say_still_right": Who.STAFF,  # views/mine.py says which member of staff
        # Papers for everybody who works here
        "slip": Who.STAFF,
        "expected": Who.STAFF,
        "expected_text": Who.STAFF,
        "team_card": Who.STAFF,
        # What people need a tool for
        "need": Who.STAFF,
        "needs": Who.STAFF,
        "join_need": Who.STAFF,
        "need_read": Who.STAFF,
        "need_answer": Who.STAFF,
    },
)
