"""The doors of coverage: the page of an education lead, and the same figures as a file."""

from __future__ import annotations

import datetime as dt

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from learning.access import Room, Who, my_organisation, my_today
from learning.coverage import queries
from learning.coverage.rules import Axis
from learning.ground.errors import NotFound

room = Room("coverage", __name__, who={"coverage": Who.LEAD, "coverage_csv": Who.LEAD})


@room.get("/coverage")
def coverage() -> ResponseReturnValue:
    page = queries.coverage_page(
        my_organisation(),
        wanted=_day(),
        axis=Axis.TEAM if request.args.get("show") == "teams" else Axis.ROLE,
        page=request.args.get("page", 1, type=int),
        today=my_today(),
    )
    if page is None:
        return render_template("coverage/none_yet.html")
    return render_template("coverage/coverage.html", page=page)


@room.get("/coverage.csv")
def coverage_csv() -> ResponseReturnValue:
    published = queries.published(my_organisation().id, until=_day())
    if published is None:
        raise NotFound("There are no published figures of that day. Choose another one on the coverage page.")
    name = queries.file_name(my_organisation(), published.on)
    return Response(
        queries.csv_file(published),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _day() -> dt.date | None:
    """The day asked for; anything that is no day is as if nobody had asked."""
    try:
        return dt.date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        return None
