"""What changes needs: asking, asking for the same, answering for everybody who asked, and forgetting who it was."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from learning.ground import audit
from learning.ground.db import db
from learning.ground.errors import Refused
from learning.ground.text import user_text
from learning.guardrails import queries
from learning.guardrails.actions.changing import Overtaken
from learning.guardrails.actions.writing import by_whom, line, without_identifiers
from learning.guardrails.models import ToolNeed, ToolNeedAsker
from learning.guardrails.rules import ANY
from learning.people.models import Person

MOST_OPEN = 5
KNOWN_FOR = dt.timedelta(days=90)  # who asked is forgotten so long after the answer
_LEAST, _MOST_PROBLEM, _MOST_ANSWER = 20, 500, 1000


def problem_line(problem: str) -> str:
    """The words as they are kept. Raises Refused for what is too short, too long, or may be about a real person."""
    mend = f"Say in a sentence what you are trying to get done: at least {_LEAST} characters."
    return without_identifiers(line(problem, mend, least=_LEAST, most=_MOST_PROBLEM))


def ask_for(
    person: Person, problem: str, *, tool: str = ANY, task: str = ANY, label: str = ANY, today: dt.date
) -> ToolNeed:
    """Send a need to whoever decides. The same words from the same person again are the same need."""
    words, text = queries.vocabulary(), problem_line(problem)
    _take_turn(person)
    mine = queries.own_needs(person.id)
    same = next((need for need, _ in mine if need.problem == text and need.answer is None), None)
    if same is not None:
        return same
    _refuse_too_many(person, mine)
    need = ToolNeed(
        organisation_id=person.organisation_id,
        problem=text,
        tool=tool if queries.register(person.organisation_id).tool(tool) else ANY,
        task=task if words.task(task) else ANY,
        data_label=label if words.label(label) else ANY,
        asked_on=today,
        asked_by=0,
    )
    db.session.add(need)
    db.session.flush()
    join(person, need)
    return need


def _take_turn(person: Person) -> None:
    """Two windows of one person come one after the other, so that neither counts without the other."""
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())


def _refuse_too_many(person: Person, mine: queries.OwnNeeds) -> None:
    if sum(need.answer is None for need, _ in mine) >= MOST_OPEN:
        raise Refused(f"You have asked for {MOST_OPEN} things that wait for an answer. Ask again when one is answered.")


def join(person: Person, need: ToolNeed) -> bool:
    """Ask for the same. However often and in however many windows, a person counts once. False: they had asked."""
    _take_turn(person)
    mine = queries.own_needs(person.id)
    if any(one.id == need.id for one, _ in mine):
        return False
    if need.answer is None:
        _refuse_too_many(person, mine)
    return _count_in(need, person)


def _count_in(need: ToolNeed, person: Person) -> bool:
    """Note that they asked, and count one more in the same moment. Counting the rows instead would miss those that
    others are adding now, and everybody who is forgotten or erased since."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    row = insert(ToolNeedAsker).values(need_id=need.id, person_id=person.id, organisation_id=need.organisation_id)
    is_new = db.session.execute(row.on_conflict_do_nothing().returning(ToolNeedAsker.need_id)).one_or_none() is not None
    if is_new:
        db.session.execute(
            update(ToolNeed)
            .where(ToolNeed.id == need.id)
            .values(asked_by=ToolNeed.asked_by + 1)
            .execution_options(synchronize_session=False)
        )
    db.session.refresh(need)
    return is_new


def answer_need(need: ToolNeed, answer: str, *, by: Person, now: dt.datetime, today: dt.date) -> None:
    """Say what people can do, once, to everybody who asked. Raises Overtaken where it was answered meanwhile."""
    mend = f"Say in a sentence or two what people can do: at least {_LEAST} characters."
    text = user_text(answer, most=_MOST_ANSWER).strip()  # it may hold paragraphs, and the number of somebody to call
    if len(text) < _LEAST:
        raise Refused(mend)
    taken = db.session.execute(
        update(ToolNeed)
        .where(ToolNeed.id == need.id, ToolNeed.answer.is_(None))
        .values(answer=text, answered_on=today, answered_by_id=by.id)
        .returning(ToolNeed.id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    db.session.refresh(need)
    if taken is None:
        raise Overtaken("Somebody else has answered this meanwhile. Their answer stands below, and is on its way.")
    audit.note(
        "need.answered", by=by_whom(by), now=now, organisation_id=need.organisation_id, subject=str(need.public_id)
    )


def close_answer(person: Person, need: ToolNeed, *, today: dt.date) -> None:
    """The person has read the answer: it does not stand on the page of their week any more."""
    db.session.execute(
        update(ToolNeedAsker)
        .where(
            ToolNeedAsker.need_id == need.id,
            ToolNeedAsker.person_id == person.id,
            ToolNeedAsker.seen_on.is_(None),
        )
        .values(seen_on=today)
        .execution_options(synchronize_session=False)
    )


def forget_askers(*, today: dt.date) -> None:
    """Who asked is of use until the answer has reached them. The count stays."""
    old = select(ToolNeed.id).where(ToolNeed.answered_on <= today - KNOWN_FOR)
    db.session.execute(
        delete(ToolNeedAsker).where(ToolNeedAsker.need_id.in_(old)).execution_options(synchronize_session=False)
    )
