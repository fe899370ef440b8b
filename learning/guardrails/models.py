"""Tables of permission: tools, who has them, every version of every rule, what people need, and letters about it."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.ground.db import Base
from learning.ground.identifiers import uuid7

ANSWERS = ("yes", "ask", "no", "undecided")
TARGETS = ("organisation", "team", "family", "person")


class GuardrailRegister(Base):
    """One row for each organisation: who decides where nobody is named, and whom to tell after a slip.

    Whoever changes anything in the register updates this row first, so that two editors stand in line, and gives it
    a new stamp, so that every process reads the register anew."""

    __tablename__ = "guardrail_register"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    stamp: Mapped[uuid.UUID] = mapped_column(default=uuid7)
    version: Mapped[int] = mapped_column(default=1)  # of the settings in this row
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    slip_tell: Mapped[str] = mapped_column(Text, default="")  # whom to tell, one line of Markdown
    slip_within: Mapped[str] = mapped_column(default="")  # how fast: "within an hour"
    slip_out_of_hours: Mapped[str] = mapped_column(Text, default="")
    updated_at: Mapped[dt.datetime]
    by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    told_stamp: Mapped[uuid.UUID | None]  # what heads-ups were last written from, and when
    told_on: Mapped[dt.date | None]
    listed_on: Mapped[dt.date | None]  # the Monday of the week whose lists were written to owners


class Tool(Base):
    """One tool of an organisation's register."""

    __tablename__ = "tool"
    __table_args__ = (
        UniqueConstraint("organisation_id", "slug"),
        UniqueConstraint("organisation_id", "name_key"),  # two editors adding the same one: the second is told
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    slug: Mapped[str]  # as units name it in `assumes_tool`; it never changes
    name: Mapped[str]
    name_key: Mapped[str]  # the name in small letters, with single blanks
    about: Mapped[str] = mapped_column(Text, default="")
    how_to_open: Mapped[str] = mapped_column(Text, default="")  # one line of Markdown
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[dt.datetime]
    updated_at: Mapped[dt.datetime]
    by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class ToolWithdrawal(Base):
    """A tool out of use, from one moment until it is given back."""

    __tablename__ = "tool_withdrawal"
    __table_args__ = (Index("ix_tool_withdrawal_organisation_id_until_at", "organisation_id", "until_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    tool: Mapped[str]
    why: Mapped[str] = mapped_column(Text)
    instead: Mapped[str] = mapped_column(Text, default="")
    from_at: Mapped[dt.datetime]
    until_at: Mapped[dt.datetime | None]
    by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class ToolAccess(Base):
    """Who has a tool: everybody, a team with those below it, a role family or one person."""

    __tablename__ = "tool_access"
    __table_args__ = (
        CheckConstraint(f"target IN {TARGETS}", name="target"),
        Index("ix_tool_access_organisation_id_person_id_until_at", "organisation_id", "person_id", "until_at"),
        Index("ix_tool_access_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    tool: Mapped[str]
    target: Mapped[str]
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    family: Mapped[str | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    from_at: Mapped[dt.datetime]
    until_at: Mapped[dt.datetime | None]
    by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class PermissionRule(Base):
    """One version of a rule. Its words never change: a change is a new version, and closes this one."""

    __tablename__ = "permission_rule"
    __table_args__ = (
        UniqueConstraint("organisation_id", "tool", "task", "data_label", "version"),
        CheckConstraint(f"answer IN {ANSWERS}", name="answer"),
        Index("ix_permission_rule_organisation_id_until_at", "organisation_id", "until_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    tool: Mapped[str]  # the id of a tool, or "*"
    task: Mapped[str]
    data_label: Mapped[str]
    version: Mapped[int]
    answer: Mapped[str]
    only_if: Mapped[str] = mapped_column(default="")
    conditions: Mapped[list[str]]
    instead: Mapped[str] = mapped_column(Text, default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    review_on: Mapped[dt.date | None]
    policy_url: Mapped[str] = mapped_column(Text, default="")
    why: Mapped[str] = mapped_column(Text, default="")
    from_at: Mapped[dt.datetime]
    until_at: Mapped[dt.datetime | None]
    ended_why: Mapped[str | None] = mapped_column(Text)  # where it was ended, and no version followed
    by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class ToolNeed(Base):
    """What somebody is trying to get done and has no tool for. Who asked stands in `ToolNeedAsker`, for the answer."""

    __tablename__ = "tool_need"
    __table_args__ = (
        UniqueConstraint("public_id"),
        CheckConstraint("(answer IS NULL) = (answered_on IS NULL)", name="answered"),
        Index("ix_tool_need_organisation_id_answered_on", "organisation_id", "answered_on"),
        Index("ix_tool_need_organisation_id_asked_by", "organisation_id", "asked_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[uuid.UUID] = mapped_column(default=uuid7)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    problem: Mapped[str] = mapped_column(Text)
    tool: Mapped[str] = mapped_column(default="*")
    task: Mapped[str] = mapped_column(default="*")
    data_label: Mapped[str] = mapped_column(default="*")
    asked_on: Mapped[dt.date]  # by the first
    asked_by: Mapped[int]  # how many people; it stays when who they were is forgotten
    answer: Mapped[str | None] = mapped_column(Text)
    answered_on: Mapped[dt.date | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class ToolNeedAsker(Base):
    """That a person asked, so that the answer reaches them. Nobody is shown who; forgotten 90 days after the answer."""

    __tablename__ = "tool_need_asker"

    need_id: Mapped[int] = mapped_column(ForeignKey("tool_need.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    seen_on: Mapped[dt.date | None]  # when they saw the answer here


class GuardrailLetter(Base):
    """One letter to one person: an owner's list of a week, or the answer to what they asked for."""

    __tablename__ = "guardrail_letter"
    __table_args__ = (
        UniqueConstraint("person_id", "about"),  # whoever ticks twice, one letter goes out
        Index("ix_guardrail_letter_sent_at", "sent_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[uuid.UUID] = mapped_column(default=uuid7)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    about: Mapped[str]  # "week 2026-11-30" or "need 17"
    need_id: Mapped[int | None] = mapped_column(ForeignKey("tool_need.id"), index=True)
    made_at: Mapped[dt.datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_at: Mapped[dt.datetime | None]  # set before it leaves; with nothing in `sent_at` it is in doubt
    try_again_at: Mapped[dt.datetime | None]
    sent_at: Mapped[dt.datetime | None]
    trouble: Mapped[str | None]  # what came between, as a kind
