"""The pages of permission."""

from learning.guardrails.views import register_settings, rule, tool, tools
from learning.guardrails.views.room import room
from learning.guardrails.views.tools import admin_links

__all__ = ["admin_links", "register_settings", "room", "rule", "tool", "tools"]
