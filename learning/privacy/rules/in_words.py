"""What somebody answered, in the words of the question, so that a file can be read without Steady."""

from __future__ import annotations

from collections.abc import Mapping
from functools import singledispatch
from typing import Any

from learning.modules.rules import Activity, ChooseOne, JudgedDraft, Sort

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
