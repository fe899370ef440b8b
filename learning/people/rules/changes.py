"""A staff file against what an organisation holds: who joins, moves, pauses, returns and leaves, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from learning.ground.errors import Refused
from learning.people.rules import posts as post_rules
from learning.people.rules import reasons
from learning.people.rules.assignments import by_person
from learning.people.rules.mailboxes import shared_addresses, with_mailbox
from learning.people.rules.plan import Kind, LineReason, PersonChange, Plan, WantedPerson
from learning.people.rules.posts import Surroundings
from learning.people.rules.present import KnownPerson, Present
from learning.people.rules.role_family import RoleFamily
from learning.people.rules.staff_file import BadLine, StaffFile, StaffRow
from learning.people.rules.status import PersonStatus
from learning.people.rules.staying import Staying, as_wanted_person, who_stays
from learning.people.rules.team_names import TeamNames


@dataclass(frozen=True, slots=True)
class _Unsure:
    """People on lines that cannot be used: they stay as they are, so nobody is closed by a typing error."""

    numbers: frozenset[str]
    names: frozenset[str]

    @classmethod
    def of(cls, bad: Sequence[BadLine]) -> _Unsure:
        numbers = frozenset(line.staff_number for line in bad if line.staff_number)
        return cls(numbers, frozenset(line.name for line in bad if not line.staff_number))

    def holds(self, person: KnownPerson) -> bool:
        return person.staff_number in self.numbers or person.full_name.casefold() in self.names


def planned(
    file: StaffFile, present: Present, *, families: Sequence[RoleFamily], today: dt.date, acting: int | None = None
) -> Plan:
    """All that this file would change today. `acting`: the person who imports, whom their own import never closes."""
    if not families:
        raise Refused("Steady knows no role families yet: load the content first, with: steady content load")
    teams = TeamNames(present.teams)
    lines = by_person(file, present, teams)
    unsure = _Unsure.of(lines.bad)
    known = {person.staff_number: person for person in present.people}
    current = {
        number: found
        for number, rows in lines.by_person.items()
        if (found := tuple(row for row in rows if not post_rules.is_over(row, today)))
    }
    by_hand = {person.staff_number for person in present.people if _is_by_hand(person) and not _has_left(person)}
    reach = frozenset(current) | by_hand | unsure.numbers & set(known)
    here = Surroundings(today, file.columns, families, teams, within_reach=reach, unusable=unsure.numbers)
    staying = [
        who_stays(rows, lines.by_person[number], known.get(number), here, is_unsure=number in unsure.numbers)
        for number, rows in current.items()
    ]
    leaving = _leaving(lines.by_person, set(current) | by_hand, present, unsure, here, acting)
    gone = {change.wanted.staff_number for change in leaving}
    shared = shared_addresses([stay.wanted for stay in staying], present, gone)
    inside = current.keys() | gone
    outside = [person for person in present.people if person.staff_number not in inside]
    changes = [change for stay in staying if (change := _change(stay, shared))]
    changes += _mailbox_changes(outside, shared) + leaving
    return Plan(
        changes=tuple(changes),
        new_teams=teams.new,
        reasons=_in_order(
            [
                *lines.repeated,
                *reasons.of_people(staying, here, shared),
                *_reasons_of_gone(lines.by_person, current, known, here),
                *(
                    reasons.of_missing(change)
                    for change in leaving
                    if change.wanted.staff_number not in lines.by_person
                ),
            ]
        ),
        bad=lines.bad,
        lines_read=file.lines_read,
        people_found=len(lines.by_person),
        unchanged=len(lines.by_person) - sum(change.wanted.staff_number in lines.by_person for change in changes),
        staff_before=sum(not _has_left(person) for person in present.people),
        general=reasons.of_file(file, is_acting_missing=_is_acting_missing(present, lines.by_person, by_hand, acting)),
    )


def _change(stay: Staying, shared: frozenset[str]) -> PersonChange | None:
    """The change of somebody who stays, or None when nothing changes."""
    wanted = with_mailbox(stay.wanted, shared)
    kind = _kind(stay, wanted)
    return PersonChange(kind, stay.known.id if stay.known else None, wanted, stay.posts, stay.lifted) if kind else None


def _kind(stay: Staying, wanted: WantedPerson) -> Kind | None:
    known = stay.known
    if known is None or _has_left(known):
        return Kind.JOINS
    if known.status != wanted.status:
        return Kind.PAUSES if wanted.status == PersonStatus.PAUSED else Kind.RETURNS
    if stay.is_moved:
        return Kind.MOVES
    return Kind.DETAILS if stay.posts or stay.lifted or as_wanted_person(known) != wanted else None


def _leaving(
    lines: Mapping[str, tuple[StaffRow, ...]],
    staying: set[str],
    present: Present,
    unsure: _Unsure,
    here: Surroundings,
    acting: int | None,
) -> list[PersonChange]:
    """People whose last post is over, and people who are missing from the file."""
    leaving = []
    for person in present.people:
        if _has_left(person) or person.staff_number in staying or person.id == acting or unsure.holds(person):
            continue
        rows = lines.get(person.staff_number, ())
        ended = {row.assignment: row.ends_on for row in rows if row.ends_on and row.ends_on < here.today}
        open_posts = person.open_posts(here.today)
        closed = [post.ends_on for post in person.posts if post.ends_on and post.ends_on < here.today]
        left_on = here.yesterday
        if ended or (not open_posts and closed):
            left_on = max(ended.values() if ended else closed)
        posts = tuple(
            change
            for post in open_posts
            for change in post_rules.ended(post, ended.get(post.assignment, left_on), here.today)
        )
        wanted = as_wanted_person(person, status=PersonStatus.LEFT.value, left_on=left_on)
        leaving.append(PersonChange(Kind.LEAVES, person.id, wanted, posts))
    return leaving


def _mailbox_changes(people: Sequence[KnownPerson], shared: frozenset[str]) -> list[PersonChange]:
    """People outside the file whose own address turns out to be somebody else's too, or no longer is."""
    found = []
    for person in people:
        wanted = with_mailbox(as_wanted_person(person), shared)
        if not _has_left(person) and wanted != as_wanted_person(person):
            found.append(PersonChange(Kind.DETAILS, person.id, wanted, ()))
    return found


def _reasons_of_gone(
    lines: Mapping[str, tuple[StaffRow, ...]],
    current: Mapping[str, Sequence[StaffRow]],
    known: Mapping[str, KnownPerson],
    here: Surroundings,
) -> list[LineReason]:
    gone = [(number, rows) for number, rows in lines.items() if number not in current]
    return [reasons.of_gone(row, is_known=number in known, today=here.today) for number, rows in gone for row in rows]


def _is_acting_missing(present: Present, lines: Mapping[str, object], by_hand: set[str], acting: int | None) -> bool:
    mine = next((person.staff_number for person in present.people if person.id == acting), None)
    return mine is not None and mine not in lines and mine not in by_hand


def _is_by_hand(person: KnownPerson) -> bool:
    """Added by hand: no staff file speaks of them, so their absence from one says nothing."""
    return all(post.is_by_hand for post in person.posts)


def _has_left(person: KnownPerson) -> bool:
    return person.status == PersonStatus.LEFT


def _in_order(found: Sequence[LineReason]) -> tuple[LineReason, ...]:
    """By line; people who are not in the file come last."""
    return tuple(sorted(found, key=lambda reason: (not reason.line, reason.line, reason.staff_number)))
