"""An owner's own list: what needs a look, saying that a rule is still right, and never being told off for it."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from learning.ground import clock
from learning.ground.db import db
from learning.guardrails import actions, queries
from learning.guardrails.models import PermissionRule, ToolNeed, ToolNeedAsker
from learning.guardrails.rules import Scope
from learning.people.models import Person
from tests.builders import a_duty, a_person, a_post, a_rule, a_team, a_tool, an_organisation, kept, the_framework
from tests.fixtures.app import Site

NOW = dt.datetime(2026, 12, 1, 10, 0, tzinfo=dt.UTC)
MADE = dt.datetime(2026, 5, 4, 9, 0, tzinfo=dt.UTC)
REWRITE = Scope("chat-assistant", "rewrite", "staff_only")
MINE = "/guardrails/mine"
ORGANISATION = "EVT"


@pytest.fixture
def people(site: Site) -> dict[str, Person]:
    with site.database():
        the_framework()
        organisation = an_organisation(ORGANISATION)
        team = a_team(organisation)
        names = {"owner": "Ines Carvalho-Reid", "administrator": "Ruth Achterberg", "staff": "Sade Adeyemi-Clarke"}
        made = {key: a_person(organisation, name) for key, name in names.items()}
        for person in made.values():
            a_post(person, team)
        a_duty(made["administrator"], "administrator")
        a_tool(organisation, owner=made["owner"])
        chat = {"tool": "chat-assistant", "owner": made["owner"], "now": MADE}
        a_rule(organisation, "yes", task="rewrite", label="staff_only", review_on=dt.date(2026, 11, 1), **chat)
        a_rule(organisation, "yes", task="draft", label="staff_only", review_on=dt.date(2026, 11, 25), **chat)
        a_rule(organisation, "no", task="draft", label="confidential", review_on=dt.date(2026, 12, 9), **chat)
        a_rule(organisation, "yes", label="no_personal_data", review_on=dt.date(2027, 4, 1), **chat)
        db.session.commit()
        for person in made.values():
            db.session.refresh(person)
        db.session.expunge_all()
    return made


def visit(site: Site, method: str, path: str, who: Person) -> TestResponse:
    with clock.moved_to(NOW):
        site.forget_sessions()
        return site.visit(method, path, who)


def main_of(answer: TestResponse) -> BeautifulSoup:
    found = BeautifulSoup(answer.get_data(as_text=True), "html5lib").main
    assert found is not None
    return found  # type: ignore[return-value]


def said(answer: TestResponse) -> str:
    return " ".join(main_of(answer).get_text(" ").split())


def heading(answer: TestResponse) -> str:
    found = main_of(answer).h1
    assert found is not None
    return " ".join(found.get_text(" ").split())


def standing(site: Site, person: Person, scope: Scope = REWRITE) -> PermissionRule:
    with site.app.app_context():
        row = queries.rule_row(person.organisation_id, scope)
        assert row is not None
        db.session.expunge(row)
        return row


def pressed(site: Site, who: Person, rule: PermissionRule) -> str:
    """Press "Still right" and read the page that follows."""
    with clock.moved_to(NOW):
        site.forget_sessions()
        answer = site.visit("POST", f"{MINE}/{rule.id}/still-right", who)
        assert (answer.status_code, answer.headers["Location"]) == (303, MINE)
        return said(site.visit("GET", MINE, who))


def test_an_owner_reads_first_what_people_are_told_to_ask_about(site: Site, people: dict[str, Person]) -> None:
    page = visit(site, "GET", MINE, people["owner"])
    assert heading(page) == "1 of your rules shows as ask first now"
    text = said(page)
    order = (
        "These show as ask first",
        "Chat assistant, to rewrite text, with information about staff",
        "Ask first To be looked at by 1 November 2026. It shows as “ask first” since 16 November 2026.",
        "Past the review date",
        "To be looked at by 25 November 2026, which is past. It shows as “ask first” from 10 December 2026.",
        "To look at within 14 days",
        "To be looked at by 9 December 2026.",
        "Your other rules",
        "To be looked at by 1 April 2027.",
    )
    places = [text.index(one) for one in order]
    assert places == sorted(places)
    assert "good until 1 June 2027" in text
    links = [str(one.get("href")) for one in main_of(page).find_all("a")]
    assert "/admin/tools/chat-assistant/rule?task=rewrite&data=staff_only" in links
    assert len(main_of(page).find_all("button")) == 3


def test_a_rule_that_is_still_right_is_a_yes_again_and_leaves_the_list(site: Site, people: dict[str, Person]) -> None:
    text = pressed(site, people["owner"], standing(site, people["owner"]))
    about = "Chat assistant, to rewrite text, with information about staff"
    assert f"{about}: It says “Yes”. Look at it again by 1 June 2027." in text
    assert "1 of your rules is past its review date" in text
    row = standing(site, people["owner"])
    assert (row.version, row.answer, row.review_on) == (2, "yes", dt.date(2027, 6, 1))
    assert row.by_person_id == people["owner"].id


def test_pressed_twice_or_by_two_people_it_is_said_once(site: Site, people: dict[str, Person]) -> None:
    first = standing(site, people["owner"])
    texts = [pressed(site, people[who], first) for who in ("owner", "owner", "administrator")]
    assert all("It says “Yes”. Look at it again by 1 June 2027." in text for text in texts)
    assert standing(site, people["owner"]).version == 2


def test_an_owner_who_was_overtaken_reads_what_stands_and_undoes_nothing(site: Site, people: dict[str, Person]) -> None:
    first = standing(site, people["owner"])
    with site.database():
        decision = actions.Decision(answer="no", owner=people["administrator"], why="It kept what was typed.")
        options = {"seen_version": 1, "by": people["administrator"], "now": NOW, "today": NOW.date()}
        actions.decide(people["owner"].organisation_id, REWRITE, decision, **options)  # type: ignore[arg-type]
    text = pressed(site, people["owner"], first)
    assert "It was changed meanwhile. It says “No”. It has no review date." in text
    assert standing(site, people["owner"]).version == 2


def test_a_rule_that_was_ended_meanwhile_stays_ended(site: Site, people: dict[str, Person]) -> None:
    first = standing(site, people["owner"])
    with site.database():
        row = queries.rule_by_id(first.id, organisation_id=first.organisation_id)
        actions.end(row, why="The trial is over.", by=people["administrator"], now=NOW)
    assert "This rule was ended meanwhile." in pressed(site, people["owner"], first)
    with site.app.app_context():
        assert queries.rule_row(first.organisation_id, REWRITE) is None


def test_somebody_who_does_not_answer_for_a_rule_changes_nothing(site: Site, people: dict[str, Person]) -> None:
    first = standing(site, people["owner"])
    answer = visit(site, "POST", f"{MINE}/{first.id}/still-right", people["staff"])
    assert answer.status_code == 403
    assert standing(site, people["owner"]).version == 1


def test_who_answers_for_nothing_is_told_so_with_a_way_on(site: Site, people: dict[str, Person]) -> None:
    page = visit(site, "GET", MINE, people["staff"])
    assert heading(page) == "No rule is yours to look at"
    assert "You answer for no tool and no rule at Example Valley Trust" in said(page)
    assert "/guardrails" in [one.get("href") for one in main_of(page).find_all("a")]


def test_only_who_answers_for_something_is_led_to_the_list(site: Site, people: dict[str, Person]) -> None:
    found = {who: 'href="/guardrails/mine"' in visit(site, "GET", "/guardrails", people[who]).text for who in people}
    assert found == {"owner": True, "administrator": False, "staff": False}
    assert 'href="/guardrails/mine"' in visit(site, "GET", "/admin/tools", people["administrator"]).text


def test_needs_that_wait_are_shown_without_who_asked(site: Site, people: dict[str, Person]) -> None:
    with site.database():
        organisation_id = people["owner"].organisation_id
        facts = {"problem": "Letters <i>take</i> all morning.", "asked_on": dt.date(2026, 11, 20), "asked_by": 1}
        need = kept(ToolNeed(organisation_id=organisation_id, tool="chat-assistant", **facts))
        kept(ToolNeedAsker(need_id=need.id, person_id=people["staff"].id, organisation_id=organisation_id))
        key = str(need.public_id)
    page = visit(site, "GET", MINE, people["owner"])
    text = said(page)
    assert "Letters <i>take</i> all morning. Asked by fewer than 5 people, first on 20 November 2026" in text
    assert "Sade" not in text
    assert f"/guardrails/needs/{key}" in [one.get("href") for one in main_of(page).find_all("a")]
    assert "Letters" not in said(visit(site, "GET", MINE, people["administrator"]))


def test_rules_of_a_tool_that_is_out_of_use_wait_with_it(site: Site, people: dict[str, Person]) -> None:
    with site.database():
        tool = queries.tool("chat-assistant", organisation_id=people["owner"].organisation_id)
        actions.withdraw(tool, why="It kept what was typed.", instead="", by=None, now=NOW)
    page = visit(site, "GET", MINE, people["owner"])
    assert heading(page) == "No rule is yours to look at"
    assert "Chat assistant Out of use" in said(page)
