"""The room of accounts: who may enter which door, and how often one may knock."""

from __future__ import annotations

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from learning.access import Room, Who

room = Room(
    "accounts",
    __name__,
    who={
        "sign_in": Who.ANYONE,
        "sign_in_with_code": Who.ANYONE,
        "sign_in_with_password": Who.ANYONE,
        "link": Who.ANYONE,
        "sign_out": Who.STAFF,
        "secret": Who.STAFF,
        "admin": Who.ADMIN_OR_EDITOR,
        "staff": Who.ADMINISTRATOR,
        "issue_code": Who.ADMINISTRATOR,
        "staff_import": Who.ADMINISTRATOR,
        "staff_import_columns": Who.ADMINISTRATOR,
        "staff_import_dry_run": Who.ADMINISTRATOR,
        "staff_import_lines": Who.ADMINISTRATOR,
        "staff_import_cancel": Who.ADMINISTRATOR,
        "staff_import_done": Who.ADMINISTRATOR,
    },
)

# A whole department may stand behind one address, so this only slows a flood; the lock of each account does the rest.
limiter = Limiter(key_func=get_remote_address, storage_uri="memory://", default_limits=[])
GUESSES = "60 per minute; 600 per hour"
