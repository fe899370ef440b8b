"""What the learner reads about why, and the one word that operators see."""

from __future__ import annotations

import datetime as dt
import json
import random

import pytest

from learning.drip.rules import Catalogue, Choice, Facts, Kind, ReasonCode, operators_word, sentence
from tests.rules.drip_content import REQUIRED, Learner, content

ON = dt.date(2026, 12, 1)
PHRASES = {"J1": "facts and numbers in drafts", "P1": "approved tools"}


@pytest.mark.parametrize(
    ("reason", "facts", "says"),
    [
        (
            ReasonCode.DUE_CHECK,
            {"competency": "J1", "last_on": "2026-09-29", "weeks": 9},
            "because your last check on facts and numbers in drafts was 9 weeks ago, on 29 September.",
        ),
        (
            ReasonCode.DUE_CHECK,
            {"competency": "J1", "last_on": "2025-12-30", "weeks": 48},
            "because your last check on facts and numbers in drafts was 48 weeks ago, on 30 December 2025.",
        ),
        (
            ReasonCode.BY_HAND,
            {"competency": "P1", "last_on": "2026-11-24", "weeks": 1},
            "because your last check on approved tools was 1 week ago, on 24 November. Now and then you do one without "
            "a tool, so that you keep the skill.",
        ),
        (
            ReasonCode.SURE_AND_WRONG,
            {"competency": "P1", "marked_on": "2026-11-24"},
            "because you were very sure about approved tools on 24 November, and the answer was another one. This is a "
            "different case.",
        ),
        (
            ReasonCode.ERROR_SKILL,
            {"competency": "J1", "skill": "missing", "count": 0, "wanted": 3},
            "because it practises finding what a draft left out. You have had 0 of the 3 we plan for your first 12 "
            "weeks.",
        ),
        (
            ReasonCode.BELOW_LEVEL,
            {"competency": "P1", "level": 0, "required": 2},
            "because your role asks for level 2 in approved tools, and you have shown none so far.",
        ),
        (
            ReasonCode.BELOW_LEVEL,
            {"competency": "P1", "level": 1, "required": 2},
            "because your role asks for level 2 in approved tools, and you have shown level 1 so far.",
        ),
        (ReasonCode.BEGUN, {"begun_on": "2026-11-03"}, "because you began it on 3 November. You can finish it now."),
        (
            ReasonCode.SEEN_LONG_AGO,
            {"competency": "P1", "seen_on": "2026-06-03"},
            "because approved tools is due again, and you last saw this on 3 June.",
        ),
        (ReasonCode.PAUSED, {}, "because you were away or your units were paused."),
        (ReasonCode.NO_FITTING_UNIT, {}, "because there is nothing new for you at the moment."),
    ],
)
def test_the_reason_is_one_plain_statement_with_its_facts(reason: ReasonCode, facts: Facts, says: str) -> None:
    assert sentence(reason, facts, PHRASES, on=ON) == says


def test_a_stored_code_and_stored_facts_say_the_same() -> None:
    facts: Facts = {"competency": "J1", "last_on": "2026-09-29", "weeks": 9}
    stored = json.loads(json.dumps(facts))
    assert sentence("due-check", stored, PHRASES, on=ON) == sentence(ReasonCode.DUE_CHECK, facts, PHRASES, on=ON)


def test_every_choice_of_some_lives_can_be_said_and_stored() -> None:
    said: set[ReasonCode] = set()
    for seed in range(6):
        learner = Learner(
            {unit.module_id: unit for unit in content(lessons=2, checks=2, examples=1)}, random.Random(seed)
        )
        for choice in learner.live(70, Catalogue(learner.units.values())):
            said.add(choice.reason)
            text = sentence(choice.reason, json.loads(json.dumps(choice.facts)), dict.fromkeys(REQUIRED, "this"), on=ON)
            assert text.startswith("because ")
            assert text.endswith(".")
            assert "{" not in text
    assert {ReasonCode.DUE_CHECK, ReasonCode.NOT_STARTED, ReasonCode.BELOW_LEVEL, ReasonCode.FADING} <= said
    assert {ReasonCode.SURE_AND_WRONG, ReasonCode.ERROR_SKILL, ReasonCode.EXAMPLE, ReasonCode.SEEN_LONG_AGO} <= said


@pytest.mark.parametrize("kind", list(Kind))
def test_operators_see_the_kind_of_a_unit_and_never_its_reason(kind: Kind) -> None:
    assert operators_word(kind, ReasonCode.SURE_AND_WRONG) == kind.value


@pytest.mark.parametrize(
    ("reason", "word"),
    [
        ("not-working-day", "not a working day"),
        ("paused", "paused"),
        ("too-soon", "pace"),
        ("no-fitting-unit", "no fitting unit"),
        ("too-late", "missed"),
        (None, ""),
    ],
)
def test_operators_see_in_a_word_why_a_week_has_none(reason: str | None, word: str) -> None:
    assert operators_word(None, reason) == word


def test_a_choice_without_all_its_facts_is_a_slip_that_shows() -> None:
    choice = Choice("core/a", 1, Kind.CHECK, ReasonCode.DUE_CHECK, {"competency": "J1"})
    with pytest.raises(KeyError):
        sentence(choice.reason, choice.facts, PHRASES, on=ON)
