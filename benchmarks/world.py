"""What every benchmark is given: how large, where to work, and the store with its history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.history import built
from benchmarks.store import Store


@dataclass
class World:
    """One run of the benchmarks."""

    folder: Path
    staff: int
    is_quick: bool
    say: Callable[[str], None]
    _trust: Store | None = field(default=None, repr=False)
    _copies: int = 0

    @property
    def rounds(self) -> int:
        return 1 if self.is_quick else 3

    @property
    def weeks(self) -> int:
        return 4 if self.is_quick else 12

    @property
    def trust(self) -> Store:
        """To read from. Whoever writes takes a copy."""
        if self._trust is None:
            self._trust = built(self.folder, staff=self.staff, weeks=self.weeks, say=self.say)
        return self._trust

    def copy_of_trust(self, **more: str) -> Store:
        trust = self.trust
        self._copies += 1
        return trust.copied_to(self.folder / f"copy-{self._copies}", **more)
