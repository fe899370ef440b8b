"""What becomes of each message at a real line: taken, refused, rejected or in doubt, with PIPELINING and without."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from learning.ground.post import Envelope, PostError, SmtpPost
from learning.ground.settings import Smtp

Says = Callable[[str], bytes]


def _usual(line: str) -> bytes:
    return {"DATA": b"354 go on\r\n", "QUIT": b"221 bye\r\n"}.get(line[:4], b"250 fine\r\n")


class Server:
    """A mail server of a few lines that answers as it is told, and keeps what it heard."""

    def __init__(self, says: Says, *, pipelining: bool, drops_after_text: bool) -> None:
        self.says, self.pipelining, self.drops_after_text = says, pipelining, drops_after_text
        self.heard: list[str] = []
        self.texts: list[bytes] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]

    def close(self) -> None:
        self._listening.close()

    def run(self) -> None:
        while True:
            try:
                line, _ = self._listening.accept()
            except OSError:
                return
            with line, line.makefile("rb") as said:
                line.sendall(b"220 here\r\n")
                self._talk(line, iter(said.readline, b""))

    def _talk(self, line: socket.socket, said: Iterator[bytes]) -> None:
        for raw in said:
            command = raw.decode().rstrip()
            self.heard.append(command)
            if command.upper().startswith("EHLO"):
                line.sendall(b"250-here\r\n250 PIPELINING\r\n" if self.pipelining else b"250 here\r\n")
                continue
            answer = self.says(command)
            line.sendall(answer)
            if answer.startswith(b"421"):
                return
            if command == "DATA" and answer.startswith(b"354"):
                text = b"".join(iter(lambda: next(said), b".\r\n"))
                self.texts.append(text)
                if self.drops_after_text:
                    return
                line.sendall(self.says("text") if text else b"554 no recipients\r\n")


@contextmanager
def a_server(says: Says = _usual, *, pipelining: bool = True, drops_after_text: bool = False) -> Iterator[Server]:
    server = Server(says, pipelining=pipelining, drops_after_text=drops_after_text)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.close()


def _post(server: Server) -> SmtpPost:
    return SmtpPost(Smtp("127.0.0.1", server.port), timeout=5)


def a_letter(to: str = "sade@trust.example", text: bytes = b"Subject: Hello\r\n\r\nHello.\r\n") -> Envelope:
    return Envelope("steady@steady.example", to, "<1@steady.example>", text)


@pytest.mark.parametrize("pipelining", [True, False])
def test_every_message_arrives_whole_over_one_line(pipelining: bool) -> None:
    with a_server(pipelining=pipelining) as server, _post(server) as post:
        post.send(a_letter())
        post.send(a_letter(text=b"Subject: Dots\r\n\r\n.hidden\r\n.\r\nno line end"))
    assert server.texts == [
        b"Subject: Hello\r\n\r\nHello.\r\n",
        b"Subject: Dots\r\n\r\n..hidden\r\n..\r\nno line end\r\n",
    ]
    assert sum(line.startswith("RCPT TO:<sade@trust.example>") for line in server.heard) == 2


@pytest.mark.parametrize("pipelining", [True, False])
@pytest.mark.parametrize("opens_anyway", [True, False])
def test_one_rejected_address_says_so_and_the_next_message_still_leaves(pipelining: bool, opens_anyway: bool) -> None:
    def says(line: str) -> bytes:
        if "nobody@" in line:
            says.bad = True  # type: ignore[attr-defined]
            return b"550 nobody here\r\n"
        if line == "DATA" and getattr(says, "bad", False) and not opens_anyway:
            return b"503 nobody to write to\r\n"
        if line.upper() in {"RSET", "TEXT"}:
            says.bad = False  # type: ignore[attr-defined]
        return _usual(line)

    with a_server(says, pipelining=pipelining) as server, _post(server) as post:
        with pytest.raises(PostError) as trouble:
            post.send(a_letter("nobody@trust.example"))
        assert trouble.value.kind == "rejected"
        post.send(a_letter())
    assert [text for text in server.texts if text] == [b"Subject: Hello\r\n\r\nHello.\r\n"]


@pytest.mark.parametrize("pipelining", [True, False])
@pytest.mark.parametrize(
    ("command", "answer", "kind"),
    [
        ("MAIL", b"451 later\r\n", "refused"),
        ("RCPT", b"450 later\r\n", "refused"),
        ("RCPT", b"550 never\r\n", "rejected"),
        ("DATA", b"451 later\r\n", "refused"),
        ("MAIL", b"421 closing\r\n", "unreachable"),
        ("text", b"451 later\r\n", "refused"),
        ("text", b"554 never\r\n", "rejected"),
    ],
)
def test_what_the_server_says_decides_whether_it_is_tried_again(
    command: str, answer: bytes, kind: str, pipelining: bool
) -> None:
    def says(line: str) -> bytes:
        return answer if line.startswith(command) else _usual(line)

    with a_server(says, pipelining=pipelining) as server, _post(server) as post, pytest.raises(PostError) as trouble:
        post.send(a_letter())
    assert trouble.value.kind == kind


@pytest.mark.parametrize("pipelining", [True, False])
def test_a_line_that_breaks_after_the_text_leaves_the_message_in_doubt(pipelining: bool) -> None:
    broken = a_server(pipelining=pipelining, drops_after_text=True)
    with broken as server, _post(server) as post, pytest.raises(PostError) as trouble:
        post.send(a_letter())
    assert trouble.value.kind == "in doubt"


@pytest.mark.parametrize("to", ["sade@trust.example\r\nRCPT TO:<other@trust.example>", "séamus@trust.example"])
def test_an_address_that_is_none_is_rejected_before_anything_is_said(to: str) -> None:
    with a_server() as server, _post(server) as post:
        with pytest.raises(PostError) as trouble:
            post.send(a_letter(to))
        post.send(a_letter())
    assert trouble.value.kind == "rejected"
    assert len(server.texts) == 1
