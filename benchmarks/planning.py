"""Plans the next week of a trust of 20,000 with its history, by the real choice, and plans it again."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from collections.abc import Iterator

from sqlalchemy import func, select

from benchmarks import register
from benchmarks.figures import Figure, Spread
from benchmarks.history import BASE_URL
from benchmarks.world import World
from learning.drip.actions.plan import hear_news, plan
from learning.drip.models import Delivery
from learning.ground import clock
from learning.ground.db import db
from learning.ground.workdays import monday_of
from learning.modules import actions as modules
from learning.people.models import Organisation, Person

WANTED_S = 10.0


def measure(world: World) -> Iterator[Figure]:
    monday = dt.datetime.combine(monday_of(clock.now().date()) + dt.timedelta(days=7), dt.time(0, 5), tzinfo=dt.UTC)
    first, again, busy, telling, rows, new, kinds, heard = [], [], [], [], 0, 0, "", 0
    for _ in range(world.rounds):
        store = world.copy_of_trust()
        with store.app().app_context():
            began = time.process_time()
            seconds, rows = _planned(monday)
            busy.append(time.process_time() - began)
            first.append(seconds)
            seconds, more = _planned(monday)
            again.append(seconds)
            new += more
            kinds = _kinds(monday.date())
            found, heard = _told(monday)
            telling.append(found)
            db.session.remove()
            db.engine.dispose()
        shutil.rmtree(store.folder)
    yield Figure(
        f"plan a week for {world.staff:,} with {world.weeks} weeks behind them",
        f"≤ {WANTED_S:.0f} s",
        f"{Spread(first).said(' s')}, of which {Spread(busy).middle:.1f} s of a processor; {rows:,} rows: {kinds}",
        Spread(first).middle <= WANTED_S,
    )
    yield Figure("the same week planned again", "nothing new", f"{new} new, {Spread(again).said(' s', 2)}", new == 0)
    yield Figure(
        "a rule has changed: a heads-up in the place of this week’s unit",
        "",
        f"{Spread(telling).said(' s')}; {heard:,} people hear of it in this week",
    )


def _told(monday: dt.datetime) -> tuple[float, int]:
    """A rule is changed on Monday; the tick after midnight puts the heads-up into the week."""
    trust = db.session.scalars(select(Organisation)).one()
    owner = db.session.scalars(select(Person).order_by(Person.id).limit(1)).one()
    register.decide(trust, register.CHANGED, "no", owner=owner, now=monday + dt.timedelta(hours=1), seen=1)
    db.session.commit()
    tuesday = monday + dt.timedelta(days=1)
    began = time.perf_counter()
    modules.tell_changes(trust, now=tuesday, today=tuesday.date())
    heard = hear_news(trust, now=tuesday)
    db.session.commit()
    return time.perf_counter() - began, heard


def _planned(monday: dt.datetime) -> tuple[float, int]:
    trust = db.session.scalars(select(Organisation)).one()
    began = time.perf_counter()
    rows = plan(trust, now=monday, base_url=BASE_URL)
    db.session.commit()
    return time.perf_counter() - began, rows


def _kinds(week_on: dt.date) -> str:
    asked = select(func.coalesce(Delivery.kind, Delivery.state), func.count()).where(Delivery.week_on == week_on)
    counts = db.session.execute(asked.group_by(func.coalesce(Delivery.kind, Delivery.state)))
    return ", ".join(f"{count:,} {kind}" for kind, count in sorted((str(row[0]), int(row[1])) for row in counts))
