"""`steady content plan`: the weeks of a new starter as the real choice would fill them."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping

import click

from learning.capability.shelf import CapabilityContent, read_content
from learning.commands.checking import clock_day
from learning.commands.content import content
from learning.drip.rules import Choice, Kind, Tools, sentence
from learning.drip.rules.amounts import SKILL_NAMES, is_tagged, skills_in
from learning.drip.rules.choose import SKILL_WEEKS
from learning.drip.rules.grid import COLUMNS
from learning.drip.rules.journey import JourneyWeek, always_right, journey, right_in
from learning.drip.shelf import library, starter
from learning.ground.errors import Refused
from learning.ground.settings import content_folder
from learning.ground.text import names_list, plural
from learning.ground.workdays import monday_of
from learning.modules.shelf import Known, read_files, vocabulary_beside

_HELD_AT = (12, 26)


@content.command()
@click.option("--role", "family", required=True, help="A role family, for example medical-secretary.")
@click.option("--weeks", default=26, show_default=True, type=click.IntRange(1, 104))
@click.option("--starts", type=click.DateTime(["%Y-%m-%d"]), help="The first day at work. [default: this Monday]")
@click.option(
    "--right", default=1.0, show_default=True, type=click.FloatRange(0, 1), help="How many are right, 0 to 1."
)
@click.option("--tool", "tools", multiple=True, help="An AI tool that they may use; once for each. Without it: none.")
def plan(family: str, weeks: int, starts: dt.datetime | None, right: float, tools: tuple[str, ...]) -> None:
    """Print what a new starter would get week by week, and why, if every unit were adopted. Needs no database."""
    home = content_folder()
    read = read_content(home)
    if read.roles.family(family) is None:
        known = names_list((one.id for one in read.roles.families), last="or")
        raise Refused(f"There is no role family “{family}”. Use {known}.")
    shelf = read_files(sorted((home / "modules").glob("*.md")), Known.of(read, vocabulary=vocabulary_beside(home)))
    starts_on = starts.date() if starts else monday_of(clock_day())
    lived = journey(
        starter(read, family, starts_on),
        library(shelf.modules),
        read.framework.thresholds,
        weeks=weeks,
        is_right=always_right if right == 1 else right_in(right),
        tools=Tools.for_everything(tools),
    )
    phrases = {one.id: one.phrase for one in read.framework.competencies}
    for week in lived:
        for line in _lines(week, phrases):
            click.echo(line)
    click.echo()
    for line in _counts(lived, read, len(shelf.faults)):
        click.echo(line)


def _lines(week: JourneyWeek, phrases: Mapping[str, str]) -> Iterator[str]:
    begun = f"{week.number:>3}  {week.on}  "
    why = sentence(week.choice.reason, _facts(week), phrases, on=week.on)
    if week.practice is None or week.kind is None:
        yield f"{begun}nothing"
    else:
        unit = week.practice.candidate
        made_for = "generic" if unit.is_generic else "role-tagged"
        facts = (f"level {unit.level}", ", ".join(unit.competencies), made_for, *(["seen before"] * week.is_repeat))
        yield f"{begun}{week.kind.value:<8}  {week.practice.title} ({'; '.join(facts)})"
    indent = " " * len(begun)
    said = f"You have this one {why}" if week.practice else f"Nothing comes, {why}"
    yield from textwrap.wrap(said, COLUMNS, initial_indent=indent, subsequent_indent=indent)


def _facts(week: JourneyWeek) -> dict[str, str | int]:
    return week.choice.facts if isinstance(week.choice, Choice) else {}


def _counts(lived: tuple[JourneyWeek, ...], read: CapabilityContent, refused: int) -> Iterator[str]:
    kinds = Counter(week.kind for week in lived if week.kind is not None)
    units = sum(kinds.values())
    yield (
        f"{plural(units, 'unit')} in {plural(len(lived), 'week')}: "
        + names_list(plural(kinds[kind], kind.value) for kind in Kind if kinds[kind]).strip()
        + "."
    )
    tagged, repeats = sum(map(is_tagged, lived)), sum(week.is_repeat for week in lived)
    yield f"{tagged} role-tagged ({tagged / max(1, units):.0%}), {plural(repeats, 'repeat')}."
    skills = ", ".join(f"{SKILL_NAMES[skill]} {count}" for skill, count in skills_in(lived).items())
    yield f"Error skills in the first {SKILL_WEEKS} weeks: {skills}."
    for week in lived:
        if week.number in _HELD_AT:
            yield f"Held at week {week.number}: {week.held} of the {week.required} required competencies."
    if refused:
        yield f"{plural(refused, 'fault')} in module files: see steady content check."
