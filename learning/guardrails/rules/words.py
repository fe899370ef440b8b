"""The words in which permission is decided: tasks, labels of information, and what to do after a slip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

ANY = "*"
NO_PERSONAL_DATA = "no_personal_data"


@dataclass(frozen=True, slots=True)
class Task:
    """Something people want to get done."""

    id: str
    name: str  # "Rewrite or shorten text"
    asks: str  # "rewrite text", in a question
    families: tuple[str, ...]  # role families that do it most weeks; ("*",) is everybody
    brief: str = ""  # "rewrite", in a list; "" where the name is short enough

    @property
    def short(self) -> str:
        """As it stands among others in a list."""
        return self.brief or self.name[:1].lower() + self.name[1:]

    def is_for(self, families: frozenset[str]) -> bool:
        return ANY in self.families or not families.isdisjoint(self.families)


@dataclass(frozen=True, slots=True)
class Label:
    """A kind of information, from the least to the most sensitive in the order of the file."""

    id: str
    name: str  # "Information about staff"
    with_: str  # "with information about staff"
    means: str


@dataclass(frozen=True, slots=True)
class SlipStep:
    """One thing to do after a slip."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class AnswersFor:
    """Who answers for a part of what somebody does with AI. `names`: whose names stand with it, if anybody's."""

    who: str
    what: str
    names: str = ""  # owners | decides


@dataclass(frozen=True, slots=True)
class JobDescription:
    """The sentences of a passage for a job description. `{behaviours}` is where those of one domain stand."""

    opening: str
    first: str
    then: str
    voice: str  # where the post uses voice tools
    closing: tuple[str, ...]


@dataclass(frozen=True)
class Vocabulary:
    """All of guardrails.yaml."""

    version: str
    tasks: tuple[Task, ...]
    labels: tuple[Label, ...]
    slip: tuple[SlipStep, ...]
    slip_promise: str
    answers_for: tuple[AnswersFor, ...]
    job_description: JobDescription

    @cached_property
    def task_ids(self) -> tuple[str, ...]:
        return tuple(task.id for task in self.tasks)

    @cached_property
    def label_ids(self) -> tuple[str, ...]:
        return tuple(label.id for label in self.labels)

    def task(self, task_id: str | None) -> Task | None:
        return next((task for task in self.tasks if task.id == task_id), None)

    def label(self, label_id: str | None) -> Label | None:
        return next((label for label in self.labels if label.id == label_id), None)

    def usual_tasks(self, families: frozenset[str]) -> Sequence[Task]:
        """Those of these roles first, each half in the order of the file."""
        return sorted(self.tasks, key=lambda task: not task.is_for(families))
