""" "I need a tool for…": the problem first, what answers it already, what is like it, and an answer for all."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from learning.ground import clock
from learning.ground.db import db
from learning.guardrails.models import ToolNeed, ToolNeedAsker
from learning.people.models import Organisation, Person
from tests.builders import a_duty, a_person, a_post, a_rule, a_team, a_tool
from tests.fixtures.app import Site
from tests.web.learners import a_learner, heading, page_of, said

LETTERS = "I type the same 6 paragraphs into 40 clinic letters each week."
ASK, LIST = "/guardrails/need", "/guardrails/needs"


@pytest.fixture
def sade(site: Site) -> Person:
    return site.given(a_learner)


@pytest.fixture
def priya(site: Site, sade: Person) -> Person:
    """She owns the chat assistant, which everybody has and may use to plan."""
    return site.given(_an_owner, sade)


def _an_owner(near: Person) -> Person:
    trust = db.session.get_one(Organisation, near.organisation_id)
    owner = a_person(trust, "Priya O'Brien-Hughes")
    a_duty(owner, "administrator")
    tool = a_tool(trust, owner=owner)
    review = clock.now().date().replace(year=clock.now().year + 1)
    a_rule(trust, "yes", owner=owner, tool=tool.slug, task="plan", label="no_personal_data", review_on=review)
    return owner


def colleagues(site: Site, near: Person, count: int) -> list[Person]:
    return [site.given(_a_colleague, near, number) for number in range(count)]


def _a_colleague(near: Person, number: int) -> Person:
    trust = db.session.get_one(Organisation, near.organisation_id)
    person = a_person(trust, f"Ann Other-{number}")
    a_post(person, a_team(trust, f"Team {number}"))
    return person


def ask(site: Site, who: Person, problem: str = LETTERS, **more: str) -> str:
    """Where they land, or the words of the page they are shown."""
    sent = site.visit("POST", ASK, who=who, data={"problem": problem, **more})
    return sent.headers.get("Location") or said(sent)


def key_of(site: Site, problem: str = LETTERS) -> str:
    with site.database():
        return str(db.session.scalars(select(ToolNeed.public_id).where(ToolNeed.problem == problem)).one())


def count(site: Site, table: type) -> int:
    with site.database():
        return db.session.scalars(select(func.count()).select_from(table)).one()


def test_the_problem_comes_first_and_who_decides_has_it(site: Site, sade: Person, priya: Person) -> None:
    page = site.visit("GET", f"{ASK}?task=draft&data=staff_only&tool=chat-assistant", who=sade)
    assert heading(page) == "What are you trying to get done?"
    assert page_of(page).select_one("option[value=draft][selected]") is not None
    assert ask(site, sade, tool="chat-assistant") == LIST
    found = site.visit("GET", LIST, who=sade)
    assert heading(found) == "1 thing you asked for waits for an answer"
    assert "Priya O'Brien-Hughes has it." in said(found)
    assert LETTERS in said(found)


@pytest.mark.parametrize(
    ("problem", "why"),
    [
        ("Too short", "Say in a sentence what you are trying to get done"),
        ("Write to Mr Lindgren about NHS number 943 476 5919 please", "This looks like an NHS number"),
        ("x" * 501, "Write at most 500"),
    ],
)
def test_words_that_cannot_be_sent_stay_in_the_form(site: Site, sade: Person, problem: str, why: str) -> None:
    found = site.visit("POST", ASK, who=sade, data={"problem": problem, "task": "draft"})
    assert found.status_code == 400
    assert why in said(found)
    field = page_of(found).select_one("textarea#problem")
    assert field is not None
    assert field.text == problem
    assert page_of(found).select_one("option[value=draft][selected]") is not None
    assert count(site, ToolNeed) == 0


def test_what_the_register_allows_already_is_said_before_anything_is_sent(
    site: Site, sade: Person, priya: Person
) -> None:
    found = ask(site, sade, "I plan the rota of 12 people by hand.", task="plan", data="no_personal_data")
    assert "You may do this already" in found
    assert "Yes, you may" in found
    answer = heading(site.visit("GET", "/guardrails?task=plan&data=no_personal_data", who=sade))
    assert answer in found, "the same answer as on the page May I"
    assert count(site, ToolNeed) == 0
    sent = ask(site, sade, "I plan the rota of 12 people by hand.", task="plan", data="no_personal_data", mine="yes")
    assert sent == LIST


def test_a_tool_that_only_has_to_be_asked_for_is_named_before_anything_is_sent(
    site: Site, sade: Person, priya: Person
) -> None:
    site.given(_a_tool_of_few, priya)
    rota = {"task": "summarise", "data": "no_personal_data"}
    for more in ({}, {"tool": "few-have-it"}):
        found = ask(site, sade, "I summarise 30 policies a month by hand.", **rota, **more)
        assert "Ask Priya O'Brien-Hughes for the tool first" in found
        assert "You do not have Few have it yet." in found
        assert heading(site.visit("GET", "/guardrails?task=summarise&data=no_personal_data", who=sade)) in found
    assert count(site, ToolNeed) == 0
    page = page_of(site.visit("POST", ASK, who=sade, data={"problem": "I summarise 30 policies by hand.", **rota}))
    hidden = page.find("input", attrs={"name": "tool"})
    assert hidden is not None, "it goes to the owner whom the page names"
    assert hidden["value"] == "few-have-it"
    assert ask(site, sade, "I summarise 30 policies a month by hand.", **rota, mine="yes") == LIST


def _a_tool_of_few(owner: Person) -> None:
    trust = db.session.get_one(Organisation, owner.organisation_id)
    tool = a_tool(trust, "Few have it", owner=owner, for_everybody=False)
    review = clock.now().date().replace(year=clock.now().year + 1)
    a_rule(trust, "yes", owner=owner, tool=tool.slug, task="summarise", label="no_personal_data", review_on=review)


def test_similar_ones_are_shown_before_sending_and_joining_counts_once(site: Site, sade: Person, priya: Person) -> None:
    (ann,) = colleagues(site, sade, 1)
    ask(site, ann)
    found = ask(site, sade, "Typing the same paragraphs into every clinic letter")
    assert "Somebody asked for something like this" in found
    assert LETTERS in found
    assert "Ann" not in found
    assert count(site, ToolNeed) == 1
    join = f"{LIST}/{key_of(site)}/join"
    for _ in range(2):
        assert site.visit("POST", join, who=sade).headers["Location"] == LIST
    assert count(site, ToolNeedAsker) == 2
    with site.database():
        assert db.session.scalars(select(ToolNeed.asked_by)).one() == 2


def test_what_few_people_need_is_nobodys_business_and_from_five_on_it_is_a_count(
    site: Site, sade: Person, priya: Person
) -> None:
    asking = colleagues(site, sade, 5)
    ask(site, asking[0])
    join = f"{LIST}/{key_of(site)}/join"
    for person in asking[1:4]:
        site.visit("POST", join, who=person)
    assert LETTERS not in said(site.visit("GET", LIST, who=sade))
    owners = said(site.visit("GET", f"{LIST}/{key_of(site)}", who=priya))
    assert "fewer than 5 people" in owners
    site.visit("POST", join, who=asking[4])
    assert "5 people" in said(site.visit("GET", LIST, who=sade))
    owners = said(site.visit("GET", f"{LIST}/{key_of(site)}", who=priya))
    assert "Asked for by 5 people" in owners
    assert not re.search("Ann|Other", owners)


def test_the_answer_reaches_everybody_who_asked_and_a_second_one_is_told_of_the_first(
    site: Site, sade: Person, priya: Person
) -> None:
    (ann,) = colleagues(site, sade, 1)
    ask(site, sade)
    page = f"{LIST}/{key_of(site)}"
    site.visit("POST", f"{page}/join", who=ann)
    assert site.visit("POST", page, who=priya, data={"answer": "No."}).status_code == 400
    answer = "Use Chat assistant for it, from Monday.\n\nRead the result <b>whole</b>."
    assert site.visit("POST", page, who=priya, data={"answer": answer}).status_code == 303
    late = site.visit("POST", page, who=priya, data={"answer": "There is nothing for it, sorry."})
    assert late.status_code == 409
    assert "Somebody else has answered this meanwhile." in said(late)
    assert "There is nothing for it, sorry." in said(late), "nothing is lost"
    for person in (sade, ann):
        week = said(site.visit("GET", "/this-week", who=person))
        assert "Your question about a tool has an answer" in week
        assert "Use Chat assistant for it, from Monday. Read the result <b>whole</b>." in week
        site.visit("POST", f"{page}/read", who=person)
        assert "has an answer" not in said(site.visit("GET", "/this-week", who=person))
        assert "Use Chat assistant for it" in said(site.visit("GET", LIST, who=person))


def test_whoever_asked_reads_it_and_for_others_and_elsewhere_it_is_not_there(
    site: Site, sade: Person, priya: Person
) -> None:
    ask(site, sade)
    page = f"{LIST}/{key_of(site)}"
    (ann,) = colleagues(site, sade, 1)
    mine = site.visit("GET", page, who=sade)
    assert heading(mine) == "Priya O'Brien-Hughes has it"
    assert LETTERS in said(mine)
    assert "Send the answer" not in said(mine)
    assert site.visit("GET", page, who=ann).status_code == 404
    for person in (sade, ann):
        wrong = site.visit("POST", page, who=person, data={"answer": "I answer this one myself, thank you."})
        assert wrong.status_code == 404
    site.visit("POST", page, who=priya, data={"answer": "Use Chat assistant for it, from Monday."})
    mine = site.visit("GET", page, who=sade)
    assert heading(mine) == "Your question has an answer"
    assert "Use Chat assistant for it, from Monday." in said(mine)
    assert site.visit("GET", page, who=site.given(a_learner, "R0Z")).status_code == 404
    assert site.visit("POST", f"{page}/join", who=site.given(a_learner, "R1Z")).status_code == 404


def test_a_sixth_open_need_waits_until_one_is_answered(site: Site, sade: Person) -> None:
    words = ("letters", "rotas", "parking", "minutes", "invoices", "telephones")
    for word in words[:5]:
        assert ask(site, sade, f"{word} {word}ing {word}ed {word} again", mine="yes") == LIST
    found = site.visit("POST", ASK, who=sade, data={"problem": "telephones ring all day long", "mine": "yes"})
    assert found.status_code == 400
    assert "wait for an answer" in said(found)
