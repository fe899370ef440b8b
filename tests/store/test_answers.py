"""An answer is marked once, kept with its question, and moves what a person holds."""

from __future__ import annotations

import datetime as dt
import shutil
import threading
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound

from learning.capability import actions as capability_actions
from learning.capability import queries as capability
from learning.capability.models import Evidence
from learning.capability.rules import Confidence, status
from learning.ground.db import db, writing
from learning.ground.errors import NotFound, Refused
from learning.modules import actions, queries
from learning.modules.models import Adoption, Answer, ModuleVersion, Sitting
from learning.people.models import Organisation, Person
from tests.builders import (
    LESSON,
    NOW,
    ROOT,
    TODAY,
    a_module,
    a_person,
    a_post,
    a_team,
    an_organisation,
    module_text,
    the_framework,
)

CAUGHT_BOTH = {"marked": ["b", "c"], "nothing": False}
CAUGHT_ONE = {"marked": ["b"], "nothing": False}


@pytest.fixture
def sade(store: Flask) -> Person:
    organisation = an_organisation()
    the_framework()
    person = a_person(organisation)
    a_post(person, a_team(organisation))
    capability_actions.refresh_required(organisation.id, today=TODAY)
    db.session.commit()
    return person


def answers(
    person: Person, version: ModuleVersion, activity: str = "gap", *, days: int = 0, again: bool = False, **facts: Any
) -> Answer:
    """The person opens the unit some days after the first Monday and answers one question."""
    today = TODAY + dt.timedelta(days=days)
    sitting = actions.begin(person, version, today=today, again=again)
    given: dict[str, Any] = {
        "given": CAUGHT_BOTH,
        "confidence": Confidence.FAIRLY,
        "source": "app",
        "now": NOW + dt.timedelta(days=days),
        "today": today,
    }
    made = actions.record_answer(person, sitting, activity, **(given | facts))
    db.session.commit()
    return made


def evidence_of(person: Person) -> list[Evidence]:
    return list(db.session.scalars(select(Evidence).where(Evidence.person_id == person.id).order_by(Evidence.id)))


def test_an_answer_is_kept_with_its_verdict_and_becomes_evidence(sade: Person) -> None:
    version = a_module()
    answer = answers(sade, version, given=CAUGHT_ONE, confidence=Confidence.VERY)
    assert (answer.outcome, answer.confidence, answer.on) == ("partly", "very", TODAY)
    assert (answer.hits, answer.misses, answer.false_alarms, answer.correct_rejections) == (1, 1, 0, 2)
    (evidence,) = evidence_of(sade)
    assert (evidence.competency, evidence.level, evidence.outcome) == ("J2", 2, "partly")
    assert (evidence.activity, evidence.module_version) == ("core/what-is-missing#gap", 1)
    assert evidence.membership_id is not None


def test_the_back_button_leaves_the_first_answer(sade: Person) -> None:
    version = a_module()
    first = answers(sade, version, given=CAUGHT_ONE)
    second = answers(sade, version, given=CAUGHT_BOTH)
    assert second.id == first.id
    assert second.given == CAUGHT_ONE
    assert len(evidence_of(sade)) == 1


def test_two_taps_at_once_are_one_answer(store: Flask, sade: Person) -> None:
    version_id, person_id = a_module().id, sade.id
    db.session.commit()
    start, failed = threading.Barrier(2), []

    def tap() -> None:
        with store.app_context(), writing():
            try:
                start.wait(timeout=10)
                answers(db.session.get_one(Person, person_id), db.session.get_one(ModuleVersion, version_id))
            except Exception as error:  # noqa: BLE001 - the test shows whatever went wrong in the thread
                failed.append(error)
            finally:
                db.session.remove()

    taps = [threading.Thread(target=tap) for _ in range(2)]
    for each in taps:
        each.start()
    for each in taps:
        each.join(timeout=30)
    assert not failed
    for table in (Answer, Sitting, Evidence):
        assert db.session.scalar(select(func.count()).select_from(table)) == 1, table


def test_the_same_question_within_seven_days_is_practice_and_no_second_evidence(sade: Person) -> None:
    version = a_module(body=LESSON.split("Now think")[0])  # one question, so each answer finishes the unit
    answers(sade, version)
    practised = answers(sade, version, days=6, again=True)
    assert queries.is_repeat(practised, version.module)
    assert len(evidence_of(sade)) == 1
    assert not queries.is_repeat(answers(sade, version, days=13, again=True), version.module)
    assert len(evidence_of(sade)) == 2


def test_a_repeat_in_a_newer_version_is_still_a_repeat(sade: Person) -> None:
    answers(sade, a_module())
    answers(sade, a_module(version=2), days=3)
    assert len(evidence_of(sade)) == 1


def test_two_different_cases_a_week_apart_make_the_level(sade: Person) -> None:
    answers(sade, a_module("first-letter"))
    held = capability.held_of(sade.id)["J2"]
    assert held.level == 0
    assert held.current_until > TODAY
    answers(sade, a_module("second-letter"), days=7)
    held = capability.held_of(sade.id)["J2"]
    assert held.level == 2
    required = capability.required_of(sade.id)["J2"]
    assert status(held, min(required, 2), TODAY + dt.timedelta(days=7), capability.thresholds()).is_held


def test_holdings_are_what_the_evidence_says(sade: Person) -> None:
    answers(sade, a_module("first-letter"), given=CAUGHT_ONE)
    answers(sade, a_module("second-letter"), days=9)
    before = capability.held_of(sade.id)
    capability_actions.rebuild(sade, competencies=["J2"])
    assert capability.held_of(sade.id) == before


def test_a_unit_is_finished_with_its_last_question_and_the_plan_is_an_offer(sade: Person) -> None:
    version = a_module()
    answers(sade, version)
    sitting = queries.open_sitting(sade.id, version.id)
    assert sitting is not None
    assert sitting.finished_on is None
    answers(sade, version, "step", given={"choice": "b"}, confidence=None, days=1)
    assert sitting.finished_on == TODAY + dt.timedelta(days=1)


def test_an_answer_keeps_the_question_of_its_version(sade: Person) -> None:
    organisation = _organisation(sade.organisation_id)
    old = a_module(adopted_by=organisation)
    answers(sade, old, given=CAUGHT_ONE)
    a_module(adopted_by=organisation, version=2, body=LESSON.replace("Book an interpreter.", "Other."))
    version, sitting = queries.unit_for(sade, "what-is-missing", today=TODAY)
    assert version.version == 1
    assert sitting is not None
    told = queries.verdict_of(queries.module_of(version), queries.answers_in(sitting.id)["gap"], {})
    assert told.headline == "You caught 1 of the 2 missing points"
    assert "Book an interpreter." in [mark.text for mark in told.groups[0].marks]


def test_whoever_has_not_begun_meets_the_newest_adopted_version(sade: Person) -> None:
    organisation = _organisation(sade.organisation_id)
    a_module(adopted_by=organisation)
    a_module(adopted_by=organisation, version=2)
    a_module(version=3)
    assert queries.unit_for(sade, "what-is-missing", today=TODAY)[0].version == 2


def test_a_module_that_is_held_back_stays_readable_for_whoever_began_it(sade: Person) -> None:
    organisation = _organisation(sade.organisation_id)
    version = a_module(adopted_by=organisation)
    other = a_person(organisation, "Ravi Chukwu-Hale")
    answers(sade, version)
    actions.hold_back(organisation.id, version.module, by=other, now=NOW)
    assert queries.unit_for(sade, "what-is-missing", today=TODAY)[1] is not None
    assert queries.unit_for(sade, "what-is-missing", today=TODAY + dt.timedelta(days=400))[1] is not None
    with pytest.raises(NoResultFound):
        queries.unit_for(other, "what-is-missing", today=TODAY)


def test_holding_a_module_back_does_not_bring_its_older_version_back(sade: Person) -> None:
    organisation = _organisation(sade.organisation_id)
    a_module(adopted_by=organisation)
    a_module(adopted_by=organisation, version=2)
    assert [one.module.version for one in queries.sendable(organisation.id, today=TODAY)] == [2]
    actions.hold_back(organisation.id, "core/what-is-missing", by=sade, now=NOW)
    assert queries.sendable(organisation.id, today=TODAY) == []


def test_a_unit_that_comes_again_after_months_is_answered_again(sade: Person) -> None:
    version = a_module(adopted_by=_organisation(sade.organisation_id))
    first = answers(sade, version)
    later = TODAY + dt.timedelta(weeks=12)
    assert queries.unit_for(sade, "what-is-missing", today=later) == (version, None)
    assert answers(sade, version, days=84).id != first.id


def test_an_organisation_never_meets_the_module_of_another(sade: Person) -> None:
    other = an_organisation("OTH", name="Other Trust")
    version = a_module(adopted_by=other)
    with pytest.raises(NoResultFound):
        queries.unit_for(sade, "what-is-missing", today=TODAY)
    a_module("adopted", adopted_by=_organisation(sade.organisation_id))
    assert version.module not in [one.module.id for one in queries.sendable(sade.organisation_id, today=TODAY)]


def test_an_answer_that_fits_no_question_is_refused(sade: Person) -> None:
    version = a_module()
    with pytest.raises(NotFound):
        answers(sade, version, "nowhere")
    with pytest.raises(NotFound):
        answers(sade, version, "plan", given={"text": "open the source first"})
    with pytest.raises(Refused, match="not in the list"):
        answers(sade, version, given={"marked": ["z"], "nothing": False})
    db.session.rollback()
    assert evidence_of(sade) == []


def test_a_plan_is_kept_in_ones_own_words_and_asked_about_once(sade: Person) -> None:
    version = a_module()
    sitting = actions.begin(sade, version, today=TODAY)
    plan = actions.keep_plan(sade, sitting, "plan", text="  open the   source first ", today=TODAY)
    assert (plan.text, plan.ask_on) == ("open the source first", TODAY + dt.timedelta(days=7))
    assert queries.plan_to_follow_up(sade.id, today=TODAY + dt.timedelta(days=6)) is None
    assert queries.plan_to_follow_up(sade.id, today=TODAY + dt.timedelta(days=7)) == plan
    assert queries.question_of(plan).answers == ("Yes, it helped", "No chance yet")
    actions.follow_up(plan, answer="Yes, it helped", today=TODAY + dt.timedelta(days=7))
    assert queries.plan_to_follow_up(sade.id, today=TODAY + dt.timedelta(days=30)) is None
    with pytest.raises(Refused, match="300 or fewer"):
        actions.keep_plan(sade, sitting, "plan", text="x" * 301, today=TODAY)


def test_the_same_version_with_other_words_is_refused_and_the_others_are_loaded(store: Flask, tmp_path: Path) -> None:
    content = the_framework()
    (tmp_path / "first.md").write_text(module_text("first"))
    assert [row.module for row in actions.load(tmp_path, capability=content, now=NOW).new] == ["core/first"]
    (tmp_path / "first.md").write_text(module_text("first").replace("Knee pain is better.", "The knee is better."))
    (tmp_path / "second.md").write_text(module_text("second"))
    (tmp_path / "third.md").write_text(module_text("third").replace("kind: choose_one", "kind: choose_two"))
    loaded = actions.load(tmp_path, capability=content, now=NOW)
    db.session.commit()
    assert [row.module for row in loaded.new] == ["core/second"]
    other_words, broken = sorted(loaded.faults, key=lambda fault: fault.file)
    assert "first.md" in other_words.file
    assert "Write version: 2" in str(other_words)
    assert "third.md" in broken.file
    assert broken.line > 40
    assert "choose_two" in str(broken)
    stored = db.session.scalars(select(ModuleVersion.source).where(ModuleVersion.module == "core/first")).one()
    assert "Knee pain is better." in stored


def test_loading_the_same_files_twice_changes_nothing(store: Flask, tmp_path: Path) -> None:
    content = the_framework()
    (tmp_path / "first.md").write_text(module_text("first"))
    actions.load(tmp_path, capability=content, now=NOW)
    again = actions.load(tmp_path, capability=content, now=NOW + dt.timedelta(days=1))
    assert (list(again.new), again.faults) == ([], ())


def test_a_unit_whose_task_nobody_knows_stays_out_where_there_is_a_guardrails_file(
    store: Flask, tmp_path: Path
) -> None:
    content, folder = the_framework(), tmp_path / "modules"
    folder.mkdir()
    shutil.copy(ROOT / "content" / "guardrails.yaml", tmp_path)
    named = "task: {}\ndata_label: staff_only\nlanguage:"
    for slug, task in (("first", "draft"), ("second", "juggle")):
        (folder / f"{slug}.md").write_text(module_text(slug).replace("language:", named.format(task)))
    loaded = actions.load(folder, capability=content, now=NOW)
    assert [queries.module_of(row).task for row in loaded.new] == ["draft"]
    (fault,) = loaded.faults
    assert "juggle is not a task of guardrails.yaml" in str(fault)


def test_a_module_that_waits_for_a_local_fact_is_not_sendable(sade: Person) -> None:
    organisation = _organisation(sade.organisation_id)
    body = LESSON.replace("Yes. They see what was lost.", "Yes. Tell {{ig_contact}} too.")
    a_module(adopted_by=organisation, local_slots="[ig_contact]", body=body)
    assert queries.sendable(organisation.id, today=TODAY) == []
    assert queries.missing_slots(organisation.id) == {"ig_contact": 1}
    actions.fill_slot(organisation.id, "ig_contact", "Priya Raman-Hughes", by=None, now=NOW)
    assert len(queries.sendable(organisation.id, today=TODAY)) == 1
    assert queries.missing_slots(organisation.id) == {}


def test_a_module_past_its_review_date_is_not_sendable(sade: Person) -> None:
    organisation = _organisation(sade.organisation_id)
    a_module(adopted_by=organisation, review_due="2026-11-23")
    assert len(queries.sendable(organisation.id, today=TODAY)) == 1
    assert queries.sendable(organisation.id, today=TODAY + dt.timedelta(days=1)) == []


def test_adopting_needs_the_name_of_a_person(sade: Person) -> None:
    organisation = _organisation(sade.organisation_id)
    version = a_module()
    with pytest.raises(Refused, match="name of the person"):
        actions.adopt(organisation.id, [version], reviewed_by=" ", by=sade, now=NOW, today=TODAY)
    for _ in range(2):
        actions.adopt(organisation.id, [version], reviewed_by="June Okafor-Lind", by=sade, now=NOW, today=TODAY)
    (row,) = db.session.scalars(select(Adoption))
    assert (row.reviewed_by, row.reviewed_on, row.by_person_id) == ("June Okafor-Lind", TODAY, sade.id)


def test_a_module_that_was_held_back_can_be_adopted_again(sade: Person) -> None:
    organisation = _organisation(sade.organisation_id)
    version = a_module(adopted_by=organisation)
    actions.hold_back(organisation.id, version.module, by=sade, now=NOW)
    assert not queries.is_adopted(version.module, organisation_id=organisation.id)
    actions.adopt(organisation.id, [version], reviewed_by="Ravi Chukwu-Hale", by=sade, now=NOW, today=TODAY)
    assert queries.is_adopted(version.module, organisation_id=organisation.id)


def _organisation(organisation_id: int) -> Organisation:
    return db.session.get_one(Organisation, organisation_id)
