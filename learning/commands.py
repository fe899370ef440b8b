"""The `steady` command: every door that is not a page. Long work shows progress; an error is one sentence."""

from __future__ import annotations

import datetime as dt
import functools
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

import click
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy.exc import NoResultFound, OperationalError

from waitress import serve as listen

from learning import jobs
from learning.accounts import actions as accounts
from learning.app import create_app
from learning.capability import actions as capability
from learning.coverage import actions as coverage
from learning.demo import actions as demo_actions
from learning.drip import queries as drip_queries
from learning.drip.actions import ticking
from learning.ground import audit, clock, settings
from learning.ground.db import db, writing
from learning.ground.errors import Refused
from learning.ground.text import plural
from learning.modules import actions as modules
from learning.people import actions as people
from learning.people import queries as people_queries
from learning.people.rules import staff_file, summary
from learning.people.rules.decoding import MAX_BYTES
from learning.people.rules.team_file import read_teams
from learning.people.shelf import role_families
from learning.people.models import Person
from learning.privacy import actions as privacy_actions
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
    """Run the command inside the application, with its database, as one who writes."""

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        with create_app().app_context(), writing():
            return command(*args, **kwargs)

    return cast("F", run)


def looking(command: F) -> F:
    """The same for a command that only looks: nobody waits for it."""

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
    given = settings.read(os.environ | {"STEADY_BASE_URL": os.environ.get("STEADY_BASE_URL", f"http://{host}:{port}")})
    if given.demo and not settings.is_loopback(host):
        raise Refused("STEADY_DEMO opens one-tap sign-in, so it is only served on this machine. Use --host 127.0.0.1.")
    app = create_app(given)
    with app.app_context():
        if given.demo:
            prepare()
        else:
            _check_prepared()
    if given.demo:
        jobs.live_demonstration(app, then=lambda: _start_clock(app, with_clock=with_clock))
    else:
        _start_clock(app, with_clock=with_clock)
    click.echo(f"Steady is at http://{host}:{port}{'/demo' if given.demo else ''}")
    listen(app, host=host, port=port, threads=8, ident=None, _quiet=True)


def _start_clock(app: Flask, *, with_clock: bool) -> None:
    if with_clock:
        jobs.clock_of(app, blocking=False).start()


def _check_prepared() -> None:
    """Raises Refused where the database is not the one this version needs."""
    script = ScriptDirectory(str(Path(__file__).parent / "migrations"))
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


@main.group()
def drip() -> None:
    """This week's units: what would be sent, and what was."""


@drip.command()
@click.option("--on", "day", required=True, type=click.DateTime(["%Y-%m-%d"]), help="A day of the week to look at.")
@click.option("--person", "email", help="One person, by e-mail address.")
@click.option("--organisation", "code", help="One organisation, by code.")
@looking
def preview(day: dt.datetime, email: str | None, code: str | None) -> None:
    """What each person would get in that week, and who gets nothing and why. Nothing is saved."""
    for line in ticking.preview(day.date(), email=email, code=code, now=clock.now()):
        click.echo(line.sentence)


@drip.command()
@looking
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
def teams() -> None:
    """The tree of teams."""


@teams.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--organisation", "code", required=True, help="The code of the organisation.")
@in_app
def import_teams(file: Path, code: str) -> None:
    """Add and change teams from a CSV file with the columns code, name, parent, site."""
    organisation = people_queries.organisation_by_code(code)
    known = [team.code for team in people_queries.teams_of(organisation.id)]
    done = people.import_teams(
        organisation.id, read_teams(_content_of(file), known=known), by="command", now=clock.now()
    )
    db.session.commit()
    click.echo(f"{plural(done.added, 'team')} added, {done.changed} changed, {done.unchanged} as before.")


@main.group()
def staff() -> None:
    """Staff, from the file of your staff system."""


@staff.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--organisation", "code", required=True, help="The code of the organisation.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--allow-leavers", is_flag=True, help="Apply although more than 10% would leave.")
@in_app
def import_staff(file: Path, code: str, dry_run: bool, allow_leavers: bool) -> None:
    """Bring in a staff file: all of it or nothing, and a reason for every line that is not plain."""
    organisation = people_queries.organisation_by_code(code)
    organisation_id, today = organisation.id, clock.today(organisation.timezone)
    read = staff_file.read(_content_of(file), mapping=people_queries.import_mapping(organisation_id))
    families = role_families(settings.current().content)
    if dry_run:
        plan = people.import_staff.plan(organisation_id, read, families=families, today=today)
        click.echo("\n".join(summary.report(plan, is_applied=False)))
        return
    db.session.rollback()  # the import begins with its lock, so that it reads nothing older than another import
    with click.progressbar(length=1000, label="Importing staff") as bar:
        try:
            plan, _ = people.import_staff.apply(
                organisation_id,
                read,
                families=families,
                today=today,
                now=clock.now(),
                allow_leavers=allow_leavers,
                progress=lambda done, total: bar.update(1000 * done // max(total, 1) - bar.pos),
            )
        except people.TooManyLeave as stop:
            raise Refused(f"{stop} If these people have left, import it with --allow-leavers.") from None
        capability.refresh_required(organisation_id, today=today)
        db.session.commit()
    click.echo("\n".join(summary.report(plan, is_applied=True)))


def _content_of(file: Path) -> bytes:
    """A file that somebody named, if it can be read and is not larger than any we take."""
    try:
        with file.open("rb") as lines:
            return lines.read(MAX_BYTES + 1)
    except OSError as error:
        raise Refused(f"The file {file} cannot be read ({error.strerror}). Check its name.") from None


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
@looking
def verify() -> None:
    """Check that no line of the audit log was changed or removed."""
    broken = audit.first_broken()
    if broken is not None:
        raise Refused(f"The audit log does not hold from line {broken} on. Keep a copy of the database and ask why.")
    click.echo("The audit log holds.")


@main.group()
def person() -> None:
    """One person: add, export, erase."""


@person.command("add")
@click.argument("staff_number")
@click.option("--organisation", "code", required=True, help="The code of the organisation.")
@click.option("--first-name", required=True)
@click.option("--last-name", required=True)
@click.option("--email", default="")
@click.option("--role", "role_family", help="A role family, for example medical-secretary.")
@click.option("--team", "team_code", help="The code of a team. With it the person has a post, and gets units.")
@click.option("--duty", "duties", multiple=True, help="champion, lead, administrator or editor.")
@in_app
def add_person(
    staff_number: str,
    code: str,
    first_name: str,
    last_name: str,
    email: str,
    role_family: str | None,
    team_code: str | None,
    duties: tuple[str, ...],
) -> None:
    """Add somebody by hand, such as the first administrator, and print a personal code to sign in with."""
    organisation = people_queries.organisation_by_code(code)
    now, today = clock.now(), clock.today(organisation.timezone)
    teams_by_code = {team.code: team for team in people_queries.teams_of(organisation.id)}
    if team_code is not None and team_code not in teams_by_code:
        raise Refused(f"There is no team with the code {team_code}. Import the teams first.")
    added = people.add_person(
        organisation,
        staff_number=staff_number,
        first_name=first_name,
        last_name=last_name,
        email=email,
        team=teams_by_code[team_code] if team_code else None,
        role_family=role_family,
        by="command",
        now=now,
        today=today,
    )
    for duty in duties:
        people.give_duty(added, duty, by="command", now=now, today=today)
    secret = accounts.issue_code(added, by="command", now=now)
    capability.refresh_required(organisation.id, today=today)
    db.session.commit()
    click.echo(f"{added.full_name} is added. Staff number {added.staff_number}, personal code {secret}")


@person.command("export")
@click.argument("email")
@looking
def export_person(email: str) -> None:
    """Everything that is held about one person, as JSON."""
    click.echo(json.dumps(privacy.export_of(_one(email)), indent=2, ensure_ascii=False))


@person.command("erase")
@click.argument("email")
@click.confirmation_option(prompt="This cannot be taken back. Erase everything about this person?")
@in_app
def erase_person(email: str) -> None:
    """Remove one person and all that is held about them, evidence included."""
    privacy_actions.erase(_one(email), by="command", now=clock.now())
    db.session.commit()
    click.echo("Erased.")


def _one(email: str) -> Person:
    found = people_queries.people_with_email(email)
    if len(found) != 1:
        raise Refused(f"There {'is nobody' if not found else 'is more than one person'} with the address {email}.")
    return found[0]


@main.group("coverage")
def coverage_group() -> None:
    """What the organisation holds, as published."""


@coverage_group.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--format", "kind", default="csv", show_default=True, type=click.Choice(["csv"]))
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The published week of this day.")
@click.option("--organisation", "code", required=True, help="The code of the organisation.")
@looking
def export_coverage(file: Path, kind: str, day: dt.datetime | None, code: str) -> None:
    """Write the published figures into a file: the same as on the page."""
    organisation = people_queries.organisation_by_code(code)
    on = day.date() if day else clock.today(organisation.timezone)
    coverage.export(organisation, on=on, path=file, format=kind)
    click.echo(f"Written to {file}.")
