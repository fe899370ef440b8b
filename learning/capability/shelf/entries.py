"""The entries of a file looked at one by one, so that one broken entry hides none of the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pydantic import BaseModel

from learning.ground.errors import Fault

from .marked_yaml import MarkedYaml, Place
from .shape_faults import shaped

Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Entry(Generic[Shape]):
    """One entry in the right shape, and how to say where it is."""

    shape: Shape
    place: Place
    what: str
    read: MarkedYaml

    def fault(self, inside: Place, message: str, mend: str) -> Fault:
        return self.read.fault((*self.place, *inside), f"{self.what} {message}", mend)


@dataclass(slots=True)
class Found(Generic[Shape]):
    """The good entries, every id that was written (also of broken entries), and the faults."""

    entries: list[Entry[Shape]] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)


def listed(model: type[Shape], read: MarkedYaml, key: str, what: str) -> Found[Shape]:
    """The entries of the list under this key, each with an id that no other entry has."""
    found: Found[Shape] = Found()
    items = read.value.get(key) if isinstance(read.value, dict) else None
    for number, item in enumerate(items if isinstance(items, list) else []):
        place: Place = (key, number)
        own_id = item.get("id") if isinstance(item, dict) else None
        name = f"{what} {own_id}" if isinstance(own_id, str) else f"{what} number {number + 1}"
        if isinstance(own_id, str) and own_id in found.ids:
            found.faults.append(read.fault((*place, "id"), f"{name} stands twice", "Give each its own id"))
        if isinstance(own_id, str):
            found.ids.add(own_id)
        shape, faults = shaped(model, read, place, item, name)
        found.faults += faults
        if shape is not None:
            found.entries.append(Entry(shape, place, name, read))
    return found


def twice(values: Iterable[tuple[str, Fault]]) -> list[Fault]:
    """The faults of those values that were there before, whatever their case."""
    seen: set[str] = set()
    faults: list[Fault] = []
    for value, fault in values:
        if value.casefold() in seen:
            faults.append(fault)
        seen.add(value.casefold())
    return faults
