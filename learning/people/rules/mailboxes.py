"""Addresses that more than one person reads. Nothing personal ever goes there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from learning.people.rules.plan import WantedPerson
from learning.people.rules.present import Present
from learning.people.rules.status import PersonStatus


def shared_addresses(staying: Iterable[WantedPerson], present: Present, leaving: set[str]) -> frozenset[str]:
    """Addresses of more than one person. A leaver still counts, as the mailbox stays one of several people; but
    somebody of the same name does not, as that is the same person back under a new staff number."""
    here: dict[str, list[str]] = defaultdict(list)
    gone: dict[str, list[str]] = defaultdict(list)
    listed = set()
    for person in staying:
        listed.add(person.staff_number)
        here[person.email].append(_name(person.first_name, person.last_name))
    for known in present.people:
        if known.staff_number not in listed:
            is_gone = known.status == PersonStatus.LEFT or known.staff_number in leaving
            (gone if is_gone else here)[known.email].append(_name(known.first_name, known.last_name))
    return frozenset(
        address
        for address, names in here.items()
        if address and (len(names) > 1 or any(name not in names for name in gone.get(address, ())))
    )


def with_mailbox(person: WantedPerson, shared: frozenset[str]) -> WantedPerson:
    return replace(person, email_is_shared=person.email in shared)


def _name(first: str, last: str) -> str:
    return f"{first} {last}".casefold()
