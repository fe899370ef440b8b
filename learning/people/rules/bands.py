"""Pay bands: what a pay scale code says of an Agenda for Change band."""

from __future__ import annotations

import re
from functools import lru_cache

AFC = ("1", "2", "3", "4", "5", "6", "7", "8a", "8b", "8c", "8d", "9")
_CODE = re.compile(r"\bX[NR](\d\d)\b", re.IGNORECASE)
_NAMED = re.compile(r"^(?:afc\s*)?(?:band\s*)?([1-79]|8[a-d])$", re.IGNORECASE)


@lru_cache(maxsize=4096)  # a file repeats few different cells many times
def band(pay_scale: str) -> str:
    """`XR04`, `NHS|XN04|…`, `Band 4` and `4` are band 4; XR08 is 8a and so on; other codes stay as they are."""
    if (code := _CODE.search(pay_scale)) and 1 <= int(code[1]) <= len(AFC):
        return AFC[int(code[1]) - 1]
    named = _NAMED.match(pay_scale.strip())
    return named[1].lower() if named else pay_scale[:60]


def is_agenda_for_change(value: str) -> bool:
    return value in AFC
