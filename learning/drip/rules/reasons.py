"""Why this unit, or why none: one plain sentence for the learner, one word for operators."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum

from learning.ground.text import nhs_date, plural

Facts = dict[str, str | int]  # JSON as it is: dates in ISO form, competencies by id


class ReasonCode(StrEnum):
    """Stored with the delivery. The last five say why a week has none."""

    HEADS_UP = "heads-up"
    BEGUN = "begun"
    SURE_AND_WRONG = "sure-and-wrong"
    ERROR_SKILL = "error-skill"
    NOT_STARTED = "not-started"
    BELOW_LEVEL = "below-level"
    FADING = "fading"
    NEW_TO_YOU = "new-to-you"
    EXAMPLE = "example"
    DUE_CHECK = "due-check"
    BY_HAND = "by-hand"
    SEEN_LONG_AGO = "seen-long-ago"
    NO_FITTING_UNIT = "no-fitting-unit"
    NOT_WORKING_DAY = "not-working-day"
    PAUSED = "paused"
    TOO_SOON = "too-soon"  # every working day lay less than 4 days after the last unit
    TOO_LATE = "too-late"  # the hours had passed before anybody planned: the clock was down


_SENTENCES = {
    ReasonCode.HEADS_UP: "because something about {competency} changed where you work.",
    ReasonCode.BEGUN: "because you began it on {begun_on}. You can finish it now.",
    ReasonCode.SURE_AND_WRONG: (
        "because you were very sure about {competency} on {marked_on}, and the answer was another one. "
        "This is a different case."
    ),
    ReasonCode.ERROR_SKILL: (
        "because it practises {skill}. You have had {count} of the {wanted} we plan for your first 12 weeks."
    ),
    ReasonCode.NOT_STARTED: "because your role asks for {competency}, and you have not had a question on it yet.",
    ReasonCode.BELOW_LEVEL: (
        "because your role asks for level {required} in {competency}, and you have shown {level} so far."
    ),
    ReasonCode.FADING: "because your last question on {competency} was {ago}, on {last_on}, and memory fades.",
    ReasonCode.NEW_TO_YOU: "because it is about {competency}, and you have not seen it yet.",
    ReasonCode.EXAMPLE: "because a colleague shared it, and it is about {competency}.",
    ReasonCode.DUE_CHECK: "because your last check on {competency} was {ago}, on {last_on}.",
    ReasonCode.BY_HAND: (
        "because your last check on {competency} was {ago}, on {last_on}. Now and then you do one without a tool, "
        "so that you keep the skill."
    ),
    ReasonCode.SEEN_LONG_AGO: "because {competency} is due again, and you last saw this on {seen_on}.",
    ReasonCode.NO_FITTING_UNIT: "because there is nothing new for you at the moment.",
    ReasonCode.NOT_WORKING_DAY: "because none of your working days was free that week.",
    ReasonCode.PAUSED: "because you were away or your units were paused.",
    ReasonCode.TOO_SOON: "because your last unit came less than 4 days before your working days that week.",
    ReasonCode.TOO_LATE: "because we could not send it in your working hours.",
}
_SKILLS = {
    "wrong": "finding what is wrong in a draft",
    "missing": "finding what a draft left out",
    "needs-human": "noticing what needs a person to decide",
}
_WORDS = {
    ReasonCode.NOT_WORKING_DAY: "not a working day",
    ReasonCode.PAUSED: "paused",
    ReasonCode.TOO_SOON: "pace",
    ReasonCode.TOO_LATE: "missed",
    ReasonCode.NO_FITTING_UNIT: "no fitting unit",
}


def sentence(reason: str, facts: Mapping[str, str | int], phrases: Mapping[str, str], *, on: dt.date) -> str:
    """What the learner reads after "You have this one …". `phrases`: a competency's words, such as "approved tools".

    `on` is the date of the unit. Dates of another year carry theirs.
    """
    said = {name: _said(name, value, phrases, on) for name, value in facts.items()}
    if "weeks" in facts:
        said["ago"] = _ago(int(facts["weeks"]))
    return _SENTENCES[ReasonCode(reason)].format(**said)


def operators_word(kind: str | None, reason: str | None) -> str:
    """All that operators see of a choice: the kind of the unit, or in a word why there is none."""
    if kind is not None:
        return kind
    return _WORDS[ReasonCode(reason)] if reason is not None else ""


def _said(name: str, value: str | int, phrases: Mapping[str, str], on: dt.date) -> str:
    if name == "competency":
        return phrases.get(str(value), str(value))
    if name == "skill":
        return _SKILLS[str(value)]
    if name == "level" and value == 0:
        return "none"
    if name.endswith("_on"):
        return _day(dt.date.fromisoformat(str(value)), on)
    return str(value) if name != "level" else f"level {value}"


def _day(day: dt.date, on: dt.date) -> str:
    return nhs_date(day).removesuffix(f" {on.year}")


def _ago(weeks: int) -> str:
    return f"{plural(weeks, 'week')} ago" if weeks else "less than a week ago"
