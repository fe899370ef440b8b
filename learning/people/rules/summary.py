"""A plan of changes in a few sentences: the headline, the table of changes, and what is good to know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from learning.ground.text import number, plural
from learning.people.rules.plan import LEAVERS_LIMIT, Kind, Mark, Plan

_NAMED_TEAMS = 10


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One line of the table “What would change”."""

    name: str
    people: int
    meaning: str


def headline(plan: Plan) -> str:
    """What a dry run found, before anything is done."""
    people = len(plan.changes)
    if people:
        would = f"Nothing has changed yet. {plural(people, 'person', 'people')} would change"
    elif plan.new_teams:
        would = f"Nothing has changed yet. {plural(len(plan.new_teams), 'team')} would be added"
    else:
        would = "Nothing would change: everybody is here as the file says"
    bad = f", and {plural(len(plan.bad), 'line')} cannot be used." if plan.bad else "."
    return would + bad


def stopped(plan: Plan) -> str:
    """Why a file with too many leavers waits for a yes."""
    return f"Stopped: {plural(plan.leaving, 'person', 'people')} would leave. {why_stopped(plan)}"


def why_stopped(plan: Plan) -> str:
    return (
        f"That is {_share(plan)} of staff, and the limit is {LEAVERS_LIMIT:.0%}. "
        "The file may hold only part of the organisation. Nothing has changed."
    )


def not_plain(plan: Plan) -> str:
    """How many lines are not plain, and how many people are on no line at all; empty when there are none."""
    lines = sum(reason.line > 0 for reason in plan.reasons)
    missing = len(plan.reasons) - lines
    said = []
    if lines:
        said.append(plural(lines, "line is not plain", "lines are not plain"))
    if missing:
        said.append(plural(missing, "person is not in the file", "people are not in the file"))
    return ", and ".join(said)


def change_rows(plan: Plan) -> tuple[ChangeRow, ...]:
    """Only the kinds that somebody has."""
    counts = plan.counts
    rows = (
        ChangeRow("Joiners", counts[Kind.JOINS], "They join the weekly plan"),
        ChangeRow(
            "Leavers",
            counts[Kind.LEAVES],
            f"Marked as left. {_share(plan)} of staff, and the limit is {LEAVERS_LIMIT:.0%}",
        ),
        ChangeRow("Moved team or role", counts[Kind.MOVES], "New requirements from today. What they hold stays"),
        ChangeRow("Away from today", counts[Kind.PAUSES], "Paused. The reason is not stored"),
        ChangeRow("Back", counts[Kind.RETURNS], "Units start again next week"),
        ChangeRow("Details corrected", counts[Kind.DETAILS], "Name, address, hours, days, job title or manager"),
    )
    return tuple(row for row in rows if row.people)


def report(plan: Plan, *, is_applied: bool) -> tuple[str, ...]:
    """The whole plan as lines of text, for the command."""
    first = _applied(plan) if is_applied else headline(plan)
    counted = f"{plural(plan.lines_read, 'line')} read, {plural(plan.people_found, 'person', 'people')} found, "
    lines = [first, f"{counted}{number(plan.unchanged)} without a change."]
    lines += [f"{row.name}: {number(row.people)}. {row.meaning}." for row in change_rows(plan)]
    lines += good_to_know(plan)
    lines += [str(reason) for reason in plan.reasons]
    lines += [f"{line} This line is not used." for line in plan.bad]
    if plan.needs_confirmation and not is_applied:
        lines += [stopped(plan), "If these people have left, import the file with --allow-leavers."]
    return tuple(lines)


def _applied(plan: Plan) -> str:
    if plan.changes_nothing:
        return "Nothing had changed: everybody is here as the file says."
    return f"{plural(len(plan.changes), 'person', 'people')} changed. The same file again would change nothing."


def good_to_know(plan: Plan) -> tuple[str, ...]:
    """What holds for many lines, said once."""
    return (*plan.general, *_of_marks(plan), *_of_teams(plan))


def _of_marks(plan: Plan) -> Iterator[str]:
    marks = plan.marks
    if count := marks.get(Mark.SECOND_POST, 0):
        yield f"{plural(count, 'line is', 'lines are')} a further assignment. Each person stays 1 learner."
    if count := marks.get(Mark.TO_CONFIRM, 0):
        yield f"{plural(count, 'post has', 'posts have')} no clear role. The general plan holds until one is tapped."
    if count := marks.get(Mark.SHARED_MAILBOX, 0):
        yield (
            f"{plural(count, 'person shares', 'people share')} a mailbox. "
            "They get a personal code to print, never a mailed link."
        )
    if count := marks.get(Mark.NO_EMAIL, 0) + marks.get(Mark.BAD_EMAIL, 0):
        yield f"{plural(count, 'person has', 'people have')} no usable address. They get a personal code to print."
    if count := marks.get(Mark.AWAY, 0) + marks.get(Mark.STATUS_UNKNOWN, 0):
        yield f"{plural(count, 'person is', 'people are')} paused. Nothing is sent, and the reason is not stored."
    if count := marks.get(Mark.KEPT, 0):
        yield f"{plural(count, 'line keeps', 'lines keep')} what people put right themselves."


def _of_teams(plan: Plan) -> Iterator[str]:
    if not plan.new_teams:
        return
    named = ", ".join(plan.new_teams[:_NAMED_TEAMS])
    more = len(plan.new_teams) - _NAMED_TEAMS
    rest = f" and {number(more)} more" if more > 0 else ""
    yield f"{plural(len(plan.new_teams), 'team is', 'teams are')} new here and will be added: {named}{rest}."


def _share(plan: Plan) -> str:
    share = plan.leaving_share
    return "Under 1%" if 0 < share < 0.01 else f"{share:.0%}"
