"""The doors of the drip: this week, the link in the mail, settings, my progress, operations."""

from learning.drip.views import answer_link, operations, progress, reach, settings, this_week
from learning.drip.views.room import room

__all__ = ["answer_link", "operations", "progress", "reach", "room", "settings", "this_week"]
