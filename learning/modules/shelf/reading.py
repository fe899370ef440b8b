"""Module files from disk, or from the text that the database kept: a frozen Module, or every fault with its line."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from learning.capability.shelf import MarkedYaml, Place, read_marked, shaped
from learning.ground.errors import ContentRefused, Fault
from learning.modules.rules import slots_in

from .activity_shapes import SHAPES, ActivityShape
from .body import Fence, RawSection, sections_of
from .front_matter import FrontMatter, problems_of
from .module import Module, Piece, Section

_FRONT = re.compile(r"---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)(.*)", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(slots=True)
class Block:
    """One activity block: as YAML with its lines, and in its shape where it has one."""

    read: MarkedYaml
    line: int
    shape: ActivityShape | None = None

    @property
    def name(self) -> str:
        named = self.read.value.get("id") if isinstance(self.read.value, dict) else None
        return f"Activity {named}" if isinstance(named, str) else "This activity"


@dataclass(slots=True)
class Reading:
    """A module file taken apart, with what was wrong with its shape. The checks look at this."""

    file: str
    text: str
    front_read: MarkedYaml
    front: FrontMatter | None = None
    sections: list[RawSection] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def module(self) -> Module | None:
        """The module, where nothing is wrong with its shape."""
        return None if self.faults or self.front is None else _module(self, self.front)


def parse(text: str, *, file: str = "a stored module") -> Module:
    """The module in this text, such as a stored version. Only its shape is looked at: the rest was, when it came in."""
    reading = read_text(text, file)
    module = reading.module
    if module is None:
        raise ContentRefused(sorted(reading.faults, key=lambda fault: fault.line))
    return module


def read_text(text: str, file: str, *, file_slug: str | None = None) -> Reading:
    """Take a module file apart. `file_slug` is the file's own name, where it has one."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    reading = Reading(file, text, MarkedYaml(file, None, {}, ()))
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        reading.faults.append(Fault(file, line, "There is a character here that cannot be seen", "Delete it"))
    parts = _FRONT.fullmatch(text)
    if parts is None:
        mend = "Begin the file with ---, the facts, and --- again"
        reading.faults.append(Fault(file, 1, "There is no front matter", mend))
        return reading
    reading.front_read = read_marked(parts[1], file, first_line=2)
    reading.faults += _front(reading, file_slug)
    reading.sections, faults = sections_of(parts[2], file, text.count("\n", 0, parts.start(2)) + 1)
    reading.faults += faults
    for section in reading.sections:
        reading.blocks += [_block(piece, reading) for piece in section.pieces if isinstance(piece, Fence)]
    reading.faults += _activities_twice(reading)
    return reading


def _front(reading: Reading, file_slug: str | None) -> Iterator[Fault]:
    read = reading.front_read
    yield from read.faults
    if read.value is None and read.faults:
        return
    reading.front, faults = shaped(FrontMatter, read, (), read.value, "The front matter")
    yield from faults
    if reading.front is not None:
        for place, message, mend in problems_of(reading.front, file_slug):
            yield read.fault(place, message, mend)


def _block(fence: Fence, reading: Reading) -> Block:
    read = read_marked(fence.text, reading.file, first_line=fence.line)
    block = Block(read, fence.line - 1)
    reading.faults += read.faults
    if not isinstance(read.value, dict):
        if not read.faults:
            mend = "Begin with lines such as id: …"
            reading.faults.append(Fault(reading.file, block.line, "The activity has no keys and values", mend))
        return block
    kind = read.value.get("kind")
    if not isinstance(kind, str) or kind not in SHAPES:
        said = f'{block.name}: "{kind}" is not a kind of activity' if kind else f'{block.name} has no "kind"'
        reading.faults.append(read.fault(("kind",), said, f"Use one of: {', '.join(SHAPES)}"))
        return block
    block.shape, faults = shaped(SHAPES[kind], read, (), read.value, block.name)
    reading.faults += faults
    for place, message, mend in block.shape.problems() if block.shape else ():
        reading.faults.append(read.fault(place, f"{block.name}: {message}", mend))
    return block


def _activities_twice(reading: Reading) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for block in reading.blocks:
        if block.shape is None:
            continue
        line = block.read.line(("id",))
        if block.shape.id in seen:
            message = f"The activity id {block.shape.id} stands twice, first on line {seen[block.shape.id]}"
            yield Fault(reading.file, line, message, "Give each activity its own id")
        seen.setdefault(block.shape.id, line)


def _module(reading: Reading, front: FrontMatter) -> Module:
    level = min(front.level, 3)  # there are no level 4 activities
    built = iter([block.shape.built(level) for block in reading.blocks if block.shape is not None])
    sections = tuple(
        Section(raw.heading, tuple(_piece(piece, built) for piece in raw.pieces), raw.line) for raw in reading.sections
    )
    facts: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in ((name, getattr(front, name)) for name in FrontMatter.model_fields if name != "schema_")
    }
    return Module(
        **facts,
        sections=sections,
        slots=slots_in(reading.text),
        source=reading.text,
        content_hash=hashlib.sha256(reading.text.encode()).hexdigest(),
        file=reading.file,
    )


def _piece(raw: object, activities: Iterator[Piece]) -> Piece:
    return next(activities) if isinstance(raw, Fence) else raw  # type: ignore[return-value]  # a text or a pair


def strings_in(value: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, inside in value.items():
            yield from strings_in(inside, (*place, key))
    elif isinstance(value, list):
        for number, inside in enumerate(value):
            yield from strings_in(inside, (*place, number))
