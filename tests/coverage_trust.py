"""An invented trust whose figures can be published: big and small teams, and names that trip a careless page."""

from __future__ import annotations

import datetime as dt
import random

from learning.capability.models import Holding, RequiredLevel
from learning.ground.db import db
from learning.people.models import Organisation, Person
from tests.builders import NOW, TODAY, a_duty, a_person, a_post, a_team, an_organisation, the_framework

TEAMS = {"Booking Centre": 40, "Records": 30, "Children's & Young People's Clinic": 24, "PALS": 8, "Chaplaincy": 3}
FAMILIES = {
    "Booking Centre": "booking-waiting-list",
    "Records": "clinical-coder",
    "Children's & Young People's Clinic": "medical-secretary",
    "PALS": "complaints-pals",
    "Chaplaincy": None,
}
COMPETENCIES = ("P1", "J2", "G2")
SMALL = "Chaplaincy"
WEEK = dt.timedelta(weeks=1)


def a_trust(code: str = "EVT", *, seed: int = 1, size: float = 1.0, **facts: object) -> Organisation:
    """Everybody is required to hold three things at level 2, and holds some of them for a while."""
    the_framework()
    chance = random.Random(seed)
    trust = an_organisation(code, **({"created_at": NOW - 9 * WEEK} | facts))
    for name, people in TEAMS.items():
        team = a_team(trust, name)
        for number in range(round(people * size)):
            person = a_person(trust, f"Siobhan{number} O'{name[:3]}", created_at=NOW - 9 * WEEK)
            a_post(person, team, FAMILIES[name])
            _stands(person, chance)
    db.session.flush()
    return trust


def a_lead(trust: Organisation, name: str = "June O'Featherstone") -> Person:
    """Of the organisation, and without a post: she counts nowhere."""
    june = a_person(trust, name, created_at=NOW - 9 * WEEK)
    a_duty(june, "lead")
    return june


def _stands(person: Person, chance: random.Random) -> None:
    for competency in COMPETENCIES:
        db.session.add(
            RequiredLevel(person_id=person.id, competency=competency, organisation_id=person.organisation_id, level=2)
        )
        if chance.random() < 0.8:
            until = TODAY + dt.timedelta(days=chance.randint(-40, 120))
            db.session.add(_holding(person, competency, chance.choice((1, 2, 2, 3)), until))


def _holding(person: Person, competency: str, level: int, until: dt.date) -> Holding:
    return Holding(
        person_id=person.id,
        competency=competency,
        organisation_id=person.organisation_id,
        framework_version="0.1",
        level=level,
        stability=20.0,
        difficulty=5.0,
        n=2,
        last_on=TODAY - 8 * WEEK,
        due_on=until,
        current_until=until,
    )
