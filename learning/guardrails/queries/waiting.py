"""What people need a tool for and nobody has answered, with the number of those who asked and never who."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from learning.ground.db import db
from learning.guardrails.models import ToolNeed
from learning.guardrails.queries.owners import Owners
from learning.guardrails.queries.register import register
from learning.guardrails.rules import Waiting


def waiting_by_owner(organisation_id: int, *, today: dt.date) -> Mapping[int, Sequence[Waiting]]:
    """Open needs by the id of who answers them: the tool's owner, else who decides, else an administrator."""
    asked = (
        select(ToolNeed.public_id, ToolNeed.problem, ToolNeed.tool, ToolNeed.asked_on, ToolNeed.asked_by)
        .where(ToolNeed.organisation_id == organisation_id, ToolNeed.answered_on.is_(None))
        .order_by(ToolNeed.id)
    )
    needs = db.session.execute(asked).all()
    found: defaultdict[int, list[Waiting]] = defaultdict(list)
    if not needs:
        return found
    known = register(organisation_id)
    owners = Owners(organisation_id, [tool.owner_id for tool in known.tools], today=today)
    for need in needs:
        tool = known.tool(need.tool)
        owner = owners.of((tool.owner_id if tool else None) or known.owner_id)
        if owner is not None:
            found[owner.id].append(Waiting(str(need.public_id), need.problem, need.asked_on, need.asked_by))
    return found


def needs_waiting_for(owner_id: int, organisation_id: int, *, today: dt.date) -> Sequence[Waiting]:
    """The open needs that this person answers."""
    return waiting_by_owner(organisation_id, today=today).get(owner_id, ())
