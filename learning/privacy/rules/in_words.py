"""What somebody answered, in the words of the question, so that a file can be read without Steady."""

from __future__ import annotations

from collections.abc import Mapping
from functools import singledispatch
from typing import Any

from learning.modules.rules import (
    Activity,
    ChooseMany,
    ChooseOne,
    JudgedDraft,
    Order,
    PrivateStep,
    RewriteThenSelfCheck,
    Sort,
)

Words = str | list[str] | dict[str, str]


@singledispatch
def answered(activity: Activity, given: Mapping[str, Any]) -> Words:
    """The answer in words; for a kind that has none of its own, as it is stored."""
    return {str(name): str(value) for name, value in given.items()}


@answered.register
def _(activity: ChooseOne, given: Mapping[str, Any]) -> Words:
    return next((option.text for option in activity.options if option.id == given.get("choice")), "")


@answered.register
def _(activity: Sort, given: Mapping[str, Any]) -> Words:
    placed: Mapping[str, str] = given.get("placed") or {}
    return {item.text: placed[item.id] for item in activity.items if item.id in placed}


@answered.register
def _(activity: JudgedDraft, given: Mapping[str, Any]) -> Words:
    marked = given.get("marked") or []
    return [point.text for point in activity.points if point.id in marked] or "Nothing marked"


@answered.register
def _(activity: ChooseMany, given: Mapping[str, Any]) -> Words:
    return [option.text for option in activity.options if option.id in (given.get("marked") or [])]


@answered.register
def _(activity: Order, given: Mapping[str, Any]) -> Words:
    places: Mapping[str, str] = given.get("places") or {}
    placed = [step for step in activity.steps if step.id in places]
    return [step.text for step in sorted(placed, key=lambda step: int(places[step.id]))]


@answered.register
def _(activity: PrivateStep, given: Mapping[str, Any]) -> Words:
    return str(given["text"]) if "text" in given else "Left out"


@answered.register
def _(activity: RewriteThenSelfCheck, given: Mapping[str, Any]) -> Words:
    if "text" not in given:
        return "Left out"
    met = [check for number, check in enumerate(activity.checks, start=1) if str(number) in given.get("ticked", ())]
    return [str(given["text"]), *(f"Ticked: {check}" for check in met)]
