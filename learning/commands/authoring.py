"""For people who write modules: questions from Moodle as drafts, and empty files to begin with. No database."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import click

from learning.capability.shelf import read_content
from learning.commands.content import content
from learning.ground import clock, settings
from learning.ground.errors import Refused
from learning.ground.text import plural
from learning.modules.shelf.drafting import KINDS, DraftFolder, Wanted, draft_all, gift_items, skeleton

_SLUG = re.compile(r"[a-z0-9]{1,60}(?:-[a-z0-9]{1,60}){0,20}")
_OWNER = re.compile(r"[A-Za-z0-9]{1,40}")
_FOLDER = click.Path(path_type=Path, file_okay=False)

_into = click.option("--into", type=_FOLDER, help="The folder to write to. Without it: modules of the content folder.")
_competency = click.option("--competency", help="What they practise, such as J2.")
_role = click.option("--role", "roles", multiple=True, help="A role family that it is for; once for each. All without.")
_level = click.option("--level", default=1, show_default=True, type=click.IntRange(1, 4))
_owner = click.option("--owner", default="core", show_default=True, help="The first part of the id.")


@content.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@_into
@_competency
@_role
@_level
@_owner
@click.option("--dry-run", "is_dry_run", is_flag=True, help="Say what would be written, and write nothing.")
def import_questions(file: Path, into: Path | None, owner: str, is_dry_run: bool, **said: Any) -> None:
    """Make drafts of the questions in a file from Moodle, in GIFT format.

    Each question is accounted for in one line. What Moodle does not know, such as why an answer is wrong, is asked
    for in the draft with TODO. The same file twice changes nothing.
    """
    folder = into or settings.content_folder() / "modules"
    wanted = _wanted(folder, owner=owner, **said)
    counts: Counter[str] = Counter()
    for outcome in draft_all(gift_items(file), DraftFolder(folder, is_dry_run=is_dry_run), wanted):
        counts[outcome.what] += 1
        click.echo(outcome)
    written = "would be written" if is_dry_run else "written"
    click.echo(
        f"{plural(counts.total(), 'question')}: {counts['written']} {written}, {counts['there']} there already,"
        f" {counts['refused']} refused."
    )


@content.command()
@click.argument("slug")
@click.option("--kind", default="lesson", show_default=True, type=click.Choice(KINDS))
@_into
@_competency
@_role
@_level
@_owner
def new(slug: str, kind: str, into: Path | None, owner: str, **said: Any) -> None:
    """Begin a module: a file that says at each place what to write there."""
    if not _SLUG.fullmatch(slug):
        raise Refused(f"“{slug[:80]}” cannot be the name of a module. Use small letters, digits and hyphens.")
    folder = into or settings.content_folder() / "modules"
    path = DraftFolder(folder).add(slug, skeleton(slug, kind, _wanted(folder, owner=owner, **said)))
    click.echo(f"Written to {path}. Write what is asked for at each TODO.")


def _wanted(folder: Path, *, owner: str, competency: str | None, roles: tuple[str, ...], level: int) -> Wanted:
    """What was said, where the framework beside the folder (else the installed one) knows it."""
    if not _OWNER.fullmatch(owner):
        raise Refused(f"“{owner[:80]}” cannot be an owner. Use letters and digits, such as core.")
    beside = folder.absolute().parent
    known = read_content(beside if (beside / "framework.yaml").is_file() else settings.content_folder())
    competencies = [each.id for each in known.framework.competencies]
    if competency is not None and competency not in competencies:
        raise Refused(f"There is no competency {competency[:80]}. Use one of {', '.join(competencies)}.")
    families = [each.id for each in known.roles.families]
    for role in roles:
        if role not in families:
            raise Refused(f"There is no role family {role[:80]}. Use one of {', '.join(families)}.")
    given = {"competency": competency} if competency else {}
    unique = {"roles": tuple(dict.fromkeys(roles))} if roles else {}
    return Wanted(today=clock.now().date(), level=level, owner=owner, **given, **unique)  # type: ignore[arg-type]
