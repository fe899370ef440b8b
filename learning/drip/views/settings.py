"""Settings: the day, the hour, the channel, a pause, and the choice not to use AI."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning.access import me, my_organisation, my_today
from learning.accounts import queries as accounts
from learning.drip import forms, queries
from learning.drip.actions import wishes
from learning.drip.views.room import room
from learning.ground import clock
from learning.ground.db import db
from learning.ground.errors import Refused
from learning.ground.text import day_of


@room.route("/settings", methods=["GET", "POST"])
def settings() -> ResponseReturnValue:
    if request.method != "POST":
        return _page()
    try:
        wishes.wish(me(), forms.wishes(request.form), now=clock.now(), today=my_today())
    except Refused as refusal:
        db.session.rollback()
        return _page(400, errors=[("works-0", str(refusal))])
    db.session.commit()
    flash("Saved.")
    return redirect(url_for(".settings"))


@room.post("/settings/pause")
def pause() -> ResponseReturnValue:
    try:
        first = day_of(request.form, "from", "first day")
        last = day_of(request.form, "to", "last day")
        wishes.pause(me(), from_on=first, to_on=last, now=clock.now(), today=my_today())
    except Refused as refusal:
        db.session.rollback()
        return _page(400, errors=[("from-day", str(refusal))])
    db.session.commit()
    flash("Your units are paused.")
    return redirect(url_for(".settings"))


@room.post("/settings/no-ai")
def no_ai() -> ResponseReturnValue:
    wishes.choose_no_ai(me(), chosen=request.form.get("chosen") == "yes")
    db.session.commit()
    flash("Saved. Nobody else can see this.")
    return redirect(url_for(".settings"))


def _page(code: int = 200, errors: list[tuple[str, str]] | None = None) -> ResponseReturnValue:
    """The page as it stands; after a refusal, with what the person had filled in."""
    today = my_today()
    given = request.form if errors else None
    return render_template(
        "drip/settings.html",
        now_set=queries.settings_of(me(), my_organisation(), now=clock.now(), today=today),
        credential=accounts.credential_of(me().id),
        errors=errors or [],
        given=given,
    ), code
