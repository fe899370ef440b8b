"""A week is planned once, sent once, and what became of it stands in the ledger."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import shutil
import threading
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from learning.capability import actions as capability
from learning.drip import queries
from learning.drip.actions import ticking, wishes
from learning.drip.actions.deliver import CLAIM_LASTS, claim, settle
from learning.drip.models import Delivery
from learning.ground import settings
from learning.ground.db import db, writing
from learning.ground.settings import Settings, Smtp
from learning.jobs import render
from learning.modules import actions as modules
from learning.modules import queries as modules_queries
from learning.people.models import Organisation, Person, Team
from tests.builders import a_person, a_post, a_team, an_organisation
from tests.fixtures.app import ROOT
from tests.fixtures.smtp import Sink

MONDAY = dt.datetime(2026, 11, 23, 0, 10, tzinfo=dt.UTC)
FRIDAY_NIGHT = dt.datetime(2026, 11, 27, 22, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def some_modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few real modules: enough to choose from, and quick to load."""
    folder = tmp_path_factory.mktemp("modules")
    for path in sorted((ROOT / "content" / "modules").glob("*.md"))[:8]:
        shutil.copy(path, folder)
    return folder


@pytest.fixture
def trust(store: Flask, some_modules: Path) -> Organisation:
    """A trust that has adopted a few real modules, with its local facts filled in."""
    now = MONDAY - dt.timedelta(days=30)
    framework, _ = capability.load(settings.current().content, now=now)
    assert not modules.load(some_modules, capability=framework, now=MONDAY).faults
    organisation = an_organisation()
    for name in ("approved_tools_link", "ig_contact", "champion_contact", "policy_owner", "incident_link"):
        modules.fill_slot(organisation.id, name, f"the {name}", by=None, now=now)
    modules.adopt(
        organisation.id,
        modules_queries.all_newest(organisation_id=organisation.id),
        reviewed_by="Ruth Achterberg",
        by=None,
        now=now,
        today=now.date(),
    )
    db.session.commit()
    return organisation


def a_colleague(trust: Organisation, name: str = "Sade Adeyemi-Clarke", **facts: object) -> Person:
    team = db.session.scalars(select(Team).limit(1)).first() or a_team(trust)
    person = a_person(trust, name, created_at=MONDAY - dt.timedelta(days=30), **facts)
    a_post(person, team)
    capability.refresh_required(trust.id, today=MONDAY.date())
    db.session.commit()
    return person


def tick(now: dt.datetime, given: Settings | None = None) -> dict[str, int]:
    with writing():
        return ticking.tick(now=now, settings=given or settings.current(), commit=db.session.commit, render=render)


def row_of(person: Person) -> Delivery:
    db.session.expire_all()
    return db.session.scalars(select(Delivery).where(Delivery.person_id == person.id)).one()


def through_the_week(given: Settings | None = None) -> None:
    """A tick on Monday, one at each moment at which something is due, and one when the week is over."""
    tick(MONDAY, given)
    due = select(Delivery.due_at).where(Delivery.due_at.is_not(None)).distinct()
    for moment in sorted(moment for moment in db.session.scalars(due) if moment is not None):
        tick(moment, given)
    tick(FRIDAY_NIGHT, given)


def mails() -> list[EmailMessage]:
    found = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in sorted(settings.current().outbox.glob("*.eml"))
    ]
    return [message for message in found if isinstance(message, EmailMessage)]


@pytest.fixture(autouse=True)
def _an_empty_outbox(store: Flask) -> None:
    for path in settings.current().outbox.glob("*.eml"):
        path.unlink()


def test_everybody_gets_one_unit_in_the_week_however_often_the_clock_ticks(trust: Organisation) -> None:
    people = [a_colleague(trust, name) for name in ("Sade Adeyemi-Clarke", "Dev Okafor", "Séamus O'Dowd")]
    through_the_week()
    through_the_week()
    assert [row_of(person).state for person in people] == ["sent"] * 3
    assert sorted(str(mail["To"].addresses[0].display_name) for mail in mails()) == [
        "Dev Okafor",
        "Sade Adeyemi-Clarke",
        "Séamus O'Dowd",
    ]


def test_a_second_tick_plans_nothing_new(trust: Organisation) -> None:
    a_colleague(trust)
    assert tick(MONDAY)["planned"] == 1
    assert tick(MONDAY)["planned"] == 0


def test_a_tick_with_few_people_freezes_nothing(trust: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is frozen and thawed counts as long-lived: at every tick it would keep garbage from ever being found."""
    frozen: list[bool] = []
    monkeypatch.setattr("gc.freeze", lambda: frozen.append(True))
    a_colleague(trust)
    tick(MONDAY)
    tick(MONDAY + dt.timedelta(seconds=30))
    assert frozen == []


def test_the_mail_carries_what_was_frozen_when_it_was_planned(trust: Organisation) -> None:
    person = a_colleague(trust)
    tick(MONDAY)
    before = row_of(person)
    frozen = (before.message_id, before.dated_at)
    through_the_week()
    (mail,) = mails()
    assert str(mail["Message-ID"]) == frozen[0]
    assert mail["Date"].datetime == frozen[1]
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "List-Unsubscribe" in mail
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    assert "Hello Sade" in text.get_content()
    assert "never used for appraisal" in " ".join(text.get_content().split())
    assert "<img" not in html.get_content()
    assert "⟦" not in text.get_content() + html.get_content()


def test_a_name_that_is_html_stays_a_name(trust: Organisation) -> None:
    a_colleague(trust, "<b>Bobby</b> O'Neil\r\nBcc: all@trust.example")
    through_the_week()
    (mail,) = mails()
    html = mail.get_body(("html",))
    assert html is not None
    assert "&lt;b&gt;Bobby" in html.get_content()
    assert mail["Bcc"] is None


def test_somebody_with_a_shared_mailbox_gets_the_unit_in_the_app_only(trust: Organisation) -> None:
    person = a_colleague(trust, email="facilities@trust.example", email_is_shared=True)
    through_the_week()
    assert (row_of(person).state, row_of(person).channel) == ("sent", "app")
    assert mails() == []


def test_somebody_on_leave_gets_nothing_and_the_week_says_why(trust: Organisation) -> None:
    person = a_colleague(trust, status="paused")
    through_the_week()
    assert (row_of(person).state, row_of(person).reason) == ("skipped", "paused")
    assert mails() == []


def test_whoever_leaves_before_the_slot_gets_no_mail(trust: Organisation) -> None:
    person = a_colleague(trust)
    tick(MONDAY)
    person.status = "left"
    db.session.commit()
    through_the_week()
    assert row_of(person).state == "skipped"
    assert mails() == []


def test_a_unit_whose_hours_have_passed_is_missed_and_never_sent_late(trust: Organisation) -> None:
    person = a_colleague(trust)
    tick(MONDAY)
    tick(FRIDAY_NIGHT)
    assert row_of(person).state == "missed"
    assert mails() == []


def test_moving_the_day_moves_the_unit_that_is_still_to_come(trust: Organisation) -> None:
    person = a_colleague(trust)
    tick(MONDAY)
    wishes.wish(
        person,
        wishes.Wishes(frozenset(range(5)), weekday=3, minute=14 * 60, channel="mail", uses_voice=False),
        now=MONDAY,
        today=MONDAY.date(),
    )
    db.session.commit()
    assert row_of(person).due_at == dt.datetime(2026, 11, 26, 14, 0, tzinfo=dt.UTC)


def test_a_pause_takes_the_week_and_coming_back_gives_it_again(trust: Organisation) -> None:
    person = a_colleague(trust)
    tick(MONDAY)
    wishes.pause(person, from_on=MONDAY.date(), to_on=dt.date(2026, 12, 4), now=MONDAY, today=MONDAY.date())
    db.session.commit()
    assert row_of(person).state == "skipped"
    wishes.come_back(person, now=MONDAY, today=MONDAY.date())
    db.session.commit()
    through_the_week()
    assert row_of(person).state == "sent"


def test_real_smtp_takes_every_mail_once(trust: Organisation, smtp: Sink) -> None:
    for number in range(7):
        a_colleague(trust, f"Colleague {number}")
    given = replace(settings.current(), smtp=Smtp(smtp.host, smtp.port))
    through_the_week(given)
    taken = smtp.mails()
    assert len(taken) == 7
    assert len({str(mail["Message-ID"]) for mail in taken}) == 7


def test_mail_that_cannot_leave_waits_shows_on_operations_and_loses_nothing(trust: Organisation, smtp: Sink) -> None:
    person = a_colleague(trust)
    down = replace(settings.current(), smtp=Smtp("127.0.0.1", 9))
    tick(MONDAY)
    due_at = row_of(person).due_at
    assert due_at is not None
    done = tick(due_at, down)
    assert done["later"] == 1
    assert (row_of(person).state, row_of(person).trouble) == ("planned", "unreachable")
    after = due_at + dt.timedelta(minutes=12)
    shown = queries.operations_of(trust.id, today=after.date(), now=after)
    assert shown.waiting_since == due_at
    assert shown.troubles == {"unreachable": 1}
    tick(due_at + dt.timedelta(minutes=20), replace(down, smtp=Smtp(smtp.host, smtp.port)))
    assert row_of(person).state == "sent"
    assert len(smtp.mails()) == 1


def test_a_claimed_mail_whose_sender_died_is_in_doubt_and_not_sent_again(trust: Organisation) -> None:
    person = a_colleague(trust)
    tick(MONDAY)
    row = row_of(person)
    row.state, row.claimed_at = "sending", row.due_at
    db.session.commit()
    assert row.due_at is not None
    later = row.due_at + CLAIM_LASTS + dt.timedelta(seconds=1)
    assert settle(now=later).in_doubt == 1
    db.session.commit()
    tick(later)
    assert row_of(person).state == "in doubt"
    assert mails() == []


def test_two_clocks_at_once_give_everybody_one_unit(trust: Organisation, store: Flask) -> None:
    people = [a_colleague(trust, f"Colleague {number}") for number in range(20)]
    problems: list[Exception] = []

    def run() -> None:
        try:
            with store.app_context():
                for hour in range(0, 120, 3):
                    tick(MONDAY + dt.timedelta(hours=hour))
        except Exception as error:  # noqa: BLE001 - shown by the assertion below
            problems.append(error)

    clocks = [threading.Thread(target=run) for _ in range(2)]
    for clock in clocks:
        clock.start()
    for clock in clocks:
        clock.join()
    assert problems == []
    states = {row_of(person).state for person in people}
    assert states <= {"sent", "missed"}
    sent = [person for person in people if row_of(person).state == "sent"]
    assert len(mails()) == len(sent)


def test_one_clock_leads_until_its_lease_runs_out(store: Flask) -> None:
    lasts = dt.timedelta(seconds=90)
    assert ticking.take_lead("tick", holder="first", now=MONDAY, lasts=lasts)
    assert not ticking.take_lead("tick", holder="second", now=MONDAY, lasts=lasts)
    assert ticking.take_lead("tick", holder="first", now=MONDAY + lasts / 2, lasts=lasts)
    assert ticking.take_lead("tick", holder="second", now=MONDAY + lasts * 2, lasts=lasts)
    assert not ticking.take_lead("tick", holder="first", now=MONDAY + lasts * 2, lasts=lasts)


def test_the_preview_saves_nothing_and_names_who_gets_nothing(trust: Organisation) -> None:
    a_colleague(trust)
    a_colleague(trust, "Nasreen Begum", status="paused")
    lines = list(ticking.preview_of(trust, MONDAY.date() + dt.timedelta(days=7), now=MONDAY))
    assert [(line.name, line.gets_nothing) for line in lines] == [
        ("Sade Adeyemi-Clarke", False),
        ("Nasreen Begum", True),
    ]
    assert lines[1].sentence == "Nasreen Begum, Outpatients: nothing (paused)"
    assert db.session.scalars(select(Delivery)).all() == []


def test_operators_never_see_the_reason_of_a_choice(trust: Organisation) -> None:
    person = a_colleague(trust)
    tick(MONDAY)
    (line,) = ticking.preview_of(trust, MONDAY.date(), now=MONDAY)
    assert line.kind in {"lesson", "check"}
    assert row_of(person).reason not in line.sentence


def test_a_week_without_units_is_planned_again_once_units_are_adopted(trust: Organisation) -> None:
    person = a_colleague(trust)
    adopted = modules_queries.all_newest(organisation_id=trust.id)
    for version in adopted:
        modules.hold_back(trust.id, version.module, by=person, now=MONDAY)
    db.session.commit()
    tick(MONDAY)
    assert (row_of(person).state, row_of(person).reason) == ("skipped", "no-fitting-unit")
    tick(MONDAY + dt.timedelta(minutes=1))
    assert row_of(person).state == "skipped"
    modules.adopt(
        trust.id,
        adopted,
        reviewed_by="Ruth Achterberg",
        by=person,
        now=MONDAY + dt.timedelta(minutes=2),
        today=MONDAY.date(),
    )
    db.session.commit()
    tick(MONDAY + dt.timedelta(minutes=3))
    assert row_of(person).state == "planned"


def module_of_week(person: Person) -> str:
    version_id = row_of(person).module_version_id
    assert version_id is not None
    return modules_queries.version(version_id).module


def test_a_planned_unit_that_the_staff_side_holds_back_gives_way_to_another(trust: Organisation) -> None:
    person, reviewer = a_colleague(trust), a_colleague(trust, "Uche Obi", status="paused")
    tick(MONDAY)
    held = module_of_week(person)
    modules.hold(trust.id, held, why="The union was not asked.", by=reviewer, now=MONDAY)
    db.session.commit()
    through_the_week()
    assert row_of(person).state == "sent"
    assert module_of_week(person) != held
    assert len(mails()) == 1


def test_a_planned_unit_whose_adoption_ended_gives_way_to_another(trust: Organisation) -> None:
    person = a_colleague(trust)
    tick(MONDAY)
    ended = module_of_week(person)
    modules.hold_back(trust.id, ended, by=person, now=MONDAY)
    db.session.commit()
    through_the_week()
    assert row_of(person).state == "sent"
    assert module_of_week(person) != ended


def test_a_hold_between_planning_and_sending_stops_the_mail_and_the_app(trust: Organisation) -> None:
    by_mail = a_colleague(trust)
    in_app = a_colleague(trust, "Nasreen Begum", email=None)
    tick(MONDAY)
    for module in {module_of_week(by_mail), module_of_week(in_app)}:
        modules.hold(trust.id, module, why="The union was not asked.", by=by_mail, now=MONDAY)
    db.session.commit()
    mail_at, app_at = row_of(by_mail).due_at, row_of(in_app).due_at
    assert mail_at is not None
    assert app_at is not None
    assert claim(now=mail_at) == []
    assert row_of(by_mail).state == "planned"
    assert settle(now=app_at).shown == 0
    assert row_of(in_app).state == "planned"
    settle(now=FRIDAY_NIGHT + dt.timedelta(days=3))
    db.session.commit()
    assert {row_of(by_mail).state, row_of(in_app).state} == {"missed"}


def test_a_week_in_which_everything_is_held_back_is_planned_again_once_that_is_lifted(trust: Organisation) -> None:
    person = a_colleague(trust)
    every = [version.module for version in modules_queries.all_newest(organisation_id=trust.id)]
    for module in every:
        modules.hold(trust.id, module, why="The union was not asked.", by=person, now=MONDAY)
    db.session.commit()
    tick(MONDAY)
    assert (row_of(person).state, row_of(person).reason) == ("skipped", "no-fitting-unit")
    for module in every:
        assert modules.lift(trust.id, module, by=person, now=MONDAY + dt.timedelta(minutes=2))
    db.session.commit()
    tick(MONDAY + dt.timedelta(minutes=3))
    assert row_of(person).state == "planned"


def test_whoever_began_a_unit_in_the_app_keeps_it_when_it_is_held_back_and_gets_no_mail(trust: Organisation) -> None:
    person = a_colleague(trust)
    down = replace(settings.current(), smtp=Smtp("127.0.0.1", 9))
    tick(MONDAY)
    due_at, begun = row_of(person).due_at, row_of(person).module_version_id
    assert due_at is not None
    assert begun is not None
    tick(due_at, down)
    modules.begin(person, modules_queries.version(begun), today=due_at.date())
    modules.hold(trust.id, module_of_week(person), why="The union was not asked.", by=person, now=due_at)
    db.session.commit()
    tick(due_at + dt.timedelta(minutes=30))
    assert (row_of(person).state, row_of(person).module_version_id) == ("sent", begun)
    assert mails() == []
