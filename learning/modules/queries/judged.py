"""The drafts that a learner judged, for the trust dial of their own. Nobody else's page asks for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, select

from learning.ground.db import db
from learning.modules.models import Answer
from learning.modules.rules import Judged

_DRAFTS = select(Answer.on, Answer.confidence, Answer.outcome, Answer.hits, Answer.misses, Answer.false_alarms).where(
    Answer.person_id == bindparam("person_id"), Answer.hits.is_not(None)
)


def judged(person_id: int) -> list[Judged]:
    """Every draft that a person has judged."""
    rows: Iterable[Any] = db.session.execute(_DRAFTS, {"person_id": person_id})
    return [
        Judged(on, confidence == "very", outcome == "right", hits or 0, misses or 0, false_alarms or 0)
        for on, confidence, outcome, hits, misses, false_alarms in rows
    ]
