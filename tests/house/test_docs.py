"""What README and docs say is so: commands, settings, files and counts are those of the program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

from learning.capability.shelf import read_content
from learning.commands import main
from learning.ground import settings
from learning.modules.rules.slots import local_facts
from learning.people.models import DUTIES, NATIONS

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
MANUAL = ROOT / "docs" / "administrators.md"
HISTORY = ROOT / "CHANGELOG.md"
DOCUMENTS = sorted([README, HISTORY, *(ROOT / "docs").rglob("*.md")])
NAMES = [path.relative_to(ROOT).as_posix() for path in DOCUMENTS]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")

_FENCED = re.compile(r"^```[a-z]*\n(.*?)^```", re.DOTALL | re.MULTILINE)
_TICKED = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_VARIABLE = re.compile(r"\bSTEADY_[A-Z_]+\b")
_OPTION_WITH_VALUE = re.compile(r"^--[a-z-]+$")


def lines_of(path: Path) -> Iterator[str]:
    """Every line of a fenced block, and every piece of code inside a sentence, without remarks."""
    text = path.read_text(encoding="utf-8")
    for block in _FENCED.findall(text):
        for line in block.splitlines():
            yield line.split("  #")[0].strip()
    yield from _TICKED.findall(_FENCED.sub("", text))


def commands_of(path: Path, program: str) -> list[str]:
    """What is said after the name of this program, such as `steady init` or `.venv/bin/steady init`."""
    said = re.compile(rf"^(?:\.venv/bin/)?{program}\s+(\S.*)$")
    return [found[1] for line in lines_of(path) if (found := said.match(line))]


def wrong_with(words: list[str]) -> str:
    """What `steady` does not know of these words, or nothing. Capitals and … stand for what a person fills in."""
    command: click.Command = main
    while words and isinstance(command, click.Group) and not words[0].startswith("-"):
        name = words.pop(0)
        if name in {"…", "COMMAND"}:
            return ""
        found = command.commands.get(name)
        if found is None:
            return f"{command.name} has no command {name}"
        command = found
    known = {name for each in command.params for name in (*each.opts, *each.secondary_opts)}
    given = {word.split("=")[0] for word in words if _OPTION_WITH_VALUE.match(word.split("=")[0])}
    return (
        f"{command.name} has no {', '.join(sorted(given - known - {'--help'}))}" if given - known - {"--help"} else ""
    )


def test_there_is_something_to_check() -> None:
    assert len(commands_of(MANUAL, "steady")) > 25
    assert len(commands_of(ROOT / "docs" / "developers.md", "make")) > 8
    assert {path.name for path in DOCUMENTS} >= {"README.md", "administrators.md", "developers.md", "privacy.md"}


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
def test_every_steady_command_that_is_named_exists(document: Path) -> None:
    wrong = {line: said for line in commands_of(document, "steady") if (said := wrong_with(line.split()))}
    assert wrong == {}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("init", ""),
        ("fly", "main has no command fly"),
        ("staff import staff.csv --organisation R0Z --dry-run", ""),
        ("staff export", "staff has no command export"),
        ("serve --fast", "serve has no --fast"),
        ("serve --no-clock", ""),
        ("COMMAND --help", ""),
    ],
)
def test_a_command_that_does_not_exist_would_be_found(line: str, said: str) -> None:
    assert wrong_with(line.split()) == said


def _commands(group: click.Group, before: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, f"{before}{name} ")
        else:
            yield before + name


def test_the_manual_or_the_guide_for_authors_names_every_steady_command() -> None:
    said = commands_of(MANUAL, "steady") + commands_of(ROOT / "docs" / "authors.md", "steady")
    missing = [name for name in _commands(main) if not any(f"{line} ".startswith(f"{name} ") for line in said)]
    assert missing == []


def test_every_python_module_that_is_run_by_name_exists() -> None:
    run = {line.split()[1] for document in DOCUMENTS for line in commands_of(document, "python") if line[:3] == "-m "}
    assert {"benchmarks.simulate_year", "pytest", "pip"} <= run
    assert [name for name in run if find_spec(name) is None] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
def test_every_make_command_that_is_named_exists(document: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
    given = {word for line in commands_of(document, "make") for word in line.split()}
    assert {word for word in given if "=" not in word} - targets == set()
    variables = {word.split("=")[0] for word in given if "=" in word}
    assert {name for name in variables if f"$({name})" not in MAKEFILE} == set()


def test_the_readme_begins_with_what_it_is_and_the_two_commands() -> None:
    first_screen = README.read_text(encoding="utf-8").partition("\n## ")[0]
    assert "docs/screenshots/this-week-1280.png" in first_screen
    assert {"run", "test"} <= {line.split()[0] for line in commands_of(README, "make")}
    assert re.search(r"^make run\b.*\nmake test\b", first_screen, re.MULTILINE)


def test_the_table_of_settings_is_the_settings() -> None:
    read = set(_VARIABLE.findall(Path(settings.__file__).read_text(encoding="utf-8")))
    table = re.findall(r"^\| `(STEADY_[A-Z_]+)` \|", MANUAL.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(table) == len(set(table))
    assert set(table) == read


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
def test_every_variable_that_is_named_is_read(document: Path) -> None:
    """By the program, or, for those who develop, by its tests."""
    readers = [Path(settings.__file__)]
    if document.name == "developers.md":
        readers += (ROOT / "tests" / "fixtures").glob("*.py")
    read = {name for reader in readers for name in _VARIABLE.findall(reader.read_text(encoding="utf-8"))}
    assert set(_VARIABLE.findall(document.read_text(encoding="utf-8"))) - read == set()


def test_the_defaults_in_the_table_are_the_defaults(tmp_path: Path) -> None:
    given = settings.read({}, root=tmp_path)
    table = MANUAL.read_text(encoding="utf-8")
    for name, value in (
        ("BASE_URL", given.base_url),
        ("MAIL_FROM", given.mail_from),
        ("TIMEZONE", given.timezone),
        ("ENGINE", given.engine),
        ("LOG_FORMAT", given.log_format),
    ):
        assert f"| `STEADY_{name}` | `{value}`" in table
    assert (given.smtp, given.mail_rate, given.demo, given.instance.name) == (None, None, False, "instance")
    assert {given.database_url.rpartition("/")[2], given.outbox.name} == {"steady.sqlite", "outbox"}


def test_the_mail_server_of_the_manual_is_read_as_it_is_meant(tmp_path: Path) -> None:
    text = MANUAL.read_text(encoding="utf-8")
    shown = dict(re.findall(r"^export (STEADY_[A-Z_]+)='(.+)'$", text, re.MULTILINE))
    smtp = settings.read(shown, root=tmp_path).smtp
    assert smtp is not None
    assert (smtp.host, smtp.port, smtp.user, smtp.tls) == ("mail.trust.example", 587, "user", "starttls")
    coded = settings.read(shown | {"STEADY_SMTP_URL": "smtp://user%40trust:p%2Fw@mail.example"}, root=tmp_path).smtp
    assert coded is not None
    assert (coded.user, coded.password) == ("user@trust", "p/w")


def _heads(path: Path) -> set[str]:
    """The names that links to headings of a file use."""
    text = _FENCED.sub("", path.read_text(encoding="utf-8"))
    plain = (re.sub(r"[^\w\- ]", "", head.lower()) for head in re.findall(r"^#+ (.+)$", text, re.MULTILINE))
    return {head.strip().replace(" ", "-") for head in plain}


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
def test_every_link_leads_to_a_file_or_heading_that_exists(document: Path) -> None:
    lost = []
    for link in _LINK.findall(_FENCED.sub("", document.read_text(encoding="utf-8"))):
        if re.match(r"https://|mailto:", link):
            continue
        name, _, head = unquote(link).partition("#")
        target = (document.parent / name).resolve() if name else document
        inside = target.is_relative_to(ROOT)
        if not inside or not target.exists() or (head and head not in _heads(target)):
            lost.append(link)
    assert lost == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
def test_every_file_of_the_program_that_is_named_exists(document: Path) -> None:
    """Named from the top, or from `learning/`, where the sentence is about a feature."""
    named = {said for said in lines_of(document) if re.fullmatch(r"[a-z_]+(/[a-z_0-9]+)+\.(py|html|md)", said)}
    named -= {"content/modules/x.md"}
    assert [name for name in named if not (ROOT / name).is_file() and not (ROOT / "learning" / name).is_file()] == []


def test_every_decision_is_numbered_once() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [path.name[:3] for path in records]
    assert len(numbers) == len(set(numbers))
    for path in records:
        assert path.read_text(encoding="utf-8").startswith(f"# {int(path.name[:3])}. "), path.name


def test_the_manual_names_what_an_administrator_chooses_from() -> None:
    ticked = set(_TICKED.findall(MANUAL.read_text(encoding="utf-8")))
    assert set(NATIONS) <= ticked
    assert set(DUTIES) <= ticked
    assert {fact.name for fact in local_facts(frozenset())} <= ticked


def test_the_counts_of_the_readme_and_of_the_newest_version_are_those_of_the_content() -> None:
    content = read_content(ROOT / "content")
    readme, newest = README.read_text(encoding="utf-8"), HISTORY.read_text(encoding="utf-8")
    families = len(content.roles.families)
    assert f"{len(content.framework.competencies)} competencies" in readme
    assert f"{families} role families" in readme
    assert f"{families} role families" in newest
    units = list((ROOT / "content" / "modules").glob("*.md"))
    assert abs(len(units) - int(re.search(r"about (\d+) starter units", readme)[1])) <= 5  # type: ignore[index]


def test_what_ships_without_a_review_is_said_to() -> None:
    text = README.read_text(encoding="utf-8")
    for said in ("`ai_assisted: true`", "`reviewed_by: []`", "MIT", "CC BY 4.0", "bleach 6.4.0", "nh3"):
        assert said in text
