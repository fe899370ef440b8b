"""What changes a learner's own record: sittings, answers and plans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from learning.capability import actions as capability_actions
from learning.capability.rules import Confidence
from learning.ground.db import db
from learning.ground.errors import NotFound
from learning.modules import queries
from learning.modules.models import Answer, ModuleVersion, Plan, Sitting
from learning.modules.rules import Activity, IfThenPlan, Marked, PrivateStep, mark, tidy_given
from learning.modules.shelf import Module
from learning.people import queries as people
from learning.people.models import Person


def begin(person: Person, version: ModuleVersion, *, today: dt.date, again: bool = False) -> Sitting:
    """The sitting to go on with, or a new one: at the first answer, after a long while, or to practise again."""
    one_at_a_time(person)
    sitting = queries.open_sitting(person.id, version.id)
    if sitting is None or queries.is_past(sitting, today) or (again and sitting.finished_on is not None):
        sitting = Sitting(
            organisation_id=person.organisation_id,
            person_id=person.id,
            module_version_id=version.id,
            began_on=today,
        )
        db.session.add(sitting)
        db.session.flush()
    return sitting


def one_at_a_time(person: Person) -> None:
    """Two taps at once stand in line, so that the second one sees what the first one did. On SQLite all do anyway."""
    if db.engine.dialect.name == "sqlite":
        return
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())


def record_answer(
    person: Person,
    sitting: Sitting,
    activity_id: str,
    *,
    given: Mapping[str, Any],
    confidence: Confidence | None,
    source: str,
    now: dt.datetime,
    today: dt.date,
) -> Answer:
    """Mark one answer and keep it. A second answer to the same activity in this sitting changes nothing: the first,
    given before the verdict, stands, also when both arrive at once."""
    one_at_a_time(person)
    module = queries.module_of(queries.version(sitting.module_version_id))
    activity = _marked_activity(module, activity_id)
    given = tidy_given(activity, given)
    marked = mark(activity, given)
    answer = _answer_row(person, sitting, activity, given, marked, confidence)
    answer.source, answer.at, answer.on = source, now, today
    try:
        with db.session.begin_nested():
            db.session.add(answer)
            db.session.flush()
    except IntegrityError:
        return queries.answers_in(sitting.id)[activity.id]
    if not queries.is_repeat(answer, module.id):
        capability_actions.note_evidence(
            person,
            competency=activity.competency,
            level=activity.level,
            activity=f"{module.id}#{activity.id}",
            module_version=module.version,
            outcome=marked.outcome,
            confidence=confidence,
            source=source,
            now=now,
            today=today,
            membership_id=_post_of(person, today),
        )
    _finish(sitting, module, today=today)
    return answer


def keep_words(
    person: Person,
    sitting: Sitting,
    activity_id: str,
    *,
    given: Mapping[str, Any],
    source: str,
    now: dt.datetime,
    today: dt.date,
) -> Answer:
    """Keep what somebody wrote for themselves, or that they left it out. Written again, it replaces the words: nothing
    in it is marked, so nothing can be gained by it."""
    one_at_a_time(person)
    module = queries.module_of(queries.version(sitting.module_version_id))
    activity = module.activity(activity_id)
    if not isinstance(activity, PrivateStep):
        raise NotFound("This unit has no such question. Open the unit again.")
    answer = queries.answers_in(sitting.id).get(activity_id)
    if answer is None:
        answer = Answer(
            organisation_id=person.organisation_id, person_id=person.id, sitting_id=sitting.id, activity=activity_id
        )
        db.session.add(answer)
    answer.given = tidy_given(activity, given)
    answer.source, answer.at, answer.on = source, now, today
    _finish(sitting, module, today=today)
    return answer


def _answer_row(
    person: Person,
    sitting: Sitting,
    activity: Activity,
    given: dict[str, Any],
    marked: Marked,
    confidence: Confidence | None,
) -> Answer:
    return Answer(
        organisation_id=person.organisation_id,
        person_id=person.id,
        sitting_id=sitting.id,
        activity=activity.id,
        given=given,
        outcome=marked.outcome.value,
        confidence=confidence.value if confidence else None,
        hits=marked.hits,
        misses=marked.misses,
        false_alarms=marked.false_alarms,
        correct_rejections=marked.correct_rejections,
    )


def _marked_activity(module: Module, activity_id: str) -> Activity:
    found = module.activity(activity_id)
    if found is None or not found.is_marked:
        raise NotFound("This unit has no such question. Open the unit again.")
    return found


def _post_of(person: Person, today: dt.date) -> int | None:
    post = people.main_post(person.id, today)
    return post.id if post else None


def _finish(sitting: Sitting, module: Module, *, today: dt.date) -> None:
    """A sitting is over with its last marked answer. What one may write is an offer, so nobody waits for it.

    With a check ends the lesson instead of which it was answered.
    """
    if queries.answers_in(sitting.id).keys() >= {one.id for one in module.marked_activities}:
        sitting.finished_on = sitting.finished_on or today
        if module.kind == "check":
            _finish_what_it_stands_for(sitting, today=today)
    db.session.flush()


def _finish_what_it_stands_for(check: Sitting, *, today: dt.date) -> None:
    db.session.execute(
        update(Sitting)
        .where(
            Sitting.person_id == check.person_id,
            Sitting.instead_id == check.module_version_id,
            Sitting.finished_on.is_(None),
        )
        .values(finished_on=today)
    )


def keep_plan(person: Person, sitting: Sitting, activity_id: str, *, text: str, today: dt.date) -> Plan:
    """Keep an if-then plan, for the learner alone. Writing it again replaces the words."""
    module = queries.module_of(queries.version(sitting.module_version_id))
    activity = module.activity(activity_id)
    if not isinstance(activity, IfThenPlan):
        raise NotFound("This unit has no such plan. Open the unit again.")
    words = tidy_given(activity, {"text": text})["text"]
    plan = queries.plans_in(sitting.id).get(activity_id)
    if plan is None:
        plan = Plan(
            organisation_id=person.organisation_id,
            person_id=person.id,
            sitting_id=sitting.id,
            activity=activity_id,
            made_on=today,
            ask_on=today + dt.timedelta(days=activity.follow_up_after_days),
        )
        db.session.add(plan)
    plan.text = words
    _finish(sitting, module, today=today)
    return plan


def follow_up(plan: Plan, *, answer: str, today: dt.date) -> None:
    """How it went, said once."""
    plan.follow_up, plan.followed_up_on = answer[:100], today
    db.session.flush()
