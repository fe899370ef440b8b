"""The team card: which team, which tools it has, and who is to be asked. Never who has a tool of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import or_, select

from learning.capability import queries as capability
from learning.ground.db import db
from learning.guardrails.models import GuardrailRegister
from learning.guardrails.queries.owners import Owner, Owners
from learning.guardrails.queries.register import register, teams_above, vocabulary
from learning.guardrails.queries.rules import settings_row
from learning.guardrails.rules import Asker
from learning.guardrails.rules.card import Card, card
from learning.people import queries as people
from learning.people.models import Membership, Person, Team

OPENS_ANY_TEAM = frozenset({"lead", "administrator"})


@dataclass(frozen=True, slots=True)
class Slip:
    """Whom to tell after a slip and how fast, as the organisation wrote it, else who decides here."""

    tell: str  # one line of Markdown; "" where it is not filled in
    within: str  # "within 1 hour"
    out_of_hours: str  # one line of Markdown
    decides: Owner | None


@dataclass(frozen=True, slots=True)
class TeamCard:
    """All that is printed on one card."""

    team: Team
    card: Card
    owners: Owners
    decides: Owner | None
    slip: Slip


def teams_i_may_open(person: Person, duties: Collection[str], *, today: dt.date) -> list[Team]:
    """The teams of my posts, the main one first, and those I manage; for leads and administrators then all others."""
    posts = people.memberships_on(person.id, today)
    found = {post.team_id: db.session.get_one(Team, post.team_id) for post in posts}
    others = list(people.teams_led_by(person.id, today))
    others += people.teams_of(person.organisation_id) if OPENS_ANY_TEAM & set(duties) else []
    found |= {team.id: team for team in others if team.id not in found}
    return list(found.values())


def team_card(team: Team, *, today: dt.date) -> TeamCard:
    """What this team may use today: the tools of everybody, of the team, of those above it and of its roles."""
    known, families = register(team.organisation_id), _families_of(team, today)
    above = teams_above([team.id])
    tools = known.tools_of(Asker(0, above, families))
    everybodys = known.tools_of(Asker(0, above))
    only_for = {
        tool: tuple(
            sorted(family for family in families if tool in known.tools_of(Asker(0, above, frozenset({family}))))
        )
        for tool in tools - everybodys
    }
    made = card(known, tools, vocabulary(), today, only_for={tool: _plurals(only_for[tool]) for tool in only_for})
    asked = [cell.owner_id for one in made.tools for line in one.lines for cell in line.cells]
    owners = Owners(team.organisation_id, [*asked, *(tool.owner_id for tool in known.tools)], today=today)
    slip = slip_of(team.organisation_id, today=today)
    return TeamCard(team, made, owners, owners.of(known.owner_id), slip)


def _families_of(team: Team, today: dt.date) -> frozenset[str]:
    """The role families of those who are in the team today."""
    asked = (
        select(Membership.role_family)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.team_id == team.id,
            Membership.starts_on <= today,
            or_(Membership.ends_on.is_(None), Membership.ends_on >= today),
            Person.status != "left",
        )
        .distinct()
    )
    return frozenset(family for family in db.session.scalars(asked) if family)


def _plurals(families: Collection[str]) -> tuple[str, ...]:
    roles = capability.capability().roles
    return tuple(known.plural if (known := roles.family(family)) else family for family in families)


def slip_of(organisation_id: int, *, today: dt.date) -> Slip:
    """Whom to tell after a slip. What the organisation left open is filled with who decides, by name."""
    row: GuardrailRegister | None = settings_row(organisation_id)
    decides = Owners(organisation_id, [], today=today).of(row.owner_id if row else None)
    if row is None:
        return Slip("", "", "", decides)
    return Slip(row.slip_tell, row.slip_within, row.slip_out_of_hours, decides)
