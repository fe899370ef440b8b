"""One tick: plan what is not planned, send what is due, write down what was done; and the lease that says who leads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import CursorResult, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from learning.capability import actions as capability
from learning.drip.actions.deliver import Sender, settle
from learning.drip.actions.plan import hear_news, plan, planned
from learning.drip.models import ClockLease, Tick
from learning.drip.rules import operators_word
from learning.ground.db import db
from learning.ground.errors import Refused
from learning.ground.settings import Settings
from learning.ground.text import nhs_day, nhs_time
from learning.modules import actions as modules
from learning.people import actions as people_actions
from learning.people import queries as people
from learning.people.models import Organisation

KEEP_TICKS = dt.timedelta(days=14)
QUIET_TICK_EVERY = dt.timedelta(minutes=5)  # a tick with nothing to do is noted this often, so that we see it lives


def tick(
    *, now: dt.datetime, settings: Settings, commit: Callable[[], None], render: Callable[..., str]
) -> dict[str, int]:
    """Everything that is due at this moment. Safe to repeat, and safe beside another one."""
    planned_rows = 0
    for organisation in people.organisations():
        today = now.astimezone(organisation.zone).date()
        if _first_today(organisation, today, now=now):
            people_actions.close_ended(organisation.id, today=today, now=now)
            capability.refresh_required(organisation.id, today=today)
        if modules.tell_changes(organisation, now=now, today=today):
            hear_news(organisation, now=now)
        planned_rows += plan(organisation, now=now, base_url=settings.base_url, commit=commit)
        commit()
    settled = settle(now=now)
    commit()
    sent = Sender(settings, now, commit, render).run()
    counts = {"planned": planned_rows} | {word: count + sent.counts()[word] for word, count in settled.counts().items()}
    _note(counts, now=now)
    commit()
    return counts


def _first_today(organisation: Organisation, today: dt.date, *, now: dt.datetime) -> bool:
    """Whether nobody has worked out the requirements of this day yet: roles, dates and duties change overnight."""
    job, day = f"required:{organisation.id}", today.isoformat()
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    made = insert(ClockLease).values(job=job, holder="", until=now).on_conflict_do_nothing()
    db.session.execute(made)
    taken: CursorResult[tuple[()]] = db.session.execute(  # type: ignore[assignment]  # an UPDATE gives a cursor result
        update(ClockLease)
        .where(ClockLease.job == job, ClockLease.holder != day)
        .values(holder=day, until=now)
        .execution_options(synchronize_session=False)
    )
    return taken.rowcount == 1


def _note(counts: dict[str, int], *, now: dt.datetime) -> None:
    last = db.session.scalars(select(Tick.began_at).order_by(Tick.id.desc()).limit(1)).first()
    if any(counts.values()) or last is None or now - last >= QUIET_TICK_EVERY:
        db.session.add(Tick(began_at=now, ended_at=now, counts=dict(counts)))
        db.session.execute(delete(Tick).where(Tick.began_at < now - KEEP_TICKS))


def take_lead(job: str, *, holder: str, now: dt.datetime, lasts: dt.timedelta) -> bool:
    """Whether this clock leads for a while: it held the lease already, or the one before let it run out."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    db.session.execute(insert(ClockLease).values(job=job, holder=holder, until=now + lasts).on_conflict_do_nothing())
    taken: CursorResult[tuple[()]] = db.session.execute(  # type: ignore[assignment]  # an UPDATE gives a cursor result
        update(ClockLease)
        .where(ClockLease.job == job, or_(ClockLease.holder == holder, ClockLease.until < now))
        .values(holder=holder, until=now + lasts)
        .execution_options(synchronize_session=False)
    )
    return taken.rowcount == 1


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """What one person would get in a week, or why nothing: the kind and the moment. Not which unit and not why, for
    both can say what somebody lacks."""

    name: str
    team: str
    kind: str  # lesson, check, example, heads-up; else in a word why there is none
    when: str | None  # None: nothing

    @property
    def gets_nothing(self) -> bool:
        return self.when is None

    @property
    def sentence(self) -> str:
        who = f"{self.name}, {self.team}"
        return f"{who}: nothing ({self.kind})" if self.when is None else f"{who}: {self.kind}, {self.when}"


def preview(
    day: dt.date, *, now: dt.datetime, email: str | None = None, code: str | None = None
) -> Iterator[PreviewLine]:
    """What everybody would get in the week of that day, if it began now. Nothing is saved."""
    person_id = None
    organisations = [people.organisation_by_code(code)] if code else list(people.organisations())
    if email:
        found = people.people_with_email(email)
        if len(found) != 1:
            raise Refused(f"There {'is nobody' if not found else 'is more than one person'} with the address {email}.")
        person_id = found[0].id
        organisations = [one for one in organisations if one.id == found[0].organisation_id]
    for organisation in organisations:
        yield from preview_of(organisation, day, now=now, person_id=person_id)


def preview_of(
    organisation: Organisation, day: dt.date, *, now: dt.datetime, person_id: int | None = None
) -> Iterator[PreviewLine]:
    """The same for one organisation, by surname."""
    zone = organisation.zone
    monday = dt.datetime.combine(day - dt.timedelta(days=day.weekday()), dt.time(0, 1), tzinfo=zone).astimezone(dt.UTC)
    teams = {team.id: team.name for team in people.teams_of(organisation.id)}
    lines = []
    for one in planned(organisation, now=max(now, monday), base_url="http://preview", person_id=person_id, anew=True):
        row, person = one.row, one.learner.person
        when = None
        if row["module_version_id"] is not None:
            local = row["due_at"].astimezone(zone)
            when = f"{nhs_day(local.date())} at {nhs_time(local.time())}"
        team = teams[one.learner.post.team_id]
        line = PreviewLine(person.full_name, team, operators_word(row["kind"], row["reason"]), when)
        lines.append(((person.last_name, person.first_name, person.id), line))
    yield from (line for _, line in sorted(lines, key=lambda pair: pair[0]))
