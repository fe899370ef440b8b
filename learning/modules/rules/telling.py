"""What a page says of an answer: the headline, and each mark with its word. The shape only repeats the word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from learning.capability.rules import Confidence

from .activity import Activity, ChooseMany, ChooseOne, FindWrong, JudgedDraft, NeedsHuman, Order, Sort
from .given import Given
from .marking import Marked, MarkedPart, Verdict, mark, on_confidence


@dataclass(frozen=True, slots=True)
class Mark:
    """One line of a verdict. Texts are Markdown of one line."""

    verdict: Verdict
    word: str
    text: str
    feedback: str
    where: str | None = None  # sort: where it belongs

    @property
    def is_loud(self) -> bool:
        return self.verdict is not Verdict.RIGHTLY_LEFT


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks under one heading."""

    heading: str
    marks: tuple[Mark, ...]
    is_folded: bool = False  # said in full, but only to whoever opens it
    is_numbered: bool = False  # the marks stand in an order that matters


@dataclass(frozen=True, slots=True)
class Told:
    """An answer with all that is said about it."""

    activity: Activity
    marked: Marked
    on_sureness: str | None  # how sure the learner was, beside the verdict
    groups: tuple[Marks, ...]

    @property
    def headline(self) -> str:
        return self.marked.headline


def told(activity: Activity, given: Given, confidence: Confidence | None) -> Told:
    """The verdict on a stored answer, in words. The activity comes with its slots filled."""
    marked = mark(activity, given)
    return Told(activity, marked, on_confidence(activity, marked, confidence), _groups(activity, marked))


def _groups(activity: Activity, marked: Marked) -> tuple[Marks, ...]:
    if isinstance(activity, JudgedDraft):
        return _of_a_draft(activity, marked)
    if isinstance(activity, ChooseOne):
        return _of_a_choice(marked)
    if isinstance(activity, ChooseMany):
        return _of_many(marked)
    if isinstance(activity, Order):
        return _of_an_order(marked)
    if isinstance(activity, Sort):
        return _of_a_sort(marked)
    return ()


def _lines(marked: Marked, word: Callable[[MarkedPart], str], *verdicts: Verdict) -> tuple[Mark, ...]:
    """The marks with these verdicts, in the order in which the verdicts are named."""
    parts = sorted(marked.with_verdict(*verdicts), key=lambda part: verdicts.index(part.verdict))
    return tuple(Mark(part.verdict, word(part), part.text, part.feedback, part.answer) for part in parts)


_WRONG = {
    Verdict.CAUGHT: "You caught it",
    Verdict.MISSED: "You missed it",
    Verdict.FALSE_ALARM: "You marked it, but it is right",
    Verdict.RIGHTLY_LEFT: "You were right to leave it",
}
_MISSING = _WRONG | {Verdict.FALSE_ALARM: "You ticked it, but it is there"}
_PERSON = _WRONG | {Verdict.FALSE_ALARM: "You ticked it, but you can do it"}


def _of_a_draft(activity: JudgedDraft, marked: Marked) -> tuple[Marks, ...]:
    if isinstance(activity, FindWrong):
        words, loud, quiet = _WRONG, "Wrong in the draft", "Right in the draft"
    elif isinstance(activity, NeedsHuman):
        words, loud, quiet = _PERSON, "A person decides", "No need to ask"
    else:
        words, loud, quiet = _MISSING, "Missing from the draft", "In the draft"
    groups = (
        Marks(
            loud,
            _lines(marked, lambda part: words[part.verdict], Verdict.CAUGHT, Verdict.MISSED),
        ),
        Marks(
            quiet,
            _lines(marked, lambda part: words[part.verdict], Verdict.FALSE_ALARM, Verdict.RIGHTLY_LEFT),
        ),
    )
    return tuple(group for group in groups if group.marks)


_CHOICE = {
    Verdict.RIGHT: "You got it right",
    Verdict.WRONG: "You chose this",
    Verdict.MISSED: "This fits better",
    Verdict.RIGHTLY_LEFT: "You were right to leave it",
}


def _of_a_choice(marked: Marked) -> tuple[Marks, ...]:
    groups = (
        Marks("Your answer", _lines(marked, lambda part: _CHOICE[part.verdict], Verdict.RIGHT, Verdict.WRONG)),
        Marks("A better answer", _lines(marked, lambda part: _CHOICE[part.verdict], Verdict.MISSED)),
        Marks(
            "The other answers",
            _lines(marked, lambda part: _CHOICE[part.verdict], Verdict.RIGHTLY_LEFT),
            is_folded=True,
        ),
    )
    return tuple(group for group in groups if group.marks)


def _of_many(marked: Marked) -> tuple[Marks, ...]:
    word = {**_CHOICE, Verdict.MISSED: "This fits too", Verdict.WRONG: "You ticked it, but others fit better"}
    groups = (
        Marks("What fits", _lines(marked, lambda part: word[part.verdict], Verdict.RIGHT, Verdict.MISSED)),
        Marks("What fits less well", _lines(marked, lambda part: word[part.verdict], Verdict.WRONG)),
        Marks(
            "The other answers",
            _lines(marked, lambda part: word[part.verdict], Verdict.RIGHTLY_LEFT),
            is_folded=True,
        ),
    )
    return tuple(group for group in groups if group.marks)


def _of_an_order(marked: Marked) -> tuple[Marks, ...]:
    """All steps in the right order, so that it can be read from top to bottom."""
    word = {Verdict.RIGHT: "In its place", Verdict.WRONG: "You put it at {}"}
    lines = (
        Mark(part.verdict, word[part.verdict].format(part.given), part.text, part.feedback) for part in marked.parts
    )
    return (Marks("The right order", tuple(lines), is_numbered=True),)


def _of_a_sort(marked: Marked) -> tuple[Marks, ...]:
    groups = (
        Marks("In another place", _lines(marked, lambda part: f"You chose “{part.given}”", Verdict.WRONG)),
        Marks("In the right place", _lines(marked, lambda _: "You got it right", Verdict.RIGHT)),
    )
    return tuple(group for group in groups if group.marks)
