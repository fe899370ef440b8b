"""Questions about needs: one's own, what many people here need, and the ones that are like a new one."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import select

from learning.ground.db import db
from learning.ground.figures import FEWEST
from learning.guardrails.models import ToolNeed, ToolNeedAsker
from learning.guardrails.queries.owners import Owner, Owners
from learning.guardrails.queries.register import register
from learning.guardrails.rules import Wanted, most_similar

OwnNeeds = Sequence[tuple[ToolNeed, dt.date | None]]  # with the day on which they read the answer

_LOOKED_AT = 2000  # the newest needs that a new one is compared with
_SHOWN = 50
_OLD = dt.timedelta(days=365)


def need(public_id: uuid.UUID, *, organisation_id: int) -> ToolNeed:
    """Raises NoResultFound, for a foreign one too."""
    asked = select(ToolNeed).where(ToolNeed.public_id == public_id, ToolNeed.organisation_id == organisation_id)
    return db.session.scalars(asked).one()


def own_needs(person_id: int) -> OwnNeeds:
    """What this person asked for, the newest first."""
    asked = (
        select(ToolNeed, ToolNeedAsker.seen_on)
        .join(ToolNeedAsker, ToolNeedAsker.need_id == ToolNeed.id)
        .where(ToolNeedAsker.person_id == person_id)
        .order_by(ToolNeed.id.desc())
    )
    return [(need, seen_on) for need, seen_on in db.session.execute(asked)]


def unread_answers(person_id: int) -> Sequence[ToolNeed]:
    """Answers that this person has not read yet."""
    asked = (
        select(ToolNeed)
        .join(ToolNeedAsker, ToolNeedAsker.need_id == ToolNeed.id)
        .where(ToolNeedAsker.person_id == person_id, ToolNeedAsker.seen_on.is_(None), ToolNeed.answer.is_not(None))
        .order_by(ToolNeed.id)
    )
    return db.session.scalars(asked).all()


def needs_of_many(organisation_id: int, *, today: dt.date) -> Sequence[ToolNeed]:
    """What at least five people asked for in the last year, those that most need first. Fewer are nobody's business."""
    asked = (
        select(ToolNeed)
        .where(
            ToolNeed.organisation_id == organisation_id,
            ToolNeed.asked_by >= FEWEST,
            ToolNeed.asked_on > today - _OLD,
        )
        .order_by(ToolNeed.asked_by.desc(), ToolNeed.id)
        .limit(_SHOWN)
    )
    return db.session.scalars(asked).all()


def similar_needs(organisation_id: int, wanted: Wanted, *, today: dt.date) -> Sequence[ToolNeed]:
    """At most three of the last year that are like it, answered or not."""
    asked = (
        select(ToolNeed.id, ToolNeed.problem, ToolNeed.task, ToolNeed.data_label)
        .where(ToolNeed.organisation_id == organisation_id, ToolNeed.asked_on > today - _OLD)
        .order_by(ToolNeed.id.desc())
        .limit(_LOOKED_AT)
    )
    known = {id_: Wanted(problem, task, label) for id_, problem, task, label in db.session.execute(asked)}
    found = most_similar(wanted, known)
    rows = {row.id: row for row in db.session.scalars(select(ToolNeed).where(ToolNeed.id.in_(found)))} if found else {}
    return [rows[id_] for id_ in found]


def who_decides(organisation_id: int, tool: str, *, today: dt.date) -> Owner | None:
    """Who gets a need: the owner of the tool it names, else who decides here, else an administrator."""
    known = register(organisation_id)
    fact = known.tool(tool)
    owner_id = (fact.owner_id if fact else None) or known.owner_id
    return Owners(organisation_id, [owner_id], today=today).of(owner_id)
