"""Every benchmark can be run: it imports, measures something, and says in one line what that is."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from benchmarks.__main__ import NAMES

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"
MODULES = sorted(path.stem for path in FOLDER.glob("*.py"))


@pytest.mark.parametrize("name", MODULES)
def test_every_module_of_the_benchmarks_says_in_one_line_what_it_is_for(name: str) -> None:
    said = importlib.import_module(f"benchmarks.{name}").__doc__
    assert said
    assert said.split("\n\n")[0].strip().endswith(".")


@pytest.mark.parametrize("name", NAMES)
def test_every_benchmark_that_is_run_measures_something(name: str) -> None:
    assert callable(importlib.import_module(f"benchmarks.{name}").measure)
