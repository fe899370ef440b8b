"""Lines of a staff file put together by person, with the lines that contradict each other taken out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from learning.people.rules.cells import IN_SYSTEM
from learning.people.rules.plan import LineReason, Mark
from learning.people.rules.present import Present
from learning.people.rules.staff_file import BadLine, StaffFile, StaffRow
from learning.people.rules.team_names import TeamNames


@dataclass(frozen=True, slots=True)
class Sorted:
    """Usable lines by staff number, in the order of the file, and what was taken out."""

    by_person: Mapping[str, tuple[StaffRow, ...]]
    bad: tuple[BadLine, ...]
    repeated: tuple[LineReason, ...]


def by_person(file: StaffFile, present: Present, teams: TeamNames) -> Sorted:
    """One entry for each staff number that has a usable line. A person keeps what a bad line would have changed."""
    groups: dict[str, list[StaffRow]] = {}
    bad = list(file.bad)
    repeated: list[LineReason] = []
    owners = {post.assignment: person.staff_number for person in present.people for post in person.posts}
    first_with: dict[str, StaffRow] = {}
    for row in file.rows:
        earlier = first_with.get(row.assignment)
        owner = owners.get(row.assignment, row.staff_number)
        if earlier is not None and replace(earlier, line=row.line) == row:
            text = f"the same as line {earlier.line}, so it counts once."
            repeated.append(LineReason(row.line, row.staff_number, (Mark.REPEATED,), text))
        elif earlier is not None:
            bad.append(_bad(row, f"Its assignment number stands on line {earlier.line} with other details"))
        elif owner != row.staff_number:
            bad.append(_bad(row, f"Its assignment number belongs to staff number {owner}"))
        elif teams.is_ambiguous(row.team):
            bad.append(_bad(row, f"2 teams are called “{row.team}”", "Use the code of the team in the file"))
        else:
            first_with[row.assignment] = row
            groups.setdefault(row.staff_number, []).append(row)
    for number, rows in list(groups.items()):
        if any(_is_somebody_else(rows[0], other) for other in rows[1:]):
            bad += [_bad(row, "2 people share this staff number") for row in rows]
            del groups[number]
    usable = {number: tuple(rows) for number, rows in groups.items()}
    return Sorted(usable, tuple(sorted(bad, key=lambda line: line.line)), tuple(repeated))


def _is_somebody_else(one: StaffRow, other: StaffRow) -> bool:
    """Two names under one number. A changed surname or a short first name is still the same person."""
    same_first = one.first_name.casefold() == other.first_name.casefold()
    same_last = one.last_name.casefold() == other.last_name.casefold()
    same_address = one.email == other.email and bool(one.email)
    return not same_first and not (same_last and same_address)


def _bad(row: StaffRow, wrong: str, mend: str = IN_SYSTEM) -> BadLine:
    name = f"{row.first_name} {row.last_name}".casefold()
    return BadLine(row.line, row.staff_number, wrong, mend, name)
