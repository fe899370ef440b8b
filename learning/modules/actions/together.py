"""Noting a team's huddle: how many were there and how many raised a hand for each answer, never who."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import select

from learning.ground.db import db
from learning.modules.models import Huddle
from learning.modules.queries import HuddleUnit
from learning.modules.rules import day_of_huddle, tidy_counts
from learning.people.models import Person, Team


def note_huddle(
    unit: HuddleUnit,
    team: Team,
    *,
    on: dt.date,
    people: int,
    raised: Mapping[str, str],
    by: Person,
    now: dt.datetime,
    today: dt.date,
) -> Huddle:
    """Keep the counts of one huddle. The same unit, team and day noted again replaces what was noted."""
    day = day_of_huddle(on, today=today)
    counts = tidy_counts(unit.activity, people, raised)
    huddle = db.session.scalars(
        select(Huddle)
        .filter_by(by_person_id=by.id, team_id=team.id, module_version_id=unit.version.id, on=day)
        .order_by(Huddle.id)
        .limit(1)
    ).one_or_none()
    if huddle is None:
        huddle = Huddle(
            organisation_id=by.organisation_id,
            team_id=team.id,
            module_version_id=unit.version.id,
            on=day,
            by_person_id=by.id,
        )
        db.session.add(huddle)
    huddle.people, huddle.counts, huddle.noted_at = people, {unit.activity.id: counts} if counts else {}, now
    db.session.flush()
    return huddle
