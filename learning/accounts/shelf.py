"""Staff files between their dry run and the decision: kept in a folder under an opaque name, for a day at most."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from learning.ground.errors import Expired, NotFound
from learning.people.rules import keeping
from learning.people.rules.staff_file import StaffFile

KEPT_FOR = dt.timedelta(days=1)
_KEY = re.compile(r"^[A-Za-z0-9_-]{22}$")


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A parsed staff file, whose it is, and what its name was."""

    key: str
    name: str
    at: dt.datetime
    file: StaffFile


def keep(folder: Path, file: StaffFile, *, name: str, organisation_id: int, now: dt.datetime) -> str:
    """Store what was understood of the file, never the file itself; the key to find it by. Old ones go meanwhile."""
    clear_old(folder, now=now)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    body = keeping.packed(file)
    label = {
        "organisation": organisation_id,
        "name": Path(name.replace("\\", "/")).name[:100] or "staff file",
        "at": now.isoformat(),
        "checksum": hashlib.sha256(body).hexdigest(),
    }
    key = secrets.token_urlsafe(16)
    half = folder / f"{key}.part"
    with os.fdopen(os.open(half, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
        out.write(json.dumps(label).encode() + b"\n" + body)
    half.rename(_path(folder, key))
    return key


def kept(folder: Path, key: str, *, organisation_id: int, now: dt.datetime) -> KeptFile:
    """Raises NotFound for another organisation's, Expired when it is no longer there or no longer whole."""
    try:
        first, _, body = _path(folder, key).read_bytes().partition(b"\n")
        label: dict[str, Any] = json.loads(first)
        at = dt.datetime.fromisoformat(label["at"])
        is_whole = hashlib.sha256(body).hexdigest() == label["checksum"]
    except (OSError, ValueError, KeyError, TypeError):
        raise _gone() from None
    if label["organisation"] != organisation_id:
        raise NotFound("We cannot find this page.")
    if now - at > KEPT_FOR or not is_whole:
        raise _gone()
    return KeptFile(key, str(label["name"]), at, keeping.unpacked(body))


def forget(folder: Path, key: str) -> None:
    _path(folder, key).unlink(missing_ok=True)


def clear_old(folder: Path, *, now: dt.datetime) -> int:
    """Remove what is older than a day; the number removed."""
    removed = 0
    for path in folder.glob("*.json") if folder.is_dir() else ():
        try:
            with path.open("rb") as lines:
                at = dt.datetime.fromisoformat(json.loads(lines.readline())["at"])
        except (OSError, ValueError, KeyError, TypeError):
            at = dt.datetime.min.replace(tzinfo=dt.UTC)
        if now - at > KEPT_FOR:
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _path(folder: Path, key: str) -> Path:
    if not _KEY.match(key):
        raise NotFound("We cannot find this page.")
    return folder / f"{key}.json"


def _gone() -> Expired:
    return Expired("This dry run is no longer kept: choose the file again. Nothing has changed.")
