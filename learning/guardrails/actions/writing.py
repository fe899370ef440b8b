"""Words that editors write into the register: bounded, on one line, and with links that can be opened."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import urlsplit

from learning.ground.errors import Refused
from learning.ground.identifiers import looks_real
from learning.people.models import Person

_MOST_CONDITIONS = 8


def by_whom(person: Person | None) -> str:
    """Who did it, for the audit log."""
    return str(person.public_id) if person else "command"


def line(text: str, mend: str, *, least: int, most: int) -> str:
    """The text on one line with single blanks. Refused with `mend` where it is too short, and where it is too long."""
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    if len(plain) < least:
        raise Refused(mend)
    if len(plain) > most:
        raise Refused(f"“{plain[:30]}…” has {len(plain)} characters. Write at most {most}.")
    return plain


def link_line(text: str, what: str) -> str:
    """One line of Markdown such as a name, a place or a link, or nothing."""
    return line(text, what, least=0, most=300)


def web_address(text: str) -> str:
    """An address that a browser can open, or nothing."""
    plain = line(text, "", least=0, most=500)
    if not plain:
        return ""
    try:
        parts = urlsplit(plain)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"https", "http"} or not parts.netloc or " " in plain:
        raise Refused("The link to the policy begins with https:// and has no blanks. Copy it from the browser.")
    return plain


def condition_lines(text: str) -> list[str]:
    """One condition on each line."""
    lines = [line(one, "", least=0, most=200) for one in re.split(r"[\r\n]+", text)]
    found = list(dict.fromkeys(re.sub(r"^(?:[-*•]|\d+[.)])\s+", "", one) for one in lines if one))
    if len(found) > _MOST_CONDITIONS:
        raise Refused(
            f"There are {len(found)} conditions. Nobody keeps more than {_MOST_CONDITIONS} in mind: write fewer."
        )
    return found


def review_day(day: dt.date | None, *, today: dt.date) -> dt.date | None:
    """A day from tomorrow on, within two years: a yes that is never looked at again is not a decision."""
    if day is not None and not today < day <= today + dt.timedelta(days=731):
        raise Refused("The review date is a day from tomorrow on, within 2 years.")
    return day


def without_identifiers(text: str) -> str:
    """Refused where the text holds what could belong to a real person."""
    found = looks_real(text)
    if found:
        raise Refused(f"This looks like {found[0].kind}: “{found[0].text}”. Take it out, and send it again.")
    return text
