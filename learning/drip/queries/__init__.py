"""Questions about units and weeks."""

from learning.drip.queries.choosing import Choosable, choosable, profiles
from learning.drip.queries.learners import Learner, learner, learners, rhythm, waiting
from learning.drip.queries.ledger import (
    VISIBLE,
    WeekCounts,
    delivery,
    is_done,
    last_came_at,
    last_ticks,
    mail_context,
    oldest_unsent,
    operations_of,
    recent_weeks,
    this_week,
    troubles,
    week_counts,
)
from learning.drip.queries.practice import next_draft
from learning.drip.queries.reach import reach_of
from learning.drip.queries.standing import Standing, standing
from learning.drip.queries.week import (
    Fading,
    MyWeek,
    fading_next,
    my_week,
    next_unit_at,
    pauses_ahead,
    settings_of,
    why_sentence,
)
from learning.drip.queries.withdrawn import still_to_come, withdrawn

__all__ = [
    "VISIBLE",
    "Choosable",
    "Fading",
    "Learner",
    "MyWeek",
    "Standing",
    "WeekCounts",
    "choosable",
    "delivery",
    "fading_next",
    "is_done",
    "last_came_at",
    "last_ticks",
    "learner",
    "learners",
    "mail_context",
    "my_week",
    "next_draft",
    "next_unit_at",
    "oldest_unsent",
    "operations_of",
    "pauses_ahead",
    "profiles",
    "reach_of",
    "recent_weeks",
    "rhythm",
    "settings_of",
    "standing",
    "still_to_come",
    "this_week",
    "troubles",
    "waiting",
    "week_counts",
    "why_sentence",
    "withdrawn",
]
