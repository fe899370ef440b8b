"""Servers as processes of their own, started here and ended by their number."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.store import ROOT

THREADS = 8  # of waitress, as `steady serve` has them
STEADY = (sys.executable, "-c", "from learning.commands import main; main()")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    command: Sequence[str], port: int, env: Mapping[str, str], *, log: Path, wait: float = 60
) -> Iterator[subprocess.Popen[bytes]]:
    """A server that listens on the port, for as long as the block lasts."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **env}, stdout=out, stderr=out, start_new_session=True
        )
        try:
            _await(process, port, time.monotonic() + wait, log)
            yield process
        finally:
            end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Ask the process and what it started to stop, and insist after a while."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(15)


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _await(process: subprocess.Popen[bytes], port: int, until: float, log: Path) -> None:
    while not is_listening(port):
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"a server did not start: {log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.02)


@contextmanager
def steady(env: Mapping[str, str], folder: Path) -> Iterator[int]:
    """The product on waitress, without its clock. Gives the port."""
    port = free_port()
    command = (*STEADY, "serve", "--no-clock", "--port", str(port))
    with running(command, port, env, log=folder / "steady.log"):
        yield port


@contextmanager
def bare(database: Path, folder: Path) -> Iterator[int]:
    """The page that others are compared with, on waitress with as many threads."""
    port = free_port()
    command = (sys.executable, "-m", "benchmarks.bare", str(database), str(port))
    with running(command, port, {}, log=folder / "bare.log"):
        yield port
