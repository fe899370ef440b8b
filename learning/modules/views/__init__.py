"""The doors of modules: the learner's units, and the library of those who adopt them."""

from learning.modules.views import holds, huddles, library, notes, paper, starting, unit
from learning.modules.views.library import admin_links
from learning.modules.views.room import room

__all__ = ["admin_links", "holds", "huddles", "library", "notes", "paper", "room", "starting", "unit"]
