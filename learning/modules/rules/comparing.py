"""Two versions of a unit beside each other: facts that changed, words that came and went, and whether an answer did.

Whether an answer changed comes first, because old answers were marked by the old one. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from .activity import Activity, Order

_WORD = re.compile(r"\S+")
_AROUND = 12  # words shown on either side of a change
_OF_THE_ANSWER = ("is_correct", "is_answer", "answer")
_SAID_APART = {"id", "competency", "level", "minutes", "ask_confidence", "difficulty", *_OF_THE_ANSWER}


class Change(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    LEFT_OUT = "left out"  # words that are the same, and too many to print


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand together and have the same fate."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One section or one question, as it can be compared: its words, its facts, and what is right."""

    key: str  # what makes it the same piece in another version
    name: str  # as a reader calls it
    words: str
    facts: Mapping[str, str]
    answers: Mapping[str, str]  # by option, item, point or step; empty where nothing is marked


@dataclass(frozen=True, slots=True)
class ChangedFact:
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangedPiece:
    name: str
    change: Change  # SAME: it stands in both, with other words or facts
    runs: tuple[Run, ...]
    facts: tuple[ChangedFact, ...]
    answers: tuple[ChangedFact, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """What differs between two versions, in reading order of the later one."""

    facts: tuple[ChangedFact, ...]
    pieces: tuple[ChangedPiece, ...]

    @property
    def with_other_answers(self) -> tuple[ChangedPiece, ...]:
        return tuple(piece for piece in self.pieces if piece.answers)

    @property
    def has_other_answers(self) -> bool:
        return bool(self.with_other_answers)

    @property
    def is_empty(self) -> bool:
        return not self.facts and not self.pieces


def compare(
    facts_before: Mapping[str, str], before: Sequence[Piece], facts_after: Mapping[str, str], after: Sequence[Piece]
) -> Compared:
    known, still = {piece.key: piece for piece in before}, {piece.key for piece in after}
    found = [_changed(known.get(piece.key), piece) for piece in after]
    found += [_changed(piece, None) for piece in before if piece.key not in still]
    return Compared(changed_facts(facts_before, facts_after), tuple(piece for piece in found if piece is not None))


def changed_facts(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[ChangedFact, ...]:
    """Only what differs. What stands on one side alone is empty on the other."""
    names = [*after, *(name for name in before if name not in after)]
    return tuple(
        ChangedFact(name, before.get(name, ""), after.get(name, ""))
        for name in names
        if before.get(name, "") != after.get(name, "")
    )


def _changed(before: Piece | None, after: Piece | None) -> ChangedPiece | None:
    one = after or before
    if one is None:
        return None
    facts = changed_facts(before.facts if before else {}, after.facts if after else {})
    answers = changed_facts(before.answers if before else {}, after.answers if after else {})
    runs = word_runs(before.words if before else "", after.words if after else "")
    if before and after:
        change = Change.SAME
        if not facts and not answers and all(run.change is Change.SAME for run in runs):
            return None
        if all(run.change is Change.SAME for run in runs):
            runs = ()
    else:
        change = Change.ADDED if after else Change.REMOVED
    return ChangedPiece(one.name, change, shortened(runs), facts if before and after else (), answers)


def word_runs(before: str, after: str) -> tuple[Run, ...]:
    """The words of both, each once: what stayed, what went, what came. Where something was replaced, the old is first.

    >>> [(run.change.value, run.text) for run in word_runs("Send it today.", "Send it back today.")]
    [('same', 'Send it'), ('added', 'back'), ('same', 'today.')]
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    runs: list[Run] = []
    for deed, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if deed == "equal":
            runs.append(Run(Change.SAME, " ".join(old[i:j])))
            continue
        if i < j:
            runs.append(Run(Change.REMOVED, " ".join(old[i:j])))
        if k < m:
            runs.append(Run(Change.ADDED, " ".join(new[k:m])))
    return tuple(runs)


def shortened(runs: Sequence[Run]) -> tuple[Run, ...]:
    """The same with long stretches that did not change left out, but for a few words beside each change."""
    short: list[Run] = []
    for number, run in enumerate(runs):
        words = run.text.split()
        if run.change is not Change.SAME or len(words) <= 3 * _AROUND:
            short.append(run)
            continue
        if number > 0:
            short.append(Run(Change.SAME, " ".join(words[:_AROUND])))
        short.append(Run(Change.LEFT_OUT, f"{len(words) - _AROUND * (2 if 0 < number < len(runs) - 1 else 1)}"))
        if number < len(runs) - 1:
            short.append(Run(Change.SAME, " ".join(words[-_AROUND:])))
    return tuple(short)


def question_piece(activity: Activity) -> Piece:
    """A question as it can be compared, whatever its kind."""
    return Piece(
        key=f"question {activity.id}",
        name=f"Question “{activity.id}”",
        words="\n".join(_words(activity)),
        facts={
            "kind": activity.kind.replace("_", " "),
            "competency": activity.competency,
            "level": str(activity.level),
            "minutes": f"{activity.minutes:g}",
            "asks how sure": "yes" if activity.ask_confidence else "no",
        },
        answers=_answers(activity) if activity.is_marked else {},
    )


def _parts(activity: Activity) -> Iterable[tuple[str, Any]]:
    """Options, items, points or steps: whatever of a question has an id that answers are stored under."""
    for field in fields(activity):
        value = getattr(activity, field.name)
        if isinstance(value, tuple):
            yield from ((each.id, each) for each in value if hasattr(each, "id"))


def _answers(activity: Activity) -> dict[str, str]:
    """What is right, by part. A part that came or went changes what an old answer says, so each has its line."""
    found: dict[str, str] = {}
    for part_id, part in _parts(activity):
        right = [getattr(part, name) for name in _OF_THE_ANSWER if hasattr(part, name)]
        said = {True: "right", False: "not right"}.get(right[0], str(right[0])) if right else "is there"
        found[part_id] = said
    if isinstance(activity, Order):
        found["right order"] = ", ".join(step.id for step in activity.steps)
    buckets = getattr(activity, "buckets", None)
    if buckets:
        found["places to choose from"] = ", ".join(buckets)
    return found


def _words(value: Any) -> Iterable[str]:
    """Every word of a question that a learner may read, in the order of its fields."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _words(each)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in _SAID_APART:
                yield from _words(getattr(value, field.name))
