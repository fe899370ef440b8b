"""What the guide for authors shows is so: examples pass the checker, tables are the program's, commands run."""

from __future__ import annotations

import math
import re
import shlex
import shutil
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from learning.capability.shelf import read_content
from learning.commands import main
from learning.modules.shelf import Known, check_text, vocabulary_beside
from learning.modules.shelf.activity_shapes import SHAPES, ActivityShape
from learning.modules.shelf.front_matter import FrontMatter
from tests.builders import TODAY, module_text

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "authors.md").read_text(encoding="utf-8")
KNOWN = Known.of(read_content(ROOT / "content"), vocabulary=vocabulary_beside(ROOT / "content"))

WHOLE = re.compile(r"^````markdown\n(.*?)^````$", re.DOTALL | re.MULTILINE)
ACTIVITY = re.compile(r"^```activity\n(.*?)^```$", re.DOTALL | re.MULTILINE)
EXAMPLES = ACTIVITY.findall(WHOLE.sub("", GUIDE))
COMMANDS = re.findall(r"^\.venv/bin/steady (content .*?)(?:\s+#.*)?$", GUIDE, re.MULTILINE)


def said_of(text: str) -> list[str]:
    _, faults, warnings = check_text(text, "modules/x.md", KNOWN, TODAY)
    return [str(each) for each in (*faults, *warnings)]


def in_a_unit(example: str) -> str:
    """A check with this activity and nothing that could hide what is wrong with it."""
    block = yaml.safe_load(example)
    body = f"\nA colleague asks you.\n\n```activity\n{example}```\n\n## Keep this\n\nSource first.\n"
    facts = {"kind": "check", "competencies": f"[{block['competency']}]", "review_due": TODAY}
    text = module_text("x", body, **facts)
    return re.sub(r"^minutes: \d$", f"minutes: {math.ceil(block['minutes'] + 0.01)}", text, count=1, flags=re.MULTILINE)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: yaml.safe_load(example)["kind"])
def test_each_example_of_an_activity_is_let_through_without_a_word(example: str) -> None:
    assert said_of(in_a_unit(example)) == []


def test_every_kind_of_activity_has_a_heading_and_an_example() -> None:
    assert sorted(yaml.safe_load(example)["kind"] for example in EXAMPLES) == sorted(SHAPES)
    assert sorted(re.findall(r"^### `([a-z_]+)`$", GUIDE, re.MULTILINE)) == sorted(SHAPES)


def test_an_example_with_a_fault_would_be_found() -> None:
    assert said_of(in_a_unit(EXAMPLES[0].replace("correct: true", "correct: false", 1))) != []


def test_the_whole_unit_is_let_through_without_a_word() -> None:
    (whole,) = WHOLE.findall(GUIDE)
    assert said_of(whole) == []


def rows_under(heading: str) -> list[list[str]]:
    section = GUIDE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in re.findall(r"^\| `.*$", section, re.M)]


def test_the_table_of_facts_is_what_the_program_reads() -> None:
    rows = rows_under("The facts at the top")
    names = {"schema" if name == "schema_" else name: field for name, field in FrontMatter.model_fields.items()}
    assert [row[0].strip("`") for row in rows] == list(names)
    left_out = {row[0].strip("`"): row[2] == "yes" for row in rows}
    assert left_out == {name: not field.is_required() for name, field in names.items()}


def test_the_table_of_common_keys_is_what_the_program_reads() -> None:
    rows = [row[0].strip("`") for row in rows_under("Kinds of activity")]
    assert set(rows) == {*ActivityShape.model_fields, "question"}


@pytest.fixture
def beside_the_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the content, so that a command that writes leaves ours alone."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STEADY_DATABASE_URL", "no database")
    return tmp_path


def test_each_command_is_shown_at_least_once() -> None:
    assert {line.split()[1] for line in COMMANDS} >= {"check", "plan", "preview"}


@pytest.mark.parametrize("line", [line for line in COMMANDS if not line.startswith("content preview")])
def test_each_command_that_is_shown_runs(line: str, beside_the_content: Path) -> None:
    result = CliRunner().invoke(main, shlex.split(line))
    assert result.exit_code == (1 if "--strict" in line and "thin  " in result.output else 0), result.output
    assert result.output


@pytest.mark.parametrize("line", [line for line in COMMANDS if line.startswith("content preview")])
def test_the_preview_that_is_shown_opens_on_this_machine(line: str, beside_the_content: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    start = "from learning.commands import main; main()"
    words = [sys.executable, "-c", start, *shlex.split(line), "--port", str(port)]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={"PYTHONPATH": str(ROOT)}
    ) as running:
        try:
            assert running.stdout is not None
            assert f"http://127.0.0.1:{port}/" in running.stdout.readline()
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as page:
                assert "Nothing is stored" in page.read().decode()
        finally:
            running.terminate()
    assert not (beside_the_content / "instance").exists()
