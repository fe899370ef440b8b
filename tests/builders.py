"""People and things for tests, each with one line: `a_person()`, `a_post()`. They flush; the test commits."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path
from typing import Any

from learning.capability import actions as capability_actions
from learning.capability.models import Holding, RequiredLevel
from learning.capability.shelf import CapabilityContent
from learning.ground.db import db
from learning.guardrails import actions as guardrails_actions
from learning.guardrails.models import PermissionRule, Tool
from learning.guardrails.rules import Scope
from learning.modules import actions as module_actions
from learning.modules.models import ModuleVersion
from learning.modules.shelf import parse
from learning.people.models import Duty, Membership, Organisation, Person, Team

ROOT = Path(__file__).resolve().parents[1]
NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)  # a Monday
TODAY = NOW.date()
_count = itertools.count(1)


def kept(row: Any) -> Any:
    db.session.add(row)
    db.session.flush()
    return row


def an_organisation(code: str = "EVT", **facts: Any) -> Organisation:
    given: dict[str, Any] = {"name": "Example Valley Trust", "nation": "england", "created_at": NOW}
    made: Organisation = kept(Organisation(code=code, **(given | facts)))
    return made


def a_team(organisation: Organisation, name: str = "Outpatients", **facts: Any) -> Team:
    made: Team = kept(Team(organisation_id=organisation.id, name=name, **({"code": name.lower()} | facts)))
    return made


def a_person(organisation: Organisation, name: str = "Sade Adeyemi-Clarke", **facts: Any) -> Person:
    number = next(_count)
    first, _, last = name.partition(" ")
    given: dict[str, Any] = {
        "staff_number": f"9{number:07}",
        "first_name": first,
        "last_name": last or "Tester",
        "email": f"person{number}@trust.example",
        "started_on": dt.date(2020, 1, 6),
        "created_at": NOW,
    }
    made: Person = kept(Person(organisation_id=organisation.id, **(given | facts)))
    return made


def a_post(person: Person, team: Team, role_family: str | None = "medical-secretary", **facts: Any) -> Membership:
    given: dict[str, Any] = {
        "assignment_number": person.staff_number,
        "starts_on": person.started_on,
        "working_days": "01234",
    }
    made: Membership = kept(
        Membership(
            organisation_id=person.organisation_id,
            person_id=person.id,
            team_id=team.id,
            role_family=role_family,
            **(given | facts),
        )
    )
    return made


def a_duty(person: Person, duty: str, **facts: Any) -> Duty:
    given: dict[str, Any] = {"starts_on": person.started_on}
    made: Duty = kept(Duty(organisation_id=person.organisation_id, person_id=person.id, duty=duty, **(given | facts)))
    return made


def a_requirement(person: Person, competency: str = "J2", level: int = 2) -> RequiredLevel:
    """What the person's roles ask for, as the daily refresh would have worked it out."""
    made: RequiredLevel = kept(
        RequiredLevel(person_id=person.id, competency=competency, organisation_id=person.organisation_id, level=level)
    )
    return made


def a_holding(person: Person, competency: str = "J2", level: int = 2, **facts: Any) -> Holding:
    """What the person holds, current for three months unless told otherwise."""
    given: dict[str, Any] = {
        "framework_version": "0.1",
        "stability": 20.0,
        "difficulty": 5.0,
        "n": 2,
        "last_on": TODAY - dt.timedelta(days=7),
        "due_on": TODAY + dt.timedelta(days=13),
        "current_until": TODAY + dt.timedelta(days=90),
    }
    made: Holding = kept(
        Holding(
            person_id=person.id,
            competency=competency,
            organisation_id=person.organisation_id,
            level=level,
            **(given | facts),
        )
    )
    return made


def the_framework() -> CapabilityContent:
    """The framework, role families and sources that ship, in force."""
    return capability_actions.load(ROOT / "content", now=NOW)[0]


FRONT = """---
schema: module/1
id: core/{slug}
version: {version}
kind: {kind}
title: {title}
summary: Two points are gone. Find them.
status: {status}
owner: core
licence: CC-BY-4.0
authors: [Steady content team]
reviewed_by: []
reviewed_on: null
review_due: {review_due}
minutes: 3
level: {level}
competencies: {competencies}
roles: {roles}
assumes_tool: {assumes_tool}
{task}isomorph_group: lost-points
local_slots: {local_slots}
language: en-GB
ai_assisted: true
invented_data: true
---
"""

LESSON = """
## Why this matters

A draft cannot show you the gap.

## See it done

Source note: *"Stop the evening tablet. No text reminders."*

Draft: *"We stopped the evening tablet."*

## Your turn

Mr Lindgren-Bassey is an invented patient.

```activity
id: gap
kind: find_missing
competency: J2
minutes: 1
ask_confidence: true
question: Which points are missing from the draft?
source_points:
  - {id: a, text: "Knee pain is better."}
  - {id: b, text: "He felt dizzy. Stop the tablets today."}
  - {id: c, text: "Book an interpreter."}
  - {id: d, text: "Review in 4 months."}
draft: |
  His knee pain is better. I will review him in 4 months.
answer: [b, c]
feedback:
  a: "This one is there."
  b: "Missing, and it matters most."
  c: "Missing. Nobody books it."
  d: "This one is there, at the end."
if_high_confidence_and_wrong: "You were sure. A letter that reads well can have a gap."
```

Now think of what comes next.

```activity
id: step
kind: choose_one
competency: J2
minutes: 0.5
question: What is the safest next step?
options:
  - {text: "Send it.", correct: false, feedback: "The gap goes out with it."}
  - {text: "Put it back and tell the consultant.", correct: true, feedback: "Yes. They see what was lost."}
  - {text: "Ask the tool again.", correct: false, feedback: "It may lose something else."}
```

## Try it at work

```activity
id: plan
kind: if_then_plan
competency: J2
minutes: 0.5
private: true
prompt: "If I check a draft, then I will ..."
starters: ["open the source first", "write down the points"]
follow_up: "Did you get a chance to try it?"
follow_up_answers: ["Yes, it helped", "No chance yet"]
follow_up_after_days: 7
```

## Keep this

**Source first**, then the draft.
"""


def module_text(slug: str = "what-is-missing", body: str = LESSON, **facts: Any) -> str:
    """A module file."""
    given: dict[str, Any] = {
        "version": 1,
        "kind": "lesson",
        "title": "What is missing?",
        "status": "starter",
        "review_due": "2027-11-01",
        "level": 2,
        "roles": '["*"]',
        "local_slots": "[]",
        "competencies": "[J2]",
        "assumes_tool": "none",
        "task": "",  # or lines: "task: draft\ndata_label: staff_only\n"
    }
    return FRONT.format(slug=slug, **(given | facts)) + body


def a_module(
    slug: str = "what-is-missing", *, adopted_by: Organisation | None = None, body: str = LESSON, **facts: Any
) -> ModuleVersion:
    """One version of a module, loaded; adopted where an organisation is named."""
    read = parse(module_text(slug, body, **facts))
    made: ModuleVersion = kept(
        ModuleVersion(
            module=read.id,
            language=read.language,
            version=read.version,
            content_hash=read.content_hash,
            kind=read.kind,
            title=read.title,
            level=read.level,
            minutes=read.minutes,
            assumes_tool=read.assumes_tool,
            review_due=read.review_due,
            source=read.source,
            loaded_at=NOW,
        )
    )
    if adopted_by is not None:
        module_actions.adopt(adopted_by.id, [made], reviewed_by="June Okafor-Lind", by=None, now=NOW, today=TODAY)
    return made


def a_tool(
    organisation: Organisation, name: str = "Chat assistant", *, for_everybody: bool = True, **facts: Any
) -> Tool:
    """A tool of the register, since long ago, and everybody has it."""
    given: dict[str, Any] = {"owner": None, "by": None, "now": NOW - dt.timedelta(days=200)}
    made = guardrails_actions.add_tool(organisation.id, name=name, **(given | facts))
    if for_everybody:
        guardrails_actions.give(made, by=None, now=(given | facts)["now"])
    return made


def a_rule(
    organisation: Organisation,
    answer: str,
    *,
    owner: Person,
    tool: str = "*",
    task: str = "*",
    label: str = "*",
    now: dt.datetime = NOW - dt.timedelta(days=200),
    seen: int = 0,
    **facts: Any,
) -> PermissionRule:
    """A decision, to be looked at again a year after it was made unless told otherwise."""
    given: dict[str, Any] = {"review_on": now.date() + dt.timedelta(days=365)}
    decision = guardrails_actions.Decision(answer=answer, owner=owner, **(given | facts))
    scope = Scope(tool, task, label)
    return guardrails_actions.decide(
        organisation.id, scope, decision, seen_version=seen, by=None, now=now, today=now.date()
    )
