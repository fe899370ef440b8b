"""The list of units that a learner may practise, with the day each was last finished."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from learning.modules import queries
from learning.modules.shelf import Module
from learning.people import queries as people
from learning.people.models import Person


@dataclass(frozen=True, slots=True)
class UnitLine:
    module: Module
    seen_on: dt.date | None


def units_for(person: Person, *, today: dt.date) -> tuple[list[UnitLine], list[UnitLine]]:
    """Units made for the person's own roles, then those for everybody, each by title."""
    families = {post.role_family for post in people.memberships_on(person.id, today)}
    seen = queries.finished_on(person.id)
    lines = [
        UnitLine(one.module, seen.get(one.module.id))
        for one in queries.sendable(person.organisation_id, today=today)
        if "*" in one.module.roles or families & set(one.module.roles)
    ]
    lines.sort(key=lambda line: line.module.title.casefold())
    own = [line for line in lines if not line.module.is_generic]
    return own, [line for line in lines if line.module.is_generic]
