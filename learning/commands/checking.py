"""`steady content check`: what is wrong with module files, and what the library has too little of."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import click

from learning.capability.shelf import CapabilityContent, read_content
from learning.commands.content import content
from learning.drip.rules.amounts import library_amounts, thin_of_families
from learning.drip.rules.grid import report
from learning.drip.shelf import amounts, library
from learning.ground.errors import ContentRefused, Fault, Refused
from learning.ground.settings import content_folder
from learning.ground.text import plural
from learning.ground.workdays import monday_of
from learning.guardrails.rules.words import Vocabulary
from learning.guardrails.shelf import unknown_families
from learning.modules.shelf import Known, Module, Shelf, read_files, vocabulary_beside


@content.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--strict", is_flag=True, help="Exit with 1 when something is thin, not only when a file is refused.")
def check(paths: tuple[Path, ...], strict: bool) -> None:
    """Check module files. Without PATHS, or for a folder, also whether there is enough for every role family.

    Needs no database. Framework, roles, sources and guardrails are those of the content folder that the files stand in.
    """
    files = [file for path in paths or (content_folder() / "modules",) for file in _files(path)]
    if not files:
        raise Refused("There is no module file here. Give a file or a folder, for example content/modules.")
    home = home_of(files[0])
    read = read_content(home)
    is_whole = not paths or any(path.is_dir() for path in paths)
    vocabulary, about_words = _words(home, read, is_whole=is_whole)
    shelf = read_files(files, Known.of(read, prompts_beside(home), vocabulary), clock_day())
    refused = _say(replace(shelf, faults=(*about_words, *shelf.faults)))
    is_thin = is_whole and _say_amounts(read, shelf.modules)
    click.echo(f"{plural(len(files), 'file')}, {refused} refused, {plural(len(shelf.warnings), 'warning')}.")
    raise SystemExit(1 if refused or (strict and is_thin) else 0)


def _files(path: Path) -> list[Path]:
    return sorted(path.glob("*.md")) if path.is_dir() else [path]


def home_of(file: Path) -> Path:
    """The content folder that a module file stands in, else the one of this installation."""
    found = file.resolve().parent.parent
    return found if (found / "framework.yaml").is_file() else content_folder()


def prompts_beside(home: Path) -> frozenset[str] | None:
    """The ids of the prompts that a module may name, or None where there is no prompt library."""
    folder = home.parent / "prompts_library"
    return frozenset(f"core/{path.stem}" for path in folder.glob("*.md")) if folder.is_dir() else None


def _words(home: Path, read: CapabilityContent, *, is_whole: bool) -> tuple[Vocabulary | None, tuple[Fault, ...]]:
    """Tasks and labels, and what is wrong with them. With a fault in their file no unit's task can be looked at."""
    try:
        vocabulary = vocabulary_beside(home)
    except ContentRefused as refused:
        return None, refused.faults
    families = {family.id for family in read.roles.families}
    return vocabulary, tuple(unknown_families(vocabulary, families, home)) if vocabulary and is_whole else ()


def clock_day() -> dt.date:
    """The real day: under a clock that was moved, every review date would be far away."""
    return dt.datetime.now(dt.UTC).date()


def _say(shelf: Shelf) -> int:
    """Every fault and warning in the order of files and lines; how many files are refused."""
    said = [(fault, "refused") for fault in shelf.faults] + [(fault, "warning") for fault in shelf.warnings]
    for fault, word in sorted(said, key=lambda each: (each[0].file, each[0].line, each[1])):
        click.echo(f"{click.style(word, bold=word == 'refused')} {fault}")
    return len({fault.file for fault in shelf.faults})


def _say_amounts(read: CapabilityContent, modules: tuple[Module, ...]) -> bool:
    units = library(modules)
    if not units:
        click.echo("No unit stands that could be sent, so there is nothing to count.")
        return True
    whole = library_amounts(units)
    families = amounts(read, units, monday_of(clock_day()))
    click.echo()
    for line in report(families, whole):
        click.echo(line)
    click.echo()
    return bool([*whole.thin, *thin_of_families(families)])
