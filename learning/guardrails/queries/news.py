"""What changed lately in an organisation's register, day by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from learning.guardrails.queries.register import register, register_at, vocabulary
from learning.guardrails.queries.rules import changes_since, tools
from learning.guardrails.rules import News, news_of_day, still_true
from learning.people.models import Organisation

TOLD_FOR = dt.timedelta(days=14)  # a change that no clock saw for so long is not told any more


def news(organisation: Organisation, *, today: dt.date, and_of: Collection[dt.date] = ()) -> list[News]:
    """The news of the finished days of the last two weeks that is still true, the oldest first; `and_of` days before.

    A day is finished at local midnight: what is changed twice before that is told once, as it stood at the end."""
    zone = organisation.zone

    def midnight(day: dt.date) -> dt.datetime:
        return dt.datetime.combine(day, dt.time(0), tzinfo=zone).astimezone(dt.UTC)

    since = midnight(today - TOLD_FOR)
    rules, withdrawals = changes_since(organisation.id, since)
    moments = [(one.from_at, one.until_at) for one in rules] + [(one.from_at, one.until_at) for one in withdrawals]
    changed = {at.astimezone(zone).date() for pair in moments for at in pair if at is not None and at >= since}
    days = sorted(changed.union(and_of))
    if not days:
        return []
    words, now = vocabulary(), register(organisation.id)
    made_on = {tool.slug: tool.created_at.astimezone(zone).date() for tool in tools(organisation.id)}
    found: list[News] = []
    for day in days:
        if day >= today:
            break
        before = register_at(organisation.id, midnight(day) - dt.timedelta(microseconds=1))
        after = register_at(organisation.id, midnight(day + dt.timedelta(days=1)) - dt.timedelta(microseconds=1))
        found += news_of_day(before, after, on=day, words=words, made_on=made_on)
    return [one for one in found if still_true(one, now, today=today)]
