"""The fences between rooms hold: what STYLE forbids in an import is refused by the contracts in pyproject.toml."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
FEATURES = next(each["containers"] for each in CONTRACTS if each["name"] == "Layers inside a feature")
SINGLE_ROOMS = ("commands", "app", "jobs", "access", "pages")


def a_house(folder: Path, files: Mapping[str, str]) -> None:
    """A small house that keeps every rule, with these files added."""
    sound = {
        "learning/__init__.py": "",
        "learning/ground/__init__.py": "",
        "learning/ground/clock.py": "",
        "learning/ground/db.py": "import flask_sqlalchemy, sqlalchemy",
    }
    sound |= {f"learning/{room}.py": "" for room in SINGLE_ROOMS}
    for feature in FEATURES:
        at = feature.replace(".", "/")
        sound |= {f"{at}/__init__.py": "", f"{at}/rules.py": "import datetime"}
        sound[f"{at}/actions.py"] = f"from {feature} import rules\nfrom learning.ground import db"
    for name, text in (sound | dict(files)).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def broken_contracts(folder: Path) -> str:
    """What import-linter says about the house, by our own contracts."""
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--config", ROOT / "pyproject.toml", "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert "Contracts: " in done.stdout, done.stdout + done.stderr
    assert str(ROOT / "learning") not in done.stdout
    broken = [line.removesuffix(" BROKEN") for line in done.stdout.splitlines() if line.endswith(" BROKEN")]
    assert bool(broken) == bool(done.returncode)
    return ", ".join(broken)


@pytest.mark.parametrize(
    ("files", "broken"),
    [
        ({}, ""),
        ({"learning/people/queries.py": "import learning.drip.queries", "learning/drip/queries.py": ""}, "Features"),
        ({"learning/privacy/queries.py": "import learning.demo.actions"}, "Features"),
        ({"learning/helpers.py": ""}, "Features"),
        ({"learning/drip/views.py": "import learning.pages"}, ""),
        ({"learning/drip/rules.py": "import learning.drip.actions"}, "Layers inside a feature, Rules are pure"),
        ({"learning/drip/utils.py": ""}, "Layers inside a feature"),
        ({"learning/drip/actions/__init__.py": "", "learning/drip/actions/compose.py": ""}, ""),
        (
            {"learning/ground/settings.py": "import learning.ground.text", "learning/ground/text.py": ""},
            "Layers within",
        ),
        ({"learning/ground/common.py": ""}, "Layers within"),
        ({"learning/modules/rules.py": "import flask"}, "Rules are pure"),
        (
            {
                "learning/drip/rules/__init__.py": "",
                "learning/drip/rules/choose.py": "import learning.people.shelf",
                "learning/people/shelf.py": "import learning.ground.clock",
            },
            "Rules are pure",
        ),
        ({"learning/drip/actions.py": "from flask import request"}, "Actions, queries and models"),
        ({"learning/people/models.py": "from flask_login import UserMixin"}, "Actions, queries and models"),
        (
            {"learning/people/queries/__init__.py": "", "learning/people/queries/staff.py": "import flask"},
            "Actions, quer",
        ),
        ({"learning/people/forms.py": "from flask_wtf import FlaskForm"}, ""),
    ],
)
def test_what_a_room_may_not_import_is_refused(tmp_path: Path, files: Mapping[str, str], broken: str) -> None:
    a_house(tmp_path, files)
    found = broken_contracts(tmp_path)
    assert found.startswith(broken) if broken else found == "", found


def test_every_feature_keeps_its_layers() -> None:
    rooms = {f"learning.{path.parent.name}" for path in (ROOT / "learning").glob("*/__init__.py")}
    assert rooms - {"learning.ground", "learning.pages", "learning.commands"} == set(FEATURES)
