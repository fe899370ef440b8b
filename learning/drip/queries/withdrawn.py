"""Units that are planned for a week: those that may not be sent any more, and those that are still to come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, and_, literal, select

from learning.drip.models import Delivery
from learning.drip.queries.learners import learners
from learning.drip.queries.tools import posts_of, tools_of
from learning.drip.rules import NO_TOOLS
from learning.drip.rules.units import NO_TOOL
from learning.drip.shelf import candidate
from learning.ground.db import db, in_chunks
from learning.modules import queries as modules
from learning.modules.models import ModuleVersion, Sitting


def withdrawn(organisation_id: int, *, week_on: dt.date, now: dt.datetime, today: dt.date) -> list[tuple[int, bool]]:
    """Units of a week that are planned, not sent, and since held back or not permitted any more; and whether each
    stands in the app already and was begun there."""
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
    found = {delivery_id: bool(has_begun) for delivery_id, has_begun in rows}
    for delivery_id, has_begun in _not_permitted(organisation_id, week_on=week_on, now=now, begun=begun, today=today):
        found.setdefault(delivery_id, has_begun)
    return list(found.items())


def _not_permitted(
    organisation_id: int, *, week_on: dt.date, now: dt.datetime, begun: ColumnElement[bool], today: dt.date
) -> Iterator[tuple[int, bool]]:
    """Units that need an AI tool which their person may not use any more: it was withdrawn, a rule changed, or the
    tool was taken back."""
    versions = {
        version.id: candidate(modules.module_of(version))
        for version in db.session.scalars(select(ModuleVersion).where(ModuleVersion.assumes_tool != NO_TOOL))
    }
    if not versions:
        return
    rows: Iterable[Any] = db.session.execute(
        select(Delivery.id, Delivery.person_id, Delivery.module_version_id, and_(Delivery.due_at <= now, begun)).where(
            Delivery.organisation_id == organisation_id,
            Delivery.week_on == week_on,
            Delivery.state == "planned",
            Delivery.module_version_id.in_(list(versions)),
        )
    )
    for chunk in in_chunks(list(rows)):
        ids = [person_id for _, person_id, _, _ in chunk]
        people = learners(organisation_id, today=today, person_ids=ids)
        tools = tools_of(organisation_id, people, posts_of(ids, today), today=today)
        for delivery_id, person_id, version_id, has_begun in chunk:
            if not versions[version_id].is_doable_with(tools.get(person_id, NO_TOOLS)):
                yield delivery_id, bool(has_begun)


def still_to_come(organisation_id: int, *, week_on: dt.date, now: dt.datetime) -> list[tuple[int, int]]:
    """Units of a week that nobody has met yet and that are no heads-up: the row, and whose it is."""
    rows: Iterable[Any] = db.session.execute(
        select(Delivery.id, Delivery.person_id)
        .where(
            Delivery.organisation_id == organisation_id,
            Delivery.week_on == week_on,
            Delivery.state == "planned",
            Delivery.due_at > now,
            Delivery.kind != "heads-up",
        )
        .order_by(Delivery.person_id)
    )
    return [(delivery_id, person_id) for delivery_id, person_id in rows]
