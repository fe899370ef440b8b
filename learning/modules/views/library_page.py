"""What those who adopt units see: every module with what is true of it, and every local fact with who waits for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from learning.capability import queries as capability
from learning.ground.text import nhs_date, plural
from learning.modules import queries
from learning.modules.models import Adoption, Hold, ModuleVersion
from learning.modules.rules import LocalFact, local_facts
from learning.modules.shelf import Module
from learning.people.models import Organisation

DUE_SOON = dt.timedelta(days=30)


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
    hold: Hold | None  # by the staff side
    held_on: dt.date | None  # the day of that hold
    taken_back_on: dt.date | None  # when this organisation ended its adoption, where none stands today

    @property
    def is_for_use(self) -> bool:
        return self.module.status in {"starter", "approved"}

    @property
    def is_overdue(self) -> bool:
        return self.version.review_due < self.today

    @property
    def is_due_for_review(self) -> bool:
        return self.is_for_use and self.version.review_due <= self.today + DUE_SOON

    @property
    def can_be_adopted(self) -> bool:
        return self.adoption is None and self.is_for_use

    @property
    def waits(self) -> bool:
        """For a reviewer. What somebody here decided to hold back waits for nobody, and can be adopted one by one."""
        return self.can_be_adopted and self.taken_back_on is None

    @property
    def is_held_back(self) -> bool:
        return self.hold is not None or self.taken_back_on is not None

    @property
    def state(self) -> str:
        """A few words for the list: what the drip does with it, and why."""
        if self.hold is not None and self.held_on is not None:
            return f"Held back by the staff side since {nhs_date(self.held_on)}: {self.hold.why}"
        if self.module.status in {"draft", "retired"}:
            return "A draft, not for use" if self.module.status == "draft" else "Retired"
        if self.taken_back_on is not None:
            return f"Not adopted: held back here since {nhs_date(self.taken_back_on)}"
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
    """All modules, and those that are shown: by what they wait for, and by competency."""

    lines: tuple[LibraryLine, ...]
    show: str = "all"
    competency: str = ""

    @property
    def shown(self) -> tuple[LibraryLine, ...]:
        return tuple(line for line in self._of(self.show) if self._is_about(line))

    @property
    def waiting(self) -> tuple[LibraryLine, ...]:
        return self._of("waits")

    @property
    def offers_all(self) -> bool:
        """Whether the form that adopts everything stands on the page: where everything that waits is shown."""
        return bool(self.waiting) and self.show in {"all", "waits"} and not self.competency

    @property
    def choices(self) -> list[tuple[str, str, int]]:
        """Key, words and how many, of the chosen competency."""
        return [(key, words, sum(map(self._is_about, self._of(key)))) for key, words in SHOWS.items()]

    @property
    def competencies(self) -> list[tuple[str, str, int]]:
        """Id, name and number of units, in framework order."""
        framework = capability.capability().framework
        counted = [
            (one.id, one.name, sum(one.id in line.module.competencies for line in self.lines))
            for one in framework.competencies
        ]
        return [each for each in counted if each[2]]

    @property
    def headline(self) -> str:
        if not self.lines:
            return "No units are loaded yet"
        overdue = sum(line.is_for_use and line.is_overdue for line in self.lines)
        if not overdue:
            return self._on_adoption
        said = f"{plural(overdue, 'unit is', 'units are')} overdue for review"
        if self.waiting:
            said += f", and {plural(len(self.waiting), 'unit waits', 'units wait')} for a reviewer"
        return said

    @property
    def _on_adoption(self) -> str:
        if self.waiting:
            count = len(self.waiting)
            return f"{plural(count, 'unit')} of {len(self.lines)} {_wait(count)} for a reviewer"
        held = len(self._of("held"))
        if held:
            return f"{plural(held, 'unit is', 'units are')} held back, and nothing waits for a reviewer"
        return f"All {len(self.lines)} units are adopted" if len(self.lines) > 1 else "The one unit is adopted"

    def _of(self, show: str) -> tuple[LibraryLine, ...]:
        return tuple(line for line in self.lines if _SHOWN[show](line))

    def _is_about(self, line: LibraryLine) -> bool:
        return not self.competency or self.competency in line.module.competencies


SHOWS = {
    "all": "All units",
    "waits": "Waits for a reviewer",
    "review": "Overdue or due in 30 days",
    "held": "Held back",
}
_SHOWN: Mapping[str, Callable[[LibraryLine], bool]] = {
    "all": lambda line: True,
    "waits": lambda line: line.waits,
    "review": lambda line: line.is_due_for_review,
    "held": lambda line: line.is_held_back,
}


def _wait(count: int) -> str:
    return "waits" if count == 1 else "wait"


def library(organisation: Organisation, *, today: dt.date, show: str = "all", competency: str = "") -> Library:
    """Every module's newest version, by title. What cannot be shown shows everything."""
    lines = _Lines(organisation, today)
    versions = queries.all_newest(organisation_id=organisation.id)
    is_known = competency in capability.capability().framework
    return Library(
        tuple(lines.line(version) for version in versions),
        show if show in SHOWS else "all",
        competency if is_known else "",
    )


def library_line(version: ModuleVersion, organisation: Organisation, *, today: dt.date) -> LibraryLine:
    return _Lines(organisation, today).line(version)


class _Lines:
    """What is true of many modules in one organisation, asked once."""

    def __init__(self, organisation: Organisation, today: dt.date) -> None:
        self._today, self._zone = today, organisation.zone
        self._adopted = queries.adoptions(organisation.id)
        self._names = queries.adopters(organisation.id)
        self._missing = frozenset(queries.missing_slots(organisation.id))
        self._holds = queries.holds(organisation.id)
        self._taken_back = queries.held_back_at(organisation.id)

    def line(self, version: ModuleVersion) -> LibraryLine:
        module = queries.module_of(version)
        framework = capability.capability().framework
        adoption = self._adopted.get((version.module, version.version))
        hold = self._holds.get(version.module)
        return LibraryLine(
            version,
            module,
            ", ".join(framework.competency(each).name for each in module.competencies if each in framework),
            adoption,
            self._older(version),
            self._names.get(adoption.by_person_id, "") if adoption and adoption.by_person_id is not None else "",
            self._today,
            self._missing & module.slots,
            hold,
            self._day(hold.at) if hold else None,
            self._day(self._taken_back.get(version.module)),
        )

    def _older(self, version: ModuleVersion) -> Adoption | None:
        earlier = [
            one for (name, number), one in self._adopted.items() if name == version.module and number < version.version
        ]
        return max(earlier, key=lambda one: one.version, default=None)

    def _day(self, moment: dt.datetime | None) -> dt.date | None:
        return moment.astimezone(self._zone).date() if moment else None


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
