"""The amounts of a library as text, for a terminal of 100 columns: short codes, their legend, and what is thin."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count

from learning.drip.rules.amounts import (
    ACTIVITIES,
    VARIANTS,
    WEEKS,
    Cell,
    FamilyAmounts,
    LibraryAmounts,
    Stock,
    Thin,
    thin_of_families,
)
from learning.drip.rules.choose import SKILL_COUNT, SKILL_WEEKS
from learning.drip.rules.turns import BY_HAND_EVERY
from learning.drip.rules.units import TAGGED_UP_TO, Skill

COLUMNS = 100
_LABEL = 9


def codes_of(families: Iterable[str]) -> dict[str, str]:
    """A short code for each, in capitals: the first letters of its words, or more of its last word to tell two apart.

    >>> codes_of(["medical-secretary", "hr-recruitment", "communications", "medical-scribe"])
    {'medical-secretary': 'MS', 'hr-recruitment': 'HR', 'communications': 'CO', 'medical-scribe': 'MSC'}
    """
    taken: dict[str, str] = {}
    for family in families:
        taken[family] = next(code for code in _codes(family) if code not in taken.values())
    return taken


def _codes(family: str) -> Iterator[str]:
    words = family.split("-")
    first = "".join(word[0] for word in words[:-1])
    for length in range(1 if first else 2, len(words[-1]) + 1):
        yield (first + words[-1][:length]).upper()
    yield from (f"{first}{words[-1][0]}{number}".upper() for number in count(2))


def report(families: Sequence[FamilyAmounts], library: LibraryAmounts) -> Iterator[str]:
    """All of it. No line is longer than the terminal, so long as there are 16 families or fewer."""
    codes = codes_of(one.family for one in families)
    yield from _cells(families, codes)
    yield ""
    yield from _weeks(families, codes)
    yield ""
    yield from _whole(library)
    yield ""
    yield from _thin([*library.thin, *thin_of_families(families)], codes)


def _cells(families: Sequence[FamilyAmounts], codes: Mapping[str, str]) -> Iterator[str]:
    yield "Questions for each competency and level that a role family requires"
    width = min(6, max(4, (COLUMNS - _LABEL) // max(1, len(families))))
    yield _line("", [codes[one.family] for one in families], width)
    rows: set[Cell] = {cell for one in families for cell in one.cells}
    for competency, level in sorted(rows):
        values = [_cell(one.cells.get((competency, level))) for one in families]
        yield _line(f"{competency} {level}", values, width)
    yield (
        f"4 enough · 3! fewer than {ACTIVITIES} questions · 5v fewer than {VARIANTS} variants of one lesson · "
        ". not required"
    )
    yield "A question counts for its level and those below it, in each unit that the family may get. What the"
    yield "first days leave out (levels above the cap) counts for those levels alone."


def _cell(stock: Stock | None) -> str:
    if stock is None:
        return "."
    return f"{stock.activities}{'!' if stock.activities < ACTIVITIES else 'v' if stock.variants < VARIANTS else ''}"


def _line(label: str, values: Iterable[str], width: int) -> str:
    return (label.ljust(_LABEL) + "".join(value.ljust(width) for value in values)).rstrip()


def _weeks(families: Sequence[FamilyAmounts], codes: Mapping[str, str]) -> Iterator[str]:
    yield f"The first {WEEKS} weeks of a new starter without an AI tool, every answer right"
    longest = max((len(one.family) for one in families), default=0)
    heads = ("new", "tagged", "wrong", "missing", "human", "run", "held", "thin cells")
    yield f"{'':5}{'':{longest}}  {'  '.join(heads)}"
    for one in families:
        skills = {skill: _mark(found, is_thin=found < SKILL_COUNT) for skill, found in one.skills.items()}
        values = (
            _mark(one.new_units, is_thin=not one.has_a_plan),
            _mark(one.tagged, is_thin=not one.is_tagged),
            *(skills.get(skill, "") for skill in (Skill.WRONG, Skill.MISSING, Skill.NEEDS_HUMAN)),
            _mark(one.checks_in_a_row, is_thin=one.checks_in_a_row >= BY_HAND_EVERY),
            f"{one.held}/{one.required}",
            f"{len(one.thin_cells)} of {len(one.cells)}",
        )
        cells = "  ".join(value.ljust(len(head)) for value, head in zip(values, heads, strict=True))
        yield f"{codes[one.family]:5}{one.family:{longest}}  {cells}".rstrip()
    yield f"new: units not seen before · tagged: those of them for {TAGGED_UP_TO} role families or fewer · ! thin"
    yield f"wrong, missing, human: error skills in the first {SKILL_WEEKS} weeks · held: at the end"
    yield "run: most checks in a row without one by hand · thin cells: of the grid above"


def _mark(value: int, *, is_thin: bool) -> str:
    return f"{value}{'!' if is_thin else ''}"


def _whole(library: LibraryAmounts) -> Iterator[str]:
    yield (
        f"The library: {library.units} units, {library.without_tool} need no tool. {library.sound} of {library.drafts} "
        f"drafts are sound."
    )
    yield f"{library.by_hand} of {library.checks} checks are by hand."


def _thin(found: Sequence[Thin], codes: Mapping[str, str]) -> Iterator[str]:
    for each in found:
        whom = ", ".join(codes[family] for family in each.families)
        if whom and len(each.families) == len(codes) > 1:
            whom = "every family"
        yield from textwrap.wrap(
            f"thin  {each}{f' ({whom})' if whom else ''}", COLUMNS, subsequent_indent=" " * 6, break_on_hyphens=False
        )
    if not found:
        yield "Nothing is thin."
