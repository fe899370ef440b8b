"""The commands of those who write units: check and plan need no database, and say what they mean in one line each."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from learning.capability.shelf import read_content
from learning.commands import main
from learning.drip.rules.grid import COLUMNS
from learning.modules.shelf import Known, read_files
from tests.builders import LESSON, module_text

ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / "content" / "modules"
FAMILIES = [family.id for family in read_content(ROOT / "content").roles.families]


@pytest.fixture(autouse=True)
def no_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A place without an installation: whoever asked for its database or its key would fail here."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STEADY_CONTENT", str(ROOT / "content"))
    monkeypatch.setenv("STEADY_DATABASE_URL", "no database")


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["content", *map(str, words)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A content folder of its own with one sound unit."""
    content = tmp_path / "content"
    content.mkdir()
    for name in ("framework.yaml", "roles.yaml", "sources.yaml"):
        shutil.copy(ROOT / "content" / name, content)
    modules = content / "modules"
    modules.mkdir()
    text = module_text("what-is-missing", LESSON)
    (modules / "what-is-missing.md").write_text(text, encoding="utf-8")
    return modules


@pytest.fixture(scope="module")
def whole() -> Result:
    """The whole library, checked once."""
    return CliRunner().invoke(main, ["content", "check", "--strict", str(MODULES)])


def test_no_file_of_the_library_is_refused_and_what_is_thin_alone_fails_it(whole: Result) -> None:
    assert "0 refused" in whole.output
    assert whole.exit_code == int(any(line.startswith("thin ") for line in whole.output.splitlines()))


def test_the_grid_has_a_row_for_each_required_level_and_a_column_for_each_family(whole: Result) -> None:
    lines = whole.output.splitlines()
    head = lines.index("Questions for each competency and level that a role family requires") + 1
    assert len(lines[head].split()) == len(FAMILIES)
    rows = [line for line in lines[head + 1 :] if len(line.split()) == len(FAMILIES) + 2]
    assert {row.split()[0] for row in rows} >= {"P1", "J1", "A1"}
    assert all(any(line.split()[1:2] == [family] for line in lines) for family in FAMILIES)
    assert [line for line in lines if len(line) > COLUMNS and not line.startswith(("warning", "refused"))] == []


def test_a_broken_file_is_refused_with_line_and_mend_and_the_command_ends_with_1(folder: Path) -> None:
    broken = folder / "what-is-missing.md"
    broken.write_text(broken.read_text().replace("A draft cannot", "A <b>draft</b> cannot"))
    result = run("check", broken)
    assert result.exit_code == 1
    assert ": There is HTML in the text. Write Markdown." in result.output
    assert "1 file, 1 refused" in result.output
    assert "competency and level" not in result.output  # one file says nothing about a library


def test_one_id_in_two_files_is_refused_and_a_folder_without_files_says_so(folder: Path, tmp_path: Path) -> None:
    text = (folder / "what-is-missing.md").read_text()
    (folder / "other.md").write_text(text)
    assert "does not fit the file name" in run("check", folder).output
    empty = tmp_path / "empty"
    empty.mkdir()
    result = run("check", empty)
    assert (result.exit_code, result.output.count("\n")) == (1, 1)
    assert "There is no module file here" in result.output


def test_a_small_library_is_thin_and_says_how_much_is_wanted(folder: Path) -> None:
    result = run("check", folder)
    assert result.exit_code == 0, result.output
    assert "thin  plan without repeats: 1 week, wanted 26 (every family)" in result.output
    assert run("check", folder, "--strict").exit_code == 1


def test_a_draft_is_checked_and_not_counted(folder: Path) -> None:
    file = folder / "what-is-missing.md"
    file.write_text(file.read_text().replace("status: starter", "status: draft"))
    result = run("check", folder)
    assert "No unit stands that could be sent" in result.output


def test_prompts_are_looked_up_where_there_is_a_library_of_them(folder: Path) -> None:
    file = folder / "what-is-missing.md"
    file.write_text(file.read_text().replace("language:", "related_prompts: [core/tidy]\nlanguage:"))
    assert run("check", file).exit_code == 0
    library = folder.parent.parent / "prompts_library"
    library.mkdir()
    assert "core/tidy is not in prompts_library" in run("check", file).output
    (library / "tidy.md").write_text("")
    assert run("check", file).exit_code == 0


def test_tasks_are_looked_up_where_there_is_a_guardrails_file_and_its_own_faults_are_said(folder: Path) -> None:
    file, words = folder / "what-is-missing.md", folder.parent / "guardrails.yaml"
    file.write_text(file.read_text().replace("language:", "task: juggle\ndata_label: staff_only\nlanguage:"))
    assert run("check", file).exit_code == 0
    shutil.copy(ROOT / "content" / "guardrails.yaml", words)
    result = run("check", file)
    assert result.exit_code == 1
    assert ": juggle is not a task of guardrails.yaml. Use one of: rewrite, " in result.output
    words.write_text(words.read_text().replace("id: translate", "id: juggle").replace("finance-procurement", "wizard"))
    assert run("check", file).exit_code == 0  # one file says nothing about role families
    result = run("check", folder)
    assert result.exit_code == 1
    assert "content/guardrails.yaml:1: Task analyse: wizard is not in roles.yaml." in result.output
    words.write_text(words.read_text().replace("asks: rewrite text", "asked: rewrite text"))
    assert 'tasks number 1 has an unknown key "asked"' in run("check", file).output


def test_a_plan_leaves_out_a_unit_whose_task_the_guardrails_file_does_not_know(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = folder / "what-is-missing.md"
    file.write_text(file.read_text().replace("language:", "task: juggle\ndata_label: staff_only\nlanguage:"))
    monkeypatch.setenv("STEADY_CONTENT", str(folder.parent))
    asked = ("plan", "--role", "medical-secretary", "--starts", "2026-12-01", "--weeks", "1")
    assert "1 unit in 1 week" in run(*asked).output
    shutil.copy(ROOT / "content" / "guardrails.yaml", folder.parent)
    assert "0 units in 1 week" in run(*asked).output


@pytest.mark.parametrize("family", FAMILIES)
def test_every_role_family_has_a_plan_that_says_why(family: str) -> None:
    result = run("plan", "--role", family, "--starts", "2026-12-01", "--weeks", "13")
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    weeks = [line for line in lines if line[:3].strip().isdigit() and line[5:7] == "20"]
    assert len(weeks) == 13
    assert weeks[0].startswith("  1  2026-12-01  lesson")
    assert "You have this one because" in result.output
    assert any(line.startswith("Held at week 12: ") for line in lines)
    assert not any(line.startswith("Held at week 26: ") for line in lines)


def test_a_plan_is_the_same_each_time_and_another_one_when_answers_are_wrong() -> None:
    asked = ("plan", "--role", "hr-recruitment", "--starts", "2026-12-01")
    assert run(*asked).output == run(*asked).output
    assert run(*asked, "--right", "0.5").output == run(*asked, "--right", "0.5").output
    assert run(*asked, "--right", "0.5").output != run(*asked).output


def test_a_role_that_nobody_knows_is_answered_with_those_there_are() -> None:
    result = run("plan", "--role", "wizard")
    assert result.exit_code == 1
    assert result.output.startswith("Error: There is no role family “wizard”. Use medical-secretary, ")
    assert all(family in result.output for family in FAMILIES)


def test_a_preview_of_a_file_that_is_not_there_says_so() -> None:
    assert run("preview", "nothing.md").exit_code == 2


def test_files_are_read_without_a_folder_around_them(folder: Path) -> None:
    known = Known.of(read_content(folder.parent))
    shelf = read_files([folder / "what-is-missing.md", folder / "gone.md"], known)
    assert [module.slug for module in shelf.modules] == ["what-is-missing"]
    assert [fault.message for fault in shelf.faults] == ["The file cannot be read (No such file or directory)"]
