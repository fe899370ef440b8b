"""The frame around every page: navigation, headers, style sheets, and the pages that say what went wrong."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from flask import Flask, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from markupsafe import Markup
from secure import ReferrerPolicy, Secure, StrictTransportSecurity, XContentTypeOptions
from sqlalchemy import text
from sqlalchemy.exc import NoResultFound, OperationalError
from werkzeug.exceptions import HTTPException

from learning.access import Room, Who, duties, my_organisation
from learning.ground import clock
from learning.ground import text as words
from learning.ground.db import db, is_unavailable
from learning.ground.errors import Expired, NotFound, Refused

STATIC = Path(__file__).parent / "static"
log = structlog.get_logger("steady.pages")

room = Room(
    "pages",
    __name__,
    who={
        "index": Who.ANYONE,
        "accessibility": Who.ANYONE,
        "help_page": Who.ANYONE,
        "healthz": Who.ANYONE,
        "readyz": Who.ANYONE,
    },
)


@room.get("/")
def index() -> ResponseReturnValue:
    return redirect(url_for("drip.this_week") if current_user.is_authenticated else url_for("accounts.sign_in"))


@room.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    return render_template("accessibility.html")


@room.get("/help")
def help_page() -> ResponseReturnValue:
    return render_template("help.html")


@room.get("/healthz")
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@room.get("/readyz")
def readyz() -> ResponseReturnValue:
    """The database answers too; a locked or absent one is a 503."""
    db.session.execute(text("SELECT 1"))
    return Response("ready\n", mimetype="text/plain")


def init_app(app: Flask) -> None:
    """Everything all pages share. Call it after the rooms are admitted."""
    app.extensions["steady_access"].admit(app, room)
    app.extensions["steady_slots"] = {}
    app.after_request(_headers)
    app.context_processor(_frame)
    app.jinja_env.globals.update(asset=asset, slot=slot, words=words, now=clock.now, duties=duties)
    app.jinja_env.filters.update(
        nhs_date=words.nhs_date,
        nhs_day=words.nhs_day,
        md=words.safe_html,
        md_inline=words.safe_inline,
        plain_text=words.plain_text,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(NoResultFound, lambda _: _page(404))
    app.register_error_handler(NotFound, lambda error: _page(404, str(error)))
    app.register_error_handler(Expired, lambda error: _page(410, str(error)))
    app.register_error_handler(Refused, lambda error: _page(400, str(error)))
    app.register_error_handler(CSRFError, lambda _: _page(400, "form"))
    app.register_error_handler(OperationalError, _database_error)
    app.register_error_handler(Exception, _our_fault)


@cache
def _manifest() -> dict[str, str]:
    path = STATIC / "manifest.json"
    return json.loads(path.read_text()) if path.is_file() else {}


def asset(name: str) -> str:
    """The address of a built file. It carries the file's hash, so browsers keep it for a year."""
    return f"/static/{_manifest().get(name, name)}"


def slot(name: str, **facts: Any) -> Markup:
    """What pages above put into a named place of a page below; `app.py` says who fills it."""
    fillers: list[Callable[..., str]] = current_app.extensions["steady_slots"].get(name, [])
    return Markup("").join(Markup(filler(**facts)) for filler in fillers)  # noqa: S704 - fillers render templates


def fill(app: Flask, name: str, filler: Callable[..., str]) -> None:
    app.extensions["steady_slots"].setdefault(name, []).append(filler)


NAV = (
    ("drip.this_week", "This week", None),
    ("drip.progress", "My progress", None),
    ("guardrails.guardrails", "May I…?", None),
    ("coverage.coverage", "Coverage", {"lead"}),
    ("drip.operations", "Operations", {"lead", "administrator"}),
    ("accounts.admin", "Admin", {"administrator", "editor"}),
    ("modules.library", "Units", {"staff-side"}),
)


def _frame() -> dict[str, Any]:
    """What frame.html needs: whose page it is, the navigation, and where we are."""
    if not current_user.is_authenticated:
        return {"person": None, "organisation": None, "nav": [], "zone": dt.UTC}
    held = duties()
    return {
        "person": current_user,
        "organisation": my_organisation(),
        "zone": ZoneInfo(my_organisation().timezone),
        "nav": [(url_for(end), label, end == request.endpoint) for end, label, who in NAV if not who or who & held],
    }


_STATIC_HEADERS = Secure(
    referrer=ReferrerPolicy().same_origin(),  # over https a form without its referrer is refused as forged
    xcto=XContentTypeOptions().nosniff(),
).headers
_HSTS = Secure(hsts=StrictTransportSecurity().max_age(31536000).include_subdomains()).headers
_CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def _headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", _CSP)
    for name, value in _STATIC_HEADERS.items():
        response.headers[name] = value
    if request.is_secure:
        for name, value in _HSTS.items():
            response.headers[name] = value
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    return response


_SAID = {
    400: ("That did not work", "Something in the form was not as expected. Go back and try again."),
    403: ("This page is for somebody else", "It is part of another person's work. You have not done anything wrong."),
    404: ("We cannot find this page", "The address may have changed, or a letter is missing."),
    405: ("That did not work", "This page cannot be used in that way. Go back and try again."),
    410: ("This link has expired", "You have not done anything wrong, and nothing is lost."),
    413: ("That was too large", "The file or text is larger than Steady takes. Choose a smaller one."),
    429: ("Please wait a minute", "There were many tries in a short time. Try again in a minute."),
    500: ("Something went wrong", "It is our fault, not yours. Try again in a few minutes."),
    503: ("Steady is busy", "Your page could not be read or saved just now. Nothing was lost. Try again in a minute."),
}


def _page(code: int, said: str = "") -> ResponseReturnValue:
    heading, default = _SAID.get(code, _SAID[500 if code >= 500 else 400])
    if said == "form":
        heading, said = (
            "Please send that again",
            "The form was open for a long time. Go back, reload and send it again.",
        )
    db.session.rollback()
    reference = secrets.token_hex(3).upper()
    if code >= 500:
        log.error("page failed", code=code, reference=reference, endpoint=request.endpoint)
    try:
        page = render_template("error.html", heading=heading, said=said or default, code=code, reference=reference)
    except Exception:  # noqa: BLE001 - whatever failed, the visitor gets a page
        # The frame asks the database who is signed in. Where that fails, the page comes without it, and without what
        # Flask adds to every template, which asks too.
        template = current_app.jinja_env.get_template("error.html")
        page = template.render(heading=heading, said=said or default, code=code, reference=reference)
    response = Response(page, code)
    if code == 503:
        response.headers["Retry-After"] = "30"
    return response


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is not None and error.code < 400:
        return error.get_response()
    return _page(error.code or 500)


def _database_error(error: OperationalError) -> ResponseReturnValue:
    return _page(503) if is_unavailable(error) else _our_fault(error)


def _our_fault(error: Exception) -> ResponseReturnValue:
    if current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise error
    log.error("unexpected", kind=type(error).__name__, exc_info=error)
    return _page(500)
