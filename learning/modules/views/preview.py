"""The doors of an author's preview: one file, read again for each page, on this machine alone. Nothing is kept."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import urlsplit

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning.access import Room, Who
from learning.ground.errors import NotFound
from learning.ground.settings import is_loopback
from learning.modules.forms import AnswerForm, read_answer
from learning.modules.rules import fill_slots, filled, is_complete
from learning.modules.shelf import Draft, Manuscript
from learning.modules.views.preview_page import Kept, PreviewPage, from_address, preview_page, to_address
from learning.modules.views.sheet_page import sheet_class

# Its endpoints have the names of the learner's, so that the same templates lead from one to the next.
room = Room(
    "preview",
    __name__,
    who=dict.fromkeys(("home", "unit", "answer", "paper", "elsewhere"), Who.ANYONE),
)
room.add_app_template_filter(fill_slots, "filled")
room.add_app_template_filter(filled, "with_slots")

_CODE = "EXAMPLE"  # stands where a sheet has the code of its unit
_CARRIED = "given"  # the name of the answers in an address


@room.before_app_request
def _only_this_machine() -> None:
    """A name of somebody else's that leads here may belong to a page that wants to read along."""
    if not is_loopback(urlsplit(f"//{request.host}").hostname or ""):
        abort(400)


@room.url_defaults
def _carry(endpoint: str, values: dict[str, Any]) -> None:
    """Every address of the preview brings the answers so far along."""
    values.setdefault(_CARRIED, request.args.get(_CARRIED))


def elsewhere_instead(error: Exception, endpoint: str, values: dict[str, Any]) -> str:
    """The same door of the preview, where it has one; else the link leads out of the unit."""
    of, _, name = endpoint.rpartition(".")
    if of == "modules" and name in room.who:
        return url_for(f"preview.{name}", **values)
    return url_for("preview.elsewhere")


def frame() -> dict[str, Any]:
    """For the frame around the page: the place of an organisation's name."""
    return {"organisation": SimpleNamespace(name="Preview", is_demo=False)}


def _manuscript() -> Manuscript:
    return cast("Manuscript", current_app.extensions["steady_manuscript"])


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


def _draft() -> Draft:
    return _manuscript().read(_today())


@room.get("/")
def home() -> ResponseReturnValue:
    return redirect(url_for(".unit", slug=_manuscript().file.stem))


@room.get("/modules/<slug>")
def unit(slug: str) -> ResponseReturnValue:
    return _shown(slug, _draft())


def _shown(slug: str, draft: Draft, tried: AnswerForm | None = None) -> ResponseReturnValue:
    _only_this(slug)
    page = _page(draft, tried)
    if page is None:
        return render_template("modules/preview_faults.html", draft=draft, slug=slug)
    base = "modules/unit.html" if page.stretch else "modules/verdict.html"
    shown = render_template("modules/preview.html", base=base, page=page, slug=slug, draft=draft)
    return shown, 400 if tried else 200


def _only_this(slug: str) -> None:
    if slug != _manuscript().file.stem:
        raise NotFound("This preview shows one unit alone. Start another one for another file.")


def _page(draft: Draft, tried: AnswerForm | None = None) -> PreviewPage | None:
    if draft.module is None:
        return None
    kept = from_address(request.args.get(_CARRIED, ""), draft.module)
    return preview_page(draft.module, kept, today=_today(), framework=draft.framework, tried=tried)


@room.route("/modules/<slug>/<activity_id>", methods=["GET", "POST"])
def answer(slug: str, activity_id: str) -> ResponseReturnValue:
    """Take one answer along in the address, and show the unit again: it now says what becomes of it."""
    draft = _draft()
    page = _page(draft)
    activity = page.module.activity(activity_id) if page else None
    if request.method != "POST" or page is None or activity is None:
        return redirect(url_for(".unit", slug=slug), code=303)  # the file has changed since: show what it is now
    form = read_answer(filled(activity, page.values), request.form)
    if not form.is_valid:
        return _shown(slug, draft, form)
    kept = from_address(request.args.get(_CARRIED, ""), page.module)
    if activity_id not in kept or not is_complete(activity, kept[activity_id].given):
        kept[activity_id] = Kept(dict(form.given), form.confidence)
    return redirect(url_for(".unit", slug=slug, given=to_address(kept)), code=303)


@room.get("/modules/<slug>/print")
def paper(slug: str) -> ResponseReturnValue:
    _only_this(slug)
    draft = _draft()
    page = _page(draft)
    if page is None:
        return redirect(url_for(".unit", slug=slug))
    size = sheet_class(page.module)
    return render_template("modules/preview_print.html", page=page, slug=slug, draft=draft, code=_CODE, size=size)


@room.route("/elsewhere", methods=["GET", "POST"])
def elsewhere() -> ResponseReturnValue:
    """The end of every link that leads out of the unit."""
    return render_template("modules/preview_elsewhere.html", slug=_manuscript().file.stem)
