"""Tables of the drip: the ledger of deliveries, each person's week, pauses, and the ticks of the clock."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.ground.db import Base
from learning.ground.identifiers import uuid7

STATES = ("planned", "sending", "sent", "in doubt", "failed", "skipped", "missed")


class Delivery(Base):
    """What one person gets in one week, and what became of it. The ledger is the truth; the unit in the app is
    this row, whatever mail does."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("person_id", "week_on"),  # whoever ticks twice, a person gets one a week
        UniqueConstraint("public_id"),
        Index("ix_delivery_state_due_at", "state", "due_at"),
        Index("ix_delivery_organisation_id_week_on", "organisation_id", "week_on"),
        Index("ix_delivery_module_version_id", "module_version_id"),
        CheckConstraint(f"state IN {STATES}", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[uuid.UUID] = mapped_column(default=uuid7)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    week_on: Mapped[dt.date]  # the Monday of that ISO week
    state: Mapped[str]
    channel: Mapped[str]  # mail | app
    kind: Mapped[str | None]  # lesson | check | example | heads-up; None where skipped
    module_version_id: Mapped[int | None] = mapped_column(ForeignKey("module_version.id"))
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))  # the post it was chosen for
    reason: Mapped[str | None]  # code of why this one; for a skipped week, code of why none
    facts: Mapped[dict[str, Any] | None]  # what the reason needs to be said; shown to the learner only
    on: Mapped[dt.date | None]  # the local date of the slot
    due_at: Mapped[dt.datetime | None]
    not_after: Mapped[dt.datetime | None]
    message_id: Mapped[str | None]  # frozen when planned
    dated_at: Mapped[dt.datetime | None]  # the Date of the mail, frozen when planned
    claimed_at: Mapped[dt.datetime | None]  # when a sender took it
    attempts: Mapped[int] = mapped_column(default=0)
    try_again_at: Mapped[dt.datetime | None]
    trouble: Mapped[str | None]  # what the mail server said, as a kind: refused | unreachable | rejected address
    planned_at: Mapped[dt.datetime]
    sent_at: Mapped[dt.datetime | None]


class DripPreference(Base):
    """A person's own wishes for the drip."""

    __tablename__ = "drip_preference"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    weekday: Mapped[int | None]  # 0 = Monday; None = Steady picks
    minute: Mapped[int | None]  # minutes after midnight, local; None = Steady picks
    channel: Mapped[str] = mapped_column(default="mail")  # mail | app
    chose_no_ai: Mapped[bool] = mapped_column(default=False)  # "I choose not to use AI": seen by nobody else


class Pause(Base):
    """From one day to another, without a reason."""

    __tablename__ = "pause"
    __table_args__ = (CheckConstraint("to_on >= from_on", name="dates"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    from_on: Mapped[dt.date]
    to_on: Mapped[dt.date]
    made_at: Mapped[dt.datetime]


class Tick(Base):
    """One run of the clock and what it did, so that operations can see that it is alive."""

    __tablename__ = "tick"
    __table_args__ = (Index("ix_tick_began_at", "began_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    began_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]
    counts: Mapped[dict[str, Any]]


class ClockLease(Base):
    """Which clock leads. One row a job; the holder renews it, another takes over when it has run out."""

    __tablename__ = "clock_lease"

    job: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    until: Mapped[dt.datetime]
