"""The audit log: append-only and chained, so that a changed or removed line shows."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from learning.ground.db import Base, db

_START = "0" * 64


class AuditEntry(Base):
    """Who did what to what, and when. No names, no free text: ids and counts only."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime]
    organisation_id: Mapped[int | None]  # no foreign keys: a line outlives what it speaks of
    by: Mapped[str]  # a person's public id, "command" or "clock"
    deed: Mapped[str]  # staff.imported, module.adopted, settings.changed …
    subject: Mapped[str]
    facts: Mapped[dict[str, Any]]
    previous: Mapped[str]
    digest: Mapped[str]


def note(
    deed: str,
    *,
    by: str,
    now: dt.datetime,
    subject: str = "",
    organisation_id: int | None = None,
    **facts: str | int | bool | None,
) -> AuditEntry:
    """Append one line. Call it inside the transaction of the deed, so that neither stands alone."""
    db.session.flush()
    last = db.session.scalars(select(AuditEntry.digest).order_by(AuditEntry.id.desc()).limit(1)).first() or _START
    entry = AuditEntry(
        at=now, organisation_id=organisation_id, by=by, deed=deed, subject=subject, facts=dict(facts), previous=last
    )
    entry.digest = _digest(entry)
    db.session.add(entry)
    db.session.flush()
    return entry


def first_broken() -> int | None:
    """The id of the first line that does not follow from the one before it, or None when the chain holds."""
    previous = _START
    for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=500)):
        if entry.previous != previous or entry.digest != _digest(entry):
            return entry.id
        previous = entry.digest
    return None


def _digest(entry: AuditEntry) -> str:
    told = [
        entry.at.astimezone(dt.UTC).isoformat(),
        entry.organisation_id,
        entry.by,
        entry.deed,
        entry.subject,
        entry.facts,
        entry.previous,
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@event.listens_for(AuditEntry, "before_update")
@event.listens_for(AuditEntry, "before_delete")
def _never(_mapper: Mapper[AuditEntry], _connection: object, _entry: AuditEntry) -> None:
    raise RuntimeError("the audit log is append-only")
