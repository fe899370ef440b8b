"""The pages of permission."""

from learning.guardrails.views import papers
from learning.guardrails.views.room import room

__all__ = ["papers", "room"]
