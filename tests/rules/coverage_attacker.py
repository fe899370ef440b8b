"""The attacker of coverage: knows the staff list and the rules, reads every published word, and looks for a person."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from learning.coverage.rules import TOGETHER, Axis, Cell, Hidden, OrganisationCounts, Published, Square, Why, words


@dataclass(frozen=True)
class Atom:
    """People nobody can tell apart: same team, same role family, same requirement."""

    square: Square
    people: int


@dataclass(frozen=True)
class Certain:
    """What the attacker says of everybody in an atom whose status he did not know before."""

    atom: Atom
    date: int  # 0 today, 1 the forecast
    holds: bool


Known = tuple[Atom, int, bool]  # of one person of an atom: the date, and whether they hold it


class _LongTryError(Exception):
    """This try takes too long."""


@dataclass
class Worlds:
    """Whole numbers within bounds, sums of them within bounds, some never above others. Finds one world that fits.

    It knows nothing of flows or tables: it guesses, draws bounds from bounds, and goes back when they contradict.
    """

    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)
    sums: list[tuple[list[int], int, int]] = field(default_factory=list)
    chains: list[tuple[int, int]] = field(default_factory=list)  # the first is never above the second
    chance: random.Random = field(default_factory=lambda: random.Random(1))
    _left: int = 0
    _near: list[int] = field(default_factory=list)

    def unknown(self, low: int, high: int) -> int:
        self.low.append(low)
        self.high.append(high)
        return len(self.low) - 1

    def fits(self, world: list[int]) -> bool:
        return self._narrow(world.copy(), world.copy()) and all(
            low <= one <= high for low, one, high in zip(self.low, world, self.high, strict=True)
        )

    def one_that_fits(self, *also: tuple[int, int, int], near: list[int] | None = None) -> list[int] | None:
        """With some unknowns held between (unknown, low, high). Starts afresh, by other guesses, when a try is long.

        `near` is a world to begin from: where there is one that fits, it is often not far.
        """
        self._near = near or self.low
        low, high = self.low.copy(), self.high.copy()
        for unknown, least, most in also:
            low[unknown], high[unknown] = max(low[unknown], least), min(high[unknown], most)
        for doublings in range(8, 18):
            self._left = 2**doublings
            try:
                return self._search(low.copy(), high.copy())
            except _LongTryError:
                continue
        raise AssertionError("the attacker can neither find a world nor rule it out")

    def _search(self, low: list[int], high: list[int]) -> list[int] | None:
        self._left -= 1
        if self._left < 0:
            raise _LongTryError
        if not self._narrow(low, high):
            return None
        one = max(range(len(low)), key=lambda one: (high[one] - low[one], self.chance.random()))
        if low[one] == high[one]:
            return low
        guess = max(low[one], min(high[one], self._near[one] + self.chance.choice([0, 0, 0, -1, 1])))
        for least, most in ((guess, guess), (low[one], guess - 1), (guess + 1, high[one])):
            if least > most:
                continue
            lower, upper = low.copy(), high.copy()
            lower[one], upper[one] = least, most
            found = self._search(lower, upper)
            if found is not None:
                return found
        return None

    def _narrow(self, low: list[int], high: list[int]) -> bool:
        """Bounds from bounds, until nothing moves. False where they contradict."""
        before: tuple[list[int], list[int]] | None = None
        while before != (low, high):
            before = low.copy(), high.copy()
            for lower, upper in self.chains:
                high[lower] = min(high[lower], high[upper])
                low[upper] = max(low[upper], low[lower])
            for members, least, most in self.sums:
                lows, highs = sum(low[one] for one in members), sum(high[one] for one in members)
                if lows > most or highs < least:
                    return False
                for one in members:
                    lowest, highest = low[one], high[one]
                    high[one] = min(highest, most - lows + lowest)
                    low[one] = max(lowest, least - highs + highest)
            if any(least > most for least, most in zip(low, high, strict=True)):
                return False
        return True


@dataclass
class Attacker:
    """All he knows of one publication: for each atom and date, how many may hold it."""

    worlds: Worlds
    unknowns: dict[tuple[Atom, int], int]
    truth: list[int]  # only where he begins to look; he believes nothing because of it

    def what_is_certain(self, knows: Iterable[Known] = ()) -> Iterator[Certain]:
        """What is so in every world that fits. `knows`: single statuses he knows already, such as his own."""
        own: dict[tuple[Atom, int], list[bool]] = defaultdict(list)
        for atom, date, holds in knows:
            own[(atom, date)].append(holds)
        limits = [(self.unknowns[place], *_between(place[0], known)) for place, known in own.items()]
        seen: list[list[int]] = []
        for (atom, date), unknown in self.unknowns.items():
            known = own.get((atom, date), [])
            if atom.people == len(known):
                continue
            least, most = _between(atom, known)
            for holds, low, high in ((True, 0, most - 1), (False, least + 1, atom.people)):
                if any(low <= world[unknown] <= high for world in seen):
                    continue
                world = self.worlds.one_that_fits(*limits, (unknown, low, high), near=self.truth)
                if world is None:
                    yield Certain(atom, date, holds)
                else:
                    seen.append(world)


def attacker_of(counts: OrganisationCounts, published: Published) -> Attacker:
    """From the counts he takes only what a staff list shows: who is where, and of whom what is required."""
    atoms = [Atom(square, one.required) for square, one in counts.squares.items() if one.required]
    sheets = [sheet for sheet in (published.today, published.forecast) if sheet is not None]
    worlds = Worlds()
    unknowns = {(atom, date): worlds.unknown(0, atom.people) for date in range(len(sheets)) for atom in atoms}
    if len(sheets) > 1:  # if nothing is sent, nobody holds later what they do not hold today
        worlds.chains += [(unknowns[(atom, 1)], unknowns[(atom, 0)]) for atom in atoms]
    for date, sheet in enumerate(sheets):
        for place, cell in sheet.cells.items():
            members = _members(atoms, place, sheet.cells)
            found = _range_read(cell, sum(atom.people for atom in members))
            if found is not None:
                worlds.sums.append(([unknowns[(atom, date)] for atom in members], *found))
    aware = _range_read(published.aware, sum(atom.people for atom in atoms), counts.everyone.people)
    if aware is not None:  # whoever holds something is aware of it
        worlds.sums.append(([unknowns[(atom, 0)] for atom in atoms], 0, aware[1]))
    squares = (counts.squares, counts.forecast)
    truth = [squares[date][atom.square].held for date in range(len(sheets)) for atom in atoms]
    return Attacker(worlds, unknowns, truth)


def _range_read(cell: Cell, of: int, people: int | None = None) -> tuple[int, int] | None:
    text = words(cell).text
    if "%" not in text:
        return None
    fits = counts_that_read(text, of, people=min(of, people or of))
    assert len(fits) == max(fits) - min(fits) + 1, f"{text} of {of} is one range of counts"
    return min(fits), max(fits)


def counts_that_read(text: str, of: int, *, people: int) -> set[int]:
    """Every count that this text can stand for, tried one by one."""
    numbers = [int(found) for found in re.findall(r"\d+", text)]
    low, high = numbers[0], numbers[-1]
    if people < 20:
        return {count for count in range(of + 1) if low <= 20 * fifth_of(count, of) < high}
    fives = {count: nearest_five(count, of) for count in range(of + 1)}
    if text.startswith("under"):
        return {count for count, five in fives.items() if five < low}
    if text.startswith("over"):
        return {count for count, five in fives.items() if five > low}
    return {count for count, five in fives.items() if low <= five <= high}


def nearest_five(count: int, of: int) -> int:
    """Halves go towards the middle."""
    fives = Fraction(20 * count, of)
    whole = fives // 1
    half = Fraction(1, 2)
    return 5 * (whole + (fives - whole > half or (fives - whole == half and whole < 10)))


def fifth_of(count: int, of: int) -> int:
    """Which range of 20 points. What lies on a border belongs to the range further from the middle."""
    fifths = Fraction(5 * count, of)
    whole = int(fifths)
    return max(0, min(4, whole - (fifths == whole and whole < 3)))


def _members(
    atoms: list[Atom], place: tuple[Axis, str, str], cells: Mapping[tuple[Axis, str, str], Cell]
) -> list[Atom]:
    axis, group, competency = place
    own = [atom for atom in atoms if atom.square.competency == competency]
    if axis is Axis.ALL:
        return own

    def name(atom: Atom) -> str:
        return atom.square.team if axis is Axis.TEAM else atom.square.role

    def is_small(atom: Atom) -> bool:
        cell = cells[(axis, name(atom), competency)]
        return isinstance(cell, Hidden) and cell.why in (Why.FEW, Why.JOINED)

    return [atom for atom in own if (is_small(atom) if group == TOGETHER else name(atom) == group)]


def _between(atom: Atom, known: list[bool]) -> tuple[int, int]:
    return sum(known), atom.people - len(known) + sum(known)
