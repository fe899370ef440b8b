"""The rules of signing in: how long a wrong guess waits, and what a good code looks like. Pure."""

from __future__ import annotations

import datetime as dt
import re
import secrets

FREE_TRIES = 5
LONGEST_WAIT = dt.timedelta(minutes=15)
LINK_LASTS = dt.timedelta(minutes=15)
MOST_LINKS = 3  # on their way to one person at a time, so that nobody can fill a colleague's mailbox
SHORTEST_CODE = 8
SHORTEST_PASSWORD = 12
LONGEST_SECRET = 200
_OURS = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")  # a path: no host, no backslash, nothing browsers skip
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that looks like something else on paper


def wait_after(failures: int) -> dt.timedelta:
    """How long sign-in stays shut after that many wrong tries in a row: a minute, doubling up to 15.

    >>> [int(wait_after(n).total_seconds()) for n in (0, 4, 5, 6, 7, 20)]
    [0, 0, 60, 120, 240, 900]
    """
    if failures < FREE_TRIES:
        return dt.timedelta()
    return min(LONGEST_WAIT, dt.timedelta(minutes=2 ** min(failures - FREE_TRIES, 10)))


def new_code() -> str:
    """A personal code to print: 10 characters in two groups, 50 bits."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(10))
    return f"{letters[:5]}-{letters[5:]}"


def plain_code(code: str) -> str:
    """The code as it is compared: without spaces and hyphens, in capitals, so that it can be typed as it is read.

    >>> plain_code(" abcde-fgh jk ")
    'ABCDEFGHJK'
    """
    return "".join(code.split()).replace("-", "").upper()


def is_guessable(code: str, staff_number: str) -> bool:
    """Whether a code is the staff number, or the same few characters again and again. Both in plain form.

    >>> is_guessable("20000417", "20000417"), is_guessable("ABABABAB", "20000417"), is_guessable("HARBOUR7", "2")
    (True, True, False)
    """
    number = plain_code(staff_number)
    return code == number or len(set(code)) < 4 or (len(number) >= SHORTEST_CODE - 2 and number in code)


def own_address(wanted: str) -> str:
    """Where to go after signing in, if it is an address of ours; else nothing.

    >>> own_address("/settings?a=b"), own_address("//evil.example"), own_address("https://evil.example")
    ('/settings?a=b', '', '')
    """
    return wanted if len(wanted) <= 500 and _OURS.fullmatch(wanted) else ""
