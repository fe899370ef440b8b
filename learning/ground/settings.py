"""What an installation sets, read once from the environment; a bad value refuses to start in one sentence."""

from __future__ import annotations

import ipaddress
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from learning.ground.errors import Refused

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"", "0", "false", "no", "off"}


@dataclass(frozen=True, slots=True)
class Smtp:
    """Where mail leaves: host, port, optional login, and one of the three ways of encryption."""

    host: str
    port: int
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    tls: str = "none"  # none | starttls | implicit


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting of an installation, already checked."""

    instance: Path
    content: Path
    database_url: str = field(repr=False)
    secret_keys: tuple[str, ...] = field(repr=False)  # the first signs, all verify
    base_url: str
    smtp: Smtp | None
    mail_from: str
    mail_rate: float | None
    timezone: str
    engine: str
    log_format: str
    demo: bool

    @property
    def is_secure(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def is_loopback(self) -> bool:
        return is_loopback(urlsplit(self.base_url).hostname or "")

    @property
    def outbox(self) -> Path:
        """Where mail goes as files while no SMTP server is set."""
        return self.instance / "outbox"


def is_loopback(host: str) -> bool:
    if host in {"localhost", "localhost."}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def read(env: Mapping[str, str] | None = None, *, root: Path | None = None) -> Settings:
    """Settings from the environment. Raises Refused with one sentence for the first bad value."""
    env = os.environ if env is None else env
    root = root or Path.cwd()
    instance = Path(env.get("STEADY_INSTANCE") or root / "instance").resolve()
    default_database = f"sqlite:///{instance / 'steady.sqlite'}"
    database_url = _database(env.get("STEADY_DATABASE_URL") or default_database)
    base_url = _base_url(env.get("STEADY_BASE_URL") or "http://127.0.0.1:8000")
    demo = _switch(env, "STEADY_DEMO")
    if demo and not is_loopback(urlsplit(base_url).hostname or ""):
        raise Refused(
            "STEADY_DEMO opens one-tap sign-in, so it only works where STEADY_BASE_URL is on this machine, "
            "for example http://127.0.0.1:8000. Unset STEADY_DEMO or change the address."
        )
    return Settings(
        instance=instance,
        content=content_folder(env, root=root),
        database_url=database_url,
        secret_keys=_secret_keys(env, instance, embedded=database_url == default_database),
        base_url=base_url,
        smtp=_smtp(env.get("STEADY_SMTP_URL", "")),
        mail_from=_mail_from(env.get("STEADY_MAIL_FROM") or "Steady <steady@steady.example>"),
        mail_rate=_rate(env.get("STEADY_MAIL_RATE", "")),
        timezone=_zone(env.get("STEADY_TIMEZONE") or "Europe/London"),
        engine=_one_of(env, "STEADY_ENGINE", "inline", ("inline",)),
        log_format=_one_of(env, "STEADY_LOG_FORMAT", "text", ("text", "json")),
        demo=demo,
    )


def content_folder(env: Mapping[str, str] | None = None, *, root: Path | None = None) -> Path:
    """Where content lies, for whoever writes it: nothing else has to be set for that, and nothing is made."""
    env = os.environ if env is None else env
    return Path(env.get("STEADY_CONTENT") or _content(root or Path.cwd())).resolve()


def _content(root: Path) -> Path:
    """The content folder beside us, else the one that lies beside the installed package."""
    here = root / "content"
    return here if here.is_dir() else Path(__file__).resolve().parents[2] / "content"


def _parts(url: str) -> SplitResult:
    """The pieces of an address; of one that is none (an open bracket, a port of letters), no pieces."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return urlsplit("")
    return parts


def _database(url: str) -> str:
    scheme, _, rest = url.partition(":")  # the rest may hold a password, so a refusal never repeats it
    if scheme in {"postgres", "postgresql"}:
        url = f"postgresql+psycopg:{rest}"
    try:
        if make_url(url).drivername in {"sqlite", "postgresql+psycopg"}:
            return url
    except (ArgumentError, ValueError):
        pass
    raise Refused("STEADY_DATABASE_URL is not right. Write it like sqlite:///file or postgresql://user@host/name.")


def _base_url(url: str) -> str:
    parts = _parts(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise Refused("STEADY_BASE_URL is not an address. Write it like https://steady.example.")
    return url.rstrip("/")


def _smtp(url: str) -> Smtp | None:
    if not url:
        return None
    parts = _parts(url)
    tls = (parse_qs(parts.query).get("tls") or ["implicit" if parts.scheme == "smtps" else "none"])[0]
    is_known = parts.scheme in {"smtp", "smtps"} and tls in {"none", "starttls", "implicit"}
    if not is_known or not parts.hostname or parts.port == 0:
        raise Refused("STEADY_SMTP_URL is not right. Write it like smtp://user:password@host:587?tls=starttls.")
    return Smtp(
        host=parts.hostname,
        port=parts.port or (465 if tls == "implicit" else 25),
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        tls=tls,
    )


def _mail_from(value: str) -> str:
    if "@" not in parseaddr(value)[1] or not value.isprintable():
        raise Refused("STEADY_MAIL_FROM is not an address. Write it like Steady <steady@trust.example>.")
    return value


def _rate(value: str) -> float | None:
    if not value:
        return None
    try:
        rate = float(value)
    except ValueError:
        rate = 0.0
    if not 0 < rate <= 10_000:
        raise Refused("STEADY_MAIL_RATE is messages a second, a number above 0, for example 20.")
    return rate


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise Refused(f"STEADY_TIMEZONE “{name}” is not known. Write it like Europe/London.") from None
    return name


def _one_of(env: Mapping[str, str], key: str, default: str, allowed: tuple[str, ...]) -> str:
    value = env.get(key) or default
    if value not in allowed:
        raise Refused(f"{key} is “{value}”. It can be {' or '.join(allowed)}.")
    return value


def _switch(env: Mapping[str, str], key: str) -> bool:
    value = env.get(key, "").strip().lower()
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise Refused(f"{key} is “{value}”. Use 1 to switch it on, or leave it out.")


def _secret_keys(env: Mapping[str, str], instance: Path, *, embedded: bool) -> tuple[str, ...]:
    """STEADY_SECRET_KEY holds one key, or several with commas while a new one comes in (the first signs)."""
    given = tuple(key.strip() for key in env.get("STEADY_SECRET_KEY", "").split(",") if key.strip())
    if given:
        if any(len(key) < 32 for key in given):
            raise Refused("STEADY_SECRET_KEY is too short. Use 32 characters or more that nobody can guess.")
        return given
    if not embedded:
        raise Refused("STEADY_SECRET_KEY is missing. Set it to 32 characters or more that nobody can guess.")
    return (_kept_key(instance),)


def _kept_key(instance: Path) -> str:
    """The key of an embedded installation: made once, kept beside its database, readable by its owner only."""
    path = instance / "secret-key"
    try:
        instance.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            return path.read_text().strip()
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_urlsafe(48))
        return path.read_text().strip()
    except OSError as error:
        raise Refused(
            f"Steady cannot write to {instance} ({error.strerror}). Choose a folder it may write to."
        ) from None


def current() -> Settings:
    """The settings of the application at work."""
    found: Settings = current_app.extensions["steady_settings"]
    return found
