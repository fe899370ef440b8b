"""The doors of the register: its list, and adding a tool to it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from learning.access import duties, me, my_organisation, my_today
from learning.ground import clock
from learning.ground.db import db
from learning.ground.errors import Refused
from learning.guardrails import actions, queries
from learning.guardrails.forms import ToolForm, beside
from learning.guardrails.views.editing import editor, refuse_unless
from learning.guardrails.views.room import room
from learning.guardrails.views.tools_page import tools_page


@room.get("/admin/tools")
def tools() -> ResponseReturnValue:
    """Every tool, the rules for any tool, and what needs a look."""
    who = editor()
    page = tools_page(my_organisation().id, who, today=my_today())
    return render_template("guardrails/tools.html", page=page, editor=who, vocabulary=queries.vocabulary())


@room.route("/admin/tools/add", methods=["GET", "POST"])
def add_tool() -> ResponseReturnValue:
    refuse_unless(editor().decides_all)
    form = ToolForm(organisation_id=my_organisation().id, today=my_today())
    if form.validate_on_submit():
        try:
            tool = actions.add_tool(
                my_organisation().id,
                name=form.name.data or "",
                about=form.about.data or "",
                how_to_open=form.how_to_open.data or "",
                owner=form.owner.person,
                by=me(),
                now=clock.now(),
            )
            db.session.commit()
            flash(f"{tool.name} is in the register. Now say what it may be used for, and who has it.")
            return redirect(url_for(".tool", slug=tool.slug), code=303)
        except Refused as refusal:
            db.session.rollback()
            form.name.errors = [beside(str(refusal))]
    return render_template("guardrails/add_tool.html", form=form), 400 if form.errors else 200


def admin_links() -> str:
    """For the administrators' start page: how many tools there are, and what needs a look."""
    if "administrator" not in duties():
        return ""
    page = tools_page(my_organisation().id, editor(), today=my_today())
    row = queries.settings_row(my_organisation().id)
    return render_template("guardrails/register_links.html", page=page, names_somebody=bool(row and row.slip_tell))
