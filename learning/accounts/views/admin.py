"""The administrator's start page, and the list of staff with their sign-in codes."""

from __future__ import annotations

import uuid

from flask import render_template, request
from flask.typing import ResponseReturnValue

from learning.access import me, my_organisation, my_today
from learning.accounts import actions
from learning.accounts.views.room import room
from learning.ground import clock
from learning.ground.db import db
from learning.people import queries as people


@room.get("/admin")
def admin() -> ResponseReturnValue:
    return render_template("accounts/admin.html")


@room.get("/admin/staff")
def staff() -> ResponseReturnValue:
    """Staff by name, 50 a page, found by name or staff number."""
    wanted = request.args.get("q", "").strip()[:100]
    page = max(1, request.args.get("page", 1, type=int))
    found, more = people.staff_list(my_organisation().id, wanted=wanted, page=page, today=my_today())
    return render_template("accounts/staff.html", found=found, wanted=wanted, page=page, more=more)


@room.post("/admin/staff/<uuid:public_id>/code")
def issue_code(public_id: uuid.UUID) -> ResponseReturnValue:
    """A new personal code on a slip to print. It is shown this once."""
    person = people.person_by_public_id(public_id, organisation_id=my_organisation().id)
    code = actions.issue_code(person, by=str(me().public_id), now=clock.now())
    db.session.commit()
    return render_template("accounts/slip.html", staff=person, code=code)
