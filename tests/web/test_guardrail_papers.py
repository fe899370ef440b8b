"""What people print about permission: after a slip, what is expected of a role, and the card of a team."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from learning.capability import actions as capability
from learning.capability.models import Requirement
from learning.ground import clock
from learning.guardrails import actions
from learning.guardrails.models import PermissionRule
from learning.guardrails.models import Tool as ToolRow
from learning.guardrails.rules import ANY, Scope
from learning.people.models import Organisation, Person, Team
from tests.builders import NOW, TODAY, a_duty, a_person, a_post, a_team, an_organisation, kept, the_framework
from tests.fixtures.app import Site
from tests.fixtures.browser import Screen
from tests.web.learners import heading, page_of, said

ELSEWHERE = "http://localhost"
WIDTHS = [1280, 320]


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.moved_to(NOW):
        yield


class Trust:
    """A trust with a secretary, somebody who decides, and a register that a test fills."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.organisation: Organisation = site.given(an_organisation)
        site.given(the_framework)
        self.directorate: Team = site.given(a_team, self.organisation, "Planned care", code="planned")
        self.team: Team = site.given(a_team, self.organisation, "Outpatients", parent_id=self.directorate.id)
        self.priya = self.somebody("Priya Raman-Hughes", None)
        self.sade = self.somebody("Sade Adeyemi-Clarke")
        site.given(a_duty, self.priya, "administrator")

    def somebody(self, name: str, family: str | None = "medical-secretary", team: Team | None = None) -> Person:
        person: Person = self.site.given(a_person, self.organisation, name)
        self.site.given(a_post, person, team or self.team, family)
        self.refreshed()
        return person

    def refreshed(self) -> None:
        self.site.given(capability.refresh_required, self.organisation.id, today=TODAY)

    def tool(self, name: str, owner: Person | None = None, **to: Any) -> ToolRow:
        made = self.site.given(
            actions.add_tool, self.organisation.id, name=name, owner=owner or self.priya, by=None, now=NOW
        )
        self.site.given(lambda: actions.give(made, by=None, now=NOW, **to))
        return made

    def rule(self, answer: str, tool: str = ANY, task: str = ANY, label: str = ANY, **words: Any) -> None:
        given: dict[str, Any] = {"owner": self.priya, "review_on": TODAY + dt.timedelta(days=90)}
        decision = actions.Decision(answer=answer, **(given | words))
        self.site.given(
            actions.decide,
            self.organisation.id,
            Scope(tool, task, label),
            decision,
            seen_version=0,
            by=None,
            now=NOW,
            today=TODAY,
        )

    def card(self, who: Person | None = None, query: str = "") -> str:
        return said(self.site.visit("GET", f"/guardrails/team{query}", who=who or self.sade))


@pytest.fixture
def trust(site: Site) -> Trust:
    return Trust(site)


# After a slip


def test_after_a_slip_sade_reads_first_to_stop_and_whom_to_tell_by_when(trust: Trust) -> None:
    trust.site.given(
        actions.set_register,
        trust.organisation.id,
        seen_version=1,
        owner=trust.priya,
        slip_tell="Imran Qureshi, [01632 960 112](https://intranet.example/slip)",
        slip_within="1 hour",
        slip_out_of_hours="The site manager, 01632 960 100",
        by=None,
        now=NOW,
    )
    page = trust.site.visit("GET", "/guardrails/slip", who=trust.sade)
    assert heading(page) == "Stop, and tell somebody within 1 hour"
    assert "Imran Qureshi, 01632 960 112" in said(page)
    assert "The site manager" in said(page)
    assert "Do not delete the text" in said(page)
    assert "You have done the right thing when you speak up" in said(page)


def test_where_nobody_wrote_whom_to_tell_the_page_names_who_decides_and_the_same_working_day(trust: Trust) -> None:
    page = trust.site.visit("GET", "/guardrails/slip", who=trust.sade)
    assert heading(page) == "Stop, and tell somebody the same working day"
    assert "Tell Priya Raman-Hughes" in said(page)
    assert trust.priya.email in said(page)


def test_where_there_is_nobody_at_all_the_page_names_the_manager(site: Site) -> None:
    lone = site.given(lambda: a_person(an_organisation("LON")))
    assert "Tell Your manager" in said(site.visit("GET", "/guardrails/slip", who=lone))


# What is expected


def test_sade_reads_what_is_expected_of_a_medical_secretary(trust: Trust) -> None:
    page = trust.site.visit("GET", "/guardrails/expected", who=trust.sade)
    assert heading(page) == "12 things are expected of you as a medical secretary"
    text = said(page)
    assert "Look for hidden content, such as attachments, comments and tracked changes." in text
    assert "Working with voice tools" not in text, "her post uses none"
    assert "Version: framework 0.1, roles 0.1, guardrails 0.1, from 23 November 2026" in text
    assert "Learning for this is paid work time." in text


def test_what_the_organisation_added_is_expected_too(trust: Trust) -> None:
    trust.site.given(
        lambda: kept(
            Requirement(
                organisation_id=trust.organisation.id, role_family="*", competency="G2", level=3, starts_on=TODAY
            )
        )
    )
    trust.refreshed()
    mine = said(trust.site.visit("GET", "/guardrails/expected", who=trust.sade))
    others = said(trust.site.visit("GET", "/guardrails/expected?role=clinical-coder", who=trust.sade))
    assert "Compare before and after fairly." in mine
    assert "Compare before and after fairly." in others


def test_somebody_who_joined_a_minute_ago_reads_what_their_role_asks(trust: Trust) -> None:
    joined = trust.site.given(a_person, trust.organisation, "Kit Moore")
    trust.site.given(a_post, joined, trust.team, "clinical-coder")
    page = trust.site.visit("GET", "/guardrails/expected", who=joined)
    assert heading(page) == "12 things are expected of you as a clinical coder"
    assert "Show what was checked, and against which source." in said(page)


def test_a_champion_reads_that_more_is_expected(trust: Trust) -> None:
    trust.site.given(a_duty, trust.sade, "champion")
    trust.refreshed()
    page = said(trust.site.visit("GET", "/guardrails/expected", who=trust.sade))
    assert "You are a champion, and that asks for a higher level in some things." in page
    assert "Run short sessions with peers, and review shared prompts." in page


def test_somebody_with_an_unconfirmed_role_reads_the_general_plan_and_why(trust: Trust) -> None:
    ana = trust.somebody("Ana Field", None)
    page = trust.site.visit("GET", "/guardrails/expected", who=ana)
    assert heading(page) == "12 things are expected of everybody who works with AI"
    assert "Your role is not confirmed yet, so this is the general plan: everything at level 1." in said(page)
    assert "Level 2" not in said(page)


def test_of_two_posts_the_higher_level_counts(trust: Trust) -> None:
    trust.site.given(a_post, trust.sade, trust.team, "clinical-coder", assignment_number="2", is_main=False)
    trust.refreshed()
    page = trust.site.visit("GET", "/guardrails/expected", who=trust.sade)
    assert heading(page) == "12 things are expected of you as a medical secretary and a clinical coder"
    assert "You have 2 posts. Of each thing the higher level counts." in said(page)
    assert "Be very sure only where that nearly always turns out right." in said(page), "the coder's level 3 in J3"
    assert "Rewrite jargon" in said(page), "the secretary's level 2 in A2"


def test_a_newcomer_reads_until_when_less_is_expected(trust: Trust) -> None:
    new = trust.site.given(a_person, trust.organisation, "Noor Hale", started_on=TODAY)
    trust.site.given(a_post, new, trust.team)
    trust.refreshed()
    page = said(trust.site.visit("GET", "/guardrails/expected", who=new))
    assert "You are new here. Until 21 February 2027 nothing above level 2 is expected." in page
    assert "Level 3" not in page


def test_the_owners_are_named_by_tool_and_nobodys_own_tool_is_named_to_others(trust: Trust) -> None:
    ines = trust.somebody("Ines Carvalho-Reid")
    trust.tool("Chat assistant")
    trust.tool("Voice notes", ines, person=trust.sade)
    trust.rule("yes", "chat-assistant", owner=ines)
    mine = said(trust.site.visit("GET", "/guardrails/expected", who=trust.sade))
    assert "Chat assistant: Priya Raman-Hughes and Ines Carvalho-Reid" in mine
    assert "Voice notes: Ines Carvalho-Reid" in mine
    theirs = said(trust.site.visit("GET", "/guardrails/expected?role=medical-secretary", who=trust.priya))
    assert "Chat assistant" in theirs
    assert "Voice notes" not in theirs


def test_the_text_file_says_the_same_and_is_a_download(trust: Trust) -> None:
    got = trust.site.visit("GET", "/guardrails/expected.md?role=hr-recruitment", who=trust.sade)
    assert got.headers["Content-Disposition"] == 'attachment; filename="expected-of-hr-recruitment.md"'
    text = got.get_data(as_text=True)
    assert text.startswith("# 13 things are expected of someone in HR and recruitment who works with AI\n")
    assert text.count("Version: framework 0.1, roles 0.1, guardrails 0.1, from 23 November 2026.") == 2


@pytest.mark.parametrize("path", ["/guardrails/expected", "/guardrails/expected.md"])
def test_a_role_that_nobody_knows_is_not_found(trust: Trust, path: str) -> None:
    assert trust.site.visit("GET", f"{path}?role=astronaut", who=trust.sade).status_code == 404


# The card


def test_the_card_says_which_yes_hangs_on_what_whom_to_ask_and_what_is_out_of_use(trust: Trust) -> None:
    trust.tool("Chat assistant")
    old = trust.tool("Quick translate")
    trust.site.given(lambda: actions.withdraw(old, why="It kept it.", instead="Ask the ward.", by=None, now=NOW))
    trust.rule("yes", "chat-assistant", label="no_personal_data", conditions="Read it all.")
    trust.rule("yes", "chat-assistant", "rewrite", "staff_only", only_if="you take out names first")
    trust.rule("ask", "chat-assistant", label="confidential", owner=trust.sade)
    trust.rule("ask", "chat-assistant", "draft", "confidential")
    trust.rule("no", label="patient_in_approved_tool")
    page = page_of(trust.site.visit("GET", "/guardrails/team", who=trust.sade))
    rows = [[" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")] for row in page.select("tbody tr")]
    assert rows[0] == ["Chat assistant . Ask Sade Adeyemi-Clarke. Priya Raman-Hughes decides what is not decided yet."]
    assert rows[1] == ["Rewrite", "Yes, if see number 1", "Ask first", "Yes, if see number 2", "No"]
    assert rows[2] == ["Draft", "Yes, if see number 1", "Ask Priya Raman-Hughes", "Not decided yet", "No"]
    assert rows[3][1:] == ["Yes, if see number 1", "Ask first", "Not decided yet", "No"]
    notes = [item.get_text() for item in page.select(".st-card__notes li")]
    assert notes == ["Read it all.", "Only if you take out names first."]
    assert "Quick translate is out of use. Ask the ward." in trust.card()
    assert "Rules change: ask again at localhost/guardrails" in trust.card()


def test_the_card_shows_tools_of_the_team_those_above_and_its_roles_and_never_of_single_people(trust: Trust) -> None:
    elsewhere = trust.site.given(a_team, trust.organisation, "Stores", code="stores")
    trust.somebody("Robin Clerk", "reception-ward-clerk")
    trust.tool("For all")
    trust.tool("For us", team=trust.team)
    trust.tool("For the directorate", team=trust.directorate)
    trust.tool("For secretaries", family="medical-secretary")
    trust.tool("For Sade", person=trust.sade)
    trust.tool("For stores", team=elsewhere)
    trust.tool("For coders", family="clinical-coder")
    text = trust.card()
    assert "Outpatients: 4 AI tools, and what each is for" in text
    assert "For secretaries , only for medical secretaries" in text
    for hidden in ("For Sade", "For stores", "For coders"):
        assert hidden not in text


def test_tools_of_a_role_that_has_left_the_team_leave_its_card(trust: Trust) -> None:
    coder = trust.site.given(a_person, trust.organisation, "Cleo Diaz")
    trust.site.given(a_post, coder, trust.team, "clinical-coder", ends_on=TODAY - dt.timedelta(days=1))
    trust.tool("For coders", family="clinical-coder")
    assert "Outpatients has no AI tool yet" in trust.card()


def test_a_member_opens_the_card_of_their_teams_a_manager_of_theirs_and_leads_any(trust: Trust) -> None:
    stores = trust.site.given(a_team, trust.organisation, "Stores", code="stores")
    lead = trust.somebody("June Okafor-Lind")
    trust.site.given(a_duty, lead, "lead")
    boss = trust.somebody("Max Boss")
    trust.site.given(a_post, trust.somebody("Stu Stores"), stores, assignment_number="x2", manager_id=boss.id)

    def code(who: Person, team: str) -> int:
        return trust.site.visit("GET", f"/guardrails/team?team={team}", who=who).status_code

    assert code(trust.sade, "outpatients") == 200
    assert code(trust.sade, "stores") == 404
    assert code(boss, "stores") == 200
    assert code(lead, "stores") == 200
    assert code(trust.priya, "stores") == 200
    assert code(trust.priya, "nowhere") == 404


def test_nobody_opens_the_card_of_another_organisation(trust: Trust) -> None:
    foreign = trust.site.given(lambda: a_team(an_organisation("OTH"), "Wards", code="wards"))
    assert foreign.code == "wards"
    assert trust.site.visit("GET", "/guardrails/team?team=wards", who=trust.priya).status_code == 404


def test_somebody_in_no_team_reads_why_there_is_no_card(site: Site) -> None:
    lone = site.given(lambda: a_person(an_organisation("LON")))
    page = site.visit("GET", "/guardrails/team", who=lone)
    assert page.status_code == 404
    assert "in no team" in said(page)


# On paper


def a_long_register(trust: Trust) -> None:
    """Six tools with four kinds of work each: what a large trust has after a year."""
    tools = [trust.tool(f"{name} assistant for everyday work") for name in ("Chat", "Note", "Mail", "Table", "Web")]
    tools.append(trust.tool("Voice notes", family="medical-secretary"))
    work = (("rewrite", "check", "translate"), ("draft", "summarise"), ("plan", "explore", "analyse"), ("transcribe",))
    answers = ("yes", "yes", "ask", "no")
    for number, (tool, tasks) in enumerate(itertools.product(tools, work)):
        for place, label in enumerate(LABELS):
            answer = answers[(number + place) % 4]
            for task in tasks:
                row(trust, tool.slug, task, label, answer, CONDITIONS[number % len(CONDITIONS)])
    gone = trust.tool("Quick translate")
    trust.site.given(lambda: actions.withdraw(gone, why="It kept it.", instead="Ask the ward.", by=None, now=NOW))


def a_register_where_nothing_is_alike(trust: Trust) -> None:
    """Six tools in which each of the nine tasks is answered in another way: 54 lines."""
    answers = itertools.cycle(itertools.product(("yes", "ask", "no", "undecided"), repeat=4))
    for name in ("Chat", "Note", "Mail", "Table", "Web", "Voice"):
        tool = trust.tool(f"{name} assistant")
        for task, four in zip(TASKS, answers, strict=False):
            for label, answer in zip(LABELS, four, strict=True):
                row(trust, tool.slug, task, label, answer, CONDITIONS[len(task) % len(CONDITIONS)])


LABELS = ("no_personal_data", "confidential", "staff_only", "patient_in_approved_tool")
TASKS = ("rewrite", "draft", "summarise", "check", "plan", "explore", "transcribe", "translate", "analyse")
CONDITIONS = tuple(
    f"{first} {second}"
    for first in ("Write roles such as “ward manager” in place of names.", "Tell everybody that it listens.")
    for second in (
        "Read the whole result against the source before you send it.",
        "Take out sickness, pay and anything about how somebody performs.",
        "Keep the draft until the letter is signed, then delete it.",
        "Let a second person read it where it goes to a patient.",
    )
)


def row(trust: Trust, tool: str, task: str, label: str, answer: str, condition: str) -> None:
    trust.site.given(
        lambda: kept(
            PermissionRule(
                organisation_id=trust.organisation.id,
                tool=tool,
                task=task,
                data_label=label,
                version=1,
                answer=answer,
                conditions=[condition] if answer == "yes" else [],
                owner_id=(trust.sade if answer == "ask" and len(task) > 6 else trust.priya).id,
                from_at=NOW,
            )
        )
    )


def shown(page: Page, site: Site, path: str, who: Person) -> None:
    """The page in a browser that reaches nothing but the application under test."""

    def answered(route: Route) -> None:
        got = site.visit("GET", route.request.url.removeprefix(ELSEWHERE), who=who)
        route.fulfill(status=got.status_code, headers=dict(got.headers), body=got.get_data())
        got.close()

    page.route(f"{ELSEWHERE}/**", answered)
    page.goto(ELSEWHERE + path)


def sides(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.browser
@pytest.mark.parametrize("fill", [a_long_register, a_register_where_nothing_is_alike])
def test_the_card_of_six_tools_is_one_side_of_paper(trust: Trust, page: Page, fill: Callable[[Trust], None]) -> None:
    fill(trust)
    shown(page, trust.site, "/guardrails/team", trust.sade)
    assert sides(page.pdf(format="A4", prefer_css_page_size=True)) == 1
    assert page.locator(".st-card__tool").count() == 6


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "path", ["/guardrails/slip", "/guardrails/expected", "/guardrails/expected?role=clinical-coder", "/guardrails/team"]
)
def test_each_paper_can_be_read_by_everybody_on_every_screen(
    trust: Trust, screen: Screen, axe: Callable[[Page], list[str]], width: int, path: str
) -> None:
    trust.tool("Chat assistant")
    trust.rule("yes", "chat-assistant", label="no_personal_data", conditions="Read it all.")
    trust.rule("ask", "chat-assistant", label="confidential", owner=trust.sade)
    page = screen(width)
    shown(page, trust.site, path, trust.priya)
    assert axe(page) == []
    wide, seen = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= seen
    assert sides(page.pdf(format="A4", prefer_css_page_size=True)) <= 2
