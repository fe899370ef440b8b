"""Organisations, teams and staff from the command line: one sentence for what went wrong, nothing half done."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from learning.app import create_app
from learning.capability import actions as capability
from learning.commands import main
from learning.ground.db import db
from learning.people.models import Membership, Person, Team
from tests.builders import NOW
from tests.rules.staff_file_facts import ROOT, SAMPLE, a_line, as_bytes

STAFF = [a_line(str(number)) for number in range(1, 31)]


@pytest.fixture
def steady(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run `steady …` on a database of its own, with the content loaded and one organisation, R0Z."""
    monkeypatch.setenv("STEADY_INSTANCE", str(tmp_path))
    monkeypatch.setenv("STEADY_CONTENT", str(ROOT / "content"))
    with create_app().app_context():
        db.create_all()
        capability.load(ROOT / "content", now=NOW)
        db.session.commit()
        db.engine.dispose()

    def run(*words: object) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words])

    assert run("organisation", "add", "R0Z", "--name", "Example Trust", "--nation", "england").exit_code == 0
    return run


def count(table: type) -> int:
    with create_app().app_context():
        found = db.session.scalar(select(func.count()).select_from(table)) or 0
        db.session.remove()
        db.engine.dispose()
        return found


def a_path(folder: Path, content: bytes) -> Path:
    path = folder / "staff.csv"
    path.write_bytes(content)
    return path


def test_a_dry_run_prints_counts_and_reasons_and_writes_nothing(steady, tmp_path):
    path = a_path(tmp_path, as_bytes(*STAFF, a_line("31", work_email=""), a_line("32", fte="37.5")))
    said = steady("staff", "import", path, "--organisation", "R0Z", "--dry-run")
    assert said.exit_code == 0
    assert "Nothing has changed yet. 31 people would change, and 1 line cannot be used." in said.output
    assert "Line 32: no e-mail address" in said.output
    assert "Line 33: FTE is “37.5”." in said.output
    assert count(Person) == 0


def test_an_import_says_what_changed_and_a_second_one_that_nothing_had(steady, tmp_path):
    path = a_path(tmp_path, as_bytes(*STAFF))
    first = steady("staff", "import", path, "--organisation", "R0Z")
    assert first.exit_code == 0
    assert "30 people changed." in first.output
    second = steady("staff", "import", path, "--organisation", "R0Z")
    assert "Nothing had changed" in second.output
    assert count(Person) == 30


def test_too_many_leavers_stop_with_the_way_on(steady, tmp_path):
    steady("staff", "import", a_path(tmp_path, as_bytes(*STAFF)), "--organisation", "R0Z")
    part = a_path(tmp_path, as_bytes(*STAFF[:10]))
    stopped = steady("staff", "import", part, "--organisation", "R0Z")
    assert stopped.exit_code == 1
    assert "20 people would leave" in stopped.output
    assert "--allow-leavers" in stopped.output
    assert steady("staff", "import", part, "--organisation", "R0Z", "--allow-leavers").exit_code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("staff", "import", "nowhere.csv", "--organisation", "R0Z"), "cannot be read"),
        (("staff", "import", __file__, "--organisation", "R0Z"), "no column"),
        (("staff", "import", __file__, "--organisation", "XXX"), "no organisation with the code XXX"),
        (("teams", "import", __file__, "--organisation", "R0Z"), "no column"),
        (("organisation", "add", "R0Z", "--name", "Again", "--nation", "wales"), "already that of Example Trust"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_exit_code_1(steady, words, said):
    failed = steady(*words)
    assert failed.exit_code == 1
    assert said in failed.output
    assert "Traceback" not in failed.output


def test_teams_come_in_before_the_staff_and_are_found_by_name(steady, tmp_path):
    path = a_path(tmp_path, b"code,name,parent,site\nEVT,Example Valley,,\nOPD,Outpatients Admin,EVT,North\n")
    assert "2 teams added, 0 changed, 0 as before." in steady("teams", "import", path, "--organisation", "R0Z").output
    steady("staff", "import", a_path(tmp_path, as_bytes(*STAFF)), "--organisation", "R0Z")
    assert count(Team) == 2


def test_the_sample_comes_in_from_the_command_line(steady):
    if not SAMPLE.is_file():
        pytest.skip("the sample of shared/data does not lie beside this repository")
    said = steady("staff", "import", SAMPLE, "--organisation", "R0Z")
    assert said.exit_code == 0
    assert "18 people changed" in said.output
    assert "aternity" not in said.output
    assert count(Membership) == 19
