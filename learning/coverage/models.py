"""Table of what was published: the same figures for the page, the file and every past week."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.ground.db import Base


class Publication(Base):
    """Everything one organisation was shown of one week, whole. Exact counts are never stored."""

    __tablename__ = "publication"
    __table_args__ = (UniqueConstraint("organisation_id", "on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    on: Mapped[dt.date]
    body: Mapped[dict[str, Any]]
    content_hash: Mapped[str]  # of the body, which never changes: a process reads it once
    made_at: Mapped[dt.datetime]
