"""The demonstration's own doors: sign in with one tap, and see the mail that went into the folder."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from learning.access import Room, Who, enter
from learning.demo import actions
from learning.demo.rules import STARS
from learning.ground import settings
from learning.ground.db import db
from learning.people.models import Person

room = Room(
    "demo",
    __name__,
    who={
        "demo": Who.ANYONE,
        "sign_in": Who.ANYONE,
        "outbox": Who.ANYONE,
        "mail": Who.ANYONE,
        "mail_page": Who.ANYONE,
    },
)
PAGE = 40


def one_tap() -> str:
    """On the sign-in page: the way to the people of the demonstration."""
    return render_template("demo/one_tap.html")


@room.get("/demo")
def demo() -> ResponseReturnValue:
    return render_template("demo/demo.html", stars=STARS, lived=actions.lived(), trust=actions.organisation())


@room.post("/demo/sign-in")
def sign_in() -> ResponseReturnValue:
    star = next((star for star in STARS if star.staff_number == request.form.get("who")), None)
    trust = actions.organisation()
    if star is None or trust is None:
        abort(404)
    enter(
        db.session.scalars(
            select(Person).where(Person.organisation_id == trust.id, Person.staff_number == star.staff_number)
        ).one()
    )
    return redirect(url_for(star.lands_on))


@dataclass(frozen=True, slots=True)
class Mail:
    """One message of the folder, as the list shows it."""

    name: str
    to: str
    subject: str
    date: str
    asks: bool  # the question itself is in it, with a link for each answer


@room.get("/outbox")
def outbox() -> ResponseReturnValue:
    """The newest mails; `to` finds those of one person."""
    wanted = request.args.get("to", "").strip().lower()[:100]
    files = sorted(settings.current().outbox.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    found: list[Mail] = []
    for path in files:
        if not _may_be_to(path, wanted):
            continue
        message = _read(path)
        if wanted in str(message["To"]).lower():
            found.append(
                Mail(path.stem, str(message["To"]), str(message["Subject"]), str(message["Date"]), _asks(message))
            )
        if len(found) == PAGE:
            break
    return render_template("demo/outbox.html", found=found, wanted=wanted, count=len(files), by_smtp=_by_smtp())


def _may_be_to(path: Path, wanted: str) -> bool:
    """A look at the head of the file alone: a lived demonstration has thousands of mails, and reading each takes long.
    A name with letters that are not ASCII is encoded there, so it is looked for in the message itself."""
    if not wanted.isascii():
        return True
    with path.open("rb") as file:
        return wanted.encode() in file.read(1_000).lower()


def _asks(message: EmailMessage) -> bool:
    text = message.get_body(("plain",))
    return text is not None and "?c=" in text.get_content()


def _by_smtp() -> bool:
    return settings.current().smtp is not None


@room.get("/outbox/<name>")
def mail(name: str) -> ResponseReturnValue:
    message = _message(name)
    text = message.get_body(("plain",))
    return render_template(
        "demo/mail.html",
        name=name,
        message=message,
        text=text.get_content() if text else "",
        headers=[(key, message[key]) for key in ("From", "To", "Subject", "Date", "Message-ID", "List-Unsubscribe")],
    )


@room.get("/outbox/<name>/page")
def mail_page(name: str) -> ResponseReturnValue:
    """The HTML part as a mail program shows it: a page of its own, where inline style is allowed and nothing else."""
    body = _message(name).get_body(("html",))
    if body is None:
        abort(404)
    response = Response(body.get_content(), mimetype="text/html")
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )
    return response


def _message(name: str) -> EmailMessage:
    folder = settings.current().outbox
    path = folder / f"{name}.eml"
    if path.parent != folder or not path.is_file():
        abort(404)
    return _read(path)


def _read(path: Path) -> EmailMessage:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    if not isinstance(message, EmailMessage):
        raise TypeError("the folder holds messages only")
    return message
