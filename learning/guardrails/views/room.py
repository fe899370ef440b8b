"""The room of permission: who may enter which door."""

from __future__ import annotations

from learning.access import Room

room = Room("guardrails", __name__, who={})
