"""When something goes wrong there is a kind page, with the right code, and never a detail of the machine."""

from __future__ import annotations

import io
import re
import sqlite3
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from learning.ground.errors import Expired, NotFound, Refused
from tests.fixtures.app import read_page
from tests.house.conftest import World

DETAIL = "SELECT secret FROM person WHERE last_name = 'Adeyemi'"


def failing_with(
    world: World, error: Exception, monkeypatch: pytest.MonkeyPatch, endpoint: str = "drip.this_week"
) -> None:
    """Make one page fail, as it would for a visitor and not as it would for a developer."""

    def fail(**_: object) -> str:
        raise error

    monkeypatch.setitem(world.site.app.view_functions, endpoint, fail)
    monkeypatch.setitem(world.site.app.config, "TESTING", False)
    monkeypatch.setitem(world.site.app.config, "PROPAGATE_EXCEPTIONS", False)


def visited(world: World, path: str = "/this-week", role: str = "staff") -> tuple[int, str]:
    answer = world.site.visit("GET", path, world.ours.who(role))
    read_page(answer)
    return answer.status_code, answer.get_data(as_text=True)


def locked(said: str) -> OperationalError:
    return OperationalError(DETAIL, {}, sqlite3.OperationalError(said))


@pytest.mark.parametrize("said", ["database is locked", "database or disk is full", "unable to open database file"])
def test_a_database_that_cannot_be_used_just_now_is_a_503(
    world: World, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    failing_with(world, locked(said), monkeypatch)
    answer = world.site.visit("GET", "/this-week", world.ours.who("staff"))
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    text = answer.get_data(as_text=True)
    assert "Steady is busy" in text
    assert "Nothing was lost" in text
    assert "SELECT" not in text
    assert said not in text


def test_a_database_that_is_really_locked_is_a_503(world: World) -> None:
    """Another process writes and does not end; the visitor's own change has to wait, and then gives up kindly."""
    path = world.site.app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")
    with patience_of(world, milliseconds=50):
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            answer = world.site.visit("POST", "/settings/no-ai", world.ours.who("staff"), data={"chosen": "yes"})
            assert answer.status_code == 503
            assert "Steady is busy" in answer.get_data(as_text=True)
        finally:
            other.execute("ROLLBACK")
            other.close()
        again = world.site.visit("POST", "/settings/no-ai", world.ours.who("staff"), data={"chosen": "yes"})
        assert again.status_code == 302


class patience_of:
    """Connections of the application wait this long for a lock, instead of ten seconds."""

    def __init__(self, world: World, *, milliseconds: int) -> None:
        self.app, self.milliseconds = world.site.app, milliseconds

    def __enter__(self) -> None:
        from sqlalchemy import event

        from learning.ground.db import db

        with self.app.app_context():
            self.engine = db.engine
        event.listen(self.engine, "checkout", self.wait)

    def wait(self, connection: Any, *_: object) -> None:
        connection.execute(f"PRAGMA busy_timeout={self.milliseconds}").close()

    def __exit__(self, *_: object) -> None:
        from sqlalchemy import event

        event.remove(self.engine, "checkout", self.wait)
        with self.app.app_context():
            self.engine.dispose()


@pytest.mark.parametrize("role", ["stranger", "staff", "administrator"])
@pytest.mark.parametrize(
    "path", ["/nowhere", "/modules/no-such-unit", "/static/nowhere.css", "/admin/nowhere", "/a", "/%00"]
)
def test_an_unknown_address_is_a_404_with_a_way_on(world: World, role: str, path: str) -> None:
    answer = world.site.visit("GET", path, world.ours.who(role))
    if role == "stranger" and path.startswith("/modules"):
        assert answer.location.startswith("/sign-in")
        return
    assert answer.status_code == 404
    text = answer.get_data(as_text=True)
    assert "We cannot find this page" in text
    assert "Go to" in text


def test_a_crash_is_a_page_with_a_reference_and_no_detail(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    failing_with(world, ZeroDivisionError(DETAIL), monkeypatch)
    code, text = visited(world)
    assert code == 500
    assert "Something went wrong" in text
    assert re.search(r"reference: <strong>[0-9A-F]{6}</strong>", text)
    for word in ("ZeroDivisionError", "Traceback", "SELECT", "Adeyemi", ".py"):
        assert word not in text


def test_another_fault_of_the_database_is_ours_and_shows_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    failing_with(world, locked("no such column: secret"), monkeypatch)
    code, text = visited(world)
    assert code == 500
    assert "secret" not in text


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NotFound("This link is not complete. Open it again from the message."), 404),
        (Expired("This link has expired."), 410),
        (Refused("Choose a day that you work."), 400),
    ],
)
def test_what_steady_refuses_is_said_to_the_visitor(
    world: World, monkeypatch: pytest.MonkeyPatch, error: Refused, code: int
) -> None:
    failing_with(world, error, monkeypatch)
    met, text = visited(world)
    assert met == code
    assert str(error) in text


def test_the_page_of_a_crash_comes_also_when_the_database_cannot_say_who_is_there(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from learning.ground.db import db

    def gone(*_: object, **__: object) -> None:
        raise locked("database is locked")

    world.site.client(world.ours.who("staff"))
    monkeypatch.setattr(db.session, "scalars", gone)
    answer = world.site.client(world.ours.who("staff")).get("/this-week")
    assert answer.status_code == 503
    assert "Steady is busy" in answer.get_data(as_text=True)


def test_a_method_that_a_page_does_not_know_is_a_kind_page(world: World) -> None:
    answer = world.site.client(world.ours.who("staff")).delete("/progress")
    assert answer.status_code == 405
    read_page(answer)


@pytest.mark.parametrize("role", ["stranger", "staff"])
def test_a_form_that_is_too_large_is_refused_before_it_is_read(world: World, role: str) -> None:
    path = "/sign-in" if role == "stranger" else "/settings/no-ai"
    answer = world.site.visit("POST", path, world.ours.who(role), data={"chosen": "x" * 400_000})
    assert answer.status_code == 413
    assert "too large" in answer.get_data(as_text=True)


def test_a_stranger_cannot_send_a_file(world: World) -> None:
    answer = world.site.visit("POST", "/sign-in", data={"email": (io.BytesIO(b"x" * 400_000), "large.bin")})
    assert answer.status_code == 413


@pytest.mark.parametrize("token", ["x", "x" * 600, "e30.YQ.YQ", "..", "%2e%2e"])
@pytest.mark.parametrize("door", ["/a/", "/u/"])
def test_a_token_that_is_not_ours_is_a_kind_page(world: World, door: str, token: str) -> None:
    client = world.site.app.test_client()
    for answer in (client.get(door + token), client.post(door + token)):
        assert answer.status_code == 404
        assert "Open it again from the message" in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/modules/a%00b", "/guardrails?task=%00&data=staff_only", "/admin/tools/a%00"])
def test_an_address_with_a_character_that_no_text_holds_is_not_found(world: World, path: str) -> None:
    assert visited(world, path, "administrator")[0] == 404
