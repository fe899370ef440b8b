"""How many people have one unit in their drip, counted by the database: never a person, never an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select

from learning.drip.models import Delivery
from learning.drip.queries.choosing import STOOD_IN_APP
from learning.drip.rules import Reach, Reached, reach
from learning.ground.db import db
from learning.ground.workdays import monday_of
from learning.modules.models import ModuleVersion
from learning.people import queries as people
from learning.people.models import Membership

LATELY = dt.timedelta(weeks=4)


def reach_of(module: str, organisation_id: int, *, today: dt.date) -> Reach:
    """Of a module in all its versions, by the role family of the post that it was chosen for."""
    periods = _periods(today)
    its_versions = select(ModuleVersion.id).where(ModuleVersion.module == module)
    where = (Delivery.organisation_id == organisation_id, Delivery.module_version_id.in_(its_versions))
    everybody = db.session.execute(select(*periods).where(*where)).one()
    rows: Iterable[Any] = db.session.execute(
        select(Membership.role_family, *periods)
        .outerjoin(Membership, Membership.id == Delivery.membership_id)
        .where(*where)
        .group_by(Membership.role_family)
    )
    families = {family or "": Reached(*counts) for family, *counts in rows}
    return reach(Reached(everybody[0], everybody[1], everybody[2]), families, staff=people.staff_count(organisation_id))


def _periods(today: dt.date) -> list[ColumnElement[int]]:
    """People who have it planned this week, had it lately, ever had it."""
    came = Delivery.state.in_(STOOD_IN_APP)
    return [
        func.count(case((wanted, Delivery.person_id)).distinct())
        for wanted in (
            and_(Delivery.state.in_(("planned", "sending")), Delivery.week_on == monday_of(today)),
            and_(came, Delivery.on > today - LATELY),
            came,
        )
    ]
