"""When somebody has to look at a rule again: soon, now, or so late that its yes is a question again."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from learning.guardrails.rules.answering import is_overdue
from learning.guardrails.rules.register import Rule

SOON = dt.timedelta(days=30)


class Look(StrEnum):
    """How it stands with the review of a rule."""

    FINE = "fine"
    SOON = "soon"
    OVERDUE = "overdue"
    LAPSED = "lapsed"  # past the grace too


def look_at(rule: Rule, today: dt.date) -> Look:
    """How it stands with this rule today."""
    if rule.review_on is None or rule.review_on > today + SOON:
        return Look.FINE
    if is_overdue(rule, today):
        return Look.LAPSED
    return Look.OVERDUE if rule.review_on < today else Look.SOON
