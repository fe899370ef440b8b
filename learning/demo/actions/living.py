"""The invented trust lives its weeks: the real import, the real drip and real answers, under a moved clock.

No row is made by hand. What was lived is remembered after every step, so that a run that was stopped goes on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.coverage import actions as coverage
from learning.demo.actions.beside import beside_the_units
from learning.demo.actions.register import found_register
from learning.demo.rules import (
    DEV,
    INES,
    JUNE,
    NAME,
    PRIYA,
    RUTH,
    SADE,
    answers_after,
    habits_of,
    reply,
    staff_file,
    teams_file,
)
from learning.drip.actions import ticking, wishes
from learning.drip.models import ClockLease, Delivery
from learning.drip.rules import week_of
from learning.ground import clock
from learning.ground.db import db
from learning.ground.settings import Settings
from learning.ground.workdays import monday_of
from learning.guardrails import actions as guardrails
from learning.modules import actions as modules_actions
from learning.modules import queries as modules
from learning.modules.rules import PrivateStep
from learning.people import actions as people
from learning.people.models import Organisation, Person
from learning.people.rules.staff_file import read
from learning.people.rules.team_file import read_teams
from learning.people.shelf import role_families

CODE = "DEMO"
SLOTS = {
    "approved_tools_link": "[the list of approved tools](https://intranet.examplevalley.example/ai-tools)",
    "ig_contact": "Imran Qureshi, information governance, 01632 960 112",
    "champion_contact": "Dev Okafor, your peer champion",
    "policy_owner": "Niamh Byrne, who owns the AI policy",
    "incident_link": "[the incident form](https://intranet.examplevalley.example/incidents)",
}
DUTIES = {DEV: "champion", JUNE: "lead", RUTH: "administrator", PRIYA: "editor", INES: "staff-side"}
_STEP = dt.timedelta(minutes=30)
_LIVED = "demo lived to"
_NEWEST = dt.timedelta(days=8)
_LEFT_FOR_THE_VISITOR = dt.timedelta(days=27)  # Sade leaves a mail that asks open, as long as its link lives

Render = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Lived:
    """How far the invented trust has come."""

    weeks: int
    of: int

    @property
    def is_done(self) -> bool:
        return self.weeks >= self.of


def organisation() -> Organisation | None:
    return db.session.scalars(select(Organisation).where(Organisation.code == CODE)).one_or_none()


def lived(*, weeks: int = 12) -> Lived:
    """Read from the database, so that every process sees it."""
    row = db.session.get(ClockLease, _LIVED)
    return Lived(int(row.holder), weeks) if row is not None else Lived(0, weeks)


def live(
    *,
    weeks: int,
    now: dt.datetime,
    settings: Settings,
    render: Render,
    after_week: Callable[[], None] = lambda: None,
    one_in: int = 1,
) -> None:
    """Make the trust if need be, and let it live from `weeks` before this week until now. Commits as it goes.

    `one_in`: only one in so many of its people, for whoever cannot wait for all of them."""
    trust = organisation()
    first = dt.datetime.combine(monday_of(now.date()) - dt.timedelta(weeks=weeks), dt.time(6), tzinfo=dt.UTC)
    if trust is None:
        with clock.moved_to(first):
            trust = _founded(settings, now=first, one_in=one_in)
    begun_at = trust.created_at
    for number in range(lived(weeks=weeks).weeks, weeks + 1):
        start = max(begun_at, _monday(begun_at, number))
        end = min(now, _monday(begun_at, number + 1))
        _live_week(trust, start, end, settings=settings, render=render, number=number, now=now)
        if number < weeks:
            _remember(number + 1, now=now)
            after_week()
        if end >= now:
            break
    _remember(weeks, now=now)


def _monday(begun_at: dt.datetime, number: int) -> dt.datetime:
    monday = monday_of(begun_at.date()) + dt.timedelta(weeks=number)
    return dt.datetime.combine(monday, dt.time(0), tzinfo=dt.UTC)


def _remember(weeks: int, *, now: dt.datetime) -> None:
    row = db.session.get(ClockLease, _LIVED)
    if row is None:
        row = ClockLease(job=_LIVED, until=now)
        db.session.add(row)
    row.holder, row.until = str(weeks), now
    db.session.commit()


def _founded(settings: Settings, *, now: dt.datetime, one_in: int) -> Organisation:
    """The trust with its teams, staff, duties, starters, local facts, tools and rules: all through the usual doors."""
    trust = people.add_organisation(CODE, name=NAME, nation="england", by="command", now=now, is_demo=True)
    people.import_teams(trust.id, read_teams(teams_file().encode()), by="command", now=now)
    people.import_staff.apply(
        trust.id,
        read(staff_file(one_in=one_in)),
        families=role_families(settings.content),
        today=now.date(),
        now=now,
    )
    for number, duty in (
        (DEV, "champion"),
        (JUNE, "lead"),
        (RUTH, "administrator"),
        (PRIYA, "editor"),
        (INES, "staff-side"),
    ):
        people.give_duty(_person(trust, number), duty, by="command", now=now, today=now.date())
    for name, value in SLOTS.items():
        modules_actions.fill_slot(trust.id, name, value, by=None, now=now)
    modules_actions.adopt(
        trust.id,
        modules.all_newest(organisation_id=trust.id),
        reviewed_by="June Featherstone (invented)",
        by=None,
        now=now,
        today=now.date(),
    )
    found_register(trust, now=now)
    sade = wishes.preference(_person(trust, SADE))
    sade.weekday, sade.minute = 1, 10 * 60  # Tuesdays at 10am
    db.session.commit()
    return trust


def _person(trust: Organisation, number: str) -> Person:
    return db.session.scalars(
        select(Person).where(Person.organisation_id == trust.id, Person.staff_number == number)
    ).one()


def _live_week(
    trust: Organisation,
    start: dt.datetime,
    end: dt.datetime,
    *,
    settings: Settings,
    render: Render,
    number: int,
    now: dt.datetime,
) -> None:
    """Tick whenever something is due, and let people answer what has come."""
    session = db.session()
    moment = start
    while moment < end:
        with clock.moved_to(moment):
            ticking.tick(now=moment, settings=settings, commit=db.session.commit, render=render)
            coverage.publish_due(now=moment)
            guardrails.write_due(trust, now=moment)
            guardrails.send_due(now=moment, settings=settings, commit=db.session.commit, render=render)
            db.session.commit()
        moment = _next_due(session, trust, moment) or end
    beside_the_units(trust, start, number=number, until=end)
    for answered_at, delivery in sorted(_answers(trust, start, end, now=now), key=lambda pair: (pair[0], pair[1].id)):
        with clock.moved_to(answered_at):
            _answer(trust, delivery, now=answered_at, weeks=number)
    db.session.commit()


def _next_due(session: Session, trust: Organisation, moment: dt.datetime) -> dt.datetime | None:
    """The next half hour in which something is due."""
    due = session.scalars(
        select(Delivery.due_at)
        .where(Delivery.organisation_id == trust.id, Delivery.state == "planned")
        .order_by(Delivery.due_at)
        .limit(1)
    ).first()
    if due is None:
        return None
    steps = max(1, -((moment - due) // _STEP))
    return moment + steps * _STEP


def _answers(
    trust: Organisation, start: dt.datetime, end: dt.datetime, *, now: dt.datetime
) -> Iterator[tuple[dt.datetime, Delivery]]:
    """When each unit of this week is answered, by those who answer it."""
    asked = (
        select(Delivery, Person)
        .join(Person, Person.id == Delivery.person_id)
        .where(
            Delivery.organisation_id == trust.id,
            Delivery.week_on == week_of(start, trust.timezone),
            Delivery.module_version_id.is_not(None),
            Delivery.due_at <= end,
        )
    )
    for delivery, person in db.session.execute(asked):
        after = answers_after(person.staff_number, delivery.week_on, habits_of(person.staff_number))
        if after is None or delivery.due_at is None or _is_left_for_visitor(delivery, person, now=now):
            continue
        answered_at = delivery.due_at + after
        if answered_at < end:
            yield answered_at, delivery


def _is_left_for_visitor(delivery: Delivery, person: Person, *, now: dt.datetime) -> bool:
    """What Sade leaves open: her newest unit, and mails of the last weeks that ask their question themselves."""
    if person.staff_number != SADE or delivery.due_at is None:
        return False
    module = modules.module_of(modules.version(delivery.module_version_id or 0))
    age = now - delivery.due_at
    return age < _NEWEST or (age < _LEFT_FOR_THE_VISITOR and module.opening is not None)


def _answer(trust: Organisation, delivery: Delivery, *, now: dt.datetime, weeks: int) -> None:
    person = db.session.get_one(Person, delivery.person_id)
    version = modules.version(delivery.module_version_id or 0)
    module = modules.module_of(version)
    habits = habits_of(person.staff_number)
    today = now.astimezone(trust.zone).date()
    sitting = modules_actions.begin(person, version, today=today)
    source = "mail" if delivery.channel == "mail" and module.opening is not None else "app"
    for activity in module.activities:
        given = reply(activity, person.staff_number, delivery.week_on, habits, weeks=weeks)
        if given is None:
            continue
        if activity.is_marked:
            modules_actions.record_answer(
                person,
                sitting,
                activity.id,
                given=given.given,
                confidence=given.confidence,
                source=source,
                now=now,
                today=today,
            )
        elif isinstance(activity, PrivateStep):
            modules_actions.keep_words(
                person, sitting, activity.id, given=given.given, source=source, now=now, today=today
            )
        else:
            modules_actions.keep_plan(person, sitting, activity.id, text=given.given["text"], today=today)
