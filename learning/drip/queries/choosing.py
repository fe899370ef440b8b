"""All that choosing may know of many people at once, asked in a few questions for each chunk of people."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from learning.capability import queries as capability
from learning.capability.rules import RequirementPlan, is_new_starter
from learning.drip.models import Delivery
from learning.drip.queries.learners import Learner
from learning.drip.queries.tools import posts_of, tools_of
from learning.drip.rules import NO_TOOLS, Candidate, Catalogue, GivenUnit, Kind, Profile, ReasonCode, SureAndWrong
from learning.drip.shelf import candidate
from learning.ground.db import db, plain_rows
from learning.ground.workdays import monday_of
from learning.modules import queries as modules
from learning.modules.models import Answer, ModuleVersion, Sitting

# What was due stood in the app, whatever became of the mail.
STOOD_IN_APP = ("sent", "in doubt", "failed", "missed")
_KINDS = {kind.value: kind for kind in Kind}  # a look-up is far quicker than making the member anew, row for row
_REASONS = {reason.value: reason for reason in ReasonCode}
_SURE_AND_WRONG_FOR = dt.timedelta(weeks=13)


@dataclass(frozen=True, slots=True)
class Choosable:
    """What one organisation may send today: for the rules, and the row behind each unit."""

    catalogue: Catalogue
    version_ids: Mapping[tuple[str, int], int]  # module and version


def choosable(organisation_id: int, *, today: dt.date) -> Choosable:
    found = modules.sendable(organisation_id, today=today)
    return Choosable(
        Catalogue(candidate(one.module) for one in found),
        {(one.module.id, one.module.version): one.version_id for one in found},
    )


def profiles(organisation_id: int, learners: Sequence[Learner], *, today: dt.date) -> dict[int, Profile]:
    """The profile of each of these people, by person id."""
    ids = [one.person.id for one in learners]
    plan = capability.capability().plan
    required = capability.required_of_many(organisation_id, ids)
    held = capability.held_of_many(organisation_id, ids)
    posts = posts_of(ids, today)
    tools = tools_of(organisation_id, learners, posts, today=today)
    sittings = _sittings(ids)
    units = _Units()
    history = _history(ids, sittings, units, week_on=monday_of(today))
    marks = _sure_and_wrong(ids, units, since=today - _SURE_AND_WRONG_FOR)
    return {
        one.person.id: Profile(
            families=frozenset(family for _, family in posts.get(one.person.id, ()) if family),
            week_number=_week_number(one, today),
            required=required.get(one.person.id, {}),
            held=held.get(one.person.id, {}),
            history=tuple(history.get(one.person.id, ())),
            sure_and_wrong=tuple(marks.get(one.person.id, ())),
            tools=tools.get(one.person.id, NO_TOOLS),
            is_new_starter=_is_new(one, today, plan),
            practised=_practised(sittings.get(one.person.id, {}), units),
        )
        for one in learners
    }


def _week_number(one: Learner, today: dt.date) -> int:
    return max(1, (monday_of(today) - monday_of(one.person.created_at.date())).days // 7 + 1)


def _is_new(one: Learner, today: dt.date, plan: RequirementPlan) -> bool:
    return is_new_starter(one.person.started_on, today, plan)


_Sittings = dict[int, dict[int, tuple[dt.date, dt.date | None]]]


def _sittings(ids: Collection[int]) -> _Sittings:
    """First day and last finish of each version that a person opened."""
    asked = select(Sitting.person_id, Sitting.module_version_id, Sitting.began_on, Sitting.finished_on).where(
        Sitting.person_id.in_(ids)
    )
    found: _Sittings = defaultdict(dict)
    rows: Iterable[Any] = plain_rows(asked.order_by(Sitting.id))
    for person_id, version_id, began_on, finished_on in rows:
        before = found[person_id].get(version_id)
        found[person_id][version_id] = (
            before[0] if before else began_on,
            finished_on or (before[1] if before else None),
        )
    return found


def _history(
    ids: Collection[int], sittings: _Sittings, units: _Units, *, week_on: dt.date
) -> Mapping[int, list[GivenUnit]]:
    asked = (
        select(Delivery.person_id, Delivery.module_version_id, Delivery.kind, Delivery.on, Delivery.reason)
        .where(
            Delivery.person_id.in_(ids),
            Delivery.state.in_(STOOD_IN_APP),
            Delivery.on.is_not(None),
            Delivery.week_on < week_on,
        )
        .order_by(Delivery.person_id, Delivery.week_on)
    )
    found: dict[int, list[GivenUnit]] = defaultdict(list)
    rows: Iterable[Any] = plain_rows(asked)
    for person_id, version_id, kind, on, reason in rows:
        unit = units[version_id].candidate
        begun_on, finished_on = sittings.get(person_id, {}).get(version_id, (None, None))
        found[person_id].append(
            GivenUnit(
                module_id=unit.module_id,
                kind=_KINDS[kind],
                on=on,
                competencies=unit.competencies,
                isomorph_group=unit.isomorph_group,
                by_hand=unit.by_hand,
                skills=unit.skills,
                reason=_REASONS[reason] if reason else None,
                begun_on=begun_on,
                finished_on=finished_on,
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class _Unit:
    candidate: Candidate
    competencies: Mapping[str, str]  # of each activity


_known: dict[tuple[int, str], _Unit] = {}  # a stored version never changes, so each process looks at it once


class _Units(dict[int, _Unit]):
    """What each version is about, by version id. Versions are asked for once in a run, not once for each person."""

    def __init__(self) -> None:
        self._hashes = dict(iter(plain_rows(select(ModuleVersion.id, ModuleVersion.content_hash))))

    def __missing__(self, version_id: int) -> _Unit:
        key = (version_id, self._hashes[version_id])
        if key not in _known:
            module = modules.module_of(db.session.get_one(ModuleVersion, version_id))
            _known[key] = _Unit(candidate(module), {one.id: one.competency for one in module.activities})
        self[version_id] = _known[key]
        return _known[key]


def _practised(opened: Mapping[int, tuple[dt.date, dt.date | None]], units: _Units) -> dict[str, dt.date]:
    return {units[version_id].candidate.module_id: began_on for version_id, (began_on, _) in opened.items()}


def _sure_and_wrong(ids: Collection[int], units: _Units, *, since: dt.date) -> Mapping[int, list[SureAndWrong]]:
    asked = (
        select(Answer.person_id, Answer.activity, Answer.on, Sitting.module_version_id)
        .join(Sitting, Sitting.id == Answer.sitting_id)
        .where(Answer.person_id.in_(ids), Answer.on >= since, Answer.confidence == "very", Answer.outcome == "wrong")
        .order_by(Answer.id)
    )
    found: dict[int, list[SureAndWrong]] = defaultdict(list)
    rows: Iterable[Any] = plain_rows(asked)
    for person_id, activity, on, version_id in rows:
        unit = units[version_id]
        found[person_id].append(SureAndWrong(unit.competencies[activity], unit.candidate.isomorph_group, on))
    return found
