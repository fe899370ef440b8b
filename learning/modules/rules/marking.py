"""Marking: what an answer was worth, and why. Pure and explained, the same for everybody.

A judged draft is *right* when every point was caught and nothing else was marked. It is *partly* right when the
learner picked out a larger share of what had to be marked than of the rest, so that marking everything, or marking
at random, is worth nothing. On a sound draft only leaving it alone is right, and doubting it is *wrong*.
The same holds for a question with several right answers. Steps in order are partly right when more pairs of them stand
the right way round than the wrong way round. Of trust, question and stop, the two that doubt are partly right for each
other: to stop where a question was enough costs time, and to ask where one has to stop still keeps the draft back.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import singledispatch
from itertools import combinations

from learning.capability.rules import Confidence, Outcome
from learning.ground.text import plural

from . import headlines
from .activity import (
    TRUST,
    Activity,
    ChooseMany,
    ChooseOne,
    CompareTwo,
    JudgedDraft,
    Option,
    Order,
    Point,
    Sort,
    TrustQuestionStop,
)
from .given import Given


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
    parts = _of_options(activity.options, {given["choice"]})
    if given["choice"] == activity.right.id:
        return Marked(Outcome.RIGHT, "You got it right", parts=parts)
    return Marked(Outcome.WRONG, "Another answer fits better", parts=parts)


@mark.register
def _(activity: CompareTwo, given: Given) -> Marked:
    parts = _of_options(activity.options, {given["choice"]})
    if given["choice"] == activity.right.id:
        return Marked(Outcome.RIGHT, "You chose the better one", parts=parts)
    return Marked(Outcome.WRONG, "The other one is better", parts=parts)


@mark.register
def _(activity: TrustQuestionStop, given: Given) -> Marked:
    choice, right = given["choice"], activity.right.id
    doubts = choice != TRUST
    outcome = Outcome.RIGHT if choice == right else Outcome.WRONG
    if doubts and not activity.is_sound and choice != right:
        outcome = Outcome.PARTLY
    return Marked(
        outcome,
        headlines.of_trust(activity, choice),
        parts=_of_options(activity.options, {choice}),
        hits=int(doubts and not activity.is_sound),
        misses=int(not doubts and not activity.is_sound),
        false_alarms=int(doubts and activity.is_sound),
        correct_rejections=int(not doubts and activity.is_sound),
    )


@mark.register
def _(activity: ChooseMany, given: Given) -> Marked:
    marked = set(given["marked"])
    parts = _of_options(activity.options, marked)
    hits, wrong = len(marked & activity.answer), len(marked - activity.answer)
    answers, others = len(activity.answer), len(activity.options) - len(activity.answer)
    fits = "fits" if wrong == 1 else "fit"
    second = f"You {'also ' if hits else ''}ticked {plural(wrong, 'answer')} that {fits} less well." if wrong else None
    return Marked(
        _outcome(hits, answers - hits, wrong, others - wrong), headlines.of_many(hits, answers), second, parts=parts
    )


def _of_options(options: tuple[Option, ...], chosen: set[str]) -> tuple[MarkedPart, ...]:
    return tuple(
        MarkedPart(each.id, each.text, _verdict_on_option(each, each.id in chosen), each.feedback) for each in options
    )


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
        return Marked(Outcome.RIGHT, f"You put {headlines.all_of(every)} in the right place", parts=parts)
    if right:
        return Marked(Outcome.PARTLY, f"You put {right} of the {every} in the right place", parts=parts)
    whole = headlines.all_of(every)
    return Marked(Outcome.WRONG, f"{whole[0].upper()}{whole[1:]} belong in another place", parts=parts)


@mark.register
def _(activity: Order, given: Given) -> Marked:
    places = {step: int(place) for step, place in given["places"].items()}
    parts = tuple(
        MarkedPart(
            each.id,
            each.text,
            Verdict.RIGHT if places[each.id] == place else Verdict.WRONG,
            each.feedback,
            given=str(places[each.id]),
            answer=str(place),
        )
        for place, each in enumerate(activity.steps, start=1)
    )
    right, every = sum(part.verdict is Verdict.RIGHT for part in parts), len(parts)
    if right == every:
        return Marked(Outcome.RIGHT, f"You put {headlines.all_of(every)} steps in the right order", parts=parts)
    pairs = list(combinations([places[each.id] for each in activity.steps], 2))
    kept = sum(before < after for before, after in pairs)
    outcome = Outcome.PARTLY if 2 * kept > len(pairs) else Outcome.WRONG
    return Marked(outcome, f"{right or 'None'} of the {every} steps {_stand(right)} in their place", parts=parts)


def _stand(count: int) -> str:
    return "stands" if count == 1 else "stand"


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
        headlines.of_a_draft(activity, hits, hits + misses, false_alarms),
        second=headlines.beside_it(activity, hits, misses, false_alarms),
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


def on_confidence(activity: Activity, marked: Marked, confidence: Confidence | None) -> str | None:
    """One sentence that sets how sure the learner was beside the verdict, where there is something to say."""
    if confidence is None:
        return None
    if marked.outcome is not Outcome.RIGHT:
        return activity.if_high_confidence_and_wrong if confidence is Confidence.VERY else None
    if confidence is Confidence.GUESS:
        return "You were guessing, and you were right."
    return f"You were {confidence.value} sure, and you were right."
