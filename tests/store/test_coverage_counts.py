"""What the database counts in one question is what the rules say person by person; and who came and who went."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter, defaultdict

import pytest
from flask import Flask
from sqlalchemy import select

from learning.capability import queries as capability
from learning.capability.models import RequiredLevel
from learning.capability.rules import Held, Status, Thresholds, status, steps_reached, steps_required
from learning.coverage import queries
from learning.coverage.models import Publication
from learning.coverage.rules import Counts, Group, OrganisationCounts, Square
from learning.ground.db import db
from learning.people import queries as people
from learning.people.actions.people import note_correction
from learning.people.models import Organisation, Person
from tests.builders import (
    NOW,
    TODAY,
    a_holding,
    a_person,
    a_post,
    a_requirement,
    a_team,
    an_organisation,
    kept,
    the_framework,
)

DAY, WEEK = dt.timedelta(days=1), dt.timedelta(weeks=1)
FAMILIES = ("medical-secretary", "clinical-coder", "it-digital", None)
COMPETENCIES = ("P1", "J1", "J2", "V1")
# Every border of a status, today and on the day of the forecast, with a day on each side.
BORDERS = [TODAY + dt.timedelta(days=days) for border in (0, 28, 56) for days in (border - 1, border, border + 1)]


@pytest.mark.parametrize("seed", range(4))
def test_one_question_counts_what_the_rules_say_of_each_person(store: Flask, seed: int) -> None:
    """With leave, leavers, newcomers, several posts, ended posts, unconfirmed roles, and another organisation."""
    the_framework()
    chance = random.Random(seed)
    ours, others = an_organisation(), an_organisation("OTH", name="Other Trust")
    for organisation in (ours, others):
        _lived_in(organisation, chance)
    counted = queries.counts(ours.id, TODAY)
    squares, later, steps = _recounted(ours, TODAY), _recounted(ours, TODAY + 4 * WEEK, members_on=TODAY), _steps(ours)
    assert dict(counted.squares) == squares
    assert dict(counted.forecast) == later
    assert (counted.steps_reached, counted.steps_required, counted.aware) == steps
    assert {group.key: group.people for group in counted.teams} == _people(ours, "team")
    assert {group.key: group.people for group in counted.roles} == _people(ours, "role")
    assert counted.everyone.people == sum(_people(ours, "team").values()) > 20


def _lived_in(organisation: Organisation, chance: random.Random) -> None:
    teams = [a_team(organisation, name) for name in ("Booking", "Clinic A", "Records")]
    for number in range(60):
        started_on = TODAY - chance.choice((6, 7, 8, 200, 900)) * DAY
        status_ = chance.choice(("active",) * 8 + ("paused", "left"))
        person = a_person(organisation, f"Person O'Number{number}", started_on=started_on, status=status_)
        for post in range(chance.choice((1, 1, 1, 2))):
            a_post(
                person,
                chance.choice(teams),
                chance.choice(FAMILIES),
                assignment_number=f"{person.staff_number}-{post}",
                is_main=post == 0,
                fte=chance.choice((0.2, 0.5, 1.0)),
                ends_on=chance.choice((None, None, None, TODAY - DAY, TODAY, TODAY + DAY)) if post == 0 else None,
            )
        for competency in COMPETENCIES:
            if chance.random() < 0.8:
                a_requirement(person, competency, chance.randint(1, 4))
            if chance.random() < 0.8:
                right_on = [chance.choice((None, TODAY - DAY)) for _ in range(3)]
                a_holding(
                    person,
                    competency,
                    chance.randint(0, 4),
                    current_until=chance.choice(BORDERS),
                    right_1_on=right_on[0],
                    right_2_on=right_on[1],
                    right_3_on=right_on[2],
                )


def _members(organisation: Organisation, on: dt.date) -> list[tuple[Person, str, str]]:
    """Everybody who counts, with team and role family, one by one."""
    found = []
    for person in db.session.scalars(select(Person).where(Person.organisation_id == organisation.id)):
        post = people.main_post(person.id, on)
        if person.status != "left" and post is not None and (on - person.started_on).days > 7:
            found.append((person, str(post.team_id), post.role_family or "to-confirm"))
    return found


def _recounted(organisation: Organisation, on: dt.date, *, members_on: dt.date | None = None) -> dict[Square, Counts]:
    thresholds = Thresholds()
    found: dict[Square, Counter[str]] = defaultdict(Counter)
    for person, team, role in _members(organisation, members_on or on):
        held = capability.held_of(person.id)
        for competency, level in capability.required_of(person.id).items():
            stands = status(held.get(competency), level, on, thresholds)
            found[Square(competency, team, role)][stands.value.replace("-", "_")] += 1
    return {square: Counts(**counts) for square, counts in found.items()}


def _steps(organisation: Organisation) -> tuple[int, int, int]:
    reached = required = aware = 0
    for person, *_ in _members(organisation, TODAY):
        held = capability.held_of(person.id)
        for competency, level in capability.required_of(person.id).items():
            own: Held | None = held.get(competency)
            reached, required = reached + steps_reached(own, level), required + steps_required(level)
            aware += own is not None and own.level >= 1
    return reached, required, aware


def _people(organisation: Organisation, axis: str) -> dict[str, int]:
    asked = set(db.session.scalars(select(RequiredLevel.person_id)))
    return dict(
        Counter(
            team if axis == "team" else role
            for person, team, role in _members(organisation, TODAY)
            if person.id in asked
        )
    )


def test_the_borders_of_the_statuses_are_all_met() -> None:
    """The random days above would prove little if they missed a border."""
    thresholds = Thresholds()
    held = [Held(2, 1.0, 5.0, 1, TODAY, TODAY, until, None, None, None, None) for until in BORDERS]
    for on in (TODAY, TODAY + 4 * WEEK):
        assert {status(one, 2, on, thresholds) for one in held} >= {Status.CURRENT, Status.FADING, Status.LAPSED}


# Who came and went since the last publication


@pytest.fixture
def trust(store: Flask) -> Organisation:
    the_framework()
    return an_organisation()


def _somebody(organisation: Organisation, name: str, team: str, **facts: object) -> Person:
    known = {one.name: one for one in people.teams_of(organisation.id)}
    post = {key: facts.pop(key) for key in ("role_family", "starts_on", "ends_on") if key in facts}
    person = a_person(organisation, name, **({"created_at": NOW - 9 * WEEK} | facts))
    a_post(person, known.get(team) or a_team(organisation, team), **post)
    a_requirement(person)
    return person


def _last_week(organisation: Organisation) -> Publication:
    row: Publication = kept(
        Publication(organisation_id=organisation.id, on=TODAY - WEEK, body={}, content_hash="", made_at=NOW - WEEK)
    )
    return row


def _group(counted: OrganisationCounts, name: str) -> Group:
    return next(group for group in (counted.everyone, *counted.teams, *counted.roles) if group.name == name)


def _came_and_went(counted: OrganisationCounts, name: str) -> tuple[int, int]:
    group = _group(counted, name)
    return group.joined, group.left


def test_where_nobody_came_or_went_nobody_did(trust: Organisation) -> None:
    for number in range(3):
        _somebody(trust, f"Sade {number}", "Records")
    counted = queries.counts(trust.id, TODAY, before=_last_week(trust))
    assert {(group.joined, group.left) for group in (counted.everyone, *counted.teams, *counted.roles)} == {(0, 0)}


def test_who_is_past_their_first_week_has_come(trust: Organisation) -> None:
    _somebody(trust, "Old Hand", "Records")
    _somebody(trust, "New Comer", "Records", started_on=TODAY - 10 * DAY)
    counted = queries.counts(trust.id, TODAY, before=_last_week(trust))
    assert _came_and_went(counted, "All staff") == (1, 0)
    assert _came_and_went(counted, "Records") == (1, 0)
    assert _came_and_went(counted, "Medical secretaries") == (1, 0)


def test_who_was_forgotten_in_an_earlier_staff_file_has_come(trust: Organisation) -> None:
    _somebody(trust, "Old Hand", "Records")
    _somebody(trust, "For Gotten", "Records", created_at=NOW - DAY)
    assert _came_and_went(queries.counts(trust.id, TODAY, before=_last_week(trust)), "Records") == (1, 0)


def test_who_left_has_gone_from_everywhere(trust: Organisation) -> None:
    _somebody(trust, "Old Hand", "Records")
    _somebody(trust, "Gone Away", "Records", status="left", left_on=TODAY - DAY, ends_on=TODAY - DAY)
    counted = queries.counts(trust.id, TODAY, before=_last_week(trust))
    assert _came_and_went(counted, "All staff") == (0, 1)
    assert _came_and_went(counted, "Records") == (0, 1)
    assert _group(counted, "Records").people == 1


def test_who_changed_teams_went_from_one_and_came_to_the_other(trust: Organisation) -> None:
    _somebody(trust, "Old Hand", "Records")
    mover = _somebody(trust, "On The Move", "Records", ends_on=TODAY - 3 * DAY)
    a_post(mover, a_team(trust, "Booking"), starts_on=TODAY - 2 * DAY, assignment_number="moved")
    counted = queries.counts(trust.id, TODAY, before=_last_week(trust))
    assert _came_and_went(counted, "Records") == (0, 1)
    assert _came_and_went(counted, "Booking") == (1, 0)
    assert _came_and_went(counted, "Medical secretaries") == (0, 0)
    assert _came_and_went(counted, "All staff") == (0, 0)


def test_who_said_what_their_role_is_went_from_those_to_confirm(trust: Organisation) -> None:
    _somebody(trust, "Old Hand", "Records", role_family=None)
    sure = _somebody(trust, "Now Sure", "Records")
    note_correction(sure.id, "role_family", now=NOW - DAY)
    counted = queries.counts(trust.id, TODAY, before=_last_week(trust))
    assert _came_and_went(counted, "Medical secretaries") == (1, 0)
    assert _came_and_went(counted, "Role to confirm") == (0, 1)
    assert _came_and_went(counted, "Records") == (0, 0)


def test_teams_of_one_name_are_told_apart_by_their_site(trust: Organisation) -> None:
    for number, site in enumerate(("Valley General", "Millfield House")):
        person = a_person(trust, f"Sade {number}")
        a_post(person, a_team(trust, "Records", code=str(number), site=site))
        a_requirement(person)
    names = [group.name for group in queries.counts(trust.id, TODAY).teams]
    assert names == ["Records, Millfield House", "Records, Valley General"]
