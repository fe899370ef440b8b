"""The pages of permission."""

from learning.guardrails.views.room import room

__all__ = ["room"]
