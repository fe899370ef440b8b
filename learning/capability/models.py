"""Tables of the framework, what roles require, the evidence, and what a person holds."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.ground.db import Base


class FrameworkVersion(Base):
    """A framework as it was loaded, whole: domains, competencies, levels, thresholds, role families, sources."""

    __tablename__ = "framework_version"
    __table_args__ = (UniqueConstraint("framework", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    framework: Mapped[str]
    version: Mapped[str]
    content_hash: Mapped[str]
    body: Mapped[dict[str, Any]]  # {"framework": …, "roles": …, "sources": …} as read from the files
    loaded_at: Mapped[dt.datetime]


class Requirement(Base):
    """The level a role family needs in a competency, from a date. Core rows have no organisation; an organisation
    may raise or add, never lower."""

    __tablename__ = "requirement"
    __table_args__ = (
        UniqueConstraint("organisation_id", "role_family", "competency", "starts_on"),
        CheckConstraint("level BETWEEN 0 AND 4", name="level"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    role_family: Mapped[str]  # "*" in an overlay = every family
    competency: Mapped[str]
    level: Mapped[int]
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date | None]


class RequiredLevel(Base):
    """What one person's posts and duties require today, worked out from roles, overlays and dates.

    A derived row per person and competency, rebuilt when a post, a duty, a role file or the date changes it, so that
    coverage counts with one join and everybody required is in the denominator."""

    __tablename__ = "required_level"
    __table_args__ = (Index("ix_required_level_organisation_id_competency", "organisation_id", "competency"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    competency: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    level: Mapped[int]


class Evidence(Base):
    """One thing a person showed, never changed; a later row may void it, and only erasure removes it."""

    __tablename__ = "evidence"
    __table_args__ = (Index("ix_evidence_person_id_competency", "person_id", "competency"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))
    kind: Mapped[str]  # answer | tried | calibration | confirmation | void
    competency: Mapped[str]
    framework_version: Mapped[str]
    level: Mapped[int]
    activity: Mapped[str]  # "core/some-module#activity"
    module_version: Mapped[int | None]
    outcome: Mapped[str | None]  # wrong | partly | right
    confidence: Mapped[str | None]  # guess | fairly | very; None = not said
    at: Mapped[dt.datetime]
    on: Mapped[dt.date]  # the person's local date
    source: Mapped[str]  # app | mail | paper | starting-check
    voids_id: Mapped[int | None] = mapped_column(ForeignKey("evidence.id"))


class Holding(Base):
    """What a person holds in a competency: always rebuildable from the evidence, and a test rebuilds it."""

    __tablename__ = "holding"
    __table_args__ = (Index("ix_holding_organisation_id_competency", "organisation_id", "competency"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    competency: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    framework_version: Mapped[str]
    level: Mapped[int]
    stability: Mapped[float]  # days
    difficulty: Mapped[float]  # 1 to 10
    n: Mapped[int]  # memory reviews
    last_on: Mapped[dt.date]
    due_on: Mapped[dt.date]
    current_until: Mapped[dt.date]
    confirmed_on: Mapped[dt.date | None]
    right_1_on: Mapped[dt.date | None]  # the earliest right answer at level 1 or above; the second may count 7 days on
    right_2_on: Mapped[dt.date | None]
    right_3_on: Mapped[dt.date | None]
