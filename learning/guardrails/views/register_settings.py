"""The door of what holds for the whole organisation: who decides, and whom to tell after a slip."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from learning.access import me, my_organisation, my_today
from learning.ground import clock
from learning.ground.db import db
from learning.ground.errors import Refused
from learning.guardrails import actions, queries
from learning.guardrails.forms import SettingsForm, beside
from learning.guardrails.queries import Owners
from learning.guardrails.views.history import Meanwhile, differences, name_of, settings_facts, who
from learning.guardrails.views.room import room
from learning.guardrails.views.seen import seen_facts, seen_version

_NAMES = ("Who decides", "Whom to tell", "How fast", "Out of hours")


@room.route("/admin/guardrails", methods=["GET", "POST"])
def register_settings() -> ResponseReturnValue:
    form = SettingsForm(organisation_id=my_organisation().id, today=my_today())
    if not form.is_submitted():
        return _page(_fresh())
    return _saved(form) if form.validate() else _page(form)


def _fresh() -> SettingsForm:
    row, organisation_id = queries.settings_row(my_organisation().id), my_organisation().id
    typed: dict[str, str] = {}
    if row is not None:
        owner = queries.people_by_id(organisation_id, [row.owner_id]).get(row.owner_id or 0)
        typed = {"owner": queries.written_as(owner), "slip_tell": row.slip_tell, "slip_within": row.slip_within}
        typed |= {"slip_out_of_hours": row.slip_out_of_hours}
    return SettingsForm(None, data=typed, organisation_id=organisation_id, today=my_today())


def _page(form: SettingsForm, meanwhile: Meanwhile | None = None) -> ResponseReturnValue:
    row = queries.settings_row(my_organisation().id)
    sent = form.is_submitted() and meanwhile is None
    page = render_template(
        "guardrails/register_settings.html",
        form=form,
        row=row,
        decider=Owners(my_organisation().id, [], today=my_today()).of(None),
        seen=seen_version() if sent else row.version if row else 1,
        was=seen_facts(_NAMES) if sent else settings_facts(row),
        meanwhile=meanwhile,
        vocabulary=queries.vocabulary(),
    )
    return page, 409 if meanwhile else 400 if form.errors else 200


def _saved(form: SettingsForm) -> ResponseReturnValue:
    try:
        actions.set_register(
            my_organisation().id,
            seen_version=seen_version(),
            owner=form.owner.person,
            slip_tell=form.slip_tell.data or "",
            slip_within=form.slip_within.data or "",
            slip_out_of_hours=form.slip_out_of_hours.data or "",
            by=me(),
            now=clock.now(),
        )
        db.session.commit()
    except actions.Overtaken as overtaken:
        db.session.rollback()
        return _page(form, _meanwhile(form, str(overtaken)))
    except Refused as refusal:
        db.session.rollback()
        form.owner.errors = [beside(str(refusal))]
        return _page(form)
    flash("Saved. It counts from now on.")
    return redirect(url_for(".register_settings"), code=303)


def _meanwhile(form: SettingsForm, said: str) -> Meanwhile:
    row = queries.settings_row(my_organisation().id)
    typed = (name_of(form.owner.person), form.slip_tell.data, form.slip_within.data, form.slip_out_of_hours.data)
    yours = {name: text or "" for name, text in zip(_NAMES, typed, strict=True)}
    changed = differences(seen_facts(_NAMES), settings_facts(row), yours)
    by_id = row.by_person_id if row else None
    by = who(by_id, queries.people_by_id(my_organisation().id, [by_id]))
    return Meanwhile(by, row.updated_at if row else None, tuple(changed), said)
