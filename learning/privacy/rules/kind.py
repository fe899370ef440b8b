"""What the register says of each personal table and column: why it is kept, how long, whether it is exported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

UNTIL_REMOVED = "While you work here. After you leave, until your organisation removes your record."
OF_THE_ORGANISATION = "As long as the organisation keeps its own records. It says nothing about you."


class Erasure(StrEnum):
    """What becomes of it when a person is erased."""

    REMOVED = "the row is removed"
    EMPTIED = "the link to the person is emptied, the row stays"
    REPLACED = "the person's name is replaced, the row stays"
    STAYS = "it stays: nothing in it leads to a person"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. What is not said here is as its table says."""

    purpose: str
    is_exported: bool = True
    kept: str | None = None
    erasure: Erasure | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """One table that holds something about people, in words that they understand."""

    table: str
    key: str  # in the file that a person downloads
    name: str  # as a heading: "Your answers"
    why: str
    seen_by: str  # who else sees it on any page
    columns: Mapping[str, Column]
    whose: tuple[str, ...] = ("person_id",)  # the columns that say whose row it is
    by_public_id: bool = False  # these columns hold the public id, as a text
    named_in: str | None = None  # a column that may hold the person's name as a text
    kept: str = UNTIL_REMOVED
    erasure: Erasure = Erasure.REMOVED

    def kept_for(self, column: str) -> str:
        return self.columns[column].kept or self.kept

    def erasure_of(self, column: str) -> Erasure:
        return self.columns[column].erasure or self.erasure

    @property
    def exported(self) -> tuple[str, ...]:
        return tuple(name for name, column in self.columns.items() if column.is_exported)


def inside(purpose: str) -> Column:
    """A column that keeps the tables together and tells its person nothing."""
    return Column(purpose, is_exported=False)


ROW = inside("Tells rows apart.")
WHOSE = inside("Whose row it is.")
ORGANISATION = inside("Which organisation it belongs to. The file names it at the top.")
