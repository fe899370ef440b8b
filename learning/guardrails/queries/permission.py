"""The answer beside something else: what one person may do with AI at work after a unit, or with a prompt."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from learning.guardrails.queries.owners import Owners
from learning.guardrails.queries.register import register, tools_of, vocabulary
from learning.guardrails.rules import (
    ANOTHER,
    Answer,
    Because,
    Cell,
    Verdict,
    answer,
    best_answer,
    decided,
    headline,
    mark,
    question,
    second_line,
    tool_words,
    word,
)
from learning.people.models import Person


@dataclass(frozen=True, slots=True)
class Permission:
    """One answer for one person, in the words of the page "May I…?", to which `cell` leads."""

    cell: Cell
    question: str
    headline: str
    second_line: str
    word: str
    mark: str
    conditions: tuple[str, ...]
    owner: str
    with_the_tool: bool = False  # a yes for whoever has the tool, which this person has not

    @property
    def may(self) -> bool:
        return self.mark == "yes"


def permission(person: Person, *, task: str, label: str, today: dt.date, tool: str = "") -> Permission:
    """`tool`: the id of one; without it the tool that helps this person most."""
    found, words = register(person.organisation_id), vocabulary()
    has = tools_of(person, today=today)
    if tool:
        verdict = answer(found, Cell(tool, task, label), has=has, today=today)
    else:
        verdict = best_answer(found, task=task, label=label, has=has, today=today, unlisted=ANOTHER)
    owner = Owners(person.organisation_id, [verdict.owner_id], today=today).of(verdict.owner_id)
    name = owner.name if owner else "your manager"
    return Permission(
        cell=verdict.cell,
        question=question(_tool(verdict, tool), task, label, words),
        headline=headline(verdict, name),
        second_line=second_line(verdict, name),
        word=word(verdict.answer, has_conditions=verdict.is_conditional),
        mark=mark(verdict.answer),
        conditions=verdict.conditions if verdict.answer is Answer.YES else (),
        owner=name,
        with_the_tool=_lacks_only_the_tool(verdict, decided(found, verdict.cell, today)),
    )


def _lacks_only_the_tool(verdict: Verdict, for_those_who_have_it: Verdict) -> bool:
    return verdict.because is Because.NO_ACCESS and for_those_who_have_it.may


def _tool(verdict: Verdict, asked: str) -> str:
    """Where nobody named a tool and none is listed, the question is about any."""
    return "an AI tool" if verdict.tool is None and not asked else tool_words(verdict.tool)


def who_answers(organisation_id: int, *, tool: str, task: str, label: str, today: dt.date) -> str:
    """The name of who answers for this rule today, with the job. "" where an organisation has nobody at all."""
    verdict = decided(register(organisation_id), Cell(tool or ANOTHER, task, label), today)
    owner = Owners(organisation_id, [verdict.owner_id], today=today).of(verdict.owner_id)
    return "" if owner is None else f"{owner.name}, {owner.title}" if owner.title else owner.name
