"""Looking changes nothing: whoever opens whatever page, every row of every table is as it was."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from sqlalchemy import inspect, text

from learning.ground import clock
from learning.ground.db import db
from tests.builders import NOW
from tests.house.conftest import ROLES, World
from tests.house.doors import DOORS, Door


def fingerprint(world: World) -> str:
    """A hash of all rows of all tables that the database has, also of those no model knows."""
    found = hashlib.sha256()
    with world.site.app.app_context(), db.engine.connect() as connection:
        for table in sorted(inspect(connection).get_table_names()):
            found.update(table.encode())
            for row in connection.execute(text(f'SELECT * FROM "{table}" ORDER BY 1, 2')):  # noqa: S608 - our own tables
                found.update(repr(tuple(row)).encode())
    return found.hexdigest()


def test_the_fingerprint_notices_one_changed_row(world: World) -> None:
    before = fingerprint(world)
    world.site.visit("POST", "/settings/no-ai", world.ours.who("staff"), data={"chosen": "yes"})
    assert fingerprint(world) != before


@pytest.mark.parametrize("door", [door for door in DOORS if door.method == "GET"], ids=str)
def test_nothing_is_written(world: World, door: Door) -> None:
    before = fingerprint(world)
    path = door.path.format(**world.ours.paths)
    for role in ROLES:
        looked = world.site.visit("GET", path, world.ours.who(role))
        asked = world.site.visit("HEAD", path, world.ours.who(role))
        assert asked.status_code == looked.status_code, f"HEAD {path} is not as GET for {role}"
    assert fingerprint(world) == before


@pytest.mark.parametrize("question", ["?c=a", "?on=2026-12-07&page=2", "?q=%27%3B--", "?next=/settings", "?show=teams"])
def test_nothing_is_written_by_what_stands_behind_an_address(world: World, question: str) -> None:
    before = fingerprint(world)
    for door in DOORS:
        if door.method == "GET":
            path = door.path.format(**world.ours.paths).partition("?")[0]
            for role in ("administrator", "lead", "staff"):
                world.site.visit("GET", path + question, world.ours.who(role))
    assert fingerprint(world) == before


def test_nothing_is_written_when_the_week_has_turned_and_nothing_is_planned_yet(world: World) -> None:
    """Pages that reckon with today must not begin the new week themselves."""
    before = fingerprint(world)
    with clock.moved_to(NOW + dt.timedelta(days=8, hours=1)):
        for door in DOORS:
            if door.method == "GET":
                for role in ROLES:
                    world.site.visit("GET", door.path.format(**world.ours.paths), world.ours.who(role))
    assert fingerprint(world) == before
