"""Files of rows that people open in a spreadsheet: every cell goes through one gate."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def safe_cell(value: object) -> str | int | float:
    """A cell that no spreadsheet runs as a formula and no writer chokes on. Numbers stay numbers.

    >>> safe_cell("=1+1"), safe_cell(12), safe_cell("under 5%"), safe_cell("a\\x1eb")
    ("'=1+1", 12, 'under 5%', 'ab')
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    text = _CONTROL.sub("", "" if value is None else str(value))
    return f"'{text}" if text.startswith(_FORMULA) else text


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file with a BOM, so that a spreadsheet reads the accents right."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([safe_cell(cell) for cell in header])
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")
