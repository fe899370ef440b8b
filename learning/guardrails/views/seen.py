"""What an editor had before their eyes when they began to write: it travels with the form."""

from __future__ import annotations

from collections.abc import Iterable

from flask import request


def seen_version() -> int:
    """The version that the form was made from; 0 where it says none."""
    typed = request.form.get("seen", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0


def seen_facts(names: Iterable[str]) -> dict[str, str]:
    """The facts as they were then, so that what somebody else changed can be told apart."""
    return {name: request.form.get(f"was {name}", "")[:700] for name in names}
