"""The framework, the role families and the sources, as the rest of Steady sees them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from learning.capability.rules import EvidenceKind, Minimum, RequirementPlan, Thresholds


@dataclass(frozen=True, slots=True)
class Source:
    """Something content may cite."""

    key: str
    publisher: str
    title: str
    date: str  # "2026", "2026-06", "2026-06-30" or "undated"
    says: str  # our paraphrase
    limits: str | None  # what was not seen


@dataclass(frozen=True, slots=True)
class LevelName:
    level: int
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class Domain:
    id: str
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class CompetencyLevel:
    level: int
    behaviours: tuple[str, ...]  # each starts with a verb: "You can" or "Staff can" goes before it
    evidence: tuple[EvidenceKind, ...]


@dataclass(frozen=True, slots=True)
class OutsideMapping:
    source: str  # a key of the sources
    part: str | None


@dataclass(frozen=True, slots=True)
class Competency:
    id: str
    name: str
    phrase: str  # as it stands in "because your last check on … was 9 weeks ago"
    domain: str
    is_voice: bool  # asked only where a post uses voice tools
    levels: tuple[CompetencyLevel, ...]
    maps_to: tuple[OutsideMapping, ...]

    @property
    def is_core(self) -> bool:
        return not self.is_voice

    def level(self, number: int) -> CompetencyLevel:
        return self.levels[number - 1]


@dataclass(frozen=True)
class Framework:
    """Domains, competencies and thresholds. Competencies stand in framework order, which pages keep."""

    id: str
    version: str
    name: str
    language: str
    licence: str
    level_names: tuple[LevelName, ...]
    evidence_kinds: Mapping[EvidenceKind, str]
    thresholds: Thresholds
    domains: tuple[Domain, ...]
    competencies: tuple[Competency, ...]
    _by_id: dict[str, Competency] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {competency.id: competency for competency in self.competencies})

    def __contains__(self, competency: str) -> bool:
        return competency in self._by_id

    def competency(self, competency: str) -> Competency:
        """KeyError for an id the framework does not know."""
        return self._by_id[competency]

    def in_domain(self, domain: str) -> tuple[Competency, ...]:
        return tuple(competency for competency in self.competencies if competency.domain == domain)

    def level_name(self, level: int) -> str:
        return self.level_names[level - 1].name


@dataclass(frozen=True, slots=True)
class RequiredFrom:
    """What a family requires from a date on; 0 is not required."""

    from_on: dt.date
    levels: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class RoleFamily:
    id: str
    name: str
    singular: str  # "a medical secretary"
    plural: str  # "medical secretaries"
    bands: str
    staff_group: str
    job_roles: tuple[str, ...]
    required: tuple[RequiredFrom, ...]  # in order of date


@dataclass(frozen=True, slots=True)
class Roles:
    framework: str
    version: str
    families: tuple[RoleFamily, ...]
    champion_name: str
    champion_minimum: Mapping[str, int]
    starter_name: str
    starter_days: int
    starter_cap: int
    starter_by_hand_first: bool

    def family(self, family: str | None) -> RoleFamily | None:
        return next((one for one in self.families if one.id == family), None)


@dataclass(frozen=True)
class CapabilityContent:
    """The three files together. `body` is what they said, ready to be stored as JSON and read back."""

    framework: Framework
    roles: Roles
    sources: Mapping[str, Source]
    body: Mapping[str, Any]
    content_hash: str  # of the body: the same words in another layout are the same content

    @property
    def minimums(self) -> tuple[Minimum, ...]:
        """The core levels of every family, as the rules take them."""
        return tuple(
            Minimum(family.id, competency, level, required.from_on)
            for family in self.roles.families
            for required in family.required
            for competency, level in required.levels.items()
        )

    @property
    def plan(self) -> RequirementPlan:
        """What holds for everybody, as the rules take it."""
        return RequirementPlan(
            core=frozenset(competency.id for competency in self.framework.competencies if competency.is_core),
            voice=frozenset(competency.id for competency in self.framework.competencies if competency.is_voice),
            champion_minimum=self.roles.champion_minimum,
            starter_days=self.roles.starter_days,
            starter_cap=self.roles.starter_cap,
        )
