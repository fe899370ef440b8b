"""Text into lines of cells: which separator a file uses, and where each line begins."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator

from learning.ground.errors import Refused

SEPARATORS = (",", ";", "\t")


def separator_of(text: str, score: Callable[[list[str]], int]) -> str:
    """The separator under which the heading scores best."""
    return max(SEPARATORS, key=lambda separator: score(heading(text, separator)))


def heading(text: str, separator: str) -> list[str]:
    """The first line that is not blank; nothing where it cannot be read with this separator."""
    try:
        return next(records(text, separator), (0, []))[1]
    except Refused:
        return []


def records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """(line on which it begins, cells) of each line that is not blank. The first one is the heading."""
    stream = io.StringIO(text, newline="")
    skipped = 1 if text[:4].casefold() == "sep=" else 0  # a hint for spreadsheets, not a heading
    for _ in range(skipped):
        stream.readline()
    reader = csv.reader(stream, delimiter=separator, strict=True)
    while True:
        line = reader.line_num + skipped + 1
        try:
            cell = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Refused(
                f"Line {line} has a quotation mark that is not closed, or text after one: correct it in the file."
            ) from None
        if any(value.strip() for value in cell):
            yield line, cell
