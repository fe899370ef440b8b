"""What the staff side may do: hold a unit back with a reason, and lift what they hold."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from learning.ground import audit
from learning.ground.db import db
from learning.ground.errors import Refused
from learning.ground.text import plural
from learning.modules import queries
from learning.modules.models import Hold
from learning.people.models import Person

SHORTEST_WHY, LONGEST_WHY = 5, 500  # characters


def hold(organisation_id: int, module: str, *, why: str, by: Person, now: dt.datetime) -> Hold:
    """Nobody is sent this module, in any version and whoever adopts it, until the staff side lifts the hold.

    Where a hold stands already it stays as it is: whoever reads its reason reads the first one."""
    said = " ".join(why.split())
    if not SHORTEST_WHY <= len(said) <= LONGEST_WHY:
        has = f" It has {plural(len(said), 'character')}." if len(said) > LONGEST_WHY else ""
        raise Refused(f"Write why in {SHORTEST_WHY} to {LONGEST_WHY} characters.{has}")
    standing = queries.hold_on(module, organisation_id=organisation_id)
    if standing is not None:
        return standing
    made = Hold(organisation_id=organisation_id, module=module, why=said, by_person_id=by.id, at=now)
    db.session.add(made)
    audit.note("module.held", by=str(by.public_id), now=now, organisation_id=organisation_id, subject=module)
    return made


def lift(organisation_id: int, module: str, *, by: Person, now: dt.datetime) -> bool:
    """Lift what the staff side holds. Whether there was anything to lift."""
    standing = db.session.scalars(
        select(Hold).where(Hold.organisation_id == organisation_id, Hold.module == module, Hold.lifted_at.is_(None))
    ).all()
    for row in standing:
        row.lifted_at = now
    if standing:
        audit.note("module.hold lifted", by=str(by.public_id), now=now, organisation_id=organisation_id, subject=module)
    return bool(standing)
