"""Somebody with a row in every table that holds something about people, each made by the action that makes it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from learning.accounts import actions as accounts
from learning.capability import actions as capability
from learning.capability.rules import Confidence
from learning.drip.actions import wishes
from learning.drip.actions.plan import plan
from learning.drip.actions.wishes import Wishes
from learning.ground import audit
from learning.guardrails import actions as guardrails
from learning.guardrails.models import GuardrailLetter
from learning.modules import actions as modules
from learning.modules import queries
from learning.modules.models import Hold
from learning.people import queries as people
from learning.people.models import Identity, Organisation, Person, StaffImport
from tests.builders import (
    NOW,
    TODAY,
    a_duty,
    a_module,
    a_person,
    a_post,
    a_rule,
    a_team,
    a_tool,
    an_organisation,
    kept,
    the_framework,
)


@dataclass(frozen=True)
class Lived:
    """The person, a colleague whom they lead and who keeps everything, and where they work."""

    organisation: Organisation
    person: Person
    colleague: Person


def a_life(name: str = "Nuala O'Brien-Szymańska", code: str = "EVT") -> Lived:
    """A person who was learner, administrator, reviewer and manager, with a row in every table of the register."""
    organisation = an_organisation(code)
    the_framework()
    team = a_team(organisation)
    person = a_person(organisation, name, staff_number="X7140088", preferred_name=None, created_at=NOW)
    colleague = a_person(organisation, "Dev Okafor", created_at=NOW)
    a_post(person, team, manager_id=colleague.id)
    a_post(colleague, team, manager_id=person.id)
    a_duty(person, "administrator")
    kept(Identity(person_id=person.id, issuer="https://sign-in.trust.example", subject=f"nuala@{code}"))
    _as_administrator(person)
    _as_owner(person, colleague, organisation)
    capability.refresh_required(organisation.id, today=TODAY)
    for one in (person, colleague):
        _as_learner(one, organisation)
    return Lived(organisation, person, colleague)


def _as_administrator(person: Person) -> None:
    who = str(person.public_id)
    kept(
        StaffImport(
            organisation_id=person.organisation_id,
            by_person_id=person.id,
            at=NOW,
            file_hash="0" * 64,
            counts={"new": 2},
        )
    )
    modules.fill_slot(person.organisation_id, "ig_contact", "Imran Qureshi", by=person, now=NOW)
    made = a_module(f"drafts-with-a-gap-{person.organisation_id}")
    modules.adopt(person.organisation_id, [made], reviewed_by=person.full_name, by=person, now=NOW, today=TODAY)
    accounts.issue_code(person, by=who, now=NOW)
    accounts.set_password(person, password="three invented words", now=NOW)
    accounts.make_link(person, now=NOW)
    ours = {"organisation_id": person.organisation_id, "by_person_id": person.id}
    kept(Hold(**ours, module="core/another-unit", why="Ask the union first.", at=NOW))
    unit = queries.huddle_unit(made.slug, organisation_id=person.organisation_id, today=TODAY)
    team = people.teams_of(person.organisation_id)[0]
    modules.note_huddle(unit, team, on=TODAY, people=6, raised={"b": "4"}, by=person, now=NOW, today=TODAY)
    audit.note("settings.changed", by=who, now=NOW, organisation_id=person.organisation_id)


def _as_owner(person: Person, colleague: Person, organisation: Organisation) -> None:
    """A tool, a rule, a tool taken out of use, one given to them alone, a need of each, and their letters."""
    guardrails.set_register(
        organisation.id,
        seen_version=1,
        owner=person,
        slip_tell="Imran Qureshi, 01632 960 112",
        slip_within="1 hour",
        slip_out_of_hours="",
        by=person,
        now=NOW,
    )
    tool = a_tool(organisation, owner=person, by=person, now=NOW, for_everybody=False)
    a_rule(organisation, "yes", owner=person, tool=tool.slug, now=NOW)
    guardrails.give(tool, person=person, by=person, now=NOW)
    guardrails.withdraw(tool, why="It kept what was typed in.", instead="", by=person, now=NOW)
    for one in (person, colleague):
        need = guardrails.ask_for(one, f"Desk {one.id} types the same letter every day.", today=TODAY)
        guardrails.answer_need(need, "Use the chat assistant for it.", by=person, now=NOW, today=TODAY)
        ours = {"organisation_id": organisation.id, "person_id": one.id, "need_id": need.id}
        kept(GuardrailLetter(**ours, about=f"need {need.id}", made_at=NOW))


def _as_learner(person: Person, organisation: Organisation) -> None:
    days = frozenset({0, 1, 3})
    wishes.wish(person, Wishes(days, weekday=1, minute=600, channel="mail", uses_voice=True), now=NOW, today=TODAY)
    off = TODAY + dt.timedelta(weeks=8)
    wishes.pause(person, from_on=off, to_on=off + dt.timedelta(days=9), now=NOW, today=TODAY)
    plan(organisation, now=NOW, base_url="https://steady.example")
    version = a_module(f"what-is-missing-{person.id}")
    sitting = modules.begin(person, version, today=TODAY)
    answers = {"gap": {"marked": ["b"], "nothing": False}, "step": {"choice": "b"}}
    for activity, given in answers.items():
        sure = Confidence.VERY if activity == "gap" else None
        modules.record_answer(
            person, sitting, activity, given=given, confidence=sure, source="app", now=NOW, today=TODAY
        )
    modules.keep_plan(person, sitting, "plan", text="If I check, then I open the source first.", today=TODAY)
    modules.leave_starting_check(person, today=TODAY)
    modules.write_note(person, version, kind="case", text="A rota.", today=TODAY)
