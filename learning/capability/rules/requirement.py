"""What a person's roles require on a date: the union of their posts, with overlays and the first 90 days."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

EVERY_FAMILY = "*"
GENERAL_LEVEL = 1  # of every core competency, until the person has said which role is theirs


@dataclass(frozen=True, slots=True)
class Minimum:
    """The level a role family needs in a competency, from a date. A local one may raise or add, never lower."""

    family: str  # EVERY_FAMILY in an overlay: all of them, and people whose role is to confirm
    competency: str
    level: int  # 0 in the core: not required
    starts_on: dt.date
    ends_on: dt.date | None = None  # the last day
    is_local: bool = False


@dataclass(frozen=True, slots=True)
class RequirementPlan:
    """What holds for everybody, beside the levels of the families."""

    core: frozenset[str]  # competencies every role needs
    voice: frozenset[str]  # required only in a post that uses voice tools
    champion_minimum: Mapping[str, int]
    starter_days: int = 90
    starter_cap: int = 2  # nothing above this in the first days


@dataclass(frozen=True, slots=True)
class Post:
    """One assignment of a person, as far as it asks for anything."""

    family: str | None  # None: to confirm
    uses_voice: bool
    starts_on: dt.date
    ends_on: dt.date | None = None  # the last day

    def covers(self, on: dt.date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


@dataclass(frozen=True, slots=True)
class RequirementTable:
    """What each family requires on one day. Made once a day, then each person is a few dictionary look-ups."""

    on: dt.date
    plan: RequirementPlan
    families: Mapping[str, Mapping[str, int]]
    general: Mapping[str, int]  # for a role that is to confirm, or that the framework no longer knows

    def of_family(self, family: str | None) -> Mapping[str, int]:
        return self.general if family is None else self.families.get(family, self.general)


def requirement_table(minimums: Iterable[Minimum], plan: RequirementPlan, on: dt.date) -> RequirementTable:
    """The core levels of that day, raised by the local ones of that day.

    Of several dated lines for the same thing the latest that has begun counts. Before its first date a family's first
    core line counts already: a family never asked for nothing, and the past must stay readable.
    """
    core: dict[str, dict[str, list[Minimum]]] = defaultdict(lambda: defaultdict(list))
    local: dict[str, dict[str, list[Minimum]]] = defaultdict(lambda: defaultdict(list))
    for minimum in minimums:
        (local if minimum.is_local else core)[minimum.family][minimum.competency].append(minimum)
    everywhere = _of_that_day(local.get(EVERY_FAMILY, {}), on)
    general = _highest(dict.fromkeys(plan.core, GENERAL_LEVEL), everywhere)
    families: dict[str, Mapping[str, int]] = {}
    for family in (core.keys() | local.keys()) - {EVERY_FAMILY}:
        # A family that only the organisation knows still owes the general plan.
        base = _of_that_day(core[family], on, first_counts_early=True) if family in core else general
        families[family] = _highest(base, _of_that_day(local.get(family, {}), on), everywhere)
    return RequirementTable(on, plan, families, general)


def required_levels(
    table: RequirementTable, posts: Iterable[Post], *, is_champion: bool, started_on: dt.date | None
) -> dict[str, int]:
    """What this person is required to hold that day, by competency; what is not in it is exempt. No post: nothing.

    Several posts count together, each competency at its highest level. A champion needs more; in the first days
    nothing counts above the cap, whoever asks for it.
    """
    asked = [_of_post(table, post) for post in posts if post.covers(table.on)]
    if not asked:
        return {}
    levels = _highest(*asked, table.plan.champion_minimum if is_champion else {})
    if is_new_starter(started_on, table.on, table.plan):
        levels = {competency: min(level, table.plan.starter_cap) for competency, level in levels.items()}
    return {competency: level for competency, level in levels.items() if level > 0}


def is_new_starter(started_on: dt.date | None, on: dt.date, plan: RequirementPlan) -> bool:
    """Within the first days in the organisation. An unknown start, or one still ahead, is not new."""
    return started_on is not None and 0 <= (on - started_on).days < plan.starter_days


def lowered(minimums: Iterable[Minimum]) -> tuple[tuple[Minimum, Minimum], ...]:
    """Local lines that ask for less than the core does, each with the core line it would lower.

    They change nothing (the highest counts), so they are named to the organisation instead of passing silently. A line
    for every family is a floor, and is named only when it is below every family.
    """
    minimums = list(minimums)
    core = [minimum for minimum in minimums if not minimum.is_local]
    found: list[tuple[Minimum, Minimum]] = []
    for local in (minimum for minimum in minimums if minimum.is_local):
        against = [line for line in core if _same_thing(line, local) and _meet(line, local)]
        higher = [line for line in against if line.level > local.level]
        if higher and (local.family != EVERY_FAMILY or len(higher) == len(against)):
            found.append((local, max(higher, key=lambda line: line.level)))
    return tuple(found)


def _of_post(table: RequirementTable, post: Post) -> dict[str, int]:
    """The levels of its family. A voice competency counts where the post uses voice, and then at level 1 or more."""
    levels = dict(table.of_family(post.family))
    for competency in table.plan.voice:
        levels[competency] = max(levels.get(competency, 0), GENERAL_LEVEL) if post.uses_voice else 0
    return levels


def _of_that_day(
    lines: Mapping[str, list[Minimum]], on: dt.date, *, first_counts_early: bool = False
) -> dict[str, int]:
    levels: dict[str, int] = {}
    for competency, dated in lines.items():
        begun = [line for line in dated if line.starts_on <= on]
        if not begun and first_counts_early:
            begun = [min(dated, key=lambda line: line.starts_on)]
        running = [line for line in begun if line.ends_on is None or on <= line.ends_on]
        if running:
            levels[competency] = max(running, key=lambda line: (line.starts_on, line.level)).level
    return levels


def _highest(*several: Mapping[str, int]) -> dict[str, int]:
    levels: dict[str, int] = {}
    for one in several:
        for competency, level in one.items():
            levels[competency] = max(level, levels.get(competency, 0))
    return levels


def _same_thing(core: Minimum, local: Minimum) -> bool:
    return core.competency == local.competency and local.family in (EVERY_FAMILY, core.family)


def _meet(one: Minimum, other: Minimum) -> bool:
    """Whether there is a day on which both lines stand."""
    return (one.ends_on is None or other.starts_on <= one.ends_on) and (
        other.ends_on is None or one.starts_on <= other.ends_on
    )
