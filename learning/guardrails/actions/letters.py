"""Which letters are due: an owner's list once a week, and the answer to everybody who asked for a tool.

A letter is a row before it is a mail. One person gets one about one thing: a unique row says so, whoever ticks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, and_, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from learning.ground.db import db
from learning.ground.identifiers import uuid7
from learning.guardrails import queries
from learning.guardrails.actions.changing import begin_register
from learning.guardrails.models import GuardrailLetter, GuardrailRegister, ToolNeed, ToolNeedAsker
from learning.people.models import Organisation, Person

LISTS_LEAVE = dt.time(7)  # on Monday, local time
ANSWERS_FOR = dt.timedelta(days=30)  # an answer is news for this long
KEPT_FOR = dt.timedelta(days=60)  # then a letter is forgotten, before the one who asked is
_MOST = 500  # letters about answers written in one tick; the next one goes on


def write_due(organisation: Organisation, *, now: dt.datetime) -> int:
    """Make the letters of one organisation that are due at this moment. Safe to repeat, and beside another tick."""
    local = now.astimezone(organisation.zone)
    written = 0
    if _takes_week(organisation, local, now=now):
        _forget_old(organisation.id, now=now)
        written += _write_lists(organisation.id, today=local.date(), now=now)
    return written + _write_answers(organisation.id, today=local.date(), now=now)


def gets_mail() -> ColumnElement[bool]:
    """People who are there now, and have a mailbox that nobody else reads."""
    return and_(Person.status == "active", Person.email.is_not(None), Person.email_is_shared.is_(False))


def _takes_week(organisation: Organisation, local: dt.datetime, *, now: dt.datetime) -> bool:
    """Whether the lists of this week are due, and nobody has written them yet."""
    monday = local.date() - dt.timedelta(days=local.weekday())
    if local < dt.datetime.combine(monday, LISTS_LEAVE, tzinfo=organisation.zone):
        return False
    of_this = GuardrailRegister.organisation_id == organisation.id
    if db.session.scalars(select(GuardrailRegister.listed_on).where(of_this)).one_or_none() == monday:
        return False
    begin_register(organisation.id, now=now)
    taken: CursorResult[tuple[()]] = db.session.execute(  # type: ignore[assignment]  # an UPDATE gives a cursor result
        update(GuardrailRegister)
        .where(of_this, or_(GuardrailRegister.listed_on.is_(None), GuardrailRegister.listed_on < monday))
        .values(listed_on=monday)
        .execution_options(synchronize_session=False)
    )
    return taken.rowcount == 1


def _forget_old(organisation_id: int, *, now: dt.datetime) -> None:
    """Nothing is written again about what is this old, so its letters are not needed to know that they were sent."""
    db.session.execute(
        delete(GuardrailLetter)
        .where(GuardrailLetter.organisation_id == organisation_id, GuardrailLetter.made_at < now - KEPT_FOR)
        .execution_options(synchronize_session=False)
    )


def _write_lists(organisation_id: int, *, today: dt.date, now: dt.datetime) -> int:
    """One letter for each owner who has something to look at."""
    lists = queries.lists_of_all(organisation_id, today=today)
    owners = [person_id for person_id, found in lists.items() if not found.is_quiet]
    monday = today - dt.timedelta(days=today.weekday())
    reached = select(Person.id).where(Person.id.in_(owners), gets_mail()).order_by(Person.id)
    return _write(
        [
            {"organisation_id": organisation_id, "person_id": person_id, "about": f"week {monday.isoformat()}"}
            for person_id in (db.session.scalars(reached) if owners else ())
        ],
        now=now,
    )


def _write_answers(organisation_id: int, *, today: dt.date, now: dt.datetime) -> int:
    """One letter for each person who asked for what was answered. Who is away gets theirs when they are back."""
    has_letter = and_(
        GuardrailLetter.need_id == ToolNeedAsker.need_id, GuardrailLetter.person_id == ToolNeedAsker.person_id
    )
    asked = (
        select(ToolNeedAsker.need_id, ToolNeedAsker.person_id)
        .join(ToolNeed, ToolNeed.id == ToolNeedAsker.need_id)
        .join(Person, Person.id == ToolNeedAsker.person_id)
        .outerjoin(GuardrailLetter, has_letter)
        .where(
            ToolNeed.organisation_id == organisation_id,
            ToolNeed.answered_on >= today - ANSWERS_FOR,
            GuardrailLetter.id.is_(None),
            gets_mail(),
        )
        .order_by(ToolNeedAsker.need_id, ToolNeedAsker.person_id)
        .limit(_MOST)
    )
    return _write(
        [
            {
                "organisation_id": organisation_id,
                "person_id": person_id,
                "about": f"need {need_id}",
                "need_id": need_id,
            }
            for need_id, person_id in db.session.execute(asked)
        ],
        now=now,
    )


def _write(rows: Sequence[dict[str, Any]], *, now: dt.datetime) -> int:
    if not rows:
        return 0
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    full = [{"public_id": uuid7(), "made_at": now, "attempts": 0, **row} for row in rows]
    made = db.session.execute(
        insert(GuardrailLetter).values(full).on_conflict_do_nothing().returning(GuardrailLetter.id)
    )
    return len(made.all())
