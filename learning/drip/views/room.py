"""The room of the drip: who may enter which door."""

from __future__ import annotations

from learning.access import Room, Who

room = Room(
    "drip",
    __name__,
    who={
        "this_week": Who.STAFF,
        "come_back": Who.STAFF,
        "follow_up": Who.STAFF,
        "role": Who.STAFF,
        "settings": Who.STAFF,
        "pause": Who.STAFF,
        "no_ai": Who.STAFF,
        "progress": Who.STAFF,
        "progress_on_paper": Who.STAFF,
        "practise": Who.STAFF,
        "operations": Who.LEAD_OR_ADMINISTRATOR,
        "preview": Who.ADMINISTRATOR,
        "answer_link": Who.TOKEN,
        "unsubscribe": Who.TOKEN,
    },
)
