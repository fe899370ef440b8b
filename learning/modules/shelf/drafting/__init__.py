"""Drafts of modules: questions of another system, and empty skeletons, as files that an author finishes."""

from .importing import Outcome, draft_all, gift_items
from .keeping import DraftFolder
from .skeleton import KINDS, skeleton
from .written import Wanted

__all__ = ["KINDS", "DraftFolder", "Outcome", "Wanted", "draft_all", "gift_items", "skeleton"]
