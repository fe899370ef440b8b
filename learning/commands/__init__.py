"""The `steady` command: every door that is not a page. Long work shows progress; an error is one sentence."""

from learning.commands import authoring, content, people, running, staff, weekly
from learning.commands.door import main

__all__ = ["authoring", "content", "main", "people", "running", "staff", "weekly"]
