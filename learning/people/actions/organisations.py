"""Adding an organisation."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

from sqlalchemy import select

from learning.ground import audit
from learning.ground.db import db
from learning.ground.errors import Refused
from learning.people.models import NATIONS, Organisation

_CODE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9-]{0,19}$")


def add_organisation(
    code: str,
    *,
    name: str,
    nation: str,
    by: str,
    now: dt.datetime,
    timezone: str = "Europe/London",
    parent: Organisation | None = None,
    is_demo: bool = False,
) -> Organisation:
    """One trust or department. `by` is a public id or "command". Raises Refused for a bad or taken code."""
    code, name, nation = code.strip(), " ".join(name.split()), nation.strip().lower().replace(" ", "-")
    if not _CODE.match(code):
        raise Refused("The code of an organisation is 1 to 20 letters, digits or hyphens, for example R0Z.")
    if not 0 < len(name) <= 200:
        raise Refused("Say the name of the organisation in up to 200 characters, for example --name “Example Trust”.")
    if nation not in NATIONS:
        raise Refused(f"“{nation}” is not a nation Steady knows: use one of {', '.join(NATIONS)}.")
    try:
        ZoneInfo(timezone)
    except (KeyError, ValueError, OSError):
        raise Refused(f"The time zone “{timezone}” is not known: write it like Europe/London.") from None
    taken = db.session.scalars(select(Organisation.name).where(Organisation.code == code)).one_or_none()
    if taken is not None:
        raise Refused(f"The code {code} is already that of {taken}: choose another code.")
    organisation = Organisation(
        code=code,
        name=name,
        nation=nation,
        timezone=timezone,
        parent_id=parent.id if parent else None,
        is_demo=is_demo,
        created_at=now,
    )
    db.session.add(organisation)
    db.session.flush()
    audit.note("organisation.added", by=by, now=now, subject=code, organisation_id=organisation.id, nation=nation)
    return organisation
