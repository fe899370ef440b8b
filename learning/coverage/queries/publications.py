"""What was published, and whether this week's figures are still to come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import func, select

from learning.coverage.models import Publication
from learning.coverage.queries.places import anybody_counts
from learning.coverage.rules import Published, file_rows, from_json
from learning.ground.db import db
from learning.ground.tables import csv_bytes
from learning.ground.workdays import monday_of
from learning.people.models import Organisation


def last_on(organisation_id: int) -> dt.date | None:
    """The day of the newest publication. One step into an index, as every tick asks."""
    return db.session.scalar(select(func.max(Publication.on)).where(Publication.organisation_id == organisation_id))


def is_late(last: dt.date | None, today: dt.date) -> bool:
    """Whether this week has no figures yet."""
    return last is None or last < monday_of(today)


def is_due(organisation: Organisation, *, on: dt.date, now: dt.datetime) -> bool:
    """Each Monday, or later in the week if nobody came by; the first time as soon as there is anybody to count."""
    last = last_on(organisation.id)
    if last is None:
        return organisation.created_at <= now and anybody_counts(organisation.id, on)
    return is_late(last, on)


def days_published(organisation_id: int) -> Sequence[dt.date]:
    """The days of all publications, the oldest first."""
    asked = select(Publication.on).where(Publication.organisation_id == organisation_id).order_by(Publication.on)
    return db.session.scalars(asked).all()


def newest(organisation_id: int) -> Publication | None:
    """The last publication as a row, for the next one."""
    asked = select(Publication).where(Publication.organisation_id == organisation_id)
    return db.session.scalars(asked.order_by(Publication.on.desc()).limit(1)).one_or_none()


def published(organisation_id: int, *, until: dt.date | None = None) -> Published | None:
    """The figures published last, or last up to a day."""
    asked = select(Publication.id, Publication.content_hash).where(Publication.organisation_id == organisation_id)
    if until is not None:
        asked = asked.where(Publication.on <= until)
    found = db.session.execute(asked.order_by(Publication.on.desc()).limit(1)).one_or_none()
    return None if found is None else _figures(found.id, found.content_hash)


@lru_cache(maxsize=16)
def _figures(publication_id: int, _content_hash: str) -> Published:
    """Read once in each process: a trust of 20,000 has ten thousand cells, and they are looked at all week."""
    asked = select(Publication.body).where(Publication.id == publication_id)
    return from_json(db.session.execute(asked).scalar_one())


def csv_file(figures: Published) -> bytes:
    """The file that people take with them: every published figure of one week, with its forecast."""
    header, *rows = file_rows(figures)
    return csv_bytes(header, rows)


def file_name(organisation: Organisation, on: dt.date) -> str:
    return f"coverage-{organisation.code}-{on.isoformat()}.csv"
