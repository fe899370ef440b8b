"""A GIFT text cut at its empty lines, without comments: one question stands in each block."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MARK = re.compile(r"\[(id|tag):([^\[\]\n]{1,200})\]")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines without an empty one between them. A line of a category is a block of its own."""

    text: str
    line: int  # of its first line that is no comment
    id: str | None = None
    tags: tuple[str, ...] = ()


def blocks_of(text: str) -> Iterator[Block]:
    gathering = _Gathering()
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        stripped = line.strip()
        if stripped.startswith("//"):
            gathering.note(stripped)
        elif not stripped:
            yield from gathering.block()
        elif stripped.startswith("$CATEGORY:"):
            yield from gathering.block()
            yield Block(stripped, number)
        else:
            gathering.take(line, number)
    yield from gathering.block()


class _Gathering:
    """The lines since the last empty one."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._lines: list[str] = []
        self._begun = 0
        self._id: str | None = None
        self._tags: list[str] = []

    def take(self, line: str, number: int) -> None:
        self._begun = self._begun if self._lines else number
        self._lines.append(line)

    def note(self, comment: str) -> None:
        """Comments hold Moodle's own id and the tags of the question below them."""
        for key, value in _MARK.findall(comment):
            if key == "id":
                self._id = value.strip()
            else:
                self._tags.append(value.strip())

    def block(self) -> Iterator[Block]:
        if self._lines:
            yield Block("\n".join(self._lines), self._begun, self._id, tuple(self._tags))
        self._begin()
