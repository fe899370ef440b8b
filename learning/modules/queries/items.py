"""First answers of an organisation, counted by the database into one row for each answer that was given."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Float, Integer, Select, Text, case, cast, func, select
from sqlalchemy.sql.selectable import CTE

from learning.ground.db import db
from learning.modules.models import Answer, Sitting
from learning.modules.rules import Tally
from learning.people import queries as people
from learning.people.models import Person

PEOPLE_ASKED = 2000  # of more staff, one in so many: it is precise to 2 points, and 20,000 would take ten times as long

Tallies = Mapping[tuple[int, str], list[Tally]]


def one_in(organisation_id: int) -> int:
    """Of how many people one is counted, where a page is about all questions at once."""
    return max(1, people.staff_count(organisation_id) // PEOPLE_ASKED)


def tallies(organisation_id: int, *, before: dt.date, version_id: int | None = None) -> Tallies:
    """By version and activity: what people answered first, up to that day and without it, and how right they are
    elsewhere. Nobody is told apart: what comes back are counts and sums. Of one version everybody's answers are
    counted; of all versions, those of one person in so many (see `one_in`)."""
    part = one_in(organisation_id)
    answers = _first(organisation_id, before, part if version_id is None else 1, version_id)
    rest = _rest(_first(organisation_id, before, part, None), version_id)
    found: dict[tuple[int, str], list[Tally]] = defaultdict(list)
    for version, activity, given, outcome, confidence, count in db.session.execute(_counted(answers)):
        others, total, squares = rest.get((version, activity, given, outcome, confidence), (0, 0.0, 0.0))
        found[version, activity].append(
            Tally(json.loads(given), outcome == "right", confidence, count, others, total, squares)
        )
    return found


_SAME = ("version_id", "activity", "given", "outcome", "confidence")


def _first(organisation_id: int, before: dt.date, part: int, version_id: int | None) -> CTE:
    """The first answer of each person to each question of each version, or of one: of one person in so many."""
    asked = (
        select(func.min(Answer.id).label("id"), Sitting.module_version_id.label("version_id"))
        .join(Sitting, Sitting.id == Answer.sitting_id)
        .where(Answer.outcome.is_not(None), Answer.on < before)
        .group_by(Answer.person_id, Sitting.module_version_id, Answer.activity)
    )
    if part > 1:
        some = select(Person.id).where(Person.organisation_id == organisation_id, Person.id % part == 0)
        asked = asked.where(Answer.person_id.in_(some))  # and not by organisation too: SQLite would walk through it all
    else:
        asked = asked.where(Answer.organisation_id == organisation_id)
    if version_id is not None:
        asked = asked.where(Sitting.module_version_id == version_id)
    first = asked.cte("first")
    return (
        select(
            Answer.person_id,
            first.c.version_id,
            Answer.activity,
            cast(Answer.given, Text).label("given"),
            Answer.outcome,
            Answer.confidence,
            case((Answer.outcome == "right", 1), else_=0).label("is_right"),
        )
        .join(first, first.c.id == Answer.id)
        .cte("answers")
    )


def _counted(answers: CTE) -> Select[Any]:
    same = [answers.c[name] for name in _SAME]
    return select(*same, func.count()).group_by(*same)


def _rest(answers: CTE, version_id: int | None) -> dict[tuple[Any, ...], tuple[int, float, float]]:
    """How many of those who gave an answer have answered others, and the sums of their shares right there."""
    whole = (
        select(answers.c.person_id, func.sum(answers.c.is_right).label("right"), func.count().label("answered"))
        .group_by(answers.c.person_id)
        .having(func.count() > 1)
        .cte("whole")
    )
    share = cast(whole.c.right - answers.c.is_right, Float) / cast(whole.c.answered - 1, Integer)
    same = [answers.c[name] for name in _SAME]
    asked = (
        select(*same, func.count(), func.sum(share), func.sum(share * share))
        .join(whole, whole.c.person_id == answers.c.person_id)
        .group_by(*same)
    )
    if version_id is not None:
        asked = asked.where(answers.c.version_id == version_id)
    rows: Iterable[Any] = db.session.execute(asked)
    return {tuple(row[:5]): (row[5], float(row[6]), float(row[7])) for row in rows}
