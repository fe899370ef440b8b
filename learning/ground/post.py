"""The one way out for mail: a folder of files, or a real SMTP server over one kept connection."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from learning.ground.settings import Settings, Smtp

_ADDRESS = re.compile(r"[!-;=?-~]+")  # ASCII without blanks, line ends and pointed brackets: nothing else goes over


class PostError(Exception):
    """A message that did not leave. `kind`: unreachable (try all later), refused (try this later), rejected (never),
    in doubt (the line broke after the text was handed over: it may have been taken)."""

    def __init__(self, kind: str, said: str = "") -> None:
        self.kind = kind
        super().__init__(said)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message ready to leave: bytes with CRLF line ends, and the one address it goes to."""

    sender: str
    to: str
    message_id: str
    content: bytes


class Post(Protocol):
    """A way out. Used as a context: the connection lives as long as the block."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def send(self, envelope: Envelope) -> None:
        """Hand over one message. Returns when it was taken; raises PostError otherwise."""


class FolderPost:
    """Mail as `.eml` files, for one machine and for trying out. The name is the Message-ID, so a repeat overwrites."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def send(self, envelope: Envelope) -> None:
        name = "".join(c if c.isalnum() or c in "-_." else "_" for c in envelope.message_id.strip("<>"))[:150]
        part = self._folder / f".{name}.part"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(envelope.content)
            part.replace(self._folder / f"{name}.eml")
        except OSError as error:
            raise PostError("unreachable", error.strerror or "") from None


class SmtpPost:
    """Mail by SMTP, over one connection that is opened when the first message leaves."""

    def __init__(self, smtp: Smtp, *, timeout: float = 30.0) -> None:
        self._smtp = smtp
        self._timeout = timeout
        self._line: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._line is not None:
            try:
                self._line.quit()
            except (smtplib.SMTPException, OSError):
                self._line.close()
            self._line = None

    def send(self, envelope: Envelope) -> None:
        line = self._open()
        try:
            self._announce(line, envelope)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise PostError("unreachable", type(error).__name__) from None
        try:
            line.send(_with_final_dot(envelope.content))
            reply = line.getreply()
        except (smtplib.SMTPException, OSError) as error:
            # After the final dot the server may have taken it; before it, nobody can tell the two apart from here.
            self._drop()
            raise PostError("in doubt", type(error).__name__) from None
        self._step(reply, {250}, "rejected")

    def _announce(self, line: smtplib.SMTP, envelope: Envelope) -> None:
        """Sender, recipient and DATA: in one write where the server offers it, which saves two turns for each message.
        Every answer is read and means the same either way."""
        if not (_ADDRESS.fullmatch(envelope.sender) and _ADDRESS.fullmatch(envelope.to)):
            raise PostError("rejected", "address")
        asked = (
            (f"MAIL FROM:<{envelope.sender}>", {250}, "refused"),
            (f"RCPT TO:<{envelope.to}>", {250, 251}, "rejected"),
            ("DATA", {354}, "refused"),
        )
        if not line.has_extn("pipelining"):
            for command, wanted, refusal in asked:
                self._step(line.docmd(command), wanted, refusal)
            return
        line.send("".join(f"{command}\r\n" for command, *_ in asked))
        replies = [line.getreply() for _ in asked]
        is_open = replies[-1][0] == 354
        for reply, (_, wanted, refusal) in zip(replies, asked, strict=True):
            if reply[0] not in wanted and is_open:
                line.send(b".\r\n")  # it waits for a text without a recipient: nothing follows, and it says so
                line.getreply()
            self._step(reply, wanted, refusal)

    def _step(self, reply: tuple[int, bytes], wanted: set[int], refusal: str) -> None:
        code, _ = reply
        if code in wanted:
            return
        if code == 421:
            self._drop()
            raise PostError("unreachable", str(code))
        if self._line is not None:
            try:
                self._line.rset()
            except (smtplib.SMTPException, OSError):
                self._drop()
        raise PostError("rejected" if code >= 500 and refusal == "rejected" else "refused", str(code))

    def _open(self) -> smtplib.SMTP:
        if self._line is not None:
            return self._line
        smtp = self._smtp
        try:
            context = ssl.create_default_context()
            if smtp.tls == "implicit":
                line: smtplib.SMTP = smtplib.SMTP_SSL(smtp.host, smtp.port, timeout=self._timeout, context=context)
            else:
                line = smtplib.SMTP(smtp.host, smtp.port, timeout=self._timeout)
            if smtp.tls == "starttls":
                line.starttls(context=context)
            line.ehlo_or_helo_if_needed()
            if line.sock is not None:  # the end of a message must not wait for the answer to its beginning
                line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if smtp.user:
                line.login(smtp.user, smtp.password or "")
        except (smtplib.SMTPException, OSError) as error:
            raise PostError("unreachable", type(error).__name__) from None
        self._line = line
        return line

    def _drop(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None


def _with_final_dot(content: bytes) -> bytes:
    """A message as it goes over the line, in one write: two small writes cost a pause of 40 ms on many systems."""
    stuffed = content.replace(b"\r\n.", b"\r\n..")
    return stuffed + (b".\r\n" if stuffed.endswith(b"\r\n") else b"\r\n.\r\n")


def post_for(settings: Settings) -> Post:
    """The way out that this installation has set."""
    return SmtpPost(settings.smtp) if settings.smtp else FolderPost(settings.outbox)


def send_one(settings: Settings, message: EmailMessage, to: str) -> None:
    """A single message now, such as a sign-in link. Raises PostError."""
    envelope = Envelope(
        sender=str(message["From"].addresses[0].addr_spec),
        to=to,
        message_id=str(message["Message-ID"]),
        content=message.as_bytes(),
    )
    with post_for(settings) as post:
        post.send(envelope)
