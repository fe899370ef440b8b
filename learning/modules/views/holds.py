"""The doors of the staff side: hold a unit back with a reason, and lift that hold."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from learning.access import me, my_organisation
from learning.ground import clock
from learning.ground.db import db
from learning.ground.errors import Refused
from learning.modules import actions, queries
from learning.modules.views.library import unit_of_library
from learning.modules.views.room import room


@room.post("/admin/modules/<slug>/hold")
def hold(slug: str) -> ResponseReturnValue:
    """With a reason that everybody reads who may open the library."""
    version = queries.newest_loaded(slug, organisation_id=my_organisation().id)
    why = request.form.get("why", "")
    try:
        actions.hold(my_organisation().id, version.module, why=why, by=me(), now=clock.now())
    except Refused as refusal:
        db.session.rollback()
        return unit_of_library(slug, why=why[:5000], why_problem=str(refusal).removesuffix("."))
    db.session.commit()
    flash(f"“{version.title}” is held back. Nobody is sent it until you lift this.")
    return redirect(url_for(".library_unit", slug=slug), code=303)


@room.post("/admin/modules/<slug>/lift")
def lift(slug: str) -> ResponseReturnValue:
    version = queries.newest_loaded(slug, organisation_id=my_organisation().id)
    if actions.lift(my_organisation().id, version.module, by=me(), now=clock.now()):
        flash(f"“{version.title}” is not held back by the staff side any more.")
    db.session.commit()
    return redirect(url_for(".library_unit", slug=slug), code=303)
