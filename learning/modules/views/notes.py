"""The doors of what learners write about a unit: the learner's form, and the editors' list with their replies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from learning.access import me, my_organisation, my_today
from learning.ground.db import db
from learning.ground.errors import Refused
from learning.modules import actions, queries
from learning.modules.models import UnitNote
from learning.modules.views.room import room


@room.route("/modules/<slug>/note", methods=["GET", "POST"])
def note(slug: str) -> ResponseReturnValue:
    """This does not fit my work, or: I have a case."""
    version, _ = queries.unit_for(me(), slug, today=my_today())
    kind = "case" if request.values.get("about") == "case" else "misfit"
    text, problem = request.form.get("text", ""), ""
    if request.method == "POST":
        try:
            actions.write_note(me(), version, kind=kind, text=text, today=my_today())
        except Refused as refusal:
            problem = str(refusal)
        else:
            db.session.commit()
            flash("Thank you. The content editors read it without your name, and you will read here what they do.")
            return redirect(url_for(".unit", slug=slug), code=303)
    page = render_template("modules/note.html", version=version, slug=slug, kind=kind, text=text, problem=problem)
    return page, 400 if problem else 200


@room.post("/notes/<int:note_id>/seen")
def note_seen(note_id: int) -> ResponseReturnValue:
    """Close a reply on the page of the week."""
    actions.close_reply(queries.reply_to(me().id, note_id), today=my_today())
    db.session.commit()
    return redirect(url_for("drip.this_week"), code=303)


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One note as the editors read it: never who wrote it."""

    note: UnitNote
    title: str
    slug: str | None  # None: the unit is not there any more


def _lines(notes: Sequence[UnitNote]) -> list[NoteLine]:
    found = []
    for one in notes:
        slug = one.module.partition("/")[2]
        try:
            version = queries.newest_loaded(slug, organisation_id=one.organisation_id)
            found.append(NoteLine(one, version.title, slug))
        except NoResultFound:
            found.append(NoteLine(one, slug, None))
    return found


@room.get("/admin/notes")
def notes() -> ResponseReturnValue:
    return _notes()


def _notes(tried: UnitNote | None = None, problem: str = "") -> ResponseReturnValue:
    page = render_template(
        "modules/notes.html",
        waiting=_lines(queries.open_notes(my_organisation().id)),
        answered=_lines(queries.answered_notes(my_organisation().id)),
        tried=tried,
        said=request.form.get("reply", ""),
        problem=problem,
    )
    return page, 400 if problem else 200


@room.post("/admin/notes/<int:note_id>")
def reply(note_id: int) -> ResponseReturnValue:
    found = queries.note(my_organisation().id, note_id)
    try:
        actions.reply_to_note(
            found,
            reply=request.form.get("reply", ""),
            has_changed=request.form.get("changed") == "yes",
            by=me(),
            today=my_today(),
        )
    except Refused as refusal:
        return _notes(found, str(refusal))
    db.session.commit()
    flash("Your reply is kept. Whoever wrote the note reads it on their page.")
    return redirect(url_for(".notes"), code=303)
