"""The page that says what is held about people and who sees it, and the file with all that is held about me."""

from __future__ import annotations

import json

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from learning.access import Room, Who, me, my_organisation, my_today
from learning.ground import clock
from learning.ground.db import db
from learning.privacy import queries
from learning.privacy.rules import LEARNING, PERMISSION, STAFF, Kind

room = Room("privacy", __name__, who={"privacy": Who.ANYONE, "download": Who.STAFF})


@room.get("/privacy")
def privacy() -> ResponseReturnValue:
    """For a stranger the kinds of things that are held; for a person what is held of them and who sees what."""
    if not current_user.is_authenticated:
        return render_template("privacy/what_is_held.html", **_kinds())
    seen = queries.seen_by_others(me(), my_organisation(), now=clock.now(), today=my_today())
    staff, learning, permission = queries.held_about(me())
    page = render_template("privacy/about_me.html", seen=seen, staff=staff, learning=learning, permission=permission)
    db.session.rollback()  # the preview plans and keeps nothing
    return page


def _kinds() -> dict[str, list[dict[str, Kind]]]:
    parts = {"staff": STAFF, "learning": LEARNING, "permission": PERMISSION}
    return {name: [{"kind": kind} for kind in kinds] for name, kinds in parts.items()}


@room.post("/privacy/download")
def download() -> ResponseReturnValue:
    """A POST, so that no link in a mail and no other site can make a browser fetch it."""
    body = json.dumps(queries.export_of(me()), indent=2, ensure_ascii=False)
    return Response(
        body + "\n",
        mimetype="application/json",
        headers={"Content-Disposition": 'attachment; filename="steady-about-me.json"'},
    )
