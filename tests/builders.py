"""People and things for tests, each with one line: `a_person()`, `a_post()`. They flush; the test commits."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from learning.ground.db import db
from learning.people.models import Duty, Membership, Organisation, Person, Team

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)  # a Monday
TODAY = NOW.date()
_count = itertools.count(1)


def kept(row: Any) -> Any:
    db.session.add(row)
    db.session.flush()
    return row


def an_organisation(code: str = "EVT", **facts: Any) -> Organisation:
    given: dict[str, Any] = {"name": "Example Valley Trust", "nation": "england", "created_at": NOW}
    made: Organisation = kept(Organisation(code=code, **(given | facts)))
    return made


def a_team(organisation: Organisation, name: str = "Outpatients", **facts: Any) -> Team:
    made: Team = kept(Team(organisation_id=organisation.id, name=name, **({"code": name.lower()} | facts)))
    return made


def a_person(organisation: Organisation, name: str = "Sade Adeyemi-Clarke", **facts: Any) -> Person:
    number = next(_count)
    first, _, last = name.partition(" ")
    given: dict[str, Any] = {
        "staff_number": f"9{number:07}",
        "first_name": first,
        "last_name": last or "Tester",
        "email": f"person{number}@trust.example",
        "started_on": dt.date(2020, 1, 6),
        "created_at": NOW,
    }
    made: Person = kept(Person(organisation_id=organisation.id, **(given | facts)))
    return made


def a_post(person: Person, team: Team, role_family: str | None = "medical-secretary", **facts: Any) -> Membership:
    given: dict[str, Any] = {
        "assignment_number": person.staff_number if "assignment_number" not in facts else facts["assignment_number"],
        "starts_on": person.started_on,
        "working_days": "01234",
    }
    made: Membership = kept(
        Membership(
            organisation_id=person.organisation_id,
            person_id=person.id,
            team_id=team.id,
            role_family=role_family,
            **(given | facts),
        )
    )
    return made


def a_duty(person: Person, duty: str, **facts: Any) -> Duty:
    given: dict[str, Any] = {"starts_on": person.started_on}
    made: Duty = kept(Duty(organisation_id=person.organisation_id, person_id=person.id, duty=duty, **(given | facts)))
    return made
