"""Marking: what an answer was worth, and why. Pure and explained, the same for everybody.

A judged draft is *right* when every point was caught and nothing else was marked. It is *partly* right when the
learner picked out a larger share of what had to be marked than of the rest, so that marking everything, or marking
at random, is worth nothing. On a sound draft only leaving it alone is right, and doubting it is *wrong*.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import singledispatch

from learning.capability.rules import Confidence, Outcome
from learning.ground.text import plural

from .activity import Activity, ChooseOne, FindWrong, JudgedDraft, Option, Point, Sort
from .given import Given, nothing_label


class Verdict(StrEnum):
    """What became of one option, item, sentence or point."""

    CAUGHT = "caught"
    MISSED = "missed"
    FALSE_ALARM = "false-alarm"
    RIGHTLY_LEFT = "rightly-left"
    RIGHT = "right"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class MarkedPart:
    """One option, item, sentence or point with its verdict. Texts are Markdown of one line, slots not filled."""

    id: str
    text: str
    verdict: Verdict
    feedback: str
    given: str | None = None  # sort: where the learner put it
    answer: str | None = None  # sort: where it belongs


@dataclass(frozen=True, slots=True)
class Marked:
    """The verdict on one answer. The four counts are there only where a draft was judged."""

    outcome: Outcome
    headline: str
    second: str | None = None  # such as the false alarms, which are never the headline
    why: str | None = None  # the module's own words on a sound draft, Markdown
    parts: tuple[MarkedPart, ...] = ()
    hits: int | None = None
    misses: int | None = None
    false_alarms: int | None = None
    correct_rejections: int | None = None

    def with_verdict(self, *verdicts: str) -> tuple[MarkedPart, ...]:
        return tuple(part for part in self.parts if part.verdict in verdicts)


@singledispatch
def mark(activity: Activity, given: Given) -> Marked:
    """The verdict on an answer that `tidy_given` has let through."""
    raise TypeError(f"{activity.kind} is not marked")


@mark.register
def _(activity: ChooseOne, given: Given) -> Marked:
    choice = given["choice"]
    parts = tuple(
        MarkedPart(each.id, each.text, _verdict_on_option(each, each.id == choice), each.feedback)
        for each in activity.options
    )
    if choice == activity.right.id:
        return Marked(Outcome.RIGHT, "You got it right", parts=parts)
    return Marked(Outcome.WRONG, "Another answer fits better", parts=parts)


def _verdict_on_option(option: Option, is_chosen: bool) -> Verdict:
    if is_chosen:
        return Verdict.RIGHT if option.is_correct else Verdict.WRONG
    return Verdict.MISSED if option.is_correct else Verdict.RIGHTLY_LEFT


@mark.register
def _(activity: Sort, given: Given) -> Marked:
    placed = given["placed"]
    parts = tuple(
        MarkedPart(
            each.id,
            each.text,
            Verdict.RIGHT if placed[each.id] == each.answer else Verdict.WRONG,
            each.feedback,
            given=placed[each.id],
            answer=each.answer,
        )
        for each in activity.items
    )
    right, every = sum(part.verdict is Verdict.RIGHT for part in parts), len(parts)
    if right == every:
        return Marked(Outcome.RIGHT, f"You put {_all_of(every)} in the right place", parts=parts)
    if right:
        return Marked(Outcome.PARTLY, f"You put {right} of the {every} in the right place", parts=parts)
    whole = _all_of(every)
    return Marked(Outcome.WRONG, f"{whole[0].upper()}{whole[1:]} belong in another place", parts=parts)


@mark.register
def _(activity: JudgedDraft, given: Given) -> Marked:
    marked = set(given["marked"])
    parts = tuple(
        MarkedPart(each.id, each.text, _verdict_on_point(each, each.id in marked), each.feedback)
        for each in activity.points
    )
    seen = Counter(part.verdict for part in parts)
    hits, misses = seen[Verdict.CAUGHT], seen[Verdict.MISSED]
    false_alarms, rightly_left = seen[Verdict.FALSE_ALARM], seen[Verdict.RIGHTLY_LEFT]
    return Marked(
        _outcome(hits, misses, false_alarms, rightly_left),
        _headline(activity, hits, hits + misses, false_alarms),
        second=_second(activity, hits, misses, false_alarms),
        why=activity.if_nothing if activity.is_sound else None,
        parts=parts,
        hits=hits,
        misses=misses,
        false_alarms=false_alarms,
        correct_rejections=rightly_left,
    )


def _verdict_on_point(point: Point, is_marked: bool) -> Verdict:
    if is_marked:
        return Verdict.CAUGHT if point.is_answer else Verdict.FALSE_ALARM
    return Verdict.MISSED if point.is_answer else Verdict.RIGHTLY_LEFT


def _outcome(hits: int, misses: int, false_alarms: int, rightly_left: int) -> Outcome:
    if not misses and not false_alarms:
        return Outcome.RIGHT
    # hits / (hits + misses) > false_alarms / (false_alarms + rightly_left), without dividing by nothing
    others = false_alarms + rightly_left
    picks_out_more = hits * others > false_alarms * (hits + misses) if others else hits > 0
    return Outcome.PARTLY if picks_out_more else Outcome.WRONG


def _headline(activity: JudgedDraft, hits: int, answers: int, false_alarms: int) -> str:
    quality = "wrong" if isinstance(activity, FindWrong) else "missing"
    noun = "sentence" if isinstance(activity, FindWrong) else "point"
    if not answers:
        return f"Nothing was {quality}" + ("" if false_alarms else ", and you left it alone")
    if not hits:
        return f"{plural(answers, noun)} {'was' if answers == 1 else 'were'} {quality}"
    if hits < answers:
        return f"You caught {hits} of the {answers} {quality} {noun}s"
    if answers == 1:
        return f"You caught the {quality} {noun}"
    return f"You caught {_all_of(answers)} {quality} {noun}s"


def _second(activity: JudgedDraft, hits: int, misses: int, false_alarms: int) -> str | None:
    also = "also " if hits else ""
    if false_alarms and isinstance(activity, FindWrong):
        is_right = "is right" if false_alarms == 1 else "are right"
        return f"You {also}marked {plural(false_alarms, 'sentence')} that {is_right}."
    if false_alarms:
        is_there = "is in the draft" if false_alarms == 1 else "are in the draft"
        return f"You {also}ticked {plural(false_alarms, 'point')} that {is_there}."
    if misses and not hits:
        label = nothing_label(activity)
        return f"You said that {label[0].lower()}{label[1:]}."
    return None


def _all_of(count: int) -> str:
    return {1: "it", 2: "both"}.get(count, f"all {count}")


def on_confidence(activity: Activity, marked: Marked, confidence: Confidence | None) -> str | None:
    """One sentence that sets how sure the learner was beside the verdict, where there is something to say."""
    if confidence is None:
        return None
    if marked.outcome is not Outcome.RIGHT:
        return activity.if_high_confidence_and_wrong if confidence is Confidence.VERY else None
    if confidence is Confidence.GUESS:
        return "You were guessing, and you were right."
    return f"You were {confidence.value} sure, and you were right."
