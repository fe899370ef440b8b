"""Every module file that ships is whole, and together they hold what a first year needs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from learning.capability.shelf import CapabilityContent, read_content
from learning.modules.shelf import Shelf, read_folder, vocabulary_beside

CONTENT = Path(__file__).parents[2] / "content"
LOOKED_AT_ON = dt.date(2026, 11, 23)  # a fixed day: a build of next year must not fail because time passed


@pytest.fixture(scope="module")
def capability() -> CapabilityContent:
    return read_content(CONTENT)


@pytest.fixture(scope="module")
def shelf(capability: CapabilityContent) -> Shelf:
    return read_folder(
        CONTENT / "modules",
        competencies={competency.id for competency in capability.framework.competencies},
        roles={family.id for family in capability.roles.families},
        sources=set(capability.sources),
        vocabulary=vocabulary_beside(CONTENT),
        today=LOOKED_AT_ON,
    )


def test_no_module_file_is_refused_or_left_unread(shelf):
    assert [str(fault) for fault in shelf.faults] == []
    assert {module.slug for module in shelf.modules} == {path.stem for path in (CONTENT / "modules").glob("*.md")}


def test_every_competency_has_a_lesson_that_everybody_may_be_sent(shelf, capability):
    taught = {
        activity.competency
        for module in shelf.modules
        if module.kind == "lesson" and "*" in module.roles and module.assumes_tool == "none"
        for activity in module.marked_activities
    }
    assert taught == {competency.id for competency in capability.framework.competencies}


def test_nothing_that_ships_claims_a_review_that_nobody_made(shelf):
    assert {module.status for module in shelf.modules} == {"starter"}
    assert [module.id for module in shelf.modules if module.reviewed_by or not module.ai_assisted] == []


def test_about_four_in_ten_drafts_to_judge_are_sound(shelf):
    sound = [each.is_sound for module in shelf.modules for each in module.activities if each.judges_a_draft]
    assert 0.3 <= sum(sound) / len(sound) <= 0.5


def test_most_units_need_no_tool(shelf):
    without = [module.assumes_tool == "none" for module in shelf.modules]
    assert sum(without) / len(without) >= 0.6


def test_nearly_every_unit_names_a_task_and_the_information_it_is_for(shelf):
    vocabulary = vocabulary_beside(CONTENT)
    asked = [(module.task, module.data_label) for module in shelf.modules if module.task]
    assert {task for task, _ in asked} == set(vocabulary.task_ids)
    assert {label for _, label in asked} == set(vocabulary.label_ids)
    assert len(asked) >= 0.9 * len(shelf.modules)
