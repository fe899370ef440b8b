"""Tables of organisations, teams and people. Nothing here knows what anybody learns."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.ground.db import Base
from learning.ground.identifiers import uuid7

NATIONS = ("england", "scotland", "wales", "northern-ireland")
STATUSES = ("active", "paused", "left")
DUTIES = ("champion", "lead", "administrator", "editor", "staff-side")


class Organisation(Base):
    """One trust or department. Every owned row carries its id, and every question of a lead stays inside it."""

    __tablename__ = "organisation"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint(f"nation IN {NATIONS}", name="nation"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    name: Mapped[str]
    nation: Mapped[str]
    timezone: Mapped[str] = mapped_column(default="Europe/London")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[dt.datetime]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


class Team(Base):
    """A team of people; teams stand in a tree (directorate, department, team)."""

    __tablename__ = "team"
    __table_args__ = (UniqueConstraint("organisation_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    code: Mapped[str]  # from the teams file, else made from the name
    name: Mapped[str]
    site: Mapped[str | None]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)


class Person(Base):
    """One learner, however many posts. The e-mail address may be absent or shared, so it is never the key."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("public_id"),
        UniqueConstraint("organisation_id", "staff_number"),
        Index("ix_person_email_lower", "email"),
        CheckConstraint(f"status IN {STATUSES}", name="status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[uuid.UUID] = mapped_column(default=uuid7)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    staff_number: Mapped[str]
    first_name: Mapped[str]
    last_name: Mapped[str]
    preferred_name: Mapped[str | None]
    email: Mapped[str | None]  # lower case
    email_is_shared: Mapped[bool] = mapped_column(default=False)  # a shared mailbox never gets personal links
    status: Mapped[str] = mapped_column(default="active")
    session_epoch: Mapped[int] = mapped_column(default=0)  # raised at sign-out, password change, deactivation
    started_on: Mapped[dt.date]  # first day in this organisation that we know of
    left_on: Mapped[dt.date | None]
    created_at: Mapped[dt.datetime]

    # The four members Flask-Login asks for, written out so that the type checker sees them.
    @property
    def is_authenticated(self) -> bool:
        return True

    @property
    def is_active(self) -> bool:
        return self.status != "left"

    @property
    def is_anonymous(self) -> bool:
        return False

    def get_id(self) -> str:
        """Who, and in which session epoch: a copied cookie dies when the epoch moves on."""
        return f"{self.public_id}.{self.session_epoch}"

    @property
    def known_as(self) -> str:
        return self.preferred_name or self.first_name

    @property
    def full_name(self) -> str:
        return f"{self.known_as} {self.last_name}"

    @property
    def mail_address(self) -> str | None:
        """The address for personal mail, if there is one that only this person reads."""
        return None if self.email_is_shared else self.email


class Identity(Base):
    """A person as another system names them, for an organisation's own sign-in."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    issuer: Mapped[str]
    subject: Mapped[str]


class Membership(Base):
    """One post of a person, with dates: team, role family, band, hours and days."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("organisation_id", "assignment_number", "starts_on"),  # a move is a new dated row
        Index("ix_membership_team_id_ends_on", "team_id", "ends_on"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    assignment_number: Mapped[str]
    position_title: Mapped[str | None]
    role_family: Mapped[str | None]  # None = to confirm; then the general plan holds
    role_candidates: Mapped[list[str] | None]  # what the import could not choose between
    band: Mapped[str | None]
    fte: Mapped[float] = mapped_column(default=1.0)  # whole-time equivalent, 0 to 1
    working_days: Mapped[str | None]  # digits 0 (Monday) to 6, e.g. "012"; None = unknown or rotating
    shift: Mapped[str] = mapped_column(default="day")  # day | night
    manager_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    uses_voice: Mapped[bool] = mapped_column(default=False)
    is_main: Mapped[bool] = mapped_column(default=True)  # the post with the highest FTE
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date | None]  # the last day


class Duty(Base):
    """What a person may do for the organisation besides learning, with dates."""

    __tablename__ = "duty"
    __table_args__ = (
        UniqueConstraint("person_id", "duty", "starts_on"),
        CheckConstraint(f"duty IN {DUTIES}", name="duty"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    duty: Mapped[str]
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date | None]


class Correction(Base):
    """What a person put right about themselves; the next import leaves it alone."""

    __tablename__ = "correction"
    __table_args__ = (UniqueConstraint("person_id", "field"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    field: Mapped[str]  # preferred_name | role_family | working_days | shift | uses_voice
    at: Mapped[dt.datetime]


class ImportMapping(Base):
    """Which column of an organisation's staff file means what."""

    __tablename__ = "import_mapping"
    __table_args__ = (UniqueConstraint("organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    columns: Mapped[dict[str, Any]]


class StaffImport(Base):
    """One applied staff file: when, by whom, how many. Never the file, never a reason for an absence."""

    __tablename__ = "staff_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[dt.datetime]
    file_hash: Mapped[str]
    counts: Mapped[dict[str, Any]]
