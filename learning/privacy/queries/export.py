"""Everything that is held about one person, as a file they can read: the register says what goes in."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import func, select

from learning.capability import queries as capability
from learning.drip import queries as drip
from learning.drip.models import Delivery
from learning.ground.db import db
from learning.ground.errors import Refused
from learning.guardrails.models import ToolNeed
from learning.modules import queries as modules
from learning.modules.models import Sitting
from learning.modules.rules import filled
from learning.modules.shelf import Module
from learning.people.models import Membership, Organisation, Person, Team
from learning.privacy.queries.held import rows_of
from learning.privacy.rules import REGISTER, Kind, answered

Record = dict[str, Any]


def export_of(person: Person) -> Record:
    """All that is held about a person, ready for JSON. Left out, with the reason in the register: what only keeps
    rows together, and fingerprints of secrets."""
    held = {kind.key: [_record(kind, row, person) for row in rows_of(kind, person)] for kind in REGISTER}
    leads = select(func.count()).where(Membership.manager_id == person.id)
    return {
        "what_this_is": f"Everything that Steady holds about {person.full_name}. Times are in UTC.",
        "organisation": db.session.get_one(Organisation, person.organisation_id).name,
        "posts_that_name_you_as_manager": db.session.scalars(leads).one(),
        **held,
    }


def _record(kind: Kind, row: Any, person: Person) -> Record:
    told = {name: _plain(getattr(row, name)) for name in kind.exported}
    more = _MORE.get(kind.table)
    return told | (more(row, person) if more else {})


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


def _post(row: Any, person: Person) -> Record:
    manager = db.session.get(Person, row.manager_id) if row.manager_id else None
    return {"team": db.session.get_one(Team, row.team_id).name, "manager": manager.full_name if manager else None}


def _unit(version_id: int | None) -> Record:
    if version_id is None:
        return {"unit": None}
    version = modules.version(version_id)
    return {"unit": version.title, "unit_id": version.module, "unit_version": version.version}


def _sitting(row: Any, person: Person) -> Record:
    return _unit(row.module_version_id)


def _of_sitting(sitting_id: int) -> tuple[Record, Module]:
    version_id = db.session.get_one(Sitting, sitting_id).module_version_id
    return _unit(version_id), modules.module_of(modules.version(version_id))


def _answer(row: Any, person: Person) -> Record:
    unit, module = _of_sitting(row.sitting_id)
    activity = module.activity(row.activity)
    if activity is None:
        return unit
    activity = filled(activity, modules.slots(person.organisation_id))
    return unit | {"question": activity.question, "answered": answered(activity, row.given)}


def _plan(row: Any, person: Person) -> Record:
    unit, module = _of_sitting(row.sitting_id)
    activity = module.activity(row.activity)
    return unit | {"question": activity.question if activity else None}


def _delivery(row: Any, person: Person) -> Record:
    delivery = db.session.get_one(Delivery, row.id)
    try:
        why = drip.why_sentence(delivery, row.week_on)
    except Refused:  # no framework is loaded; the code alone has to do
        why = None
    return _unit(row.module_version_id) | {"why": why}


def _competency(row: Any, person: Person) -> Record:
    try:
        named = {one.id: one.name for one in capability.capability().framework.competencies}
    except Refused:  # no framework is loaded; the id alone has to do
        named = {}
    return {"competency_name": named.get(row.competency)}


def _asked(row: Any, person: Person) -> Record:
    need = db.session.get_one(ToolNeed, row.need_id)
    return {"asked_for": need.problem, "asked_on": _plain(need.asked_on), "answer": need.answer}


_MORE: Mapping[str, Callable[[Any, Person], Record]] = {
    "membership": _post,
    "sitting": _sitting,
    "answer": _answer,
    "plan": _plan,
    "delivery": _delivery,
    "evidence": _competency,
    "holding": _competency,
    "required_level": _competency,
    "tool_need_asker": _asked,
}
