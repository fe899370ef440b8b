"""The doors of what people print: after a slip, what is expected of a role, and the card of a team."""

from __future__ import annotations

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from learning.access import duties, me, my_organisation, my_today
from learning.capability import queries as capability
from learning.ground.errors import NotFound
from learning.guardrails import queries
from learning.guardrails.rules import mark, tell_within, word
from learning.guardrails.rules.expected import Expected, as_markdown
from learning.guardrails.views.room import room
from learning.people.models import Team

_NOT_MINE = "This is not a team of yours. Open the card of your own team."
_NO_TEAM = "You are in no team yet, so there is no card. The next staff file puts you into one."


@room.get("/guardrails/slip")
def slip() -> ResponseReturnValue:
    told = queries.slip_of(my_organisation().id, today=my_today())
    return render_template(
        "guardrails/slip.html", slip=told, fast=tell_within(told.within), vocabulary=queries.vocabulary()
    )


@room.get("/guardrails/expected")
def expected() -> ResponseReturnValue:
    return render_template(
        "guardrails/expected.html",
        page=_expected(),
        role=_role(),
        families=capability.capability().roles.families,
    )


@room.get("/guardrails/expected.md")
def expected_text() -> ResponseReturnValue:
    """The same as a text file, for a job description or a folder."""
    text, name = as_markdown(_expected(), my_organisation().name), _role() or "me"
    return Response(
        text,
        content_type="text/markdown; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="expected-of-{name}.md"'},
    )


def _role() -> str:
    return request.args.get("role", "")


def _expected() -> Expected:
    role = _role()
    if not role:
        return queries.expected_of(me(), today=my_today())
    found = queries.expected_of_family(my_organisation(), role, today=my_today())
    if found is None:
        raise NotFound("There is no role with this name. Choose one from the list on the page.")
    return found


@room.get("/guardrails/team")
def team_card() -> ResponseReturnValue:
    teams = queries.teams_i_may_open(me(), duties(), today=my_today())
    paper = queries.team_card(_team(teams), today=my_today())
    return render_template(
        "guardrails/team_card.html",
        paper=paper,
        teams=teams,
        vocabulary=queries.vocabulary(),
        today=my_today(),
        fast=tell_within(paper.slip.within),
        mark=mark,
        word=word,
    )


def _team(teams: list[Team]) -> Team:
    """The team that was asked for, else my main one. Somebody else's team does not exist for me."""
    code = request.args.get("team", "")
    found = next((team for team in teams if not code or team.code == code), None)
    if found is None:
        raise NotFound(_NOT_MINE if code else _NO_TEAM)
    return found
