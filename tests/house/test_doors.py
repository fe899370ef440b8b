"""Who may open which door, seen from the outside: each role knocks at every door and the answer is looked at."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.routing import Map

from tests.house.conftest import ROLES, World
from tests.house.doors import DOORS, EVERYBODY, Door


def routes(urls: Map) -> set[tuple[str, str]]:
    return {
        (rule.endpoint, method)
        for rule in urls.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_every_route_is_in_the_table_and_none_has_vanished(world: World) -> None:
    named = {(door.endpoint, door.method) for door in DOORS}
    assert routes(world.site.app.url_map) - named == set(), "say in tests/house/doors.py who may open these"
    assert named - routes(world.site.app.url_map) == set(), "these doors are gone"


def test_a_door_stands_once_in_the_table() -> None:
    assert len({(door.endpoint, door.method) for door in DOORS}) == len(DOORS)


def test_without_the_demonstration_its_doors_do_not_exist(sqlite_app: Flask) -> None:
    demo = {(door.endpoint, door.method) for door in DOORS if door.endpoint.startswith("demo.")}
    named = {(door.endpoint, door.method) for door in DOORS}
    assert routes(sqlite_app.url_map) == named - demo


@pytest.mark.parametrize("door", DOORS, ids=str)
def test_who_may_enter(world: World, door: Door) -> None:
    path = door.path.format(**world.ours.paths)
    for role in ROLES:
        options = {} if door.method == "GET" else {"data": dict(door.data), "csrf": not door.by_token}
        answer = world.site.visit(door.method, path, world.ours.who(role), **options)
        met = f"{role} at {door} met {answer.status_code} {answer.location or ''}"
        if role in door.who:
            assert answer.status_code == door.code_for(role), met
            if answer.status_code in {302, 303} and door.lands_on:
                assert answer.location.startswith(door.lands_on), met
        elif role == "stranger":
            assert answer.status_code == 302, met
            assert answer.location.startswith("/sign-in"), met
        else:
            assert answer.status_code == 403, met


def test_what_is_open_to_strangers_is_a_short_list() -> None:
    """A door that opens to everybody is a decision, so that a new one is seen here too."""
    opened = {door.endpoint for door in DOORS if door.who == EVERYBODY and not door.endpoint.startswith("demo.")}
    assert opened == {
        "pages.index",
        "pages.accessibility",
        "pages.help_page",
        "pages.healthz",
        "pages.readyz",
        "accounts.sign_in",
        "accounts.sign_in_with_code",
        "accounts.sign_in_with_password",
        "accounts.link",
        "drip.answer_link",
        "drip.unsubscribe",
        "guardrails.check_receipt",
        "privacy.privacy",
    }
