"""Somebody who stays or comes: how the file wants the person and each post, beside what is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from learning.people.rules.columns import Column
from learning.people.rules.plan import PostChange, WantedPerson, WantedPost
from learning.people.rules.posts import Surroundings, changes_of, main_of, matches, wanted_post
from learning.people.rules.present import KnownPerson, KnownPost
from learning.people.rules.staff_file import StaffRow
from learning.people.rules.status import PersonStatus


@dataclass(frozen=True, slots=True)
class Staying:
    """One person of the file who has a post today or will have one."""

    rows: tuple[StaffRow, ...]  # every line, those that are over too
    main: StaffRow
    known: KnownPerson | None
    wanted: WantedPerson
    wanted_posts: tuple[WantedPost, ...]
    found: Mapping[str, KnownPost]
    posts: tuple[PostChange, ...]
    lifted: frozenset[str]

    @property
    def number(self) -> str:
        return self.main.staff_number

    @property
    def is_moved(self) -> bool:
        """Another team or role, or a post more or less; not a corrected detail of a post."""
        return any(change.known_id is None or change.wanted is None for change in self.posts) or any(
            post.team_id != want.team_id or (post.role_family and post.role_family != want.role_family)
            for want in self.wanted_posts
            if (post := self.found.get(want.assignment))
        )


def who_stays(
    current: Sequence[StaffRow],
    rows: Sequence[StaffRow],
    known: KnownPerson | None,
    here: Surroundings,
    *,
    is_unsure: bool,
) -> Staying:
    """`current`: the lines not over. `is_unsure`: another line of this person cannot be used, so no post is ended."""
    main = main_of(current, known, here.today)
    found = matches(current, main, known, here.today)
    wanted = [
        wanted_post(row, here, known, found.get(row.assignment), is_main=row is main)
        for row in sorted(current, key=lambda row: row is not main)
    ]
    listed = {row.assignment for row in rows}
    ends = {row.assignment: row.ends_on for row in rows if row not in current and row.ends_on}
    unsure = [post for assignment, post in found.items() if is_unsure and assignment not in listed]
    changes = changes_of(wanted, found, ends, here, still_open=unsure)
    lifted = frozenset({"role_family"}) if _is_confirmation_over(wanted, found, known) else frozenset[str]()
    person = _wanted_person(main, current, known, here)
    return Staying(tuple(rows), main, known, person, tuple(wanted), found, tuple(changes), lifted)


def as_wanted_person(known: KnownPerson, *, status: str | None = None, left_on: dt.date | None = None) -> WantedPerson:
    """A stored person in the shape of a wanted one, so that the two can be compared whole."""
    return WantedPerson(
        staff_number=known.staff_number,
        first_name=known.first_name,
        last_name=known.last_name,
        preferred_name=known.preferred_name,
        email=known.email,
        email_is_shared=known.email_is_shared,
        status=status or known.status,
        started_on=known.started_on,
        left_on=left_on if status else known.left_on,
    )


def _wanted_person(
    main: StaffRow, current: Sequence[StaffRow], known: KnownPerson | None, here: Surroundings
) -> WantedPerson:
    preferred = main.preferred_name or next((row.preferred_name for row in current if row.preferred_name), "")
    email = main.email or next((row.email for row in current if row.email), "")
    if known and ("preferred_name" in known.kept or not here.has(Column.PREFERRED_NAME)):
        preferred = known.preferred_name
    if known and not here.has(Column.EMAIL):
        email = known.email
    return WantedPerson(
        staff_number=main.staff_number,
        first_name=main.first_name,
        last_name=main.last_name,
        preferred_name=preferred,
        email=email,
        email_is_shared=False,  # decided when every address is known
        status=main.standing.status.value,
        started_on=_started_on(current, known, here.today),
        left_on=None,
    )


def _started_on(current: Sequence[StaffRow], known: KnownPerson | None, today: dt.date) -> dt.date:
    """The first day that we know of. Somebody who comes back begins again, unless the file says they never went."""
    given = min((row.starts_on for row in current if row.starts_on), default=None)
    if known is None:
        return given or today
    if known.status == PersonStatus.LEFT and given and known.left_on and given > known.left_on:
        return given
    if given and known.started_on > today:
        return given
    return min(given, known.started_on) if given else known.started_on


def _is_confirmation_over(
    wanted: Sequence[WantedPost], found: Mapping[str, KnownPost], known: KnownPerson | None
) -> bool:
    """Whether the job that a confirmed role was about has become another one."""
    if known is None or "role_family" not in known.kept:
        return False
    return any(
        post.role_family is not None and post.role_family != want.role_family
        for want in wanted
        if (post := found.get(want.assignment)) and post.is_main
    )
