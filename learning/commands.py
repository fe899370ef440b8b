"""The `steady` command: every door that is not a page. Long work shows progress; an error is one sentence."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

import click
from flask.cli import FlaskGroup
from flask_migrate import upgrade
from sqlalchemy.exc import NoResultFound, OperationalError

from learning import jobs
from learning.app import create_app
from learning.capability import actions as capability
from learning.coverage import actions as coverage
from learning.coverage import queries as coverage_queries
from learning.demo import actions as demo_actions
from learning.drip import queries as drip_queries
from learning.drip.actions import ticking
from learning.ground import audit, clock, settings
from learning.ground.db import db
from learning.ground.errors import Refused
from learning.modules import actions as modules
from learning.people import actions as people
from learning.people import queries as people_queries
from learning.privacy import queries as privacy

F = TypeVar("F", bound=Callable[..., Any])


class OneSentence(click.Group):
    """A group whose commands end with one sentence and exit code 1 when they cannot do what was asked."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Refused as refusal:
            raise click.ClickException(str(refusal)) from None
        except NoResultFound:
            raise click.ClickException("There is nothing by that name. Check the spelling.") from None
        except OperationalError as error:
            raise click.ClickException(_about(error)) from None
        except UnicodeDecodeError:
            raise click.ClickException("This file is not text. Save it as CSV and try again.") from None


def _about(error: OperationalError) -> str:
    said = str(error.orig)
    if "no such table" in said or "does not exist" in said:
        return "The database is empty. Prepare it with: steady init"
    return f"The database cannot be used just now ({said.splitlines()[0]}). Nothing was changed."


def in_app(command: F) -> F:
    """Run the command inside the application, with its database."""

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        with create_app().app_context():
            return command(*args, **kwargs)

    return cast("F", run)


@click.group(cls=OneSentence, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="steady", prog_name="steady")
def main() -> None:
    """Steady: one short unit a week, and what your organisation holds today."""


@main.command()
@in_app
def init() -> None:
    """Prepare the database, and load the framework and the modules."""
    prepare()
    click.echo("Ready.")


def prepare() -> None:
    """Bring the database to this version and load the content that came with it. Safe to repeat."""
    if urlsplit(settings.current().database_url).scheme == "sqlite":
        settings.current().instance.mkdir(parents=True, exist_ok=True)
    upgrade()
    for line in _load():
        click.echo(line)


def _load() -> list[str]:
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
    from waitress import serve as listen

    given = settings.read()
    if given.demo and not settings.is_loopback(host):
        raise Refused("STEADY_DEMO opens one-tap sign-in, so it is only served on this machine. Use --host 127.0.0.1.")
    app = create_app(given)
    if with_clock:
        jobs.clock_of(app, blocking=False).start()
    click.echo(f"Steady is at http://{host}:{port}")
    listen(app, host=host, port=port, threads=8, ident=None, _quiet=True)


@main.command("clock")
def run_clock() -> None:
    """Run the clock alone, beside web servers that were started with --no-clock."""
    jobs.clock_of(create_app(), blocking=True).start()


@main.command()
@click.option("--weeks", default=12, show_default=True, type=click.IntRange(1, 52))
@in_app
def demo(weeks: int) -> None:
    """Make the demonstration organisation, and let it live some weeks. A second time changes nothing."""
    prepare()
    if demo_actions.exists():
        return
    with click.progressbar(length=weeks, label="Example Valley Trust lives its weeks") as bar:
        demo_actions.live(weeks=weeks, now=clock.now(), settings=settings.current(), after_week=lambda: bar.update(1))


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


@main.group()
def drip() -> None:
    """This week's units: what would be sent, and what was."""


@drip.command()
@click.option("--on", "day", required=True, type=click.DateTime(["%Y-%m-%d"]), help="A day of the week to look at.")
@click.option("--person", "email", help="One person, by e-mail address.")
@click.option("--organisation", "code", help="One organisation, by code.")
@in_app
def preview(day: dt.datetime, email: str | None, code: str | None) -> None:
    """What each person would get in that week, and who gets nothing and why. Nothing is saved."""
    for line in ticking.preview(day.date(), email=email, code=code, now=clock.now()):
        click.echo(line.sentence)


@drip.command()
@in_app
def status() -> None:
    """This week's counts, by organisation."""
    for organisation in people_queries.organisations():
        week = drip_queries.week_counts(organisation.id, today=clock.today(organisation.timezone))
        click.echo(f"{organisation.name}: {week.sentence}")


@main.group()
def organisation() -> None:
    """Organisations that share this installation."""


@organisation.command("add")
@click.argument("code")
@click.option("--name", required=True)
@click.option("--nation", required=True, help="england, scotland, wales or northern-ireland")
@in_app
def add_organisation(code: str, name: str, nation: str) -> None:
    """Add an organisation, for example: steady organisation add R0Z --name "Example Trust" --nation england"""
    people.add_organisation(code=code, name=name, nation=nation, by="command", now=clock.now())
    db.session.commit()
    click.echo(f"{name} is added.")


@main.group()
def content() -> None:
    """Framework, role families and modules."""


@content.command("load")
@in_app
def load_content() -> None:
    """Load what is new in the content folder."""
    for line in _load() or ["Nothing new."]:
        click.echo(line)


@main.group("audit")
def audit_group() -> None:
    """The audit log."""


@audit_group.command()
@in_app
def verify() -> None:
    """Check that no line of the audit log was changed or removed."""
    broken = audit.first_broken()
    if broken is not None:
        raise Refused(f"The audit log does not hold from line {broken} on. Keep a copy of the database and ask why.")
    click.echo("The audit log holds.")


_ = (FlaskGroup, coverage, coverage_queries, Path, privacy)
