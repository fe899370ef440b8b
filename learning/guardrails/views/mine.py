"""The doors of an owner's own list: what to look at, and saying that a rule is still right."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from learning.access import me, my_organisation, my_today
from learning.ground import clock
from learning.ground.db import db
from learning.ground.text import nhs_date
from learning.guardrails import actions, queries
from learning.guardrails.models import PermissionRule
from learning.guardrails.rules import Scope, answered_by, renewed, scope_words, word
from learning.guardrails.views.editing import editor, refuse_unless
from learning.guardrails.views.lines import tool_name
from learning.guardrails.views.mine_page import mine_page
from learning.guardrails.views.room import room


@room.get("/guardrails/mine")
def mine() -> ResponseReturnValue:
    """What I answer for, the most pressing first. Who answers for nothing is told so."""
    page = mine_page(me(), today=my_today())
    return render_template("guardrails/mine.html", page=page)


@room.post("/guardrails/mine/<int:rule_id>/still-right")
def say_still_right(rule_id: int) -> ResponseReturnValue:
    """The rule is good for another 6 months. Whoever comes second is told what stands, and nothing is undone."""
    row = queries.rule_by_id(rule_id, organisation_id=my_organisation().id)
    scope, seen = Scope(row.tool, row.task, row.data_label), row.version
    if row.owner_id != me().id:  # who owned the version they saw may press, also where it has changed hands since
        refuse_unless(editor().may_edit_rule(scope, queries.register(my_organisation().id)))
    try:
        row = actions.still_right(
            row,
            review_on=renewed(my_today()),
            seen_version=seen,
            by=me(),
            now=clock.now(),
            today=my_today(),
        )
        db.session.commit()
        flash(_said(row, meanwhile=""))
    except actions.Overtaken:
        db.session.rollback()
        standing = queries.rule_row(my_organisation().id, scope)
        flash(_said(standing, meanwhile="It was changed meanwhile. ") if standing else "This rule was ended meanwhile.")
    return redirect(url_for(".mine"), code=303)


def _said(row: PermissionRule, *, meanwhile: str) -> str:
    """What stands now, in two sentences."""
    rule, register = queries.rule_of(row), queries.register(row.organisation_id)
    about = scope_words(rule, tool_name(register, row.tool), queries.vocabulary())
    says = word(answered_by(rule, my_today()), has_conditions=bool(rule.only_if or rule.conditions))
    until = f"Look at it again by {nhs_date(row.review_on)}." if row.review_on else "It has no review date."
    return f"{about}: {meanwhile}It says “{says}”. {until}"
