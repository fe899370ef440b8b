"""`make run` in a fresh clone with a warm package cache: the first page, the second start, and resident memory."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import servers
from benchmarks.figures import Figure
from benchmarks.load import Line, request
from benchmarks.machine import resident_mb
from benchmarks.store import ROOT
from benchmarks.world import World

WANTED_FIRST_S, WANTED_SECOND_S, WANTED_MB = 60.0, 3.0, 150.0
LONGEST_S = 300.0
LIVES_FOR_S = 420.0  # how long the demonstration may take to live its weeks


def measure(world: World) -> Iterator[Figure]:
    clone = world.folder / "clone"
    subprocess.run(("git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(clone)), check=True)
    with _started(clone, world.folder / "first.log") as (seconds, port, process):
        yield Figure(
            "`make run`, fresh clone, warm package cache: first page",
            f"≤ {WANTED_FIRST_S:.0f} s",
            f"{seconds:.1f} s",
            seconds <= WANTED_FIRST_S,
        )
        lived = None if world.is_quick else _lived(clone)
        if lived is not None:
            yield Figure("the demonstration has lived its weeks, in the background", "", f"{lived:.0f} s after it")
        memory = _resident(process.pid, port)
        yield Figure(
            "resident memory, after every page of the demonstration's start",
            f"≤ {WANTED_MB:.0f} MB",
            f"{memory:.0f} MB",
            memory <= WANTED_MB,
        )
    with _started(clone, world.folder / "second.log") as (seconds, port, process):
        yield Figure(
            "`make run` again: first page",
            f"≤ {WANTED_SECOND_S:.0f} s",
            f"{seconds:.1f} s, {_resident(process.pid, port):.0f} MB",
            seconds <= WANTED_SECOND_S,
        )
    shutil.rmtree(clone)


@contextmanager
def _started(clone: Path, log: Path) -> Iterator[tuple[float, int, subprocess.Popen[bytes]]]:
    """From the command to the first page that came."""
    port = servers.free_port()
    own = {name: value for name, value in os.environ.items() if not name.startswith(("STEADY_", "VIRTUAL_ENV", "MAKE"))}
    began = time.perf_counter()
    with log.open("wb") as out:
        process = subprocess.Popen(
            ("make", "run", f"PORT={port}"), cwd=clone, env=own, stdout=out, stderr=out, start_new_session=True
        )
    try:
        _await_page(port, process, log)
        yield time.perf_counter() - began, port, process
    finally:
        servers.end(process)


def _await_page(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + LONGEST_S
    while time.monotonic() < until and process.poll() is None:
        if servers.is_listening(port):
            with Line(port) as line:
                if line.ask(request("/sign-in")).status == 200:
                    return
        time.sleep(0.05)
    raise RuntimeError(f"make run showed no page: {log.read_text(errors='replace')[-2000:]}")


def _resident(pid: int, port: int) -> float:
    with Line(port) as line:
        for page in ("/sign-in", "/demo", "/outbox", "/help", "/accessibility"):
            line.ask(request(page))
    return resident_mb(pid)


def _lived(clone: Path) -> float | None:
    """Seconds until the demonstration has lived its weeks; None where it took too long."""
    began = time.monotonic()
    command = (str(clone / ".venv" / "bin" / "python"), "-c", _ASK)
    while time.monotonic() - began < LIVES_FOR_S:
        asked = subprocess.run(command, cwd=clone, env={**os.environ, "STEADY_DEMO": "1"}, capture_output=True)
        if asked.stdout.strip() == b"done":
            return time.monotonic() - began
        time.sleep(3)
    return None


_ASK = """
from learning.app import create_app
from learning.demo import actions
with create_app().app_context():
    print("done" if actions.lived().is_done else "")
"""
