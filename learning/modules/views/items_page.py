"""What first answers say about questions, in words and published figures, and what to do about each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from learning.ground.figures import FEWEST, FEWEST_FOR_EXACT, about, figure_text
from learning.ground.text import names_list, number, plural
from learning.ground.workdays import monday_of
from learning.modules import queries
from learning.modules.models import ModuleVersion
from learning.modules.rules import FEWEST_ANSWERS, Activity, ItemFigures, Remark, Tally, item_figures
from learning.people import queries as people
from learning.people.models import Organisation

LONGEST_NAME = 80  # characters of an option, where a remark names it
_WELL, _VERY_WELL = 0.2, 0.4

_SAID = {
    Remark.REVERSED: "Those who know most get it wrong more often: look at the key.",
    Remark.BETTER_WRONG: "Those who know more choose {names} rather than what is marked as right: look at both.",
    Remark.HARD: "Few people get it right: look at the wording, and at what the lesson says about it.",
    Remark.SURE_AND_WRONG: "Many are very sure and wrong: keep the question, and say more in the reasons.",
    Remark.EASY: "Nearly everybody gets it right: make it harder or leave it as a refresher.",
    Remark.FLAT: "It hardly tells apart who knows more and who knows less: look at the wording.",
    Remark.HARDLY_CHOSEN: "Hardly anybody chooses {names}: look at the wording, make it more likely or take it out.",
}


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One question with its figures in words."""

    version: ModuleVersion
    activity: Activity
    figures: ItemFigures
    is_exact: bool  # whether numbers of people are said in this organisation

    @property
    def people(self) -> str:
        count = self.figures.people
        if not self.figures.has_enough:
            return f"Not enough answers yet ({self._few(count)} of {FEWEST_ANSWERS})"
        return number(count) if self.is_exact else about(count)

    def _few(self, count: int) -> str:
        if count < FEWEST:
            return f"fewer than {FEWEST}"
        return number(count) if self.is_exact else f"{FEWEST} to {FEWEST_ANSWERS - 1}"

    @property
    def right(self) -> str:
        return figure_text(self.figures.right) if self.figures.right else "Not known yet"

    @property
    def sure_and_wrong(self) -> str:
        if not self.activity.ask_confidence:
            return "Not asked"
        return figure_text(self.figures.sure_and_wrong) if self.figures.sure_and_wrong else "Not known yet"

    @property
    def tells_apart(self) -> str:
        """In words, with the correlation beside them for those who know what it is."""
        found = self.figures.discrimination
        if found is None:
            return "Not known yet"
        if self.figures.is_reversed:
            word = "The wrong way round"
        elif found < _WELL:
            word = "Hardly"
        else:
            word = "Well" if found < _VERY_WELL else "Very well"
        return f"{word} ({found:.1f})".replace("-", "−")

    @property
    def advice(self) -> list[str]:
        return [_SAID[remark].format(names=self._names(remark)) for remark in self.figures.remarks]

    def _names(self, remark: Remark) -> str:
        ids = self.figures.better_wrong if remark is Remark.BETTER_WRONG else self.figures.hardly_useful
        parts = getattr(self.activity, "options", ()) or getattr(self.activity, "points", ())
        return names_list(_quoted(part.text) for part in parts if part.id in ids)


def _quoted(text: str) -> str:
    """
    >>> _quoted('"Send it."')
    '“Send it”'
    """
    short = text.strip('"“”. ')
    return f"“{short}”" if len(short) <= LONGEST_NAME else f"“{short[:LONGEST_NAME].rstrip()}…”"


@dataclass(frozen=True, slots=True)
class ItemsPage:
    """All questions in use: those that need a look, and how many there are besides."""

    lines: tuple[ItemLine, ...]
    before: dt.date
    one_in: int

    @property
    def to_look_at(self) -> list[ItemLine]:
        """The gravest first."""
        rank = list(Remark)
        found = [line for line in self.lines if line.figures.remarks]
        return sorted(found, key=lambda line: (rank.index(line.figures.remarks[0]), line.version.title))

    @property
    def fine(self) -> int:
        return sum(line.figures.has_enough and not line.figures.remarks for line in self.lines)

    @property
    def too_few(self) -> int:
        return sum(not line.figures.has_enough for line in self.lines)

    @property
    def headline(self) -> str:
        count = len(self.to_look_at)
        if count:
            return f"{plural(count, 'question needs', 'questions need')} a look"
        return "No question needs a look" if self.fine else "There are not enough answers yet"


def items_page(organisation: Organisation, *, today: dt.date) -> ItemsPage:
    """Every question of the versions in use, from the answers up to last Sunday: what is read between two Mondays does
    not change with one person's answer."""
    before = monday_of(today)
    found = queries.tallies(organisation.id, before=before)
    is_exact = _is_exact(organisation)
    rows = queries.in_use(organisation.id)
    lines = [line for row in rows for line in _lines(row, found, is_exact=is_exact)]
    return ItemsPage(tuple(lines), before, queries.one_in(organisation.id))


def item_lines(version: ModuleVersion, organisation: Organisation, *, today: dt.date) -> list[ItemLine]:
    """The questions of one version, in reading order."""
    found = queries.tallies(organisation.id, before=monday_of(today), version_id=version.id)
    return list(_lines(version, found, is_exact=_is_exact(organisation)))


def _is_exact(organisation: Organisation) -> bool:
    return people.staff_count(organisation.id) >= FEWEST_FOR_EXACT


def _lines(
    version: ModuleVersion, found: Mapping[tuple[int, str], list[Tally]], *, is_exact: bool
) -> Iterable[ItemLine]:
    for activity in queries.module_of(version).marked_activities:
        figures = item_figures(activity, found.get((version.id, activity.id), ()))
        yield ItemLine(version, activity, figures, is_exact)
