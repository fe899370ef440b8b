"""The repository as a newcomer gets it: locks without addresses, reasons beside dependencies, sheets without a font."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKS = sorted(ROOT.glob("requirements*.lock"))
BASE = ROOT / "requirements.lock"
STATIC = ROOT / "learning" / "pages" / "static"


def locked(lock: Path) -> dict[str, set[Version]]:
    """Name and versions; there are two where an older Python needs an older one."""
    found: dict[str, set[Version]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==(\S+)", lock.read_text(), re.MULTILINE):
        found.setdefault(canonicalize_name(name), set()).add(Version(version))
    return found


def satisfied(wanted: list[str], lock: Path) -> list[str]:
    """The requirements that a lock does not meet."""
    versions = locked(lock)
    needs = [Requirement(line) for line in wanted]
    return [
        str(need)
        for need in needs
        if not any(need.specifier.contains(version) for version in versions.get(canonicalize_name(need.name), ()))
    ]


@pytest.mark.parametrize("file", [*LOCKS, ROOT / "package-lock.json", ROOT / ".npmrc"], ids=lambda path: path.name)
def test_a_lock_names_versions_and_hashes_and_no_address(file: Path) -> None:
    assert not re.findall(r"(?:https?|file)://\S*|.*index-url.*|.*find-links.*|\"resolved\".*", file.read_text())


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_locked_package_has_hashes(lock: Path) -> None:
    packages = re.split(r"^(?=[A-Za-z0-9])", lock.read_text(), flags=re.MULTILINE)[1:]
    assert packages
    assert [each.split()[0] for each in packages if "--hash=sha256:" not in each] == []


def test_the_locks_meet_what_the_project_asks_for() -> None:
    groups = PROJECT["dependency-groups"]
    base = PROJECT["project"]["dependencies"] + groups["build"]
    postgres = PROJECT["project"]["optional-dependencies"]["postgres"]
    assert satisfied(base, BASE) == []
    assert satisfied(base + postgres, ROOT / "requirements-postgres.lock") == []
    assert satisfied(base + postgres + groups["dev"], ROOT / "requirements-dev.lock") == []
    assert satisfied(groups["node"], ROOT / "requirements-node.lock") == []


@pytest.mark.parametrize("name", ["requirements-postgres.lock", "requirements-dev.lock"])
def test_tests_run_on_the_versions_that_people_run(name: str) -> None:
    other = locked(ROOT / name)
    assert {package: other.get(package) for package in locked(BASE)} == locked(BASE)


def test_every_dependency_has_its_reason_beside_it() -> None:
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    lists = PROJECT["project"]["optional-dependencies"] | PROJECT["dependency-groups"]
    for wanted in [*PROJECT["project"]["dependencies"], *(each for group in lists.values() for each in group)]:
        (line,) = {line for line in lines if line.lstrip().startswith(f'"{wanted}"') and "#" in line} or {""}
        assert len(line.partition("#")[2].split()) >= 2, f"{wanted} has no reason"


def test_the_front_end_packages_are_exactly_the_ones_named() -> None:
    named = json.loads((ROOT / "package.json").read_text())
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for name, version in (named["dependencies"] | named["devDependencies"]).items():
        assert packages[f"node_modules/{name}"]["version"] == version
        assert packages[f"node_modules/{name}"]["integrity"].startswith("sha512-")


def test_every_built_file_is_there_under_a_name_that_changes_with_it() -> None:
    names = json.loads((STATIC / "manifest.json").read_text())
    assert {"steady.css", "steady-card.css", "steady-lead.css", "mark.svg"} <= names.keys()
    for name in names.values():
        assert re.fullmatch(r"[a-z-]+\.[0-9a-f]{12}\.[a-z]+", name)
        assert gzip.decompress((STATIC / f"{name}.gz").read_bytes()) == (STATIC / name).read_bytes()


def test_the_built_sheets_carry_no_font_and_ask_no_other_host() -> None:
    names = json.loads((STATIC / "manifest.json").read_text())
    sheet = (STATIC / names["steady.css"]).read_text()
    assert "font-family:arial,sans-serif" in sheet
    assert not re.findall(r"@font-face|frutiger|https?://[^\s\"']+|@import", sheet, re.IGNORECASE)
    pictures = set(re.findall(r"url\(([^)]+)\)", sheet))
    assert pictures <= set(names.values())
    assert pictures


def test_a_first_visit_fetches_less_than_40_kb_of_style() -> None:
    names = json.loads((STATIC / "manifest.json").read_text())
    assert sum((STATIC / f"{names[name]}.gz").stat().st_size for name in ("steady.css", "mark.svg")) < 40_000


def test_building_the_sheets_refuses_a_font_that_slipped_through(tmp_path: Path) -> None:
    sheet = tmp_path / "nhsuk" / "dist" / "nhsuk" / "nhsuk-frontend.min.css"
    sheet.parent.mkdir(parents=True)
    sheet.write_text("p{font-family:Frutiger W02,arial}")
    done = subprocess.run(
        [sys.executable, "-I", ROOT / "learning" / "pages" / "build.py", tmp_path / "nhsuk", tmp_path / "static"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "still names a font" in done.stderr
    assert not (tmp_path / "static").exists()


def test_a_built_package_carries_pages_and_sheets(tmp_path: Path) -> None:
    for name in ("pyproject.toml", "LICENSE", "README.md"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "learning", tmp_path / "learning", ignore=shutil.ignore_patterns("__pycache__"))
    build = "import sys; from setuptools import build_meta; print(build_meta.build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", build, tmp_path / "dist"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    with zipfile.ZipFile(tmp_path / "dist" / done.stdout.split()[-1]) as wheel:
        carried = set(wheel.namelist())
    wanted = {path for kind in ("py", "html", "txt", "ini", "mako") for path in ROOT.glob(f"learning/**/*.{kind}")}
    wanted |= set(STATIC.iterdir())
    assert {path.relative_to(ROOT).as_posix() for path in wanted} - carried == set()


def test_the_checks_of_a_change_can_be_run() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert subprocess.run(["bash", "-n", script]).returncode == 0
