"""Builds the style sheets into static/: NHS frontend without its font, then ours; hashed names, compressed once.

Run by `make install` as `build.py FOLDER_OF_NHSUK_FRONTEND STATIC`, as a file of its own, so that the application need
not be importable.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

from whitenoise.compress import Compressor

PAGES = Path(__file__).resolve().parent
NHS_SHEET = Path("dist", "nhsuk", "nhsuk-frontend.min.css")
NHS_IMAGES = Path("dist", "nhsuk", "assets", "images")

# The font belongs to the NHS and would be fetched from elsewhere. Arial, next in the same list, takes its place.
_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
_FRUTIGER = re.compile(r"""["']?Frutiger W01["']?\s*,\s*""")
_SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/")
_CHARSET = re.compile(r"""@charset\s+["'][^"']*["'];""")
_IMAGE = re.compile(r"""url\(["']?/assets/images/([^"')]+)["']?\)""")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class Shelf:
    """A folder of built files and the list of what each is called now."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: dict[str, str] = {}

    def put(self, name: str, content: bytes) -> str:
        """Stores a file under a name that changes with its content. Returns that name."""
        stem, suffix = name.rsplit(".", 1)
        hashed = f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{suffix}"
        (self.folder / hashed).write_bytes(content)
        self.names[name] = hashed
        return hashed


def without_font(sheet: str) -> str:
    """The NHS sheet with nothing left in it that would be fetched from another host."""
    for pattern in (_FONT_FACE, _FRUTIGER, _SOURCE_MAP, _CHARSET):
        sheet = pattern.sub("", sheet)
    if "frutiger" in sheet.lower() or re.search(r"url\([\"']?(?:https?:)?//", sheet):
        raise SystemExit("The NHS style sheet still names a font or another host. Look at learning/pages/build.py.")
    return sheet.strip()


def build(nhsuk: Path, styles: Path, static: Path) -> dict[str, str]:
    """Builds everything beside `static` and then takes its place. Returns what each file is called now."""
    fresh = static.with_name(static.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    shelf = Shelf(fresh)

    def image(found: re.Match[str]) -> str:
        return f"url({shelf.put(found[1], (nhsuk / NHS_IMAGES / found[1]).read_bytes())})"

    nhs = _IMAGE.sub(image, without_font((nhsuk / NHS_SHEET).read_text(encoding="utf-8")))
    for source in sorted(styles.glob("*.css")):
        ours = _COMMENT.sub("", source.read_text(encoding="utf-8")).strip()
        # One sheet for a first visit: the frame's own comes in one file with the NHS sheet it stands on.
        text = f"{nhs}\n{ours}\n" if source.name == "steady.css" else f"{ours}\n"
        shelf.put(source.name, f'@charset "UTF-8";{text}'.encode())
    for source in sorted(styles.glob("*.svg")):
        shelf.put(source.name, source.read_bytes())
    compressor = Compressor(quiet=True)
    for name in shelf.names.values():
        compressor.compress(str(fresh / name))
    (fresh / "manifest.json").write_text(json.dumps(shelf.names, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    shutil.rmtree(static, ignore_errors=True)
    fresh.rename(static)
    return shelf.names


if __name__ == "__main__":
    nhsuk, static = map(Path, sys.argv[1:])
    build(nhsuk, PAGES / "styles", static)
