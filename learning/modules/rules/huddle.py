"""Ten minutes of a team with one question: what hands are raised for, and which counts make sense. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from learning.ground.errors import Refused

from .activity import Activity, ChooseMany, ChooseOne, JudgedDraft
from .given import nothing_label

FEWEST_FOR_COUNTS = 5  # with fewer people a count of hands says what one of them thinks
MOST_PEOPLE = 200
NOTED_WITHIN = dt.timedelta(days=60)
NOTHING = "nothing"


def hands(activity: Activity) -> tuple[tuple[str, str], ...]:
    """Id and words of what people raise their hands for; nothing for a kind that is not answered so."""
    if isinstance(activity, ChooseOne | ChooseMany):
        return tuple((option.id, option.text) for option in activity.options)
    if isinstance(activity, JudgedDraft):
        return (*((point.id, point.text) for point in activity.points), (NOTHING, nothing_label(activity)))
    return ()


def tidy_counts(activity: Activity, people: int, raised: Mapping[str, str]) -> dict[str, int]:
    """How many hands for each, as numbers. Empty below five people: then only how many were there is kept.

    Raises Refused in one sentence. An empty box is nobody.
    """
    counts: dict[str, int] = {}
    for own_id, words in hands(activity):
        typed = raised.get(own_id, "").strip() or "0"
        if not (typed.isascii() and typed.isdecimal() and len(typed) <= 3) or int(typed) > people:
            raise Refused(f"Write a number from 0 to {people} beside “{words}”.")
        counts[own_id] = int(typed)
    if isinstance(activity, ChooseOne) and sum(counts.values()) > people:
        raise Refused(f"You counted {sum(counts.values())} hands of {people} people. Each person has one answer.")
    return counts if people >= FEWEST_FOR_COUNTS else {}


def people_there(typed: str) -> int:
    """How many were there. Raises Refused."""
    typed = typed.strip()
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= 3 and 1 <= int(typed) <= MOST_PEOPLE):
        raise Refused(f"Write how many people were there, from 1 to {MOST_PEOPLE}.")
    return int(typed)


def day_of_huddle(day: dt.date, *, today: dt.date) -> dt.date:
    """The day as it is, if it can be noted: today or up to 60 days ago. Raises Refused."""
    if day > today:
        raise Refused("The day of the huddle has not come yet. Note it afterwards.")
    if today - day > NOTED_WITHIN:
        raise Refused(f"That was more than {NOTED_WITHIN.days} days ago. Note newer huddles only.")
    return day
