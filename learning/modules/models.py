"""Tables of module versions, adoption and holds, local slots, huddles, and what belongs to the learner alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.ground.db import Base


class ModuleVersion(Base):
    """One version of a module, stored whole, so that an old answer keeps its question."""

    __tablename__ = "module_version"
    __table_args__ = (
        UniqueConstraint("module", "language", "version"),
        Index("ix_module_version_module", "module"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    module: Mapped[str]  # "core/j2-what-the-draft-left-out"
    language: Mapped[str]
    version: Mapped[int]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))  # whose own module; None = core
    content_hash: Mapped[str]
    kind: Mapped[str]  # lesson | check | heads-up
    title: Mapped[str]
    level: Mapped[int]
    minutes: Mapped[int]
    assumes_tool: Mapped[str] = mapped_column(default="none", server_default="none")  # none | any-approved | a tool
    review_due: Mapped[dt.date]
    source: Mapped[str] = mapped_column(Text)  # the file as it was read
    loaded_at: Mapped[dt.datetime]

    @property
    def slug(self) -> str:
        """The id without its owner, as it stands in addresses."""
        return self.module.partition("/")[2]


class Adoption(Base):
    """An organisation's word that a module may be sent to its staff: who looked at which version, and when."""

    __tablename__ = "adoption"
    __table_args__ = (UniqueConstraint("organisation_id", "module", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    module: Mapped[str]
    version: Mapped[int]
    reviewed_by: Mapped[str]  # the named reviewer
    reviewed_on: Mapped[dt.date]
    by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # or who held back what had nobody
    at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]  # held back again


class Hold(Base):
    """A unit that the staff side holds back: nobody is sent it, whoever adopted it, until the staff side lifts it."""

    __tablename__ = "hold"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    module: Mapped[str]
    why: Mapped[str] = mapped_column(Text)
    by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[dt.datetime]
    lifted_at: Mapped[dt.datetime | None]


class LocalSlot(Base):
    """A local fact that modules need, such as whom to tell after a slip."""

    __tablename__ = "local_slot"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str]
    value: Mapped[str] = mapped_column(Text)  # Markdown, one line
    updated_at: Mapped[dt.datetime]
    by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Sitting(Base):
    """One person's way through one module version, from the first page to the last answer. Private to the learner."""

    __tablename__ = "sitting"
    __table_args__ = (
        Index("ix_sitting_person_id_began_on", "person_id", "began_on"),
        Index("ix_sitting_module_version_id", "module_version_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    module_version_id: Mapped[int] = mapped_column(ForeignKey("module_version.id"))
    began_on: Mapped[dt.date]
    finished_on: Mapped[dt.date | None]
    instead_id: Mapped[int | None] = mapped_column(ForeignKey("module_version.id"))  # the check answered instead


class Answer(Base):
    """What a learner answered, with the verdict as it was given. Private to the learner."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("sitting_id", "activity"),  # twice at once, or the back button: the first answer stands
        Index("ix_answer_person_id_on", "person_id", "on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    activity: Mapped[str]  # the id within the module
    given: Mapped[dict[str, Any]]
    outcome: Mapped[str | None]  # wrong | partly | right; None where nothing is marked
    confidence: Mapped[str | None]
    hits: Mapped[int | None]
    misses: Mapped[int | None]
    false_alarms: Mapped[int | None]
    correct_rejections: Mapped[int | None]
    source: Mapped[str]  # app | mail | paper | starting-check
    at: Mapped[dt.datetime]
    on: Mapped[dt.date]


class Plan(Base):
    """An if-then plan in the learner's own words, and how it went. Nobody else reads it."""

    __tablename__ = "plan"
    __table_args__ = (UniqueConstraint("sitting_id", "activity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    activity: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    made_on: Mapped[dt.date]
    ask_on: Mapped[dt.date]
    followed_up_on: Mapped[dt.date | None]
    follow_up: Mapped[str | None]


class StartingCheck(Base):
    """One question for each competency that a person's role asks for, in two sittings. An offer, made once."""

    __tablename__ = "starting_check"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    items: Mapped[list[dict[str, Any]]]  # {"competency", "version" (row id), "activity"}, in the order they are asked
    began_on: Mapped[dt.date | None]
    finished_on: Mapped[dt.date | None]
    left_on: Mapped[dt.date | None]  # "No, thank you": it is not offered again, and can still be begun


class UnitNote(Base):
    """What a learner wrote to the content editors about a unit. They read it without a name."""

    __tablename__ = "unit_note"
    __table_args__ = (CheckConstraint("kind IN ('misfit', 'case')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    module: Mapped[str]
    version: Mapped[int]
    kind: Mapped[str]  # misfit: "This does not fit my work" | case: "Suggest a case"
    text: Mapped[str] = mapped_column(Text)
    made_on: Mapped[dt.date]
    reply: Mapped[str | None] = mapped_column(Text)  # "you said, we changed", in the editor's words
    has_changed: Mapped[bool] = mapped_column(default=False)
    replied_on: Mapped[dt.date | None]
    replied_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    seen_on: Mapped[dt.date | None]  # when whoever wrote it closed the reply


class Huddle(Base):
    """Ten minutes of a team with one unit: how many were there and how many gave each answer. Never who."""

    __tablename__ = "huddle"
    __table_args__ = (CheckConstraint("people BETWEEN 1 AND 200", name="people"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    module_version_id: Mapped[int] = mapped_column(ForeignKey("module_version.id"))
    on: Mapped[dt.date]
    people: Mapped[int]
    counts: Mapped[dict[str, Any]]  # {activity: {option or point: how many}}
    by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[dt.datetime]
