"""Opens learners' pages with 1 and with 8 connections, beside a bare Flask page, and weighs them on the wire."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from benchmarks import servers
from benchmarks.figures import Figure, Spread
from benchmarks.load import Line, request, visits
from benchmarks.visitors import Visitor, visitors
from benchmarks.world import World

WANTED_RATIO = 8.0
WANTED_FIRST_KB, WANTED_AFTER_KB = 60.0, 15.0
PAGES = (
    "/this-week",
    "/modules/<slug>",
    "/progress",
    "/settings",
    "/guardrails",
    "/guardrails?task=rewrite&data=staff_only",
)
PEOPLE = 160
REQUESTS = {1: 160, 8: 480}  # in a round, for each page


def measure(world: World) -> Iterator[Figure]:
    store = world.copy_of_trust()
    people = visitors(store.app(), PEOPLE)
    with servers.steady(store.env, store.folder) as port, servers.bare(store.database, store.folder) as bare_port:
        for page in PAGES:  # both are warm before anything counts
            visits(port, page_requests(page, people)[:40], connections=8)
        for connections in (1, 8):
            yield from _rounds(world, port, bare_port, people, connections)
        yield from _wire(port, people[0])


def page_requests(page: str, people: Sequence[Visitor]) -> list[bytes]:
    return [request(page.replace("<slug>", one.slug), one.cookie) for one in people]


def bare_requests(people: Sequence[Visitor], page: str = "q") -> list[bytes]:
    return [request(f"/{page}/{one.person_id}") for one in people]


def _rounds(world: World, port: int, bare_port: int, people: Sequence[Visitor], connections: int) -> Iterator[Figure]:
    """Page by page and round by round beside Q, so that whatever else the machine does meets both."""
    ratios: dict[str, list[float]] = {page: [] for page in PAGES}
    millis: dict[str, list[float]] = {page: [] for page in PAGES}
    q_millis: list[float] = []
    times = max(1, REQUESTS[connections] // len(people))
    for _ in range(world.rounds + 2):
        for page in ratios:
            q = median(visits(bare_port, bare_requests(people) * times, connections=connections))
            own = median(visits(port, page_requests(page, people) * times, connections=connections))
            ratios[page].append(own / q)
            millis[page].append(own * 1000)
            q_millis.append(q * 1000)
    word = "1 connection" if connections == 1 else f"{connections} connections"
    driver = median(visits(bare_port, bare_requests(people, "driver") * times, connections=connections)) * 1000
    yield Figure(
        f"Q, the bare page, {word}",
        "",
        f"median {Spread(q_millis).said(' ms', 2)}; asking the driver itself {driver:.2f} ms, which "
        f"would make every ratio {Spread(q_millis).middle / driver:.1f} times as high",
    )
    for page, found in ratios.items():
        yield Figure(
            f"`{page}`, {world.staff:,} staff, {word}",
            f"≤ {WANTED_RATIO:.0f} × Q",
            f"{Spread(found).said(' × Q')}; median {Spread(millis[page]).middle:.1f} ms",
            Spread(found).middle <= WANTED_RATIO,
        )


def _wire(port: int, visitor: Visitor) -> Iterator[Figure]:
    """What a first visit fetches, with all that the page asks for, and what a visit after it fetches."""
    first: Mapping[str, int] = {}
    with Line(port) as line:
        for page in ("/this-week", "/modules/<slug>"):
            answer = line.ask(request(page.replace("<slug>", visitor.slug), visitor.cookie))
            assets = sorted(set(re.findall(rb'(?:href|src)="(/static/[^"]+)"', _plain(answer.body))))
            sizes = {asset.decode(): line.ask(request(asset.decode())).wire for asset in assets}
            first = {page: answer.wire + sum(sizes.values()), "after": answer.wire}
            yield Figure(
                f"`{page}` on the wire, first visit, with {len(assets)} files",
                f"≤ {WANTED_FIRST_KB:.0f} kB",
                f"{first[page] / 1000:.1f} kB",
                first[page] <= WANTED_FIRST_KB * 1000,
            )
            yield Figure(
                f"`{page}` on the wire, visits after",
                f"≤ {WANTED_AFTER_KB:.0f} kB",
                f"{answer.wire / 1000:.1f} kB",
                answer.wire <= WANTED_AFTER_KB * 1000,
            )


def _plain(body: bytes) -> bytes:
    return gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body
