"""Takes the screenshots of the documents from a demonstration that runs: `python docs/screenshots/take.py ADDRESS`."""

from __future__ import annotations

import csv
import io
import shutil
import struct
import sys
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from learning.demo.rules import staff_file

HERE = Path(__file__).resolve().parent
WIDTHS = {1280: 900, 320: 640}  # and the least height
TALLEST = {1280: 1900, 320: 1900}  # a picture in a document is no roll of paper


def changed_staff_file() -> bytes:
    """The staff of the demonstration a month on: some joined, moved, are away or have left, and one line is wrong."""
    head, *rows = csv.reader(io.StringIO(staff_file().decode()))
    managers = head.index("Supervisor Employee Number")  # the invented trust names none
    for row in (head, *rows):
        del row[managers]
    at = {name: number for number, name in enumerate(head)}
    for number, row in enumerate(rows):
        if number % 41 == 7:
            row[at["Assignment Status"]] = "Maternity & Adoption"
        if number % 29 == 11:
            row[at["Organisation"]] = "Information"
        if number % 47 == 5:
            row[at["Termination Date"]] = "31/10/2026"
        if number == 100:
            row[at["FTE"]] = "37.5"
    for number in range(6):
        joiner = list(rows[20 + number])
        joiner[at["Employee Number"]] = joiner[at["Assignment Number"]] = f"E9{number:06}"
        joiner[at["Last Name"]], joiner[at["Work Email"]] = f"Newcomer-{number + 1}", ""
        rows.append(joiner)
    out = io.StringIO(newline="")
    csv.writer(out).writerows([head, *rows])
    return out.getvalue().encode()


def this_week(page: Page) -> None:
    _as("Sade", page)


def unit(page: Page) -> None:
    _as("Sade", page)
    start = page.get_by_role("button", name="Start this unit")
    page.goto(start.get_attribute("href") or "")


def verdict(page: Page) -> None:
    """The unit that Dev finished last."""
    _as("Dev", page)
    page.get_by_role("link", name="My progress", exact=True).click()
    page.locator(".steady-moved a").first.click()


def progress(page: Page) -> None:
    _as("Sade", page)
    page.goto("/progress")


def coverage(page: Page) -> None:
    _as("June", page)


def operations(page: Page) -> None:
    _as("Ruth", page)
    page.goto("/operations")


def admin_import(page: Page) -> None:
    """A dry run: nothing changes, and it is cancelled when the picture is taken."""
    _as("Ruth", page)
    page.goto("/admin/staff/import")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "staff-november.csv")
        file.write_bytes(changed_staff_file())
        page.get_by_label("Staff file").set_input_files(file)
        page.get_by_role("button", name="Read the file").click()
        page.wait_for_load_state()


def answer_link(page: Page) -> None:
    """The page behind an answer in the newest mail of Sade's that asks its question."""
    page.goto("/outbox?to=sade.adeyemi")
    page.get_by_role("listitem").filter(has_text="Asks its question").first.get_by_role("link").click()
    page.get_by_role("link", name="Open it as a mail program shows it").click()
    page.goto(page.locator('a[href*="?c="]').nth(1).get_attribute("href") or "")


SHOTS: dict[str, Callable[[Page], None]] = {
    "this-week": this_week,
    "unit": unit,
    "verdict": verdict,
    "progress": progress,
    "coverage": coverage,
    "operations": operations,
    "admin-import": admin_import,
    "answer-link": answer_link,
}


def _as(name: str, page: Page) -> None:
    page.goto("/demo")
    page.get_by_role("button", name=name).click()
    page.wait_for_load_state()


def _take(chrome: Browser, address: str, name: str, width: int) -> Path:
    screen = chrome.new_context(
        base_url=address, viewport={"width": width, "height": WIDTHS[width]}, locale="en-GB", java_script_enabled=False
    )
    page = screen.new_page()
    SHOTS[name](page)
    height = min(TALLEST[width], page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": width, "height": max(WIDTHS[width], height)})
    path = HERE / f"{name}-{width}.png"
    path.write_bytes(in_256_colours(page.screenshot()))
    if name == "admin-import":
        page.get_by_role("button", name="Cancel and keep everything as it is").click()
    screen.close()
    return path


def in_256_colours(png: bytes) -> bytes:
    """The same picture with 8 bits a pixel: pages of few colours lose nothing that an eye sees."""
    width, height, pixels = _pixels(png)
    counts: dict[bytes, int] = {}
    for at in range(0, len(pixels), 3):
        colour = pixels[at : at + 3]
        counts[colour] = counts.get(colour, 0) + 1
    palette = sorted(counts, key=lambda colour: -counts[colour])[:256]
    index = {colour: number for number, colour in enumerate(palette)}
    for colour in counts.keys() - index.keys():
        index[colour] = min(
            range(len(palette)),
            key=lambda number: sum((a - b) ** 2 for a, b in zip(palette[number], colour, strict=True)),
        )
    rows = bytearray()
    for row in range(height):
        rows.append(0)
        start = row * width * 3
        rows += bytes(index[pixels[at : at + 3]] for at in range(start, start + width * 3, 3))
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    body = zlib.compress(bytes(rows), 9)
    parts = ((b"IHDR", head), (b"PLTE", b"".join(palette)), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _pixels(png: bytes) -> tuple[int, int, bytes]:
    """Width, height and the red, green and blue of every pixel. Reads what Chromium writes: 8 bits a channel."""
    at, packed, width, height, depth = 8, b"", 0, 0, 3
    while at < len(png):
        (length,), kind = struct.unpack(">I", png[at : at + 4]), png[at + 4 : at + 8]
        content = png[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, height, _, colour_type = struct.unpack(">IIBB", content[:10])
            depth = {2: 3, 6: 4}[colour_type]
        elif kind == b"IDAT":
            packed += content
        at += 12 + length
    lines, stride, before, found = zlib.decompress(packed), width * depth, bytes(width * depth), bytearray()
    for row in range(height):
        start = row * (stride + 1)
        before = _unfiltered(lines[start], bytearray(lines[start + 1 : start + 1 + stride]), before, depth)
        found += before if depth == 3 else b"".join(before[i : i + 3] for i in range(0, stride, 4))
    return width, height, bytes(found)


def _unfiltered(kind: int, line: bytearray, above: bytes, depth: int) -> bytes:
    """One line of a PNG, with its filter taken back."""
    for at in range(len(line)):
        left = line[at - depth] if at >= depth else 0
        up, corner = above[at], above[at - depth] if at >= depth else 0
        if kind == 1:
            line[at] = (line[at] + left) & 255
        elif kind == 2:
            line[at] = (line[at] + up) & 255
        elif kind == 3:
            line[at] = (line[at] + (left + up) // 2) & 255
        elif kind == 4:
            guess = left + up - corner
            nearest = min((left, up, corner), key=lambda value: abs(guess - value))
            line[at] = (line[at] + nearest) & 255
    return bytes(line)


def main() -> None:
    address = sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name in SHOTS:
            for width in WIDTHS:
                path = _take(chrome, address, name, width)
                sys.stdout.write(f"{path.name} {path.stat().st_size // 1000} kB\n")
        chrome.close()


if __name__ == "__main__":
    main()
