"""The rules of signing in: how long a wrong guess waits, and what a good code looks like. Pure."""

from __future__ import annotations

import datetime as dt
import secrets

FREE_TRIES = 5
LONGEST_WAIT = dt.timedelta(minutes=15)
LINK_LASTS = dt.timedelta(minutes=15)
SHORTEST_CODE = 8
SHORTEST_PASSWORD = 12
LONGEST_SECRET = 200
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
