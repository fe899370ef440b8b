"""What changes a starting check, and a lesson that somebody knows already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from learning.capability.rules import Confidence
from learning.ground.db import db
from learning.ground.errors import Refused
from learning.modules import queries
from learning.modules.actions.answers import begin, one_at_a_time, record_answer
from learning.modules.models import ModuleVersion, StartingCheck
from learning.people.models import Person


def begin_starting_check(person: Person, *, today: dt.date) -> StartingCheck:
    """Choose the questions and begin. Begun twice, or begun after a "No, thank you", it is the same check."""
    one_at_a_time(person)
    row = db.session.get(StartingCheck, person.id)
    if row is None or (row.began_on is None and not row.items):
        items = queries.items_for(person, today=today)
        if not items:
            raise Refused("There are no questions for you yet. Come back when your organisation has adopted some.")
        row = row or StartingCheck(person_id=person.id, organisation_id=person.organisation_id)
        row.items = [
            {"competency": one.competency, "version": one.version_id, "activity": one.activity} for one in items
        ]
        db.session.add(row)
    row.began_on, row.left_on = row.began_on or today, None
    db.session.flush()
    return row


def leave_starting_check(person: Person, *, today: dt.date) -> None:
    """“No, thank you”: it is not offered again. What was answered stays, and it can still be begun."""
    one_at_a_time(person)
    row = db.session.get(StartingCheck, person.id)
    if row is None:
        row = StartingCheck(person_id=person.id, organisation_id=person.organisation_id, items=[])
        db.session.add(row)
    row.left_on = today
    db.session.flush()


def pass_over(row: StartingCheck, number: int, *, today: dt.date) -> None:
    """Leave one question out. It says nothing about anybody."""
    _mark(row, number, "skipped", today=today)


def answer_starting_item(
    person: Person,
    row: StartingCheck,
    number: int,
    *,
    given: Mapping[str, Any],
    confidence: Confidence | None,
    now: dt.datetime,
    today: dt.date,
) -> None:
    """Record the answer as evidence, like any other."""
    item = row.items[number]
    sitting = begin(person, queries.version(item["version"]), today=today, again=True)
    record_answer(
        person,
        sitting,
        item["activity"],
        given=given,
        confidence=confidence,
        source="starting-check",
        now=now,
        today=today,
    )
    _mark(row, number, "answered", today=today)


def _mark(row: StartingCheck, number: int, state: str, *, today: dt.date) -> None:
    db.session.refresh(row, with_for_update=True)  # of two answers at once, neither takes the other's mark away
    row.items = [item | {"state": state} if place == number else item for place, item in enumerate(row.items)]
    if all(item.get("state") for item in row.items):
        row.finished_on = today
    db.session.flush()


def know_already(person: Person, lesson: ModuleVersion, *, today: dt.date) -> ModuleVersion:
    """Answer a check instead of a lesson; with the check the lesson is done too. Raises Refused where there is none."""
    check = queries.check_instead(person, queries.module_of(lesson), today=today)
    if check is None:
        raise Refused("There is no other check for this one at the moment. You can go through the unit, or leave it.")
    begin(person, lesson, today=today).instead_id = check.id
    begin(person, check, today=today, again=True)
    db.session.flush()
    return check
