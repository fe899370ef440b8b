"""A database in a folder of its own, and the settings that point the application at it."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask

from learning.app import create_app
from learning.ground import settings

ROOT = Path(__file__).resolve().parents[1]
KEY = "a key for benchmarks that nobody needs to guess"


@dataclass(frozen=True)
class Store:
    """One SQLite database of an installation under measurement."""

    folder: Path
    more: dict[str, str] = field(default_factory=dict)  # further settings

    @property
    def database(self) -> Path:
        return self.folder / "steady.sqlite"

    @property
    def env(self) -> dict[str, str]:
        return {
            "STEADY_INSTANCE": str(self.folder),
            "STEADY_DATABASE_URL": f"sqlite:///{self.database}",
            "STEADY_SECRET_KEY": KEY,
            "STEADY_CONTENT": str(ROOT / "content"),
            **self.more,
        }

    def app(self) -> Flask:
        self.folder.mkdir(parents=True, exist_ok=True)
        return create_app(settings.read(self.env))

    def copied_to(self, folder: Path, **more: str) -> Store:
        """The same database again, to write into. Nobody may be writing into this one."""
        folder.mkdir(parents=True)
        with sqlite3.connect(self.database) as line:
            line.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        line.close()
        shutil.copyfile(self.database, folder / self.database.name)
        return Store(folder, more)
