"""What changes the library: loading versions, adopting them, holding them back, and filling in local facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select, update

from learning.capability.shelf import CapabilityContent
from learning.ground import audit
from learning.ground.db import db
from learning.ground.errors import Fault, Refused
from learning.modules import queries
from learning.modules.models import Adoption, LocalSlot, ModuleVersion
from learning.modules.shelf import Module, read_folder, vocabulary_beside
from learning.people.models import Person


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did. Faulty files were left out; the others are in."""

    new: Sequence[ModuleVersion]
    faults: tuple[Fault, ...]


def load(folder: Path, *, capability: CapabilityContent, now: dt.datetime) -> Loaded:
    """Load every new version in the folder, each stored whole. Other words under the same number are a fault."""
    shelf = read_folder(
        folder,
        competencies={competency.id for competency in capability.framework.competencies},
        roles={family.id for family in capability.roles.families},
        sources=set(capability.sources),
        vocabulary=vocabulary_beside(folder.parent),
        today=now.date(),
    )
    known = {
        (row.module, row.language, row.version): row.content_hash
        for row in db.session.execute(
            select(ModuleVersion.module, ModuleVersion.language, ModuleVersion.version, ModuleVersion.content_hash)
        )
    }
    new: list[ModuleVersion] = []
    faults = list(shelf.faults)
    for module in shelf.modules:
        stored = known.get((module.id, module.language, module.version))
        if stored is None:
            new.append(_version_row(module, now=now))
        elif stored != module.content_hash:
            faults.append(
                Fault(
                    module.file,
                    1,
                    f"version {module.version} of {module.id} is loaded already with other words",
                    f"Write version: {module.version + 1}",
                )
            )
    db.session.add_all(new)
    db.session.flush()
    return Loaded(new, tuple(faults))


def _version_row(module: Module, *, now: dt.datetime) -> ModuleVersion:
    return ModuleVersion(
        module=module.id,
        language=module.language,
        version=module.version,
        organisation_id=None,
        content_hash=module.content_hash,
        kind=module.kind,
        title=module.title,
        level=module.level,
        minutes=module.minutes,
        assumes_tool=module.assumes_tool,
        review_due=module.review_due,
        source=module.source,
        loaded_at=now,
    )


def adopt(
    organisation_id: int,
    versions: Iterable[ModuleVersion],
    *,
    reviewed_by: str,
    by: Person | None,
    now: dt.datetime,
    today: dt.date,
) -> int:
    """The organisation takes these versions, in the name of a person who looked at them. Returns how many are new."""
    reviewer = " ".join(reviewed_by.split())
    if not 2 <= len(reviewer) <= 100:
        raise Refused("Write the name of the person who looked at these units.")
    have = queries.adoptions(organisation_id)
    new = [version for version in versions if (version.module, version.version) not in have]
    for version in new:
        held = db.session.scalars(
            select(Adoption).where(
                Adoption.organisation_id == organisation_id,
                Adoption.module == version.module,
                Adoption.version == version.version,
            )
        ).one_or_none()
        if held is None:
            held = Adoption(organisation_id=organisation_id, module=version.module, version=version.version)
            db.session.add(held)
        held.reviewed_by, held.reviewed_on, held.at, held.ended_at = reviewer, today, now, None
        held.by_person_id = by.id if by else None
    if new:
        audit.note(
            "modules.adopted",
            by=str(by.public_id) if by else "command",
            now=now,
            organisation_id=organisation_id,
            count=len(new),
        )
    return len(new)


def hold_back(organisation_id: int, module: str, *, by: Person, now: dt.datetime) -> None:
    """The drip sends this module no more, in any version. What was sent stays readable."""
    db.session.execute(
        update(Adoption)
        .where(
            Adoption.organisation_id == organisation_id,
            Adoption.module == module,
            Adoption.ended_at.is_(None),
        )
        # What the clock adopted is held back by somebody: it is not the clock's any more.
        .values(ended_at=now, by_person_id=func.coalesce(Adoption.by_person_id, by.id))
    )
    audit.note("module.held back", by=str(by.public_id), now=now, organisation_id=organisation_id, subject=module)


def fill_slot(organisation_id: int, name: str, value: str, *, by: Person | None, now: dt.datetime) -> None:
    """Set a local fact. An empty value empties it, and modules that need it wait."""
    value = " ".join(value.split())
    if len(value) > 500:
        raise Refused("A local fact has at most 500 characters. Give a name, a phone number or a link.")
    row = db.session.scalars(
        select(LocalSlot).where(LocalSlot.organisation_id == organisation_id, LocalSlot.name == name)
    ).one_or_none()
    if row is None:
        row = LocalSlot(organisation_id=organisation_id, name=name)
        db.session.add(row)
    row.value, row.updated_at, row.by_person_id = value, now, by.id if by else None
    audit.note(
        "slot.filled",
        by=str(by.public_id) if by else "command",
        now=now,
        organisation_id=organisation_id,
        subject=name,
    )
