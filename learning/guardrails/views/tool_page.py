"""One tool as its editors see it: what counts for each task and information, its rules, and who has it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from learning.guardrails import queries
from learning.guardrails.models import Tool, ToolAccess, ToolWithdrawal
from learning.guardrails.queries import Owner
from learning.guardrails.rules import (
    ANY,
    Answer,
    Because,
    Cell,
    Label,
    Register,
    Scope,
    Task,
    Verdict,
    Vocabulary,
    decided,
    mark,
    word,
)
from learning.guardrails.views.editing import Editor
from learning.guardrails.views.lines import (
    RuleLine,
    family_names,
    owners_of,
    rule_address,
    rule_lines,
    team_words,
)
from learning.people import queries as people
from learning.people.models import Person

MOST_PEOPLE = 100  # of those who have the tool alone, on one page


@dataclass(frozen=True, slots=True)
class GridCell:
    """What counts for one task with one kind of information, and why."""

    word: str
    mark: str
    behind: str
    address: str
    is_gap: bool


@dataclass(frozen=True, slots=True)
class AccessLine:
    """Who has the tool by one line of the register."""

    id: int
    said: str
    more: str  # a staff number, where a name alone would not say who


@dataclass(frozen=True, slots=True)
class ToolPage:
    """Everything of `/admin/tools/<slug>` but the forms."""

    tool: Tool
    owner: Owner | None
    withdrawal: ToolWithdrawal | None
    past: tuple[ToolWithdrawal, ...]
    labels: tuple[Label, ...]
    tasks: tuple[Task, ...]
    grid: tuple[tuple[Task, tuple[GridCell, ...]], ...]
    rules: tuple[RuleLine, ...]
    wider: tuple[RuleLine, ...]
    access: tuple[AccessLine, ...]
    unseen: int  # people who have it alone and are not on this page
    for_everybody: bool
    team_choices: tuple[tuple[str, str], ...]  # code and words
    families: Mapping[str, str]
    may_edit: bool

    @property
    def gaps(self) -> int:
        return sum(cell.is_gap for _, row in self.grid for cell in row)

    @property
    def questions(self) -> int:
        return len(self.grid) * len(self.labels)


def tool_page(tool: Tool, editor: Editor, *, today: dt.date) -> ToolPage:
    """One tool for this editor."""
    register, words = queries.register(tool.organisation_id), queries.vocabulary()
    owners = owners_of(register, tool.organisation_id, today=today)
    mine = [rule for rule in register.rules if rule.scope.tool == tool.slug]
    for_any = [rule for rule in register.rules if rule.scope.tool == ANY]
    rows = people.teams_of(tool.organisation_id)
    teams = team_words(rows)
    families = family_names()
    withdrawals = queries.withdrawals(tool)
    lines = queries.access_lines(tool)
    access = _access(tool, lines, teams, families)
    return ToolPage(
        tool=tool,
        owner=owners.of(tool.owner_id),
        withdrawal=next((one for one in withdrawals if one.until_at is None), None),
        past=tuple(one for one in withdrawals if one.until_at is not None)[:10],
        labels=words.labels,
        tasks=words.tasks,
        grid=_grid(_as_in_use(register), tool.slug, words, today),
        rules=tuple(rule_lines(register, mine, owners, today=today, words=words)),
        wider=tuple(rule_lines(register, for_any, owners, today=today, words=words)),
        access=access,
        unseen=len(lines) - len(access),
        for_everybody=any(line.target == "organisation" for line in lines),
        team_choices=tuple((team.code, teams[team.id]) for team in rows),
        families=families,
        may_edit=editor.may_edit_tool(tool),
    )


def _as_in_use(register: Register) -> Register:
    """What is out of use shows here what counts again once it is back."""
    tools = tuple(replace(tool, withdrawal=None) for tool in register.tools)
    return Register(tools, register.rules, owner_id=register.owner_id)


def _grid(
    register: Register, slug: str, words: Vocabulary, today: dt.date
) -> tuple[tuple[Task, tuple[GridCell, ...]], ...]:
    return tuple(
        (
            task,
            tuple(_cell(decided(register, Cell(slug, task.id, label.id), today)) for label in words.labels),
        )
        for task in words.tasks
    )


def _cell(verdict: Verdict) -> GridCell:
    cell = verdict.cell
    return GridCell(
        word=word(verdict.answer, has_conditions=verdict.is_conditional),
        mark=mark(verdict.answer),
        behind=_behind(verdict),
        address=rule_address(Scope(cell.tool, cell.task, cell.label)),
        is_gap=verdict.answer is Answer.UNDECIDED,
    )


def _behind(verdict: Verdict) -> str:
    """Which rule makes the answer, in a few words."""
    if verdict.rule is None:
        return "No rule"
    scope = verdict.rule.scope
    parts = [
        said
        for place, said in ((scope.tool, "any tool"), (scope.task, "every task"), (scope.label, "any information"))
        if place == ANY
    ]
    said = f"Rule for {', '.join(parts)}" if parts else "A rule of its own"
    return f"{said}, review overdue" if verdict.because is Because.OVERDUE else said


def _access(
    tool: Tool, lines: Sequence[ToolAccess], teams: Mapping[int, str], families: Mapping[str, str]
) -> tuple[AccessLine, ...]:
    alone = [line for line in lines if line.person_id is not None][:MOST_PEOPLE]
    shown = [line for line in lines if line.person_id is None] + alone
    named = queries.people_by_id(tool.organisation_id, [line.person_id for line in alone])
    return tuple(_access_line(line, teams, families, named) for line in shown)


def _access_line(
    line: ToolAccess, teams: Mapping[int, str], families: Mapping[str, str], named: Mapping[int, Person]
) -> AccessLine:
    if line.team_id is not None:
        return AccessLine(line.id, teams.get(line.team_id, "A team"), "and the teams below it")
    if line.family is not None:
        return AccessLine(line.id, families.get(line.family, line.family), "everybody in this role")
    if line.person_id is not None:
        person = named[line.person_id]
        left = ", has left" if person.status == "left" else ""
        return AccessLine(line.id, person.full_name, f"staff number {person.staff_number}{left}")
    return AccessLine(line.id, "Everybody", "")
