"""The folder that drafts go into: what is there already is found again, and nothing is ever overwritten."""

from __future__ import annotations

import re
import unicodedata
from itertools import count
from pathlib import Path

from learning.ground.errors import Refused

ORIGIN = "From Moodle, question "
_ORIGIN = re.compile(rf"^# {ORIGIN}([0-9a-f]{{16}})$", re.MULTILINE)
_HEAD = 4_096  # bytes; the origin stands on the second line
_LONGEST_SLUG = 60


class DraftFolder:
    """One folder of module files. With `is_dry_run` it only says what it would do."""

    def __init__(self, path: Path, *, is_dry_run: bool = False) -> None:
        self.path = path
        self.is_dry_run = is_dry_run
        self._taken: set[str] = set()
        self._origins: dict[str, str] = {}
        for file in sorted(path.glob("*.md")) if path.is_dir() else ():
            self._taken.add(file.stem)
            for origin in _origins_in(file):
                self._origins.setdefault(origin, file.name)

    def name_of(self, origin: str) -> str | None:
        """The name of the file that this question became, also where an author has worked on it since."""
        return self._origins.get(origin)

    def free_slug(self, title: str, otherwise: str) -> str:
        slug = slug_of(title) or otherwise
        if slug not in self._taken:
            return slug
        return next(f"{slug}-{number}" for number in count(2) if f"{slug}-{number}" not in self._taken)

    def add(self, slug: str, text: str, *, origin: str | None = None) -> Path:
        """Write a new file. Raises Refused where one by this name is there."""
        path = self.path / f"{slug}.md"
        if slug in self._taken:
            raise Refused(f"{path} is there already, and is never overwritten. Choose another name.")
        if not self.is_dry_run:
            self._write(path, text)
        self._taken.add(slug)
        if origin is not None:
            self._origins[origin] = path.name
        return path

    def _write(self, path: Path, text: str) -> None:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as out:
                out.write(text)
        except FileExistsError:
            raise Refused(f"{path} is there already, and is never overwritten. Choose another name.") from None
        except OSError as error:
            raise Refused(f"{path} cannot be written ({error.strerror}). Choose a folder you may write to.") from None


def slug_of(title: str) -> str:
    """Small letters, digits and hyphens, or nothing where the title has none of them."""
    plain = unicodedata.normalize("NFKD", title[:400]).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    slug = ""
    for word in words:
        if len(slug) + len(word) >= _LONGEST_SLUG:
            break
        slug = f"{slug}-{word}" if slug else word
    return slug or "".join(words)[:_LONGEST_SLUG]


def _origins_in(file: Path) -> list[str]:
    try:
        with file.open("rb") as source:
            return _ORIGIN.findall(source.read(_HEAD).decode("utf-8", "replace").replace("\r", ""))
    except OSError:
        return []  # a file that cannot be read is the business of the check
