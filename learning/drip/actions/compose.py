"""The weekly mail, composed once for each module version, role family and organisation, filled in for each person.

The two parts are rendered with marks where the person's own words go, and are encoded piece by piece between the
marks. Filling in is then joining bytes: no template runs for each of 20,000 people."""

from __future__ import annotations

import datetime as dt
import html
import quopri
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.header import Header
from email.utils import format_datetime, formataddr, parseaddr
from urllib.parse import urlsplit

from learning.ground.post import Envelope

_MARK = re.compile(r"⟦([a-z]+)⟧")
_BOUNDARY = "steady-weekly-unit-7f3a9c"
_SAFE_HEADER = re.compile(r"[\r\n\x00]")


def mark(name: str) -> str:
    """Where a person's own value goes: `mark("name")` in a template context, filled in later."""
    return f"⟦{name}⟧"


@dataclass(frozen=True, slots=True)
class Recipient:
    """What is filled in for one person. Nothing else about them reaches the mail."""

    name: str
    full_name: str
    address: str
    token: str
    message_id: str
    dated_at: dt.datetime


@dataclass(frozen=True, slots=True)
class _Part:
    """One body part: literal bytes, already encoded, and the names of what stands between them."""

    pieces: tuple[bytes | str, ...]  # bytes as they are, a str names a value
    is_html: bool

    def filled(self, values: Mapping[str, str]) -> bytes:
        return b"".join(
            piece if isinstance(piece, bytes) else _encoded_value(values[piece], is_html=self.is_html)
            for piece in self.pieces
        )


@dataclass(frozen=True, slots=True)
class Composed:
    """A mail for everybody who gets this version in this role family, complete but for the person."""

    sender: str
    base_url: str
    head: bytes
    text: _Part
    html: _Part

    def to(self, person: Recipient) -> Envelope:
        """The message for one person, ready to leave."""
        values = {"name": person.name, "token": person.token}
        one_click = f"{self.base_url}/u/{person.token}"
        head = (
            f"To: {_address(person.full_name, person.address)}\r\n"
            f"Date: {format_datetime(person.dated_at)}\r\n"
            f"Message-ID: {person.message_id}\r\n"
            f"List-Unsubscribe: <{one_click}>\r\n"
        ).encode("ascii")
        return Envelope(
            sender=self.sender,
            to=person.address,
            message_id=person.message_id,
            content=b"".join(
                (
                    head,
                    self.head,
                    _part_head("plain"),
                    self.text.filled(values),
                    _part_head("html"),
                    self.html.filled(values),
                    f"\r\n--{_BOUNDARY}--\r\n".encode(),
                )
            ),
        )


def compose(
    *,
    subject: str,
    mail_from: str,
    organisation: str,
    base_url: str,
    context: Mapping[str, object],
    render: Callable[..., str],
) -> Composed:
    """Render both parts once. `context` is what `drip/mail.txt` and `drip/mail.html` show; `render` turns a template
    and what it shows into text."""
    name, sender = parseaddr(mail_from)
    given = {**context, "organisation_name": organisation, "base_url": base_url, "mark": mark}
    host = urlsplit(base_url).hostname or "steady"
    writer = f"{name or 'Steady'}, {organisation}"
    head = (
        f"From: {_address(writer, sender)}\r\n"
        f"Subject: {_words(subject)}\r\n"
        f"List-Id: {_words('Steady weekly unit')} <weekly.{host}>\r\n"
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
        "Auto-Submitted: auto-generated\r\n"
        "MIME-Version: 1.0\r\n"
        f'Content-Type: multipart/alternative; boundary="{_BOUNDARY}"\r\n'
    ).encode("ascii")
    return Composed(
        sender=sender,
        base_url=base_url,
        head=head,
        text=_part(render("drip/mail.txt", **given), is_html=False),
        html=_part(render("drip/mail.html", **given), is_html=True),
    )


def _part(rendered: str, *, is_html: bool) -> _Part:
    pieces: list[bytes | str] = []
    for index, piece in enumerate(_MARK.split(rendered)):
        pieces.append(piece if index % 2 else _encoded(piece))
    return _Part(tuple(pieces), is_html=is_html)


def _encoded(text: str) -> bytes:
    """Quoted-printable with CRLF, and a soft break at the end so that a value may follow on a line of its own."""
    raw = quopri.encodestring(text.replace("\r\n", "\n").encode("utf-8"))
    return raw.replace(b"\n", b"\r\n") + b"=\r\n"


def _encoded_value(value: str, *, is_html: bool) -> bytes:
    plain = html.escape(value) if is_html else value
    return _encoded(" ".join(plain.split()))


def _part_head(kind: str) -> bytes:
    return (
        f"\r\n--{_BOUNDARY}\r\nContent-Type: text/{kind}; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    ).encode("ascii")


def _words(text: str) -> str:
    """Text for a header: encoded where it is not ASCII, and never with a line break from outside."""
    plain = _SAFE_HEADER.sub(" ", text)
    return plain if plain.isascii() else Header(plain, "utf-8", maxlinelen=70).encode(linesep="\r\n")


def _address(name: str, address: str) -> str:
    return formataddr((_SAFE_HEADER.sub(" ", name), _SAFE_HEADER.sub("", address)), charset="utf-8")
