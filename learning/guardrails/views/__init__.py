"""The pages of permission."""

from learning.guardrails.views import asking, receipt
from learning.guardrails.views.room import room

__all__ = ["asking", "receipt", "room"]
