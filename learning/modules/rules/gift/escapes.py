"""Escapes and format marks of GIFT: what `\\=` means, and how a piece of text is tidied in its format."""

from __future__ import annotations

import re
from dataclasses import dataclass

FORMATS = ("moodle", "html", "markdown", "plain")

_SIGNS = "\\:~=#[]{}"
_FIRST = 0xFDD0  # from here on stand characters that Unicode keeps for the inside of programs
_HIDDEN = {sign: chr(_FIRST + number) for number, sign in enumerate([*_SIGNS, "n"])}
_SHOWN = {ord(hidden): "\n" if sign == "n" else sign for sign, hidden in _HIDDEN.items()}
_INSIDE = re.compile(f"[{chr(_FIRST)}-{chr(_FIRST + 31)}]")
_ESCAPE = re.compile(r"\\([\\:~=#\[\]{}n])")
_FORMAT = re.compile(rf"\[({'|'.join(FORMATS)})\]", re.IGNORECASE)
_SPACES = re.compile(r"\s\s+")


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of text, and the format it is written in."""

    text: str
    form: str = "moodle"


def hidden(text: str) -> str:
    """The text with each escaped sign as one character that means nothing to GIFT."""
    return _ESCAPE.sub(lambda found: _HIDDEN[found[1]], _INSIDE.sub("", text))


def shown(text: str) -> str:
    return text.translate(_SHOWN)


def said(text: str, form: str) -> Said:
    """The piece without its own format mark. `form` is the format where it has none.

    Line ends count in HTML and Markdown. In the other two a line end is a space, and only an escaped one stays.
    """
    text = text.strip()
    if found := _FORMAT.match(text):
        form, text = found[1].lower(), text[found.end() :].strip()
    if form not in ("html", "markdown"):
        text = _SPACES.sub(" ", text.replace("\n", " "))
    return Said(shown(text).strip(), form)


def said_or_none(text: str, form: str) -> Said | None:
    found = said(text, form)
    return found if found.text else None
