"""Staff files and present states for tests: `a_file(a_line(…))`, and a present that has taken a plan in."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
from dataclasses import replace
from pathlib import Path
from typing import Any

from learning.people.rules import staff_file
from learning.people.rules.plan import Plan, WantedPost
from learning.people.rules.present import KnownPerson, KnownPost, KnownTeam, Present
from learning.people.rules.role_family import RoleFamily
from learning.people.shelf import role_families

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT.parent / "shared" / "data" / "esr_like_import_sample.csv"
TODAY = dt.date(2026, 11, 23)
COLUMNS = (
    "Employee Number",
    "Assignment Number",
    "Last Name",
    "First Name",
    "Preferred Name",
    "Organisation",
    "Position Title",
    "Staff Group",
    "Job Role",
    "Pay Scale",
    "FTE",
    "Assignment Category",
    "Assignment Status",
    "Latest Start Date",
    "Termination Date",
    "Supervisor Employee Number",
    "Work Email",
    "Working Days",
)


def families() -> tuple[RoleFamily, ...]:
    return role_families(ROOT / "content")


def a_line(number: str = "1001", **cells: str) -> dict[str, str]:
    """A plain line: nothing about it needs a reason, given a supervisor `1` in the file."""
    plain = {
        "Employee Number": number,
        "Assignment Number": number,
        "Last Name": f"Surname{number}",
        "First Name": f"Name{number}",
        "Organisation": "999 Outpatients Admin",
        "Position Title": "Medical Secretary",
        "Staff Group": "Administrative and Clerical",
        "Job Role": "Medical Secretary",
        "Pay Scale": "XR04",
        "FTE": "1.00",
        "Assignment Category": "Permanent",
        "Assignment Status": "Active Assignment",
        "Latest Start Date": "03-JUN-2019",
        "Supervisor Employee Number": "1" if number != "1" else "2",
        "Work Email": f"{number}@trust.example",
        "Working Days": "Mon Tue Wed",
    }
    by_name = {column.lower().replace(" ", "_"): column for column in COLUMNS}
    return plain | {by_name[name]: cell for name, cell in cells.items()}


def as_bytes(*lines: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue().encode()


def a_file(*lines: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> staff_file.StaffFile:
    return staff_file.read(as_bytes(*lines, columns=columns))


def after(present: Present, plan: Plan) -> Present:
    """What the organisation holds once a plan is applied, as the database would."""
    ids = itertools.count(max((post.id for person in present.people for post in person.posts), default=0) + 1)
    person_ids = itertools.count(max((person.id for person in present.people), default=0) + 1)
    team_ids = itertools.count(max((team.id for team in present.teams), default=0) + 1)
    teams = [*present.teams, *(KnownTeam(next(team_ids), name.lower(), name) for name in plan.new_teams)]
    by_name = {team.name: team.id for team in teams}
    people = {person.id: person for person in present.people}
    for change in plan.changes:
        wanted = change.wanted
        known = people.get(change.known_id) if change.known_id is not None else None
        posts = {post.id: post for post in known.posts} if known else {}
        for post in change.posts:
            if post.wanted is None and post.ends_on is None and post.known_id is not None:
                del posts[post.known_id]
            elif post.wanted is None:
                assert post.known_id is not None
                posts[post.known_id] = replace(posts[post.known_id], ends_on=post.ends_on)
            else:
                made = _post(post.known_id or next(ids), post.wanted, by_name)
                posts[made.id] = made
        person_id = change.known_id or next(person_ids)
        people[person_id] = KnownPerson(
            id=person_id,
            staff_number=wanted.staff_number,
            first_name=wanted.first_name,
            last_name=wanted.last_name,
            preferred_name=wanted.preferred_name,
            email=wanted.email,
            email_is_shared=wanted.email_is_shared,
            status=wanted.status,
            started_on=wanted.started_on,
            left_on=wanted.left_on,
            posts=tuple(posts.values()),
            kept=(known.kept if known else frozenset()) - change.lifted,
        )
    return Present(tuple(teams), tuple(people.values()))


def _post(post_id: int, wanted: WantedPost, teams: dict[str, int]) -> KnownPost:
    facts: dict[str, Any] = {name: getattr(wanted, name) for name in WantedPost.__slots__}  # type: ignore[attr-defined]
    facts["team_id"] = wanted.team_id or teams[wanted.team_name]
    del facts["team_name"]
    return KnownPost(id=post_id, **facts)


def person(present: Present, number: str) -> KnownPerson:
    return next(person for person in present.people if person.staff_number == number)
