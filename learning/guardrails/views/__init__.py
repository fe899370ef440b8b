"""The pages of permission."""

from learning.guardrails.views import asking, mine, needs, papers, receipt, register_settings, rule, tool, tools
from learning.guardrails.views.room import room
from learning.guardrails.views.tools import admin_links

__all__ = [
    "admin_links",
    "asking",
    "mine",
    "needs",
    "papers",
    "receipt",
    "register_settings",
    "room",
    "rule",
    "tool",
    "tools",
]
