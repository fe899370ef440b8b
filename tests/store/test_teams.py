"""Teams come from a file of their own or with the staff file, in either order, and stand there once."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from learning.ground.db import db
from learning.people.actions import import_teams
from learning.people.models import Team
from learning.people.rules.team_file import read_teams
from tests.builders import NOW, a_team, an_organisation

FILE = b"code,name,parent,site\nD1,Medicine,,Valley General\nT1,Outpatients Admin,D1,Valley General\n"


def test_a_team_that_the_staff_file_added_takes_its_real_code(store: Flask) -> None:
    trust = an_organisation()
    team = a_team(trust, "Outpatients Admin", code="outpatients-admin")
    done = import_teams(trust.id, read_teams(FILE), by="command", now=NOW)
    assert (done.added, done.changed) == (1, 1)
    assert team.code == "T1"
    assert sorted(db.session.scalars(select(Team.name))) == ["Medicine", "Outpatients Admin"]


def test_the_same_file_again_changes_nothing(store: Flask) -> None:
    trust = an_organisation()
    import_teams(trust.id, read_teams(FILE), by="command", now=NOW)
    again = import_teams(trust.id, read_teams(FILE), by="command", now=NOW)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 2)
