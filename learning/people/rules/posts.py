"""The posts of one person: what the file wants of each, and how that changes what is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from learning.people.rules.columns import Column
from learning.people.rules.plan import PostChange, WantedPost
from learning.people.rules.present import KnownPerson, KnownPost
from learning.people.rules.role_family import Assigned, RoleFamily, assigned
from learning.people.rules.staff_file import StaffRow
from learning.people.rules.status import PersonStatus
from learning.people.rules.team_names import TeamNames


@dataclass(slots=True)
class Surroundings:
    """What is the same for every line of one import."""

    today: dt.date
    columns: frozenset[Column]
    families: Sequence[RoleFamily]
    teams: TeamNames
    within_reach: frozenset[str]  # staff numbers that may be somebody's manager
    unusable: frozenset[str] = frozenset()  # staff numbers on lines that cannot be used
    _assigned: dict[tuple[str, str, str], Assigned] = field(default_factory=dict)

    def family(self, row: StaffRow) -> Assigned:
        """As `assigned`, remembered: thousands of lines share few posts."""
        key = (row.staff_group, row.job_role, row.position)
        if key not in self._assigned:
            self._assigned[key] = assigned(
                self.families, staff_group=row.staff_group, job_role=row.job_role, position=row.position
            )
        return self._assigned[key]

    def has(self, column: Column) -> bool:
        return column in self.columns

    @property
    def yesterday(self) -> dt.date:
        return self.today - dt.timedelta(days=1)


def is_over(row: StaffRow, today: dt.date) -> bool:
    """A termination date in the past, or a status that says so. The termination date itself is the last day."""
    return row.standing.status is PersonStatus.LEFT or (row.ends_on is not None and row.ends_on < today)


def main_of(rows: Sequence[StaffRow], known: KnownPerson | None, today: dt.date) -> StaffRow:
    """The assignment with the highest FTE; among equals the one that is main already, else the one that began first."""
    mains = {post.assignment for post in known.open_posts(today) if post.is_main} if known else set()
    return min(rows, key=lambda row: (-row.fte, row.assignment not in mains, row.starts_on or dt.date.max, row.line))


def matches(
    rows: Sequence[StaffRow], main: StaffRow, known: KnownPerson | None, today: dt.date
) -> dict[str, KnownPost]:
    """The open post that each assignment number means. A post added by hand becomes the main one of the file."""
    if known is None:
        return {}
    open_posts = known.open_posts(today)
    found = {post.assignment: post for post in open_posts if not post.is_by_hand}
    by_hand = next((post for post in open_posts if post.is_by_hand), None)
    if by_hand is not None and not any(row.assignment in found for row in rows):
        found[main.assignment] = by_hand
    return found


def wanted_post(
    row: StaffRow, here: Surroundings, known: KnownPerson | None, post: KnownPost | None, *, is_main: bool
) -> WantedPost:
    """What the file wants, with what the person chose and what the file does not say left as it is."""
    before = post or _model(known, here.today)
    kept = known.kept if known else frozenset()
    team = here.teams.find(row.team)
    family, candidates = family_of(row, here, before, kept)
    starts_on = _start(row, known, post, here.today)
    ends_on = row.ends_on if here.has(Column.ENDS_ON) else (post.ends_on if post else None)
    keeps_days = before is not None and ("working_days" in kept or not here.has(Column.WORKING_DAYS))
    keeps_shift = before is not None and ("shift" in kept or not here.has(Column.WORKING_DAYS))
    return WantedPost(
        assignment=row.assignment,
        team_id=team.id,
        team_name="" if team.id is not None else team.name,
        position=_said(here, Column.POSITION, row.position, post.position if post else ""),
        role_family=family,
        candidates=candidates,
        band=_said(here, Column.BAND, row.band, post.band if post else ""),
        fte=row.fte if post is None or here.has(Column.FTE) else post.fte,
        days=before.days if keeps_days and before else row.days.days,
        shift=before.shift if keeps_shift and before else row.days.shift,
        manager=_manager(row, here, post),
        is_main=is_main,
        starts_on=starts_on,
        ends_on=max(ends_on, starts_on) if ends_on else None,
        uses_voice=before.uses_voice if before else False,
    )


def family_of(
    row: StaffRow, here: Surroundings, before: KnownPost | None, kept: frozenset[str]
) -> tuple[str | None, tuple[str, ...]]:
    """The role family, or the candidates. A confirmed one stays until the person has another job that is clear."""
    if before is not None and not (here.columns & {Column.POSITION, Column.JOB_ROLE, Column.STAFF_GROUP}):
        return before.role_family, before.candidates
    now = here.family(row)
    if before is not None and before.role_family is not None:
        same_job = not here.has(Column.POSITION) or before.position == row.position
        if "role_family" in kept and (same_job or now.family is None):
            return before.role_family, ()
        if now.family is None and before.role_family in now.candidates:
            return before.role_family, ()
    return now.family, now.candidates


def changes_of(
    wanted: Sequence[WantedPost],
    found: Mapping[str, KnownPost],
    ends: Mapping[str, dt.date],
    here: Surroundings,
    *,
    still_open: Sequence[KnownPost],
) -> list[PostChange]:
    """Begin, change, move and end posts. `ends`: last days; `still_open`: posts the file must not end."""
    changes: list[PostChange] = []
    for want in wanted:
        post = found.get(want.assignment)
        if post is None:
            changes.append(PostChange(None, want))
        elif _is_moved(post, want) and post.starts_on < here.today:
            changes.append(PostChange(post.id, None, here.yesterday))
            changes.append(PostChange(None, replace(want, starts_on=here.today)))
        elif as_wanted(post) != want:
            changes.append(PostChange(post.id, want))
    listed = {want.assignment for want in wanted}
    for assignment, post in found.items():
        if assignment not in listed and post not in still_open:
            changes += ended(post, ends.get(assignment, here.yesterday), here.today)
    return changes


def ended(post: KnownPost, last_day: dt.date, today: dt.date) -> list[PostChange]:
    """A post that is over. One that never began is taken out; one that began today has today as its last day."""
    if post.starts_on > today:
        return [PostChange(post.id, None, None)]
    ends_on = max(last_day, post.starts_on)
    return [PostChange(post.id, None, ends_on)] if post.ends_on != ends_on else []


def as_wanted(post: KnownPost) -> WantedPost:
    """A stored post in the shape of a wanted one, so that the two can be compared whole."""
    return WantedPost(
        assignment=post.assignment,
        team_id=post.team_id,
        team_name="",
        position=post.position,
        role_family=post.role_family,
        candidates=post.candidates,
        band=post.band,
        fte=post.fte,
        days=post.days,
        shift=post.shift,
        manager=post.manager,
        is_main=post.is_main,
        starts_on=post.starts_on,
        ends_on=post.ends_on,
        uses_voice=post.uses_voice,
    )


def _is_moved(post: KnownPost, want: WantedPost) -> bool:
    """Another team or role is a new dated post; first knowing the role is not."""
    return post.team_id != want.team_id or (post.role_family is not None and post.role_family != want.role_family)


def _model(known: KnownPerson | None, today: dt.date) -> KnownPost | None:
    """The post from which a new one takes what the person chose: the main open one, else the last."""
    if known is None or not known.posts:
        return None
    return max(known.posts, key=lambda post: (post.is_open(today), post.is_main, post.starts_on))


def _start(row: StaffRow, known: KnownPerson | None, post: KnownPost | None, today: dt.date) -> dt.date:
    if post is not None:
        return row.starts_on or post.starts_on if post.starts_on > today else post.starts_on
    ended = [old.ends_on for old in (known.posts if known else ()) if old.assignment == row.assignment and old.ends_on]
    first = row.starts_on or today
    return today if ended and first <= max(ended) else first


def _manager(row: StaffRow, here: Surroundings, post: KnownPost | None) -> str:
    if not here.has(Column.SUPERVISOR):
        return post.manager if post else ""
    return row.supervisor if row.supervisor in here.within_reach and row.supervisor != row.staff_number else ""


def _said(here: Surroundings, column: Column, now: str, before: str) -> str:
    return now if here.has(column) else before
