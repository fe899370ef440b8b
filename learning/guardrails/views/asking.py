"""The doors of "May I…?": the question, its answer, and how the answer came to be."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning.access import me, my_organisation, my_today
from learning.ground.errors import NotFound
from learning.guardrails import queries
from learning.guardrails.rules import ANOTHER, Cell
from learning.guardrails.views.answer_page import answer_page, asking
from learning.guardrails.views.history_page import history_page
from learning.guardrails.views.room import room


@room.get("/guardrails")
def guardrails() -> ResponseReturnValue:
    """The answer where task and information are named, else the two choices that lead to it."""
    tool, task, label = asked()
    words = queries.vocabulary()
    missing = [name for name, found in (("task", words.task(task)), ("data", words.label(label))) if found is None]
    if missing:
        page = asking(me(), today=my_today())
        is_tried = "data" in request.args and "task" in request.args
        shown = {"page": page, "tool": tool, "task": task, "data": label, "missing": missing if is_tried else []}
        return render_template("guardrails/ask.html", **shown), 400 if is_tried else 200
    page_ = answer_page(me(), tool=tool, task=task, label=label, today=my_today())
    return render_template("guardrails/answer.html", page=page_, tool=tool)


def asked() -> tuple[str, str, str]:
    """Tool, task and information as the address names them. A tool that is not in the register is another one."""
    tool = request.args.get("tool", "")[:80]
    if tool and queries.register(my_organisation().id).tool(tool) is None:
        tool = ANOTHER
    return tool, request.args.get("task", "")[:80], request.args.get("data", "")[:80]


def asked_cell() -> Cell:
    """The same where all three have to be there. Raises NotFound."""
    tool, task, label = asked()
    words = queries.vocabulary()
    if not tool or words.task(task) is None or words.label(label) is None:
        raise NotFound("This question is not complete. Ask it again on the page “May I…?”.")
    return Cell(tool, task, label)


@room.get("/guardrails/changes")
def changes() -> ResponseReturnValue:
    """Every version of every rule about this question, the newest first."""
    if not request.args.get("tool"):
        return redirect(url_for(".guardrails"))
    page = history_page(asked_cell(), my_organisation(), today=my_today())
    return render_template("guardrails/changes.html", page=page)
