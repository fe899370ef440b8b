"""What the test run itself promises: real servers and browser, no network, nothing skipped that was asked for."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Callable
from email.message import EmailMessage

import psycopg
import pytest
from playwright.sync_api import Page

from tests.fixtures import network, requirements
from tests.fixtures.browser import Screen
from tests.fixtures.smtp import Sink


def test_postgresql_is_real_and_keeps_what_is_written(postgres_url: str) -> None:
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as connection:
        version = connection.execute("SHOW server_version_num").fetchone()
        assert version is not None
        assert int(version[0]) >= 140000
        connection.execute("CREATE TEMPORARY TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES (%s)", ["Łódź"])
        assert connection.execute("SELECT word FROM kept").fetchall() == [("Łódź",)]


def test_the_sink_takes_a_mail_and_shows_envelope_and_text(smtp: Sink) -> None:
    mail = EmailMessage()
    mail["Subject"] = "Your four minutes: what the draft left out"
    mail["From"] = "Steady <steady@valley.example>"
    mail["To"] = "Sade <sade@valley.example>"
    mail.set_content("Is anything missing?\n.\nA line that is only a dot.")
    with smtplib.SMTP(smtp.host, smtp.port) as server:
        server.send_message(mail, from_addr="bounce@valley.example")

    (taken,) = smtp.mails()
    assert taken["Subject"] == "Your four minutes: what the draft left out"
    assert taken["X-Mail-Args"] == "<bounce@valley.example>"
    assert taken["X-Rcpt-Args"] == "<sade@valley.example>"
    assert taken.get_content().strip().splitlines() == ["Is anything missing?", ".", "A line that is only a dot."]


def test_the_sink_begins_each_test_without_mail(smtp: Sink) -> None:
    assert smtp.mails() == []


def test_axe_finds_a_picture_without_words(page: Page, axe: Callable[[Page], list[str]]) -> None:
    sound = "<!DOCTYPE html><html lang='en-GB'><title>A page</title><main><h1>A page</h1>{}</main>"
    page.set_content(sound.format(""))
    assert axe(page) == []
    page.set_content(sound.format("<img src='data:,'>"))
    assert [broken.split(":")[0] for broken in axe(page)] == ["image-alt"]


def test_the_browser_runs_without_scripts_when_asked(screen: Screen) -> None:
    scripted = "<!DOCTYPE html><p>as sent</p><script>document.querySelector('p').textContent = 'changed'</script>"
    for allowed, seen in ((True, "changed"), (False, "as sent")):
        page = screen(320, java_script_enabled=allowed)
        page.set_content(scripted)
        assert page.locator("p").text_content() == seen
        assert page.viewport_size == {"width": 320, "height": 900}


@pytest.mark.parametrize("host", ["192.0.2.1", "mail.valley.example", "2001:db8::1"])
def test_nobody_reaches_another_machine(host: str) -> None:
    with pytest.raises(network.NetworkForbidden, match=host):
        socket.create_connection((host, 25), timeout=1)
    assert any(host in tried for tried in network.ATTEMPTS)
    network.ATTEMPTS.clear()  # else this test would fail for it, which is what any other does


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.9.10", b"localhost", None])
def test_this_machine_is_within_reach(host: str | bytes | None) -> None:
    assert network.is_here(host)


def test_what_is_missing_skips_unless_it_was_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEADY_CHROMIUM", "no-such-browser")
    monkeypatch.setenv("STEADY_REQUIRE", "")
    with pytest.raises(pytest.skip.Exception, match="no Chromium"):
        requirements.requires("browser")
    monkeypatch.setenv("STEADY_REQUIRE", "postgres, browser")
    with pytest.raises(pytest.fail.Exception, match="STEADY_REQUIRE names browser"):
        requirements.requires("browser")


def test_a_requirement_that_nobody_knows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEADY_REQUIRE", "browser,telephone")
    with pytest.raises(ValueError, match="names telephone. It can name browser, postgres, smtp"):
        requirements.required()


def test_a_real_sink_is_wanted_where_it_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requirements, "smtp_sink", lambda: None)
    monkeypatch.setenv("STEADY_REQUIRE", "")
    assert requirements.missing_smtp() is None
    monkeypatch.setenv("STEADY_REQUIRE", "smtp")
    assert requirements.missing_smtp() == "there is no smtp-sink on this machine (install postfix)"
