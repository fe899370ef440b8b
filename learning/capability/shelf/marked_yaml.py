"""YAML read for people who write content: each value knows its line, and what YAML would swallow is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from learning.ground.errors import Fault

Place = tuple[str | int, ...]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is ten times as fast, where it is built
_LARGEST = 512_000  # characters; our own files have under 30,000
_DEEPEST = 24  # lists and mappings inside each other
_MOST_EVENTS = 60_000
_TAGS = {f"tag:yaml.org,2002:{plain}" for plain in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq")}


@dataclass(frozen=True, slots=True)
class MarkedYaml:
    """A YAML text as plain values, with the line of each place in it, and what was wrong with it as YAML."""

    file: str
    value: Any  # None where it could not be read at all
    lines: Mapping[Place, int]
    faults: tuple[Fault, ...]

    def line(self, place: Place) -> int:
        """The line of this place, or of the nearest thing around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def fault(self, place: Place, message: str, mend: str = "") -> Fault:
        return Fault(self.file, self.line(place), message, mend)


def marked(value: Any, name: str) -> MarkedYaml:
    """A value that did not come from a text, for content that is read back from the database."""
    return MarkedYaml(name, value, {}, ())


def read_marked(text: str, file: str, *, first_line: int = 1) -> MarkedYaml:
    """Read one YAML document. `first_line` is where the text stands in its file, for a block inside Markdown.

    Aliases (which can blow up a small file), tags, a second document and keys that appear twice are faults. Keys are
    kept as they are written: `on:` stays "on".
    """
    shift = first_line - 1
    refused = _unsafe(text, file, shift)
    if refused is not None:
        return MarkedYaml(file, None, {}, (refused,))
    reading = _Reading(file, shift)
    node = yaml.compose(text, Loader=_LOADER)
    value = None if node is None else reading.value_of(node, ())
    return MarkedYaml(file, value, reading.lines, tuple(reading.faults))


def _unsafe(text: str, file: str, shift: int) -> Fault | None:
    """The first thing that keeps this text from being read, found without building anything from it."""
    if len(text) > _LARGEST:
        return Fault(file, 1 + shift, "This file is too long to be content", f"Keep it under {_LARGEST:,} characters")
    documents = depth = 0
    try:
        for number, event in enumerate(yaml.parse(text, Loader=_LOADER)):
            line = (event.start_mark.line if event.start_mark else 0) + 1 + shift
            documents += isinstance(event, yaml.DocumentStartEvent)
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                return Fault(file, line, "Anchors (&) and aliases (*) are not read here", "Write the value out in full")
            if documents > 1:
                return Fault(file, line, "There is a second document after ---", "Keep one document in the file")
            if depth > _DEEPEST or number > _MOST_EVENTS:
                return Fault(file, line, "This is nested too deeply, or has too many values", "Make it simpler")
    except (yaml.YAMLError, UnicodeEncodeError) as error:  # the C loader wants UTF-8
        return _syntax_fault(error, file, shift)
    return None


def _syntax_fault(error: Exception, file: str, shift: int) -> Fault:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = (0 if mark is None else mark.line) + 1 + shift
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
    return Fault(file, line, f"This is not valid YAML: {problem}", "Look at the indentation, the quotes and the colons")


class _Reading:
    """One walk through the nodes, collecting lines and faults on the way."""

    def __init__(self, file: str, shift: int) -> None:
        self.file = file
        self.shift = shift
        self.lines: dict[Place, int] = {}
        self.faults: list[Fault] = []
        self._scalars = yaml.constructor.SafeConstructor()

    def value_of(self, node: yaml.Node, place: Place) -> Any:
        self.lines.setdefault(place, self._line(node))
        if node.tag not in _TAGS:
            self._fault(node, f"The tag {node.tag.replace('tag:yaml.org,2002:', '!!')} is not read here", "Take it out")
            return None
        if isinstance(node, yaml.MappingNode):
            return dict(self._pairs(node, place))
        if isinstance(node, yaml.SequenceNode):
            return [self.value_of(item, (*place, number)) for number, item in enumerate(node.value)]
        try:
            return self._scalars.construct_object(node)
        except (ValueError, yaml.YAMLError):  # such as the 31st of November
            self._fault(
                node, f"{str(node.value)[:40]!r} looks like a date or number and is not one", "Correct or quote it"
            )
            return None

    def _pairs(self, node: yaml.MappingNode, place: Place) -> Iterator[tuple[str, Any]]:
        seen: dict[str, int] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._fault(key_node, "A key is a list or a mapping", "Use a plain word as the key")
                continue
            key = str(key_node.value)
            if key in seen:
                first = seen[key]
                self._fault(key_node, f'"{key}" stands twice, first on line {first}', "Keep one of the two")
                continue
            seen[key] = self.lines[(*place, key)] = self._line(key_node)
            yield key, self.value_of(value_node, (*place, key))

    def _line(self, node: yaml.Node) -> int:
        return int(node.start_mark.line) + 1 + self.shift

    def _fault(self, node: yaml.Node, message: str, mend: str) -> None:
        self.faults.append(Fault(self.file, self._line(node), message, mend))
