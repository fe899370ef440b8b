"""The doors of those who adopt units and fill in local facts."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning.access import duties, me, my_organisation, my_today
from learning.ground import clock
from learning.ground.db import db
from learning.ground.errors import Refused
from learning.ground.text import plural
from learning.modules import actions, queries
from learning.modules.forms import AdoptForm
from learning.modules.models import ModuleVersion
from learning.modules.views.compare_page import compare_page
from learning.modules.views.items_page import item_lines, items_page
from learning.modules.views.library_page import library as library_of
from learning.modules.views.library_page import library_line, slot_lines
from learning.modules.views.room import room
from learning.modules.views.versions_page import version_lines

DECIDE = frozenset({"administrator", "editor"})  # about adoption and local facts


@room.get("/admin/modules")
def library() -> ResponseReturnValue:
    return _library(AdoptForm(formdata=None))


def _library(form: AdoptForm, code: int = 200) -> ResponseReturnValue:
    asked = request.args
    page = library_of(
        my_organisation(), today=my_today(), show=asked.get("show", ""), competency=asked.get("competency", "")
    )
    decides = bool(duties() & DECIDE)
    return render_template("modules/library.html", library=page, form=form, decides=decides), code


@room.post("/admin/modules")
def adopt_all() -> ResponseReturnValue:
    """Adopt everything that waits for a reviewer, in one person's name."""
    form = AdoptForm()
    if not form.validate_on_submit():
        return _library(form, 400)
    waiting = library_of(my_organisation(), today=my_today()).waiting
    flash(f"{plural(_adopted([line.version for line in waiting], form), 'unit')} adopted.")
    return redirect(url_for(".library"), code=303)


def _adopted(versions: list[ModuleVersion], form: AdoptForm) -> int:
    count = actions.adopt(
        my_organisation().id,
        versions,
        reviewed_by=form.reviewed_by.data or "",
        by=me(),
        now=clock.now(),
        today=my_today(),
    )
    db.session.commit()
    return count


@room.get("/admin/modules/<slug>")
def library_unit(slug: str) -> ResponseReturnValue:
    """The whole unit with its answers, for whoever decides about it."""
    return unit_of_library(slug)


def unit_of_library(
    slug: str, form: AdoptForm | None = None, *, why: str = "", why_problem: str = ""
) -> ResponseReturnValue:
    """The page of one unit; after a refusal with what was written, and what is wrong with it."""
    organisation = my_organisation()
    version = queries.newest_loaded(slug, organisation_id=organisation.id)
    versions = version_lines(version, organisation_id=organisation.id, zone=organisation.zone)
    asked = next((one.version for one in versions if one.version.version == one.in_use), version)
    decides = bool(duties() & DECIDE)
    page = render_template(
        "modules/library_unit.html",
        line=library_line(version, organisation, today=my_today()),
        versions=versions,
        asked=asked,
        items=item_lines(asked, organisation, today=my_today()) if decides else [],
        values=queries.slots(organisation.id),
        form=form or AdoptForm(formdata=None),
        why=why,
        why_problem=why_problem,
        decides=decides,
    )
    return page, 400 if form or why_problem else 200


@room.get("/admin/modules/<slug>/compare")
def compare(slug: str) -> ResponseReturnValue:
    """Two versions of one unit: what changed, and first whether an answer did."""
    page = compare_page(
        slug,
        organisation_id=my_organisation().id,
        before=request.args.get("from", type=int),
        after=request.args.get("to", type=int),
    )
    return render_template("modules/compare.html", page=page, slug=slug)


@room.get("/admin/items")
def items() -> ResponseReturnValue:
    """Questions that need a look, by what first answers say about them."""
    values = queries.slots(my_organisation().id)
    return render_template("modules/items.html", page=items_page(my_organisation(), today=my_today()), values=values)


@room.post("/admin/modules/<slug>/adopt")
def adopt(slug: str) -> ResponseReturnValue:
    form = AdoptForm()
    if not form.validate_on_submit():
        return unit_of_library(slug, form)
    version = queries.newest_loaded(slug, organisation_id=my_organisation().id)
    line = library_line(version, my_organisation(), today=my_today())
    if line.can_be_adopted:
        _adopted([version], form)
        flash(f"“{version.title}” is adopted.")
    return redirect(url_for(".library_unit", slug=slug), code=303)


@room.post("/admin/modules/<slug>/hold-back")
def hold_back(slug: str) -> ResponseReturnValue:
    version = queries.newest_loaded(slug, organisation_id=my_organisation().id)
    actions.hold_back(my_organisation().id, version.module, by=me(), now=clock.now())
    db.session.commit()
    flash(f"“{version.title}” is held back. What was sent stays readable.")
    return redirect(url_for(".library_unit", slug=slug), code=303)


@room.route("/admin/slots", methods=["GET", "POST"])
def slots() -> ResponseReturnValue:
    lines = slot_lines(my_organisation().id)
    problems: dict[str, str] = {}
    if request.method == "POST":
        problems = _fill([line.fact.name for line in lines])
        if not problems:
            flash("The local facts are saved.")
            return redirect(url_for(".slots"), code=303)
    page = render_template("modules/slots.html", lines=lines, posted=request.form, problems=problems)
    return page, 400 if problems else 200


def _fill(names: list[str]) -> dict[str, str]:
    """Save every fact that changed, or none; what is wrong, by name."""
    problems: dict[str, str] = {}
    have = queries.slots(my_organisation().id)
    for name in names:
        value = request.form.get(name, "")
        try:
            if " ".join(value.split()) != have.get(name, ""):
                actions.fill_slot(my_organisation().id, name, value, by=me(), now=clock.now())
        except Refused as refusal:
            problems[name] = str(refusal)
    if problems:
        db.session.rollback()
    db.session.commit()
    return problems


def admin_links() -> str:
    """For the administrator's start page: the two places where units are made ready."""
    page = library_of(my_organisation(), today=my_today())
    missing = queries.missing_slots(my_organisation().id)
    notes = len(queries.open_notes(my_organisation().id))
    return render_template("modules/admin_links.html", library=page, missing=missing, notes=notes)
