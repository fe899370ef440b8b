"""What changes evidence, holdings and requirements. Evidence is only ever added to."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import delete, insert, or_, select

from learning.capability import queries
from learning.capability.models import Evidence, FrameworkVersion, Holding, RequiredLevel, Requirement
from learning.capability.rules import Confidence, Held, Outcome, Post, hold, required_levels
from learning.capability.shelf import CapabilityContent, read_content
from learning.ground.db import db, in_chunks
from learning.ground.errors import Refused
from learning.people.models import Duty, Membership, Person


def load(folder: Path, *, now: dt.datetime) -> tuple[CapabilityContent, bool]:
    """Load `framework.yaml`, `roles.yaml` and `sources.yaml`; True when something was new.

    The same version with other content is refused, so that evidence keeps the framework it was given under. Role
    requirements are dated rows: a changed level is a new row beside the old one.
    """
    read = read_content(folder)
    known = db.session.scalars(
        select(FrameworkVersion).where(
            FrameworkVersion.framework == read.framework.id, FrameworkVersion.version == read.framework.version
        )
    ).one_or_none()
    if known is not None:
        if known.content_hash != read.content_hash:
            raise Refused(
                f"The framework files changed, but framework.yaml still says version {read.framework.version}. "
                "Raise the version there and load again."
            )
        return read, False
    db.session.add(
        FrameworkVersion(
            framework=read.framework.id,
            version=read.framework.version,
            content_hash=read.content_hash,
            body=dict(read.body),
            loaded_at=now,
        )
    )
    have = {
        (row.role_family, row.competency, row.starts_on): row
        for row in db.session.scalars(select(Requirement).where(Requirement.organisation_id.is_(None)))
    }
    for minimum in read.minimums:
        row = have.get((minimum.family, minimum.competency, minimum.starts_on))
        if row is None:
            db.session.add(
                Requirement(
                    organisation_id=None,
                    role_family=minimum.family,
                    competency=minimum.competency,
                    level=minimum.level,
                    starts_on=minimum.starts_on,
                    ends_on=minimum.ends_on,
                )
            )
        else:
            row.level, row.ends_on = minimum.level, minimum.ends_on
    db.session.flush()
    return read, True


def refresh_required(organisation_id: int, *, today: dt.date) -> int:
    """Work out again what everybody's posts and duties require today; the number of people for whom it changed."""
    table = queries.requirements_on(organisation_id, today)
    people: dict[int, dt.date] = {}
    posts: dict[int, list[Post]] = defaultdict(list)
    asked = select(
        Person.id,
        Person.started_on,
        Membership.role_family,
        Membership.uses_voice,
        Membership.starts_on,
        Membership.ends_on,
    ).join(Membership, Membership.person_id == Person.id)
    asked = asked.where(Person.organisation_id == organisation_id, Person.status != "left")
    for person_id, started_on, family, uses_voice, starts_on, ends_on in db.session.execute(asked):
        people[person_id] = started_on
        posts[person_id].append(Post(family, uses_voice, starts_on, ends_on))
    champions = set(
        db.session.scalars(
            select(Duty.person_id).where(
                Duty.organisation_id == organisation_id,
                Duty.duty == "champion",
                Duty.starts_on <= today,
                or_(Duty.ends_on.is_(None), Duty.ends_on >= today),
            )
        )
    )
    wanted = {
        person_id: required_levels(table, posts[person_id], is_champion=person_id in champions, started_on=started_on)
        for person_id, started_on in people.items()
    }
    return _replace_required(organisation_id, wanted)


def _replace_required(organisation_id: int, wanted: dict[int, dict[str, int]]) -> int:
    have = queries.required_of_many(organisation_id)
    changed = [
        person_id for person_id in have.keys() | wanted.keys() if have.get(person_id, {}) != wanted.get(person_id, {})
    ]
    for chunk in in_chunks(changed):
        db.session.execute(delete(RequiredLevel).where(RequiredLevel.person_id.in_(chunk)))
    rows = [
        {"person_id": person_id, "competency": competency, "organisation_id": organisation_id, "level": level}
        for person_id in changed
        for competency, level in wanted.get(person_id, {}).items()
    ]
    if rows:
        db.session.execute(insert(RequiredLevel), rows)
    return len(changed)


def note_evidence(
    person: Person,
    *,
    competency: str,
    level: int,
    activity: str,
    module_version: int,
    outcome: Outcome,
    confidence: Confidence | None,
    source: str,
    now: dt.datetime,
    today: dt.date,
    membership_id: int | None = None,
) -> Held | None:
    """Append one marked answer and work out again what the person holds in that competency."""
    capability = queries.capability()
    db.session.add(
        Evidence(
            organisation_id=person.organisation_id,
            person_id=person.id,
            membership_id=membership_id,
            kind="answer",
            competency=competency,
            framework_version=capability.framework.version,
            level=level,
            activity=activity,
            module_version=module_version,
            outcome=outcome.value,
            confidence=confidence.value if confidence else None,
            at=now,
            on=today,
            source=source,
        )
    )
    db.session.flush()
    return rebuild(person, competencies=[competency])[competency]


def rebuild(person: Person, *, competencies: Iterable[str]) -> dict[str, Held | None]:
    """Work out holdings again from all the evidence, and store them."""
    capability = queries.capability()
    found: dict[str, Held | None] = {}
    for competency in competencies:
        held = found[competency] = hold(queries.facts_of(person.id, competency), capability.framework.thresholds)
        row = db.session.get(Holding, (person.id, competency))
        if held is None:
            if row is not None:
                db.session.delete(row)
            continue
        if row is None:
            row = Holding(person_id=person.id, competency=competency, organisation_id=person.organisation_id)
            db.session.add(row)
        row.framework_version = capability.framework.version
        for name in _STORED:
            setattr(row, name, getattr(held, name))
    db.session.flush()
    return found


_STORED = (
    "level",
    "stability",
    "difficulty",
    "n",
    "last_on",
    "due_on",
    "current_until",
    "confirmed_on",
    "right_1_on",
    "right_2_on",
    "right_3_on",
)


def void(evidence: Evidence, *, by: str, now: dt.datetime, today: dt.date) -> None:
    """Take back one row, because its item was bad: a later row says so, and the holding is worked out without it."""
    db.session.add(
        Evidence(
            organisation_id=evidence.organisation_id,
            person_id=evidence.person_id,
            membership_id=evidence.membership_id,
            kind="void",
            competency=evidence.competency,
            framework_version=evidence.framework_version,
            level=evidence.level,
            activity=evidence.activity,
            module_version=evidence.module_version,
            outcome=None,
            confidence=None,
            at=now,
            on=today,
            source=by,
            voids_id=evidence.id,
        )
    )
    db.session.flush()
    rebuild(db.session.get_one(Person, evidence.person_id), competencies=[evidence.competency])
