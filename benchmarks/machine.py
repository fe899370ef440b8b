"""What was measured on: cores, memory and versions, and nothing that names a place."""

from __future__ import annotations

import os
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path

_PACKAGES = ("Flask", "SQLAlchemy", "waitress", "gunicorn")


def described() -> str:
    """One sentence for the head of the report."""
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return (
        f"{os.cpu_count()} cores, {_memory_gb():.0f} GB of memory, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {packages}. "
        f"Load average when it began: {os.getloadavg()[0]:.1f}."
    )


def _memory_gb() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3


def resident_mb(pid: int) -> float:
    """Resident memory of one process and its children, in MB."""
    own = 0.0
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            own = int(line.split()[1]) / 1024
    children = Path(f"/proc/{pid}/task/{pid}/children")
    return own + sum(resident_mb(int(child)) for child in children.read_text().split() if children.exists())
