"""Questions about what learners wrote to the content editors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import bindparam, func, select

from learning.ground.db import db
from learning.modules.models import UnitNote

CHANGES_SHOWN_FOR = dt.timedelta(days=90)

_REPLIES = (  # asked at every visit, so it is put together once
    select(UnitNote)
    .where(UnitNote.person_id == bindparam("person_id"), UnitNote.replied_on.is_not(None), UnitNote.seen_on.is_(None))
    .order_by(UnitNote.id)
    .limit(3)
)
_CHANGES = (
    select(UnitNote)
    .where(
        UnitNote.organisation_id == bindparam("organisation_id"),
        UnitNote.module == bindparam("module"),
        UnitNote.has_changed,
        UnitNote.replied_on >= bindparam("since"),
    )
    .order_by(UnitNote.replied_on.desc(), UnitNote.id.desc())
    .limit(3)
)


def replies_to(person_id: int) -> Sequence[UnitNote]:
    """Replies that this person has not closed yet, the oldest first."""
    return db.session.scalars(_REPLIES, {"person_id": person_id}).all()


def reply_to(person_id: int, note_id: int) -> UnitNote:
    """One reply to this person. Raises NoResultFound for anybody else's."""
    return db.session.scalars(
        select(UnitNote).where(
            UnitNote.id == note_id, UnitNote.person_id == person_id, UnitNote.replied_on.is_not(None)
        )
    ).one()


def changes_of(module: str, *, organisation_id: int, today: dt.date) -> Sequence[UnitNote]:
    """What was changed in this unit lately because somebody here wrote about it."""
    given = {"organisation_id": organisation_id, "module": module, "since": today - CHANGES_SHOWN_FOR}
    return db.session.scalars(_CHANGES, given).all()


def notes_written(person_id: int, *, on: dt.date) -> int:
    return db.session.scalars(select(func.count()).where(UnitNote.person_id == person_id, UnitNote.made_on == on)).one()


def open_notes(organisation_id: int) -> Sequence[UnitNote]:
    """Notes without a reply, the oldest first."""
    asked = select(UnitNote).where(UnitNote.organisation_id == organisation_id, UnitNote.replied_on.is_(None))
    return db.session.scalars(asked.order_by(UnitNote.id)).all()


def answered_notes(organisation_id: int) -> Sequence[UnitNote]:
    """The last fifty with a reply, the newest reply first."""
    asked = select(UnitNote).where(UnitNote.organisation_id == organisation_id, UnitNote.replied_on.is_not(None))
    return db.session.scalars(asked.order_by(UnitNote.replied_on.desc(), UnitNote.id.desc()).limit(50)).all()


def note(organisation_id: int, note_id: int) -> UnitNote:
    """Raises NoResultFound for a note of another organisation."""
    return db.session.scalars(
        select(UnitNote).where(UnitNote.id == note_id, UnitNote.organisation_id == organisation_id)
    ).one()
