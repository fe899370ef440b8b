"""What a learner gave as an answer: tidied into the form that is stored, or refused in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from functools import singledispatch
from typing import Any

from learning.capability.rules import Confidence
from learning.ground.errors import Refused
from learning.ground.identifiers import looks_real
from learning.ground.text import names_list, plural, user_text

from .activity import (
    Activity,
    ChooseMany,
    ChooseOne,
    FindMissing,
    FindWrong,
    IfThenPlan,
    JudgedDraft,
    Order,
    Reflect,
    RewriteThenSelfCheck,
    Sort,
)

Given = Mapping[str, Any]

LONGEST_PLAN = 300
LONGEST_WORDS = 2_000


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
def _(activity: ChooseMany, given: Given) -> dict[str, Any]:
    marked = given.get("marked") or []
    known = [option.id for option in activity.options]
    if not isinstance(marked, list | tuple) or not all(each in known for each in marked):
        raise Refused("One of your answers is not in the list. Load the page again, then answer.")
    if not marked:
        raise Refused("Tick each answer that fits. At least one does.")
    return {"marked": [each for each in known if each in marked]}


@tidy_given.register
def _(activity: Order, given: Given) -> dict[str, Any]:
    """The place of each step, by its id. Every place has to be taken once."""
    places = given.get("places")
    places = {step: place for step, place in places.items() if place} if isinstance(places, Mapping) else {}
    known = [step.id for step in activity.steps]
    if not set(places) <= set(known):
        raise Refused("One of the steps is not in the list. Load the page again, then answer.")
    if left := len(known) - len(places):
        still = f" {left} {'is' if left == 1 else 'are'} still to do." if places else ""
        raise Refused(f"Give each step its place.{still}")
    if sorted(places.values(), key=str) != [str(place) for place in range(1, len(known) + 1)]:
        raise Refused(f"Use each place from 1 to {len(known)} once.")
    return {"places": {step: places[step] for step in known}}


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
    return {"text": nobodys_identifier(text)}


@tidy_given.register
def _(activity: Reflect, given: Given) -> dict[str, Any]:
    return {"skipped": True} if given.get("skipped") is True else {"text": _words(given)}


@tidy_given.register
def _(activity: RewriteThenSelfCheck, given: Given) -> dict[str, Any]:
    """First the text alone, then the text with the numbers of the checks that it meets."""
    if given.get("skipped") is True:
        return {"skipped": True}
    ticked = given.get("ticked")
    if not isinstance(ticked, list | tuple):
        return {"text": _words(given)}
    known = [str(number) for number in range(1, len(activity.checks) + 1)]
    return {"text": _words(given), "ticked": [number for number in known if number in ticked]}


def _words(given: Given) -> str:
    text = given.get("text")
    text = user_text(text, most=LONGEST_WORDS) if isinstance(text, str) else ""
    if not text:
        raise Refused("Write something, or go on without it.")
    return nobodys_identifier(text)


def nobodys_identifier(text: str) -> str:
    """The text as it is. Refused where it holds what looks like a real person's identifier: nobody keeps those here."""
    found = looks_real(text)
    if found:
        raise Refused(f"“{found[0].text}” looks like {found[0].kind}. Take it out, then send your text again.")
    return text


def is_complete(activity: Activity, given: Given) -> bool:
    """Whether this answer leaves nothing to do: a text that was written anew is still to be checked."""
    return not isinstance(activity, RewriteThenSelfCheck) or "ticked" in given or "skipped" in given


def nothing_label(activity: JudgedDraft) -> str:
    """The words of the answer that leaves a draft alone."""
    if isinstance(activity, FindWrong):
        return "Nothing is wrong"
    return "Nothing is missing" if isinstance(activity, FindMissing) else "None of these needs a person"


def nothing_or_something(activity: JudgedDraft) -> str:
    if isinstance(activity, FindWrong):
        verb = "Mark what is wrong"
    else:
        verb = "Tick what is missing" if isinstance(activity, FindMissing) else "Tick what needs a person"
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
