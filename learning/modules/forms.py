"""Shape of an answer as a page posts it: what was given, how sure the learner is, and one sentence per problem."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import singledispatch
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from learning.capability.rules import Confidence
from learning.ground.errors import Refused
from learning.modules.rules import (
    LONGEST_PLAN,
    LONGEST_WORDS,
    Activity,
    ChooseMany,
    ChooseOne,
    IfThenPlan,
    JudgedDraft,
    Order,
    PrivateStep,
    Sort,
    tidy_confidence,
    tidy_given,
)

Posted = MultiDict[str, str]


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """One question on a page, with whatever was ticked so far, so that an error takes nothing away."""

    activity: Activity
    given: Mapping[str, Any] = field(default_factory=dict)
    sure: str = ""
    confidence: Confidence | None = None
    answer_problem: str = ""
    sure_problem: str = ""
    is_checking: bool = False  # a text that was written anew is held against its list

    @property
    def is_valid(self) -> bool:
        return not (self.answer_problem or self.sure_problem)

    @property
    def errors(self) -> list[tuple[str, str]]:
        """For the summary on top of the page: the id of the field that each problem is about, and the problem."""
        found = [(self.first_field, self.answer_problem), (f"{self.activity.id}-sure-guess", self.sure_problem)]
        return [(where, problem) for where, problem in found if problem]

    @property
    def first_field(self) -> str:
        """The field to go to when the answer itself has a problem."""
        return f"{self.activity.id}-{_first_field(self.activity, self.given)}"


def blank(activity: Activity, *, choice: str | None = None) -> AnswerForm:
    """A question nobody has answered yet; `choice` is what a link in a mail has chosen already."""
    known = isinstance(activity, ChooseOne) and choice in [option.id for option in activity.options]
    return AnswerForm(activity, {"choice": choice} if known else {})


def read_answer(activity: Activity, posted: Posted, *, confidence_required: bool = True) -> AnswerForm:
    """A posted question. Where it is valid, `given` and `confidence` are what `record_answer` takes."""
    form = AnswerForm(
        activity, _given(activity, posted), posted.get("sure", "")[:20], is_checking=posted.get("stage") == "check"
    )
    try:
        form = replace(form, given=tidy_given(activity, form.given))
    except Refused as refusal:
        form = replace(form, answer_problem=_without_stop(refusal))
    try:
        return replace(form, confidence=tidy_confidence(activity, form.sure, required=confidence_required))
    except Refused as refusal:
        return replace(form, sure_problem=_without_stop(refusal))


def _without_stop(refusal: Refused) -> str:
    """A message beside a field has no full stop, unless it is more than one sentence."""
    said = str(refusal)
    return said if ". " in said else said.removesuffix(".")


@singledispatch
def _given(activity: Activity, posted: Posted) -> dict[str, Any]:
    raise TypeError(f"nobody has said how {activity.kind} is posted")


@_given.register
def _(activity: ChooseOne, posted: Posted) -> dict[str, Any]:
    return {"choice": posted.get("choice", "")}


@_given.register
def _(activity: ChooseMany, posted: Posted) -> dict[str, Any]:
    return {"marked": posted.getlist("marked")}


@_given.register
def _(activity: Order, posted: Posted) -> dict[str, Any]:
    places = {step.id: posted.get(f"place-{step.id}", "") for step in activity.steps}
    return {"places": {step: place for step, place in places.items() if place}}


@_given.register
def _(activity: PrivateStep, posted: Posted) -> dict[str, Any]:
    """Left out, or the words; with a list beside them, what was ticked in it."""
    if "skip" in posted:
        return {"skipped": True}
    words: dict[str, Any] = {"text": posted.get("words", "")[: 10 * LONGEST_WORDS]}
    return words | ({"ticked": posted.getlist("ticked")} if posted.get("stage") == "check" else {})


@_given.register
def _(activity: Sort, posted: Posted) -> dict[str, Any]:
    placed = {item.id: posted.get(f"item-{item.id}", "") for item in activity.items}
    return {"placed": {item: bucket for item, bucket in placed.items() if bucket}}


@_given.register
def _(activity: JudgedDraft, posted: Posted) -> dict[str, Any]:
    return {"marked": posted.getlist("marked"), "nothing": "nothing" in posted}


@_given.register
def _(activity: IfThenPlan, posted: Posted) -> dict[str, Any]:
    """One's own words win over a suggestion: they were written after it was there to read."""
    words = posted.get("words", "")[: 10 * LONGEST_PLAN]
    return {"text": words if words.strip() else posted.get("starter", ""), "words": words}


@singledispatch
def _first_field(activity: Activity, given: Mapping[str, Any]) -> str:
    raise TypeError(f"nobody has said where {activity.kind} begins")


@_first_field.register
def _(activity: ChooseOne, given: Mapping[str, Any]) -> str:
    return activity.options[0].id


@_first_field.register
def _(activity: ChooseMany, given: Mapping[str, Any]) -> str:
    return activity.options[0].id


@_first_field.register
def _(activity: Order, given: Mapping[str, Any]) -> str:
    places = given.get("places", {})
    return next((step.id for step in activity.shown if step.id not in places), activity.shown[0].id)


@_first_field.register
def _(activity: PrivateStep, given: Mapping[str, Any]) -> str:
    return "words"


@_first_field.register
def _(activity: Sort, given: Mapping[str, Any]) -> str:
    placed = given.get("placed", {})
    first = next((item for item in activity.items if item.id not in placed), activity.items[0])
    return f"{first.id}-1"


@_first_field.register
def _(activity: JudgedDraft, given: Mapping[str, Any]) -> str:
    return activity.points[0].id


@_first_field.register
def _(activity: IfThenPlan, given: Mapping[str, Any]) -> str:
    return "words" if given.get("words") else "1"


class AdoptForm(FlaskForm):
    """Who looked at the units that are adopted."""

    reviewed_by = StringField(
        "Who looked at these units?",
        validators=[
            InputRequired("Write the name of the person who looked at these units"),
            Length(min=2, max=100, message="Write a name of 2 to 100 characters"),
        ],
    )
    which = HiddenField()
