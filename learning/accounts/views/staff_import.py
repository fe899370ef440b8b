"""The administrator's staff import: choose a file, read what would change, apply it or not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning.access import me, my_organisation, my_today
from learning.accounts import shelf
from learning.accounts.forms import ApplyForm, StaffFileForm
from learning.accounts.shelf import KeptFile
from learning.accounts.views.room import room
from learning.ground import clock, settings
from learning.ground.db import db
from learning.ground.errors import Expired, Refused
from learning.ground.tables import csv_bytes
from learning.people import queries as people
from learning.people.actions import import_staff
from learning.people.models import Person
from learning.people.rules import staff_file, summary
from learning.people.rules.columns import HEADINGS, REQUIRED, Column
from learning.people.rules.plan import Plan
from learning.people.rules.role_family import RoleFamily
from learning.people.shelf import role_families

SHOWN = 500  # lines on the page; the download holds all of them
StaffChanged = Callable[..., object]


def after_staff_change(app: Flask, deed: StaffChanged) -> None:
    """Have `deed(organisation_id, today=…)` called in the transaction of each import, by a room above this one."""
    app.extensions.setdefault("steady_staff_changed", []).append(deed)


@room.route("/admin/staff/import", methods=["GET", "POST"])
def staff_import() -> ResponseReturnValue:
    """Choose a file. It is read and kept for the dry run; nothing changes."""
    form = StaffFileForm()
    if not form.validate_on_submit():
        return _choose(form, code=400 if form.errors else 200)
    content = form.file.data.stream.read()
    organisation_id = my_organisation().id
    try:
        file = staff_file.read(content, mapping=people.import_mapping(organisation_id))
        key = shelf.keep(
            _folder(), file, name=form.file.data.filename or "", organisation_id=organisation_id, now=clock.now()
        )
    except Refused as refused:
        form.file.errors = [str(refused)]
        return _choose(form, code=400, headings=_headings(content))
    return redirect(url_for(".staff_import_dry_run", key=key))


@room.route("/admin/staff/import/<string(length=22):key>", methods=["GET", "POST"])
def staff_import_dry_run(key: str) -> ResponseReturnValue:
    """GET shows what would change. POST applies it, as it would change now."""
    try:
        kept = _kept(key)
    except Expired as expired:
        flash(str(expired))
        return redirect(url_for(".staff_import"))
    form = ApplyForm()
    if not form.validate_on_submit():
        return _dry_run(kept, form)
    organisation_id, mine, today = my_organisation().id, me().id, my_today()
    db.session.rollback()  # the import begins with its lock, so that it reads nothing older than another import
    try:
        _, record = import_staff.apply(
            organisation_id,
            kept.file,
            families=_families(),
            today=today,
            now=clock.now(),
            by=mine,
            allow_leavers=form.leavers.data,
        )
    except import_staff.TooManyLeave:
        db.session.rollback()
        form.leavers.errors = ["Tick the box if these people have left, or choose another file"]
        return _dry_run(kept, form, code=400)
    for deed in current_app.extensions.get("steady_staff_changed", ()):
        deed(organisation_id, today=today)
    db.session.commit()
    shelf.forget(_folder(), key)
    return redirect(url_for(".staff_import_done", import_id=record.id))


@room.get("/admin/staff/import/<string(length=22):key>/lines.csv")
def staff_import_lines(key: str) -> ResponseReturnValue:
    """Every line that cannot be used or is not plain, with what happens and what to do."""
    kept = _kept(key)
    plan = _plan(kept)
    bad = [(line.line, line.staff_number, f"Cannot be used: {line.wrong}.", f"{line.mend}.") for line in plan.bad]
    told = [(reason.line or "", reason.staff_number, reason.text, "") for reason in plan.reasons]
    if request.args.get("only") == "bad":
        told = []
    body = csv_bytes(("Line", "Staff number", "What happens and why", "What to do"), [*bad, *told])
    return Response(
        body, mimetype="text/csv", headers={"Content-Disposition": "attachment; filename=staff-import-lines.csv"}
    )


@room.post("/admin/staff/import/<string(length=22):key>/cancel")
def staff_import_cancel(key: str) -> ResponseReturnValue:
    """Forget the file. Everything stays as it is."""
    with suppress(Expired):  # already gone, which is what was asked for
        shelf.forget(_folder(), _kept(key).key)
    flash("Cancelled. Everything is as it was.")
    return redirect(url_for(".staff_import"))


@room.get("/admin/staff/import/applied/<int:import_id>")
def staff_import_done(import_id: int) -> ResponseReturnValue:
    record = people.staff_import(import_id, organisation_id=my_organisation().id)
    by = db.session.get(Person, record.by_person_id) if record.by_person_id else None
    return render_template("accounts/staff_import_done.html", record=record, by=by, at=_local(record.at))


@room.route("/admin/staff/import/columns", methods=["GET", "POST"])
def staff_import_columns() -> ResponseReturnValue:
    """Which heading of our file means what, where the usual names do not do."""
    saved, error = people.import_mapping(my_organisation().id), ""
    if request.method == "POST":
        saved = {column.value: request.form.get(column.value, "")[:100] for column in Column}
        try:
            import_staff.save_mapping(my_organisation().id, saved, by=str(me().public_id), now=clock.now())
            db.session.commit()
            flash("The columns are saved.")
            return redirect(url_for(".staff_import"))
        except Refused as refused:
            db.session.rollback()
            error = str(refused)
    page = render_template(
        "accounts/staff_import_columns.html", columns=HEADINGS, required=REQUIRED, saved=saved, error=error
    )
    return page, 400 if error else 200


def _choose(form: StaffFileForm, *, code: int, headings: list[str] | None = None) -> ResponseReturnValue:
    organisation_id = my_organisation().id
    last = people.last_staff_import(organisation_id)
    page = render_template(
        "accounts/staff_import.html",
        form=form,
        headings=headings or [],
        mapping=people.import_mapping(organisation_id),
        last=last,
        last_at=_local(last.at) if last else None,
    )
    return page, code


def _dry_run(kept: KeptFile, form: ApplyForm, *, code: int = 200) -> ResponseReturnValue:
    plan = _plan(kept)
    page = render_template(
        "accounts/staff_import_dry_run.html",
        kept=kept,
        at=_local(kept.at),
        form=form,
        plan=plan,
        summary=summary,
        shown=SHOWN,
        mapping=people.import_mapping(my_organisation().id),
    )
    return page, code


def _plan(kept: KeptFile) -> Plan:
    return import_staff.plan(my_organisation().id, kept.file, families=_families(), today=my_today(), by=me().id)


def _kept(key: str) -> KeptFile:
    return shelf.kept(_folder(), key, organisation_id=my_organisation().id, now=clock.now())


def _families() -> tuple[RoleFamily, ...]:
    return role_families(settings.current().content)


def _folder() -> Path:
    return settings.current().instance / "uploads"


def _local(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(ZoneInfo(my_organisation().timezone))


def _headings(content: bytes) -> list[str]:
    """What the file calls its columns, to help with a mapping; nothing where it cannot be read at all."""
    try:
        return [heading[:60] for heading in staff_file.headings(content)[:60]]
    except Refused:
        return []
