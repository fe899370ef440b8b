"""The doors of "I need a tool for…": the problem first, what is like it, and the answer for everybody who asked."""

from __future__ import annotations

import uuid

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning.access import duties, me, my_organisation, my_today
from learning.ground import clock
from learning.ground.db import db
from learning.ground.errors import Refused
from learning.guardrails import actions, queries
from learning.guardrails.models import ToolNeed
from learning.guardrails.rules import ANY
from learning.guardrails.views.need_page import NeedPage, need_page, need_view
from learning.guardrails.views.room import room


@room.route("/guardrails/need", methods=["GET", "POST"])
def need() -> ResponseReturnValue:
    """Say what you are trying to get done. What answers it already, and what is like it, comes before it is sent."""
    tool, task, label = (request.values.get(name, "")[:80] or ANY for name in ("tool", "task", "data"))
    problem = request.form.get("problem", "")[:2000]
    page = need_page(me(), problem, tool=tool, task=task, label=label, today=my_today())
    if request.method != "POST":
        return render_template("guardrails/need.html", page=page, problem="")
    try:
        actions.problem_line(problem)
        if page.has_more_to_say and "mine" not in request.form:
            return render_template("guardrails/need_alike.html", page=page)
        sent = actions.ask_for(me(), problem, tool=tool, task=task, label=label, today=my_today())
        db.session.commit()
    except Refused as refusal:
        db.session.rollback()
        return _with_problem(page, refusal)
    return _sent(sent)


def _with_problem(page: NeedPage, refusal: Refused) -> ResponseReturnValue:
    return render_template("guardrails/need.html", page=page, problem=str(refusal)), 400


def _sent(sent: ToolNeed) -> ResponseReturnValue:
    flash(sent_words(sent))
    return redirect(url_for(".needs"), code=303)


def sent_words(sent: ToolNeed) -> str:
    """Who has it now."""
    owner = queries.who_decides(sent.organisation_id, sent.tool, today=my_today())
    return f"{owner.name if owner else 'Whoever decides'} has it. The answer comes here, and by email if you have one."


@room.get("/guardrails/needs")
def needs() -> ResponseReturnValue:
    """What I asked for, and what people here need most."""
    mine = queries.own_needs(me().id)
    many = queries.needs_of_many(my_organisation().id, today=my_today())
    return render_template("guardrails/needs.html", mine=mine, many=many, own={one.id for one, _ in mine})


@room.post("/guardrails/needs/<uuid:public_id>/join")
def join_need(public_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for the same as somebody else."""
    row = queries.need(public_id, organisation_id=my_organisation().id)
    try:
        actions.join(me(), row)
    except Refused as refusal:
        flash(str(refusal))
        return redirect(url_for(".needs"), code=303)
    said = "This is answered already: see below." if row.answer else sent_words(row)
    db.session.commit()
    flash(said)
    return redirect(url_for(".needs"), code=303)


@room.post("/guardrails/needs/<uuid:public_id>/read")
def need_read(public_id: uuid.UUID) -> ResponseReturnValue:
    """I have read the answer."""
    actions.close_answer(me(), queries.need(public_id, organisation_id=my_organisation().id), today=my_today())
    db.session.commit()
    return redirect(url_for("drip.this_week"), code=303)


@room.route("/guardrails/needs/<uuid:public_id>", methods=["GET", "POST"])
def need_answer(public_id: uuid.UUID) -> ResponseReturnValue:
    """One need, for those who asked and whoever answers it. Who asked is shown to nobody; to others it is not there."""
    row = queries.need(public_id, organisation_id=my_organisation().id)
    page = need_view(row, today=my_today())
    may_answer = page.owner_id == me().id or "administrator" in duties()
    if request.method != "POST" and not may_answer and row.id in {need.id for need, _ in queries.own_needs(me().id)}:
        return render_template("guardrails/need_mine.html", page=page)
    if not may_answer:
        abort(404)
    if request.method != "POST":
        return render_template("guardrails/need_answer.html", page=page, typed="", problem="")
    typed = request.form.get("answer", "")[:4000]
    try:
        actions.answer_need(row, typed, by=me(), now=clock.now(), today=my_today())
        db.session.commit()
    except Refused as refusal:
        db.session.rollback()
        code = 409 if isinstance(refusal, actions.Overtaken) else 400
        page = need_view(queries.need(public_id, organisation_id=my_organisation().id), today=my_today())
        return render_template("guardrails/need_answer.html", page=page, typed=typed, problem=str(refusal)), code
    flash("Answered. Everybody who asked reads it here, and by email.")
    return redirect(url_for(".mine"), code=303)
