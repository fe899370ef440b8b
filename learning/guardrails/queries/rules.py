"""Questions about single rows of the register: a rule and its history, a tool, and who has it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, or_, select

from learning.ground.db import db
from learning.guardrails.models import GuardrailRegister, PermissionRule, Tool, ToolAccess, ToolWithdrawal
from learning.guardrails.rules import ANY, Cell, Scope, Target


def settings_row(organisation_id: int) -> GuardrailRegister | None:
    return db.session.get(GuardrailRegister, organisation_id)


def in_scope(organisation_id: int, scope: Scope) -> tuple[ColumnElement[bool], ...]:
    return (
        PermissionRule.organisation_id == organisation_id,
        PermissionRule.tool == scope.tool,
        PermissionRule.task == scope.task,
        PermissionRule.data_label == scope.label,
    )


def rule_row(organisation_id: int, scope: Scope) -> PermissionRule | None:
    """The version that stands for exactly this scope."""
    asked = select(PermissionRule).where(*in_scope(organisation_id, scope), PermissionRule.until_at.is_(None))
    return db.session.scalars(asked).one_or_none()


def rule_by_id(rule_id: int, *, organisation_id: int) -> PermissionRule:
    """Any version. Raises NoResultFound, for a foreign one too."""
    asked = select(PermissionRule).where(
        PermissionRule.id == rule_id, PermissionRule.organisation_id == organisation_id
    )
    return db.session.scalars(asked).one()


def rule_versions(organisation_id: int, scope: Scope) -> Sequence[PermissionRule]:
    """Every version of the rule for exactly this scope, the newest first."""
    asked = select(PermissionRule).where(*in_scope(organisation_id, scope)).order_by(PermissionRule.version.desc())
    return db.session.scalars(asked).all()


def standing_rules(organisation_id: int, *, tool: str | None = None) -> Sequence[PermissionRule]:
    """The rules in force, of one tool where it is named: any before single, in the order of their words."""
    asked = select(PermissionRule).where(
        PermissionRule.organisation_id == organisation_id, PermissionRule.until_at.is_(None)
    )
    if tool is not None:
        asked = asked.where(PermissionRule.tool == tool)
    return db.session.scalars(asked.order_by(PermissionRule.tool, PermissionRule.id)).all()


def history_of(organisation_id: int, cell: Cell) -> Sequence[PermissionRule]:
    """Every version of every rule that ever covered this question, the newest first."""
    asked = select(PermissionRule).where(
        PermissionRule.organisation_id == organisation_id,
        PermissionRule.tool.in_((cell.tool, ANY)),
        PermissionRule.task.in_((cell.task, ANY)),
        PermissionRule.data_label.in_((cell.label, ANY)),
    )
    return db.session.scalars(asked.order_by(PermissionRule.from_at.desc(), PermissionRule.id.desc())).all()


def changes_since(
    organisation_id: int, since: dt.datetime
) -> tuple[Sequence[PermissionRule], Sequence[ToolWithdrawal]]:
    """Rule versions and withdrawals that began or ended since that moment."""
    rules = select(PermissionRule).where(
        PermissionRule.organisation_id == organisation_id,
        or_(PermissionRule.from_at >= since, PermissionRule.until_at >= since),
    )
    withdrawals = select(ToolWithdrawal).where(
        ToolWithdrawal.organisation_id == organisation_id,
        or_(ToolWithdrawal.from_at >= since, ToolWithdrawal.until_at >= since),
    )
    return (
        db.session.scalars(rules.order_by(PermissionRule.id)).all(),
        db.session.scalars(withdrawals.order_by(ToolWithdrawal.id)).all(),
    )


def tools(organisation_id: int) -> Sequence[Tool]:
    """Every tool of the register, by name."""
    return db.session.scalars(select(Tool).where(Tool.organisation_id == organisation_id).order_by(Tool.name_key)).all()


def tool(slug: str, *, organisation_id: int) -> Tool:
    """Raises NoResultFound, for a foreign one too."""
    return db.session.scalars(select(Tool).where(Tool.organisation_id == organisation_id, Tool.slug == slug)).one()


def tool_by_number(number: int) -> Tool | None:
    """Whatever organisation it belongs to: for a receipt, whose signature was looked at before."""
    return db.session.get(Tool, number)


def withdrawal(row: Tool) -> ToolWithdrawal | None:
    """The withdrawal that stands, if the tool is out of use."""
    asked = select(ToolWithdrawal).where(
        ToolWithdrawal.organisation_id == row.organisation_id,
        ToolWithdrawal.tool == row.slug,
        ToolWithdrawal.until_at.is_(None),
    )
    return db.session.scalars(asked.limit(1)).one_or_none()


def withdrawals(row: Tool) -> Sequence[ToolWithdrawal]:
    """Every time it was out of use, the newest first."""
    asked = select(ToolWithdrawal).where(
        ToolWithdrawal.organisation_id == row.organisation_id, ToolWithdrawal.tool == row.slug
    )
    return db.session.scalars(asked.order_by(ToolWithdrawal.id.desc())).all()


# A line that gave a tool to one person outlives their record, and gives it to nobody then.
_GIVES_IT = or_(ToolAccess.target != Target.PERSON.value, ToolAccess.person_id.is_not(None))


def access_lines(row: Tool) -> Sequence[ToolAccess]:
    """Who has it now."""
    asked = select(ToolAccess).where(
        ToolAccess.organisation_id == row.organisation_id,
        ToolAccess.tool == row.slug,
        ToolAccess.until_at.is_(None),
        or_(ToolAccess.target != "person", ToolAccess.person_id.is_not(None)),  # whose record was removed
    )
    return db.session.scalars(asked.order_by(ToolAccess.target, ToolAccess.id)).all()


def access_counts(organisation_id: int) -> dict[str, dict[str, int]]:
    """How many lines of each target give each tool, by the id of the tool."""
    rows = db.session.execute(
        select(ToolAccess.tool, ToolAccess.target, func.count())
        .where(ToolAccess.organisation_id == organisation_id, ToolAccess.until_at.is_(None), _GIVES_IT)
        .group_by(ToolAccess.tool, ToolAccess.target)
    )
    found: dict[str, dict[str, int]] = {}
    for slug, target, count in rows:
        found.setdefault(slug, {})[target] = count
    return found


def access_line(access_id: int, *, tool: Tool) -> ToolAccess:
    """Raises NoResultFound for a line of another tool."""
    asked = select(ToolAccess).where(
        ToolAccess.id == access_id,
        ToolAccess.organisation_id == tool.organisation_id,
        ToolAccess.tool == tool.slug,
    )
    return db.session.scalars(asked).one()


def standing_access(
    row: Tool, *, target: str, team_id: int | None, family: str | None, person_id: int | None
) -> ToolAccess | None:
    """The line that gives it to exactly these, if there is one."""
    asked = select(ToolAccess).where(
        ToolAccess.organisation_id == row.organisation_id,
        ToolAccess.tool == row.slug,
        ToolAccess.until_at.is_(None),
        ToolAccess.target == target,
        ToolAccess.team_id.is_not_distinct_from(team_id),
        ToolAccess.family.is_not_distinct_from(family),
        ToolAccess.person_id.is_not_distinct_from(person_id),
    )
    return db.session.scalars(asked.limit(1)).one_or_none()
