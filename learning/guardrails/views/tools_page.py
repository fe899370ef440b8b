"""The register as its editors see it: every tool, the rules for any tool, and what needs a look."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from learning.ground.text import plural
from learning.guardrails import queries
from learning.guardrails.queries import Owner
from learning.guardrails.rules import ANY, Answer, Look, Tool, mark, word
from learning.guardrails.views.editing import Editor
from learning.guardrails.views.lines import RuleLine, has_words, owners_of, rule_lines

_TOLD = (Look.SOON, Look.OVERDUE, Look.LAPSED)


@dataclass(frozen=True, slots=True)
class Count:
    """How many rules say one answer."""

    word: str
    mark: str
    number: int


@dataclass(frozen=True, slots=True)
class ToolLine:
    """One tool of the register."""

    tool: Tool
    owner: Owner | None
    is_owned: bool  # by somebody who was named for it
    has: str
    counts: tuple[Count, ...]
    looks: tuple[RuleLine, ...]
    may_edit: bool


@dataclass(frozen=True, slots=True)
class ToolsPage:
    """Everything of `/admin/tools`."""

    tools: tuple[ToolLine, ...]
    any_rules: tuple[RuleLine, ...]
    out_of_use: int
    looks: int
    decider: Owner | None
    has_decider: bool

    @property
    def headline(self) -> str:
        if not self.tools:
            return "No tool is in the register yet"
        said = [plural(len(self.tools), "tool")]
        if self.out_of_use:
            said.append(f"{self.out_of_use} out of use")
        if self.looks:
            said.append(f"{plural(self.looks, 'answer')} to look at")
        return ", ".join(said)


def tools_page(organisation_id: int, editor: Editor, *, today: dt.date) -> ToolsPage:
    """The register for this editor."""
    register, words = queries.register(organisation_id), queries.vocabulary()
    owners = owners_of(register, organisation_id, today=today)
    access = queries.access_counts(organisation_id)
    lines = rule_lines(register, register.rules, owners, today=today, words=words)
    return ToolsPage(
        tools=tuple(_tool_line(tool, lines, access.get(tool.id, {}), editor, owners) for tool in register.tools),
        any_rules=tuple(line for line in lines if line.rule.scope.tool == ANY),
        out_of_use=sum(tool.is_withdrawn for tool in register.tools),
        looks=sum(line.look in _TOLD for line in lines),
        decider=owners.of(register.owner_id),
        has_decider=register.owner_id is not None,
    )


def _tool_line(
    tool: Tool, lines: list[RuleLine], access: dict[str, int], editor: Editor, owners: queries.Owners
) -> ToolLine:
    mine = [line for line in lines if line.rule.scope.tool == tool.id]
    counts = [(answer, sum(line.rule.answer is answer for line in mine)) for answer in Answer]
    return ToolLine(
        tool=tool,
        owner=owners.of(tool.owner_id),
        is_owned=tool.owner_id is not None,
        has=has_words(access),
        counts=tuple(Count(word(answer), mark(answer), number) for answer, number in counts if number),
        looks=tuple(line for line in mine if line.look in _TOLD),
        may_edit=editor.may_edit_tool(tool),
    )
