"""Hundreds of files that nobody would want are each refused in sentences with their line, and none crashes or hangs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from learning.ground.errors import Fault
from learning.modules.shelf import Known, check_file, check_text, read_folder
from learning.modules.shelf.activity_shapes import SHAPES
from tests.rules.hostile_modules import ACTIVITIES, MAKERS, TODAY, Case, alone, whole

KNOWN = Known({"J2"}, {"medical-secretary"}, {"bahner-2008"})
_OF_A_PROGRAM = re.compile(r"pydantic|Traceback|<class|\bNoneType\b|\b[A-Z][a-z]+[A-Z]\w*|\b\w+(?:Error|Exception)\b")
_LONGEST = 700  # characters of one fault


@pytest.fixture(scope="module")
def cases() -> dict[str, list[Case]]:
    return {maker.__name__: list(maker()) for maker in MAKERS}


def test_the_files_that_they_are_made_from_are_good():
    for text in (whole(), *(alone(activity) for activity in ACTIVITIES)):
        assert [str(fault) for fault in check_text(text, "modules/good.md", KNOWN, TODAY)[1]] == []


def test_every_kind_of_activity_is_among_them():
    assert {activity["kind"] for activity in ACTIVITIES} == set(SHAPES)


def test_there_are_more_than_four_hundred_and_no_two_have_one_name(cases):
    every = [case for made in cases.values() for case in made]
    assert len({raw for _, raw in every}) >= 400
    assert [name for name, times in Counter(name for name, _ in every).items() if times > 1] == []


@pytest.mark.parametrize("made_by", [maker.__name__ for maker in MAKERS])
def test_each_is_refused_in_sentences_that_name_the_line(made_by: str, cases: dict[str, list[Case]], tmp_path):
    file = tmp_path / "good.md"
    wrong: dict[str, list[str]] = {}
    for name, raw in cases[made_by]:
        file.write_bytes(raw)
        module, faults, warnings = check_file(file, KNOWN, TODAY)
        said = list(_wrong_with([*faults, *warnings], lines=len(re.split(rb"\r\n|\r|\n", raw))))
        if module is not None or not faults or said:
            wrong[name] = said or ["it was let through"]
    assert wrong == {}


def _wrong_with(faults: list[Fault], *, lines: int) -> Iterator[str]:
    for fault in faults:
        said = str(fault)
        if not fault.file.endswith("/good.md") or not 1 <= fault.line <= lines:
            yield f"no place: {said}"
        if not said.isprintable() or len(said) > _LONGEST or not said.endswith("."):
            yield f"no sentence: {said!r}"
        if _OF_A_PROGRAM.search(said.removeprefix(fault.file)):
            yield f"not for people: {said}"


def test_a_folder_of_them_keeps_the_good_file(cases, tmp_path):
    folder = tmp_path / "modules"
    folder.mkdir()
    some = [raw for made in cases.values() for _, raw in made[::40]]
    for number, raw in enumerate(some):
        (folder / f"a-{number}.md").write_bytes(raw)
    (folder / "good.md").write_text(whole(), encoding="utf-8")
    shelf = read_folder(folder, competencies=KNOWN.competencies, roles=KNOWN.roles, sources=KNOWN.sources, today=TODAY)
    assert [module.file for module in shelf.modules] == ["modules/good.md"]
    assert {fault.file for fault in shelf.faults} == {f"modules/a-{number}.md" for number in range(len(some))}


def test_one_id_in_two_files_of_a_folder_is_kept_once(tmp_path):
    (tmp_path / "good.md").write_text(whole(), encoding="utf-8")
    other = tmp_path / "other"
    other.mkdir()
    for name in ("good.md", "good-2.md"):
        (other / name).write_text(whole(), encoding="utf-8")
    shelf = read_folder(other, competencies=["J2"], roles=[], sources=["bahner-2008"], today=TODAY)
    assert [module.file for module in shelf.modules] == ["other/good.md"]
    assert [(fault.file, fault.line >= 1) for fault in shelf.faults] == [("other/good-2.md", True)]


def test_what_is_no_file_is_refused_like_one(tmp_path):
    (tmp_path / "a-folder.md").mkdir()
    (tmp_path / "endless.md").symlink_to("/dev/zero")
    (tmp_path / "nowhere.md").symlink_to(tmp_path / "gone")
    (tmp_path / "good.md").write_text(whole(), encoding="utf-8")
    shelf = read_folder(tmp_path, competencies=["J2"], roles=[], sources=["bahner-2008"], today=TODAY)
    assert [module.slug for module in shelf.modules] == ["good"]
    assert [(fault.file.rpartition("/")[2], fault.message) for fault in shelf.faults] == [
        ("a-folder.md", "The file cannot be read (Is a directory)"),
        ("endless.md", "The file is too large for a module"),
        ("nowhere.md", "The file cannot be read (No such file or directory)"),
    ]
