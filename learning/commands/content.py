"""Content, the audit log and the published figures."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from learning.commands.door import in_app, looking, main
from learning.commands.running import load
from learning.coverage import actions as coverage
from learning.ground import audit, clock
from learning.ground.errors import Refused
from learning.people import queries as people_queries


@main.group()
def content() -> None:
    """Framework, role families and modules."""


@content.command("load")
@in_app
def load_content() -> None:
    """Load what is new in the content folder."""
    for line in load() or ["Nothing new."]:
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
