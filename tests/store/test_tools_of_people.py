"""Which tools a person has: one question to the tables, and the same as the rules say, in any tree of teams."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence

import pytest
from flask import Flask
from sqlalchemy import select

from learning.ground.db import db
from learning.guardrails import actions, queries
from learning.guardrails.models import Tool, ToolAccess
from learning.guardrails.rules import Access, Asker, Register, Target
from learning.people.models import Membership, Person, Team
from tests.builders import NOW, TODAY, a_person, a_post, a_team, a_tool, an_organisation
from tests.store.stepping_in import after_each_statement

DAY = dt.timedelta(days=1)
FAMILIES = ("medical-secretary", "clinical-coder", "hr-recruitment", None)
# Ended yesterday, ends today, still runs, begins tomorrow.
TIMES = ((-400, -1), (-400, 0), (-400, None), (0, 30), (1, None))


class Trust:
    """A trust in which teams, posts and access came about by chance."""

    def __init__(self, code: str, chance: random.Random) -> None:
        self.chance, self.row = chance, an_organisation(code)
        self.teams = [a_team(self.row, f"Team {number}") for number in range(chance.randint(1, 7))]
        for number, team in enumerate(self.teams):
            # Any team may stand below any other, itself too: what an import wrote may be a circle.
            any_team = chance.random() < 0.25
            above = (
                chance.choice(self.teams) if any_team else (self.teams[chance.randrange(number)] if number else None)
            )
            team.parent_id = above.id if above and chance.random() < 0.85 else None
        self.tools = [a_tool(self.row, f"Tool {name}", for_everybody=False) for name in "abcdef"]
        self.people = [self._somebody() for _ in range(6)]
        for _ in range(chance.randint(0, 14)):
            self._give()
        for line in db.session.scalars(select(ToolAccess).where(ToolAccess.organisation_id == self.row.id)).all():
            if chance.random() < 0.25:
                actions.take_back(line, by=None, now=NOW)
        db.session.commit()

    def _somebody(self) -> Person:
        person = a_person(self.row)
        for number in range(self.chance.randint(0, 3)):
            starts, ends = self.chance.choice(TIMES)
            a_post(
                person,
                self.chance.choice(self.teams),
                self.chance.choice(FAMILIES),
                assignment_number=f"{person.staff_number}-{number}",
                starts_on=TODAY + starts * DAY,
                ends_on=None if ends is None else TODAY + ends * DAY,
            )
        return person

    def _give(self) -> None:
        to = self.chance.choice(("everybody", "team", "team", "family", "person"))
        actions.give(
            self.chance.choice(self.tools),
            team=self.chance.choice(self.teams) if to == "team" else None,
            family=self.chance.choice(FAMILIES[:3]) if to == "family" else None,
            person=self.chance.choice(self.people) if to == "person" else None,
            by=None,
            now=NOW,
        )

    def posts(self, person: Person) -> Sequence[Membership]:
        rows = db.session.scalars(select(Membership).where(Membership.person_id == person.id)).all()
        return [one for one in rows if one.starts_on <= TODAY and (one.ends_on is None or one.ends_on >= TODAY)]

    def as_the_rules_say(self, person: Person) -> frozenset[str]:
        """Written down from the rows one by one, in the plainest way."""
        parents = dict(db.session.execute(select(Team.id, Team.parent_id)).all())  # type: ignore[arg-type]
        teams: set[int] = set()
        for post in self.posts(person):
            step: int | None = post.team_id
            while step is not None and step not in teams:
                teams.add(step)
                step = parents[step]
        families = frozenset(post.role_family for post in self.posts(person) if post.role_family)
        lines = db.session.scalars(
            select(ToolAccess).where(ToolAccess.organisation_id == self.row.id, ToolAccess.until_at.is_(None))
        )
        access = tuple(
            Access(one.tool, Target(one.target), str(one.team_id or one.family or one.person_id or "")) for one in lines
        )
        asker = Asker(person.id, frozenset(str(team) for team in teams), families)
        return Register((), (), access).tools_of(asker)


@pytest.mark.parametrize("seed", range(12))
def test_everybody_has_the_tools_that_the_rules_give_them_asked_alone_or_with_others(store: Flask, seed: int) -> None:
    chance = random.Random(seed)
    trusts = [Trust("ONE", chance), Trust("TWO", chance)]
    for trust in trusts:
        posts = {
            person.id: [(post.team_id, post.role_family) for post in trust.posts(person)] for person in trust.people
        }
        together = queries.tools_of_many(trust.row.id, posts)
        for person in trust.people:
            expected = trust.as_the_rules_say(person)
            assert queries.tools_of(person, today=TODAY) == expected
            assert together[person.id] == expected


def test_a_circle_of_teams_ends_where_it_began(store: Flask) -> None:
    organisation = an_organisation()
    above, middle, below = (a_team(organisation, name) for name in ("Above", "Middle", "Below"))
    below.parent_id, middle.parent_id, above.parent_id = middle.id, above.id, below.id
    tool = a_tool(organisation, for_everybody=False)
    actions.give(tool, team=above, by=None, now=NOW)
    person = a_person(organisation)
    a_post(person, below)
    db.session.commit()
    assert queries.tools_of(person, today=TODAY) == {tool.slug}
    assert queries.tools_of_many(organisation.id, {person.id: [(below.id, None)]}) == {person.id: {tool.slug}}
    assert queries.teams_above([below.id]) == {str(team.id) for team in (above, middle, below)}


def test_a_persons_tools_are_one_question_however_many_posts_teams_and_tools(store: Flask) -> None:
    trust = Trust("ONE", random.Random(7))
    person = a_person(trust.row)
    for number, team in enumerate(trust.teams):
        a_post(person, team, assignment_number=f"{number}")
    db.session.commit()
    assert person.id
    asked: list[int] = []
    with after_each_statement(asked.append):
        queries.tools_of(person, today=TODAY)
    assert len(asked) == 1


def test_a_tool_out_of_use_is_still_theirs_and_one_taken_back_is_not(store: Flask) -> None:
    organisation = an_organisation()
    tool, person = a_tool(organisation), a_person(organisation)
    actions.withdraw(tool, why="It kept names.", instead="", by=None, now=NOW)
    assert queries.tools_of(person, today=TODAY) == {tool.slug}
    actions.take_back(queries.access_lines(tool)[0], by=None, now=NOW)
    assert queries.tools_of(person, today=TODAY) == set()


def test_what_another_organisation_gives_to_everybody_or_a_role_is_not_theirs(store: Flask) -> None:
    mine, other = an_organisation(), an_organisation("OTH")
    foreign: Tool = a_tool(other)
    actions.give(foreign, family="medical-secretary", by=None, now=NOW)
    person = a_person(mine)
    a_post(person, a_team(mine))
    db.session.commit()
    assert queries.tools_of(person, today=TODAY) == set()
