"""The doors of the permission receipt: getting one, and the public page on which anybody can check one."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning.access import me, my_organisation, my_today
from learning.accounts.views import limiter
from learning.ground import clock
from learning.guardrails.views.answer_page import answer_page
from learning.guardrails.views.asking import asked_cell
from learning.guardrails.views.receipt_page import checked, receipt_page
from learning.guardrails.views.room import room

CHECKS = "20 per minute"


@room.get("/guardrails/receipt")
def receipt() -> ResponseReturnValue:
    """The answer of this moment, signed. Nothing is kept of it."""
    cell = asked_cell()
    page = answer_page(me(), tool=cell.tool, task=cell.task, label=cell.label, today=my_today())
    if not page.has_receipt:
        return redirect(url_for(".guardrails", tool=cell.tool, task=cell.task, data=cell.label))
    shown = receipt_page(me(), my_organisation(), page, now=clock.now(), today=my_today())
    return render_template("guardrails/receipt.html", receipt=shown, page=page)


@room.route("/receipt", methods=["GET", "POST"])
@limiter.limit(CHECKS, methods=["POST"])
def check_receipt() -> ResponseReturnValue:
    """Whether a receipt is real, and whether the rule still says so. Code and name come in the form, never in an
    address."""
    if request.method != "POST":
        return render_template("guardrails/check.html", code="", name="", problem="")
    code, name = request.form.get("code", "")[:200].strip(), request.form.get("name", "")[:200].strip()
    if not code or not name:
        problem = "Enter the code and the name, both as they stand on the receipt."
        return render_template("guardrails/check.html", code=code, name=name, problem=problem), 400
    found = checked(code, name, now=clock.now())
    return render_template("guardrails/checked.html", found=found, code=code, name=name)
