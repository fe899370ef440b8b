"""Composes, sends and records this week's mails, beside Postfix's own load generator to the same sink."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy import func, select, update

from benchmarks import servers
from benchmarks.figures import Figure, Spread
from benchmarks.world import World
from learning import jobs
from learning.drip.actions.deliver import Sender
from learning.drip.models import Delivery
from learning.ground import clock, settings
from learning.ground.db import db
from learning.ground.settings import Settings
from learning.ground.workdays import monday_of

WANTED_RATIO = 0.4
MESSAGES = 2000  # in a round


def measure(world: World) -> Iterator[Figure]:
    work, wanted = "compose + send + record, messages a second", f"≥ {WANTED_RATIO} × `smtp-source -d`"
    if shutil.which("smtp-source") is None or shutil.which("smtp-sink") is None:
        yield Figure(work, wanted, "not measured: smtp-source and smtp-sink (Postfix) are not installed")
        return
    port = servers.free_port()
    store = world.copy_of_trust(STEADY_SMTP_URL=f"smtp://127.0.0.1:{port}")
    ratios, ours, theirs = [], [], []
    with _sink(world, port), store.app().app_context():
        length = _usual_length(world)
        _sent(_made_due(MESSAGES // 10))
        for _ in range(world.rounds + 2):
            theirs.append(_source(port, length))
            ours.append(_sent(_made_due(MESSAGES)))
            ratios.append(ours[-1] / theirs[-1])
        db.session.remove()
        db.engine.dispose()
    yield Figure(
        f"{work}, one connection",
        wanted,
        f"{Spread(ratios).said(' ×', 2)}; {Spread(ours).middle:,.0f} a second beside {Spread(theirs).middle:,.0f}, "
        f"of {length:,} bytes",
        Spread(ratios).middle >= WANTED_RATIO,
    )


@contextmanager
def _sink(world: World, port: int) -> Iterator[None]:
    user = ("-u", "nobody") if os.geteuid() == 0 else ()
    command = ("smtp-sink", *user, f"127.0.0.1:{port}", "100")
    with servers.running(command, port, {}, log=world.folder / "sink.log"):
        yield


def _made_due(count: int) -> int:
    """So many units of this week wait for their mail again."""
    now = clock.now()
    some = select(Delivery.id).where(Delivery.week_on == monday_of(now.date()), Delivery.channel == "mail")
    some = some.where(Delivery.module_version_id.is_not(None)).order_by(func.random()).limit(count)
    hour = dt.timedelta(hours=1)
    db.session.execute(
        update(Delivery)
        .where(Delivery.id.in_(db.session.scalars(some).all()))
        .values(state="planned", sent_at=None, due_at=now - hour, not_after=now + hour)
        .execution_options(synchronize_session=False)
    )
    db.session.commit()
    return count


def _sent(count: int, given: Settings | None = None) -> float:
    """Messages a second, from the claim to the commit that says they were sent."""
    sender = Sender(given or settings.current(), clock.now(), db.session.commit, jobs.render)
    began = time.perf_counter()
    done = sender.run()
    seconds = time.perf_counter() - began
    assert done.sent == count, done
    return count / seconds


def _usual_length(world: World) -> int:
    """Bytes of a usual mail of this week, for the load generator to send as much."""
    into_a_folder = replace(settings.current(), smtp=None, instance=world.folder / "letters")
    _sent(_made_due(100), into_a_folder)
    lengths = [letter.stat().st_size for letter in into_a_folder.outbox.glob("*.eml")]
    return sum(lengths) // len(lengths)


def _source(port: int, length: int) -> float:
    command = ("smtp-source", "-d", "-m", str(MESSAGES), "-l", str(length), f"127.0.0.1:{port}")
    began = time.perf_counter()
    subprocess.run(command, check=True, timeout=300, capture_output=True)
    return MESSAGES / (time.perf_counter() - began)
