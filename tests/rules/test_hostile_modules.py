"""Hundreds of files that nobody would want are each refused in sentences with their line, and none crashes or hangs."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from learning.modules.shelf import Known, check_file, check_text, read_folder
from tests.rules.hostile_modules import TODAY, Case, all_cases, whole

KNOWN = Known({"J2"}, {"medical-secretary"}, {"bahner-2008"})
CASES = all_cases()
_OF_A_PROGRAM = re.compile(r"pydantic|Traceback|<class|\bNoneType\b|\b[A-Z][a-z]+[A-Z]\w*|\b\w+(?:Error|Exception)\b")
_LONGEST = 700  # characters of one fault


def test_the_file_that_they_are_made_from_is_good():
    assert [str(fault) for fault in check_text(whole(), "modules/good.md", KNOWN, TODAY)[1]] == []


def test_there_are_more_than_four_hundred_and_no_two_are_alike():
    assert len({raw for _, raw in CASES}) >= 400
    assert [name for name, times in Counter(name for name, _ in CASES).items() if times > 1] == []


@pytest.mark.parametrize("case", CASES, ids=[name for name, _ in CASES])
def test_it_is_refused_in_sentences_that_name_the_line(case: Case, tmp_path):
    file = tmp_path / "good.md"
    file.write_bytes(case[1])
    module, faults, warnings = check_file(file, KNOWN, TODAY)
    assert module is None
    assert faults
    lines = len(re.split(rb"\r\n|\r|\n", case[1]))
    for fault in [*faults, *warnings]:
        said = str(fault)
        assert fault.file.endswith("/good.md")
        assert 1 <= fault.line <= lines
        assert said.isprintable()
        assert len(said) <= _LONGEST
        assert said.endswith(".")
        assert not _OF_A_PROGRAM.search(said.removeprefix(fault.file))


def test_a_folder_of_them_keeps_the_good_file(tmp_path):
    folder = tmp_path / "modules"
    folder.mkdir()
    for number, (_, raw) in enumerate(CASES[::25]):
        (folder / f"a-{number}.md").write_bytes(raw)
    (folder / "good.md").write_text(whole(), encoding="utf-8")
    shelf = read_folder(folder, competencies=KNOWN.competencies, roles=KNOWN.roles, sources=KNOWN.sources, today=TODAY)
    assert [module.file for module in shelf.modules] == ["modules/good.md"]
    assert {fault.file for fault in shelf.faults} == {f"modules/a-{number}.md" for number in range(len(CASES[::25]))}


def test_one_id_in_two_files_of_a_folder_is_kept_once(tmp_path):
    (tmp_path / "good.md").write_text(whole(), encoding="utf-8")
    other = tmp_path / "other"
    other.mkdir()
    for name in ("good.md", "good-2.md"):
        (other / name).write_text(whole(), encoding="utf-8")
    shelf = read_folder(other, competencies=["J2"], roles=[], sources=["bahner-2008"], today=TODAY)
    assert [module.file for module in shelf.modules] == ["other/good.md"]
    assert [(fault.file, fault.line >= 1) for fault in shelf.faults] == [("other/good-2.md", True)]
