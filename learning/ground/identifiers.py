"""Identifiers: our own public ids, and what looks like a real person's identifier in a text."""

from __future__ import annotations

import re
import secrets
import time
import uuid
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

_NEAR = 40  # characters between a date and "born", or a postcode and "Street"

# Ten digits, as written or in groups: 943 476 5919.
_TEN_DIGITS = re.compile(r"(?<![\d.,/-])(?:\d{10}|\d{3}([ -])\d{3}\1\d{4}|\d{6} \d{4})(?![\d/]|[.,-]\d)")
_BIRTH_WORD = re.compile(r"\b(?:d\.?o\.?b\b\.?|dates? of birth|birth ?da(?:te|y)|born)", re.IGNORECASE)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}([/.-])\d{{1,2}}\1(?:\d{{4}}|\d{{2}})"
    rf"|\d{{4}}-\d{{2}}-\d{{2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ -]{_MONTH},?[ -]\d{{2,4}}"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})\b",
    re.IGNORECASE,
)
_POSTCODE = re.compile(
    r"\b(?!ZZ99)[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]?( ?)\d[ABD-HJLNP-UW-Z]{2}\b",
    re.IGNORECASE,
)
_ADDRESS_WORD = re.compile(
    r"\b(?:address|avenue|close|court|crescent|drive|flat|gardens|grove|house|lane|lives (?:at|in)|place|postcode|road"
    r"|square|street|terrace|way)\b",
    re.IGNORECASE,
)
_MAIL_ADDRESS = re.compile(r"(?<![A-Z0-9._%+'-])[A-Z0-9._%+'-]+@[A-Z0-9-]+(?:\.[A-Z0-9-]+)+", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\d+])(?:\+44[ .-]?(?:\(0\))?|\(?0)(?:[ ().-]{0,2}\d){9,10}(?!\d)")
_FOREIGN_PHONE = re.compile(r"(?<![\d+])\+(?!44)[1-9](?:[ ().-]{0,2}\d){8,13}(?!\d)")

# Numbers that Ofcom keeps free for drama, without their last three digits.
_DRAMA = (
    *(f"011{digit}4960" for digit in "345678"),  # Leeds to Reading
    *(f"01{digit}14960" for digit in "23456"),  # Birmingham to Manchester
    "01914980",  # Tyneside
    "01632960",  # no area
    "02079460",  # London
    "02896496",  # Northern Ireland
    "02920180",  # Cardiff
    "03069990",  # all of the country
    "07700900",  # mobile
    "08081570",  # free of charge
    "09098790",  # premium rate
)


def uuid7() -> uuid.UUID:
    """A UUID of version 7 (RFC 9562): it begins with the time, so that an index grows at its end."""
    millis = time.time_ns() // 1_000_000
    value = (millis & (2**48 - 1)) << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return uuid.UUID(int=value)


@dataclass(frozen=True, slots=True)
class LooksReal:
    """A piece of text that could belong to a real person. `start` counts characters from the beginning of the text."""

    kind: str  # as it stands in a sentence: "an NHS number"
    text: str
    start: int


def looks_real(text: str) -> tuple[LooksReal, ...]:
    """All that looks like a real identifier, in the order of the text.

    It says "looks like" and no more: a hospital number of its own shape, or a name, is not seen here. Left alone are
    the ranges made for invention: NHS numbers from 999, addresses in .example, numbers for drama, postcodes in ZZ99.
    """
    found = [*_births(text), *_postcodes(text), *_mail_addresses(text), *_phones(text), *_foreign_phones(text)]
    found += _apart_from(found, _health_numbers(text))
    return tuple(sorted(found, key=lambda each: (each.start, each.kind)))


def _apart_from(found: list[LooksReal], numbers: Iterator[LooksReal]) -> list[LooksReal]:
    """Those that begin inside no other find: ten of the digits of a phone number are not a second one."""
    spans = sorted((each.start, each.start + len(each.text)) for each in found)
    starts = [start for start, _ in spans]
    ends = list(accumulate((end for _, end in spans), max))
    apart = []
    for number in numbers:
        before = bisect_right(starts, number.start)
        if not before or ends[before - 1] <= number.start:
            apart.append(number)
    return apart


def has_check_digit(digits: str) -> bool:
    """Whether ten digits end in the check digit of health numbers (Modulus 11).

    >>> has_check_digit("9434765919"), has_check_digit("9434765918")
    (True, False)
    """
    if not re.fullmatch(r"[0-9]{10}", digits) or len(set(digits)) == 1:
        return False
    left = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), digits, strict=False)) % 11
    return (11 - left) % 11 == int(digits[9])  # a check of 10 equals no digit, so such numbers are never given out


def _health_numbers(text: str) -> Iterator[LooksReal]:
    for found in _TEN_DIGITS.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        if has_check_digit(digits) and not digits.startswith("999"):
            yield LooksReal(_health_number_kind(digits), found[0], found.start())


def _health_number_kind(digits: str) -> str:
    """Scotland's begin with the day of birth; Northern Ireland's with 32 to 39."""
    first = int(digits[:2])
    if 1 <= first <= 31 and 1 <= int(digits[2:4]) <= 12:
        return "a CHI number"
    return "a Health and Care number" if 32 <= first <= 39 else "an NHS number"


def _births(text: str) -> Iterator[LooksReal]:
    words = list(_BIRTH_WORD.finditer(text))
    for found in _DATE.finditer(text) if words else ():
        if _is_near(found, words):
            yield LooksReal("a date of birth", found[0], found.start())


def _postcodes(text: str) -> Iterator[LooksReal]:
    words = list(_ADDRESS_WORD.finditer(text))
    for found in _POSTCODE.finditer(text):
        is_written_as_one = found[1] == " " and found[0].isupper()
        if is_written_as_one or _is_near(found, words):
            yield LooksReal("a postcode", found[0], found.start())


def _mail_addresses(text: str) -> Iterator[LooksReal]:
    for found in _MAIL_ADDRESS.finditer(text):
        if not found[0].lower().endswith(".example"):
            yield LooksReal("an email address", found[0], found.start())


def _phones(text: str) -> Iterator[LooksReal]:
    for found in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", found[0].replace("(0)", ""))
        digits = f"0{digits[2:]}" if found[0].startswith("+44") else digits
        is_whole = len(digits) == 11 or digits.startswith(("0800", "0500"))
        if is_whole and not (len(digits) == 11 and digits.startswith(_DRAMA)):
            yield LooksReal("a phone number", found[0], found.start())


def _foreign_phones(text: str) -> Iterator[LooksReal]:
    for found in _FOREIGN_PHONE.finditer(text):
        yield LooksReal("a phone number", found[0], found.start())


def _is_near(found: re.Match[str], words: list[re.Match[str]]) -> bool:
    """The words stand in the order of the text, so the last one that begins early enough is the nearest to look at."""
    before = bisect_right(words, found.end() + _NEAR, key=lambda word: word.start())
    return before > 0 and found.start() <= words[before - 1].end() + _NEAR
