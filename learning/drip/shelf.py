"""Modules, roles and framework as choosing and counting see them: without their words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from learning.capability.shelf import CapabilityContent
from learning.drip.rules import Candidate, Kind, Practice, Question, Skill
from learning.drip.rules.amounts import WEEKS, FamilyAmounts, family_amounts, required_cells
from learning.drip.rules.journey import Starter, journey
from learning.modules.shelf import Module

_SKILLS = {"find_wrong": Skill.WRONG, "find_missing": Skill.MISSING, "needs_human": Skill.NEEDS_HUMAN}
_CAN_BE_SENT = frozenset({"starter", "approved"})


def candidate(module: Module) -> Candidate:
    """A module as the rules of choosing see it."""
    return Candidate(
        module_id=module.id,
        version=module.version,
        kind=Kind(module.kind),
        level=module.level,
        competencies=tuple(module.competencies),
        roles=frozenset(module.roles),
        assumes_tool=module.assumes_tool,
        isomorph_group=module.isomorph_group or "",
        by_hand=module.by_hand,
        skills=_skills(module),
        changed_on=module.changed_on,
        about_tool=module.about_tool or "",
        task=module.task,
        data_label=module.data_label,
    )


def _skills(module: Module) -> frozenset[Skill]:
    return frozenset(_SKILLS[activity.kind] for activity in module.activities if activity.kind in _SKILLS)


def practice(module: Module) -> Practice:
    """The same with what its answers show."""
    judged = (getattr(activity, "is_sound", None) for activity in module.activities if activity.judges_a_draft)
    return Practice(
        candidate(module),
        module.title,
        tuple(Question(one.id, one.competency, one.level) for one in module.marked_activities),
        tuple(is_sound for is_sound in judged if is_sound is not None),
    )


def library(modules: Iterable[Module], language: str = "en-GB") -> tuple[Practice, ...]:
    """All that an organisation could adopt in this language, as if every local fact were filled in and every review
    made in time."""
    return tuple(
        practice(module) for module in modules if module.status in _CAN_BE_SENT and module.language == language
    )


def starter(content: CapabilityContent, family: str, starts_on: dt.date) -> Starter:
    """Somebody who starts in this role family, with what it asks of them."""
    return Starter(family, starts_on, content.minimums, content.plan)


def amounts(content: CapabilityContent, units: tuple[Practice, ...], starts_on: dt.date) -> tuple[FamilyAmounts, ...]:
    """Each role family with the weeks of somebody who starts that day, without an AI tool."""
    thresholds, later = content.framework.thresholds, starts_on + dt.timedelta(days=content.plan.starter_days)
    found: list[FamilyAmounts] = []
    for family in content.roles.families:
        new = starter(content, family.id, starts_on)
        weeks = journey(new, units, thresholds, weeks=WEEKS)
        cells = required_cells(new.required_on(starts_on), new.required_on(later))
        found.append(family_amounts(family.id, weeks, units, cells, cap=content.plan.starter_cap))
    return tuple(found)
