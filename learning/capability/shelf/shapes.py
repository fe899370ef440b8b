"""The shape of the content files, before anything is compared with anything else."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

Words = Annotated[str, Field(min_length=1, max_length=600)]
Level = Annotated[int, Field(ge=1, le=4)]
LevelOrNone = Annotated[int, Field(ge=0, le=4)]


def _slug(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9]+(?:[-./][A-Za-z0-9]+)*", text):
        raise ValueError("is not a plain id | Use letters, digits and hyphens")
    return text


def _day(value: Any) -> Any:
    """A day that was stored as text comes back as a day."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            return value
    return value


def _published(text: str) -> str:
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}|undated", text):
        raise ValueError('is not a date of publication | Use "2026", "2026-06", "2026-06-30" or "undated"')
    return text


Slug = Annotated[str, AfterValidator(_slug)]
Day = Annotated[dt.date, BeforeValidator(_day)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class SourceShape(_Shape):
    publisher: Words
    title: Words
    date: Annotated[str, AfterValidator(_published)]
    says: Words
    limits: Words | None = None


class LevelNameShape(_Shape):
    level: Level
    name: Words
    about: Words


class FirstStabilityShape(_Shape):
    again: Annotated[float, Field(ge=0.1, le=100)]
    hard: Annotated[float, Field(ge=0.1, le=100)]
    good: Annotated[float, Field(ge=0.1, le=100)]
    easy: Annotated[float, Field(ge=0.1, le=100)]


class ThresholdsShape(_Shape):
    answers_for_level: Literal[2]
    days_apart: Annotated[int, Field(ge=1, le=90)]
    desired_recall: Annotated[float, Field(ge=0.7, le=0.97)]
    current_recall: Annotated[float, Field(ge=0.5, le=0.97)]
    maximum_interval_days: Annotated[int, Field(ge=28, le=3650)]
    fading_days: Annotated[int, Field(ge=1, le=365)]
    first_stability_days: FirstStabilityShape


class DomainShape(_Shape):
    id: Slug
    name: Words
    about: Words


class CompetencyLevelShape(_Shape):
    level: Level
    behaviours: list[Words]
    evidence: list[Words]


class MappingShape(_Shape):
    source: Words
    part: Words | None = None


class CompetencyShape(_Shape):
    id: Slug
    name: Words
    phrase: Words
    domain: Words
    only_if: Literal["uses_voice"] | None = None
    levels: list[CompetencyLevelShape]
    maps_to: list[MappingShape]


class FrameworkShape(_Shape):
    """The head of framework.yaml; its entries are looked at one by one, so that each fault names its entry."""

    schema_: Literal["framework/1"] = Field(alias="schema")
    id: Slug
    version: Words
    name: Words
    language: Words
    licence: Words
    levels: list[Any]
    evidence_kinds: dict[str, Words]
    thresholds: ThresholdsShape
    domains: Annotated[list[Any], Field(min_length=1)]
    competencies: Annotated[list[Any], Field(min_length=1)]


class RequiredShape(_Shape):
    from_: Day = Field(alias="from")
    levels: dict[str, LevelOrNone]


class FamilyShape(_Shape):
    id: Slug
    name: Words
    singular: Words
    plural: Words
    bands: Words
    staff_group: Words
    job_roles: list[Words]
    required: Annotated[list[RequiredShape], Field(min_length=1)]


class ChampionShape(_Shape):
    name: Words
    minimum: dict[str, Level]


class FirstDaysShape(_Shape):
    name: Words
    days: Annotated[int, Field(ge=0, le=730)]
    cap: Level
    by_hand_first: bool


class OverlaysShape(_Shape):
    champion: ChampionShape
    first_days: FirstDaysShape


class RolesShape(_Shape):
    schema_: Literal["roles/1"] = Field(alias="schema")
    framework: Words
    version: Words
    families: Annotated[list[Any], Field(min_length=1)]
    overlays: OverlaysShape
