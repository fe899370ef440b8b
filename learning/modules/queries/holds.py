"""Questions about holds: what the staff side has asked not to be sent, for as long as nobody of theirs lifted it."""

from __future__ import annotations

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, exists, or_, select
from sqlalchemy.orm import aliased

from learning.ground.db import db
from learning.modules.models import Adoption, Hold, ModuleVersion


def holds(organisation_id: int) -> dict[str, Hold]:
    """The hold that stands on each module, by module id; the oldest one, if two people were quick."""
    asked = (
        select(Hold)
        .where(Hold.organisation_id == organisation_id, Hold.lifted_at.is_(None))
        .order_by(Hold.id.desc())  # the oldest comes last, and stays
    )
    return {row.module: row for row in db.session.scalars(asked)}


def hold_on(module: str, *, organisation_id: int) -> Hold | None:
    return holds(organisation_id).get(module)


def no_hold_on(module: SQLColumnExpression[str], organisation_id: SQLColumnExpression[int]) -> ColumnElement[bool]:
    """As part of a question: no hold stands on this module in this organisation."""
    return ~exists().where(Hold.module == module, Hold.organisation_id == organisation_id, Hold.lifted_at.is_(None))


def is_held(
    version_id: SQLColumnExpression[int | None], organisation_id: SQLColumnExpression[int]
) -> ColumnElement[bool]:
    """As part of a question: a hold stands in this organisation on the module of this version."""
    version = aliased(ModuleVersion)
    return exists().where(
        and_(
            version.id == version_id,
            Hold.module == version.module,
            Hold.organisation_id == organisation_id,
            Hold.lifted_at.is_(None),
        )
    )


def is_withdrawn(
    version_id: SQLColumnExpression[int | None], organisation_id: SQLColumnExpression[int]
) -> ColumnElement[bool]:
    """The same, or this version is not adopted any more: whoever has not begun it is to be sent another unit."""
    version = aliased(ModuleVersion)
    adopted = exists().where(
        and_(
            version.id == version_id,
            Adoption.module == version.module,
            Adoption.version == version.version,
            Adoption.organisation_id == organisation_id,
            Adoption.ended_at.is_(None),
        )
    )
    return or_(is_held(version_id, organisation_id), ~adopted)
