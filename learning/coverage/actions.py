"""Publishing: once a week for each organisation, whoever ticks; and the same figures as a file."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from learning.coverage import queries
from learning.coverage.models import Publication
from learning.coverage.rules import as_json, from_json
from learning.coverage.rules import publish as figures_of
from learning.ground.db import db
from learning.ground.errors import Refused
from learning.ground.text import nhs_date
from learning.people import queries as people
from learning.people.models import Organisation


def publish_due(*, now: dt.datetime) -> int:
    """Publish for every organisation whose week has no figures yet; how many were published. The caller commits."""
    made = 0
    for organisation in people.organisations():
        on = now.astimezone(organisation.zone).date()
        if queries.is_due(organisation, on=on, now=now):
            made += publish(organisation, on=on, now=now)
    return made


def publish(organisation: Organisation, *, on: dt.date, now: dt.datetime) -> bool:
    """Count, and keep what may be said of it. False where another clock was first.

    Two clocks may both find a week without figures. On PostgreSQL the second waits for the first and then sees that it
    is done; SQLite has one writer, and refuses a second one that read before the first wrote. A day is unique besides.
    """
    db.session.execute(
        select(Organisation.id).where(Organisation.id == organisation.id).with_for_update(key_share=True)
    )
    before = queries.newest(organisation.id)
    if before is not None and not queries.is_late(before.on, on):
        return False
    counted = queries.counts(organisation.id, on, before=before)
    figures = figures_of(counted, from_json(before.body) if before else None)
    body = as_json(figures)
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    kept = db.session.scalars(
        insert(Publication)
        .values(organisation_id=organisation.id, on=on, body=body, content_hash=_hash(body), made_at=now)
        .on_conflict_do_nothing(index_elements=["organisation_id", "on"])
        .returning(Publication.id)
    )
    return kept.one_or_none() is not None


def _hash(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def export(organisation: Organisation, *, on: dt.date, path: Path, format: str = "csv") -> None:  # noqa: A002
    """Write what was published last up to that day: the file that /coverage.csv gives. Refused in a sentence."""
    if format != "csv":
        raise Refused(f"Coverage cannot be written as {format} yet. Use: --format csv")
    published = queries.published(organisation.id, until=on)
    if published is None:
        raise Refused(f"{organisation.name} has no published figures up to {nhs_date(on)}. Choose a later day.")
    try:
        path.write_bytes(queries.csv_file(published))
    except OSError as error:
        raise Refused(f"The file {path} cannot be written: {error.strerror or error}.") from error
