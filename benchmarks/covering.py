"""Opens the coverage page of a whole trust, and counts everybody again person by person to see that it is the same."""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter, defaultdict
from collections.abc import Iterator

from sqlalchemy import or_, select

from benchmarks import servers
from benchmarks.figures import Figure, Spread, share_below
from benchmarks.load import request, visits
from benchmarks.visitors import with_duty
from benchmarks.world import World
from learning.capability import queries as capability
from learning.capability.rules import status
from learning.coverage import actions, queries
from learning.coverage.rules import Counts, Square
from learning.ground import clock
from learning.ground.db import db
from learning.people.models import Membership, Organisation, Person

WANTED_P95_MS = 100.0
VISITS = 100


def measure(world: World) -> Iterator[Figure]:
    store = world.copy_of_trust()
    app = store.app()
    with app.app_context():
        trust = db.session.scalars(select(Organisation)).one()
        today = clock.today(trust.timezone)
        began = time.perf_counter()
        counted = queries.counts(trust.id, today)
        counting = time.perf_counter() - began
        is_same = dict(counted.squares) == _recounted(trust, today)
        began = time.perf_counter()
        actions.publish_due(now=clock.now())
        db.session.commit()
        publishing = time.perf_counter() - began
        db.session.remove()
        db.engine.dispose()
    cookie = with_duty(app, "lead")
    slowest, middles = [], []
    with servers.steady(store.env, store.folder) as port:
        visits(port, [request("/coverage", cookie)] * 10, connections=1)
        for _ in range(world.rounds + 2):
            seconds = visits(port, [request("/coverage", cookie)] * VISITS, connections=1)
            slowest.append(share_below(seconds, 0.95) * 1000)
            middles.append(share_below(seconds, 0.5) * 1000)
    yield Figure(
        f"`/coverage`, the whole organisation of {world.staff:,}, p95",
        f"≤ {WANTED_P95_MS:.0f} ms",
        f"{Spread(slowest).said(' ms')}; median {Spread(middles).middle:.1f} ms",
        Spread(slowest).middle <= WANTED_P95_MS,
    )
    yield Figure(
        f"its {len(counted.squares):,} counts beside a recount of everybody by the rules",
        "equal",
        "equal" if is_same else "they differ",
        is_same,
    )
    yield Figure(
        "what publishing a week takes, once a week", "", f"{publishing:.1f} s, of which counting {counting:.1f} s"
    )


def _recounted(trust: Organisation, today: dt.date) -> dict[Square, Counts]:
    """Person by person: everybody with a post who began more than a week ago and has not left."""
    thresholds = capability.thresholds()
    required, held = capability.required_of_many(trust.id), capability.held_of_many(trust.id)
    asked = (
        select(Person.id, Membership.team_id, Membership.role_family)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Person.status != "left",
            Person.started_on < today - dt.timedelta(days=7),
            Membership.starts_on <= today,
            or_(Membership.ends_on.is_(None), Membership.ends_on >= today),
        )
        .order_by(Person.id, Membership.is_main, Membership.fte, Membership.id.desc())
    )
    places = {row[0]: (str(row[1]), row[2] or "to-confirm") for row in db.session.execute(asked)}
    found: dict[Square, Counter[str]] = defaultdict(Counter)
    for person_id, (team, role) in places.items():
        for competency, level in required.get(person_id, {}).items():
            stands = status(held.get(person_id, {}).get(competency), level, today, thresholds)
            found[Square(competency, team, role)][stands.value.replace("-", "_")] += 1
    return {square: Counts(**counts) for square, counts in found.items()}
