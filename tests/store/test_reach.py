"""Who has a unit in the drip is counted by state, by period and by role family, inside one organisation."""

from __future__ import annotations

import datetime as dt

from flask import Flask

from learning.drip import queries
from learning.drip.models import Delivery
from learning.ground.db import db
from learning.modules.models import ModuleVersion
from learning.people.models import Organisation, Team
from tests.builders import NOW, TODAY, a_module, a_person, a_post, a_team, an_organisation, the_framework

Given = tuple[str, int]  # the state of the delivery, and how many weeks ago


def given(team: Team, version: ModuleVersion, family: str, *deliveries: Given) -> None:
    organisation = db.session.get_one(Organisation, team.organisation_id)
    person = a_person(organisation)
    post = a_post(person, team, family)
    for state, weeks_ago in deliveries:
        day = TODAY - dt.timedelta(weeks=weeks_ago)
        db.session.add(
            Delivery(
                organisation_id=organisation.id,
                person_id=person.id,
                membership_id=post.id,
                week_on=day,
                on=day,
                state=state,
                channel="app",
                kind="lesson",
                module_version_id=version.id,
                planned_at=NOW,
            )
        )
    db.session.flush()


def test_people_are_counted_once_each_by_period_and_family(store: Flask) -> None:
    the_framework()
    organisation = an_organisation()
    team = a_team(organisation)
    first, second, other = a_module(), a_module(version=2), a_module("another")
    for number in range(100):
        a_person(organisation, f"Colleague {number}")
    for _ in range(6):
        given(team, first, "medical-secretary", ("sent", 20), ("missed", 2))
    for _ in range(5):
        given(team, second, "medical-secretary", ("planned", 0))
    for _ in range(7):
        given(team, first, "clinical-coder", ("sent", 12), ("skipped", 1))
    given(team, other, "clinical-coder", ("sent", 1))
    found = queries.reach_of(first.module, organisation.id, today=TODAY)
    assert found.everybody == ("5", "6", "13")
    assert {line.group: line.said for line in found.lines} == {
        "clinical-coder": ("fewer than 5", "fewer than 5", "7"),
        "medical-secretary": ("5", "6", "6"),
    }


def test_another_organisation_is_not_counted(store: Flask) -> None:
    the_framework()
    version = a_module()
    other = an_organisation("OTH", name="Other Trust")
    team = a_team(other)
    for _ in range(9):
        given(team, version, "clinical-coder", ("sent", 1))
    ours = an_organisation()
    assert queries.reach_of(version.module, ours.id, today=TODAY).everybody == ("fewer than 5",) * 3
    assert queries.reach_of(version.module, other.id, today=TODAY).everybody == ("fewer than 5", "5 to 19", "5 to 19")
