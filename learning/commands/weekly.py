"""This week's units from the command line."""

from __future__ import annotations

import datetime as dt

import click

from learning.commands.door import looking, main
from learning.drip import queries as drip_queries
from learning.drip.actions import ticking
from learning.ground import clock
from learning.people import queries as people_queries


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
