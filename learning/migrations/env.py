"""Alembic's door: the application's own engine and tables."""

from __future__ import annotations

from alembic import context

from learning.ground.db import db

target = db.metadata


def run() -> None:
    if context.is_offline_mode():
        raise RuntimeError("Migrations run against a database. Use: steady init")
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=target,
            render_as_batch=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
