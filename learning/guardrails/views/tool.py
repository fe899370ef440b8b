"""The doors of one tool: its facts, who has it, and taking it out of use."""

from __future__ import annotations

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from learning.access import me, my_organisation, my_today
from learning.ground import clock
from learning.ground.db import db
from learning.ground.errors import Refused
from learning.guardrails import actions, queries
from learning.guardrails.forms import PersonForm, ToolForm, WithdrawForm, beside
from learning.guardrails.models import Tool
from learning.guardrails.views.editing import editor, onward, refuse_unless
from learning.guardrails.views.history import Meanwhile, differences, name_of, tool_facts, who
from learning.guardrails.views.lines import family_names
from learning.guardrails.views.room import room
from learning.guardrails.views.seen import seen_facts, seen_version
from learning.guardrails.views.tool_page import tool_page
from learning.people import queries as people


def _tool(slug: str) -> Tool:
    return queries.tool(slug, organisation_id=my_organisation().id)


def _mine(slug: str) -> Tool:
    """The tool, if I may change it."""
    found, mine = editor(), _tool(slug)
    refuse_unless(found.may_edit_tool(mine))
    return mine


def _back(tool: Tool, said: str, at: str = "") -> ResponseReturnValue:
    flash(said)
    return onward(url_for(".tool", slug=tool.slug, _anchor=at or None))


def _page(
    tool: Tool,
    *,
    form: ToolForm | None = None,
    giving: PersonForm | None = None,
    withdrawing: WithdrawForm | None = None,
    meanwhile: Meanwhile | None = None,
    give_problem: str = "",
) -> ResponseReturnValue:
    """The page of a tool; after a refusal with what was typed in the form that was sent."""
    facts = tool_facts(tool)
    sent = form is not None and meanwhile is None
    page = render_template(
        "guardrails/tool.html",
        page=tool_page(tool, editor(), today=my_today()),
        form=form or _fresh(tool),
        giving=giving or PersonForm(None, organisation_id=tool.organisation_id, today=my_today()),
        withdrawing=withdrawing or WithdrawForm(None),
        seen=seen_version() if sent else tool.version,
        was=seen_facts(facts) if sent else facts,
        meanwhile=meanwhile,
        give_problem=give_problem,
        vocabulary=queries.vocabulary(),
    )
    code = 409 if meanwhile else 400 if form or giving or withdrawing or give_problem else 200
    return page, code


def _fresh(tool: Tool) -> ToolForm:
    owner = queries.people_by_id(tool.organisation_id, [tool.owner_id]).get(tool.owner_id or 0)
    facts = {"name": tool.name, "about": tool.about, "how_to_open": tool.how_to_open}
    typed = {**facts, "owner": queries.written_as(owner)}
    return ToolForm(None, data=typed, organisation_id=tool.organisation_id, today=my_today())


@room.route("/admin/tools/<slug>", methods=["GET", "POST"])
def tool(slug: str) -> ResponseReturnValue:
    """One tool: what counts, its rules, who has it; and its facts, which a POST changes."""
    found, row = editor(), _tool(slug)
    if request.method != "POST":
        return _page(row)
    refuse_unless(found.may_edit_tool(row))
    form = ToolForm(organisation_id=row.organisation_id, today=my_today())
    return _saved(row, form) if form.validate_on_submit() else _page(row, form=form)


def _saved(row: Tool, form: ToolForm) -> ResponseReturnValue:
    try:
        changed = actions.edit_tool(
            row,
            seen_version=seen_version(),
            name=form.name.data or "",
            about=form.about.data or "",
            how_to_open=form.how_to_open.data or "",
            owner=form.owner.person,
            by=me(),
            now=clock.now(),
        )
        db.session.commit()
    except actions.Overtaken as overtaken:
        db.session.rollback()
        return _page(row, form=form, meanwhile=_meanwhile(row, form, str(overtaken)))
    except Refused as refusal:
        db.session.rollback()
        form.name.errors = [beside(str(refusal))]
        return _page(row, form=form)
    return _back(row, f"{row.name} is saved." if changed else "Nothing has changed.")


def _meanwhile(row: Tool, form: ToolForm, said: str) -> Meanwhile:
    now = tool_facts(row)
    typed = (form.name.data, form.about.data, form.how_to_open.data, name_of(form.owner.person))
    yours = {name: text or "" for name, text in zip(now, typed, strict=True)}
    named = queries.people_by_id(row.organisation_id, [row.by_person_id])
    by = who(row.by_person_id, named)
    return Meanwhile(by, row.updated_at, tuple(differences(seen_facts(now), now, yours)), said)


@room.post("/admin/tools/<slug>/withdraw")
def withdraw(slug: str) -> ResponseReturnValue:
    """Out of use from this moment."""
    row, form = _mine(slug), WithdrawForm()
    if not form.validate_on_submit():
        return _page(row, withdrawing=form)
    done = actions.withdraw(row, why=form.why.data or "", instead=form.instead.data or "", by=me(), now=clock.now())
    db.session.commit()
    said = f"{row.name} is out of use. From now on everybody who asks is told No, and why."
    return _back(row, said if done else f"{row.name} was out of use already.")


@room.post("/admin/tools/<slug>/put-back")
def put_back(slug: str) -> ResponseReturnValue:
    row = _mine(slug)
    done = actions.put_back(row, by=me(), now=clock.now())
    db.session.commit()
    return _back(row, f"{row.name} is in use again, as its rules say." if done else f"{row.name} was in use already.")


@room.post("/admin/tools/<slug>/give")
def give(slug: str) -> ResponseReturnValue:
    """Give the tool to everybody, a team, a role or a person: `to` says to whom."""
    row = _mine(slug)
    to, key = request.form.get("to", ""), request.form.get("key", "")[:100]
    given: dict[str, object] = {}
    if to == "person":
        form = PersonForm(organisation_id=row.organisation_id, today=my_today())
        if not form.validate_on_submit():
            return _page(row, giving=form)
        given = {"person": form.person.person}
    elif to == "team":
        given = {"team": next((one for one in people.teams_of(row.organisation_id) if one.code == key), None)}
    elif to == "family":
        given = {"family": key if key in family_names() else None}
    elif to != "organisation":
        return _page(row, give_problem="Choose who gets it")
    if None in given.values():
        return _page(row, give_problem=f"Choose a {'role' if to == 'family' else 'team'} from the list")
    done = actions.give(row, **given, by=me(), now=clock.now())  # type: ignore[arg-type]  # one of three by its name
    db.session.commit()
    return _back(row, f"{row.name} is given." if done else "They had it already.", "who-has-it")


@room.post("/admin/tools/<slug>/take-back")
def take_back(slug: str) -> ResponseReturnValue:
    """End one line of who has it. Pressed twice, it is taken back once."""
    row = _mine(slug)
    done = False
    number = request.form.get("access", "", type=str)
    if number.isascii() and number.isdecimal() and len(number) < 19:
        try:
            line = queries.access_line(int(number), tool=row)
            done = actions.take_back(line, by=me(), now=clock.now())
            db.session.commit()
        except NoResultFound:
            db.session.rollback()
    said = "It is taken back. They keep the tool only if another line gives it to them."
    return _back(row, said if done else "That was taken back already.", "who-has-it")
