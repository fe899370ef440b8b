"""What is different since a day: for heads-ups, so that people hear of a changed rule before they trip over it.

A day is looked at as a whole: a rule changed twice in a day is one piece of news, and one that was put back is none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from learning.guardrails.rules.answering import Because, Verdict, decided
from learning.guardrails.rules.register import Cell, Register, Tool
from learning.guardrails.rules.words import ANY, Vocabulary

SETTLING_IN = dt.timedelta(days=28)  # a tool this new is being set up: its first rules change nothing for anybody


@dataclass(frozen=True, slots=True)
class Change:
    """One question that has another answer than before."""

    before: Verdict
    after: Verdict

    @property
    def cell(self) -> Cell:
        return self.after.cell


@dataclass(frozen=True, slots=True)
class News:
    """What changed about one tool on one day, or about any tool ("*")."""

    tool: str
    on: dt.date
    changes: tuple[Change, ...]  # in the order of tasks and labels
    name: str = ""  # of the tool, "" where it is any tool

    @property
    def key(self) -> str:
        """The same news has the same key, whoever looks and how often."""
        return f"{'any-tool' if self.tool == ANY else self.tool}-{self.on.isoformat()}"

    @staticmethod
    def day_of(key: str) -> dt.date:
        """The day in a key, or in a text that ends with one."""
        return dt.date.fromisoformat(key[-10:])

    @property
    def is_withdrawal(self) -> bool:
        return all(change.after.because is Because.WITHDRAWN for change in self.changes)

    def families(self, words: Vocabulary) -> tuple[str, ...]:
        """The role families concerned: those that do one of these tasks most weeks. ("*",) is everybody."""
        found: list[str] = []
        for task in words.tasks:
            if any(change.cell.task == task.id for change in self.changes):
                found += task.families
        return (ANY,) if ANY in found else tuple(dict.fromkeys(found))


def news_of_day(
    before: Register, after: Register, *, on: dt.date, words: Vocabulary, made_on: Mapping[str, dt.date]
) -> Iterator[News]:
    """What that day changed. `before` and `after`: the register at its two midnights; `made_on`: when each tool came
    into the register, by id."""
    cells = [(task, label) for task in words.task_ids for label in words.label_ids]
    first_on = min(made_on.values(), default=on)
    general = tuple(_changes(before, after, ANY, cells, on=on, is_settled=first_on + SETTLING_IN <= on))
    said = {(change.cell.task, change.cell.label): _answer_of(change) for change in general}
    if general:
        yield News(ANY, on, general)
    for tool in after.tools:
        if before.tool(tool.id) is None:
            continue  # it came that day
        is_settled = made_on.get(tool.id, on) + SETTLING_IN <= on
        changes = tuple(
            change
            for change in _changes(before, after, tool.id, cells, on=on, is_settled=is_settled)
            if said.get((change.cell.task, change.cell.label)) != _answer_of(change)
        )
        if changes:
            yield News(tool.id, on, changes, tool.name)


def _changes(
    before: Register,
    after: Register,
    tool: str,
    cells: Iterable[tuple[str, str]],
    *,
    on: dt.date,
    is_settled: bool,
) -> Iterator[Change]:
    for task, label in cells:
        cell = Cell(tool, task, label)
        old, new = _decided(before, cell, on), _decided(after, cell, on)
        if _said(old) != _said(new) and (old.rules or old.because is Because.WITHDRAWN or is_settled):
            yield Change(old, new)


def _decided(register: Register, cell: Cell, on: dt.date) -> Verdict:
    """For any tool: what the rules for any tool say of one about which nothing else is said."""
    if cell.tool != ANY:
        return decided(register, cell, on)
    rules = tuple(rule for rule in register.rules if rule.scope.tool == ANY)
    return decided(Register((Tool(ANY, ""),), rules, (), register.owner_id), cell, on)


def _said(verdict: Verdict) -> tuple[object, ...]:
    """What people would read. Who answers for it, and a new review date, are no news."""
    return verdict.answer, verdict.because is Because.WITHDRAWN, verdict.conditions, verdict.only_if


def _answer_of(change: Change) -> tuple[object, object]:
    return _said(change.before), _said(change.after)


def still_true(news: News, now: Register, *, today: dt.date) -> bool:
    """Whether every answer that the news tells is the answer today. A stale one is not to be sent to anybody."""
    return all(_said(_decided(now, change.cell, today)) == _said(change.after) for change in news.changes)


def grouped(changes: Sequence[Change]) -> list[tuple[Change, tuple[str, ...], tuple[str, ...]]]:
    """Changes that say the same, with the tasks and labels they are about. First what has the same set of labels for
    several tasks, so that few lines say everything."""
    by_task: dict[tuple[object, ...], dict[str, list[Change]]] = {}
    for change in changes:
        by_task.setdefault((_answer_of(change),), {}).setdefault(change.cell.task, []).append(change)
    lines: list[tuple[Change, tuple[str, ...], tuple[str, ...]]] = []
    for tasks in by_task.values():
        by_labels: dict[tuple[str, ...], list[str]] = {}
        for task, found in tasks.items():
            by_labels.setdefault(tuple(change.cell.label for change in found), []).append(task)
        for labels, those in by_labels.items():
            lines.append((tasks[those[0]][0], tuple(those), labels))
    return lines
