"""The turn of an editor: whoever changes a register stands in line, and every process reads it anew afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite

from learning.ground.db import db
from learning.ground.errors import Refused
from learning.ground.identifiers import uuid7
from learning.guardrails.models import GuardrailRegister


class Overtaken(Refused):
    """Somebody else changed the same thing first. The page shows what they changed; nothing was written over."""


def begin_register(organisation_id: int, *, now: dt.datetime) -> None:
    """The row of the organisation's register, where it has none yet."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    made = insert(GuardrailRegister).values(organisation_id=organisation_id, stamp=uuid7(), version=1, updated_at=now)
    db.session.execute(made.values(slip_tell="", slip_within="", slip_out_of_hours="").on_conflict_do_nothing())


@contextmanager
def changing(organisation_id: int, *, now: dt.datetime) -> Iterator[GuardrailRegister]:
    """One editor at a time: what is asked inside sees all that the one before has done.

    The row is locked until the transaction ends. It gets its new stamp last: a page that looked meanwhile has kept the
    old state under the old stamp."""
    begin_register(organisation_id, now=now)
    db.session.execute(
        update(GuardrailRegister)
        .where(GuardrailRegister.organisation_id == organisation_id)
        .values(updated_at=now)
        .execution_options(synchronize_session=False)
    )
    db.session.expire_all()  # what was read before the turn may have changed while we waited
    row = db.session.get_one(GuardrailRegister, organisation_id)
    yield row
    row.stamp = uuid7()
    db.session.flush()
