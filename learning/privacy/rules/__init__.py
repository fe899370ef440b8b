"""The register of everything that is held about people, and an answer in words. Pure.

Export, erasure and the page read the register; a house test fails when a table or a column is missing from it."""

from learning.privacy.rules.in_words import answered
from learning.privacy.rules.kind import Column, Erasure, Kind
from learning.privacy.rules.learning import LEARNING
from learning.privacy.rules.permission import PERMISSION
from learning.privacy.rules.staff import STAFF

REGISTER: tuple[Kind, ...] = (*STAFF, *LEARNING, *PERMISSION)

__all__ = ["LEARNING", "PERMISSION", "REGISTER", "STAFF", "Column", "Erasure", "Kind", "answered"]
