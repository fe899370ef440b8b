"""Behind a certificate: a browser's forms are taken there too, and cookies and headers are those of https."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from learning.ground.db import db
from tests.fixtures.app import an_app

HERE = "https://steady.trust.example"
TELLS_ITS_OWN_SITE = {"same-origin", "strict-origin-when-cross-origin"}  # policies under which a browser sends Referer


@pytest.fixture
def secure_app(tmp_path: Path) -> Iterator[Flask]:
    app = an_app(f"sqlite:///{tmp_path / 'steady.sqlite'}", tmp_path, STEADY_BASE_URL=HERE)
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.engine.dispose()


def test_a_form_that_a_browser_sends_over_https_is_taken(secure_app: Flask) -> None:
    browser = secure_app.test_client()
    page = browser.get("/sign-in", base_url=HERE)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert token is not None
    told = {"Referer": f"{HERE}/sign-in"} if page.headers["Referrer-Policy"] in TELLS_ITS_OWN_SITE else {}
    form = {"csrf_token": token[1], "email": "nobody@trust.example", "next": ""}
    assert browser.post("/sign-in", data=form, base_url=HERE, headers=told).status_code == 200
    elsewhere = {"Referer": "https://other.example/"}
    assert browser.post("/sign-in", data=form, base_url=HERE, headers=elsewhere).status_code == 400


def test_other_sites_never_learn_which_page_somebody_came_from(secure_app: Flask) -> None:
    assert secure_app.test_client().get("/sign-in").headers["Referrer-Policy"] in {"same-origin", "no-referrer"}


def test_the_cookie_is_bound_to_https_and_to_this_host(secure_app: Flask) -> None:
    page = secure_app.test_client().get("/sign-in", base_url=HERE)
    (cookie,) = [each for each in page.headers.getlist("Set-Cookie") if each.startswith("__Host-steady=")]
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert "max-age=31536000" in page.headers["Strict-Transport-Security"].replace(" ", "")
