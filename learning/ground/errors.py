"""What Steady says when it cannot do what was asked: one sentence with the way on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class Refused(Exception):
    """Bad input. The message is one sentence for the person, and says what to do."""


class NotFound(Refused):
    """What was asked for does not exist for this person: a page answers 404."""


class Expired(Refused):
    """A link or a code that was right once, and is not any more."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a content file: where it is, what it is, and how to mend it."""

    file: str
    line: int
    message: str
    mend: str = ""

    def __str__(self) -> str:
        said = f"{self.file}:{self.line}: {self.message.rstrip('.')}."
        return f"{said} {self.mend.rstrip('.')}." if self.mend else said


class ContentRefused(Refused):
    """Content files that cannot be loaded, with every fault found in them."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
