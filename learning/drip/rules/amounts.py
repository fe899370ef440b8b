"""Whether a library holds enough: for each role family a half-year without repeats, and enough to reach every level.

Nothing here refuses a file. What is less than wanted is *thin*, said with what there is and what is wanted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from learning.capability.rules import HIGHEST_BY_ANSWERS
from learning.drip.rules.choose import SKILL_COUNT, SKILL_WEEKS
from learning.drip.rules.journey import JourneyWeek
from learning.drip.rules.practice import Practice
from learning.drip.rules.turns import BY_HAND_EVERY
from learning.drip.rules.units import NO_TOOL, Kind, Skill
from learning.ground.text import names_list, plural

WEEKS = 26
TAGGED_SHARE = 0.7
ACTIVITIES = 4  # for each competency and level
VARIANTS = 3  # what was sure and wrong comes back twice, each time as another case of the same lesson
NO_TOOL_SHARE = 0.6
SOUND_SHARES = (0.3, 0.5)  # about 4 in 10 drafts are sound
NAMED_AT_MOST = 12  # units in one line

Cell = tuple[str, int]  # competency and level
SKILL_NAMES = {Skill.WRONG: "wrong", Skill.MISSING: "missing", Skill.NEEDS_HUMAN: "needs human"}


@dataclass(frozen=True, slots=True)
class Thin:
    """One thing there is less of than wanted. No families: it is so of the whole library."""

    what: str
    have: str
    wanted: str
    families: tuple[str, ...] = ()
    is_cell: bool = False  # of one competency and level

    def __str__(self) -> str:
        return f"{self.what}: {self.have}, wanted {self.wanted}"


@dataclass(frozen=True, slots=True)
class Stock:
    """What one family may get in one cell."""

    activities: int = 0
    variants: int = 0  # units of the same isomorph group, in the largest of its groups

    @property
    def is_enough(self) -> bool:
        return self.activities >= ACTIVITIES and self.variants >= VARIANTS


@dataclass(frozen=True, slots=True)
class FamilyAmounts:
    """One role family: its weeks, and each cell it requires with what there is for it."""

    family: str
    new_units: int
    tagged: int
    skills: Mapping[Skill, int]  # in the first weeks
    checks_in_a_row: int  # the longest run without one by hand
    held: int
    required: int
    cells: Mapping[Cell, Stock]

    @property
    def has_a_plan(self) -> bool:
        return self.new_units >= WEEKS

    @property
    def is_tagged(self) -> bool:
        return self.tagged >= TAGGED_SHARE * WEEKS

    @property
    def thin_cells(self) -> tuple[Cell, ...]:
        return tuple(cell for cell, stock in self.cells.items() if not stock.is_enough)


def required_cells(*required: Mapping[str, int]) -> tuple[Cell, ...]:
    """Each required level that answers can bring: that of the first days too, where it is another one."""
    cells = {(name, min(level, HIGHEST_BY_ANSWERS)) for levels in required for name, level in levels.items() if level}
    return tuple(sorted(cells))


def stock(library: Iterable[Practice], family: str, cell: Cell, cap: int) -> Stock:
    """What this family may get in one cell.

    A question counts for its level and those below it, as a right answer does. In the first days nothing above the cap
    comes, so for a level up to the cap what is above it does not count.
    """
    competency, level = cell
    highest = cap if level <= cap else HIGHEST_BY_ANSWERS
    activities, variants = 0, Counter[str]()
    for practice in library:
        if not practice.candidate.is_for(frozenset({family})):
            continue
        count = sum(practice.asks(competency, each) for each in range(level, highest + 1))
        activities += count
        variants[practice.candidate.isomorph_group or practice.id] += bool(count)
    return Stock(activities, max(variants.values(), default=0))


def family_amounts(
    family: str, weeks: Sequence[JourneyWeek], library: Collection[Practice], cells: Iterable[Cell], *, cap: int
) -> FamilyAmounts:
    """`weeks`: a new starter's, all answered right. `cap`: the highest level of their first days."""
    last = weeks[-1]
    return FamilyAmounts(
        family,
        new_units=sum(week.is_new for week in weeks),
        tagged=sum(is_tagged(week) for week in weeks),
        skills=skills_in(weeks),
        checks_in_a_row=checks_without_hand(weeks),
        held=last.held,
        required=last.required,
        cells={cell: stock(library, family, cell, cap) for cell in cells},
    )


def is_tagged(week: JourneyWeek) -> bool:
    """A new unit made for few role families, and not for everybody."""
    return week.is_new and week.practice is not None and not week.practice.candidate.is_generic


def skills_in(weeks: Iterable[JourneyWeek]) -> dict[Skill, int]:
    """How often each error skill came in the first weeks."""
    early = [week.practice.candidate.skills for week in weeks if week.practice and week.number <= SKILL_WEEKS]
    return {skill: sum(skill in skills for skills in early) for skill in Skill}


def checks_without_hand(weeks: Iterable[JourneyWeek]) -> int:
    """The longest run of checks without one that is done by hand."""
    by_hand = [week.practice.candidate.by_hand for week in weeks if week.practice and week.kind is Kind.CHECK]
    return max((len(list(run)) for is_by_hand, run in groupby(by_hand) if not is_by_hand), default=0)


def thin_of_families(families: Iterable[FamilyAmounts]) -> list[Thin]:
    """Weeks first, then cells; the families that lack the same stand together."""
    families = list(families)
    found: dict[Thin, list[str]] = defaultdict(list)
    for one in families:
        for thin in (*_thin_weeks(one), *_thin_cells(one)):
            found[thin].append(one.family)
    together = [replace(thin, families=tuple(names)) for thin, names in found.items()]
    return sorted(together, key=lambda thin: (thin.is_cell, thin.what, thin.have))


def _thin_cells(one: FamilyAmounts) -> Iterator[Thin]:
    for competency, level in one.thin_cells:
        there = one.cells[competency, level]
        have = f"{plural(there.activities, 'question')} in {plural(there.variants, 'variant')}"
        yield Thin(f"{competency} level {level}", have, f"{ACTIVITIES} in {VARIANTS}", is_cell=True)


def _thin_weeks(one: FamilyAmounts) -> Iterator[Thin]:
    if not one.has_a_plan:
        yield Thin("plan without repeats", plural(one.new_units, "week"), str(WEEKS))
    if not one.is_tagged:
        yield Thin(f"role-tagged units in {WEEKS} weeks", str(one.tagged), _at_least(TAGGED_SHARE, WEEKS))
    for skill, count in one.skills.items():
        if count < SKILL_COUNT:
            what = f"“{SKILL_NAMES[skill]}” in the first {SKILL_WEEKS} weeks"
            yield Thin(what, plural(count, "unit"), str(SKILL_COUNT))
    if one.checks_in_a_row >= BY_HAND_EVERY:
        have = f"{one.checks_in_a_row} in a row"
        yield Thin("checks without one by hand", have, f"{BY_HAND_EVERY - 1} at most")


@dataclass(frozen=True, slots=True)
class LibraryAmounts:
    """What holds for the whole library, whoever reads it."""

    units: int
    without_tool: int
    drafts: int
    sound: int
    checks: int
    by_hand: int
    on_one: tuple[str, ...]  # units whose questions, two or more, are all on one competency

    @property
    def thin(self) -> Iterator[Thin]:
        if self.without_tool < NO_TOOL_SHARE * self.units:
            have = f"{self.without_tool} of {self.units}"
            yield Thin("units that need no tool", have, _at_least(NO_TOOL_SHARE, self.units))
        if not self.has_sound_share:
            least, most = (f"{share:.0%}" for share in SOUND_SHARES)
            yield Thin("sound drafts to judge", f"{self.sound} of {self.drafts}", f"about 4 in 10 ({least} to {most})")
        if self.by_hand * BY_HAND_EVERY < self.checks:
            yield Thin("checks by hand", f"{self.by_hand} of {self.checks}", f"1 in {BY_HAND_EVERY}")
        if self.on_one:
            have = f"{plural(len(self.on_one), 'unit')} of {self.units} on one alone"
            yield Thin("competencies that a unit's questions touch", have, f"2 where they can ({self._names})")

    @property
    def has_sound_share(self) -> bool:
        least, most = SOUND_SHARES
        return not self.drafts or least <= self.sound / self.drafts <= most

    @property
    def _names(self) -> str:
        names = [name.partition("/")[2] or name for name in self.on_one]
        more = len(names) - NAMED_AT_MOST
        return names_list([*names[:NAMED_AT_MOST], *([f"{more} more"] if more > 0 else [])])


def library_amounts(library: Iterable[Practice]) -> LibraryAmounts:
    library = list(library)
    drafts = [is_sound for practice in library for is_sound in practice.drafts]
    checks = [practice.candidate for practice in library if practice.candidate.kind is Kind.CHECK]
    return LibraryAmounts(
        units=len(library),
        without_tool=sum(practice.candidate.assumes_tool == NO_TOOL for practice in library),
        drafts=len(drafts),
        sound=sum(drafts),
        checks=len(checks),
        by_hand=sum(check.by_hand for check in checks),
        on_one=tuple(practice.id for practice in library if _is_on_one(practice)),
    )


def _is_on_one(practice: Practice) -> bool:
    return len(practice.questions) > 1 and len({each.competency for each in practice.questions}) == 1


def _at_least(share: float, whole: int) -> str:
    """The smallest whole number that is this share.

    >>> _at_least(0.7, 26), _at_least(0.6, 50)
    ('19', '30')
    """
    return str(int(-(-round(share * whole, 6) // 1)))
