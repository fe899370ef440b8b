"""The room of modules: who may enter which door."""

from __future__ import annotations

from learning.access import Room, Who
from learning.modules.rules import fill_slots, filled

room = Room(
    "modules",
    __name__,
    who={
        "units": Who.STAFF,
        "unit": Who.STAFF,
        "answer": Who.STAFF,
        "again": Who.STAFF,
        "paper": Who.STAFF,
        "know_already": Who.STAFF,
        "starting": Who.STAFF,
        "starting_begin": Who.STAFF,
        "starting_answer": Who.STAFF,
        "starting_leave": Who.STAFF,
        "paper_code": Who.STAFF,
        "from_paper": Who.STAFF,
        "huddles": Who.STAFF,
        "huddle_sheet": Who.STAFF,
        "huddle": Who.STAFF,
        "note": Who.STAFF,
        "note_seen": Who.STAFF,
        "notes": Who.ADMIN_OR_EDITOR,
        "reply": Who.ADMIN_OR_EDITOR,
        "library": Who.LIBRARY,
        "adopt_all": Who.ADMIN_OR_EDITOR,
        "library_unit": Who.LIBRARY,
        "compare": Who.LIBRARY,
        "items": Who.ADMIN_OR_EDITOR,
        "hold": Who.STAFF_SIDE,
        "lift": Who.STAFF_SIDE,
        "adopt": Who.ADMIN_OR_EDITOR,
        "hold_back": Who.ADMIN_OR_EDITOR,
        "slots": Who.ADMIN_OR_EDITOR,
    },
)

# For every template that shows words of a module: `text|filled(values)|md`, and a whole activity `|with_slots(values)`.
room.add_app_template_filter(fill_slots, "filled")
room.add_app_template_filter(filled, "with_slots")
