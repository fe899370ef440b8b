"""The scripts that carry a database forward end at the very tables that the models describe."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import inspect

from learning.ground.db import db
from learning.people.models import DUTIES
from tests.builders import a_duty, a_person, an_organisation
from tests.fixtures.app import ROOT, an_app


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def migrated(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An empty database of each kind, brought to this version by the scripts alone."""
    if request.param == "sqlite":
        app = an_app(f"sqlite:///{tmp_path / 'migrated.sqlite'}", tmp_path)
    else:
        app = an_app(a_new_database(request.getfixturevalue("postgres_url")), tmp_path)
    try:
        with app.app_context():
            upgrade()
        yield app
    finally:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def a_new_database(url: str) -> str:
    """A database of its own on the server of this test run."""
    import psycopg

    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS migrated WITH (FORCE)")
        connection.execute("CREATE DATABASE migrated")
    return url.replace("/postgres?", "/migrated?")


def test_there_is_one_line_of_scripts_with_one_end() -> None:
    scripts = ScriptDirectory(str(ROOT / "learning" / "migrations"))
    assert len(scripts.get_heads()) == 1


def test_migrations_end_where_the_models_are(migrated: Flask) -> None:
    with migrated.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, db.metadata) == []


def test_constraints_are_in_the_migrated_database_too(migrated: Flask) -> None:
    """Alembic compares no CHECK constraints, and ours carry the invariants."""
    with migrated.app_context(), db.engine.connect() as connection:
        found = inspect(connection)
        for table in db.metadata.sorted_tables:
            wanted = {str(each.name) for each in table.constraints if type(each).__name__ == "CheckConstraint"}
            assert {str(each["name"]) for each in found.get_check_constraints(table.name)} == wanted, table.name


def test_every_duty_has_its_place_in_the_migrated_database(migrated: Flask) -> None:
    with migrated.app_context():
        person = a_person(an_organisation())
        for duty in DUTIES:
            a_duty(person, duty)
        db.session.rollback()


def test_a_second_upgrade_changes_nothing(migrated: Flask) -> None:
    with migrated.app_context():
        before = sorted(inspect(db.engine).get_table_names())
        upgrade()
        assert sorted(inspect(db.engine).get_table_names()) == before
