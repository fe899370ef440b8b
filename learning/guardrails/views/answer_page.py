"""What the page "May I…?" shows to one person: the answer, who answers for it, and what else they may ask."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from learning.guardrails import queries
from learning.guardrails.queries import Owner, Owners
from learning.guardrails.rules import (
    ANOTHER,
    Answer,
    Because,
    Cell,
    Label,
    Register,
    Task,
    Tool,
    Verdict,
    Vocabulary,
    answer,
    best_answer,
    can_have_receipt,
    headline,
    is_named,
    mark,
    question,
    second_line,
    tool_words,
    word,
)
from learning.people.models import Person


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: the same question with another tool or other information."""

    name: str
    cell: Cell
    word: str
    mark: str
    owner: str
    instead: str
    is_asked: bool  # the question of the page itself


@dataclass(frozen=True)
class Asking:
    """One person in front of their register, before they have asked anything."""

    person: Person
    today: dt.date
    words: Vocabulary
    register: Register
    has: frozenset[str]

    @cached_property
    def tools(self) -> Sequence[Tool]:
        """Those they have and can use, by name."""
        return [tool for tool in self.register.tools if tool.id in self.has and not tool.is_withdrawn]

    @cached_property
    def other_tools(self) -> Sequence[Tool]:
        """Those of the register that they do not have."""
        return [tool for tool in self.register.tools if tool.id not in self.has and not tool.is_withdrawn]

    @cached_property
    def withdrawn(self) -> Sequence[Tool]:
        """Those they had, and that are out of use."""
        return [tool for tool in self.register.tools if tool.id in self.has and tool.is_withdrawn]

    @property
    def tasks(self) -> Sequence[Task]:
        return self.words.tasks

    @property
    def labels(self) -> Sequence[Label]:
        return self.words.labels

    @property
    def is_named(self) -> bool:
        """Whether they answer for something, so that their own list is one of their ways on."""
        return is_named(self.register, self.person.id)

    def verdict(self, cell: Cell) -> Verdict:
        return answer(self.register, cell, has=self.has, today=self.today)

    def best(self, task: str, label: str) -> Verdict:
        return best_answer(self.register, task=task, label=label, has=self.has, today=self.today, unlisted=ANOTHER)


def asking(person: Person, *, today: dt.date) -> Asking:
    return Asking(
        person,
        today,
        queries.vocabulary(),
        queries.register(person.organisation_id),
        queries.tools_of(person, today=today),
    )


@dataclass(frozen=True)
class AnswerPage:
    """One answer, ready to be read."""

    asking: Asking
    verdict: Verdict
    _owners: Owners

    @property
    def cell(self) -> Cell:
        return self.verdict.cell

    @property
    def question(self) -> str:
        return question(tool_words(self.verdict.tool), self.cell.task, self.cell.label, self.asking.words)

    @cached_property
    def owner(self) -> Owner | None:
        return self._owners.of(self.verdict.owner_id)

    @property
    def owner_name(self) -> str:
        return self.owner.name if self.owner else "your manager"

    @property
    def headline(self) -> str:
        return headline(self.verdict, self.owner_name)

    @property
    def second_line(self) -> str:
        return second_line(self.verdict, self.owner_name)

    @property
    def sheet(self) -> str:
        """The edge of the box repeats what the heading says."""
        return {Answer.YES: "go", Answer.NO: "no"}.get(self.verdict.answer, "ask")

    @property
    def instead(self) -> str:
        """What to do instead, as Markdown, where the answer is not yes."""
        if self.verdict.because is Because.WITHDRAWN and self.verdict.tool and self.verdict.tool.withdrawal:
            return self.verdict.tool.withdrawal.instead
        return "" if self.verdict.may or self.verdict.rule is None else self.verdict.rule.instead

    @property
    def has_receipt(self) -> bool:
        return can_have_receipt(self.verdict)

    @property
    def is_waiting(self) -> bool:
        """Nobody has decided, so that the one thing to do is to say that it is needed."""
        return self.verdict.answer is Answer.UNDECIDED

    @cached_property
    def with_other_information(self) -> Sequence[Line]:
        """The same tool and task with each kind of information."""
        return [self._line(label.name, Cell(self.cell.tool, self.cell.task, label.id)) for label in self.asking.labels]

    @cached_property
    def other_ways(self) -> Sequence[Line]:
        """Where the answer is not yes: the tools in which it is, for this person, or would be with the tool."""
        if self.verdict.may:
            return []
        found = [
            self.asking.verdict(Cell(tool.id, self.cell.task, self.cell.label))
            for tool in self.asking.register.tools
            if tool.id != self.cell.tool
        ]
        useful = [one for one in found if one.may or (one.because is Because.NO_ACCESS and not self._may_ask)]
        return [self._line(one.tool.name if one.tool else "", one.cell) for one in useful]

    @property
    def _may_ask(self) -> bool:
        return self.verdict.answer is Answer.ASK

    def _line(self, name: str, cell: Cell) -> Line:
        verdict = self.asking.verdict(cell)
        owner = self._owners.of(verdict.owner_id)
        rule = verdict.rule
        return Line(
            name,
            cell,
            word(verdict.answer, has_conditions=verdict.is_conditional),
            mark(verdict.answer),
            owner.name if owner else "",
            rule.instead if rule is not None and not verdict.may else "",
            cell == self.cell,
        )


def answer_page(person: Person, *, tool: str, task: str, label: str, today: dt.date) -> AnswerPage:
    """The answer to one question of this person. An empty `tool` asks for the one that helps most."""
    asked = asking(person, today=today)
    verdict = asked.verdict(Cell(tool, task, label)) if tool else asked.best(task, label)
    ids = {rule.owner_id for rule in asked.register.rules} | {one.owner_id for one in asked.register.tools}
    return AnswerPage(asked, verdict, Owners(person.organisation_id, ids, today=today))
