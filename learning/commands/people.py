"""One person: add, give a duty, export, erase."""

from __future__ import annotations

import json

import click

from learning.accounts import actions as accounts
from learning.capability import actions as capability
from learning.commands.door import in_app, looking, main
from learning.ground import clock, settings
from learning.ground.db import db
from learning.ground.errors import Refused
from learning.people import actions as people
from learning.people import queries as people_queries
from learning.people.models import DUTIES, Organisation, Person
from learning.privacy import actions as privacy_actions
from learning.privacy import queries as privacy
from learning.privacy.shelf import forget_mails


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
@click.option("--duty", "duties", multiple=True, help="champion, lead, administrator, editor or staff-side.")
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


@person.command("duty")
@click.argument("who")
@click.argument("duty", type=click.Choice(DUTIES))
@click.option("--end", is_flag=True, help="End the duty today instead of giving it.")
@in_app
def give_duty(who: str, duty: str, end: bool) -> None:
    """Give somebody a duty, or end it. WHO is an e-mail address, or CODE:STAFFNUMBER."""
    found = _one(who)
    today = clock.today(db.session.get_one(Organisation, found.organisation_id).timezone)
    change = people.end_duty if end else people.give_duty
    change(found, duty, by="command", now=clock.now(), today=today)
    capability.refresh_required(found.organisation_id, today=today)
    db.session.commit()
    click.echo(f"{found.full_name} {'is no longer' if end else 'is now'} {duty}.")


@person.command("export")
@click.argument("who")
@looking
def export_person(who: str) -> None:
    """Everything that is held about one person, as JSON. WHO is an e-mail address, or CODE:STAFFNUMBER."""
    click.echo(json.dumps(privacy.export_of(_one(who)), indent=2, ensure_ascii=False))


@person.command("erase")
@click.argument("who")
@click.confirmation_option(prompt="This cannot be taken back. Erase everything about this person?")
@in_app
def erase_person(who: str) -> None:
    """Remove one person and all that is held, evidence included. WHO is an e-mail address, or CODE:STAFFNUMBER."""
    found = _one(who)
    address = found.mail_address
    privacy_actions.erase(found, by="command", now=clock.now())
    db.session.commit()
    if address is not None:
        forget_mails(settings.current().outbox, address)
    click.echo("Erased.")


def _one(who: str) -> Person:
    """The one person with that address, or with that staff number in that organisation."""
    if "@" in who:
        found = people_queries.people_with_email(who)
    else:
        code, _, number = who.partition(":")
        found = people_queries.people_with_number(people_queries.organisation_by_code(code).id, number)
    if len(found) != 1:
        raise Refused(
            f"There is {'nobody' if not found else 'more than one person'} with {who}. "
            "Give the organisation's code and the staff number, like R0Z:90000001."
        )
    return found[0]
