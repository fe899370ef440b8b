"""My progress: what the person who looks at it holds, and nobody else's."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from learning.access import me, my_today
from learning.drip import queries
from learning.drip.views.room import room


@room.get("/progress")
def progress() -> ResponseReturnValue:
    today = my_today()
    return render_template(
        "drip/progress.html", standing=queries.standing(me().id, today=today), starts_after=queries.STARTS_AFTER
    )
