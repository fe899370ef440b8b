"""Operations: this week's work in counts, and for the administrator a look at next week."""

from __future__ import annotations

import datetime as dt

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from learning.access import my_organisation, my_today
from learning.drip import queries
from learning.drip.actions import ticking
from learning.drip.views.room import room
from learning.ground import clock
from learning.ground.db import db
from learning.ground.settings import current
from learning.modules import queries as modules

WEEK = dt.timedelta(days=7)


@room.get("/operations")
def operations() -> ResponseReturnValue:
    organisation, today = my_organisation(), my_today()
    return render_template(
        "drip/operations.html",
        week=queries.operations_of(organisation.id, today=today, now=clock.now()),
        before=queries.week_counts(organisation.id, today=today - WEEK),
        missing=modules.missing_slots(organisation.id),
        by_mail=current().smtp is not None,
        today=today,
    )


@room.get("/operations/preview")
def preview() -> ResponseReturnValue:
    """What everybody would get in a week, and who gets nothing and why in a word. Nothing is saved."""
    today = my_today()
    day = _day(request.args.get("on", "")) or today + WEEK
    day = min(max(day, today), today + 8 * WEEK)
    lines = list(ticking.preview_of(my_organisation(), day, now=clock.now()))
    db.session.rollback()
    nothing = [line for line in lines if line.gets_nothing]
    page = max(1, request.args.get("page", 1, type=int))
    return Response(
        render_template(
            "drip/preview.html",
            monday=day - dt.timedelta(days=day.weekday()),
            nothing=nothing,
            given=[line for line in lines if not line.gets_nothing],
            page=page,
            size=50,
        )
    )


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
