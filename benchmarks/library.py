"""Reads and checks the library of units, and one three times as large, as `steady content check` and a load do."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure, Spread
from benchmarks.store import ROOT
from benchmarks.world import World
from learning.capability.shelf import CapabilityContent, read_content
from learning.modules.shelf import read_folder, vocabulary_beside

WANTED_S = 3.0
TIMES = 3


def measure(world: World) -> Iterator[Figure]:
    content = read_content(ROOT / "content")
    shipped = ROOT / "content" / "modules"
    count = len(list(shipped.glob("*.md")))
    seconds = [_seconds(shipped, content, count) for _ in range(world.rounds)]
    yield Figure(
        f"read and check the library of {count} units",
        f"≤ {WANTED_S:.0f} s",
        Spread(seconds).said(" s"),
        Spread(seconds).middle <= WANTED_S,
    )
    large = _several(shipped, world.folder / "modules")
    yield Figure(f"the same for {count * TIMES} units", "", f"{_seconds(large, content, count * TIMES):.2f} s")


def _several(shipped: Path, folder: Path) -> Path:
    """Each unit some times, under ids of its own."""
    folder.mkdir()
    for number in range(TIMES):
        for path in shipped.glob("*.md"):
            slug = f"{path.stem}-{number}"
            text = path.read_text(encoding="utf-8").replace(f"id: core/{path.stem}\n", f"id: core/{slug}\n", 1)
            (folder / f"{slug}.md").write_text(text, encoding="utf-8")
    return folder


def _seconds(folder: Path, content: CapabilityContent, wanted: int) -> float:
    began = time.perf_counter()
    shelf = read_folder(
        folder,
        competencies={competency.id for competency in content.framework.competencies},
        roles={family.id for family in content.roles.families},
        sources=set(content.sources),
        vocabulary=vocabulary_beside(ROOT / "content"),
    )
    seconds = time.perf_counter() - began
    assert len(shelf.modules) == wanted, shelf.faults[:3]
    return seconds
