"""`python -m learning.modules.shelf content/modules` says what is wrong with module files, to those who write them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from learning.capability.shelf import read_content
from learning.ground.errors import ContentRefused, Fault
from learning.ground.text import plural

from .folder import check_file
from .front_matter import Known


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
def check(paths: tuple[Path, ...]) -> None:
    """Check module files, or all of a folder (content/modules). Framework, roles and sources stand one folder up."""
    files = [file for path in paths or (Path("content/modules"),) for file in _files(path)]
    if not files:
        raise click.ClickException("There is no module file here.")
    known = _known(files[0].parent.parent)
    refused = 0
    for file in files:
        _, faults, warnings = check_file(file, known, dt.datetime.now(dt.UTC).date())
        refused += bool(faults)
        for fault in faults:
            click.echo(f"{click.style('refused', bold=True)} {fault}")
        for warning in warnings:
            click.echo(f"warning {warning}")
    click.echo(f"{plural(len(files), 'file')}, {refused} refused.")
    raise SystemExit(1 if refused else 0)


def _files(path: Path) -> list[Path]:
    return sorted(path.glob("*.md")) if path.is_dir() else [path]


def _known(folder: Path) -> Known:
    try:
        content = read_content(folder)
    except ContentRefused as refused:
        raise click.ClickException(_lines(refused.faults)) from None
    return Known(
        frozenset(competency.id for competency in content.framework.competencies),
        frozenset(family.id for family in content.roles.families),
        frozenset(content.sources),
    )


def _lines(faults: tuple[Fault, ...]) -> str:
    return "\n".join(map(str, faults))


if __name__ == "__main__":
    check()
