"""The clock: a handful of idempotent ticks. It decides nothing; a unique row and a lease do."""

from __future__ import annotations

import datetime as dt
import os
import secrets
import socket
import threading
from collections.abc import Callable

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.interval import IntervalTrigger
from flask import Flask, current_app
from sqlalchemy.exc import OperationalError

from learning.accounts import actions as accounts
from learning.accounts import shelf as uploads
from learning.coverage import actions as coverage
from learning.demo import actions as demo
from learning.drip.actions import ticking
from learning.ground import clock, settings
from learning.ground.db import db, is_unavailable, writing
from learning.guardrails import actions as guardrails
from learning.people import queries as people

log = structlog.get_logger("steady.clock")
EVERY = dt.timedelta(seconds=30)
HOLDER = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"


def render(template: str, **shown: object) -> str:
    """A template without a visitor: no request, no session, only what is given."""
    return current_app.jinja_env.get_template(template).render(**shown)


def tick(*, now: dt.datetime) -> dict[str, int]:
    """Plan and deliver what is due at that moment, once, write letters, and publish. Commits as it goes."""
    with writing():
        return _tick(now=now)


def _tick(*, now: dt.datetime) -> dict[str, int]:
    counts = ticking.tick(now=now, settings=settings.current(), commit=db.session.commit, render=render)
    counts["published"] = coverage.publish_due(now=now)
    counts["letters"] = _letters(now=now)
    guardrails.forget_askers(today=now.date())
    accounts.clear_links(now=now)
    uploads.clear_old(settings.current().instance / "uploads", now=now)
    db.session.commit()
    return counts


def _letters(*, now: dt.datetime) -> int:
    """Letters about permission: owners hear what they have to look at, and everybody who asked hears the answer."""
    for organisation in people.organisations():
        guardrails.write_due(organisation, now=now)
        db.session.commit()
    return guardrails.send_due(now=now, settings=settings.current(), commit=db.session.commit, render=render)


def beat(app: Flask) -> None:
    """One beat of the clock: only the clock that leads does the work."""
    with app.app_context():
        try:
            now = clock.now()
            with writing():
                leads = ticking.take_lead("tick", holder=HOLDER, now=now, lasts=EVERY * 3)
                db.session.commit()
            if leads:
                counts = tick(now=now)
                if any(counts.values()):
                    log.info("tick", **counts)
        except OperationalError as error:
            db.session.rollback()
            if not is_unavailable(error):
                raise
            log.warning("the database is busy or away; the next tick tries again")


def clock_of(app: Flask, *, blocking: bool) -> BaseScheduler:
    """A scheduler with memory store, UTC, one run at a time, and no limit on how late a tick may come."""
    kind = BlockingScheduler if blocking else BackgroundScheduler
    scheduler: BaseScheduler = kind(
        timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    scheduler.add_job(
        beat, IntervalTrigger(seconds=int(EVERY.total_seconds())), args=[app], next_run_time=dt.datetime.now(dt.UTC)
    )
    return scheduler


def live_demonstration(app: Flask, *, first: Callable[[], None] | None, then: Callable[[], None]) -> None:
    """Let the demonstration live its weeks while the pages are served already; the clock starts when it has."""

    def run() -> None:
        with app.app_context():
            if first is not None:
                with writing():
                    first()
            if not demo.lived().is_done:
                with writing():
                    demo.live(weeks=demo.lived().of, now=clock.now(), settings=settings.current(), render=render)
        then()

    threading.Thread(target=run, name="demonstration", daemon=True).start()
