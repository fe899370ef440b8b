"""The register of the demonstration is like a real trust's: every answer, a history, and news that was told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import pytest
from flask import Flask
from sqlalchemy import func, select

from learning.capability import actions as capability
from learning.demo import actions as demo
from learning.demo.actions.register import LATER_DECISIONS
from learning.demo.rules import PRIYA, SADE
from learning.drip.models import Delivery
from learning.ground import settings
from learning.ground.db import db, writing
from learning.guardrails import actions as guardrails
from learning.guardrails import queries
from learning.guardrails.models import PermissionRule, Tool, ToolAccess, ToolWithdrawal
from learning.guardrails.queries import Owners
from learning.guardrails.rules import Answer, Because, Cell, Scope, Verdict, answer
from learning.jobs import render
from learning.modules import actions as modules
from learning.modules import queries as units
from learning.modules.models import Answer as Given
from learning.modules.models import ModuleVersion, Sitting
from learning.people.models import Organisation, Person
from tests.fixtures.app import an_app

NOW = dt.datetime(2026, 11, 25, 12, 0, tzinfo=dt.UTC)  # a Wednesday, at midday
TODAY = NOW.date()
WEEKS, ONE_IN = 12, 60
REWRITE = Scope("chat-assistant", "rewrite", "staff_only")


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A small trust after all its weeks."""
    folder = tmp_path_factory.mktemp("register")
    app = an_app(f"sqlite:///{folder / 'steady.sqlite'}", folder)
    with app.app_context(), writing():
        db.create_all()
        content = settings.current().content
        framework, _ = capability.load(content, now=NOW)
        modules.load(content / "modules", capability=framework, now=NOW)
        db.session.commit()
        demo.live(weeks=WEEKS, one_in=ONE_IN, now=NOW, settings=settings.current(), render=render)
        yield app
        db.session.remove()
        db.engine.dispose()


def trust() -> Organisation:
    found = demo.organisation()
    assert found is not None
    return found


def person(number: str) -> Person:
    return db.session.scalars(select(Person).where(Person.staff_number == number)).one()


def verdicts(who: Person) -> Sequence[Verdict]:
    """Every question that somebody can ask about a tool of the register."""
    register, words = queries.register(trust().id), queries.vocabulary()
    has = queries.tools_of(who, today=TODAY)
    return [
        answer(register, Cell(tool.id, task, label), has=has, today=TODAY)
        for tool in register.tools
        for task in words.task_ids
        for label in words.label_ids
    ]


def test_somebody_who_asks_can_get_each_of_the_four_answers(lived: Flask) -> None:
    assert {verdict.answer for verdict in verdicts(person(SADE))} == set(Answer)


def test_each_kind_of_reason_for_an_answer_stands_somewhere(lived: Flask) -> None:
    found = {verdict.because for verdict in verdicts(person(SADE))}
    assert found == set(Because) - {Because.UNLISTED}  # which is a tool that is not in the register
    undecided = [one for one in verdicts(person(SADE)) if one.answer is Answer.UNDECIDED]
    assert {one.rule is not None for one in undecided} == {True, False}


def test_every_answer_has_a_name_and_a_job_behind_it(lived: Flask) -> None:
    ids = {verdict.owner_id for verdict in verdicts(person(SADE))}
    owners = Owners(trust().id, ids, today=TODAY)
    titles = {owner.title for one in ids if (owner := owners.of(one)) is not None}
    assert titles == {
        "Information Governance Manager",
        "Digital Tools Manager",
        "Clinical Safety Officer",
        "Clinical Coding Manager",
    }
    assert person(PRIYA).id == queries.register(trust().id).owner_id


def test_there_are_six_tools_given_in_each_way_and_one_is_out_of_use_with_a_way_on(lived: Flask) -> None:
    assert db.session.scalar(select(func.count()).select_from(Tool)) == 6
    assert set(db.session.scalars(select(ToolAccess.target))) == {"organisation", "team", "family", "person"}
    (withdrawn,) = db.session.scalars(select(ToolWithdrawal)).all()
    assert withdrawn.why
    assert withdrawn.instead
    assert {one.answer for one in verdicts(person(SADE)) if one.cell.tool == withdrawn.tool} == {Answer.NO}


def test_what_began_as_ask_first_is_a_yes_with_conditions_in_its_fourth_version(lived: Flask) -> None:
    newest, *earlier = queries.rule_versions(trust().id, REWRITE)
    assert (newest.version, newest.answer, len(newest.conditions)) == (4, "yes", 3)
    assert {one.answer for one in earlier} == {"ask"}
    assert [one.until_at for one in earlier] == [newest.from_at, *(one.from_at for one in earlier[:-1])]
    begun_on = trust().created_at.date()
    assert newest.from_at.date() == begun_on + dt.timedelta(weeks=5)


def test_a_rule_was_ended_with_its_reason_one_is_overdue_and_one_is_due_soon(lived: Flask) -> None:
    ended = db.session.scalars(select(PermissionRule).where(PermissionRule.ended_why.is_not(None))).one()
    assert queries.rule_row(trust().id, Scope(ended.tool, ended.task, ended.data_label)) is None
    reviews = [rule.review_on for rule in queries.standing_rules(trust().id) if rule.review_on]
    assert min(reviews) < TODAY - dt.timedelta(days=14)
    assert any(TODAY <= day <= TODAY + dt.timedelta(days=14) for day in reviews)


def test_what_changed_later_reached_people_and_was_answered_and_the_first_rules_were_no_news(lived: Flask) -> None:
    asked = (
        select(ModuleVersion.module, func.count(Delivery.id))
        .join(Delivery, Delivery.module_version_id == ModuleVersion.id)
        .where(ModuleVersion.kind == "heads-up", ModuleVersion.organisation_id == trust().id)
        .group_by(ModuleVersion.module)
    )
    reached = {module.split("/rule-")[1][:-11]: count for module, count in db.session.execute(asked)}
    assert set(reached) == {"chat-assistant", "quick-summary", "coding-helper", "meeting-notes"}
    assert reached["coding-helper"] < reached["meeting-notes"] < reached["chat-assistant"]
    to_sade = select(ModuleVersion).join(Delivery, Delivery.module_version_id == ModuleVersion.id)
    to_sade = to_sade.where(Delivery.person_id == person(SADE).id)
    told = {one.about_tool for one in map(units.module_of, db.session.scalars(to_sade)) if one.kind == "heads-up"}
    assert told == {"chat-assistant", "quick-summary", "meeting-notes"}
    answered = select(func.count(Given.id)).join(Sitting)
    answered = answered.join(ModuleVersion, ModuleVersion.id == Sitting.module_version_id)
    assert db.session.scalar(answered.where(ModuleVersion.kind == "heads-up"))


def test_deciding_again_after_a_stop_changes_nothing(lived: Flask) -> None:
    def stored() -> tuple[int | None, ...]:
        rows = (PermissionRule, ToolWithdrawal, ToolAccess, Tool)
        return tuple(db.session.scalar(select(func.count()).select_from(row)) for row in rows)

    before = stored()
    _decide_all_again()
    assert stored() == before
    db.session.rollback()


def test_what_a_visitor_changed_while_the_weeks_are_lived_stays_as_they_left_it(lived: Flask) -> None:
    rewrite = queries.rule_row(trust().id, REWRITE)
    summary = queries.tool("quick-summary", organisation_id=trust().id)
    assert rewrite is not None
    with writing():
        guardrails.end(rewrite, why="A visitor tries this out.", by=person(PRIYA), now=NOW)
        guardrails.put_back(summary, by=person(PRIYA), now=NOW)
        _decide_all_again()
        assert queries.rule_row(trust().id, REWRITE) is None
        assert queries.withdrawal(summary) is None
        db.session.rollback()


def _decide_all_again() -> None:
    for _, _, act in LATER_DECISIONS:
        act(trust(), NOW)
