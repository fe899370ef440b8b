"""Which rows are somebody's, by the register alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, func, or_, select

from learning.ground.db import db
from learning.people.models import Person
from learning.privacy.rules import LEARNING, PERMISSION, STAFF, Kind


@dataclass(frozen=True, slots=True)
class HeldAbout:
    """One kind of row and how many of them are this person's."""

    kind: Kind
    count: int


def held_about(person: Person) -> tuple[list[HeldAbout], list[HeldAbout], list[HeldAbout]]:
    """What is held of a person, with counts: the staff record, learning, tools. Kinds without a row are left out."""
    return _counted(STAFF, person), _counted(LEARNING, person), _counted(PERMISSION, person)


def _counted(kinds: Sequence[Kind], person: Person) -> list[HeldAbout]:
    counted = (HeldAbout(kind, _count(kind, person)) for kind in kinds)
    return [one for one in counted if one.count]


def _count(kind: Kind, person: Person) -> int:
    asked = select(func.count()).select_from(table_of(kind)).where(mine(kind, person))
    return db.session.scalars(asked).one()


def table_of(kind: Kind) -> Table:
    return db.metadata.tables[kind.table]


def mine(kind: Kind, person: Person) -> ColumnElement[bool]:
    """The condition that picks this person's rows."""
    table = table_of(kind)
    value = str(person.public_id) if kind.by_public_id else person.id
    found: list[ColumnElement[bool]] = [table.c[name] == value for name in kind.whose]
    if kind.named_in is not None:
        found.append(is_named(kind, person))
    return or_(*found)


def is_named(kind: Kind, person: Person) -> ColumnElement[bool]:
    """Whether the person's name stands in a row of their own organisation, as a text."""
    table = table_of(kind)
    if kind.named_in is None:
        raise ValueError(f"no column of {kind.table} holds a name")
    written = {person.full_name, f"{person.first_name} {person.last_name}"}
    return and_(table.c.organisation_id == person.organisation_id, table.c[kind.named_in].in_(written))


def rows_of(kind: Kind, person: Person) -> Sequence[Any]:
    """Every row of this kind that is this person's, in the order in which they were made."""
    table = table_of(kind)
    return db.session.execute(select(table).where(mine(kind, person)).order_by(*table.primary_key.columns)).all()
