"""Slots: the local facts, such as whom to tell after a slip, that an organisation fills in once for all modules."""

from __future__ import annotations

import re
from collections.abc import Mapping

SLOT = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*\}\}")


def slots_in(text: str) -> frozenset[str]:
    """The names of the slots in this text."""
    return frozenset(SLOT.findall(text))


def fill_slots(text: str, values: Mapping[str, str]) -> str:
    """The Markdown with its slots filled. One that is not filled says so: only a preview can meet it."""
    return SLOT.sub(lambda found: values.get(found[1]) or f"({found[1].replace('_', ' ')}: not filled in yet)", text)
