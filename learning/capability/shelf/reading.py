"""The three capability files from disk, or from what the database kept of them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from learning.ground.errors import ContentRefused, Fault

from .content import CapabilityContent, Source
from .framework_file import competency_ids, framework_of, voice_ids
from .marked_yaml import MarkedYaml, marked, read_marked
from .roles_file import Known, roles_of
from .shape_faults import shaped
from .shapes import SourceShape

FILES = ("framework", "roles", "sources")


def read_content(folder: Path) -> CapabilityContent:
    """framework.yaml, roles.yaml and sources.yaml of this folder. ContentRefused names every fault in all three."""
    return _content({name: _read(folder, f"{name}.yaml") for name in FILES})


def content_of_body(body: Mapping[str, Any]) -> CapabilityContent:
    """The same from a stored `CapabilityContent.body`, so that an old version can still be read."""
    return _content({name: marked(body.get(name), name) for name in FILES})


def _read(folder: Path, name: str) -> MarkedYaml:
    file = f"{folder.name}/{name}"
    try:
        raw = (folder / name).read_bytes()
        read = read_marked(raw.decode("utf-8-sig"), file)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return _unreadable(file, "This is not UTF-8 text", "Save the file as UTF-8", line)
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        return _unreadable(file, "The file is missing" if missing else "The file cannot be read", "Put it back")
    if read.value is None and not read.faults:
        return _unreadable(file, "The file is empty", "Put its content back")
    return read


def _unreadable(file: str, message: str, mend: str, line: int = 1) -> MarkedYaml:
    return MarkedYaml(file, None, {}, (Fault(file, line, message, mend),))


def _content(reads: Mapping[str, MarkedYaml]) -> CapabilityContent:
    faults = [fault for read in reads.values() for fault in read.faults or _not_a_mapping(read)]
    sources_read, framework_read, roles_read = reads["sources"], reads["framework"], reads["roles"]
    sources, source_faults = _sources(sources_read)
    faults += source_faults
    framework = roles = None
    if isinstance(framework_read.value, dict):
        keys = set(sources_read.value) if isinstance(sources_read.value, dict) else None
        framework, found = framework_of(framework_read, keys)
        faults += found
    if isinstance(roles_read.value, dict):
        roles, found = roles_of(roles_read, _known(framework_read))
        faults += found
    if framework is None or roles is None or faults:
        order = {read.file: number for number, read in enumerate(reads.values())}
        raise ContentRefused(sorted(set(faults), key=lambda fault: (order[fault.file], fault.line, fault.message)))
    body = {name: _storable(read.value) for name, read in reads.items()}
    return CapabilityContent(framework, roles, sources, body, _hash(body))


def _not_a_mapping(read: MarkedYaml) -> list[Fault]:
    if isinstance(read.value, dict):
        return []
    return [read.fault((), "This is not a mapping of keys and values", 'Begin with lines such as "id: …"')]


def _sources(read: MarkedYaml) -> tuple[dict[str, Source], list[Fault]]:
    sources: dict[str, Source] = {}
    faults: list[Fault] = []
    for key, value in read.value.items() if isinstance(read.value, dict) else ():
        shape, found = shaped(SourceShape, read, (key,), value, f"Source {key}")
        faults += found
        if shape is not None:
            sources[key] = Source(key, shape.publisher, shape.title, shape.date, shape.says, shape.limits)
    return sources, faults


def _known(framework: MarkedYaml) -> Known | None:
    if not isinstance(framework.value, dict):
        return None
    own_id = framework.value.get("id")
    return Known(own_id if isinstance(own_id, str) else None, competency_ids(framework), voice_ids(framework))


def _storable(value: Any) -> Any:
    """The value with dates as text, as JSON has none."""
    if isinstance(value, dict):
        return {key: _storable(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_storable(one) for one in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def _hash(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
