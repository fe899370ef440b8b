"""The `steady` command: every door that is not a page. Long work shows progress; an error is one sentence."""

from learning.commands import checking, content, people, planning, previewing, running, staff, weekly
from learning.commands.door import main

__all__ = ["checking", "content", "main", "people", "planning", "previewing", "running", "staff", "weekly"]
