"""A bad setting refuses to start, in one sentence that names the setting and says what to write."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from learning.ground.errors import Refused
from learning.ground.settings import Settings, read

GOOD = {
    "STEADY_DATABASE_URL": "postgresql://steady@db.example/steady",
    "STEADY_SECRET_KEY": "a key for tests that nobody needs to guess",
    "STEADY_BASE_URL": "https://steady.trust.example",
    "STEADY_SMTP_URL": "smtp://user:word@mail.example:587?tls=starttls",
    "STEADY_MAIL_FROM": "Steady <steady@trust.example>",
    "STEADY_MAIL_RATE": "20",
    "STEADY_TIMEZONE": "Europe/London",
    "STEADY_ENGINE": "inline",
    "STEADY_LOG_FORMAT": "json",
    "STEADY_DEMO": "0",
}

BAD = [
    ("STEADY_DATABASE_URL", "mysql://db.example/steady"),
    ("STEADY_DATABASE_URL", "steady.sqlite"),
    ("STEADY_DATABASE_URL", "sqlite"),
    ("STEADY_SECRET_KEY", "short"),
    ("STEADY_SECRET_KEY", ""),
    ("STEADY_SECRET_KEY", " , "),
    ("STEADY_SECRET_KEY", "a key for tests that nobody needs to guess,short"),
    ("STEADY_BASE_URL", "steady.trust.example"),
    ("STEADY_BASE_URL", "ftp://steady.trust.example"),
    ("STEADY_BASE_URL", "https://"),
    ("STEADY_BASE_URL", "https://steady.trust.example/?a=b"),
    ("STEADY_BASE_URL", "https://[steady"),
    ("STEADY_BASE_URL", "https://steady.example:port"),
    ("STEADY_SMTP_URL", "mail.example"),
    ("STEADY_SMTP_URL", "http://mail.example"),
    ("STEADY_SMTP_URL", "smtp://"),
    ("STEADY_SMTP_URL", "smtp://mail.example:post"),
    ("STEADY_SMTP_URL", "smtp://mail.example:99999"),
    ("STEADY_SMTP_URL", "smtp://[mail"),
    ("STEADY_SMTP_URL", "smtp://mail.example?tls=perhaps"),
    ("STEADY_MAIL_FROM", "Steady"),
    ("STEADY_MAIL_FROM", "steady@trust.example\nBcc: all@trust.example"),
    ("STEADY_MAIL_FROM", "steady@trust.example\rBcc: all@trust.example"),
    ("STEADY_MAIL_RATE", "fast"),
    ("STEADY_MAIL_RATE", "0"),
    ("STEADY_MAIL_RATE", "-3"),
    ("STEADY_MAIL_RATE", "nan"),
    ("STEADY_MAIL_RATE", "1e9"),
    ("STEADY_TIMEZONE", "London"),
    ("STEADY_TIMEZONE", "../etc/passwd"),
    ("STEADY_TIMEZONE", "/etc/localtime"),
    ("STEADY_ENGINE", "celery"),
    ("STEADY_LOG_FORMAT", "xml"),
    ("STEADY_DEMO", "perhaps"),
    ("STEADY_DEMO", "1"),  # with an address that is not on this machine
]


def settings(folder: Path, **given: str) -> Settings:
    return read(GOOD | {"STEADY_INSTANCE": str(folder)} | given)


def test_good_settings_are_taken(tmp_path: Path) -> None:
    taken = settings(tmp_path)
    assert taken.is_secure
    assert taken.smtp is not None
    assert (taken.smtp.host, taken.smtp.port, taken.smtp.tls) == ("mail.example", 587, "starttls")
    assert taken.mail_rate == 20


@pytest.mark.parametrize(("name", "value"), BAD, ids=[f"{name}={value!r}"[:60] for name, value in BAD])
def test_a_bad_value_is_refused_in_a_sentence_that_names_it(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(Refused) as refusal:
        settings(tmp_path, **{name: value})
    said = str(refusal.value)
    assert name in said
    assert said.endswith(".")
    assert "\n" not in said
    assert 1 <= len(re.findall(r"[.!?](?: |$)", said)) <= 3, said


def test_a_refusal_never_repeats_a_secret(tmp_path: Path) -> None:
    for name, value in (
        ("STEADY_SMTP_URL", "smpt://user:sesame@mail.example"),
        ("STEADY_DATABASE_URL", "postgers://user:sesame@db.example/steady"),
        ("STEADY_DATABASE_URL", "//user:sesame@db.example/steady"),
        ("STEADY_DATABASE_URL", "oracle+driver://user:sesame@db.example/steady"),
        ("STEADY_SECRET_KEY", "sesame"),
    ):
        with pytest.raises(Refused) as refusal:
            settings(tmp_path, **{name: value})
        assert "sesame" not in str(refusal.value)


def test_a_password_with_signs_of_its_own_is_written_as_addresses_write_them(tmp_path: Path) -> None:
    taken = settings(tmp_path, STEADY_SMTP_URL="smtp://drip%40trust.example:p%40ss%3Aw%2Frd@mail.example")
    assert taken.smtp is not None
    assert (taken.smtp.user, taken.smtp.password, taken.smtp.port) == ("drip@trust.example", "p@ss:w/rd", 25)


def test_settings_do_not_show_secrets_when_printed(tmp_path: Path) -> None:
    shown = repr(settings(tmp_path, STEADY_DATABASE_URL="postgresql://user:sesame@db.example/steady"))
    assert "sesame" not in shown
    assert GOOD["STEADY_SECRET_KEY"] not in shown
    assert "word" not in shown


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:8000", "http://localhost:8123", "http://[::1]:8000", "http://127.9.9.9"]
)
def test_the_demonstration_opens_on_this_machine(tmp_path: Path, address: str) -> None:
    assert settings(tmp_path, STEADY_DEMO="1", STEADY_BASE_URL=address).demo


@pytest.mark.parametrize(
    "address",
    [
        "http://0.0.0.0:8000",
        "http://192.168.1.4",
        "https://steady.trust.example",
        "http://localhost.trust.example",
        "http://127.0.0.1.trust.example",
        "http://127.0.0.1@trust.example",
    ],
)
def test_the_demonstration_opens_nowhere_else(tmp_path: Path, address: str) -> None:
    with pytest.raises(Refused, match="one-tap sign-in"):
        settings(tmp_path, STEADY_DEMO="1", STEADY_BASE_URL=address)


def test_the_key_of_an_embedded_installation_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    first = read({}, root=tmp_path)
    assert read({}, root=tmp_path).secret_keys == first.secret_keys
    assert len(first.secret_keys[0]) >= 32
    assert (tmp_path / "instance" / "secret-key").stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "instance").write_text("a file where a folder is wanted")
    with pytest.raises(Refused, match="cannot write"):
        read({}, root=tmp_path)


def test_several_keys_sign_with_the_first_and_verify_with_all(tmp_path: Path) -> None:
    keys = ("the new key, with more than thirty-two characters", "the old key. It has thirty-two characters as well")
    taken = settings(tmp_path, STEADY_SECRET_KEY=",".join(key.replace(",", ";") for key in keys))
    assert len(taken.secret_keys) == 2
