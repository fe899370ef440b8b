"""Preparing, serving, the clock, the demonstration, and one tick by hand."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from urllib.parse import urlsplit

import click
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import upgrade
from waitress import serve as listen

from learning import jobs
from learning.app import create_app
from learning.capability import actions as capability
from learning.commands.door import in_app, main
from learning.demo import actions as demo_actions
from learning.ground import clock, settings
from learning.ground.db import db
from learning.ground.errors import Refused
from learning.modules import actions as modules


@main.command()
@in_app
def init() -> None:
    """Prepare the database, and load the framework and the modules."""
    prepare()
    click.echo("Ready.")


def prepare() -> None:
    """Bring the database to this version and load the content that came with it. Safe to repeat."""
    migrate()
    load_and_tell()


def migrate() -> None:
    """Bring the database to this version."""
    if urlsplit(settings.current().database_url).scheme == "sqlite":
        settings.current().instance.mkdir(parents=True, exist_ok=True)
    upgrade()


def load_and_tell() -> None:
    for line in load():
        click.echo(line)


def load() -> list[str]:
    now = clock.now()
    content = settings.current().content
    framework, is_new = capability.load(content, now=now)
    loaded = modules.load(content / "modules", capability=framework, now=now)
    db.session.commit()
    lines = [f"Framework {framework.framework.version} loaded."] if is_new else []
    if loaded.new:
        lines.append(f"{len(loaded.new)} module versions loaded.")
    lines += [f"Left out: {fault}" for fault in loaded.faults]
    return lines


@main.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--clock/--no-clock", "with_clock", default=True, help="Run the clock inside this process.")
def serve(port: int, host: str, with_clock: bool) -> None:
    """Serve the pages, with the clock inside."""
    given = settings.read(os.environ | {"STEADY_BASE_URL": os.environ.get("STEADY_BASE_URL", f"http://{host}:{port}")})
    if given.demo and not settings.is_loopback(host):
        raise Refused("STEADY_DEMO opens one-tap sign-in, so it is only served on this machine. Use --host 127.0.0.1.")
    app = create_app(given)
    is_known = False
    with app.app_context():
        if given.demo:
            migrate()
            is_known = demo_actions.organisation() is not None
            if not is_known:
                load_and_tell()
        else:
            _check_prepared()
    if given.demo:
        # The second time there is content already: what is new of it may come while pages are served.
        jobs.live_demonstration(
            app, first=load_and_tell if is_known else None, then=lambda: _start_clock(app, with_clock=with_clock)
        )
    else:
        _start_clock(app, with_clock=with_clock)
    click.echo(f"Steady is at http://{host}:{port}{'/demo' if given.demo else ''}")
    listen(app, host=host, port=port, threads=8, ident=None, _quiet=True)


def _start_clock(app: Flask, *, with_clock: bool) -> None:
    if with_clock:
        jobs.clock_of(app, blocking=False).start()


def _check_prepared() -> None:
    """Raises Refused where the database is not the one this version needs."""
    script = ScriptDirectory(str(Path(__file__).parents[1] / "migrations"))
    with db.engine.connect() as connection:
        have = MigrationContext.configure(connection).get_current_revision()
    if have != script.get_current_head():
        raise Refused("The database is not prepared for this version. Prepare it with: steady init")


@main.command("clock")
def run_clock() -> None:
    """Run the clock alone, beside web servers that were started with --no-clock."""
    app = create_app()
    with app.app_context():
        _check_prepared()
    jobs.clock_of(app, blocking=True).start()


@main.command()
@click.option("--weeks", default=12, show_default=True, type=click.IntRange(1, 52))
@in_app
def demo(weeks: int) -> None:
    """Make the demonstration organisation, and let it live some weeks. A second time changes nothing."""
    prepare()
    if demo_actions.lived(weeks=weeks).is_done:
        click.echo("The demonstration is there already.")
        return
    with click.progressbar(length=weeks, label="Example Valley Trust lives its weeks") as bar:
        demo_actions.live(
            weeks=weeks,
            now=clock.now(),
            settings=settings.current(),
            render=jobs.render,
            after_week=lambda: bar.update(1),
        )


@main.command()
@click.option("--at", "moment", help="Pretend that it is this moment (ISO, with a zone).")
@in_app
def tick(moment: str | None) -> None:
    """Plan and deliver what is due, once."""
    now = _moment(moment) if moment else clock.now()
    with clock.moved_to(now):
        counts = jobs.tick(now=now)
    click.echo(
        ", ".join(f"{count} {word.replace('_', ' ')}" for word, count in counts.items() if count) or "Nothing due."
    )


def _moment(text: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise Refused(f"“{text}” is not a moment. Write it like 2026-11-23T09:30+00:00.") from None
    if moment.tzinfo is None:
        raise Refused("The moment needs a zone. Write it like 2026-11-23T09:30+00:00.")
    return moment
