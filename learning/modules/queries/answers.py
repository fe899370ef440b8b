"""Questions about a learner's own record: sittings, answers and plans. Nobody else's page asks them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.exc import NoResultFound

from learning.capability.rules import Confidence
from learning.ground.db import db
from learning.modules.models import Answer, ModuleVersion, Plan, Sitting
from learning.modules.queries.library import CALLED, ending, module_of, newest_version, version
from learning.modules.rules import IfThenPlan, Told, filled, told
from learning.modules.shelf import Module
from learning.people.models import Person

AGAIN_COUNTS_AFTER = dt.timedelta(days=7)  # an answer sooner than that repeats what the verdict just said
GOES_ON_FOR = dt.timedelta(weeks=8)  # how long a unit opens with the answers given to it

# Pages ask these all the time, so they are put together once.
_LAST = (
    select(ModuleVersion, Sitting)
    .join(Sitting, Sitting.module_version_id == ModuleVersion.id)
    .where(Sitting.person_id == bindparam("person_id"), CALLED)
    .order_by(Sitting.id.desc())
    .limit(1)
)
_SITTING = (
    select(Sitting)
    .where(Sitting.person_id == bindparam("person_id"), Sitting.module_version_id == bindparam("version_id"))
    .order_by(Sitting.id.desc())
    .limit(1)
)
_ANSWERS = select(Answer).where(Answer.sitting_id == bindparam("sitting_id"))
_PLANS = select(Plan).where(Plan.sitting_id == bindparam("sitting_id"))
_REPEATED = (
    select(Answer.id)
    .join(Sitting, Sitting.id == Answer.sitting_id)
    .join(ModuleVersion, ModuleVersion.id == Sitting.module_version_id)
    .where(
        Answer.person_id == bindparam("person_id"),
        Answer.on > bindparam("after"),
        Answer.activity == bindparam("activity"),
        Answer.id < bindparam("answer_id"),
        ModuleVersion.module == bindparam("module"),
    )
    .limit(1)
)
_PLAN_TO_ASK = (
    select(Plan)
    .where(Plan.person_id == bindparam("person_id"), Plan.ask_on <= bindparam("today"), Plan.followed_up_on.is_(None))
    .order_by(Plan.ask_on, Plan.id)
    .limit(1)
)


def unit_for(
    person: Person, slug: str, *, today: dt.date, language: str = "en-GB"
) -> tuple[ModuleVersion, Sitting | None]:
    """What a person meets at this address: their own sitting with its version, else the newest adopted version.

    A sitting keeps its version, also when a newer one was loaded or the module was held back. After eight weeks the
    unit begins afresh where it still can, so that one that is sent again can be answered again. Raises NoResultFound.
    """
    last = db.session.execute(_LAST, {"person_id": person.id, "ending": ending(slug)}).one_or_none()
    if last is not None and not is_past(last[1], today):
        return last[0], last[1]
    try:
        return newest_version(slug, organisation_id=person.organisation_id, language=language), None
    except NoResultFound:
        if last is None:
            raise
        return last[0], last[1]


def is_past(sitting: Sitting, today: dt.date) -> bool:
    """Whether this sitting is so long ago that the next visit is a new one."""
    return (sitting.finished_on or sitting.began_on) <= today - GOES_ON_FOR


def open_sitting(person_id: int, version_id: int) -> Sitting | None:
    """The newest sitting of this person with this version, finished or not."""
    return db.session.scalars(_SITTING, {"person_id": person_id, "version_id": version_id}).one_or_none()


def last_finished(person_id: int) -> Sitting | None:
    """The sitting that this person finished last."""
    return db.session.scalars(
        select(Sitting)
        .where(Sitting.person_id == person_id, Sitting.finished_on.is_not(None))
        .order_by(Sitting.finished_on.desc(), Sitting.id.desc())
        .limit(1)
    ).one_or_none()


def finished_on(person_id: int) -> dict[str, dt.date]:
    """The day each module was last finished by this person, by module id."""
    rows = db.session.execute(
        select(ModuleVersion.module, func.max(Sitting.finished_on))
        .join(Sitting, Sitting.module_version_id == ModuleVersion.id)
        .where(Sitting.person_id == person_id, Sitting.finished_on.is_not(None))
        .group_by(ModuleVersion.module)
    )
    return {module: day for module, day in rows if day is not None}


def answers_in(sitting_id: int) -> dict[str, Answer]:
    """The answers of a sitting, by activity."""
    return {row.activity: row for row in db.session.scalars(_ANSWERS, {"sitting_id": sitting_id})}


def plans_in(sitting_id: int) -> dict[str, Plan]:
    return {row.activity: row for row in db.session.scalars(_PLANS, {"sitting_id": sitting_id})}


def is_repeat(answer: Answer, module: str) -> bool:
    """Whether the same person answered the same activity, in any version, less than 7 days before this answer."""
    given = {
        "person_id": answer.person_id,
        "after": answer.on - AGAIN_COUNTS_AFTER,
        "activity": answer.activity,
        "answer_id": answer.id,
        "module": module,
    }
    return db.session.scalars(_REPEATED, given).first() is not None


def verdict_of(module: Module, answer: Answer, values: Mapping[str, str]) -> Told:
    """What a page says of a stored answer, in the words of the version it was given to; `values` fill its slots."""
    activity = module.activity(answer.activity)
    if activity is None:
        raise LookupError(f"{module.id} version {module.version} has no {answer.activity}")
    confidence = Confidence(answer.confidence) if answer.confidence else None
    return told(filled(activity, values), answer.given, confidence)


def plan_to_follow_up(person_id: int, *, today: dt.date) -> Plan | None:
    """The oldest plan whose day to ask has come and which was never asked about. It is asked once."""
    return db.session.scalars(_PLAN_TO_ASK, {"person_id": person_id, "today": today}).one_or_none()


@dataclass(frozen=True, slots=True)
class Asked:
    """How a plan is followed up: its beginning, the question, and the answers to tap."""

    beginning: str
    question: str
    answers: tuple[str, ...]


def question_of(plan: Plan) -> Asked:
    """The follow-up of a plan, in the words of the version it was made under."""
    sitting = db.session.get_one(Sitting, plan.sitting_id)
    module = module_of(version(sitting.module_version_id))
    found = next(one for one in module.activities if one.id == plan.activity)
    if not isinstance(found, IfThenPlan):
        raise TypeError(f"{plan.activity} is not a plan")
    return Asked(found.question, found.follow_up, found.follow_up_answers)
