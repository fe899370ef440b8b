"""A clock that is stopped in the middle of telling what changed: the next tick tells it, once, and takes back once."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from learning.drip.actions import ticking
from learning.ground import settings
from learning.ground.db import db, writing
from learning.guardrails.models import GuardrailRegister
from learning.jobs import render
from learning.modules import actions as modules
from learning.modules.models import Adoption, ModuleVersion
from learning.people.models import Organisation
from tests.builders import NOW, a_person, a_rule, a_tool, an_organisation, the_framework
from tests.store.stepping_in import after_each_statement

LONG_AGO = NOW - dt.timedelta(days=200)
DAY = dt.timedelta(days=1)


class Stopped(Exception):
    """The power went off."""


def a_trust(number: int) -> int:
    """A rule changed yesterday, and another one the day before: two pieces of news."""
    trust = an_organisation(f"T{number}")
    owner = a_person(trust, created_at=LONG_AGO)
    for name, ago in (("Chat assistant", 1), ("Voice notes", 2)):
        tool = a_tool(trust, name, owner=owner)
        facts = {"owner": owner, "tool": tool.slug, "task": "rewrite"}
        a_rule(trust, "ask", **facts)
        a_rule(trust, "no", seen=1, now=NOW - ago * DAY, **facts)
    db.session.commit()
    return trust.id


def told(trust_id: int) -> tuple[int, list[tuple[str, bool]]]:
    """How many heads-ups are written, and each adoption with whether it stands."""
    written = db.session.scalars(
        select(ModuleVersion.module).where(ModuleVersion.organisation_id == trust_id, ModuleVersion.kind == "heads-up")
    ).all()
    assert len(set(written)) == len(written), "none is written twice"
    adopted = db.session.scalars(select(Adoption).where(Adoption.organisation_id == trust_id).order_by(Adoption.module))
    return len(written), [(one.module, one.ended_at is None) for one in adopted]


def tell(trust_id: int, *, now: dt.datetime = NOW) -> int:
    with writing():
        organisation = db.session.get_one(Organisation, trust_id)
        count = modules.tell_changes(organisation, now=now, today=now.date())
        db.session.commit()
    return count


def stopped_after(number: int, trust_id: int, *, now: dt.datetime = NOW) -> bool:
    """Tell, and stop after so many statements. False where it was done before that."""

    def stop(count: int) -> None:
        if count == number:
            raise Stopped

    try:
        with after_each_statement(stop):
            tell(trust_id, now=now)
    except Stopped:
        db.session.rollback()
        db.session.remove()
        return True
    return False


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)  # some hundred ticks; the whole tick runs on both
def test_stopped_after_any_statement_the_next_tick_tells_each_change_once(store: Flask) -> None:
    the_framework()
    number = 0
    while True:
        number += 1
        trust_id = a_trust(number)
        was_stopped = stopped_after(number, trust_id)
        if not was_stopped:
            break
        assert told(trust_id) == (0, []), "nothing of it is left behind"
        assert tell(trust_id) == 2
        assert tell(trust_id) == 0
        db.session.expire_all()
        count, adopted = told(trust_id)
        assert count == 2
        assert [stands for _, stands in adopted] == [True, True]
    assert number > 10


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)  # some hundred ticks; the whole tick runs on both
def test_stopped_while_it_takes_back_what_is_not_true_any_more_the_next_tick_takes_it_back(store: Flask) -> None:
    the_framework()
    number = 0
    while True:
        number += 1
        trust_id = a_trust(number)
        assert tell(trust_id) == 2
        trust = db.session.get_one(Organisation, trust_id)
        owner = a_person(trust, created_at=LONG_AGO)
        a_rule(trust, "yes", owner=owner, tool="chat-assistant", task="rewrite", seen=2, now=NOW)
        db.session.commit()
        later = NOW + dt.timedelta(hours=1)
        was_stopped = stopped_after(number, trust_id, now=later)
        assert tell(trust_id, now=later) == 0
        db.session.expire_all()
        _, adopted = told(trust_id)
        assert [stands for module, stands in adopted if "chat" in module] == [False]
        assert [stands for module, stands in adopted if "voice" in module] == [True]
        if not was_stopped:
            break
    assert number > 10


def test_a_whole_tick_stopped_after_any_statement_is_made_up_for_by_the_next(store: Flask) -> None:
    the_framework()
    trust_id = a_trust(1)

    def tick(now: dt.datetime) -> None:
        with writing():
            ticking.tick(now=now, settings=settings.current(), commit=db.session.commit, render=render)

    def stop(count: int) -> None:
        if count == number:
            raise Stopped

    number, was_stopped = 0, True
    while was_stopped:
        number, was_stopped = number + 1, False
        try:
            with after_each_statement(stop):
                tick(NOW + number * dt.timedelta(minutes=1))
        except Stopped:
            was_stopped = True
            db.session.rollback()
            db.session.remove()
    tick(NOW + 2 * DAY / 4)
    count, adopted = told(trust_id)
    assert count == 2
    assert [stands for _, stands in adopted] == [True, True]
    row = db.session.get_one(GuardrailRegister, trust_id)
    assert row.told_stamp == row.stamp


def test_news_that_is_true_again_is_sent_again(store: Flask) -> None:
    the_framework()
    trust_id = a_trust(1)
    assert tell(trust_id) == 2
    trust = db.session.get_one(Organisation, trust_id)
    facts = {"owner": a_person(trust, created_at=LONG_AGO), "tool": "chat-assistant", "task": "rewrite"}
    for minutes, answer, seen, stands in ((10, "yes", 2, False), (20, "no", 3, True)):
        at = NOW + dt.timedelta(minutes=minutes)
        a_rule(trust, answer, seen=seen, now=at, **facts)
        db.session.commit()
        tell(trust_id, now=at + dt.timedelta(minutes=1))
        db.session.expire_all()
        _, adopted = told(trust_id)
        assert [found for module, found in adopted if "chat" in module] == [stands]


def test_news_that_somebody_held_back_stays_held_back_when_it_is_true_again(store: Flask) -> None:
    the_framework()
    trust_id = a_trust(1)
    tell(trust_id)
    trust = db.session.get_one(Organisation, trust_id)
    owner = a_person(trust, created_at=LONG_AGO)
    module = next(module for module, _ in told(trust_id)[1] if "chat" in module)
    modules.hold_back(trust_id, module, by=owner, now=NOW)
    for minutes, answer, seen in ((10, "yes", 2), (20, "no", 3)):
        at = NOW + dt.timedelta(minutes=minutes)
        a_rule(trust, answer, seen=seen, now=at, owner=owner, tool="chat-assistant", task="rewrite")
        db.session.commit()
        assert tell(trust_id, now=at + dt.timedelta(minutes=1)) == 0
    db.session.expire_all()
    assert dict(told(trust_id)[1])[module] is False
