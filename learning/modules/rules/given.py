"""What a learner gave as an answer: tidied into the form that is stored, or refused in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from functools import singledispatch
from typing import Any

from learning.capability.rules import Confidence
from learning.ground.errors import Refused
from learning.ground.text import names_list, plural, user_text

from .activity import Activity, ChooseOne, FindWrong, IfThenPlan, JudgedDraft, Sort

Given = Mapping[str, Any]

LONGEST_PLAN = 300


@singledispatch
def tidy_given(activity: Activity, given: Given) -> dict[str, Any]:
    """The answer as it is stored: known ids only, in the order of the activity. Refused says what to do instead."""
    raise TypeError(f"nobody has said what an answer to {activity.kind} looks like")


@tidy_given.register
def _(activity: ChooseOne, given: Given) -> dict[str, Any]:
    choice = given.get("choice")
    if choice in (None, ""):
        raise Refused("Choose an answer.")
    if choice not in [option.id for option in activity.options]:
        raise Refused("That answer is not one of the choices. Choose an answer from the list.")
    return {"choice": choice}


@tidy_given.register
def _(activity: Sort, given: Given) -> dict[str, Any]:
    placed = given.get("placed")
    placed = {item: bucket for item, bucket in placed.items() if bucket} if isinstance(placed, Mapping) else {}
    known = [item.id for item in activity.items]
    if not set(placed) <= set(known):
        raise Refused("One of the things you placed is not in the list. Load the page again, then answer.")
    if not all(bucket in activity.buckets for bucket in placed.values()):
        raise Refused(f"Put each one in {names_list([f'“{bucket}”' for bucket in activity.buckets], last='or')}.")
    left = len(known) - len(placed)
    if left:
        still = f" {left} {'is' if left == 1 else 'are'} still to do." if placed else ""
        raise Refused(f"Say where each one goes.{still}")
    return {"placed": {item: placed[item] for item in known}}


@tidy_given.register
def _(activity: JudgedDraft, given: Given) -> dict[str, Any]:
    marked, nothing = given.get("marked") or [], given.get("nothing") is True
    known = [point.id for point in activity.points]
    if not isinstance(marked, list | tuple) or not all(each in known for each in marked):
        raise Refused("One of your marks is not in the list. Load the page again, then answer.")
    way = nothing_or_something(activity)
    if marked and nothing:
        raise Refused(f"{way} You cannot do both.")
    if not marked and not nothing:
        raise Refused(way)
    return {"marked": [each for each in known if each in marked], "nothing": nothing}


@tidy_given.register
def _(activity: IfThenPlan, given: Given) -> dict[str, Any]:
    text = given.get("text")
    text = user_text(" ".join(text.split())) if isinstance(text, str) else ""
    if not text:
        raise Refused("Choose or write a plan, or finish without one.")
    if len(text) > LONGEST_PLAN:
        raise Refused(f"Your plan has {plural(len(text), 'character')}. Make it {LONGEST_PLAN} or fewer.")
    return {"text": text}


def nothing_label(activity: JudgedDraft) -> str:
    """The words of the answer that leaves a draft alone."""
    return "Nothing is wrong" if isinstance(activity, FindWrong) else "Nothing is missing"


def nothing_or_something(activity: JudgedDraft) -> str:
    verb = "Mark what is wrong" if isinstance(activity, FindWrong) else "Tick what is missing"
    return f"{verb}, or tick “{nothing_label(activity)}”."


def tidy_confidence(activity: Activity, said: str | None, *, required: bool = True) -> Confidence | None:
    """How sure the learner says they are. `required=False` for an answer that comes from a mail."""
    if not activity.ask_confidence:
        return None
    if not said:
        if required:
            raise Refused("Say how sure you are.")
        return None
    try:
        return Confidence(said)
    except ValueError:
        raise Refused("Say how sure you are: guessing, fairly sure or very sure.") from None
