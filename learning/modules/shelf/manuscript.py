"""A module file while somebody is writing it: read again each time, and shown as far as it can be."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from learning.capability.shelf import Framework, read_content
from learning.ground.errors import ContentRefused, Fault

from .folder import check_text, name_of, text_of, vocabulary_beside
from .front_matter import Known
from .module import Module
from .reading import parse


@dataclass(frozen=True, slots=True)
class Draft:
    """The file as it stands now. There is a module where its shape is whole, whatever else is refused."""

    file: str
    module: Module | None
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    framework: Framework | None


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A file, and the content folder that says which ids it may name."""

    file: Path
    home: Path
    prompts: frozenset[str] | None = None

    def read(self, today: dt.date) -> Draft:
        name, text = name_of(self.file), text_of(self.file)
        framework, known, about_home = self._known()
        if isinstance(text, Fault):
            return Draft(name, None, (text, *about_home), (), framework)
        module, faults, warnings = check_text(text, name, known, today, file_slug=self.file.stem)
        return Draft(name, module or _in_shape(text, name), (*faults, *about_home), tuple(warnings), framework)

    def _known(self) -> tuple[Framework | None, Known | None, tuple[Fault, ...]]:
        try:
            content = read_content(self.home)
        except ContentRefused as refused:
            return None, None, refused.faults
        try:
            return content.framework, Known.of(content, self.prompts, vocabulary_beside(self.home)), ()
        except ContentRefused as refused:
            return content.framework, Known.of(content, self.prompts), refused.faults


def _in_shape(text: str, name: str) -> Module | None:
    try:
        return parse(text, file=name)
    except ContentRefused:
        return None
