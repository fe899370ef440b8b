"""What people need a tool for: asked once each, answered once for all of them, and then forgotten who asked."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from learning.ground.db import db, writing
from learning.ground.errors import Refused
from learning.guardrails import actions, queries
from learning.guardrails.models import ToolNeed, ToolNeedAsker
from learning.guardrails.rules import Wanted
from learning.people.models import Organisation, Person
from learning.privacy.actions import erase
from tests.builders import a_person, a_tool, an_organisation

TODAY = dt.date(2026, 12, 1)
NOW = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)
LETTERS = "Typing clinic letters takes me all afternoon"


@pytest.fixture
def trust(store: Flask) -> Organisation:
    return an_organisation()


@pytest.fixture
def sade(trust: Organisation) -> Person:
    return a_person(trust, "Sade Okafor")


def askers(need: ToolNeed) -> int:
    asked = select(func.count()).select_from(ToolNeedAsker).where(ToolNeedAsker.need_id == need.id)
    return db.session.scalars(asked).one()


def answered(trust: Organisation, need: ToolNeed) -> None:
    priya = a_person(trust, "Priya Hughes")
    actions.answer_need(need, "Use the chat assistant for it.", by=priya, now=NOW, today=TODAY)


def test_asking_twice_counts_once(sade: Person) -> None:
    need = actions.ask_for(sade, LETTERS, today=TODAY)
    assert actions.ask_for(sade, LETTERS, today=TODAY).id == need.id
    actions.join(sade, need)
    assert (need.asked_by, askers(need)) == (1, 1)


def test_a_sixth_open_need_is_refused_until_one_is_answered(trust: Organisation, sade: Person) -> None:
    made = [actions.ask_for(sade, f"{LETTERS}, part {part}", today=TODAY) for part in range(5)]
    with pytest.raises(Refused, match="wait for an answer"):
        actions.ask_for(sade, "Planning the rota for the porters", today=TODAY)
    actions.answer_need(
        made[0], "Use the chat assistant for it.", by=a_person(trust, "Priya Hughes"), now=NOW, today=TODAY
    )
    assert actions.ask_for(sade, "Planning the rota for the porters", today=TODAY).asked_by == 1


def test_a_need_with_a_real_identifier_or_too_few_words_is_not_kept(sade: Person) -> None:
    for text in ("Write to jo.smith@nhs.net about her appointment", "Too short"):
        with pytest.raises(Refused):
            actions.ask_for(sade, text, today=TODAY)
    assert db.session.scalars(select(ToolNeed)).all() == []


def test_the_first_answer_stands_and_the_second_is_told_so(trust: Organisation, sade: Person) -> None:
    need = actions.ask_for(sade, LETTERS, today=TODAY)
    priya, ines = a_person(trust, "Priya Hughes"), a_person(trust, "Ines Reid")
    actions.answer_need(need, "Use the chat assistant for it.", by=priya, now=NOW, today=TODAY)
    with pytest.raises(actions.Overtaken):
        actions.answer_need(need, "There is no tool for it yet.", by=ines, now=NOW, today=TODAY)
    assert (need.answer, need.answered_by_id) == ("Use the chat assistant for it.", priya.id)


def test_only_what_five_people_need_is_listed(trust: Organisation, sade: Person) -> None:
    need = actions.ask_for(sade, LETTERS, today=TODAY)
    for number in range(3):
        actions.join(a_person(trust, f"Ann Other{number}"), need)
    assert queries.needs_of_many(trust.id, today=TODAY) == []
    actions.join(a_person(trust, "Fifth Person"), need)
    assert [one.id for one in queries.needs_of_many(trust.id, today=TODAY)] == [need.id]


def test_who_asked_is_forgotten_90_days_after_the_answer_and_the_count_stays(trust: Organisation, sade: Person) -> None:
    need, waiting = (actions.ask_for(sade, text, today=TODAY) for text in (LETTERS, f"{LETTERS} and evening"))
    actions.answer_need(
        need, "Use the chat assistant for it.", by=a_person(trust, "Priya Hughes"), now=NOW, today=TODAY
    )
    actions.forget_askers(today=TODAY + dt.timedelta(days=89))
    assert askers(need) == 1
    actions.forget_askers(today=TODAY + dt.timedelta(days=90))
    assert (askers(need), need.asked_by, askers(waiting)) == (0, 1, 1)


def test_an_answer_is_unread_until_somebody_says_they_read_it(trust: Organisation, sade: Person) -> None:
    need = actions.ask_for(sade, LETTERS, today=TODAY)
    assert not queries.unread_answers(sade.id)
    actions.answer_need(
        need, "Use the chat assistant for it.", by=a_person(trust, "Priya Hughes"), now=NOW, today=TODAY
    )
    assert queries.unread_answers(sade.id)
    actions.close_answer(sade, need, today=TODAY)
    assert not queries.unread_answers(sade.id)


def test_similar_needs_are_those_of_the_same_organisation(trust: Organisation, sade: Person) -> None:
    need = actions.ask_for(sade, LETTERS, today=TODAY)
    other = an_organisation("OTH", name="Other Trust")
    actions.ask_for(a_person(other, "Ola Foreign"), LETTERS, today=TODAY)
    found = queries.similar_needs(trust.id, Wanted("Clinic letters: typing takes all afternoon"), today=TODAY)
    assert [one.id for one in found] == [need.id]


def test_a_need_goes_to_the_owner_of_its_tool_and_else_to_who_decides(trust: Organisation) -> None:
    priya, ines = a_person(trust, "Priya Hughes"), a_person(trust, "Ines Reid")
    tool = a_tool(trust, owner=priya)
    actions.set_register(
        trust.id,
        seen_version=1,
        owner=ines,
        slip_tell="",
        slip_within="",
        slip_out_of_hours="",
        by=None,
        now=dt.datetime(2026, 12, 1, tzinfo=dt.UTC),
    )
    names = [owner.name for slug in (tool.slug, "*") if (owner := queries.who_decides(trust.id, slug, today=TODAY))]
    assert names == ["Priya Hughes", "Ines Reid"]
    priya.status = "left"
    db.session.flush()
    left = queries.who_decides(trust.id, tool.slug, today=TODAY)
    assert left is not None
    assert left.name == "Ines Reid"


def at_once(store: Flask, *steps: Callable[[], object]) -> None:
    """Each in a transaction of its own, begun at the same moment."""
    db.session.rollback()  # what this test has read stands in nobody's way
    ready = threading.Barrier(len(steps))

    def run(step: Callable[[], object]) -> None:
        with store.app_context(), writing():
            ready.wait(10)
            try:
                step()
                db.session.commit()
            except Refused:
                db.session.rollback()
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=[step]) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    db.session.rollback()


def test_two_windows_at_once_are_one_need_with_one_asker(store: Flask, sade: Person) -> None:
    db.session.commit()
    sade_id = sade.id

    def ask() -> None:
        actions.ask_for(db.session.get_one(Person, sade_id), LETTERS, today=TODAY)

    at_once(store, ask, ask)
    need = db.session.scalars(select(ToolNeed)).one()
    assert (need.asked_by, askers(need)) == (1, 1)


def test_a_fifth_and_a_sixth_need_at_once_are_five(store: Flask, sade: Person) -> None:
    for part in range(4):
        actions.ask_for(sade, f"{LETTERS}, part {part}", today=TODAY)
    db.session.commit()
    sade_id = sade.id

    def ask(problem: str) -> None:
        actions.ask_for(db.session.get_one(Person, sade_id), problem, today=TODAY)

    at_once(
        store,
        partial(ask, "Planning the rota for the porters"),
        partial(ask, "Sorting the letters of patients by ward"),
    )
    assert len(db.session.scalars(select(ToolNeed)).all()) == actions.needs.MOST_OPEN


def test_everybody_who_asks_for_the_same_at_once_is_counted(store: Flask, trust: Organisation, sade: Person) -> None:
    need = actions.ask_for(sade, LETTERS, today=TODAY)
    others = [a_person(trust, f"Ann Other{number}").id for number in range(6)]
    db.session.commit()
    need_id = need.id

    def join(person_id: int) -> None:
        actions.join(db.session.get_one(Person, person_id), db.session.get_one(ToolNeed, need_id))

    at_once(store, *(partial(join, person_id) for person_id in others))
    assert (need.asked_by, askers(need)) == (7, 7)


def test_whoever_is_erased_stays_counted_and_the_next_one_counts_too(trust: Organisation, sade: Person) -> None:
    need = actions.ask_for(sade, LETTERS, today=TODAY)
    erase(sade, by="command", now=NOW)
    assert actions.join(a_person(trust, "Ann Other"), need)
    assert (need.asked_by, askers(need)) == (2, 1)
