"""Organisations, teams and staff from files."""

from __future__ import annotations

from pathlib import Path

import click

from learning.capability import actions as capability
from learning.commands.door import in_app, main
from learning.ground import clock, settings
from learning.ground.db import db
from learning.ground.errors import Refused
from learning.ground.text import plural
from learning.people import actions as people
from learning.people import queries as people_queries
from learning.people.rules import staff_file, summary
from learning.people.rules.decoding import MAX_BYTES
from learning.people.rules.team_file import read_teams
from learning.people.shelf import role_families


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
    people.add_organisation(
        code=code, name=name, nation=nation, timezone=settings.current().timezone, by="command", now=clock.now()
    )
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
