"""A register like that of a large trust: 12 tools, 120 rules, and a tool that hundreds of single people have."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from learning.ground.db import db
from learning.guardrails import actions, queries
from learning.guardrails.rules import ANY, Scope
from learning.people.models import Organisation, Person, Team

TOOLS, SINGLE_PEOPLE = 12, 400
CHANGED = Scope("tool-1", "rewrite", "staff_only")  # the rule that the benchmark of planning changes


def fill(trust: Organisation, *, now: dt.datetime) -> None:
    """The first 4 tools are for everybody, the next for a role family, then for teams, the last for single people."""
    owner = db.session.scalars(select(Person).order_by(Person.id).limit(1)).one()
    words = queries.vocabulary()
    families = ("medical-secretary", "booking-waiting-list", "clinical-coder", "hr-recruitment")
    teams = db.session.scalars(select(Team).order_by(Team.id).limit(3)).all()
    single = db.session.scalars(select(Person).order_by(Person.id.desc()).limit(SINGLE_PEOPLE)).all()
    when = now - dt.timedelta(days=100)
    for number in range(1, TOOLS + 1):
        tool = actions.add_tool(trust.id, name=f"Tool {number}", owner=owner, by=None, now=when)
        if number <= 4:
            actions.give(tool, by=None, now=when)
        elif number <= 8:
            actions.give(tool, family=families[number - 5], by=None, now=when)
        elif number < TOOLS:
            actions.give(tool, team=teams[number - 9], by=None, now=when)
        else:
            for person in single:
                actions.give(tool, person=person, by=None, now=when)
        for task in words.task_ids:
            decide(trust, Scope(tool.slug, task, ANY), "yes", owner=owner, now=when)
        decide(trust, Scope(tool.slug, ANY, "patient_in_approved_tool"), "no", owner=owner, now=when)
    decide(trust, CHANGED, "ask", owner=owner, now=when)
    db.session.commit()


def decide(trust: Organisation, scope: Scope, answer: str, *, owner: Person, now: dt.datetime, seen: int = 0) -> None:
    decision = actions.Decision(
        answer=answer,
        conditions="Read the whole result before you use it.",
        owner=owner,
        review_on=now.date() + dt.timedelta(days=700),
    )
    actions.decide(trust.id, scope, decision, seen_version=seen, by=None, now=now, today=now.date())
