"""Questions about the framework, what is required, and what is held."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import aliased

from learning.capability.models import Evidence, FrameworkVersion, Holding, RequiredLevel, Requirement
from learning.capability.rules import (
    EVERY_FAMILY,
    Confidence,
    EvidenceFact,
    EvidenceKind,
    Held,
    Minimum,
    Outcome,
    RequirementTable,
    Thresholds,
    requirement_table,
)
from learning.capability.shelf import CapabilityContent, content_of_body
from learning.ground.db import db, plain_rows
from learning.ground.errors import Refused

_HELD = (
    Holding.level,
    Holding.stability,
    Holding.difficulty,
    Holding.n,
    Holding.last_on,
    Holding.due_on,
    Holding.current_until,
    Holding.confirmed_on,
    Holding.right_1_on,
    Holding.right_2_on,
    Holding.right_3_on,
)


# Pages ask these all the time, so they are put together once.
_NEWEST = select(FrameworkVersion.id, FrameworkVersion.content_hash).order_by(FrameworkVersion.id.desc()).limit(1)
_HELD_OF = select(Holding.competency, *_HELD).where(Holding.person_id == bindparam("person_id"))
_REQUIRED_OF = select(RequiredLevel.competency, RequiredLevel.level).where(
    RequiredLevel.person_id == bindparam("person_id")
)

_void = aliased(Evidence)
_FACTS = (
    select(
        Evidence.competency,
        Evidence.level,
        Evidence.activity,
        Evidence.outcome,
        Evidence.confidence,
        Evidence.on,
        Evidence.kind,
    )
    .where(
        Evidence.person_id == bindparam("person_id"),
        Evidence.kind != "void",
        ~select(_void.id)
        .where(
            _void.person_id == Evidence.person_id,  # said besides, so that the index finds it among one person's rows
            _void.competency == Evidence.competency,
            _void.voids_id == Evidence.id,
        )
        .exists(),
    )
    .order_by(Evidence.id)
)
_FACTS_OF_ONE = _FACTS.where(Evidence.competency == bindparam("competency"))


def capability() -> CapabilityContent:
    """The framework, role families and sources that are in force. Raises Refused before anything was loaded."""
    newest = db.session.execute(_NEWEST).one_or_none()
    if newest is None:
        raise Refused("No framework is loaded yet. Load it with: steady content load")
    return _capability(newest.id, newest.content_hash)


@lru_cache(maxsize=4)
def _capability(version_id: int, _content_hash: str) -> CapabilityContent:
    body: dict[str, Any] = db.session.get_one(FrameworkVersion, version_id).body
    return content_of_body(body)


def thresholds() -> Thresholds:
    return capability().framework.thresholds


def held_of(person_id: int) -> dict[str, Held]:
    """What a person holds, by competency, as stored."""
    rows: Iterable[Any] = db.session.execute(_HELD_OF, {"person_id": person_id})
    return {competency: Held(*held) for competency, *held in rows}


def held_of_many(organisation_id: int, person_ids: Collection[int] | None = None) -> Mapping[int, dict[str, Held]]:
    """The same for many people of one organisation, in one question. Without `person_ids`: for all of them."""
    asked = select(Holding.person_id, Holding.competency, *_HELD)
    # Never both: SQLite would take the organisation's index and walk through everybody for each chunk of people.
    if person_ids is not None:
        asked = asked.where(Holding.person_id.in_(person_ids))
    else:
        asked = asked.where(Holding.organisation_id == organisation_id)
    found: dict[int, dict[str, Held]] = defaultdict(dict)
    rows: Iterable[Any] = plain_rows(asked)
    for person_id, competency, *held in rows:
        found[person_id][competency] = Held(*held)
    return found


def required_of(person_id: int) -> dict[str, int]:
    """The level a person is required to hold, by competency, in framework order. What is missing is not required."""
    rows = db.session.execute(_REQUIRED_OF, {"person_id": person_id})
    return dict(sorted((row[0], row[1]) for row in rows))


def required_of_many(organisation_id: int, person_ids: Collection[int] | None = None) -> Mapping[int, dict[str, int]]:
    asked = select(RequiredLevel.person_id, RequiredLevel.competency, RequiredLevel.level)
    if person_ids is not None:
        asked = asked.where(RequiredLevel.person_id.in_(person_ids))
    else:
        asked = asked.where(RequiredLevel.organisation_id == organisation_id)
    found: dict[int, dict[str, int]] = defaultdict(dict)
    rows: Iterable[Any] = plain_rows(asked)
    for person_id, competency, level in rows:
        found[person_id][competency] = level
    return found


def requirements_on(organisation_id: int, on: dt.date) -> RequirementTable:
    """What each role family requires in this organisation on that day."""
    rows = db.session.scalars(
        select(Requirement).where(
            or_(Requirement.organisation_id.is_(None), Requirement.organisation_id == organisation_id)
        )
    )
    minimums = [
        Minimum(
            row.role_family,
            row.competency,
            row.level,
            row.starts_on,
            row.ends_on,
            is_local=row.organisation_id is not None,
        )
        for row in rows
    ]
    return requirement_table(minimums, capability().plan, on)


def in_force_since(organisation_id: int, families: Collection[str], *, on: dt.date) -> dt.date:
    """The day from which the levels of these families, and the words of the framework, are as they are on that day."""
    begun = select(func.max(Requirement.starts_on)).where(
        or_(Requirement.organisation_id.is_(None), Requirement.organisation_id == organisation_id),
        Requirement.role_family.in_((*families, EVERY_FAMILY)),
        Requirement.starts_on <= on,
    )
    newest = select(FrameworkVersion.loaded_at).order_by(FrameworkVersion.id.desc()).limit(1)
    loaded = db.session.scalars(newest).one().date()
    since: dt.date | None = db.session.scalars(begun).one_or_none()
    return max(since, loaded) if since else loaded


def facts_of(person_id: int, competency: str | None = None) -> Iterator[EvidenceFact]:
    """A person's evidence as the rules see it, without what was voided."""
    asked = _FACTS if competency is None else _FACTS_OF_ONE
    rows: Iterable[Any] = db.session.execute(asked, {"person_id": person_id, "competency": competency})
    for row in rows:
        yield EvidenceFact(
            competency=row.competency,
            level=row.level,
            activity=row.activity,
            outcome=Outcome(row.outcome) if row.outcome else None,
            confidence=Confidence(row.confidence) if row.confidence else None,
            on=row.on,
            kind=EvidenceKind(row.kind),
        )
