"""The doors of a team huddle: choose a unit, print the sheet, note how many raised their hands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning.access import duties, me, my_organisation, my_today
from learning.ground import clock
from learning.ground.db import db
from learning.ground.errors import Refused
from learning.ground.text import day_of
from learning.modules import actions, queries
from learning.modules.queries import HuddleUnit
from learning.modules.rules import filled, hands, people_there
from learning.modules.views.room import room
from learning.people.models import Team


def _teams() -> Sequence[Team]:
    """The teams I may run a huddle with. Nobody's manager and no champion: this page is for somebody else."""
    found = queries.huddle_teams(me(), duties(), today=my_today())
    if not found:
        abort(403)
    return found


def _unit(slug: str) -> HuddleUnit:
    return queries.huddle_unit(slug, organisation_id=my_organisation().id, today=my_today())


@room.get("/huddles")
def huddles() -> ResponseReturnValue:
    _teams()
    return render_template(
        "modules/huddles.html",
        units=queries.huddle_units(my_organisation().id, today=my_today()),
        noted=queries.huddles_noted_by(me()),
    )


@room.get("/huddles/<slug>/print")
def huddle_sheet(slug: str) -> ResponseReturnValue:
    _teams()
    unit, values = _unit(slug), queries.slots(my_organisation().id)
    return render_template(
        "modules/huddle_sheet.html", unit=unit, activity=filled(unit.activity, values), values=values, hands=hands
    )


@room.route("/huddles/<slug>", methods=["GET", "POST"])
def huddle(slug: str) -> ResponseReturnValue:
    """Note one huddle: counts only."""
    teams, unit = _teams(), _unit(slug)
    problem = ""
    if request.method == "POST":
        try:
            _noted(teams, unit)
        except Refused as refusal:
            problem = str(refusal)
        else:
            db.session.commit()
            flash("Your huddle is noted, as counts only.")
            return redirect(url_for(".huddles"), code=303)
    page = render_template(
        "modules/huddle.html",
        unit=unit,
        teams=teams,
        hands=hands(filled(unit.activity, queries.slots(my_organisation().id))),
        given=request.form if request.method == "POST" else _day_boxes(my_today()),
        problem=problem,
    )
    return page, 400 if problem else 200


def _day_boxes(day: dt.date) -> dict[str, str]:
    return {"on-day": str(day.day), "on-month": str(day.month), "on-year": str(day.year)}


def _noted(teams: Sequence[Team], unit: HuddleUnit) -> None:
    team = next((each for each in teams if each.code == request.form.get("team")), None)
    if team is None:
        raise Refused("Choose the team from the list.")
    actions.note_huddle(
        unit,
        team,
        on=day_of(request.form, "on", "day of the huddle"),
        people=people_there(request.form.get("people", "")),
        raised={own_id: request.form.get(f"hands-{own_id}", "") for own_id, _ in hands(unit.activity)},
        by=me(),
        now=clock.now(),
        today=my_today(),
    )
