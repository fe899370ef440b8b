"""The invented people say what they need a tool for, and one need is answered. All through the actions of the pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial

from sqlalchemy import select

from learning.demo.rules.wanted import NEEDS, WantedThere
from learning.ground.db import db
from learning.guardrails import actions as guardrails
from learning.guardrails import queries
from learning.guardrails.models import ToolNeed
from learning.people.models import Membership, Organisation, Person

Act = Callable[[Organisation, dt.datetime], None]


def _ask(one: WantedThere, trust: Organisation, at: dt.datetime) -> None:
    today = at.astimezone(trust.zone).date()
    asking = _who(one, trust)
    if not asking:
        return  # a small trust has nobody in this role
    need = _need(one, trust)
    if need is None:
        need = guardrails.ask_for(asking[0], one.problem, task=one.task, label=one.label, today=today)
    for person in asking:
        guardrails.join(person, need)


def _answer(one: WantedThere, trust: Organisation, at: dt.datetime) -> None:
    today = at.astimezone(trust.zone).date()
    need = _need(one, trust)
    owner = queries.who_decides(trust.id, "*", today=today)
    if need is not None and need.answer is None and owner is not None:
        by = db.session.get_one(Person, owner.id)
        guardrails.answer_need(need, one.answer, by=by, now=at, today=today)


def _need(one: WantedThere, trust: Organisation) -> ToolNeed | None:
    asked = select(ToolNeed).where(ToolNeed.organisation_id == trust.id, ToolNeed.problem == one.problem)
    return db.session.scalars(asked).one_or_none()


def _who(one: WantedThere, trust: Organisation) -> Sequence[Person]:
    asked = (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Person.organisation_id == trust.id,
            Person.status == "active",
            Membership.role_family == one.family,
            Membership.is_main.is_(True),
        )
        .order_by(Person.id)
        .limit(one.people)
    )
    return db.session.scalars(asked).all()


SAID_AND_ANSWERED: tuple[tuple[int, int, Act], ...] = (
    *((one.week, one.hours, partial(_ask, one)) for one in NEEDS),
    *((one.answered_week, one.answered_hours, partial(_answer, one)) for one in NEEDS if one.answered_week is not None),
)
