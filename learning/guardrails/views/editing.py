"""Who may look into the register and who may change what: the one place that says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from flask import abort, redirect
from flask.typing import ResponseReturnValue

from learning.access import duties, me
from learning.guardrails import queries
from learning.guardrails.rules import ANY, Register, Rule, Scope, is_named


class Owned(Protocol):
    """A tool, as its row or as a fact."""

    @property
    def owner_id(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Editor:
    """Somebody who may look into the register, and what of it they may change."""

    id: int
    decides_all: bool  # an administrator, or who decides for the organisation

    def may_edit_tool(self, tool: Owned) -> bool:
        """Its facts, its rules, who has it, and whether it is in use."""
        return self.decides_all or tool.owner_id == self.id

    def may_edit_rule(self, scope: Scope, register: Register) -> bool:
        """A rule of one's own, a rule of a tool of one's own, or any."""
        if self.decides_all:
            return True
        tool = register.tool(scope.tool) if scope.tool != ANY else None
        standing = standing_rule(register, scope)
        is_mine = standing is not None and standing.owner_id == self.id
        return is_mine or (tool is not None and tool.owner_id == self.id)


def standing_rule(register: Register, scope: Scope) -> Rule | None:
    """The rule in force for exactly this scope."""
    return next((rule for rule in register.rules if rule.scope == scope), None)


def editor() -> Editor:
    """Whoever is signed in, as an editor. Others are told that the page is for somebody else."""
    found = _editor()
    if found is None:
        abort(403)
    return found


def _editor() -> Editor | None:
    person = me()
    row = queries.settings_row(person.organisation_id)
    decides_all = "administrator" in duties() or (row is not None and row.owner_id == person.id)
    if not decides_all and not is_named(queries.register(person.organisation_id), person.id):
        return None
    return Editor(person.id, decides_all)


def onward(address: str) -> ResponseReturnValue:
    """The next page after a change. Who has just passed on the last thing they answered for goes where all staff go."""
    return redirect(address if _editor() else "/guardrails", code=303)


def refuse_unless(may: bool) -> None:
    """What somebody may read and not change is answered as a page of somebody else."""
    if not may:
        abort(403)
