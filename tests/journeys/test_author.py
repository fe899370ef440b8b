"""Somebody who writes a unit: they look at it as a learner will, spoil it, mend it, and read it to the end."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from learning.app import create_preview
from learning.modules.shelf import Manuscript
from tests.builders import LESSON, module_text
from tests.fixtures.app import ROOT
from tests.fixtures.browser import Screen
from tests.fixtures.live import served
from tests.journeys.conftest import Visitor


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "modules" / "what-is-missing.md"
    path.parent.mkdir()
    path.write_text(module_text("what-is-missing", LESSON), encoding="utf-8")
    return path


@pytest.fixture
def address(file: Path) -> Iterator[str]:
    """The preview of that file on a free port of this machine."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        with served(create_preview(Manuscript(file, ROOT / "content")), door):
            yield f"http://127.0.0.1:{door.getsockname()[1]}"


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (320, False)], ids=["on a desk", "on a small phone"])
def test_an_author_looks_at_a_unit_while_writing_it(
    address: str, file: Path, screen: Screen, axe: Callable[[Page], list[str]], width: int, scripts: bool
) -> None:
    author = Visitor(screen(width, java_script_enabled=scripts), address, axe)
    sound = file.read_text(encoding="utf-8")

    author.goes_to("/")
    author.sees("What is missing?")
    author.reads("Preview of modules/what-is-missing.md", "Nothing is stored")

    file.write_text(sound.replace("kind: lesson", "kind: course"), encoding="utf-8")
    author.page.reload()
    author.sees("modules/what-is-missing.md cannot be shown yet")
    author.reads("Refused, line 5")

    file.write_text(sound.replace("A draft cannot", "A <b>draft</b> should not"), encoding="utf-8")
    author.page.reload()
    author.sees("What is missing?")
    author.reads("There is HTML in the text", 'It says "should"')

    author.page.get_by_label("Book an interpreter.").check()
    author.page.get_by_label("Fairly sure").check()
    author.presses("Check my answer")
    author.sees("You caught 1 of the 2 missing points")
    author.page.get_by_label("Put it back and tell the consultant.").check()
    author.presses("Check my answer")
    author.sees("You caught 1 of the 2 missing points")
    author.reads("You got it right", "You finished this unit")

    author.page.get_by_label("Or in my own words").fill("I open the source first.")
    author.presses("Keep this plan and finish")
    author.reads("I open the source first.")

    author.follows("Begin again")
    author.sees("What is missing?")
    author.follows("This week")
    author.sees("This leads out of the unit")
