"""Who may pass: closed by default, one hook before every request, organisation scope.

Each feature's `Room` says for every endpoint who may enter. An endpoint that nobody named does not start."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from enum import Enum
from typing import Any, cast

from flask import Blueprint, Flask, abort, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user, login_user, logout_user
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import bindparam, select

from learning.ground import clock
from learning.ground.db import db
from learning.people.models import Organisation, Person
from learning.people.queries import duties_of

IDLE = dt.timedelta(hours=2)
ABSOLUTE = dt.timedelta(hours=12)
LARGEST_FORM = 256 * 1024  # bytes; a form is read whole into memory
_SEEN_EVERY = dt.timedelta(minutes=5)  # how often the cookie is written again, so that most answers carry none


class Who(Enum):
    """Who may enter an endpoint. A duty includes nobody else: an administrator is not a lead."""

    ANYONE = "anyone"
    TOKEN = "token"  # noqa: S105 - authorised by its own signed token, so without CSRF and without sign-in
    STAFF = "staff"
    CHAMPION = "champion"
    LEAD = "lead"
    ADMINISTRATOR = "administrator"
    EDITOR = "editor"
    LEAD_OR_ADMINISTRATOR = "lead administrator"
    ADMIN_OR_EDITOR = "administrator editor"
    STAFF_SIDE = "staff-side"
    LIBRARY = "administrator editor staff-side"


class Room(Blueprint):
    """A blueprint that says who may enter each of its endpoints."""

    def __init__(self, name: str, import_name: str, *, who: Mapping[str, Who], **options: Any) -> None:
        super().__init__(name, import_name, **options)
        self.who = dict(who)


class Access:
    """The doorkeeper of one application."""

    def __init__(self) -> None:
        self._who: dict[str, Who] = {"static": Who.ANYONE}
        self._csrf = CSRFProtect()
        self._login = LoginManager()

    def init_app(self, app: Flask) -> None:
        app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # the hook below asks for it, so that there is one gate only
        app.config["WTF_CSRF_TIME_LIMIT"] = None  # as long as the session
        self._csrf.init_app(app)
        self._login.session_protection = None  # the session epoch does this work
        self._login.init_app(app)
        self._login.user_loader(_person_of)
        app.extensions["steady_access"] = self
        app.before_request(self._guard)

    def admit(self, app: Flask, room: Room) -> None:
        """Register a room. Raises if it has an endpoint for which nobody said who may enter."""
        app.register_blueprint(room)
        made = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith(f"{room.name}.")}
        named = {f"{room.name}.{endpoint}": who for endpoint, who in room.who.items()}
        if made != set(named):
            raise RuntimeError(f"say in `who` of {room.name} who may enter: {sorted(made ^ set(named))}")
        self._who.update(named)

    def who_may(self, endpoint: str) -> Who | None:
        return self._who.get(endpoint)

    def _guard(self) -> ResponseReturnValue | None:
        if request.endpoint is None:
            return None  # no such address: Flask answers 404
        who = self._who.get(request.endpoint)
        if who is None:
            abort(404)
        if who in {Who.ANYONE, Who.TOKEN} or request.mimetype != "multipart/form-data":
            request.max_content_length = LARGEST_FORM  # only somebody we know may send a file
        if who is Who.TOKEN:
            return None
        if "\0" in request.path or b"%00" in request.query_string:
            abort(404)  # no text of ours holds one, and PostgreSQL refuses to look for it
        if who is not Who.ANYONE:
            if not current_user.is_authenticated:
                return _to_sign_in()
            if who is not Who.STAFF and not set(who.value.split()) & duties():
                abort(403)
        if request.method not in {"GET", "HEAD", "OPTIONS"}:
            self._csrf.protect()
        return None


# Asked at every request, so it is put together once.
_PERSON = (
    select(Person, Organisation)
    .join(Organisation, Organisation.id == Person.organisation_id)
    .where(Person.public_id == bindparam("public_id"))
)


def _to_sign_in() -> ResponseReturnValue:
    is_page = request.method in {"GET", "HEAD"} and request.path != "/"
    wanted = request.full_path.rstrip("?") if is_page else None
    return redirect(url_for("accounts.sign_in", next=wanted))


def _person_of(cookie: str) -> Person | None:
    """The person of a session cookie, if the epoch is still theirs and neither time limit has passed."""
    public, _, epoch = cookie.rpartition(".")
    try:
        public_id, began = uuid.UUID(public), dt.datetime.fromtimestamp(session["began"], dt.UTC)
        seen = dt.datetime.fromtimestamp(session["seen"], dt.UTC)
    except (KeyError, TypeError, ValueError):
        return None
    now = clock.now()
    if now - began > ABSOLUTE or now - seen > IDLE:
        session.clear()
        return None
    found = db.session.execute(_PERSON, {"public_id": public_id}).one_or_none()
    if found is None or not found[0].is_active or str(found[0].session_epoch) != epoch:
        return None
    person, g.organisation = found
    if now - seen > _SEEN_EVERY:
        session["seen"] = int(now.timestamp())
    return person


def enter(person: Person) -> None:
    """Sign in: a session that holds nothing of the one before it."""
    session.clear()
    now = int(clock.now().timestamp())
    session["began"], session["seen"] = now, now
    login_user(person)


def leave() -> None:
    """Sign out everywhere: the epoch moves on, so that a copied cookie is dead too. The caller commits."""
    me().session_epoch += 1
    logout_user()
    session.clear()


def me() -> Person:
    """The person who is signed in. Only behind a door that asks for one."""
    return cast("Person", current_user._get_current_object())


def my_organisation() -> Organisation:
    """Whose rows I may see. Every question of a lead, a champion or an administrator is asked inside it."""
    if "organisation" not in g:
        g.organisation = db.session.get_one(Organisation, me().organisation_id)
    return cast("Organisation", g.organisation)


def my_today() -> dt.date:
    return clock.today(my_organisation().timezone)


def duties() -> set[str]:
    """What I may do besides learning, today."""
    if "duties" not in g:
        g.duties = duties_of(me().id, clock.now().date()) if current_user.is_authenticated else set()
    return cast("set[str]", g.duties)


__all__ = ["Access", "Room", "Who", "duties", "enter", "leave", "me", "my_organisation", "my_today"]
