"""Authors begin modules from the command line with nothing but the files: no database, no settings."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from learning.commands import main
from learning.ground import settings

CONTENT = Path(__file__).parents[2] / "content"
QUESTIONS = "::Two notes::Which is whole?{=The first ~The second}\n\nHow many?{#4}\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with questions and with content that has no modules yet."""
    content = tmp_path / "content"
    content.mkdir()
    for file in CONTENT.glob("*.yaml"):
        (content / file.name).write_bytes(file.read_bytes())
    (tmp_path / "questions.gift").write_text(QUESTIONS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("STEADY_CONTENT", "STEADY_INSTANCE", "STEADY_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("STEADY_DATABASE_URL", "postgresql://nobody@nowhere.example/none")
    return tmp_path


def steady(*words: str) -> Result:
    return CliRunner().invoke(main, ["content", *words])


def test_questions_from_moodle_become_drafts_in_the_content_folder_without_a_database(home):
    said = steady("import", "questions.gift", "--competency", "J2", "--role", "medical-secretary", "--level", "2")
    assert said.exit_code == 0, said.output
    assert said.output.splitlines() == [
        "Line 1, “Two notes”: written to two-notes.md.",
        "Line 3, “How many?”: refused. It asks for a number, and no activity takes one."
        " Offer 3 or 4 numbers to choose from.",
        "2 questions: 1 written, 0 there already, 1 refused.",
    ]
    written = (home / "content" / "modules" / "two-notes.md").read_text(encoding="utf-8")
    for line in ("id: core/two-notes", "competencies: [J2]", "roles: [medical-secretary]", "level: 2", "status: draft"):
        assert f"\n{line}\n" in written
    assert not (home / "instance").exists()


def test_a_dry_run_and_a_second_run_write_nothing(home):
    assert "1 would be written" in steady("import", "questions.gift", "--dry-run").output
    assert not (home / "content" / "modules").exists()
    steady("import", "questions.gift")
    assert "0 written, 1 there already, 1 refused." in steady("import", "questions.gift").output


def test_drafts_go_where_they_are_sent_and_belong_to_whom_it_is_said(home):
    steady("import", "questions.gift", "--into", "ours", "--owner", "valley")
    assert "\nid: valley/two-notes\n" in (home / "ours" / "two-notes.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["import", "questions.gift", "--competency", "J99"], "There is no competency J99. Use one of "),
        (["import", "questions.gift", "--role", "wizard"], "There is no role family wizard. Use one of "),
        (["import", "questions.gift", "--owner", "../x"], "“../x” cannot be an owner. "),
        (["import", "none.gift"], "none.gift cannot be read"),
        (["new", "My Unit"], "“My Unit” cannot be the name of a module. "),
        (["new", "../unit"], "“../unit” cannot be the name of a module. "),
        (["new", "unit", "--competency", "J99"], "There is no competency J99. "),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_leaves_nothing_behind(home, words, said):
    result = steady(*words)
    assert result.exit_code == 1
    assert result.output.startswith(f"Error: {said}")
    assert result.output.count("\n") == 1
    assert not (home / "content" / "modules").exists()


def test_a_new_module_is_begun_once_and_never_overwritten(home):
    assert steady("new", "my-unit", "--kind", "check", "--competency", "J2").exit_code == 0
    file = home / "content" / "modules" / "my-unit.md"
    file.write_text("mine", encoding="utf-8")
    again = steady("new", "my-unit")
    assert again.exit_code == 1
    assert "is there already, and is never overwritten" in again.output
    assert file.read_text(encoding="utf-8") == "mine"


def test_the_content_folder_is_found_without_making_anything(tmp_path):
    (tmp_path / "content").mkdir()
    assert settings.content_folder({}, root=tmp_path) == (tmp_path / "content").resolve()
    assert settings.content_folder({"STEADY_CONTENT": "/srv/content"}, root=tmp_path) == Path("/srv/content").resolve()
    assert [path.name for path in tmp_path.iterdir()] == ["content"]
