"""Signing in: a mailed link, a staff number with a personal code, or a password; and signing out."""

from __future__ import annotations

import structlog
from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from learning.access import enter, leave, me
from learning.accounts import actions, queries
from learning.accounts.forms import CodeForm, LinkForm, NewSecretForm, PasswordForm
from learning.accounts.rules import own_address
from learning.accounts.views.room import GUESSES, limiter, room
from learning.ground import clock, settings
from learning.ground.db import db
from learning.ground.errors import Refused
from learning.ground.post import PostError, send_one

log = structlog.get_logger("steady.accounts")


def _page(code: int = 200, **forms: object) -> ResponseReturnValue:
    given = {
        "link_form": LinkForm(formdata=None),
        "code_form": CodeForm(formdata=None),
        "password_form": PasswordForm(formdata=None),
        "wanted": _wanted(),
    }
    return render_template("accounts/sign_in.html", **(given | forms)), code


def _wanted() -> str:
    """Where to go after signing in: an address of our own, never another host's."""
    return own_address(request.values.get("next", ""))


def _welcome() -> ResponseReturnValue:
    return redirect(_wanted() or url_for("drip.this_week"))


@room.route("/sign-in", methods=["GET", "POST"])
@limiter.limit(GUESSES, methods=["POST"])
def sign_in() -> ResponseReturnValue:
    """Ask for a link by e-mail. Known and unknown addresses get the same answer."""
    if request.method != "POST" and current_user.is_authenticated:
        return _welcome()
    form = LinkForm()
    if not form.validate_on_submit():
        return _page(400 if form.errors else 200, link_form=form)
    person = queries.reachable_by_link(form.email.data or "")
    if person is not None and queries.may_have_link(person.id, now=clock.now()):
        token = actions.make_link(person, now=clock.now())
        db.session.commit()
        message = actions.sign_in_message(person, token, settings=settings.current(), now=clock.now(), wanted=_wanted())
        try:
            send_one(settings.current(), message, to=person.email or "")
        except PostError as error:
            log.error("a sign-in link did not leave", kind=error.kind)
    return render_template("accounts/link_sent.html")


@room.post("/sign-in/code")
@limiter.limit(GUESSES)
def sign_in_with_code() -> ResponseReturnValue:
    form = CodeForm()
    if not form.validate_on_submit():
        return _page(400, code_form=form, opened="code")
    found = actions.sign_in_with_code(form.staff_number.data or "", form.code.data or "", now=clock.now())
    db.session.commit()
    if found is None:
        return _page(400, code_form=form, opened="code", refused="code")
    person, must_change = found
    enter(person)
    if must_change:
        session["must_change"] = True
        return redirect(url_for(".secret"))
    return _welcome()


@room.post("/sign-in/password")
@limiter.limit(GUESSES)
def sign_in_with_password() -> ResponseReturnValue:
    form = PasswordForm()
    if not form.validate_on_submit():
        return _page(400, password_form=form, opened="password")
    person = actions.sign_in_with_password(form.email.data or "", form.password.data or "", now=clock.now())
    db.session.commit()
    if person is None:
        return _page(400, password_form=form, opened="password", refused="password")
    enter(person)
    return _welcome()


@room.route("/sign-in/link/<token>", methods=["GET", "POST"])
@limiter.limit(GUESSES, methods=["POST"])
def link(token: str) -> ResponseReturnValue:
    """GET shows a button, so that a mail scanner that follows links uses nothing up. POST signs in, once."""
    if request.method != "POST":  # HEAD, too: some scanners ask so
        return render_template("accounts/link.html", wanted=_wanted())
    person = actions.use_link(token, now=clock.now())
    db.session.commit()
    if person is None:
        return render_template("accounts/link_expired.html", form=LinkForm(formdata=None)), 410
    enter(person)
    return _welcome()


@room.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    leave()
    db.session.commit()
    return redirect(url_for(".sign_in"))


@room.route("/account/secret", methods=["GET", "POST"])
def secret() -> ResponseReturnValue:
    """Choose a password, or, for people who sign in with a code, a code of their own."""
    credential = queries.credential_of(me().id)
    is_code = credential is not None and credential.code_hash is not None
    form = NewSecretForm()
    problem = ""
    if form.validate_on_submit():
        problem = _change(form, is_code=is_code)
        if not problem:
            person = me()
            db.session.commit()
            enter(person)
            flash("Your new code is set." if is_code else "Your password is set.")
            return redirect(url_for("drip.settings"))
    must = bool(session.get("must_change"))
    code = 400 if problem or form.errors else 200
    return render_template("accounts/secret.html", form=form, is_code=is_code, must=must, problem=problem), code


def _change(form: NewSecretForm, *, is_code: bool) -> str:
    """What is wrong with the new code or password, or nothing once it is set."""
    if form.secret.data != form.again.data:
        return "The two are not the same. Write both again."
    try:
        if is_code:
            actions.change_code(me(), code=form.secret.data or "", now=clock.now())
        else:
            actions.set_password(me(), password=form.secret.data or "", now=clock.now())
    except Refused as refusal:
        return str(refusal)
    return ""


@room.before_app_request
def own_code_first() -> ResponseReturnValue | None:
    """Whoever signed in with a printed code chooses their own before anything else."""
    is_to_choose = session.get("must_change") and current_user.is_authenticated  # a dead session asks for nothing
    if is_to_choose and request.endpoint not in {"accounts.secret", "accounts.sign_out", None}:
        return redirect(url_for("accounts.secret"))
    return None
