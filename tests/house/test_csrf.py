"""Another site cannot press our buttons: every change asks for the token of this visitor's own session."""

from __future__ import annotations

import pytest

from tests.house.conftest import World
from tests.house.doors import DOORS, Door
from tests.house.test_get_never_writes import fingerprint

POSTS = [door for door in DOORS if door.method not in {"GET", "HEAD", "OPTIONS"}]
GUARDED = [door for door in POSTS if not door.by_token]


def somebody_for(door: Door) -> str:
    """A role that may open the door, signed in wherever the door is for people who are."""
    return sorted(door.who - {"stranger"})[0]


@pytest.mark.parametrize("door", GUARDED, ids=str)
@pytest.mark.parametrize("token", [None, "", "made-up"], ids=["no token", "empty", "made up"])
def test_without_our_token_nothing_happens(world: World, door: Door, token: str | None) -> None:
    before = fingerprint(world)
    data = dict(door.data) if token is None else {**door.data, "csrf_token": token}
    who = world.ours.who(somebody_for(door))
    answer = world.site.visit(door.method, door.path.format(**world.ours.paths), who, data=data, csrf=False)
    assert answer.status_code == 400
    assert "Please send that again" in answer.get_data(as_text=True)
    assert fingerprint(world) == before


@pytest.mark.parametrize("door", [door for door in GUARDED if "stranger" in door.who], ids=str)
def test_a_stranger_needs_the_token_too(world: World, door: Door) -> None:
    """Or another site could sign somebody in as somebody else."""
    answer = world.site.visit(door.method, door.path.format(**world.ours.paths), data=dict(door.data), csrf=False)
    assert answer.status_code == 400


def test_one_visitors_token_is_of_no_use_to_another(world: World) -> None:
    staff, lead = world.ours.people["staff"], world.ours.people["lead"]
    world.site.visit("POST", "/settings/no-ai", lead, data={"chosen": "no"})
    token = world.site._csrf(world.site.client(lead))
    answer = world.site.client(staff).post("/settings/no-ai", data={"chosen": "yes", "csrf_token": token})
    assert answer.status_code == 400


def test_only_the_links_of_a_mail_need_no_token() -> None:
    """They carry a signed token of their own, and the mail program that presses the button has no session."""
    assert {door.endpoint for door in POSTS if door.by_token} == {"drip.answer_link", "drip.unsubscribe"}
