"""Alembic's door: the application's own engine and tables."""

from __future__ import annotations

from typing import Any

from alembic import context

from learning.ground.db import Json, UtcDateTime, db


def rendered(kind: str, item: Any, _context: Any) -> str | bool:
    """Our own types by their name, so that a migration reads like a model."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "learning.ground.db.UtcDateTime()"
    if kind == "type" and repr(item) == repr(Json):
        return "learning.ground.db.Json"
    return False


def run() -> None:
    if context.is_offline_mode():
        raise RuntimeError("Migrations run against a database. Use: steady init")
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=rendered,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
