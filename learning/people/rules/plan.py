"""What an import would change: people, posts, teams, counts, and a reason for every line that is not plain."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from learning.people.rules.staff_file import BadLine

LEAVERS_LIMIT = 0.10


class Kind(StrEnum):
    """What happens to a person. One who moves and changes an address counts once, under the first that fits."""

    JOINS = "joins"
    LEAVES = "leaves"
    PAUSES = "pauses"
    RETURNS = "returns"
    MOVES = "moves"
    DETAILS = "details"


class Mark(StrEnum):
    """Why a line is not plain."""

    SECOND_POST = "second assignment"
    SAME_HOURS = "main one chosen by date"
    TO_CONFIRM = "role to confirm"
    SHARED_MAILBOX = "shared mailbox"
    NO_EMAIL = "no e-mail address"
    BAD_EMAIL = "e-mail address cannot be used"
    ROTATING = "rotating days"
    DAYS_UNREAD = "working days not understood"
    AWAY = "paused"
    STATUS_UNKNOWN = "status not known"
    ENDS_LATER = "ends later"
    STARTS_LATER = "starts later"
    LEFT = "left"
    MISSING = "not in the file"
    REPEATED = "line repeated"
    NEW_STARTER = "new starter"
    SAME_NAME = "same name"
    ACTING_UP = "acting up"
    SECONDED = "seconded"
    HONORARY = "honorary"
    NO_BAND = "no pay scale"
    OTHER_BAND = "not an Agenda for Change band"
    FTE_CAPPED = "FTE above 1"
    NO_SUPERVISOR = "no supervisor"
    SUPERVISOR_UNKNOWN = "supervisor not in the file"
    MOVED = "moved"
    BACK = "back"
    KEPT = "own correction kept"


@dataclass(frozen=True, slots=True)
class LineReason:
    """What happens to one line and why. Line 0 is somebody who is not in the file."""

    line: int
    staff_number: str
    marks: tuple[Mark, ...]
    text: str

    def __str__(self) -> str:
        where = f"Line {self.line}" if self.line else f"Staff number {self.staff_number}"
        return f"{where}: {self.text}"


@dataclass(frozen=True, slots=True)
class WantedPost:
    """A membership as the file wants it. A team without id is one to be made; `manager` is a staff number."""

    assignment: str
    team_id: int | None
    team_name: str
    position: str
    role_family: str | None
    candidates: tuple[str, ...]
    band: str
    fte: float
    days: str | None
    shift: str
    manager: str
    is_main: bool
    starts_on: dt.date
    ends_on: dt.date | None
    uses_voice: bool = False


@dataclass(frozen=True, slots=True)
class PostChange:
    """Begin a post (no `known_id`), change it (both), end it (`ends_on`), or take out one that never began."""

    known_id: int | None
    wanted: WantedPost | None
    ends_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class WantedPerson:
    staff_number: str
    first_name: str
    last_name: str
    preferred_name: str
    email: str
    email_is_shared: bool
    status: str
    started_on: dt.date
    left_on: dt.date | None


@dataclass(frozen=True, slots=True)
class PersonChange:
    """One person who would change. Without `known_id` the person is new."""

    kind: Kind
    known_id: int | None
    wanted: WantedPerson
    posts: tuple[PostChange, ...]
    lifted: frozenset[str] = frozenset()  # corrections that end because the post they were about has changed


@dataclass(frozen=True, slots=True)
class Plan:
    """All that an import would do. Pure facts: the same file and the same present give the same plan."""

    changes: tuple[PersonChange, ...]
    new_teams: tuple[str, ...]
    reasons: tuple[LineReason, ...]
    bad: tuple[BadLine, ...]
    lines_read: int
    people_found: int
    unchanged: int
    staff_before: int
    general: tuple[str, ...] = ()  # sentences about the file as a whole

    @property
    def counts(self) -> dict[str, int]:
        """How many people of each kind; kinds without anybody count 0."""
        found = Counter(change.kind.value for change in self.changes)
        return {kind.value: found[kind.value] for kind in Kind}

    @property
    def marks(self) -> dict[Mark, int]:
        """How many lines carry each mark."""
        return dict(Counter(mark for reason in self.reasons for mark in set(reason.marks)))

    @property
    def leaving(self) -> int:
        return self.counts[Kind.LEAVES.value]

    @property
    def leaving_share(self) -> float:
        """Leavers as a share of the staff before the import, 0 to 1."""
        return self.leaving / self.staff_before if self.staff_before else 0.0

    @property
    def needs_confirmation(self) -> bool:
        """More than 10% would leave, so somebody says in so many words that this is right."""
        return self.leaving_share > LEAVERS_LIMIT

    @property
    def changes_nothing(self) -> bool:
        return not self.changes and not self.new_teams
