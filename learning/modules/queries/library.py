"""Questions about the library: versions, adoption, local facts, and what may be sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import ColumnElement, Integer, and_, bindparam, func, or_, select

from learning.ground.db import db
from learning.modules.models import Adoption, Hold, LocalSlot, ModuleVersion
from learning.modules.queries.holds import holds, no_hold_on
from learning.modules.shelf import Module, parse
from learning.people.models import Person


@lru_cache(maxsize=512)
def _parsed(version_id: int, content_hash: str, source: str) -> Module:
    return parse(source)


def module_of(version: ModuleVersion) -> Module:
    """The module as it was written in this version. Parsed once in each process."""
    return _parsed(version.id, version.content_hash, version.source)


def version(version_id: int) -> ModuleVersion:
    return db.session.get_one(ModuleVersion, version_id)


def newest_version(slug: str, *, organisation_id: int, language: str = "en-GB") -> ModuleVersion:
    """The newest version an organisation has adopted and nobody holds back. Raises NoResultFound for anything else,
    foreign ones included."""
    given = {"ending": ending(slug), "organisation_id": organisation_id, "language": language}
    return db.session.scalars(_NEWEST, given).one()


CALLED = ModuleVersion.module.like(bindparam("ending"), escape="!")
_NEWEST = (  # asked at every page of a unit, so it is put together once
    select(ModuleVersion)
    .join(Adoption, and_(Adoption.module == ModuleVersion.module, Adoption.version == ModuleVersion.version))
    .where(
        CALLED,
        or_(ModuleVersion.organisation_id.is_(None), ModuleVersion.organisation_id == bindparam("organisation_id")),
        ModuleVersion.language == bindparam("language"),
        Adoption.organisation_id == bindparam("organisation_id"),
        Adoption.ended_at.is_(None),
        no_hold_on(ModuleVersion.module, bindparam("organisation_id", type_=Integer)),
    )
    .order_by(ModuleVersion.version.desc())
    .limit(1)
)


def ending(slug: str) -> str:
    """The pattern of a module's id that ends in this slug, whoever owns it: the other half of `CALLED`."""
    return "%/" + slug.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def newest_loaded(slug: str, *, organisation_id: int) -> ModuleVersion:
    """The newest version, adopted or not, for those who decide about that. Raises NoResultFound."""
    return db.session.scalars(
        select(ModuleVersion)
        .where(CALLED, _may_see(organisation_id))
        .order_by(ModuleVersion.version.desc(), ModuleVersion.id.desc())
        .limit(1),
        {"ending": ending(slug)},
    ).one()


def all_newest(*, organisation_id: int) -> Sequence[ModuleVersion]:
    """The newest version of every module that this organisation may look at, by title."""
    newest = (
        select(ModuleVersion.module, ModuleVersion.language, func.max(ModuleVersion.version).label("version"))
        .where(_may_see(organisation_id))
        .group_by(ModuleVersion.module, ModuleVersion.language)
        .subquery()
    )
    return db.session.scalars(
        select(ModuleVersion)
        .join(
            newest,
            and_(
                newest.c.module == ModuleVersion.module,
                newest.c.language == ModuleVersion.language,
                newest.c.version == ModuleVersion.version,
            ),
        )
        .order_by(ModuleVersion.title)
    ).all()


def _may_see(organisation_id: int) -> ColumnElement[bool]:
    return or_(ModuleVersion.organisation_id.is_(None), ModuleVersion.organisation_id == organisation_id)


def adoptions(organisation_id: int) -> Mapping[tuple[str, int], Adoption]:
    """What the organisation has adopted and not held back, by module and version."""
    rows = db.session.scalars(
        select(Adoption).where(Adoption.organisation_id == organisation_id, Adoption.ended_at.is_(None))
    )
    return {(row.module, row.version): row for row in rows}


def adopters(organisation_id: int) -> dict[int, str]:
    """Who pressed the button, by person id."""
    asked = select(Person).where(
        Person.id.in_(select(Adoption.by_person_id).where(Adoption.organisation_id == organisation_id))
    )
    return {person.id: person.full_name for person in db.session.scalars(asked)}


_ADOPTED = (
    select(Adoption.id)
    .where(
        Adoption.organisation_id == bindparam("organisation_id"),
        Adoption.module == bindparam("module"),
        Adoption.ended_at.is_(None),
        no_hold_on(Adoption.module, Adoption.organisation_id),
    )
    .limit(1)
)


def is_adopted(module: str, *, organisation_id: int) -> bool:
    """Whether the organisation has adopted this module in any version, and nobody holds it back."""
    return db.session.scalars(_ADOPTED, {"organisation_id": organisation_id, "module": module}).first() is not None


def held_back_at(organisation_id: int) -> dict[str, dt.datetime]:
    """When the organisation took back its word, by module: of those that it has adopted in no version today."""
    rows = db.session.execute(
        select(Adoption.module, func.max(Adoption.ended_at))
        .where(Adoption.organisation_id == organisation_id)
        .group_by(Adoption.module)
        .having(func.count() == func.count(Adoption.ended_at))
    )
    return {module: ended_at for module, ended_at in rows if ended_at is not None}


def versions_of(version: ModuleVersion) -> Sequence[ModuleVersion]:
    """Every loaded version of the same module in the same language, the newest first."""
    return db.session.scalars(
        select(ModuleVersion)
        .where(ModuleVersion.module == version.module, ModuleVersion.language == version.language)
        .order_by(ModuleVersion.version.desc())
    ).all()


_SLOTS = select(LocalSlot.name, LocalSlot.value).where(LocalSlot.organisation_id == bindparam("organisation_id"))


def slots(organisation_id: int) -> dict[str, str]:
    """The local facts of an organisation, by name. A name that is missing is not filled."""
    rows = db.session.execute(_SLOTS, {"organisation_id": organisation_id})
    return {name: value for name, value in rows if value.strip()}


@dataclass(frozen=True, slots=True)
class Sendable:
    """A module version that may be sent: adopted, in review date, every local slot filled, and held back by nobody."""

    version_id: int
    module: Module


def in_use(organisation_id: int) -> list[ModuleVersion]:
    """The newest adopted version of each module, whether or not anything keeps it from being sent today."""
    adopted = adoptions(organisation_id)
    newest: dict[tuple[str, str], ModuleVersion] = {}
    for row in db.session.scalars(
        select(ModuleVersion).where(_may_see(organisation_id)).order_by(ModuleVersion.version)
    ):
        if (row.module, row.version) in adopted:
            newest[row.module, row.language] = row
    return list(newest.values())


def sendable(organisation_id: int, *, today: dt.date) -> list[Sendable]:
    """Everything that the drip may choose from, the newest adopted version of each, in the order of their ids."""
    filled = slots(organisation_id).keys()
    held = holds(organisation_id).keys()
    found = []
    for row in in_use(organisation_id):
        module = module_of(row)
        if row.module in held:
            continue
        if row.review_due >= today and module.status != "retired" and set(module.slots) <= filled:
            found.append(Sendable(row.id, module))
    return sorted(found, key=lambda one: one.module.id)


def missing_slots(organisation_id: int) -> dict[str, int]:
    """Local facts that are not filled, with the number of modules that wait for each."""
    filled = slots(organisation_id).keys()
    waiting: dict[str, int] = {}
    for row in all_newest(organisation_id=organisation_id):
        for name in set(module_of(row).slots) - filled:
            waiting[name] = waiting.get(name, 0) + 1
    return dict(sorted(waiting.items()))


def changed_at(organisation_id: int) -> dt.datetime | None:
    """When something last became sendable: a unit adopted, a local fact filled in, a hold lifted."""
    moments = [
        db.session.scalars(asked).one_or_none()
        for asked in (
            select(func.max(Adoption.at)).where(Adoption.organisation_id == organisation_id),
            select(func.max(LocalSlot.updated_at)).where(LocalSlot.organisation_id == organisation_id),
            select(func.max(Hold.lifted_at)).where(Hold.organisation_id == organisation_id),
        )
    ]
    return max((moment for moment in moments if moment is not None), default=None)
