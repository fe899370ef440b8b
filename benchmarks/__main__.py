"""`python -m benchmarks [names…] [--staff N] [--quick]`: measure, print, and write `docs/performance.md`."""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import machine, simulate_year
from benchmarks.figures import Figure, table
from benchmarks.store import ROOT
from benchmarks.world import World

# In this order: what needs no store first, then reading, then writing.
NAMES = ("starting", "library", "importing", "planning", "sending", "pages", "answering", "covering")
REPORT = ROOT / "docs" / "performance.md"


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _asked(arguments)
    began = time.monotonic()

    def say(what: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {what}", flush=True)

    found: dict[str, list[Figure]] = {}
    head = machine.described()
    with tempfile.TemporaryDirectory(prefix="steady-bench-") as folder:
        world = World(Path(folder), asked.staff, asked.quick, say)
        for name in asked.names:
            module = importlib.import_module(f"benchmarks.{name}")
            say(str(module.__doc__).splitlines()[0])
            found[name] = []
            for figure in module.measure(world):
                found[name].append(figure)
                say(f"  {figure.work}: {figure.measured} {'' if figure.holds is not False else '(falls short)'}")
    minutes = (time.monotonic() - began) / 60
    if set(asked.names) == set(NAMES) and not asked.quick:
        REPORT.write_text("\n".join(_report(found, head, asked.staff, minutes)) + "\n")
        say(f"Written to {REPORT.relative_to(ROOT)}.")
    else:
        say("A part is no report: docs/performance.md stays as it is.")
    return 0


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"some of: {', '.join(NAMES)} (all)")
    parser.add_argument("--staff", type=int, default=20_000, help="people in the trust (20000)")
    parser.add_argument("--quick", action="store_true", help="4 weeks and one round: to see that it runs")
    asked = parser.parse_args(arguments)
    unknown = set(asked.names) - set(NAMES)
    if unknown:
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    asked.names = asked.names or list(NAMES)
    return asked


def _report(found: dict[str, list[Figure]], head: str, staff: int, minutes: float) -> Iterator[str]:
    figures = [figure for group in found.values() for figure in group]
    short = [figure.work for figure in figures if figure.holds is False]
    yield "# Performance"
    yield ""
    yield "Written by `make bench`, which measures all of it again; nothing here is edited by hand."
    yield ""
    yield f"Measured on {dt.datetime.now(dt.UTC).date():%-d %B %Y} in {minutes:.0f} minutes. {head}"
    yield ""
    yield (
        f"{staff:,} invented staff on one SQLite database with 12 weeks behind them, lived by the real choice and the "
        "real marking. Where several figures stand, the first is the median of the rounds, then the smallest and the "
        "largest."
    )
    yield ""
    yield (
        "**Q** is a bare Flask page with one indexed query through Flask-SQLAlchemy and one template, on the same "
        "server (waitress, 8 threads) with the same database, measured in turns with the page in question. Ratios to "
        "it mean the same on a slow machine and on a busy one; milliseconds do not. Visitors keep their connections, "
        "and each request is another person's."
    )
    yield ""
    yield from table(figures)
    yield ""
    yield f"**Short of the figure:** {'; '.join(short)}." if short else "Every figure holds."
    yield ""
    yield from simulate_year.report(100)


if __name__ == "__main__":
    raise SystemExit(main())
