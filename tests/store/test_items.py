"""First answers are counted once for each person and question, inside one organisation, and only of whole weeks."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from learning.capability.rules import Confidence
from learning.modules import actions, queries
from learning.modules.models import ModuleVersion
from learning.modules.queries import items
from learning.people.models import Organisation, Person
from tests.builders import NOW, TODAY, a_module, a_person, an_organisation, the_framework

BEFORE = TODAY + dt.timedelta(days=1)


@pytest.fixture
def trust(store: Flask) -> Organisation:
    the_framework()
    return an_organisation()


def answers(
    person: Person, version: ModuleVersion, *choices: str, marked: str = "bc", days: int = 0, sure: bool = False
) -> None:
    """One sitting: the draft, then the choice."""
    today = TODAY + dt.timedelta(days=days)
    sitting = actions.begin(person, version, today=today, again=True)
    given = [("gap", {"marked": list(marked), "nothing": False})] + [("step", {"choice": choice}) for choice in choices]
    for activity, answer in given:
        confidence = Confidence.VERY if sure and activity == "gap" else None
        actions.record_answer(
            person, sitting, activity, given=answer, confidence=confidence, source="app", now=NOW, today=today
        )


def counted(organisation: Organisation, version: ModuleVersion, *, whole: bool = False) -> dict[str, int]:
    found = queries.tallies(organisation.id, before=BEFORE, version_id=None if whole else version.id)
    return {tally.given["choice"]: tally.people for tally in found[version.id, "step"]}


@pytest.mark.parametrize("whole", [True, False])
def test_each_person_counts_with_the_first_answer_they_gave(trust: Organisation, whole: bool) -> None:
    version = a_module()
    for choice in "abb":
        answers(a_person(trust), version, choice)
    again = a_person(trust)
    answers(again, version, "a", days=-60)
    answers(again, version, "b")
    assert counted(trust, version, whole=whole) == {"a": 2, "b": 2}


def test_answers_of_another_organisation_or_version_are_not_counted(trust: Organisation) -> None:
    first, second = a_module(), a_module(version=2)
    answers(a_person(trust), first, "a")
    answers(a_person(trust), second, "b")
    answers(a_person(an_organisation("OTH", name="Other Trust")), first, "c")
    assert counted(trust, first) == {"a": 1}
    assert counted(trust, first, whole=True) == {"a": 1}


def test_answers_of_the_day_and_later_wait_for_the_next_count(trust: Organisation) -> None:
    version = a_module()
    answers(a_person(trust), version, "a", days=1)
    assert queries.tallies(trust.id, before=BEFORE, version_id=version.id) == {}


def test_what_people_know_elsewhere_leaves_out_the_question_itself(trust: Organisation) -> None:
    first, second = a_module(), a_module("second")
    person = a_person(trust)
    answers(person, first, "b")  # both right
    answers(person, second, "a", marked="ad")  # both wrong
    found = queries.tallies(trust.id, before=BEFORE, version_id=first.id)
    (tally,) = found[first.id, "step"]
    assert (tally.people, tally.others, tally.is_right) == (1, 1, True)
    assert tally.rest == pytest.approx(1 / 3)  # of the 3 others, 1 was right
    assert tally.rest_squared == pytest.approx(1 / 9)
    (wrong,) = queries.tallies(trust.id, before=BEFORE, version_id=second.id)[second.id, "step"]
    assert wrong.rest == pytest.approx(2 / 3)


def test_whoever_answered_nothing_else_is_compared_with_nothing(trust: Organisation) -> None:
    version = a_module()
    person = a_person(trust)
    sitting = actions.begin(person, version, today=TODAY)
    given = {"choice": "b"}
    actions.record_answer(person, sitting, "step", given=given, confidence=None, source="app", now=NOW, today=TODAY)
    (tally,) = queries.tallies(trust.id, before=BEFORE)[version.id, "step"]
    assert (tally.people, tally.others) == (1, 0)


def test_how_sure_people_were_is_counted_apart(trust: Organisation) -> None:
    version = a_module()
    answers(a_person(trust), version, "a", sure=True)
    answers(a_person(trust), version, "a")
    found = queries.tallies(trust.id, before=BEFORE)[version.id, "gap"]
    assert sorted(str(tally.confidence) for tally in found) == ["None", "very"]


def test_of_a_very_large_organisation_a_part_is_asked_and_one_unit_still_counts_everybody(
    trust: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(items, "PEOPLE_ASKED", 4)
    version = a_module()
    for _ in range(12):
        answers(a_person(trust), version, "b")
    assert queries.one_in(trust.id) == 3
    assert counted(trust, version, whole=True) == {"b": 4}
    assert counted(trust, version) == {"b": 12}
