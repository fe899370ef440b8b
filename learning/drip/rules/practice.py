"""A unit as far as amounts and practice go: what may be chosen, what its answers show, which drafts it has."""

from __future__ import annotations

from dataclasses import dataclass

from learning.drip.rules.units import Candidate


@dataclass(frozen=True, slots=True)
class Question:
    """One marked activity: a right answer is evidence for its competency, at its level and below."""

    id: str
    competency: str
    level: int


@dataclass(frozen=True, slots=True)
class Practice:
    """One unit of the library."""

    candidate: Candidate
    title: str = ""
    questions: tuple[Question, ...] = ()
    drafts: tuple[bool, ...] = ()  # of each draft to be judged, whether it is sound

    @property
    def id(self) -> str:
        return self.candidate.module_id

    def asks(self, competency: str, level: int) -> int:
        """How many of its questions are on this competency at exactly this level."""
        return sum(each.competency == competency and each.level == level for each in self.questions)
