"""Finding the one person an editor means: by staff number or work email, else a few to choose from by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from learning.ground.db import db
from learning.people import queries as people
from learning.people.models import Person
from learning.people.queries import StaffLine

MOST = 8
_WILD = "%_ "
_READ = 50  # of those whose names fit, so that people who have left do not fill the list


@dataclass(frozen=True, slots=True)
class Found:
    """The person meant; or a few who may be."""

    person: Person | None = None
    lines: tuple[StaffLine, ...] = ()
    has_more: bool = False
    has_left: bool = False


def staff_found(organisation_id: int, typed: str, *, today: dt.date) -> Found:
    """Whom these words mean. Only a staff number or a work email of one person says it for certain."""
    typed = " ".join("".join(sign if sign.isprintable() else " " for sign in typed).split())
    with_number = list(people.people_with_number(organisation_id, typed))
    with_email = [one for one in people.people_with_email(typed) if one.organisation_id == organisation_id]
    exact = [*with_number, *(one for one in with_email if one not in with_number)]
    here = [one for one in exact if one.status != "left"]
    if len(here) == 1:
        return Found(here[0])
    if here:  # a mailbox that several share
        numbers = {one.staff_number for one in here}
        names = [line for number in sorted(numbers)[:MOST] for line in _lines(organisation_id, number, today)]
        names = [line for line in names if line.staff_number in numbers]
        return Found(lines=tuple(dict.fromkeys(names))[:MOST], has_more=len(here) > MOST)
    if exact:
        return Found(has_left=True)
    lines = _lines(organisation_id, typed, today)
    return Found(lines=lines[:MOST], has_more=len(lines) > MOST)


def _lines(organisation_id: int, wanted: str, today: dt.date) -> tuple[StaffLine, ...]:
    """Whose names fit, with a straight apostrophe and with a curly one: files and keyboards differ."""
    spellings = dict.fromkeys((wanted.replace("’", "'"), wanted.replace("'", "’")))
    found: dict[str, StaffLine] = {}
    for spelling in spellings if wanted.strip(_WILD) else ():  # which the list of staff reads as anybody
        lines, _ = people.staff_list(organisation_id, wanted=spelling, page=1, today=today, size=_READ)
        found |= {line.staff_number: line for line in lines if line.status != "left"}
    # "smi" is rather Smith than Jasmin.
    return tuple(sorted(found.values(), key=lambda line: not _begins(line.name, wanted)))


def _begins(name: str, wanted: str) -> bool:
    """Whether each word that was typed begins a word of the name."""
    parts = name.casefold().replace("-", " ").split()
    return all(any(part.startswith(word) for part in parts) for word in wanted.casefold().replace("-", " ").split())


def written_as(person: Person | None) -> str:
    """What an editor would type for this person: their email where nobody else has it, else their staff number."""
    if person is None or person.status == "left":
        return ""
    address = person.mail_address
    here = [one for one in people.people_with_email(address or "") if one.organisation_id == person.organisation_id]
    return address if address and len(here) == 1 else person.staff_number


def people_by_id(organisation_id: int, ids: Iterable[int | None]) -> Mapping[int, Person]:
    """These people of the organisation, those who have left included: for histories."""
    wanted = sorted({one for one in ids if one is not None})
    if not wanted:
        return {}
    asked = select(Person).where(Person.organisation_id == organisation_id, Person.id.in_(wanted))
    return {person.id: person for person in db.session.scalars(asked)}
