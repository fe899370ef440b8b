"""How large a unit is printed: a whole lesson goes on one side of paper, its answers on the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from learning.modules.shelf import Module

_FITS_AT_10_POINTS = 2_600  # characters on side 1, as measured on the units that ship
_ON_SIDE_2 = {"feedback", "example", "if_nothing", "if_high_confidence_and_wrong", "follow_up", "follow_up_answers"}
_NOT_READ = {"id", "competency", "answer", "difficulty", "starters", "line"}


def sheet_class(module: Module) -> str:
    """The class of the sheet: as it is for a check, smaller for a lesson, smallest for a long one."""
    if module.kind != "lesson":
        return ""
    letters = sum(len(text) for piece in module.pieces for text in _read(piece))
    return " steady-sheet--full" + (" steady-sheet--long" if letters > _FITS_AT_10_POINTS else "")


def _read(part: Any) -> Iterator[str]:
    """What stands on side 1."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from _read(each)
    elif is_dataclass(part):
        for field in fields(part):
            if field.name not in _ON_SIDE_2 | _NOT_READ:
                yield from _read(getattr(part, field.name))
