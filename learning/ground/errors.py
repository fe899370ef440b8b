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


_LONGEST = 300  # characters of what is wrong, and again of how to mend it


def _quotable(text: str, longest: int) -> str:
    if len(text) <= longest and text.isprintable():
        return text
    seen = "".join(sign if sign.isprintable() else " " for sign in text[: 4 * longest])
    words = " ".join(seen.split())
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a content file: where it is, what it is, and how to mend it."""

    file: str
    line: int
    message: str
    mend: str = ""

    def __post_init__(self) -> None:
        """A message may quote a file: on one line, not for ever, and without signs that a terminal obeys."""
        object.__setattr__(self, "message", _quotable(self.message, _LONGEST))
        object.__setattr__(self, "mend", _quotable(self.mend, _LONGEST))

    def __str__(self) -> str:
        said = f"{_quotable(self.file, _LONGEST)}:{self.line}: {self.message.rstrip('.')}."
        return f"{said} {self.mend.rstrip('.')}." if self.mend else said


class ContentRefused(Refused):
    """Content files that cannot be loaded, with every fault found in them."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
