"""Imports a staff file of 20,000 rows into an empty trust, and the same file again."""

from __future__ import annotations

import time
from collections.abc import Iterator

from sqlalchemy import func, select

from benchmarks.figures import Figure, Spread
from benchmarks.history import imported, large_staff_file
from benchmarks.store import Store
from benchmarks.world import World
from learning.commands.running import prepare
from learning.ground import clock
from learning.ground.db import db
from learning.people import actions as people
from learning.people.models import Person, StaffImport

WANTED_S = 10.0


def measure(world: World) -> Iterator[Figure]:
    file = large_staff_file(world.staff)
    first, again, changed = [], [], 0
    for number in range(world.rounds):
        with Store(world.folder / f"import-{number}").app().app_context():
            prepare()
            now = clock.now()
            trust = people.add_organisation("BENCH", name="Benchmark", nation="england", by="command", now=now)
            organisation_id = trust.id
            db.session.commit()
            db.session.remove()
            first.append(_seconds(organisation_id, file))
            again.append(_seconds(organisation_id, file))
            assert db.session.scalar(select(func.count(Person.id))) == world.staff
            last = db.session.scalars(select(StaffImport).order_by(StaffImport.id.desc()).limit(1)).one()
            changed += sum(last.counts[word] for word in last.counts if word not in _UNCHANGED)
            db.session.remove()
            db.engine.dispose()
    yield Figure(
        f"staff import, {world.staff:,} rows, with requirements worked out",
        f"≤ {WANTED_S:.0f} s",
        Spread(first).said(" s"),
        Spread(first).middle <= WANTED_S,
    )
    yield Figure(
        "the same file again", "nothing changed", f"{changed} changes, {Spread(again).said(' s')}", changed == 0
    )


_UNCHANGED = {"lines", "people", "unchanged", "bad_lines"}


def _seconds(organisation_id: int, file: bytes) -> float:
    began = time.perf_counter()
    imported(organisation_id, file, now=clock.now())
    seconds = time.perf_counter() - began
    db.session.remove()
    return seconds
