"""The team card: every answer of a team's tools on one side of paper, tasks with the same answers in one line."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from learning.ground.text import names_list
from learning.guardrails.rules.answering import Verdict, decided
from learning.guardrails.rules.register import Answer, Cell, Register, Tool
from learning.guardrails.rules.words import Vocabulary

_WIDE = 70  # signs in a line of a note, where two stand beside each other
_NARROW = 34  # signs in a line of the first column
_SIZES = ((14, "roomy"), (35, "full"), (50, "tight"))  # up to so many lines of the table
_ASKS_SOMEBODY = {Answer.ASK, Answer.UNDECIDED}


@dataclass(frozen=True, slots=True)
class CardCell:
    """One answer, as it stands in one line under one kind of information."""

    answer: Answer
    owner_id: int | None = None  # who is asked, where somebody is
    note: str = ""  # what the answer hangs on, in words
    number: int = 0  # of the note on the card; 0: nothing to read


@dataclass(frozen=True, slots=True)
class CardLine:
    """Tasks that have the same answers, whatever the information."""

    tasks: tuple[str, ...]
    words: str  # "Rewrite, draft and check", or "Every task"
    cells: tuple[CardCell, ...]  # one for each label, in their order


@dataclass(frozen=True, slots=True)
class CardTool:
    """One tool that may be used, with its lines. `families`: the only roles of the team that have it; () is all."""

    tool: Tool
    lines: tuple[CardLine, ...]
    families: tuple[str, ...] = ()

    @property
    def asked_id(self) -> int | None:
        """Who is asked about most of it: named once beside the tool, so that only others are named in a line."""
        return next(iter(self._owners(Answer.ASK)), self.tool.owner_id)

    @property
    def decides_id(self) -> int | None:
        """Who decides most of what is not decided yet; None where everything is."""
        return next(iter(self._owners(Answer.UNDECIDED)), None)

    def _owners(self, answer: Answer) -> Sequence[int | None]:
        cells = (cell for line in self.lines for cell in line.cells if cell.answer is answer)
        return [owner_id for owner_id, _ in Counter(cell.owner_id for cell in cells).most_common()]


@dataclass(frozen=True, slots=True)
class Card:
    """All that a team card says about tools."""

    tools: tuple[CardTool, ...]
    withdrawn: tuple[Tool, ...]
    notes: tuple[str, ...]  # numbered from 1; the same words are one note

    @property
    def size(self) -> str:
        """How small the print must be for one side of A4, as the style sheet names it."""
        height = len(self.tools) + len(self.withdrawn) + sum(1 + len(note) // _WIDE for note in self.notes) / 2
        height += sum(1 + len(line.words) // _NARROW for one in self.tools for line in one.lines)
        return next((size for most, size in _SIZES if height <= most), "tightest")


def card(
    register: Register,
    tools: Iterable[str],
    words: Vocabulary,
    today: dt.date,
    *,
    only_for: dict[str, tuple[str, ...]] | None = None,
) -> Card:
    """The card for whoever has these tools. `only_for`: by tool, the roles that have it where not everybody does."""
    wanted = frozenset(tools)
    listed = [tool for tool in register.tools if tool.id in wanted]
    notes: dict[str, int] = {}
    used = [
        CardTool(
            tool,
            tuple(_numbered(line, notes) for line in card_lines(register, tool.id, words, today)),
            (only_for or {}).get(tool.id, ()),
        )
        for tool in listed
        if not tool.is_withdrawn
    ]
    return Card(tuple(used), tuple(tool for tool in listed if tool.is_withdrawn), tuple(notes))


def card_lines(register: Register, tool: str, words: Vocabulary, today: dt.date) -> tuple[CardLine, ...]:
    """Every task in exactly one line, each line where its first task stands in the vocabulary."""
    alike: dict[tuple[CardCell, ...], list[str]] = {}
    for task in words.task_ids:
        cells = tuple(_cell(decided(register, Cell(tool, task, label), today)) for label in words.label_ids)
        alike.setdefault(cells, []).append(task)
    return tuple(CardLine(tuple(tasks), _task_words(tasks, words), cells) for cells, tasks in alike.items())


def _cell(verdict: Verdict) -> CardCell:
    owner_id = verdict.owner_id if verdict.answer in _ASKS_SOMEBODY else None
    return CardCell(verdict.answer, owner_id, _note(verdict))


def _note(verdict: Verdict) -> str:
    """The conditions of an answer in one run of text. Where two rules say yes, those of both."""
    if verdict.answer not in {Answer.YES, Answer.ASK}:
        return ""
    said = [*([f"Only if {verdict.only_if}"] if verdict.only_if else []), *verdict.conditions]
    return " ".join(line if line[-1:] in ".!?”" else f"{line}." for line in said)


def _numbered(line: CardLine, notes: dict[str, int]) -> CardLine:
    cells = (
        CardCell(cell.answer, cell.owner_id, cell.note, notes.setdefault(cell.note, len(notes) + 1))
        if cell.note
        else cell
        for cell in line.cells
    )
    return CardLine(line.tasks, line.words, tuple(cells))


def _task_words(tasks: Sequence[str], words: Vocabulary) -> str:
    if len(tasks) == len(words.tasks):
        return "Every task"
    said = names_list([task.short for task in words.tasks if task.id in tasks])
    return said[:1].upper() + said[1:]
