"""Visitors over kept connections: a small client that costs next to nothing beside what it measures."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CLOSES = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and how long it took from the first byte sent to the last byte read."""

    status: int
    head: bytes
    body: bytes
    seconds: float

    @property
    def wire(self) -> int:
        """Bytes on the wire."""
        return len(self.head) + len(self.body)

    def header(self, name: str) -> str:
        found = re.search(rf"\r\n{name}: *([^\r]*)".encode(), self.head, re.IGNORECASE)
        return found[1].decode() if found else ""


class Line:
    """One kept connection to a server on this machine."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def _close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def ask(self, request: bytes) -> Answer:
        """Send one request and read its answer, which must say its length."""
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=60)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        began = time.perf_counter()
        self._socket.sendall(request)
        head, body = self._head()
        found = _LENGTH.search(head)
        left = (int(found[1]) if found else 0) - len(body)
        while left > 0:
            piece = self._socket.recv(min(left, 262_144))
            if not piece:
                raise ConnectionError("the server closed the line within an answer")
            body += piece
            left -= len(piece)
        seconds = time.perf_counter() - began
        if _CLOSES.search(head):
            self._close()
        return Answer(int(head[9:12]), head, body, seconds)

    def _head(self) -> tuple[bytes, bytes]:
        read = b""
        while b"\r\n\r\n" not in read:
            assert self._socket is not None
            piece = self._socket.recv(65_536)
            if not piece:
                raise ConnectionError("the server closed the line before an answer")
            read += piece
        end = read.index(b"\r\n\r\n") + 4
        return read[:end], read[end:]


def request(path: str, cookie: str = "", form: bytes | None = None) -> bytes:
    """One request, ready to send. With `form` a POST."""
    lines = [f"{'GET' if form is None else 'POST'} {path} HTTP/1.1", "Host: 127.0.0.1", "Accept-Encoding: gzip"]
    if cookie:
        lines.append(f"Cookie: {cookie}")
    if form is not None:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(form)}"]
    return "\r\n".join([*lines, "", ""]).encode() + (form or b"")


def visits(port: int, requests: Sequence[bytes], *, connections: int, status: int = 200) -> list[float]:
    """Send all requests, each connection one after the other; the seconds of each. Another status than expected ends
    the measurement: a quick error page is no figure."""
    seconds: list[float] = []
    troubles: list[BaseException] = []

    def work(own: Sequence[bytes]) -> None:
        try:
            with Line(port) as line:
                for one in own:
                    answer = line.ask(one)
                    if answer.status != status:
                        raise AssertionError(f"{one.splitlines()[0]!r} was answered {answer.status}")
                    seconds.append(answer.seconds)
        except (AssertionError, OSError) as trouble:
            troubles.append(trouble)

    _at_once(work, [requests[number::connections] for number in range(connections)])
    if troubles:
        raise troubles[0]
    return seconds


def _at_once(work: Callable[[Sequence[bytes]], None], shares: Sequence[Sequence[bytes]]) -> None:
    threads = [threading.Thread(target=work, args=(share,)) for share in shares]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
