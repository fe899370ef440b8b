"""Erasing a person: every row that is theirs, as the register says, and a line in the audit log without a name."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CursorResult, delete, update

from learning.ground import audit
from learning.ground.db import db
from learning.people.models import Person
from learning.privacy.queries.held import is_named, mine, table_of
from learning.privacy.rules import REGISTER, Erasure, Kind

SOMEBODY = "somebody whose record was removed"


def erase(person: Person, *, by: str, now: dt.datetime) -> int:
    """Remove a person and all that is held about them, evidence included; the number of rows removed.

    Rows of the organisation, such as an imported file, stay without the person. The audit log is sealed, so its lines
    stay too: they hold a public id, which leads to nobody afterwards.
    """
    organisation_id = person.organisation_id
    db.session.flush()
    for kind in REGISTER:
        _let_go(kind, person)
    order = {table.name: number for number, table in enumerate(db.metadata.sorted_tables)}
    own = [kind for kind in REGISTER if kind.erasure is Erasure.REMOVED]
    removed = 0
    for kind in sorted(own, key=lambda kind: order[kind.table], reverse=True):  # what points to others goes first
        gone: CursorResult[tuple[()]] = db.session.execute(  # type: ignore[assignment]  # a DELETE gives a cursor result
            delete(table_of(kind)).where(mine(kind, person))
        )
        removed += gone.rowcount
    db.session.expunge(person)
    db.session.expire_all()
    audit.note("person.erased", by=by, now=now, organisation_id=organisation_id, rows=removed)
    return removed


def _let_go(kind: Kind, person: Person) -> None:
    """Empty what points to the person in rows that stay: somebody's manager, who imported a file."""
    table = table_of(kind)
    if kind.named_in is not None:
        db.session.execute(update(table).where(is_named(kind, person)).values({kind.named_in: SOMEBODY}))
    for name in kind.columns:
        if kind.erasure_of(name) is Erasure.EMPTIED:
            db.session.execute(update(table).where(table.c[name] == person.id).values({name: None}))
