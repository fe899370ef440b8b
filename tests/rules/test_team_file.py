"""A file of teams: a whole tree or a sentence that says which line is wrong."""

from __future__ import annotations

import pytest

from learning.ground.errors import Refused
from learning.people.rules.team_file import above_itself, read_teams
from learning.people.rules.team_names import code_from


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_teams_are_read_with_every_separator_in_any_order_of_columns(separator):
    text = "name,code,site,parent\nOutpatients,OPD,North,EVT\nExample Valley,EVT,,\n".replace(",", separator)
    teams = read_teams(text.encode("utf-8-sig"))
    assert [(team.code, team.name, team.parent, team.site) for team in teams] == [
        ("OPD", "Outpatients", "EVT", "North"),
        ("EVT", "Example Valley", "", ""),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"code,name\n", "no teams under them"),
        (b"name,parent\nA,B", "no column code"),
        (b"code,name\nA,\n", "Line 2 has no name"),
        (b"code,name\nA,X\na,Y\n", "Line 3 has the code a of line 2"),
        (b"code,name,parent\nA,X,Z\n", "Line 2 has the parent Z"),
        (b"code,name\nA,=1+1\n", "Line 2: the name begins with"),
    ],
)
def test_a_file_of_teams_that_is_wrong_is_refused_as_a_whole(content, said):
    with pytest.raises(Refused, match=said):
        read_teams(content)


def test_a_parent_may_be_a_team_that_is_here_already():
    assert read_teams(b"code,name,parent\nA,X,evt\n", known=["EVT"])[0].parent == "evt"


def test_a_circle_of_teams_is_found():
    assert above_itself({"a": "b", "b": "", "c": "a"}) is None
    assert above_itself({"a": "b", "b": "c", "c": "b"}) in {"b", "c"}
    assert above_itself({"a": "a"}) == "a"


def test_a_team_without_a_code_gets_one_that_is_free():
    assert code_from("999 Outpatients Admin", set()) == "999-outpatients-admin"
    assert code_from("Outpatients!", {"outpatients", "outpatients-2"}) == "outpatients-3"
    assert code_from("…", set()) == "team"
