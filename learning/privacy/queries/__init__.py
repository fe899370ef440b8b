"""Questions about what is held of one person, and what others see of them."""

from learning.privacy.queries.export import export_of
from learning.privacy.queries.held import HeldAbout, held_about, rows_of
from learning.privacy.queries.seen import SeenByOthers, seen_by_others

__all__ = ["HeldAbout", "SeenByOthers", "export_of", "held_about", "rows_of", "seen_by_others"]
