"""What belongs to another organisation does not exist: its addresses answer 404, also to an administrator."""

from __future__ import annotations

from string import Formatter

import pytest
from werkzeug.test import TestResponse

from learning.people.models import Person
from tests.house.conftest import World
from tests.house.doors import DOORS, Door
from tests.house.test_get_never_writes import fingerprint

# What an address may name, and whether it belongs to one organisation.
OWNED = {"public_id", "own", "slug", "import", "key", "note", "paper", "tool", "rule", "need"}
NOT_OWNED = {
    "plan": "a person's own; see below",
    "reply": "a person's own; the table of doors says who meets what",
    "unit_token": "opens by itself: it is its own key",
    "link_token": "opens by itself: it is its own key",
    "mail": "a file of the demonstration, which has no secrets",
}


def names_in(door: Door) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(door.path) if name}


def knock(world: World, door: Door, path: str, who: Person | None, **options: bool) -> TestResponse:
    data = {} if door.method == "GET" else {"data": dict(door.data)}
    return world.site.visit(door.method, path, who, **options, **data)


SCOPED = [door for door in DOORS if names_in(door) & OWNED]


def test_every_name_in_an_address_is_either_owned_or_has_a_reason() -> None:
    assert {name for door in DOORS for name in names_in(door)} == OWNED | set(NOT_OWNED)
    assert len(SCOPED) >= 12


@pytest.mark.parametrize("door", SCOPED, ids=str)
def test_a_foreign_object_is_not_found_and_stays_as_it_is(world: World, door: Door) -> None:
    path = door.path.format(**world.others.paths)
    before = fingerprint(world)
    for role in sorted(door.who - {"stranger"}):
        answer = knock(world, door, path, world.ours.who(role), follow_redirects=door.method == "GET")
        assert answer.status_code == 404, f"{role} at the foreign {path} met {answer.status_code}"
    assert fingerprint(world) == before


@pytest.mark.parametrize("door", SCOPED, ids=str)
def test_the_same_address_is_found_by_its_own_people(world: World, door: Door) -> None:
    """Or the test above would pass with addresses that nobody can open."""
    role = sorted(door.who - {"stranger"})[0]
    answer = knock(world, door, door.path.format(**world.others.paths), world.others.who(role))
    assert answer.status_code == door.code_for(role)


@pytest.mark.parametrize("role", ["staff", "lead", "administrator"])
def test_a_plan_of_somebody_else_cannot_be_answered(world: World, role: str) -> None:
    before = fingerprint(world)
    for half in (world.ours, world.others):
        if half is world.ours and role == "staff":
            continue
        world.site.visit("POST", f"/this-week/plan/{half.paths['plan']}", world.ours.who(role), data={"answer": "Yes"})
    assert fingerprint(world) == before


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("administrator", "/admin/staff"),
        ("administrator", "/admin/staff?q=oth"),
        ("administrator", "/operations/preview"),
        ("administrator", "/operations"),
        ("administrator", "/admin"),
        ("administrator", "/admin/modules"),
        ("editor", "/admin/modules"),
        ("editor", "/admin/items"),
        ("staff-side", "/admin/modules"),
        ("lead", "/coverage"),
        ("lead", "/coverage.csv"),
        ("lead", "/operations"),
        ("staff", "/privacy"),
        ("staff", "/modules"),
    ],
)
def test_no_list_names_anybody_or_anything_of_another_organisation(world: World, role: str, path: str) -> None:
    page = world.site.visit("GET", path, world.ours.who(role)).get_data(as_text=True)
    for word in (
        " Oth<",
        " Oth,",
        "OTH Trust",
        "own-oth",
        *(p.staff_number for p in world.others.people.values()),
    ):
        assert word not in page, f"{word} on {path}"
