"""The application: settings, database, access, features in order, pages, and who fills which slot."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path

from flask import Flask
from flask_migrate import Migrate
from jinja2 import ChainableUndefined, ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader
from whitenoise import WhiteNoise

from learning import pages
from learning.access import Access
from learning.accounts import views as accounts
from learning.capability import actions as capability
from learning.coverage import views as coverage
from learning.demo import views as demo
from learning.drip import views as drip
from learning.drip.actions import wishes
from learning.ground import logs
from learning.ground import settings as ground_settings
from learning.ground.db import db, mark_request
from learning.ground.settings import Settings
from learning.ground.tokens import Tokens
from learning.guardrails import views as guardrails
from learning.modules import views as modules
from learning.modules.shelf import Manuscript
from learning.modules.views import preview
from learning.privacy import views as privacy

HERE = Path(__file__).resolve().parent
ROOMS = (accounts, guardrails, modules, drip, coverage, privacy)


class Steady(Flask):
    """Flask, with every template escaped: the NHS macros end in .jinja, which Flask would leave alone."""

    jinja_options = {"undefined": ChainableUndefined, "autoescape": True}


def create_app(settings: Settings | None = None) -> Steady:
    """The whole application. Raises Refused for a bad setting."""
    settings = settings or ground_settings.read()
    logs.set_up(settings.log_format)
    app = _dressed()
    app.config.from_mapping(_config(settings))
    app.extensions["steady_settings"] = settings
    app.extensions["steady_tokens"] = Tokens(settings.secret_keys)
    db.init_app(app)
    app.before_request(mark_request)
    Migrate(app, db, directory=str(HERE / "migrations"), render_as_batch=True)
    access = Access()
    access.init_app(app)
    for room in ROOMS:
        access.admit(app, room.room)
    if settings.demo:
        access.admit(app, demo.room)
    accounts.staff_import.after_staff_change(app, capability.refresh_required)
    accounts.staff_import.after_staff_change(app, wishes.move_after_import)
    accounts.limiter.init_app(app)
    pages.init_app(app)
    _fill_slots(app, settings)
    return app


def _dressed() -> Steady:
    """An application with our templates and style sheets, and nothing in it yet."""
    app = Steady("learning", static_folder=None)
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader(HERE / "pages"),
            PrefixLoader({path.parent.name: FileSystemLoader(path) for path in sorted(HERE.glob("*/pages"))}),
            PackageLoader("nhsuk_frontend_jinja"),
        ]
    )
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]  # as WhiteNoise's manual says
        app.wsgi_app, root=HERE / "pages" / "static", prefix="static/", max_age=31536000, immutable_file_test=r"."
    )
    return app


def create_preview(manuscript: Manuscript) -> Steady:
    """One module file as learners will see it, for whoever writes it. It keeps nothing, so it has no database."""
    logs.set_up("text")
    app = _dressed()
    app.config.from_mapping(
        SECRET_KEY=secrets.token_urlsafe(48),
        SESSION_COOKIE_NAME="steady-preview",
        SESSION_COOKIE_SAMESITE="Lax",
        SQLALCHEMY_DATABASE_URI="sqlite://",  # never opened: an error page ends its session, and that asks for one
    )
    app.extensions["steady_manuscript"] = manuscript
    db.init_app(app)
    access = Access()
    access.init_app(app)
    access.admit(app, preview.room)
    app.url_build_error_handlers.append(preview.elsewhere_instead)
    pages.init_app(app)
    app.context_processor(preview.frame)
    return app


def _fill_slots(app: Flask, settings: Settings) -> None:
    """A page below that shows something from above has a named place for it; here is who fills it."""
    pages.fill(app, "admin", guardrails.admin_links)
    pages.fill(app, "admin", modules.admin_links)
    pages.fill(app, "library-unit", drip.reach.unit_reach)
    if settings.demo:
        pages.fill(app, "sign-in", demo.one_tap)


def _config(settings: Settings) -> Mapping[str, object]:
    engine: dict[str, object] = {"pool_pre_ping": True}
    return {
        "SECRET_KEY": settings.secret_keys[0],
        "SECRET_KEY_FALLBACKS": list(settings.secret_keys[1:]),
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine,
        "SESSION_COOKIE_NAME": "__Host-steady" if settings.is_secure else "steady",
        "SESSION_COOKIE_SECURE": settings.is_secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PREFERRED_URL_SCHEME": "https" if settings.is_secure else "http",
        "MAX_CONTENT_LENGTH": 25 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 256 * 1024,
        "MAX_FORM_PARTS": 500,
        "STEADY_DEMO": settings.demo,
    }
