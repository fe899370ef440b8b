"""How a simulated learner behaves: how often they answer, how often they are right, how sure they say they are."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import Any

from learning.capability.rules import Confidence
from learning.modules.rules import (
    Activity,
    ChooseMany,
    ChooseOne,
    IfThenPlan,
    JudgedDraft,
    Order,
    PrivateStep,
    Sort,
)


@dataclass(frozen=True, slots=True)
class Habits:
    """One invented person's ways. Shares from 0 to 1."""

    answers: float  # of the units that come
    right: float  # of the questions, in the first week; it grows a little
    sureness: float  # how readily they say "very sure"
    plans: float  # how often they keep an if-then plan


def habits_of(person: str) -> Habits:
    """The same person has the same habits every time."""
    draw = random.Random(f"habits {person}")
    return Habits(
        answers=draw.betavariate(6, 2),
        right=0.55 + 0.35 * draw.random(),
        sureness=draw.random(),
        plans=0.4 * draw.random(),
    )


@dataclass(frozen=True, slots=True)
class Reply:
    """What a simulated learner gives to one activity."""

    given: dict[str, Any]
    confidence: Confidence | None


def does_starting_check(person: str) -> bool:
    """Whether they take up the offer to show what they know already. A fifth do."""
    return random.Random(f"starting check {person}").random() < 1 / 5


def answers_after(person: str, week_on: dt.date, habits: Habits) -> dt.timedelta | None:
    """How long after it came the unit of that week is answered, or None: not at all."""
    draw = random.Random(f"answers {person} {week_on}")
    if draw.random() > habits.answers:
        return None
    return dt.timedelta(minutes=draw.choice((3, 10, 25, 60, 24 * 60, 2 * 24 * 60)))


def reply(activity: Activity, person: str, week_on: dt.date, habits: Habits, *, weeks: int) -> Reply | None:
    """An answer in that week, right more often as weeks go by. None: they pass over it (a plan they do not make)."""
    draw = random.Random(f"reply {person} {week_on} {activity.id}")
    is_right = draw.random() < min(0.95, habits.right + 0.015 * weeks)
    given = _given(activity, draw, is_right=is_right, habits=habits)
    if given is None:
        return None
    confidence = _confidence(draw, habits, is_right=is_right) if activity.ask_confidence else None
    return Reply(given, confidence)


def _given(activity: Activity, draw: random.Random, *, is_right: bool, habits: Habits) -> dict[str, Any] | None:
    match activity:
        case PrivateStep():
            return {"skipped": True}
        case IfThenPlan():
            return {"text": draw.choice(activity.starters)} if draw.random() < habits.plans else None
        case Order():
            steps = [step.id for step in activity.steps]
            if not is_right:
                place = draw.randrange(len(steps) - 1)
                steps[place : place + 2] = reversed(steps[place : place + 2])
            return {"places": {step: str(place) for place, step in enumerate(steps, start=1)}}
        case Sort():
            placed = {item.id: item.answer for item in activity.items}
            if not is_right:
                slip = draw.choice(activity.items)
                placed[slip.id] = draw.choice([bucket for bucket in activity.buckets if bucket != slip.answer])
            return {"placed": placed}
    return _marked(activity, draw, is_right=is_right)


def _marked(activity: Activity, draw: random.Random, *, is_right: bool) -> dict[str, Any] | None:
    """Of a question that is answered by picking something out. A slip is one too many or one too few."""
    match activity:
        case ChooseOne():
            wrong = [option.id for option in activity.options if not option.is_correct]
            return {"choice": activity.right.id if is_right else draw.choice(wrong)}
        case ChooseMany():
            ticked = set(activity.answer)
            if not is_right:
                ticked ^= {draw.choice(activity.options).id}
            return {"marked": sorted(ticked or {option.id for option in activity.options})}
        case JudgedDraft():
            marked = set(activity.answer)
            if not is_right:
                marked ^= {draw.choice(activity.points).id}
            return {"marked": sorted(marked), "nothing": not marked}
    return None


def _confidence(draw: random.Random, habits: Habits, *, is_right: bool) -> Confidence:
    level = draw.random() * 0.6 + habits.sureness * 0.3 + (0.15 if is_right else 0.0)
    return Confidence.VERY if level > 0.62 else Confidence.FAIRLY if level > 0.3 else Confidence.GUESS
