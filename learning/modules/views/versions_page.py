"""Every loaded version of a unit: when it came, who adopted it, and what the drip does with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from learning.modules import queries
from learning.modules.models import Adoption, ModuleVersion


@dataclass(frozen=True, slots=True)
class VersionLine:
    version: ModuleVersion
    loaded_on: dt.date
    adoption: Adoption | None
    adopted_by: str  # who pressed the button
    in_use: int | None  # the number of the version that the drip sends, or would but for a hold
    is_held: bool  # by the staff side, in every version
    before: int | None  # the number of the version before this one

    @property
    def state(self) -> str:
        if self.version.version == self.in_use:
            return "Adopted, and held back by the staff side" if self.is_held else "In use"
        if self.adoption is not None:
            return "Was in use"
        return "Waits" if self.version.version > (self.in_use or 0) else "Was never adopted"


def version_lines(version: ModuleVersion, *, organisation_id: int, zone: ZoneInfo) -> Sequence[VersionLine]:
    rows = queries.versions_of(version)
    adopted = queries.adoptions(organisation_id)
    names = queries.adopters(organisation_id)
    is_held = queries.hold_on(version.module, organisation_id=organisation_id) is not None
    in_use = max((row.version for row in rows if (row.module, row.version) in adopted), default=None)
    lines = []
    for row, older in zip(rows, [*rows[1:], None], strict=True):
        adoption = adopted.get((row.module, row.version))
        by = names.get(adoption.by_person_id, "") if adoption and adoption.by_person_id is not None else ""
        loaded_on = row.loaded_at.astimezone(zone).date()
        lines.append(VersionLine(row, loaded_on, adoption, by, in_use, is_held, older.version if older else None))
    return lines
