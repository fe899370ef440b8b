"""A question of Moodle as one of our activities, or why it cannot be one, and the way on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from learning.ground.text import plural
from learning.modules.rules.gift import Choice, Kind, Pair, Question, Said

from .plain import one_line

RIGHT = "TODO: say why this is right"
WRONG = "TODO: say why this is wrong"
BELONGS = "TODO: say why it belongs there"

_MOST_OPTIONS = {"choose_one": 6, "choose_many": 8}
_MOST_ITEMS = 8
_BUCKETS = range(2, 5)

_WAY_ON = {
    Kind.NUMERICAL: (
        "It asks for a number, and no activity takes one",
        "Offer 3 or 4 numbers to choose from",
    ),
    Kind.SHORT: (
        "It asks for words to be typed, and no activity marks those",
        "Offer answers to choose from, also wrong ones",
    ),
    Kind.ESSAY: (
        "It asks for free text, and no activity marks that",
        "Make it a case with answers to choose from",
    ),
    Kind.DESCRIPTION: (
        "It is text without a question",
        "Put it above a question that needs it",
    ),
}


@dataclass(frozen=True, slots=True)
class Declined:
    """Why no draft is made of this question."""

    why: str
    way_on: str


@dataclass(frozen=True, slots=True)
class Made:
    """An activity without its question, and what got lost on the way, in words."""

    facts: dict[str, Any]
    minutes: float
    lost: tuple[str, ...] = ()


def activity_of(question: Question) -> Made | Declined:
    if question.kind in _WAY_ON:
        return Declined(*_WAY_ON[question.kind])
    if not one_line(question.stem):
        return Declined("No words are left of its question", "Write in words what is asked")
    if question.kind is Kind.TRUE_FALSE:
        return _true_or_false(question)
    return _sort(question.pairs) if question.kind is Kind.MATCHING else _choose(question)


def _true_or_false(question: Question) -> Made:
    options = [
        _option(Said(word, "plain"), is_right, question.if_right if is_right else question.if_wrong)
        for word, is_right in (("True", question.is_true is True), ("False", question.is_true is False))
    ]
    return Made({"kind": "choose_one", "options": options}, 0.5)


def _choose(question: Question) -> Made | Declined:
    choices = question.choices
    right = _right(choices)
    if not any(right) or all(right):
        said = "No answer is right" if not any(right) else "Every answer is right"
        return Declined(said, "Mark right answers with = and wrong ones with ~")
    kind = "choose_one" if sum(right) == 1 else "choose_many"
    if len(choices) > _MOST_OPTIONS[kind]:
        return Declined(f"It has {len(choices)} answers, and {_MOST_OPTIONS[kind]} fit", "Take some out")
    if not all(one_line(choice.text) for choice in choices):
        return Declined("An answer has no words", "Write each answer in words")
    options = [_option(choice.text, each, choice.feedback) for choice, each in zip(choices, right, strict=True)]
    partly = [c for c, each in zip(choices, right, strict=True) if c.weight and 0 < c.weight < 100 and not each]
    lost = ("an answer that gave part of the marks counts as wrong",) if partly else ()
    return Made({"kind": kind, "options": options}, 1, lost)


def _right(choices: Iterable[Choice]) -> list[bool]:
    """Which count as right: those with =, or those whose weight gives marks where none has =."""
    signed = [choice.is_right and (choice.weight is None or choice.weight > 0) for choice in choices]
    return signed if any(signed) else [(choice.weight or 0) > 0 for choice in choices]


def _option(text: Said, is_right: bool, feedback: Said | None) -> dict[str, Any]:
    asked = RIGHT if is_right else WRONG
    return {"text": one_line(text), "correct": is_right, "feedback": one_line(feedback) or asked}


def _sort(pairs: tuple[Pair, ...]) -> Made | Declined:
    rows = [(one_line(pair.stem), one_line(Said(pair.answer, "plain"))) for pair in pairs]
    buckets = list(dict.fromkeys(answer for _, answer in rows))
    items = [(stem, answer) for stem, answer in rows if stem]
    if not all(buckets):
        return Declined("A row has nothing after ->", "Write the answer of each row")
    if len(buckets) not in _BUCKETS:
        said = f"It has {plural(len(buckets), 'different answer')}, and sorting takes 2 to 4"
        return Declined(said, "Match fewer answers, or make several questions of it")
    if len(items) <= len(buckets):
        return Declined("Each answer has one row, and sorting puts several rows under one answer", "Add rows")
    if len(items) > _MOST_ITEMS:
        return Declined(f"It has {len(items)} rows, and {_MOST_ITEMS} fit", "Take some out")
    facts = [{"text": stem, "answer": answer, "feedback": BELONGS} for stem, answer in items]
    return Made({"kind": "sort", "buckets": buckets, "items": facts}, 1)
