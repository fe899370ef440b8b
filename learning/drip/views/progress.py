"""My progress: what the person who looks at it holds, and nobody else's."""

from __future__ import annotations

import datetime as dt

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from learning.access import me, my_today
from learning.drip import queries
from learning.drip.views.room import room
from learning.ground.db import db
from learning.modules import actions as modules_actions
from learning.modules import queries as modules
from learning.modules.models import ModuleVersion
from learning.modules.rules import STARTS_AFTER
from learning.modules.views.unit_page import UnitPage

MOVED_LATELY = dt.timedelta(days=28)


@room.get("/progress")
def progress() -> ResponseReturnValue:
    today = my_today()
    return render_template(
        "drip/progress.html",
        standing=queries.standing(me().id, today=today),
        starts_after=STARTS_AFTER,
        last=_last_unit(today),
        today=today,
    )


@room.get("/progress/print")
def progress_on_paper() -> ResponseReturnValue:
    """The same on one side of paper, for whoever the learner wants to show it to. Only they can open it."""
    today = my_today()
    standing = queries.standing(me().id, today=today)
    return render_template("drip/progress_print.html", standing=standing, starts_after=STARTS_AFTER, today=today)


@room.post("/progress/practise")
def practise() -> ResponseReturnValue:
    """One more draft to judge, chosen by what the dial leans to; one seen before begins again."""
    version = queries.next_draft(me(), today=my_today())
    if version is None:
        flash("There is no draft to practise with at the moment. The next one comes with a unit.")
        return redirect(url_for(".progress"), code=303)
    modules_actions.begin(me(), version, today=my_today(), again=True)
    db.session.commit()
    return redirect(url_for("modules.unit", slug=version.slug), code=303)


def _last_unit(today: dt.date) -> UnitPage | None:
    """The unit that was finished last, if that is not long ago: what it moved stands on top of the page."""
    sitting = modules.last_finished(me().id)
    if sitting is None or sitting.finished_on is None or today - sitting.finished_on > MOVED_LATELY:
        return None
    version = db.session.get_one(ModuleVersion, sitting.module_version_id)
    module = modules.module_of(version)
    return UnitPage(me(), version, module, sitting, today, {}, modules.answers_in(sitting.id))
