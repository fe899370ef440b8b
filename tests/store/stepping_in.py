"""Two editors at once: the second steps in after any one statement of the first, with a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event

from learning.ground.db import db, writing
from learning.ground.errors import Refused

Deed = Callable[[], object]
_WAITS = {"postgresql": 0.12, "sqlite": 0.03}  # seconds until it is clear that the second waits for the first


@contextmanager
def after_each_statement(does: Callable[[int], object]) -> Iterator[None]:
    """Call this after every statement of this thread, with its number from 1 on."""
    mine, count = threading.get_ident(), 0

    def ran(*_: Any) -> None:
        nonlocal count
        if threading.get_ident() == mine:
            count += 1
            does(count)

    engine = db.engine
    event.listen(engine, "after_cursor_execute", ran)
    try:
        yield
    finally:
        event.remove(engine, "after_cursor_execute", ran)


def outcome(deed: Deed) -> object:
    """Do it and commit: what came of it, or the sentence with which it was refused."""
    with writing():
        try:
            done = deed()
            db.session.commit()
            return done
        except Refused as refused:
            db.session.rollback()
            return str(refused)
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
            db.session.rollback()
            return error


def both(store: Flask, first: Deed, second: Deed, *, after: int) -> tuple[object, object] | None:
    """What came of each. None where the first was done in fewer statements than that."""
    found: list[object] = []

    def steps_in() -> None:
        with store.app_context():
            found.append(outcome(second))
            db.session.remove()

    other = threading.Thread(target=steps_in)

    def ran(count: int) -> None:
        if count == after:
            other.start()
            other.join(timeout=_WAITS[db.engine.dialect.name])

    db.session.remove()
    with after_each_statement(ran):
        done = outcome(first)
        db.session.remove()
    if other.ident is None:
        return None
    other.join()
    return done, found[0]
