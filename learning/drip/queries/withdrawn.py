"""Units that were planned for this week and may not be sent any more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import and_, literal, select

from learning.drip.models import Delivery
from learning.ground.db import db
from learning.modules import queries as modules
from learning.modules.models import ModuleVersion, Sitting


def withdrawn(organisation_id: int, *, week_on: dt.date, now: dt.datetime) -> list[tuple[int, bool]]:
    """Units of a week that are planned, not sent, and since held back; and whether each stands in the app already and
    was begun there."""
    begun = (
        select(Sitting.id)
        .where(
            Sitting.person_id == Delivery.person_id,
            Sitting.module_version_id == Delivery.module_version_id,
            Sitting.began_on >= week_on,
        )
        .exists()
    )
    # Asked once for all versions and not once for each of 20,000 rows.
    is_taken_back = modules.is_withdrawn(ModuleVersion.id, literal(organisation_id))
    taken_back = select(ModuleVersion.id).where(is_taken_back)
    rows: Iterable[Any] = db.session.execute(
        select(Delivery.id, and_(Delivery.due_at <= now, begun)).where(
            Delivery.organisation_id == organisation_id,
            Delivery.week_on == week_on,
            Delivery.state == "planned",
            Delivery.module_version_id.in_(taken_back),
        )
    )
    return [(delivery_id, bool(has_begun)) for delivery_id, has_begun in rows]
