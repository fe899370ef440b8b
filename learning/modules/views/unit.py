"""The doors of a learner: a unit question by question, its verdict, the plan, and the unit on paper."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning.access import duties, me, my_today
from learning.ground import clock
from learning.ground.db import db
from learning.ground.errors import NotFound, Refused
from learning.modules import actions, queries
from learning.modules.forms import AnswerForm, read_answer
from learning.modules.models import ModuleVersion, Sitting
from learning.modules.rules import Activity, IfThenPlan, PrivateStep, filled, is_complete, paper_code
from learning.modules.views.room import room
from learning.modules.views.sheet_page import sheet_class
from learning.modules.views.unit_page import page_of, unit_page
from learning.modules.views.units_page import units_for


@room.get("/modules")
def units() -> ResponseReturnValue:
    leads = bool(queries.huddle_teams(me(), duties(), today=my_today()))
    return render_template("modules/units.html", units=units_for(me(), today=my_today()), leads=leads)


@room.get("/modules/<slug>")
def unit(slug: str) -> ResponseReturnValue:
    return _page(slug)


def _page(slug: str, tried: AnswerForm | None = None) -> ResponseReturnValue:
    page = unit_page(me(), slug, today=my_today(), tried=tried)
    template = "modules/unit.html" if page.stretch else "modules/verdict.html"
    return render_template(template, page=page, slug=slug), 400 if tried else 200


@room.route("/modules/<slug>/<activity_id>", methods=["GET", "POST"])
def answer(slug: str, activity_id: str) -> ResponseReturnValue:
    """Keep one answer, or the plan, and show the unit again: it now says what became of it."""
    if request.method != "POST":
        return redirect(url_for(".unit", slug=slug))  # the address of a form with an error, opened again
    version, sitting = queries.unit_for(me(), slug, today=my_today())
    activity = _activity(version, activity_id)
    given = queries.answers_in(sitting.id).get(activity_id) if sitting else None
    if given is not None and is_complete(activity, given.given):
        return redirect(url_for(".unit", slug=slug), code=303)  # the back button: the first answer stands
    form = read_answer(activity, request.form)
    if not form.is_valid:
        return _page(slug, form)
    sitting = sitting or actions.begin(me(), version, today=my_today())
    _keep(sitting, form)
    target = _next(slug, activity, version, sitting)  # before the commit, after which all would be read again
    db.session.commit()
    return redirect(target, code=303)


def _activity(version: ModuleVersion, activity_id: str) -> Activity:
    activity = queries.module_of(version).activity(activity_id)
    if activity is None:
        raise NotFound("This unit has no such question. Open the unit again.")
    return filled(activity, queries.slots(me().organisation_id))


def _keep(sitting: Sitting, form: AnswerForm) -> None:
    """Write the answer or the plan."""
    said: dict[str, Any] = {"given": form.given, "source": "app", "now": clock.now(), "today": my_today()}
    if form.activity.is_marked:
        actions.record_answer(me(), sitting, form.activity.id, confidence=form.confidence, **said)
    elif isinstance(form.activity, PrivateStep):
        actions.keep_words(me(), sitting, form.activity.id, **said)
    else:
        actions.keep_plan(me(), sitting, form.activity.id, text=form.given["text"], today=my_today())


def _next(slug: str, activity: Activity, version: ModuleVersion, sitting: Sitting) -> str:
    """After a question its verdict, which on the last page stands where the question stood; after the plan, home."""
    if isinstance(activity, IfThenPlan):
        return url_for("drip.this_week")
    page = page_of(me(), version, sitting, today=my_today())
    is_below = page.stretch is None and page.main is not None and page.main.activity.id != activity.id
    return url_for(".unit", slug=slug, _anchor=f"{activity.id}-verdict" if is_below else None)


@room.post("/modules/<slug>/again")
def again(slug: str) -> ResponseReturnValue:
    """Practise a finished unit again, in its newest adopted version."""
    version = queries.newest_version(slug, organisation_id=me().organisation_id)
    actions.begin(me(), version, today=my_today(), again=True)
    db.session.commit()
    return redirect(url_for(".unit", slug=slug), code=303)


@room.post("/modules/<slug>/know-already")
def know_already(slug: str) -> ResponseReturnValue:
    """ "I already know this": a check instead of the lesson."""
    version, _ = queries.unit_for(me(), slug, today=my_today())
    try:
        check = actions.know_already(me(), version, today=my_today())
    except Refused as refusal:
        flash(str(refusal))
        return redirect(url_for(".unit", slug=slug), code=303)
    db.session.commit()
    return redirect(url_for(".unit", slug=check.slug), code=303)


@room.get("/modules/<slug>/print")
def paper(slug: str) -> ResponseReturnValue:
    page = unit_page(me(), slug, today=my_today())
    return render_template(
        "modules/print.html",
        page=page,
        slug=slug,
        code=paper_code(page.version.id),
        size=sheet_class(page.module),
    )
