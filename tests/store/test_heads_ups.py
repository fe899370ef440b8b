"""A changed rule becomes a unit for those whom it concerns, in the next drip, once, and only while it is true."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from flask import Flask
from sqlalchemy import select

from learning.capability import actions as capability
from learning.drip.actions import ticking
from learning.drip.models import Delivery
from learning.drip.queries import mail_context
from learning.ground import settings
from learning.ground.db import db, writing
from learning.guardrails import actions as guardrails
from learning.guardrails.models import GuardrailRegister
from learning.jobs import render
from learning.modules import actions as modules_actions
from learning.modules import queries as modules
from learning.modules.models import ModuleVersion
from learning.people.models import Organisation, Person
from tests.builders import a_module, a_person, a_post, a_rule, a_team, a_tool, an_organisation, the_framework

MONDAY = dt.datetime(2026, 11, 23, 0, 10, tzinfo=dt.UTC)
LONG_AGO = MONDAY - dt.timedelta(days=200)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


class World:
    """A trust with a chat assistant that may rewrite text about staff, and Priya who answers for it."""

    def __init__(self) -> None:
        self.trust = an_organisation()
        self.team = a_team(self.trust)
        self.priya = self.somebody("Priya Raman-Hughes", days="01234")
        self.chat = a_tool(self.trust, owner=self.priya, for_everybody=False)
        guardrails.give(self.chat, family="medical-secretary", by=None, now=LONG_AGO)
        a_rule(self.trust, "yes", owner=self.priya, tool=self.chat.slug)
        for number in range(4):
            a_module(f"unit-{number}", adopted_by=self.trust)
        self.rule("ask", at=LONG_AGO + HOUR, seen=0)
        db.session.commit()

    def somebody(self, name: str, *, family: str = "medical-secretary", days: str = "34") -> Person:
        """Who works on these days: Thursday and Friday, unless told otherwise."""
        person = a_person(self.trust, name, created_at=LONG_AGO)
        a_post(person, self.team, family, working_days=days)
        capability.refresh_required(self.trust.id, today=MONDAY.date())
        return person

    def rule(self, answer: str, *, at: dt.datetime, seen: int, task: str = "rewrite", **facts: object) -> None:
        """A new version of the one rule that is changed here."""
        a_rule(
            self.trust,
            answer,
            owner=self.priya,
            tool=self.chat.slug,
            task=task,
            label="staff_only",
            now=at,
            seen=seen,
            **facts,
        )
        db.session.commit()


@pytest.fixture
def world(store: Flask) -> World:
    the_framework()
    return World()


def tick(now: dt.datetime) -> None:
    with writing():
        ticking.tick(now=now, settings=settings.current(), commit=db.session.commit, render=render)


def heads_ups(trust: Organisation) -> Sequence[ModuleVersion]:
    asked = select(ModuleVersion).where(ModuleVersion.kind == "heads-up", ModuleVersion.organisation_id == trust.id)
    return db.session.scalars(asked.order_by(ModuleVersion.id)).all()


def unit_of(person: Person) -> tuple[str | None, str | None]:
    """The kind and the title of this week's unit."""
    db.session.expire_all()
    row = db.session.scalars(
        select(Delivery).where(Delivery.person_id == person.id).order_by(Delivery.week_on.desc()).limit(1)
    ).one()
    title = modules.version(row.module_version_id).title if row.module_version_id else None
    return row.kind, title


def test_a_changed_rule_is_told_in_the_next_unit_of_the_same_week(world: World) -> None:
    sade = world.somebody("Sade Adeyemi-Clarke")
    tick(MONDAY)
    assert unit_of(sade)[0] == "lesson"
    before = db.session.scalars(select(Delivery).where(Delivery.person_id == sade.id)).one()
    hour, message = before.due_at, before.message_id
    world.rule("no", at=MONDAY + DAY, seen=1, instead="Write it yourself.", why="It kept names.")
    tick(MONDAY + DAY + HOUR)
    assert unit_of(sade)[0] == "lesson"  # the day is not over
    tick(MONDAY + 2 * DAY)
    assert unit_of(sade) == ("heads-up", "Chat assistant: what you may do has changed")
    after = db.session.scalars(select(Delivery).where(Delivery.person_id == sade.id)).one()
    assert (after.due_at, after.message_id) == (hour, message)


def test_it_says_what_was_and_what_is_and_asks_one_question_with_feedback_for_each_option(world: World) -> None:
    world.rule("no", at=MONDAY + DAY, seen=1, instead="Write it yourself.")
    tick(MONDAY + 2 * DAY)
    (unit,) = heads_ups(world.trust)
    module = modules.module_of(unit)
    assert "Rewrite or shorten text, with information about staff. Before: ask first. Now: no." in unit.source
    (question,) = module.marked_activities
    assert module.opening is question  # so the mail asks it
    assert question.right.text == "No, I do it another way"
    said = {option.text: option.feedback for option in question.options}
    assert said["No, I do it another way"].startswith("That is what counts since 24 November 2026.")
    assert said["I ask first, and wait for the answer"].startswith("That was the answer until 24 November 2026.")
    assert all(said.values())
    _, context = mail_context(unit, world.trust, today=MONDAY.date() + 2 * DAY)
    assert any("Priya Raman-Hughes" in str(piece.get("words")) for piece in context["asked"]["intro"])
    assert "Priya" not in unit.source


def test_a_rule_changed_twice_in_a_day_is_told_once_as_it_stood_at_the_end(world: World) -> None:
    world.rule("no", at=MONDAY + DAY, seen=1)
    world.rule("yes", at=MONDAY + DAY + HOUR, seen=2, only_if="you take out names first")
    for later in (2 * DAY, 2 * DAY + HOUR, 3 * DAY):
        tick(MONDAY + later)
    (unit,) = heads_ups(world.trust)
    assert "Before: ask first. Now: yes, if you take out names first." in unit.source


def test_a_rule_that_was_put_back_the_same_day_is_no_news(world: World) -> None:
    world.rule("no", at=MONDAY + DAY, seen=1)
    world.rule("ask", at=MONDAY + DAY + HOUR, seen=2)
    tick(MONDAY + 2 * DAY)
    assert not heads_ups(world.trust)


def test_a_new_owner_or_review_date_is_no_news(world: World) -> None:
    world.rule("ask", at=MONDAY + DAY, seen=1, review_on=dt.date(2027, 9, 1))
    tick(MONDAY + 2 * DAY)
    assert not heads_ups(world.trust)


def test_a_tool_that_is_being_set_up_changes_nothing_for_anybody(world: World) -> None:
    notes = a_tool(world.trust, "Meeting notes", owner=world.priya, now=MONDAY - 5 * DAY)
    a_rule(world.trust, "yes", owner=world.priya, tool=notes.slug, now=MONDAY + DAY)
    db.session.commit()
    tick(MONDAY + 2 * DAY)
    assert not heads_ups(world.trust)


def test_who_does_not_have_the_tool_hears_nothing(world: World) -> None:
    finance = world.somebody("Emeka O'Brien", family="finance-procurement")
    world.rule("no", at=MONDAY - DAY, seen=1)
    tick(MONDAY)
    assert len(heads_ups(world.trust)) == 1
    assert unit_of(finance)[0] == "lesson"


def test_a_task_of_some_roles_is_news_for_these_roles_only(world: World) -> None:
    sade = world.somebody("Sade Adeyemi-Clarke")
    coder = world.somebody("Lena Thapa", family="clinical-coder")
    guardrails.give(world.chat, family="clinical-coder", by=None, now=LONG_AGO)
    world.rule("no", at=MONDAY - DAY, seen=0, task="analyse")
    tick(MONDAY)
    assert unit_of(coder)[0] == "heads-up"
    assert unit_of(sade)[0] == "lesson"


def test_a_heads_up_that_is_not_true_any_more_is_taken_out_of_the_week(world: World) -> None:
    sade = world.somebody("Sade Adeyemi-Clarke")
    world.rule("no", at=MONDAY - DAY, seen=1)
    tick(MONDAY)
    assert unit_of(sade)[0] == "heads-up"
    world.rule("ask", at=MONDAY + HOUR, seen=2)
    tick(MONDAY + 2 * HOUR)
    assert unit_of(sade)[0] == "lesson"  # at once, and not only tomorrow
    tick(MONDAY + DAY)
    assert len(heads_ups(world.trust)) == 2
    kind, _ = unit_of(sade)
    assert kind == "heads-up"  # the one of today: it may be asked about again


def test_a_heads_up_waits_for_who_was_away_as_long_as_it_is_true(world: World) -> None:
    world.rule("no", at=MONDAY - DAY, seen=1)
    for week in range(4):
        tick(MONDAY + week * 7 * DAY)
    sade = world.somebody("Sade Adeyemi-Clarke")
    db.session.commit()
    tick(MONDAY + 5 * 7 * DAY)
    assert unit_of(sade)[0] == "heads-up"
    world.rule("ask", at=MONDAY + 36 * DAY, seen=2)
    tick(MONDAY + 36 * DAY + HOUR)
    (unit,) = heads_ups(world.trust)
    assert not modules.is_adopted(unit.module, organisation_id=world.trust.id)


def test_two_clocks_write_one_heads_up(world: World) -> None:
    world.rule("no", at=MONDAY - DAY, seen=1)
    tick(MONDAY)
    row = db.session.scalars(select(GuardrailRegister)).one()
    row.told_on = None  # as if the other clock had not seen that it was done
    db.session.commit()
    tick(MONDAY + HOUR)
    assert len(heads_ups(world.trust)) == 1


def test_a_unit_that_needs_a_tool_comes_only_to_who_may_use_it(world: World) -> None:
    for version in modules.all_newest(organisation_id=world.trust.id):
        modules_actions.hold_back(world.trust.id, version.module, by=world.priya, now=MONDAY - DAY)
    task = "task: rewrite\ndata_label: staff_only\n"
    a_module("with-chat", adopted_by=world.trust, assumes_tool=world.chat.slug, task=task)
    sade = world.somebody("Sade Adeyemi-Clarke")
    finance = world.somebody("Emeka O'Brien", family="finance-procurement")
    db.session.commit()
    tick(MONDAY)
    assert unit_of(sade) == (None, None)  # she has it, and the rule says: ask first
    assert unit_of(finance) == (None, None)


def test_a_withdrawn_tool_takes_its_units_out_of_the_week_at_once(world: World) -> None:
    for version in list(modules.all_newest(organisation_id=world.trust.id))[1:]:
        modules_actions.hold_back(world.trust.id, version.module, by=world.priya, now=MONDAY - DAY)
    task = "task: draft\ndata_label: no_personal_data\n"
    roles = '["medical-secretary"]'
    a_module("a-with-chat", adopted_by=world.trust, assumes_tool="any-approved", task=task, roles=roles)
    sade = world.somebody("Sade Adeyemi-Clarke")
    db.session.commit()
    tick(MONDAY)
    row = db.session.scalars(select(Delivery).where(Delivery.person_id == sade.id)).one()
    assert modules.version(row.module_version_id).slug == "a-with-chat"
    why = "It kept what was typed in."
    guardrails.withdraw(world.chat, why=why, instead="Write it yourself.", by=None, now=MONDAY + HOUR)
    db.session.commit()
    tick(MONDAY + 2 * HOUR)
    db.session.expire_all()
    row = db.session.scalars(select(Delivery).where(Delivery.person_id == sade.id)).one()
    assert modules.version(row.module_version_id).slug != "a-with-chat"
    tick(MONDAY + DAY)
    assert unit_of(sade) == ("heads-up", "Chat assistant is out of use")
    assert why in heads_ups(world.trust)[0].source


def test_the_news_of_a_trust_is_never_told_in_another(world: World) -> None:
    other = an_organisation("R0Z", name="Another Trust")
    mei = a_person(other, "Mei Lim", created_at=LONG_AGO)
    a_post(mei, a_team(other), working_days="34")
    a_tool(other)
    a_module("theirs", adopted_by=other)
    capability.refresh_required(other.id, today=MONDAY.date())
    world.rule("no", at=MONDAY - DAY, seen=1)
    tick(MONDAY)
    assert unit_of(mei)[0] == "lesson"
