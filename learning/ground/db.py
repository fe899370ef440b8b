"""The database: one typed base, moments in UTC, SQLite held to the same promises as PostgreSQL."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice
from typing import Any, TypeVar

from flask import request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Dialect, Executable, MetaData, String, Text, Uuid, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.types import TypeDecorator

T = TypeVar("T")


class UtcDateTime(TypeDecorator[dt.datetime]):
    """An aware moment, stored in UTC. SQLite forgets zones, so it is given back there; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone")
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


Json = JSON().with_variant(JSONB(), "postgresql")

_NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table of Steady. The registry carries names and types, as Flask-SQLAlchemy 3.1 needs it."""

    registry = registry(
        metadata=MetaData(naming_convention=_NAMING),
        type_annotation_map={
            dt.datetime: UtcDateTime,
            uuid.UUID: Uuid,
            str: String(255),
            dict[str, Any]: Json,
            list[str]: Json,
            list[dict[str, Any]]: Json,
            list[int]: Json,
        },
    )


LongText = Text
db = SQLAlchemy(
    model_class=Base,
    # A commit inside a test stays inside the test's own transaction.
    session_options={"join_transaction_mode": "create_savepoint"},
)


_WAITS = 10  # seconds, for a turn to write


@event.listens_for(Engine, "connect")
def _sqlite_promises(connection: Any, _record: object) -> None:
    """WAL, fsync at each commit, foreign keys, and transactions that begin when we say so."""
    if type(connection).__module__.startswith("sqlite3"):
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout={_WAITS * 1000}",
            "foreign_keys=ON",
            "journal_mode=WAL",
            "synchronous=FULL",
            "cache_size=-16000",
        ):
            connection.execute(f"PRAGMA {pragma}").close()


_writes: ContextVar[bool] = ContextVar("steady_writes", default=False)


_turns: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)  # one for each database file


@event.listens_for(Engine, "begin")
def _sqlite_begin(connection: Any) -> None:
    """Who is going to write says so at the start and waits for their turn: a reader that turns writer half-way while
    somebody else wrote is refused by SQLite at once, however long the busy timeout."""
    if connection.dialect.name == "sqlite":
        if not _writes.get():
            connection.exec_driver_sql("BEGIN")
            return
        _stand_in_line(connection)
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _stand_in_line(connection: Any) -> None:
    """Threads of this process wait for each other without asking SQLite, which would have each look again every 100 ms
    and let whoever comes at the right moment go first: some would never get their turn."""
    turn = _turns[str(connection.engine.url)]
    if "turn" not in connection.info and turn.acquire(timeout=_WAITS):
        connection.info["turn"] = turn


@event.listens_for(Engine, "checkin")
def _next_in_line(_connection: object, record: Any) -> None:
    turn = record.info.pop("turn", None)
    if turn is not None:
        turn.release()


@contextmanager
def writing() -> Iterator[None]:
    """Transactions that begin in this block are going to write."""
    token = _writes.set(True)
    try:
        yield
    finally:
        _writes.reset(token)


def mark_request() -> None:
    """Before each request: a form that is sent writes, a page that is looked at does not."""
    _writes.set(request.method not in {"GET", "HEAD", "OPTIONS"})


def is_unavailable(error: OperationalError) -> bool:
    """Whether the database is locked, full, read-only or away: the visitor gets a 503 and may try again."""
    said = str(error.orig).lower()
    signs = ("locked", "full", "readonly", "read-only", "disk i/o", "unable to open", "connection", "server closed")
    return any(sign in said for sign in signs)


def plain_rows(asked: Executable) -> Iterable[Any]:
    """Rows of columns, asked past the unit of work, which with hundreds of thousands of rows costs more than SQL."""
    db.session.flush()
    return db.session.connection().execute(asked).all()


def in_chunks(items: Iterable[T], size: int = 500) -> Iterator[Sequence[T]]:
    """Lists of at most `size`, so that no statement carries more parameters than SQLite allows."""
    walk = iter(items)
    while chunk := list(islice(walk, size)):
        yield chunk
