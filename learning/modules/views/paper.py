"""The doors of a unit on paper: type its code, then say what was ticked on it."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from learning.access import me, my_organisation, my_today
from learning.ground import clock
from learning.ground.db import db
from learning.modules import actions, queries
from learning.modules.forms import AnswerForm, read_answer
from learning.modules.rules import Activity, filled
from learning.modules.views.room import room
from learning.modules.views.unit_page import UnitPage, page_of

_WRONG_CODE = "This code is not of a unit here. Look at the foot of your sheet and type it again, such as 22H4-K."


@room.route("/paper", methods=["GET", "POST"])
def paper_code() -> ResponseReturnValue:
    """Where somebody with a printed unit types its code."""
    code, problem = request.form.get("code", "")[:40], ""
    if request.method == "POST":
        try:
            queries.version_on_paper(code, organisation_id=my_organisation().id)
        except NoResultFound:
            problem = _WRONG_CODE
        else:
            return redirect(url_for(".from_paper", code="".join(code.split())), code=303)
    return render_template("modules/paper_code.html", code=code, problem=problem), 400 if problem else 200


def _page(code: str, tried: AnswerForm | None = None) -> UnitPage:
    """The version on the sheet, whatever is in use today, with what was recorded of it so far."""
    version = queries.version_on_paper(code, organisation_id=my_organisation().id)
    sitting = queries.open_sitting(me().id, version.id)
    if sitting is not None and queries.is_past(sitting, my_today()):
        sitting = None
    return page_of(me(), version, sitting, today=my_today(), tried=tried, is_by_link=True)


@room.route("/paper/<code>", methods=["GET", "POST"])
def from_paper(code: str) -> ResponseReturnValue:
    """One question after the other, as they stand on the sheet; then the verdict."""
    page, tried = _page(code), None
    if request.method == "POST" and page.stretch is not None and page.stretch.activity is not None:
        tried = _record(page, page.stretch.activity)
        if tried is None:
            return redirect(url_for(".from_paper", code=code), code=303)
        page = _page(code, tried)
    if page.stretch is None:
        return redirect(url_for(".unit", slug=page.version.slug), code=303)
    return render_template("modules/from_paper.html", page=page, code=code), 400 if tried else 200


def _record(page: UnitPage, activity: Activity) -> AnswerForm | None:
    """Keep the answer; the form with its problems where it has any. How sure one was may be left out on paper."""
    if request.form.get("activity") != activity.id:
        return None  # sent twice: the first one stands
    form = read_answer(filled(activity, page.values), request.form, confidence_required=False)
    if not form.is_valid:
        return form
    sitting = page.sitting or actions.begin(me(), page.version, today=page.today, again=True)
    actions.record_answer(
        me(),
        sitting,
        activity.id,
        given=form.given,
        confidence=form.confidence,
        source="paper",
        now=clock.now(),
        today=page.today,
    )
    db.session.commit()
    return None
