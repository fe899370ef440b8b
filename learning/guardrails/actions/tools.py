"""What changes the list of tools: adding one, its facts, who has it, and taking it out of use."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from sqlalchemy import select

from learning.ground import audit
from learning.ground.db import db
from learning.ground.errors import Refused
from learning.guardrails import queries
from learning.guardrails.actions.changing import Overtaken, changing
from learning.guardrails.actions.writing import by_whom, line, link_line
from learning.guardrails.models import Tool, ToolAccess, ToolWithdrawal
from learning.guardrails.rules import RESERVED, Target
from learning.people.models import Person, Team

_MOST_TOOLS = 200
_NOT_IN_A_SLUG = re.compile(r"[^a-z0-9]+")


def add_tool(
    organisation_id: int,
    *,
    name: str,
    about: str = "",
    how_to_open: str = "",
    owner: Person | None,
    by: Person | None,
    now: dt.datetime,
) -> Tool:
    """A tool that nobody has yet and about which nothing is decided. Raises Refused for a name that is taken."""
    name = line(name, "Write the name that staff know the tool by.", least=2, most=60)
    with changing(organisation_id, now=now):
        _refuse_taken(organisation_id, name)
        slugs = set(db.session.scalars(select(Tool.slug).where(Tool.organisation_id == organisation_id)))
        if len(slugs) >= _MOST_TOOLS:
            raise Refused(f"The register holds {_MOST_TOOLS} tools, which is all it can hold.")
        tool = Tool(
            organisation_id=organisation_id,
            slug=_slug(name, slugs),
            name=name,
            name_key=name.casefold(),
            about=line(about, "Say in one sentence what the tool is.", least=0, most=300),
            how_to_open=link_line(how_to_open, "Say how to open the tool"),
            owner_id=_owner(owner, organisation_id),
            created_at=now,
            updated_at=now,
            by_person_id=by.id if by else None,
        )
        db.session.add(tool)
        db.session.flush()
        audit.note("tool.added", by=by_whom(by), now=now, organisation_id=organisation_id, subject=tool.slug)
    return tool


def _refuse_taken(organisation_id: int, name: str, *, but: int | None = None) -> None:
    taken = select(Tool).where(Tool.organisation_id == organisation_id, Tool.name_key == name.casefold())
    found = db.session.scalars(taken).one_or_none()
    if found is not None and found.id != but:
        raise Refused(f"{found.name} is in the register already. Open it there, or give this one another name.")


def _slug(name: str, taken: set[str]) -> str:
    """A plain id that is new. Words that mean something in units and addresses are not given to a tool."""
    plain = _NOT_IN_A_SLUG.sub("-", name.casefold()).strip("-")[:40].strip("-") or "tool"
    plain = f"tool-{plain}" if plain in RESERVED else plain
    number, slug = 1, plain
    while slug in taken:
        number += 1
        slug = f"{plain}-{number}"
    return slug


def _owner(owner: Person | None, organisation_id: int) -> int | None:
    if owner is None:
        return None
    if owner.organisation_id != organisation_id or owner.status == "left":
        raise Refused("The owner is somebody who works here. Choose a person from the list.")
    return owner.id


def edit_tool(
    tool: Tool,
    *,
    seen_version: int,
    name: str,
    about: str,
    how_to_open: str,
    owner: Person | None,
    by: Person | None,
    now: dt.datetime,
) -> bool:
    """New facts about a tool. Raises Overtaken where another editor was quicker. Returns whether anything changed."""
    name = line(name, "Write the name that staff know the tool by.", least=2, most=60)
    with changing(tool.organisation_id, now=now):
        _refuse_taken(tool.organisation_id, name, but=tool.id)
        facts = {
            "name": name,
            "name_key": name.casefold(),
            "about": line(about, "Say in one sentence what the tool is.", least=0, most=300),
            "how_to_open": link_line(how_to_open, "Say how to open the tool"),
            "owner_id": _owner(owner, tool.organisation_id),
        }
        changed = [key for key, value in facts.items() if getattr(tool, key) != value]
        if not changed:
            return False
        if tool.version != seen_version:
            raise Overtaken("Somebody else changed this tool while you were writing. Look at both, then save again.")
        for key in changed:
            setattr(tool, key, facts[key])
        tool.version, tool.updated_at, tool.by_person_id = tool.version + 1, now, by.id if by else None
        audit.note("tool.changed", by=by_whom(by), now=now, organisation_id=tool.organisation_id, subject=tool.slug)
    return True


def withdraw(tool: Tool, *, why: str, instead: str, by: Person | None, now: dt.datetime) -> bool:
    """From this moment nobody is told that they may use it. Returns False where it is out of use already."""
    why = line(why, "Say in one sentence why it is out of use. Everybody who has it reads this.", least=5, most=300)
    instead = link_line(instead, "Say what people use instead")
    with changing(tool.organisation_id, now=now):
        if queries.withdrawal(tool) is not None:
            return False
        db.session.add(
            ToolWithdrawal(
                organisation_id=tool.organisation_id,
                tool=tool.slug,
                why=why,
                instead=instead,
                from_at=now,
                by_person_id=by.id if by else None,
            )
        )
        audit.note("tool.withdrawn", by=by_whom(by), now=now, organisation_id=tool.organisation_id, subject=tool.slug)
    return True


def put_back(tool: Tool, *, by: Person | None, now: dt.datetime) -> bool:
    """The tool may be used again, as its rules say. Returns False where it was not out of use."""
    with changing(tool.organisation_id, now=now):
        row = queries.withdrawal(tool)
        if row is None:
            return False
        row.until_at = now
        audit.note("tool.put back", by=by_whom(by), now=now, organisation_id=tool.organisation_id, subject=tool.slug)
    return True


def give(
    tool: Tool,
    *,
    team: Team | None = None,
    family: str | None = None,
    person: Person | None = None,
    by: Person | None,
    now: dt.datetime,
) -> bool:
    """Give the tool to a team, a role family or a person; with none of them to everybody. False: they have it."""
    target = Target.TEAM if team else Target.FAMILY if family else Target.PERSON if person else Target.ORGANISATION
    for foreign in (team, person):
        if foreign is not None and foreign.organisation_id != tool.organisation_id:
            raise Refused("That belongs to another organisation. Choose from the list.")
    with changing(tool.organisation_id, now=now):
        given: dict[str, Any] = {
            "team_id": team.id if team else None,
            "family": family or None,
            "person_id": person.id if person else None,
        }
        if queries.standing_access(tool, target=target.value, **given) is not None:
            return False
        db.session.add(
            ToolAccess(
                organisation_id=tool.organisation_id,
                tool=tool.slug,
                target=target.value,
                from_at=now,
                by_person_id=by.id if by else None,
                **given,
            )
        )
        audit.note(
            "tool.given",
            by=by_whom(by),
            now=now,
            organisation_id=tool.organisation_id,
            subject=tool.slug,
            to=target.value,
        )
    return True


def take_back(access: ToolAccess, *, by: Person | None, now: dt.datetime) -> bool:
    """They do not have the tool any more, unless another line gives it to them. False: it was taken back already."""
    with changing(access.organisation_id, now=now):
        if access.until_at is not None:
            return False
        access.until_at = now
        audit.note(
            "tool.taken back",
            by=by_whom(by),
            now=now,
            organisation_id=access.organisation_id,
            subject=access.tool,
            to=access.target,
        )
    return True
