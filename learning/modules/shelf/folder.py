"""All module files of a folder. One broken file never keeps the others off the shelf."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from learning.ground.errors import Fault
from learning.guardrails import shelf as guardrails
from learning.guardrails.rules.words import Vocabulary

from .checking import refusals, warnings
from .front_matter import Known
from .module import Module
from .reading import read_text

_LARGEST = 200_000  # bytes; a unit of five minutes has under 15,000
_MOST_FAULTS = 100  # of one file


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a folder holds. A file with a fault is in `faults` and not in `modules`; warnings keep nothing out."""

    modules: tuple[Module, ...]
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]


def vocabulary_beside(home: Path) -> Vocabulary | None:
    """The tasks and labels of this content folder, or None where it has none. ContentRefused names faults in them."""
    return guardrails.read_vocabulary(home) if (home / guardrails.FILE).is_file() else None


def read_folder(
    folder: Path,
    *,
    competencies: Collection[str],
    roles: Collection[str],
    sources: Collection[str],
    vocabulary: Vocabulary | None = None,
    today: dt.date | None = None,
) -> Shelf:
    """Read and check every module file in this folder, in the order of their names.

    `today` judges review dates: one that is too far away is a fault, one that has passed a warning. Without it
    neither is looked at. Give the real day: under a clock that was moved back every date is far away.
    """
    tasks, labels = (vocabulary.task_ids, vocabulary.label_ids) if vocabulary else (None, None)
    known = Known(frozenset(competencies), frozenset(roles), frozenset(sources), None, tasks, labels)
    if not folder.is_dir():
        return Shelf((), (Fault(str(folder), 1, "There is no such folder", "Give the folder of the module files"),), ())
    return read_files(sorted(folder.glob("*.md")), known, today)


def read_files(paths: Iterable[Path], known: Known, today: dt.date | None = None) -> Shelf:
    """The same for these files, in this order."""
    modules: dict[tuple[str, str], Module] = {}
    faults: list[Fault] = []
    warned: list[Fault] = []
    for path in paths:
        module, found, said = check_file(path, known, today)
        if module is not None and (other := modules.get((module.id, module.language))):
            found = [Fault(module.file, 1, f"{module.id} is also in {other.file}", "Keep one of the two")]
            module = None
        if module is not None:
            modules[module.id, module.language] = module
        faults += found
        warned += said
    return Shelf(tuple(modules.values()), tuple(faults), tuple(warned))


def check_file(
    path: Path, known: Known | None, today: dt.date | None = None
) -> tuple[Module | None, list[Fault], list[Fault]]:
    """One file: the module where nothing is wrong, then its faults, then its warnings, each in the order of lines."""
    file, text = name_of(path), text_of(path)
    if isinstance(text, Fault):
        return None, [text], []
    return check_text(text, file, known, today, file_slug=path.stem)


def name_of(path: Path) -> str:
    """How a fault names the file: with the folder it lies in."""
    return f"{path.parent.name}/{path.name}"


def text_of(path: Path) -> str | Fault:
    """What stands in the file, or why it cannot be read."""
    file = name_of(path)
    try:
        with path.open("rb") as source:
            raw = source.read(_LARGEST + 1)  # whatever size it says it has
        if len(raw) > _LARGEST:
            return Fault(file, 1, "The file is too large for a module", f"Stay under {_LARGEST:,} bytes")
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return Fault(file, line, "This is not UTF-8 text", "Save the file as UTF-8")
    except OSError as error:
        return Fault(file, 1, f"The file cannot be read ({error.strerror})", "Look at its permissions")


def check_text(
    text: str, file: str, known: Known | None, today: dt.date | None = None, *, file_slug: str | None = None
) -> tuple[Module | None, list[Fault], list[Fault]]:
    """The same for a text that is not a file yet, such as one that a champion is writing."""
    reading = read_text(text, file, file_slug=file_slug)
    module = reading.module
    faults = _in_order([*reading.faults, *refusals(reading, known, today)])
    return None if faults else module, faults, _in_order(warnings(reading, today))


def _in_order(faults: Iterator[Fault] | list[Fault]) -> list[Fault]:
    """Each once, from the first line on. Nobody reads a thousand."""
    found = sorted(dict.fromkeys(faults), key=lambda fault: (fault.line, fault.message))
    if len(found) <= _MOST_FAULTS:
        return found
    first = found[:_MOST_FAULTS]
    return [*first, Fault(first[-1].file, first[-1].line, "There is more", "Mend these first, and look again")]
