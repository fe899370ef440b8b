"""Importing a staff file: the plan of a dry run, and the same plan written as a whole or not at all."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import select, text, update

from learning.ground import audit
from learning.ground.db import db
from learning.ground.errors import Refused
from learning.people import queries
from learning.people.actions.write_plan import write
from learning.people.models import ImportMapping, Organisation, Person, StaffImport
from learning.people.rules import keeping
from learning.people.rules.changes import planned
from learning.people.rules.columns import checked_mapping
from learning.people.rules.plan import Plan
from learning.people.rules.role_family import RoleFamily
from learning.people.rules.staff_file import StaffFile
from learning.people.rules.summary import stopped

MANY_LINES = 1000
Progress = Callable[[int, int], None]  # rows written so far, rows to write


class TooManyLeave(Refused):
    """More than 10% of the staff would leave, and nobody has said that this is right."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        super().__init__(stopped(plan))


def plan(
    organisation_id: int,
    file: StaffFile,
    *,
    families: Sequence[RoleFamily],
    today: dt.date,
    by: int | None = None,
) -> Plan:
    """What the file would change today. Writes nothing. `by`: the person who imports, None for the command."""
    return planned(file, queries.present(organisation_id), families=families, today=today, acting=by)


def apply(
    organisation_id: int,
    file: StaffFile,
    *,
    families: Sequence[RoleFamily],
    today: dt.date,
    now: dt.datetime,
    by: int | None = None,
    allow_leavers: bool = False,
    progress: Progress | None = None,
) -> tuple[Plan, StaffImport]:
    """Write all that the file changes, in the caller's transaction. Raises TooManyLeave unless `allow_leavers`.

    Whoever imports first holds the organisation until their transaction ends, so a second import at the same time
    waits, and then finds nothing to change.
    """
    _hold(organisation_id)
    wanted = plan(organisation_id, file, families=families, today=today, by=by)
    if wanted.needs_confirmation and not allow_leavers:
        raise TooManyLeave(wanted)
    write(organisation_id, wanted, now=now, progress=progress)
    if db.engine.dialect.name == "postgresql" and wanted.lines_read >= MANY_LINES:
        # Without fresh statistics the next question over a new trust is planned as if it were empty.
        db.session.execute(text("ANALYZE person, membership"))
    counts: dict[str, Any] = wanted.counts | {
        "lines": wanted.lines_read,
        "bad_lines": len(wanted.bad),
        "people": wanted.people_found,
        "unchanged": wanted.unchanged,
        "teams": len(wanted.new_teams),
    }
    record = StaffImport(
        organisation_id=organisation_id, by_person_id=by, at=now, file_hash=fingerprint(file), counts=counts
    )
    db.session.add(record)
    audit.note("staff.imported", by=_name_of(by), now=now, organisation_id=organisation_id, **counts)
    return wanted, record


def fingerprint(file: StaffFile) -> str:
    """SHA-256 of what was understood of a file, so that the same staff in another order of columns is the same."""
    return hashlib.sha256(keeping.packed(file)).hexdigest()


def save_mapping(organisation_id: int, columns: Mapping[str, str], *, by: str, now: dt.datetime) -> dict[str, str]:
    """Remember which heading means which column. An empty mapping goes back to the usual headings."""
    kept = checked_mapping(columns)
    row = db.session.scalars(
        select(ImportMapping).where(ImportMapping.organisation_id == organisation_id)
    ).one_or_none()
    if row is None:
        db.session.add(ImportMapping(organisation_id=organisation_id, columns=kept))
    elif dict(row.columns) == kept:
        return kept
    else:
        row.columns = kept
    audit.note("staff.mapping_saved", by=by, now=now, organisation_id=organisation_id, columns=len(kept))
    return kept


def _hold(organisation_id: int) -> None:
    """Take the write lock before reading anything: the row on PostgreSQL, the database on SQLite."""
    db.session.execute(
        update(Organisation)
        .where(Organisation.id == organisation_id)
        .values(code=Organisation.code)
        .execution_options(synchronize_session=False)
    )


def _name_of(person_id: int | None) -> str:
    if person_id is None:
        return "command"
    return str(db.session.scalars(select(Person.public_id).where(Person.id == person_id)).one())
