"""What the staff side holds back stays held, whatever anybody adopts, until the staff side lifts it."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from learning.ground import audit
from learning.ground.audit import AuditEntry
from learning.ground.db import db
from learning.ground.errors import Refused
from learning.modules import actions, queries
from learning.modules.models import ModuleVersion
from learning.people.models import Organisation, Person
from tests.builders import NOW, TODAY, a_duty, a_module, a_person, a_post, a_team, an_organisation, the_framework

WHY = "The union was not asked."


@pytest.fixture
def uche(store: Flask) -> Person:
    """A reviewer of the staff side."""
    the_framework()
    organisation = an_organisation()
    person = a_person(organisation, "Uche Obi")
    a_post(person, a_team(organisation))
    a_duty(person, "staff-side")
    return person


@pytest.fixture
def unit(uche: Person) -> ModuleVersion:
    return a_module(adopted_by=db.session.get_one(Organisation, uche.organisation_id))


def sendable(person: Person) -> list[str]:
    return [one.module.id for one in queries.sendable(person.organisation_id, today=TODAY)]


def test_a_held_unit_is_nowhere_to_be_chosen_or_begun(uche: Person, unit: ModuleVersion) -> None:
    assert sendable(uche) == [unit.module]
    actions.hold(uche.organisation_id, unit.module, why=WHY, by=uche, now=NOW)
    assert sendable(uche) == []
    assert not queries.is_adopted(unit.module, organisation_id=uche.organisation_id)
    with pytest.raises(NoResultFound):
        queries.unit_for(uche, unit.slug, today=TODAY)


def test_adopting_again_does_not_lift_a_hold_and_lifting_does(uche: Person, unit: ModuleVersion) -> None:
    actions.hold(uche.organisation_id, unit.module, why=WHY, by=uche, now=NOW)
    newer = a_module(version=2)
    actions.adopt(uche.organisation_id, [unit, newer], reviewed_by="June Lind", by=None, now=NOW, today=TODAY)
    assert sendable(uche) == []
    assert actions.lift(uche.organisation_id, unit.module, by=uche, now=NOW + dt.timedelta(hours=1))
    assert sendable(uche) == [unit.module]
    assert not actions.lift(uche.organisation_id, unit.module, by=uche, now=NOW)


def test_whoever_has_begun_a_held_unit_can_finish_it(uche: Person, unit: ModuleVersion) -> None:
    sitting = actions.begin(uche, unit, today=TODAY)
    actions.hold(uche.organisation_id, unit.module, why=WHY, by=uche, now=NOW)
    assert queries.unit_for(uche, unit.slug, today=TODAY) == (unit, sitting)


def test_a_hold_is_for_one_organisation(uche: Person, unit: ModuleVersion) -> None:
    other = an_organisation("OTH", name="Other Trust")
    actions.adopt(other.id, [unit], reviewed_by="June Lind", by=None, now=NOW, today=TODAY)
    actions.hold(uche.organisation_id, unit.module, why=WHY, by=uche, now=NOW)
    assert [one.module.id for one in queries.sendable(other.id, today=TODAY)] == [unit.module]
    assert queries.hold_on(unit.module, organisation_id=other.id) is None


@pytest.mark.parametrize("why", ["", "  no  ", "x" * 501])
def test_a_hold_needs_a_reason_of_5_to_500_characters(uche: Person, unit: ModuleVersion, why: str) -> None:
    with pytest.raises(Refused, match="5 to 500 characters"):
        actions.hold(uche.organisation_id, unit.module, why=why, by=uche, now=NOW)
    assert sendable(uche) == [unit.module]


def test_a_second_hold_leaves_the_first_reason_and_one_lift_lifts_all(uche: Person, unit: ModuleVersion) -> None:
    first = actions.hold(uche.organisation_id, unit.module, why=WHY, by=uche, now=NOW)
    assert actions.hold(uche.organisation_id, unit.module, why="Another reason", by=uche, now=NOW) == first
    actions.lift(uche.organisation_id, unit.module, by=uche, now=NOW)
    assert queries.holds(uche.organisation_id) == {}


def test_a_hold_and_its_end_are_written_down_without_the_reason(uche: Person, unit: ModuleVersion) -> None:
    actions.hold(uche.organisation_id, unit.module, why=WHY, by=uche, now=NOW)
    actions.lift(uche.organisation_id, unit.module, by=uche, now=NOW)
    asked = select(AuditEntry).where(AuditEntry.deed.like("module.h%")).order_by(AuditEntry.id)
    lines = db.session.scalars(asked).all()
    assert [(line.deed, line.subject) for line in lines] == [
        ("module.held", unit.module),
        ("module.hold lifted", unit.module),
    ]
    assert {line.by for line in lines} == {str(uche.public_id)}
    assert audit.first_broken() is None
    assert WHY not in str([line.facts for line in lines])
