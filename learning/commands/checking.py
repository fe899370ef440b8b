"""`steady content check`: what is wrong with module files, and what the library has too little of."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from learning.capability.shelf import CapabilityContent, read_content
from learning.commands.content import content
from learning.drip.rules.amounts import library_amounts, thin_of_families
from learning.drip.rules.grid import report
from learning.drip.shelf import amounts, library
from learning.ground.errors import Refused
from learning.ground.settings import content_folder
from learning.ground.text import plural
from learning.ground.workdays import monday_of
from learning.modules.shelf import Known, Module, Shelf, read_files


@content.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--strict", is_flag=True, help="Exit with 1 when something is thin, not only when a file is refused.")
def check(paths: tuple[Path, ...], strict: bool) -> None:
    """Check module files. Without PATHS, or for a folder, also whether there is enough for every role family.

    Needs no database. Framework, roles and sources are those of the content folder that the files stand in.
    """
    files = [file for path in paths or (content_folder() / "modules",) for file in _files(path)]
    if not files:
        raise Refused("There is no module file here. Give a file or a folder, for example content/modules.")
    home = home_of(files[0])
    read = read_content(home)
    shelf = read_files(files, Known.of(read, prompts_beside(home)), clock_day())
    refused = _say(shelf)
    is_whole = not paths or any(path.is_dir() for path in paths)
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
