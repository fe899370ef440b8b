"""The register as the rules read it: kept in each process for as long as its stamp stays the same."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, or_, select, union_all

from learning.ground import settings
from learning.ground.db import db, plain_rows
from learning.guardrails.models import (
    GuardrailRegister,
    PermissionRule,
    Tool,
    ToolAccess,
    ToolWithdrawal,
)
from learning.guardrails.rules import (
    Access,
    Answer,
    Asker,
    Register,
    Rule,
    Scope,
    Target,
    Vocabulary,
    Withdrawal,
)
from learning.guardrails.rules import Tool as ToolFact
from learning.guardrails.shelf import read_vocabulary
from learning.people.models import Membership, Person, Team

Dated = TypeVar("Dated", ToolWithdrawal, ToolAccess, PermissionRule)
_KEPT = 64  # registers of so many organisations at once in one process
_kept: OrderedDict[uuid.UUID, Register] = OrderedDict()

_STAMP = select(GuardrailRegister.stamp).where(GuardrailRegister.organisation_id == bindparam("organisation_id"))
_OWNER = select(GuardrailRegister.owner_id).where(GuardrailRegister.organisation_id == bindparam("organisation_id"))
_posts = (
    select(Membership.team_id, Membership.role_family)
    .where(
        Membership.person_id == bindparam("person_id"),
        Membership.starts_on <= bindparam("today"),
        or_(Membership.ends_on.is_(None), Membership.ends_on >= bindparam("today")),
    )
    .cte("posts")
)
_teams = select(Team.id, Team.parent_id).join(_posts, _posts.c.team_id == Team.id).cte("teams_above", recursive=True)
# UNION and not UNION ALL: a circle in the tree ends where it began.
_above = _teams.union(select(Team.id, Team.parent_id).join(_teams, Team.id == _teams.c.parent_id))
_start = (
    select(Team.id, Team.parent_id)
    .where(Team.id.in_(bindparam("teams", expanding=True)))
    .cte("teams_from_here", recursive=True)
)
_TEAMS_ABOVE = select(_start.union(select(Team.id, Team.parent_id).join(_start, Team.id == _start.c.parent_id)).c.id)
# Everything a person has, in one question: to them alone, or to what they belong to.
_TOOLS_OF = union_all(
    select(ToolAccess.tool).where(ToolAccess.person_id == bindparam("person_id"), ToolAccess.until_at.is_(None)),
    select(ToolAccess.tool).where(
        ToolAccess.organisation_id == bindparam("organisation_id"),
        ToolAccess.person_id.is_(None),
        ToolAccess.until_at.is_(None),
        or_(
            ToolAccess.target == Target.ORGANISATION.value,
            ToolAccess.family.in_(select(_posts.c.role_family)),
            ToolAccess.team_id.in_(select(_above.c.id)),
        ),
    ),
)


def vocabulary() -> Vocabulary:
    """The tasks and labels of this installation."""
    return read_vocabulary(settings.current().content)


def register(organisation_id: int) -> Register:
    """What is in force now. One question where nothing changed since this process asked last."""
    stamp = db.session.scalars(_STAMP, {"organisation_id": organisation_id}).one_or_none()
    if stamp is None:
        return Register((), ())
    found = _kept.get(stamp)
    if found is None:
        found = _kept[stamp] = fresh_register(organisation_id)
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
    return found


def fresh_register(organisation_id: int) -> Register:
    """The same, read from the tables whatever the stamp says: for whoever is changing it."""
    return _register(organisation_id, None)


def register_at(organisation_id: int, at: dt.datetime) -> Register:
    """What was in force at that moment, for receipts and for what changed since."""
    return _register(organisation_id, at)


def _register(organisation_id: int, at: dt.datetime | None) -> Register:
    withdrawn = {
        one.tool: Withdrawal(one.from_at, one.until_at, one.why, one.instead)
        for one in db.session.scalars(_standing(ToolWithdrawal, organisation_id, at))
    }
    # As they stand now, also where this session read them before another editor changed them: what is kept under the
    # new stamp would be the old facts for everybody whom this process answers.
    listed = select(Tool).where(Tool.organisation_id == organisation_id).order_by(Tool.name_key)
    tools = db.session.scalars(listed.execution_options(populate_existing=True))
    access = _standing(ToolAccess, organisation_id, at).where(ToolAccess.person_id.is_(None))
    return Register(
        tools=tuple(_tool(tool, withdrawn) for tool in tools if at is None or tool.created_at <= at),
        rules=tuple(rule_of(one) for one in db.session.scalars(_standing(PermissionRule, organisation_id, at))),
        access=tuple(access_of(one) for one in db.session.scalars(access)),
        owner_id=db.session.scalars(_OWNER, {"organisation_id": organisation_id}).one_or_none(),
    )


def _standing(table: type[Dated], organisation_id: int, at: dt.datetime | None) -> Select[Dated]:
    """The rows that stand now, or that stood at that moment."""
    asked = select(table).where(table.organisation_id == organisation_id).order_by(table.id)
    if at is None:
        return asked.where(table.until_at.is_(None))
    return asked.where(table.from_at <= at, or_(table.until_at.is_(None), table.until_at > at))


def _tool(row: Tool, withdrawn: Mapping[str, Withdrawal]) -> ToolFact:
    return ToolFact(
        id=row.slug,
        name=row.name,
        about=row.about,
        owner_id=row.owner_id,
        how_to_open=row.how_to_open,
        withdrawal=withdrawn.get(row.slug),
        number=row.id,
        version=row.version,
    )


def rule_of(row: PermissionRule) -> Rule:
    """One version of a rule as the rules read it."""
    return Rule(
        id=row.id,
        scope=Scope(row.tool, row.task, row.data_label),
        version=row.version,
        answer=Answer(row.answer),
        only_if=row.only_if,
        conditions=tuple(row.conditions),
        instead=row.instead,
        owner_id=row.owner_id,
        review_on=row.review_on,
        policy_url=row.policy_url,
        why=row.why,
        from_at=row.from_at,
        until_at=row.until_at,
    )


def access_of(row: ToolAccess) -> Access:
    key = row.team_id or row.family or row.person_id or ""
    return Access(row.tool, Target(row.target), str(key))


def teams_above(team_ids: Collection[int]) -> frozenset[str]:
    """These teams and the teams above them, as access names them."""
    found = db.session.scalars(_TEAMS_ABOVE, {"teams": list(team_ids)}) if team_ids else ()
    return frozenset(str(team_id) for team_id in found)


def _parents(organisation_id: int) -> dict[int, int | None]:
    rows = db.session.execute(select(Team.id, Team.parent_id).where(Team.organisation_id == organisation_id))
    return dict(iter(rows))


def _with_those_above(teams: Collection[int], parents: Mapping[int, int | None]) -> frozenset[str]:
    found: set[int] = set()
    for team in teams:
        step: int | None = team
        while step is not None and step not in found:
            found.add(step)
            step = parents.get(step)
    return frozenset(str(team) for team in found)


def tools_of(person: Person, *, today: dt.date) -> frozenset[str]:
    """The ids of the tools this person has, withdrawn ones included."""
    given = {"person_id": person.id, "organisation_id": person.organisation_id, "today": today}
    return frozenset(db.session.scalars(_TOOLS_OF, given))


def tools_of_many(
    organisation_id: int, posts: Mapping[int, Sequence[tuple[int, str | None]]]
) -> dict[int, frozenset[str]]:
    """The same for many people at once. `posts`: team id and role family of each post, by person id."""
    found = register(organisation_id)
    parents = _parents(organisation_id)
    rows: Iterable[Any] = plain_rows(
        select(ToolAccess.person_id, ToolAccess.tool).where(
            ToolAccess.organisation_id == organisation_id,
            ToolAccess.person_id.in_(list(posts)),
            ToolAccess.until_at.is_(None),
        )
    )
    own: dict[int, set[str]] = {}
    for person_id, tool in rows:
        own.setdefault(person_id, set()).add(tool)
    known: dict[tuple[frozenset[int], frozenset[str]], frozenset[str]] = {}  # few people differ in teams and roles
    answers = {}
    for person_id, held in posts.items():
        key = (frozenset(team for team, _ in held), frozenset(family for _, family in held if family))
        if key not in known:
            known[key] = found.tools_of(Asker(0, _with_those_above(key[0], parents), key[1]))
        answers[person_id] = known[key] | own[person_id] if person_id in own else known[key]
    return answers
