"""Working days as people write them in a staff file, read into digits of days; what is unsure stays unknown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FULL = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3, "mo": 0, "tu": 1, "we": 2, "th": 3, "fr": 4, "sa": 5, "su": 6}
_GROUPS = {"weekday": "01234", "weekdays": "01234", "weekend": "56", "weekends": "56", "daily": "0123456"}
_IDLE = {"and", "only", "days", "day", "shift", "shifts", "nights", "night", "am", "pm", "works", "every"}
_ROTATING = re.compile(
    r"\b\d+\s*on\b|\boff\b|rota|roster|alternat|vari(?:ous|able|es)|flexib|annuali[sz]ed|\bweek\s*\d|fortnight"
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Days as digits 0 (Monday) to 6, or None where unknown or rotating; day or night; and whether it was readable."""

    days: str | None = None
    shift: str = "day"
    is_rotating: bool = False
    is_unread: bool = False


@lru_cache(maxsize=4096)  # a file repeats few different cells many times
def pattern(text: str) -> Pattern:
    """What a cell such as `Mon Tue Wed`, `Mon-Thu`, `Sat Sun` or `Nights 4 on 4 off` says."""
    said = text.casefold().strip()
    if not said:
        return Pattern()
    shift = "night" if re.search(r"\bnights?\b", said) else "day"
    if _ROTATING.search(said):
        return Pattern(shift=shift, is_rotating=True)
    found = _days(re.sub(r"\s*(?:–|—|-|\bto\b|\bthrough\b)\s*", "-", said))
    if found is None or (not found and shift == "day"):
        return Pattern(shift=shift, is_unread=True)
    return Pattern(days="".join(str(day) for day in sorted(found)) or None, shift=shift, is_rotating=not found)


def _days(said: str) -> set[int] | None:
    """The days named, or None as soon as one word is not understood."""
    found: set[int] = set()
    for word in re.split(r"[\s,;/&+.|]+", said):
        if not word or word in _IDLE:
            continue
        if word in _GROUPS:
            found |= {int(digit) for digit in _GROUPS[word]}
            continue
        ends = [day for part in word.split("-") if (day := _day(part)) is not None]
        if len(ends) != word.count("-") + 1 or len(ends) > 2:
            return None
        found |= {(ends[0] + step) % 7 for step in range((ends[-1] - ends[0]) % 7 + 1)}
    return found


def _day(word: str) -> int | None:
    for names in (_DAYS, _FULL):
        if word in names:
            return names.index(word)
        if word.rstrip("s") in names:
            return names.index(word.rstrip("s"))
    return _SHORT.get(word)
