"""The invented trust lives its weeks through the real engine, and what is stored follows from what was lived."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from learning.capability import actions as capability_actions
from learning.capability import queries as capability
from learning.capability.models import Evidence, Holding
from learning.demo import actions as demo
from learning.demo.rules import DEV, INES, JUNE, PRIYA, RUTH, SADE
from learning.drip.models import Delivery
from learning.ground import audit, settings
from learning.ground.db import db, writing
from learning.jobs import render
from learning.modules import actions as modules
from learning.modules.models import Answer, StartingCheck
from learning.people.models import Membership, Organisation, Person, Team
from learning.people.queries import duties_of
from tests.fixtures.app import an_app

NOW = dt.datetime(2026, 11, 25, 12, 0, tzinfo=dt.UTC)  # a Wednesday, at midday
WEEKS = 2


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The trust after two and a half weeks. It was stopped in the middle once, and went on."""
    folder = tmp_path_factory.mktemp("demonstration")
    app = an_app(f"sqlite:///{folder / 'steady.sqlite'}", folder)
    with app.app_context(), writing():
        db.create_all()
        content = settings.current().content
        framework, _ = capability_actions.load(content, now=NOW)
        assert not modules.load(content / "modules", capability=framework, now=NOW).faults
        db.session.commit()
        with pytest.raises(KeyboardInterrupt):
            demo.live(weeks=WEEKS, now=NOW, settings=settings.current(), render=render, after_week=_stopped)
        db.session.rollback()
        demo.live(weeks=WEEKS, now=NOW, settings=settings.current(), render=render)
        yield app
        db.session.remove()
        db.engine.dispose()


def _stopped() -> None:
    raise KeyboardInterrupt


def trust() -> Organisation:
    found = demo.organisation()
    assert found is not None
    return found


def test_it_is_as_large_and_as_mixed_as_a_real_department(lived: Flask) -> None:
    families = set(db.session.scalars(select(Membership.role_family).distinct())) - {None}
    sizes = Counter(db.session.scalars(select(Membership.team_id)))
    assert trust().is_demo
    assert db.session.scalar(select(func.count()).select_from(Person)) == 400
    assert db.session.scalar(select(func.count()).select_from(Team)) == 14
    assert (min(sizes.values()), max(sizes.values())) == (4, 90)
    assert len(families) >= 12


def test_six_people_stand_ready_for_a_visitor(lived: Flask) -> None:
    people = {
        number: db.session.scalars(select(Person).where(Person.staff_number == number)).one()
        for number in (SADE, DEV, JUNE, RUTH, PRIYA, INES)
    }
    assert people[SADE].full_name == "Sade Adeyemi-Clarke"
    today = NOW.date()
    assert duties_of(people[DEV].id, today) == {"champion"}
    assert duties_of(people[JUNE].id, today) == {"lead"}
    assert duties_of(people[RUTH].id, today) == {"administrator"}
    assert duties_of(people[PRIYA].id, today) == {"editor"}
    assert duties_of(people[INES].id, today) == {"staff-side"}


def test_a_fifth_of_them_showed_at_once_what_they_knew_already(lived: Flask) -> None:
    checks = db.session.scalars(select(StartingCheck)).all()
    assert 50 < len(checks) < 110
    assert all(check.finished_on for check in checks)
    sources = set(db.session.scalars(select(Evidence.source).distinct()))
    assert "starting-check" in sources


def test_nobody_ever_got_two_units_in_a_week_or_two_within_4_days(lived: Flask) -> None:
    rows = db.session.execute(
        select(Delivery.person_id, Delivery.due_at).where(Delivery.state == "sent").order_by(Delivery.due_at)
    )
    last: dict[int, dt.datetime] = {}
    for person_id, due_at in rows:
        assert due_at is not None
        assert person_id not in last or due_at - last[person_id] >= dt.timedelta(days=4)
        last[person_id] = due_at
    assert len(last) > 200


def test_every_answer_was_given_after_its_unit_came(lived: Flask) -> None:
    assert db.session.scalar(select(func.count()).select_from(Answer)) > 500
    assert db.session.scalar(select(func.max(Answer.at))) < NOW


def test_what_people_hold_can_be_built_again_from_their_evidence(lived: Flask) -> None:
    """Rebuild = stored, for everybody: the stored row is only a copy of what the evidence says."""
    stored = {
        (person_id, competency): one
        for person_id, mine in capability.held_of_many(trust().id).items()
        for competency, one in mine.items()
    }
    assert len(stored) > 400
    people = {person.id: person for person in db.session.scalars(select(Person))}
    db.session.query(Holding).delete()
    for person_id in sorted({person_id for person_id, _ in stored}):
        competencies = db.session.scalars(
            select(Evidence.competency).where(Evidence.person_id == person_id).distinct()
        ).all()
        capability_actions.rebuild(people[person_id], competencies=competencies)
    rebuilt = {
        (person_id, competency): one
        for person_id, mine in capability.held_of_many(trust().id).items()
        for competency, one in mine.items()
    }
    db.session.rollback()
    assert rebuilt == stored


def test_each_mail_went_out_once_and_nobody_without_a_mailbox_got_one(lived: Flask) -> None:
    files = list(Path(settings.current().outbox).glob("*.eml"))
    sent = db.session.scalar(
        select(func.count()).select_from(Delivery).where(Delivery.state == "sent", Delivery.channel == "mail")
    )
    assert len(files) == sent
    to_shared = select(func.count()).select_from(Delivery).join(Person, Person.id == Delivery.person_id)
    assert db.session.scalar(to_shared.where(Delivery.channel == "mail", Person.email_is_shared.is_(True))) == 0


def test_the_audit_log_of_those_weeks_holds(lived: Flask) -> None:
    assert audit.first_broken() is None


def test_living_again_changes_nothing(lived: Flask) -> None:
    before = db.session.scalar(select(func.count()).select_from(Answer))
    with writing():
        demo.live(weeks=WEEKS, now=NOW, settings=settings.current(), render=render)
    assert db.session.scalar(select(func.count()).select_from(Answer)) == before
