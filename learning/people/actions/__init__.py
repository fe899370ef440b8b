"""What changes organisations, teams and people."""

from learning.people.actions import import_staff
from learning.people.actions.import_staff import TooManyLeave
from learning.people.actions.organisations import add_organisation
from learning.people.actions.people import (
    add_person,
    close_ended,
    confirm_role_family,
    end_duty,
    give_duty,
    note_correction,
)
from learning.people.actions.teams import TeamsImported, import_teams

__all__ = [
    "TeamsImported",
    "TooManyLeave",
    "add_organisation",
    "add_person",
    "close_ended",
    "confirm_role_family",
    "end_duty",
    "give_duty",
    "import_staff",
    "import_teams",
    "note_correction",
]
