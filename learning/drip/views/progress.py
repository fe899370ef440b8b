"""My progress: what the person who looks at it holds, and nobody else's."""

from __future__ import annotations

import datetime as dt

from flask import render_template
from flask.typing import ResponseReturnValue

from learning.access import me, my_today
from learning.drip import queries
from learning.drip.views.room import room
from learning.ground.db import db
from learning.modules import queries as modules
from learning.modules.models import ModuleVersion
from learning.modules.views.unit_page import UnitPage

MOVED_LATELY = dt.timedelta(days=28)


@room.get("/progress")
def progress() -> ResponseReturnValue:
    today = my_today()
    return render_template(
        "drip/progress.html",
        standing=queries.standing(me().id, today=today),
        starts_after=queries.STARTS_AFTER,
        last=_last_unit(today),
    )


def _last_unit(today: dt.date) -> UnitPage | None:
    """The unit that was finished last, if that is not long ago: what it moved stands on top of the page."""
    sitting = modules.last_finished(me().id)
    if sitting is None or sitting.finished_on is None or today - sitting.finished_on > MOVED_LATELY:
        return None
    version = db.session.get_one(ModuleVersion, sitting.module_version_id)
    module = modules.module_of(version)
    return UnitPage(me(), version, module, sitting, today, {}, modules.answers_in(sitting.id))
