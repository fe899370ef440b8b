"""Submits answers with 8 connections, each by another person to this week's unit, beside a bare Flask page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from statistics import median
from urllib.parse import urlencode

from benchmarks import servers
from benchmarks.figures import Figure, Spread, share_below
from benchmarks.load import Line, request, visits
from benchmarks.pages import WANTED_RATIO, bare_requests
from benchmarks.visitors import Visitor, visitors
from benchmarks.world import World

WANTED_P95_MS = 100.0
CONNECTIONS = 8
ANSWERS = 240  # in a round


def measure(world: World) -> Iterator[Figure]:
    store = world.copy_of_trust()
    rounds = world.rounds + 2
    people = visitors(store.app(), ANSWERS * (rounds + 1))
    ratios, middles, slowest = [], [], []
    with servers.steady(store.env, store.folder) as port, servers.bare(store.database, store.folder) as bare_port:
        for number in range(rounds + 1):
            own = people[number * ANSWERS : (number + 1) * ANSWERS]
            posts = _posts(port, own)
            q = median(visits(bare_port, bare_requests(own) * 2, connections=CONNECTIONS))
            seconds = visits(port, posts, connections=CONNECTIONS, status=303)
            if number:  # the first round warms both
                ratios.append(median(seconds) / q)
                middles.append(median(seconds) * 1000)
                slowest.append(share_below(seconds, 0.95) * 1000)
    work = f"submit an answer, {world.staff:,} staff, {CONNECTIONS} connections"
    yield Figure(
        f"{work}, p50",
        f"≤ {WANTED_RATIO:.0f} × Q",
        f"{Spread(ratios).said(' × Q')}; {Spread(middles).middle:.1f} ms",
        Spread(ratios).middle <= WANTED_RATIO,
    )
    yield Figure(
        f"{work}, p95",
        f"≤ {WANTED_P95_MS:.0f} ms",
        Spread(slowest).said(" ms", 0),
        Spread(slowest).middle <= WANTED_P95_MS,
    )


def _posts(port: int, people: Sequence[Visitor]) -> list[bytes]:
    """Open each person's unit and fill in its question, as a browser would; sent later, when time is taken."""
    posts = []
    with Line(port) as line:
        for one in people:
            page = line.ask(request(f"/modules/{one.slug}", one.cookie))
            form = Question()
            form.feed(page.body.decode())
            posts.append(request(form.action, one.cookie, urlencode(form.filled()).encode()))
    return posts


class Question(HTMLParser):
    """The form of a question, and an answer to it: the first of everything that may be chosen. Steps to put in order
    take their places as they stand."""

    def __init__(self) -> None:
        super().__init__()
        self.action = ""
        self._chosen: dict[str, str] = {}
        self._is_inside = False
        self._places = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "form" and re.fullmatch(r"/modules/[^/]+/[^/]+", facts.get("action", "")) and not self.action:
            self.action, self._is_inside = facts["action"], True
        elif not self._is_inside:
            return
        elif tag == "input" and facts.get("type") in {"hidden", "radio", "checkbox"}:
            self._chosen.setdefault(facts["name"], facts.get("value", "on"))
        elif tag == "select":
            self._places += 1
            self._chosen[facts["name"]] = str(self._places)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_inside = False

    def filled(self) -> dict[str, str]:
        """Marks and "nothing is wrong" exclude each other, so the marks stay."""
        chosen = dict(self._chosen)
        if len(chosen) > 1 and "marked" in chosen:
            chosen.pop("nothing", None)
        return chosen
