"""What those who adopt units see: every module with what is true of it, and every local fact with who waits for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from learning.capability import queries as capability
from learning.ground.text import nhs_date, plural
from learning.modules import queries
from learning.modules.models import Adoption, ModuleVersion
from learning.modules.rules import LocalFact, local_facts
from learning.modules.shelf import Module


@dataclass(frozen=True, slots=True)
class LibraryLine:
    """The newest version of one module, as an administrator sees it."""

    version: ModuleVersion
    module: Module
    competencies: str
    adoption: Adoption | None  # of this version
    older: Adoption | None  # of an earlier version, where this one is not adopted
    adopted_by: str
    today: dt.date
    missing: frozenset[str]  # local facts it waits for

    @property
    def is_overdue(self) -> bool:
        return self.version.review_due < self.today

    @property
    def can_be_adopted(self) -> bool:
        return self.adoption is None and self.module.status in {"starter", "approved"}

    @property
    def state(self) -> str:
        """One word or two for the list: what the drip does with it, and why."""
        if self.module.status in {"draft", "retired"}:
            return "A draft, not for use" if self.module.status == "draft" else "Retired"
        if self.adoption is None:
            return f"Version {self.older.version} is in use, this one waits" if self.older else "Not adopted"
        if self.is_overdue:
            return "Held until it is reviewed"
        return "Waits for a local fact" if self.missing else "In use"

    @property
    def review(self) -> str:
        return (
            f"Overdue since {nhs_date(self.version.review_due)}"
            if self.is_overdue
            else nhs_date(self.version.review_due)
        )


@dataclass(frozen=True, slots=True)
class Library:
    lines: tuple[LibraryLine, ...]

    @property
    def waiting(self) -> tuple[LibraryLine, ...]:
        return tuple(line for line in self.lines if line.can_be_adopted)

    @property
    def headline(self) -> str:
        if not self.lines:
            return "No units are loaded yet"
        if not self.waiting:
            return f"All {len(self.lines)} units are adopted" if len(self.lines) > 1 else "The one unit is adopted"
        return f"{plural(len(self.waiting), 'unit')} of {len(self.lines)} {_wait(len(self.waiting))} for a reviewer"


def _wait(count: int) -> str:
    return "waits" if count == 1 else "wait"


def library(organisation_id: int, *, today: dt.date) -> Library:
    """Every module's newest version, by title."""
    adopted = queries.adoptions(organisation_id)
    names = queries.adopters(organisation_id)
    missing = frozenset(queries.missing_slots(organisation_id))
    versions = queries.all_newest(organisation_id=organisation_id)
    return Library(tuple(_line(version, adopted, names, missing, today) for version in versions))


def library_line(version: ModuleVersion, *, organisation_id: int, today: dt.date) -> LibraryLine:
    adopted = queries.adoptions(organisation_id)
    names = queries.adopters(organisation_id)
    return _line(version, adopted, names, frozenset(queries.missing_slots(organisation_id)), today)


def _line(
    version: ModuleVersion,
    adopted: Mapping[tuple[str, int], Adoption],
    names: Mapping[int, str],
    missing: frozenset[str],
    today: dt.date,
) -> LibraryLine:
    module = queries.module_of(version)
    framework = capability.capability().framework
    adoption = adopted.get((version.module, version.version))
    earlier = [one for (name, number), one in adopted.items() if name == version.module and number < version.version]
    return LibraryLine(
        version,
        module,
        ", ".join(framework.competency(each).name for each in module.competencies if each in framework),
        adoption,
        max(earlier, key=lambda one: one.version, default=None),
        names.get(adoption.by_person_id, "") if adoption and adoption.by_person_id is not None else "",
        today,
        missing & module.slots,
    )


@dataclass(frozen=True, slots=True)
class SlotLine:
    fact: LocalFact
    value: str
    uses: int  # modules that need it

    @property
    def hint(self) -> str:
        if not self.uses:
            return "No unit needs it yet."
        if self.value:
            return f"{plural(self.uses, 'unit')} {'uses' if self.uses == 1 else 'use'} it."
        return f"{plural(self.uses, 'unit')} {_wait(self.uses)} for it."


def slot_lines(organisation_id: int) -> list[SlotLine]:
    """The local facts with their values, and how many modules need each."""
    values = queries.slots(organisation_id)
    modules = [queries.module_of(row) for row in queries.all_newest(organisation_id=organisation_id)]
    declared = {name for module in modules for name in module.slots}
    return [
        SlotLine(fact, values.get(fact.name, ""), sum(fact.name in module.slots for module in modules))
        for fact in local_facts(declared | values.keys())
    ]
