"""Every column that holds something about a person says why, for how long, whether it is exported and how it goes."""

from __future__ import annotations

import pytest
from sqlalchemy import Table

import learning.app  # noqa: F401 - every room's tables
from learning.ground.db import db
from learning.privacy.rules import REGISTER, Erasure, Kind

TABLES = {kind.table: kind for kind in REGISTER}
SECRETS = ("hash", "token", "secret")


def personal_tables() -> set[str]:
    """`person`, what points to it, what points to that, and so on."""
    found = {"person"}
    while True:
        more = {
            table.name
            for table in db.metadata.sorted_tables
            if any(key.column.table.name in found for key in table.foreign_keys)
        }
        if more <= found:
            return found
        found |= more


def test_no_table_about_people_is_missing_from_the_register() -> None:
    assert personal_tables() - set(TABLES) == set()
    assert set(TABLES) - {table.name for table in db.metadata.sorted_tables} == set()


def test_a_new_table_that_points_to_an_answer_would_be_noticed() -> None:
    """The walk goes further than one step, or a table about answers could hide behind them."""
    assert {"answer", "sitting", "evidence"} <= personal_tables()
    assert {"organisation", "module_version", "publication"}.isdisjoint(personal_tables())


@pytest.mark.parametrize("kind", REGISTER, ids=lambda kind: kind.table)
def test_every_column_is_in_the_register_and_no_other(kind: Kind) -> None:
    assert set(kind.columns) == {column.name for column in table_of(kind).columns}


@pytest.mark.parametrize("kind", REGISTER, ids=lambda kind: kind.table)
def test_every_entry_says_why_how_long_and_how_it_goes(kind: Kind) -> None:
    assert kind.name
    assert kind.why.endswith(".")
    assert kind.seen_by.endswith(".")
    for name, column in kind.columns.items():
        assert column.purpose.endswith("."), name
        assert kind.kept_for(name).endswith("."), name
        assert kind.erasure_of(name) in Erasure, name


@pytest.mark.parametrize("kind", REGISTER, ids=lambda kind: kind.table)
def test_every_column_that_points_to_a_person_is_removed_or_emptied(kind: Kind) -> None:
    for column in table_of(kind).columns:
        if any(key.column.table.name == "person" for key in column.foreign_keys):
            erasure = kind.erasure_of(column.name)
            assert erasure in (Erasure.REMOVED, Erasure.EMPTIED), column
            if erasure is Erasure.EMPTIED:
                assert column.nullable, f"{column} cannot be emptied"
            else:
                assert column.name in kind.whose, f"{column} points to a person, but does not say whose row it is"


@pytest.mark.parametrize("kind", REGISTER, ids=lambda kind: kind.table)
def test_no_secret_and_no_inner_number_is_exported(kind: Kind) -> None:
    for name in kind.exported:
        assert not any(word in name for word in SECRETS), name
        assert name != "id", name
        assert not table_of(kind).c[name].foreign_keys, f"{name} would say a number where a name is meant"


def test_the_file_has_one_place_for_each_kind() -> None:
    keys = [kind.key for kind in REGISTER]
    assert len(keys) == len(set(keys))


def table_of(kind: Kind) -> Table:
    return db.metadata.tables[kind.table]
