"""What an author still has to write: every text of a module file that begins with TODO."""

from __future__ import annotations

import re
from collections.abc import Iterator

from learning.capability.shelf import MarkedYaml, Place
from learning.ground.errors import Fault

from .module import Pair, Text
from .reading import Reading, strings_in

_TODO = re.compile(r"TODO\b:?\s*(.*)", re.DOTALL)
_TODO_LINE = re.compile(r"^[ \t]*(?:[-*+>]\s+|\d{1,3}[.)]\s+|\*{1,2})?TODO\b:?[ \t]*(.*)$", re.MULTILINE)
_LONGEST = 100
_MEND = "Write it where TODO stands"


def unwritten(reading: Reading) -> Iterator[Fault]:
    """One fault for each, with what the file says about it."""
    yield from _in_values(reading.front_read, "")
    for section in reading.sections:
        yield from _in_text(reading.file, section.heading or "", section.line, "A heading")
        for piece in section.pieces:
            if isinstance(piece, Text):
                yield from _in_text(reading.file, piece.markdown, piece.line, "A text")
            elif isinstance(piece, Pair):
                for text in (piece.source, piece.draft):
                    yield from _in_text(reading.file, text, piece.line, "An example")
    for block in reading.blocks:
        yield from _in_values(block.read, f"{block.name}: ")


def _in_values(read: MarkedYaml, before: str) -> Iterator[Fault]:
    for place, text in strings_in(read.value, ()):
        if found := _TODO.match(text.lstrip()):
            what = _named(place)
            yield read.fault(place, f"{before}{what} is still to be written{_hint(found[1])}", _MEND)


def _in_text(file: str, text: str, line: int, what: str) -> Iterator[Fault]:
    for found in _TODO_LINE.finditer(text):
        at = line + text.count("\n", 0, found.start())
        yield Fault(file, at, f"{what} is still to be written{_hint(found[1])}", _MEND)


def _named(place: Place) -> str:
    if "feedback" in (place[:1] + place[-1:]):
        return "Feedback"
    names = [step for step in place if isinstance(step, str)]
    return f'"{names[-1]}"' if names else "A text"


def _hint(text: str) -> str:
    words = " ".join(text[: 2 * _LONGEST].split())[:_LONGEST].rstrip(".")
    return f" ({words})" if words else ""
