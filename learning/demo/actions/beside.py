"""What the invented people do beside their weekly unit: starting checks, notes, a huddle, decisions about tools.

All through the actions that pages use. Each happens in one week, in the hour that is given here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from sqlalchemy import select

from learning.demo.actions.needs import SAID_AND_ANSWERED
from learning.demo.actions.register import LATER_DECISIONS
from learning.demo.rules import DEV, INES, PRIYA, SADE, does_starting_check, habits_of, reply
from learning.drip import queries as drip
from learning.ground import clock
from learning.ground.db import db
from learning.modules import actions as modules_actions
from learning.modules import queries as modules
from learning.modules.rules import hands
from learning.people import queries as people
from learning.people.models import Organisation, Person

_NOTE = "The letters I type come from dictation. The unit speaks of notes that somebody else wrote."
_REPLY = "We added a letter that was dictated, with the recording as its source."
_HELD = "We want to agree first how a voice tool is switched off in a room where colleagues talk."
_CASE = "A patient asked for the letter in large print, and the draft dropped it."


def beside_the_units(trust: Organisation, start: dt.datetime, *, number: int, until: dt.datetime) -> None:
    """Everything of this week, each at its moment; week 0 is the first. What was done already changes nothing."""
    for week, hours, act in _DIARY:
        at = start + dt.timedelta(hours=hours)
        if week == number and at < until:
            with clock.moved_to(at):
                act(trust, at)
    db.session.flush()


def _starting_checks(trust: Organisation, at: dt.datetime) -> None:
    """Some take up the offer in their first week."""
    everybody = select(Person).where(Person.organisation_id == trust.id, Person.status == "active").order_by(Person.id)
    for person in db.session.scalars(everybody).all():
        if does_starting_check(person.staff_number):
            _starting_check(person, at, today=at.astimezone(trust.zone).date())


def _starting_check(person: Person, at: dt.datetime, *, today: dt.date) -> None:
    if modules.starting_check(person.id) is not None or not modules.items_for(person, today=today):
        return
    row = modules_actions.begin_starting_check(person, today=today)
    habits = habits_of(person.staff_number)
    for place, item in enumerate(row.items):
        activity = modules.module_of(modules.version(item["version"])).activity(item["activity"])
        given = reply(activity, person.staff_number, today, habits, weeks=0) if activity else None
        if given is None:
            modules_actions.pass_over(row, place, today=today)
            continue
        modules_actions.answer_starting_item(
            person, row, place, given=given.given, confidence=given.confidence, now=at, today=today
        )


def _note(trust: Organisation, at: dt.datetime) -> None:
    today = at.astimezone(trust.zone).date()
    sade = _person(trust, SADE)
    for slug, kind, text in (
        ("j2-what-the-draft-left-out", "misfit", _NOTE),
        ("a2-read-it-as-the-person-who-gets-it", "case", _CASE),
    ):
        version = modules.newest_version(slug, organisation_id=trust.id)
        modules_actions.write_note(sade, version, kind=kind, text=text, today=today)


def _reply(trust: Organisation, at: dt.datetime) -> None:
    note = next((note for note in modules.open_notes(trust.id) if note.text == _NOTE), None)
    if note is not None:
        today = at.astimezone(trust.zone).date()
        modules_actions.reply_to_note(note, reply=_REPLY, has_changed=True, by=_person(trust, PRIYA), today=today)


def _huddle(trust: Organisation, at: dt.datetime) -> None:
    today = at.astimezone(trust.zone).date()
    dev = _person(trust, DEV)
    post = people.main_post(dev.id, today)
    unit = modules.huddle_unit("u1-check-which-task-this-morning", organisation_id=trust.id, today=today)
    team = next(team for team in people.teams_of(trust.id) if post is not None and team.id == post.team_id)
    raised = {own_id: str(count) for (own_id, _), count in zip(hands(unit.activity), (6, 2, 1, 0), strict=False)}
    modules_actions.note_huddle(unit, team, on=today, people=9, raised=raised, by=dev, now=at, today=today)


def _hold(trust: Organisation, at: dt.datetime) -> None:
    modules_actions.hold(trust.id, "core/v1-set-up-pause-review", why=_HELD, by=_person(trust, INES), now=at)


def _practice(trust: Organisation, at: dt.datetime) -> None:
    """Sade judges one more draft, as her trust dial offers it."""
    today = at.astimezone(trust.zone).date()
    sade = _person(trust, SADE)
    version = drip.next_draft(sade, today=today)
    if version is None or today in modules.finished_on(sade.id).values():
        return
    sitting = modules_actions.begin(sade, version, today=today, again=True)
    for activity in modules.module_of(version).marked_activities:
        given = reply(activity, SADE, today, habits_of(SADE), weeks=0)
        if given is not None:
            modules_actions.record_answer(
                sade,
                sitting,
                activity.id,
                given=given.given,
                confidence=given.confidence,
                source="app",
                now=at,
                today=today,
            )


def _person(trust: Organisation, number: str) -> Person:
    return db.session.scalars(
        select(Person).where(Person.organisation_id == trust.id, Person.staff_number == number)
    ).one()


_DIARY: tuple[tuple[int, int, Callable[[Organisation, dt.datetime], None]], ...] = (
    (0, 30, _starting_checks),
    (8, 58, _note),
    (10, 35, _reply),
    (6, 80, _huddle),
    (9, 54, _hold),
    *((week, 36, _practice) for week in range(2, 11)),
    *LATER_DECISIONS,
    *SAID_AND_ANSWERED,
)
