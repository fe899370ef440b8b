"""A session ends when it should, also for whoever copied its cookie; and every answer carries its headers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from learning.access import ABSOLUTE, IDLE
from learning.accounts import actions as accounts
from learning.ground import clock
from learning.ground.db import db
from learning.people.models import Person
from tests.builders import NOW
from tests.fixtures.app import Site, _made, an_app
from tests.house.conftest import World
from tests.house.doors import DOORS, Door

PASSWORD = "three invented words"
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def sade(world: World) -> Person:
    """Somebody who signs in as people do, with a password."""
    person = world.ours.people["staff"]
    with world.site.app.app_context():
        accounts.set_password(db.session.get_one(Person, person.id), password=PASSWORD, now=NOW)
        db.session.commit()
        db.session.remove()
    return person


def signed_in(world: World, person: Person) -> FlaskClient:
    client = world.site.app.test_client()
    token = world.site._csrf(client)
    data = {"email": person.email, "password": PASSWORD, "csrf_token": token}
    assert client.post("/sign-in/password", data=data).location == "/this-week"
    return client


def copied(client: FlaskClient) -> FlaskClient:
    """Another browser that holds the same cookie."""
    thief = client.application.test_client()
    cookie = client.get_cookie("steady")
    assert cookie is not None
    thief.set_cookie("steady", cookie.value)
    return thief


def is_in(client: FlaskClient) -> bool:
    answer = client.get("/progress")
    assert answer.status_code in {200, 302}
    return answer.status_code == 200


def test_a_copied_cookie_works_while_the_session_lives(world: World, sade: Person) -> None:
    """Or the tests below would prove nothing."""
    assert is_in(copied(signed_in(world, sade)))


def test_signing_out_ends_a_copied_cookie(world: World, sade: Person) -> None:
    client = signed_in(world, sade)
    thief = copied(client)
    client.post("/sign-out", data={"csrf_token": world.site._csrf(client)})
    assert not is_in(client)
    assert not is_in(thief)


def test_a_new_password_ends_every_other_session_but_not_this_one(world: World, sade: Person) -> None:
    client = signed_in(world, sade)
    thief = copied(client)
    new = "four other invented words"
    client.post("/account/secret", data={"secret": new, "again": new, "csrf_token": world.site._csrf(client)})
    assert is_in(client)
    assert not is_in(thief)


def test_a_new_code_from_an_administrator_ends_the_sessions_of_before(world: World, sade: Person) -> None:
    client = signed_in(world, sade)
    world.site.visit("POST", f"/admin/staff/{sade.public_id}/code", world.ours.who("administrator"))
    assert not is_in(client)


def test_leaving_ends_the_session_at_once(world: World, sade: Person) -> None:
    client = signed_in(world, sade)
    with world.site.app.app_context():
        db.session.get_one(Person, sade.id).status = "left"
        db.session.commit()
        db.session.remove()
    assert not is_in(client)


def test_erasure_ends_the_session_and_the_page_is_the_sign_in_page(world: World, sade: Person) -> None:
    from learning.privacy.actions import erase

    client = signed_in(world, sade)
    with world.site.app.app_context():
        erase(db.session.get_one(Person, sade.id), by="command", now=NOW)
        db.session.commit()
        db.session.remove()
    assert not is_in(client)
    assert client.get("/privacy").status_code == 200


def test_a_session_that_is_left_alone_ends_after_two_hours(world: World, sade: Person) -> None:
    client = signed_in(world, sade)
    with clock.moved_to(NOW + IDLE):
        assert is_in(copied(client))
    with clock.moved_to(NOW + IDLE + MINUTE):
        assert not is_in(client)


def test_a_session_that_is_used_goes_on_and_ends_after_twelve_hours_all_the_same(world: World, sade: Person) -> None:
    client = signed_in(world, sade)
    moment = NOW
    while moment + IDLE - MINUTE < NOW + ABSOLUTE:
        moment += IDLE - MINUTE
        with clock.moved_to(moment):
            assert is_in(client), f"ended after {moment - NOW}"
    with clock.moved_to(NOW + ABSOLUTE + MINUTE):
        assert not is_in(client)


def test_signing_in_begins_a_session_that_holds_nothing_of_the_one_before(world: World, sade: Person) -> None:
    client = world.site.app.test_client()
    with client.session_transaction() as session:
        session["must_change"] = True
        session["left behind"] = "by somebody who shares this computer"
        session["csrf_token"] = before = "x" * 40
    token = world.site._csrf(client)
    client.post("/sign-in/password", data={"email": sade.email, "password": PASSWORD, "csrf_token": token})
    with client.session_transaction() as session:
        assert "left behind" not in session
        assert "must_change" not in session
        assert session.get("csrf_token") != before


def test_a_dead_session_that_had_a_code_to_change_leads_to_the_sign_in_page_and_not_in_circles(
    world: World, sade: Person
) -> None:
    client = signed_in(world, sade)
    with client.session_transaction() as session:
        session["must_change"] = True
    assert client.get("/this-week").location == "/account/secret"
    world.site.visit("POST", f"/admin/staff/{sade.public_id}/code", world.ours.who("administrator"))
    assert client.get("/sign-in").status_code == 200
    assert client.get("/this-week").location.startswith("/sign-in")


@pytest.mark.parametrize("cookie", ["", ".", "x", "e30.x.y", "a" * 4000])
def test_a_cookie_that_is_not_ours_is_a_stranger(world: World, cookie: str) -> None:
    client = world.site.app.test_client()
    client.set_cookie("steady", cookie)
    assert not is_in(client)


@pytest.mark.parametrize(
    "facts", [{"_user_id": "x"}, {"_user_id": "", "began": "y", "seen": None}, {"_user_id": "not-a-uuid.0"}]
)
def test_a_session_without_its_times_is_a_stranger(world: World, facts: dict[str, object]) -> None:
    client = world.site.app.test_client()
    with client.session_transaction() as session:
        session.update(facts)
    assert not is_in(client)


@pytest.mark.parametrize("door", [door for door in DOORS if door.method == "GET"], ids=str)
def test_every_page_carries_its_headers(world: World, door: Door) -> None:
    for role in ("stranger", "administrator"):
        headers = world.site.visit("GET", door.path.format(**world.ours.paths), world.ours.who(role)).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "unsafe-inline" not in headers["Content-Security-Policy"] or door.endpoint == "demo.mail_page"
        assert "script-src 'self'" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"  # no other site learns where somebody comes from
        assert headers["Cache-Control"] == "no-store"


@pytest.fixture
def secure_site(tmp_path: Path) -> Iterator[Site]:
    """The same application behind https."""
    app = _made(an_app(f"sqlite:///{tmp_path / 'secure.sqlite'}", tmp_path, STEADY_BASE_URL="https://steady.example"))
    yield Site(app)
    with app.app_context():
        db.engine.dispose()


def flags_of(site: Site, base_url: str) -> str:
    answer = site.app.test_client().get("/sign-in", base_url=base_url)
    (cookie,) = answer.headers.getlist("Set-Cookie")
    return cookie


def test_behind_https_the_cookie_is_bound_to_this_host_and_sent_nowhere_else(secure_site: Site) -> None:
    name, _, flags = flags_of(secure_site, "https://steady.example").partition("=")
    assert name == "__Host-steady"
    given = {flag.strip() for flag in flags.split(";")[1:]}
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= given
    assert not [flag for flag in given if flag.startswith("Domain")]


def test_behind_https_the_browser_is_told_to_stay_there(secure_site: Site) -> None:
    answer = secure_site.app.test_client().get("/sign-in", base_url="https://steady.example")
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]


@pytest.mark.parametrize(
    ("came_from", "code"), [("https://steady.example/sign-in", 200), ("https://evil.example/", 400)]
)
def test_behind_https_a_form_of_another_site_is_refused_although_it_knew_the_token(
    secure_site: Site, came_from: str, code: int
) -> None:
    client = secure_site.app.test_client()
    page = client.get("/sign-in", base_url="https://steady.example").get_data(as_text=True)
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    answer = client.post(
        "/sign-in",
        base_url="https://steady.example",
        data={"email": "nobody@trust.example", "csrf_token": token},
        headers={"Referer": came_from},
    )
    assert answer.status_code == code


def test_on_this_machine_the_cookie_is_still_out_of_reach_of_scripts(world: World) -> None:
    name, _, flags = flags_of(world.site, "http://127.0.0.1:8000").partition("=")
    assert name == "steady"
    assert {"HttpOnly", "SameSite=Lax"} <= {flag.strip() for flag in flags.split(";")[1:]}
