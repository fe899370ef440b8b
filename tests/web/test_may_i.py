"""“May I…?”: one clear answer with a name in two choices, how it came to be, and the receipt that anybody can check."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from sqlalchemy import func, select

from learning.ground import clock
from learning.ground.db import db
from learning.guardrails import actions
from learning.guardrails.models import Tool
from learning.guardrails.rules import Scope
from learning.people.models import Organisation, Person
from tests.builders import a_person, a_rule, a_tool
from tests.fixtures.app import Site
from tests.web.learners import a_learner, heading, one_more, page_of, said

STAFF = "/guardrails?task=rewrite&data=staff_only"
LAST_YEAR = dt.timedelta(days=300)


@pytest.fixture
def sade(site: Site) -> Person:
    return site.given(_world)


def _world() -> Person:
    """Sade has the chat assistant; the voice notes tool is not hers; Quick translate is out of use."""
    sade = a_learner(started=clock.now() - LAST_YEAR)
    trust = db.session.get_one(Organisation, sade.organisation_id)
    now = clock.now() - LAST_YEAR
    priya = a_person(trust, "Priya O'Brien-Hughes")
    chat = a_tool(trust, owner=priya, now=now)
    voice = a_tool(trust, "Voice notes", owner=priya, now=now, for_everybody=False)
    gone = a_tool(trust, "Quick translate", owner=priya, now=now)
    given: dict[str, Any] = {"owner": priya, "now": now, "review_on": clock.now().date() + dt.timedelta(days=60)}
    a_rule(trust, "no", label="patient_in_approved_tool", instead="Write it yourself.", **given)
    a_rule(trust, "yes", tool=chat.slug, label="no_personal_data", **given)
    a_rule(trust, "yes", tool=voice.slug, task="transcribe", label="patient_in_approved_tool", **given)
    a_rule(
        trust,
        "yes",
        tool=chat.slug,
        task="rewrite",
        label="staff_only",
        only_if="you take out names first",
        conditions="Write roles.\nRead it whole.",
        policy_url="https://intranet.trust.example/ai",
        **given,
    )
    a_rule(trust, "yes", tool=gone.slug, **given)
    actions.withdraw(gone, why="It kept what was typed in.", instead="Ask the interpreters.", by=None, now=now)
    return sade


def change_rule(site: Site, answer: str) -> None:
    with site.database():
        chat = db.session.scalars(select(Tool).where(Tool.slug == "chat-assistant")).one()
        owner = db.session.get_one(Person, chat.owner_id)
        decision = actions.Decision(answer=answer, owner=owner, why="It kept names.")
        scope = Scope("chat-assistant", "rewrite", "staff_only")
        now = clock.now()
        actions.decide(chat.organisation_id, scope, decision, seen_version=1, by=None, now=now, today=now.date())
        db.session.commit()


def test_two_choices_lead_to_one_answer_with_its_conditions_its_owner_and_its_rule(site: Site, sade: Person) -> None:
    page = page_of(site.visit("GET", "/guardrails", who=sade))
    assert [select_["name"] for select_ in page.find_all("select")] == ["task", "data", "tool"]
    answer = site.visit("GET", f"{STAFF}&tool=", who=sade)
    assert heading(answer) == "Yes, if you take out names first"
    words = said(answer)
    assert "May I use Chat assistant to rewrite text with information about staff?" in words
    assert "Write roles. Read it whole." in words
    assert "Priya O'Brien-Hughes" in words
    assert "Version 1, from" in words
    assert page_of(answer).find("a", href="https://intranet.trust.example/ai") is not None
    assert len(page_of(answer).select(".nhsuk-button:not(.nhsuk-button--secondary)")) == 1


@pytest.mark.parametrize(
    ("asked", "answer", "more"),
    [
        ("tool=chat-assistant&task=draft&data=staff_only", "Nobody has decided this yet", "The answer is no for now"),
        ("tool=chat-assistant&task=draft&data=patient_in_approved_tool", "No, you may not", "Write it yourself."),
        ("task=transcribe&data=patient_in_approved_tool", "Ask Priya O'Brien-Hughes for the tool first", "Voice notes"),
        ("tool=quick-translate&task=translate&data=staff_only", "No. Quick translate is out of use", "interpreters"),
        ("tool=never-heard-of&task=draft&data=staff_only", "Nobody has decided this yet", "not in the register"),
        ("tool=chat-assistant&task=draft&data=no_personal_data", "Yes, you may", "you answer for it"),
    ],
)
def test_every_answer_says_what_it_is_and_who_answers(
    site: Site, sade: Person, asked: str, answer: str, more: str
) -> None:
    found = site.visit("GET", f"/guardrails?{asked}", who=sade)
    assert heading(found) == answer
    assert more in said(found)
    assert "Priya O'Brien-Hughes" in said(found) or "Your manager" in said(found)


def test_a_question_that_is_not_complete_says_what_is_missing(site: Site, sade: Person) -> None:
    found = site.visit("GET", "/guardrails?task=rewrite&data=", who=sade)
    assert found.status_code == 400
    assert "Choose the kind of information" in said(found)
    assert page_of(found).select_one("option[value=rewrite][selected]") is not None
    assert site.visit("GET", "/guardrails?task=rewrite", who=sade).status_code == 200
    assert site.visit("GET", "/guardrails?task=<b>&data='", who=sade).status_code == 400


def test_the_history_says_what_changed_and_why(site: Site, sade: Person) -> None:
    change_rule(site, "no")
    found = site.visit("GET", "/guardrails/changes?tool=chat-assistant&task=rewrite&data=staff_only", who=sade)
    assert heading(found) == "This was decided 2 times"
    assert "It kept names." in said(found)
    assert said(found).index("No") < said(found).index("Yes, if")
    nothing = site.visit("GET", "/guardrails/changes?tool=chat-assistant&task=plan&data=staff_only", who=sade)
    assert heading(nothing) == "Nothing was ever decided about this"


def receipt_of(site: Site, person: Person) -> tuple[str, str]:
    """The words of a receipt and its code."""
    found = said(site.visit("GET", "/guardrails/receipt?tool=chat-assistant&task=rewrite&data=staff_only", who=person))
    code = re.search(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{1,4}){6,}\b", found)
    assert code is not None
    return found, code[0]


def test_a_receipt_is_confirmed_by_anybody_and_nothing_is_kept_of_it(site: Site, sade: Person) -> None:
    with site.database():
        before = {
            table.name: db.session.scalars(select(func.count()).select_from(table)).one()
            for table in db.metadata.sorted_tables
        }
    words, code = receipt_of(site, sade)
    assert "Asked by Sade Adeyemi-Clarke, medical secretary" in words
    found = site.visit("POST", "/receipt", data={"code": code.lower(), "name": "sade adeyemi-clarke"})
    assert heading(found) == "This receipt is real"
    for line in ("Yes, if you take out names first", "Rewrite or shorten text", "Information about staff", "Version 1"):
        assert line in said(found)
    assert "The rule is the same today." in said(found)
    with site.database():
        after = {
            table.name: db.session.scalars(select(func.count()).select_from(table)).one()
            for table in db.metadata.sorted_tables
        }
    assert before == after


def test_a_receipt_for_an_old_rule_says_so(site: Site, sade: Person) -> None:
    _, code = receipt_of(site, sade)
    change_rule(site, "no")
    found = site.visit("POST", "/receipt", data={"code": code, "name": sade.full_name})
    assert heading(found) == "This receipt is real, and the rule has changed since"
    assert "Version 2, from" in said(found)
    assert "says: No." in said(found)
    assert "Yes, if you take out names first" in said(found), "what was answered then"


def test_a_receipt_that_was_altered_or_belongs_to_somebody_else_is_not_confirmed(site: Site, sade: Person) -> None:
    _, code = receipt_of(site, sade)
    altered = code[:-1] + ("A" if code[-1] != "A" else "B")
    for given in ({"code": altered, "name": sade.full_name}, {"code": code, "name": "Dev Okafor"}):
        found = site.visit("POST", "/receipt", data=given)
        assert heading(found) == "We cannot confirm this receipt"
        assert "Rewrite or shorten text" not in said(found)
    assert site.visit("POST", "/receipt", data={"code": code, "name": " "}).status_code == 400


def test_there_is_no_receipt_for_a_no(site: Site, sade: Person) -> None:
    asked = "tool=chat-assistant&task=draft&data=patient_in_approved_tool"
    found = site.visit("GET", f"/guardrails/receipt?{asked}", who=sade)
    assert found.status_code == 302
    assert "Get a permission receipt" not in said(site.visit("GET", f"/guardrails?{asked}", who=sade))


def test_a_unit_shows_the_answer_for_this_person(site: Site, sade: Person) -> None:
    site.given(one_more, sade, "at-work", _BODY, task="task: rewrite\ndata_label: staff_only\n")
    found = said(site.visit("GET", "/modules/at-work", who=sade))
    assert "May I use Chat assistant to rewrite text with information about staff?" in found
    assert "Yes, if you take out names first" in found
    change_rule(site, "ask")
    assert "Ask Priya O'Brien-Hughes first" in said(site.visit("GET", "/modules/at-work", who=sade))


def test_another_trust_knows_nothing_of_these_tools(site: Site, sade: Person) -> None:
    mei = site.given(a_learner, "R0Z")
    found = site.visit("GET", "/guardrails?tool=chat-assistant&task=rewrite&data=staff_only", who=mei)
    assert heading(found) == "Nobody has decided this yet"
    assert "Chat assistant" not in said(found)
    assert heading(site.visit("GET", "/guardrails", who=mei)) == "You have no approved AI tool yet"


_BODY = """
## Why this matters

A draft cannot show you the gap.

```activity
id: step
kind: choose_one
competency: J2
minutes: 0.5
question: What is the safest next step?
options:
  - {text: "Send it.", correct: false, feedback: "The gap goes out with it."}
  - {text: "Ask.", correct: true, feedback: "Yes."}
```

## Keep this

**Source first**.
"""
