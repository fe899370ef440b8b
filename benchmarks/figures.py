"""What a benchmark says: one figure with what was wanted, what was measured, and whether it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. `holds` is None where nothing was wanted and the figure only informs."""

    work: str
    wanted: str
    measured: str
    holds: bool | None = None

    @property
    def word(self) -> str:
        return {True: "yes", False: "**no**", None: ""}[self.holds]


@dataclass(frozen=True, slots=True)
class Spread:
    """Several measurements of the same thing."""

    values: Sequence[float]

    @property
    def middle(self) -> float:
        return median(self.values)

    def said(self, unit: str = "", digits: int = 1) -> str:
        """The median, and the smallest and largest where there are several."""
        low, high = min(self.values), max(self.values)
        middle = f"{self.middle:,.{digits}f}{unit}"
        return middle if len(self.values) == 1 else f"{middle} ({low:,.{digits}f} to {high:,.{digits}f})"


def share_below(values: Sequence[float], share: float) -> float:
    """The value below which this share of all values lies: 0.95 for p95."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))]


def table(figures: Sequence[Figure]) -> list[str]:
    """The figures as a table of Markdown."""
    return [
        "| work | figure to reach | measured | holds |",
        "|---|---|---|---|",
        *(f"| {one.work} | {one.wanted} | {one.measured} | {one.word} |" for one in figures),
    ]
