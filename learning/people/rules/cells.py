"""Single cells of a staff file: text, dates as people write them, and hours. Nothing unreadable is guessed."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata

MAX_CELL = 200
_SPACE = re.compile(r"\s+")
_EXCEL_TEXT = re.compile(r'^="([^"]*)"$')  # how a spreadsheet keeps leading zeros in a CSV file
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_CLOCK = r"(?:[T ]00:00(?::00(?:\.0+)?)?)?$"  # midnight, which spreadsheets add to a date
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})" + _CLOCK)
_ENGLISH = re.compile(r"^(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})" + _CLOCK)
_NAMED = re.compile(r"^(\d{1,2})[- ]([A-Za-z]{3,9})[- ](\d{4}|\d{2})" + _CLOCK)
_END_OF_TIME = 4000  # staff systems write 31-DEC-4712 for "no end"
_EMAIL = re.compile(r"^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9-]+)+$")
_STAFF_NUMBER = re.compile(r"^(?=.*\d)[A-Za-z0-9][A-Za-z0-9/_.\-]{0,31}$")
_SHORTENED = re.compile(r"^\d(?:[.,]\d+)?[Ee]\+?\d+$")

IN_SYSTEM = "Correct it in your staff system"
IN_FILE = "Correct it in the file"


class Unreadable(Exception):
    """A cell that cannot be used: what is wrong, and what to do. Free text of the cell is never repeated."""

    def __init__(self, wrong: str, mend: str = IN_SYSTEM) -> None:
        super().__init__(wrong)
        self.wrong = wrong
        self.mend = mend


def tidy(value: str) -> str:
    """The cell as text on one line, in one Unicode form; a lonely dash means empty."""
    shown = _EXCEL_TEXT.match(value.strip())
    tidied = _SPACE.sub(" ", unicodedata.normalize("NFC", shown[1] if shown else value)).strip()
    return "" if tidied in {"-", "–", "—"} else tidied


def words(value: str, name: str) -> str:
    """Text of a cell that will be stored. Refuses formulas, control characters and what is too long."""
    if len(value) > 10 * MAX_CELL or len(said := tidy(value)) > MAX_CELL:
        raise Unreadable(f"{name} is longer than {MAX_CELL} characters", IN_FILE)
    if said[:1] in {"=", "+", "-", "@"}:
        raise Unreadable(f"{name} begins with “{said[0]}”, as a spreadsheet formula does", IN_FILE)
    if said.isascii() and said.isprintable():
        return said
    if any(unicodedata.category(mark) in {"Cc", "Co", "Cs"} or mark == "\N{REPLACEMENT CHARACTER}" for mark in said):
        raise Unreadable(f"{name} holds a character that cannot be printed", IN_FILE)
    return "".join(mark for mark in said if unicodedata.category(mark) != "Cf" or mark == "\N{ZERO WIDTH JOINER}")


def number_of_staff(value: str, name: str) -> str:
    """A staff or assignment number. What a spreadsheet has shortened to 9.0E+07 is refused, never repaired."""
    said = words(value, name)
    if _SHORTENED.match(said):
        raise Unreadable(f"{name} is “{said}”, a number that a spreadsheet has shortened", "Export the file again")
    if said and not _STAFF_NUMBER.match(said):
        raise Unreadable(f"{name} is not a number Steady can use", IN_SYSTEM)
    return said


def date(value: str, name: str, *, is_end: bool = False) -> dt.date | None:
    """`03/06/2019` (day first), `2019-06-03`, `03-JUN-2019` or `3 June 2019`; empty is None."""
    said = tidy(value)
    if not said:
        return None
    year, month, day = _date_parts(said)
    if is_end and year >= _END_OF_TIME:
        return None
    try:
        found = dt.date(year, month, day)
    except ValueError:
        found = dt.date.min
    if not 1930 <= found.year <= 2100:
        shown = f"“{said}” is not a date" if _may_be_shown(said) else f"{name} is not a date"
        raise Unreadable(shown, IN_SYSTEM)
    return found


def fte(value: str, name: str) -> tuple[float, bool]:
    """Whole-time equivalent from 0 to 1, and whether it was above 1 and is held at 1. Takes `0.6` and `0,6`."""
    said = tidy(value)
    if not said:
        return 0.0, False
    try:
        number = float(said.replace(",", ".", 1))
    except ValueError:
        number = math.nan
    if not 0 <= number <= 2:
        shown = f"{name} is “{said}”" if re.fullmatch(r"[\d.,+\- %]{1,12}", said) else f"{name} is not a number"
        raise Unreadable(f"{shown}. A number from 0 to 1 such as 0.6 is needed", IN_SYSTEM)
    return min(round(number, 4), 1.0), number > 1


def email(value: str) -> tuple[str, bool]:
    """The address in lower case, and whether it can be used. One that cannot be used counts as none."""
    said = tidy(value).lower()
    usable = not said or (len(said) <= 254 and ".." not in said and bool(_EMAIL.match(said)))
    return (said if usable else ""), usable


def _date_parts(said: str) -> tuple[int, int, int]:
    """Year, month, day; zeros where the text has no shape of a date."""
    if match := _ISO.match(said):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _ENGLISH.match(said):
        return _year(match[3]), int(match[2]), int(match[1])
    if match := _NAMED.match(said):
        name = match[2].casefold()
        if name in _MONTH_NAMES or name in _MONTHS or name == "sept":
            return _year(match[3]), _MONTHS.index(name[:3]) + 1, int(match[1])
    return 0, 0, 0


def _year(digits: str) -> int:
    """Two digits mean 1970 to 2069, as in the exports that still write them."""
    year = int(digits)
    return year if len(digits) == 4 else year + (1900 if year >= 70 else 2000)


def _may_be_shown(said: str) -> bool:
    """Whether a message may repeat the cell: digits and month names only, so no reason slips out of a moved column."""
    found = [word.casefold() for word in re.findall(r"[^\W\d_]+", said)]
    return len(said) <= 24 and all(word in _MONTHS or word in _MONTH_NAMES for word in found)
