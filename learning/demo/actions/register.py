"""The register of the invented trust: its tools and rules on the first day, and what was decided later, week by week.

All through the actions that pages use. What a visitor changed meanwhile stays as they left it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from sqlalchemy import select

from learning.demo.rules import RUTH
from learning.demo.rules.first_rules import AT_FIRST
from learning.demo.rules.later_rules import ENDED, LATER
from learning.demo.rules.register import (
    DECIDES,
    OUT_OF_USE,
    SLIP_OUT_OF_HOURS,
    SLIP_TELL,
    SLIP_WITHIN,
    TOOLS,
    OutOfUse,
    TrustTool,
)
from learning.demo.rules.ruling import Ending, Ruling
from learning.ground.db import db
from learning.guardrails import actions as guardrails
from learning.guardrails import queries
from learning.guardrails.models import Tool
from learning.guardrails.rules import Scope
from learning.people import queries as people
from learning.people.models import Membership, Organisation, Person

Act = Callable[[Organisation, dt.datetime], None]


def found_register(trust: Organisation, *, now: dt.datetime) -> None:
    """Who decides, whom to tell after a slip, the tools with those who have them, and the first rules."""
    ruth = _by_number(trust, RUTH)
    guardrails.set_register(
        trust.id,
        seen_version=1,
        owner=_in_post(trust, DECIDES),
        slip_tell=SLIP_TELL,
        slip_within=SLIP_WITHIN,
        slip_out_of_hours=SLIP_OUT_OF_HOURS,
        by=ruth,
        now=now,
    )
    for wanted in TOOLS:
        _add(trust, wanted, by=ruth, now=now)
    for ruling in AT_FIRST:
        _decide(ruling, trust, now)


def _add(trust: Organisation, wanted: TrustTool, *, by: Person | None, now: dt.datetime) -> None:
    tool = guardrails.add_tool(
        trust.id,
        name=wanted.name,
        about=wanted.about,
        how_to_open=wanted.how_to_open,
        owner=_in_post(trust, wanted.owner),
        by=by,
        now=now,
    )
    if wanted.is_for_everybody:
        guardrails.give(tool, by=by, now=now)
    for team in people.teams_of(trust.id):
        if team.name in wanted.teams:
            guardrails.give(tool, team=team, by=by, now=now)
    for family in wanted.families:
        guardrails.give(tool, family=family, by=by, now=now)
    for number in wanted.people:
        if (person := _by_number(trust, number)) is not None:  # a small trust has not everybody
            guardrails.give(tool, person=person, by=by, now=now)


def _decide(ruling: Ruling, trust: Organisation, at: dt.datetime) -> None:
    """This version of the rule, where the one before it stands. In any other case somebody else was here."""
    scope = Scope(ruling.tool, ruling.task, ruling.label)
    known, standing = queries.rule_versions(trust.id, scope), queries.rule_row(trust.id, scope)
    before = ruling.version - 1
    if (known[0].version if known else 0) != before or (standing.version if standing else 0) != before:
        return
    owner = _in_post(trust, ruling.owner)
    begun_on = trust.created_at.astimezone(trust.zone).date()
    after = ruling.review_after
    guardrails.decide(
        trust.id,
        scope,
        guardrails.Decision(
            answer=ruling.answer,
            only_if=ruling.only_if,
            conditions="\n".join(ruling.conditions),
            instead=ruling.instead,
            owner=owner,
            review_on=None if after is None else begun_on + dt.timedelta(days=after),
            policy_url=ruling.policy,
            why=ruling.why,
        ),
        seen_version=before,
        by=owner,
        now=at,
        today=at.astimezone(trust.zone).date(),
    )


def _end(ending: Ending, trust: Organisation, at: dt.datetime) -> None:
    rule = queries.rule_row(trust.id, Scope(ending.tool, ending.task, ending.label))
    if rule is not None and rule.from_at < at:
        owner = db.session.get_one(Person, rule.owner_id)
        guardrails.end(rule, why=ending.why, by=owner, now=at)


def _withdraw(one: OutOfUse, trust: Organisation, at: dt.datetime) -> None:
    tool = db.session.scalars(select(Tool).where(Tool.organisation_id == trust.id, Tool.slug == one.slug)).one_or_none()
    if tool is not None and not queries.withdrawals(tool):
        guardrails.withdraw(tool, why=one.why, instead=one.instead, by=_in_post(trust, DECIDES), now=at)


def _by_number(trust: Organisation, number: str) -> Person | None:
    return db.session.scalars(
        select(Person).where(Person.organisation_id == trust.id, Person.staff_number == number)
    ).one_or_none()


def _in_post(trust: Organisation, title: str) -> Person:
    """Who holds the one post of this title."""
    asked = (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Person.organisation_id == trust.id, Membership.position_title == title)
    )
    return db.session.scalars(asked.order_by(Person.id).limit(1)).one()


LATER_DECISIONS: tuple[tuple[int, int, Act], ...] = (
    *((ruling.week, ruling.hours, partial(_decide, ruling)) for ruling in LATER),
    *((ending.week, ending.hours, partial(_end, ending)) for ending in ENDED),
    *((one.week, one.hours, partial(_withdraw, one)) for one in OUT_OF_USE),
)
