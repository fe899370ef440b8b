"""Importing the tree of teams."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from learning.ground import audit
from learning.ground.db import db
from learning.ground.errors import Refused
from learning.people.models import Team
from learning.people.rules.team_file import TeamRow, above_itself
from learning.people.rules.team_names import code_from


@dataclass(frozen=True, slots=True)
class TeamsImported:
    """How many teams were added, changed and left as they were."""

    added: int
    changed: int
    unchanged: int


def import_teams(organisation_id: int, rows: Sequence[TeamRow], *, by: str, now: dt.datetime) -> TeamsImported:
    """Add and change teams by code. A team that the file does not name stays: people may stand in it."""
    known = {
        team.code.casefold(): team
        for team in db.session.scalars(select(Team).where(Team.organisation_id == organisation_id))
    }
    before = {code: (team.name, team.site, team.parent_id) for code, team in known.items()}
    by_name = {team.name.casefold(): team for team in known.values() if team.code == code_from(team.name, set())}
    for row in rows:
        team = known.get(row.code.casefold())
        if team is None and row.name.casefold() in by_name:
            # The staff file added it by its name and made up a code: now it gets its real one.
            team = by_name.pop(row.name.casefold())
            known[row.code.casefold()] = known.pop(team.code.casefold())
            # Kept without its name, so that it counts as changed.
            before[row.code.casefold()] = ("", before.pop(team.code.casefold())[1], None)
            team.code = row.code
        if team is None:
            team = Team(organisation_id=organisation_id, code=row.code, name=row.name, site=row.site or None)
            db.session.add(team)
            known[row.code.casefold()] = team
        team.name, team.site = row.name, row.site or None
    db.session.flush()
    for row in rows:
        parent = known[row.parent.casefold()] if row.parent else None
        known[row.code.casefold()].parent_id = parent.id if parent else None
    _refuse_circles(known)
    db.session.flush()
    listed = {row.code.casefold() for row in rows}
    added = len(listed - before.keys())
    changed = sum(
        (team.name, team.site, team.parent_id) != before[code] for code, team in known.items() if code in before
    )
    done = TeamsImported(added, changed, len(listed) - added - changed)
    if added or changed:
        audit.note("teams.imported", by=by, now=now, organisation_id=organisation_id, added=added, changed=changed)
    return done


def _refuse_circles(teams: Mapping[str, Team]) -> None:
    codes = {team.id: code for code, team in teams.items()}
    found = above_itself({code: codes[team.parent_id] if team.parent_id else "" for code, team in teams.items()})
    if found is not None:
        raise Refused(f"The team {teams[found].code} would stand above itself: correct the parents in the file.")
