"""Writing to the content editors about a unit, and their reply."""

from __future__ import annotations

import datetime as dt

from learning.ground.db import db
from learning.ground.errors import Refused
from learning.ground.text import user_text
from learning.modules import queries
from learning.modules.models import ModuleVersion, UnitNote
from learning.modules.rules import nobodys_identifier
from learning.people.models import Person

LONGEST_NOTE = 1_000
MOST_A_DAY = 10


def write_note(person: Person, version: ModuleVersion, *, kind: str, text: str, today: dt.date) -> UnitNote:
    """Tell the editors that a unit does not fit, or suggest a case. The same words twice are one note."""
    words = _words(text, "Write what does not fit." if kind == "misfit" else "Write what the case is about.")
    if queries.notes_written(person.id, on=today) >= MOST_A_DAY:
        raise Refused(f"You have written {MOST_A_DAY} notes today. Write the next one tomorrow.")
    for one in queries.open_notes(person.organisation_id):
        if (one.person_id, one.module, one.kind, one.text) == (person.id, version.module, kind, words):
            return one
    note = UnitNote(
        organisation_id=person.organisation_id,
        person_id=person.id,
        module=version.module,
        version=version.version,
        kind=kind,
        text=words,
        made_on=today,
    )
    db.session.add(note)
    db.session.flush()
    return note


def reply_to_note(note: UnitNote, *, reply: str, has_changed: bool, by: Person, today: dt.date) -> None:
    """Say what became of it. Whoever wrote it reads this once; everybody reads what was changed, on the unit."""
    note.reply = _words(reply, "Write what you did, or why you leave it as it is.")
    note.has_changed, note.replied_on, note.replied_by_id, note.seen_on = has_changed, today, by.id, None
    db.session.flush()


def close_reply(note: UnitNote, *, today: dt.date) -> None:
    note.seen_on = today
    db.session.flush()


def _words(text: str, where_empty: str) -> str:
    words = user_text(text, most=LONGEST_NOTE)
    if len(words) < 3:
        raise Refused(where_empty)
    return nobodys_identifier(words)
