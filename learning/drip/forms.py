"""Shape of what the settings page sends: a week, and a pause."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from learning.drip.actions.wishes import Wishes
from learning.ground.errors import Refused

CHANNELS = ("mail", "app")


def wishes(form: MultiDict[str, str]) -> Wishes:
    """The whole settings form. Raises Refused with one sentence."""
    days = {_number(day, range(7)) for day in form.getlist("works")}
    channel = form.get("channel", "mail")
    return Wishes(
        working_days=frozenset(day for day in days if day is not None),
        weekday=_number(form.get("day", ""), range(7)),
        minute=_number(form.get("time", ""), range(24 * 60)),
        channel=channel if channel in CHANNELS else "mail",
        uses_voice=form.get("voice") == "yes",
    )


def _number(text: str, allowed: range) -> int | None:
    """A number of the list, or None for “let Steady pick”. Raises Refused for anything else."""
    if text == "":
        return None
    if text.isdecimal() and len(text) < 6 and int(text) in allowed:
        return int(text)
    raise Refused("Choose a day and a time from the lists.")
