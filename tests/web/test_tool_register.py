"""Keeping the register of tools and rules: who may, what an error keeps, and what the second of two editors sees."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

import pytest
from bs4 import BeautifulSoup, Tag
from werkzeug.test import TestResponse

from learning.ground import clock
from learning.ground.db import db
from learning.guardrails import actions, queries
from learning.guardrails.actions import Decision
from learning.guardrails.models import PermissionRule, Tool
from learning.guardrails.rules import Scope
from learning.people.models import Organisation, Person
from tests.builders import a_duty, a_person, a_post, a_team, an_organisation, the_framework
from tests.fixtures.app import Site

NOW = dt.datetime(2026, 12, 3, 10, 0, tzinfo=dt.UTC)
EARLIER = dt.datetime(2026, 11, 2, 10, 0, tzinfo=dt.UTC)
CHAT = "/admin/tools/chat-assistant"
RULE = f"{CHAT}/rule?task=rewrite&data=staff_only"
PATIENTS = Scope("*", "*", "patient_in_approved_tool")
STAFF_TEXT = Scope("chat-assistant", "rewrite", "staff_only")

People = Mapping[str, Person]


def trust() -> dict[str, Person]:
    the_framework()
    organisation, other = an_organisation(), an_organisation("OTH", name="Other Trust")
    above = a_team(organisation)
    team = a_team(organisation, "Booking Centre", parent_id=above.id)
    names = {
        "administrator": "Ruth Achterberg",
        "second": "Omar Silva",
        "owner": "Ines Carvalho-Reid",
        "decider": "Priya Raman-Hughes",
        "staff": "Sade Adeyemi-Clarke",
        "apostrophe": "Siobhan O'Brien",
        "curly": "Niamh O’Neill",
        "no mail": "Tom Bell",
        "gone": "Gina Gone",
    }
    people = {key: a_person(organisation, name) for key, name in names.items()}
    people["no mail"].email = None
    people["gone"].status = "left"
    people["elsewhere"] = a_person(other, "Otto Stranger")
    for key in ("administrator", "second", "elsewhere"):
        a_duty(people[key], "administrator")
    for key in names:
        a_post(people[key], team)
    actions.add_tool(organisation.id, name="Chat assistant", owner=people["owner"], by=None, now=EARLIER)
    actions.add_tool(organisation.id, name="Voice notes", owner=None, by=None, now=EARLIER)
    actions.add_tool(other.id, name="Foreign helper", owner=None, by=None, now=EARLIER)
    return people


def decided(
    people: People, scope: Scope, answer: str, *, seen: int = 0, by: str = "administrator", **facts: str
) -> None:
    """A rule as somebody wrote it a month ago."""
    owner = people[facts.pop("owner", "owner")]
    review = dt.date.fromisoformat(facts.pop("review_on", "2027-06-01"))
    decision = Decision(answer=answer, owner=owner, review_on=review, **facts)
    organisation_id = owner.organisation_id
    options = {"seen_version": seen, "by": people[by], "now": EARLIER, "today": EARLIER.date()}
    actions.decide(organisation_id, scope, decision, **options)  # type: ignore[arg-type]


@pytest.fixture
def people(site: Site) -> dict[str, Person]:
    with site.database():
        made = trust()
        db.session.commit()
        for person in made.values():
            db.session.refresh(person)
        db.session.expunge_all()
    return made


def visit(site: Site, method: str, path: str, who: Person, **data: str) -> TestResponse:
    with clock.moved_to(NOW):
        site.forget_sessions()
        options = {"data": data} if method == "POST" else {}
        return site.visit(method, path, who, **options)


def page_of(answer: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.get_data(as_text=True), "html5lib")


def said(answer: TestResponse) -> str:
    main = page_of(answer).main
    assert main is not None
    return " ".join(main.get_text(" ").split())


def heading(answer: TestResponse) -> str:
    found = page_of(answer).h1
    assert found is not None
    for caption in found.find_all("span"):
        caption.extract()
    return " ".join(found.get_text(" ").split())


def field(answer: TestResponse, name: str) -> str:
    found = page_of(answer).find(attrs={"name": name})
    assert isinstance(found, Tag), name
    return found.get_text().strip("\n") if found.name == "textarea" else str(found.get("value", ""))


def form_of(answer: TestResponse, button: str) -> dict[str, str]:
    """What a browser would send from the form with this button, as the page came."""
    found = next(one for one in page_of(answer).find_all("form") if button in one.get_text())
    sent: dict[str, str] = {}
    for one in found.find_all(["input", "textarea"]):
        if one.get("type") == "radio" and not one.has_attr("checked"):
            continue
        sent[str(one["name"])] = one.get_text().strip("\n") if one.name == "textarea" else str(one.get("value", ""))
    sent.pop("csrf_token")
    return sent


def rule_data(people: People, **more: str) -> dict[str, str]:
    """A whole form for a rule."""
    written = {
        "seen": "0",
        "answer": "yes",
        "only_if": "you take out names first",
        "conditions": "Write roles in place of names.\nRead all of it.",
        "owner": people["owner"].staff_number,
        "review_day": "1",
        "review_month": "6",
        "review_year": "2027",
        "policy_url": "https://policy.trust.example/ai",
    }
    return written | more


def standing(site: Site, people: People, scope: Scope = STAFF_TEXT) -> PermissionRule | None:
    with site.database():
        row = queries.rule_row(people["owner"].organisation_id, scope)
        if row is not None:
            db.session.refresh(row)
            db.session.expunge(row)
        return row


def the_tool(site: Site, people: People, slug: str = "chat-assistant") -> Tool:
    with site.database():
        row = queries.tool(slug, organisation_id=people["owner"].organisation_id)
        db.session.expunge(row)
        return row


def has_it(site: Site, people: People, who: str) -> bool:
    with site.database():
        return "chat-assistant" in queries.tools_of(db.session.get_one(Person, people[who].id), today=NOW.date())


# The list


def test_an_empty_register_says_what_to_do_first(site: Site, people: dict[str, Person]) -> None:
    def one_more() -> Person:
        person = a_person(an_organisation("NEW", name="New Trust"), "Nell New")
        a_duty(person, "administrator")
        return person

    nell = site.given(one_more)
    answer = visit(site, "GET", "/admin/tools", nell)
    assert heading(answer) == "No tool is in the register yet"
    assert "Add the tool that most people ask about" in said(answer)


def test_the_list_says_first_what_needs_a_look(site: Site, people: dict[str, Person]) -> None:
    with site.database():
        decided(people, STAFF_TEXT, "yes", review_on="2026-11-10")
        decided(people, PATIENTS, "no", review_on="2026-12-20")
        decided(people, Scope("voice-notes"), "yes", review_on="2027-06-01")
        actions.withdraw(the_tool_row(people, "voice-notes"), why="It is not safe.", instead="", by=None, now=EARLIER)
    answer = visit(site, "GET", "/admin/tools", people["administrator"])
    assert heading(answer) == "2 tools, 1 out of use, 2 answers to look at"
    page = said(answer)
    assert "It shows as “Ask first” until somebody does" in page
    assert "Out of use since 2 November 2026" in page
    assert "Who has it: nobody yet" in page


def the_tool_row(people: People, slug: str) -> Tool:
    return queries.tool(slug, organisation_id=people["owner"].organisation_id)


def test_the_start_page_of_administrators_says_what_waits(site: Site, people: dict[str, Person]) -> None:
    page = said(visit(site, "GET", "/admin", people["administrator"]))
    assert "2 tools. Nobody is named to decide where nobody is named." in page
    assert "Staff are not told yet whom to tell after a slip." in page


# Who may


def test_who_passes_on_the_last_thing_they_answer_for_is_led_to_the_page_of_all_staff(
    site: Site, people: dict[str, Person]
) -> None:
    sent = {"name": "Chat assistant", "seen": "1", "owner": people["staff"].staff_number}
    answer = visit(site, "POST", CHAT, people["owner"], **sent)
    assert (answer.status_code, answer.location) == (303, "/guardrails")
    assert visit(site, "GET", CHAT, people["staff"]).status_code == 200


EVERY_DOOR = ("/admin/tools", "/admin/tools/add", CHAT, RULE, "/admin/guardrails")
CHANGES = ("", "/withdraw", "/put-back", "/give", "/take-back", "/rule?task=rewrite", "/rule/end?task=rewrite")


@pytest.mark.parametrize("path", EVERY_DOOR)
def test_who_answers_for_nothing_sees_none_of_it(site: Site, people: dict[str, Person], path: str) -> None:
    assert visit(site, "GET", path, people["staff"]).status_code == 403


def test_the_owner_of_a_tool_keeps_it_and_reads_the_rest(site: Site, people: dict[str, Person]) -> None:
    ines = people["owner"]
    assert visit(site, "GET", "/admin/tools", ines).status_code == 200
    assert "Take it out of use now" in said(visit(site, "GET", CHAT, ines))
    assert visit(site, "POST", RULE, ines, **rule_data(people)).status_code == 303
    assert "Take it out of use now" not in said(visit(site, "GET", "/admin/tools/voice-notes", ines))
    assert "An administrator, or who answers for the tool" in said(
        visit(site, "GET", "/admin/tools/voice-notes/rule", ines)
    )
    for change in CHANGES:
        answer = visit(site, "POST", f"/admin/tools/voice-notes{change}", ines, **rule_data(people))
        assert answer.status_code == 403, change
    assert visit(site, "POST", "/admin/tools/any/rule", ines, **rule_data(people)).status_code == 403
    assert visit(site, "GET", "/admin/tools/add", ines).status_code == 403
    assert visit(site, "GET", "/admin/guardrails", ines).status_code == 403


def test_the_owner_of_a_rule_changes_that_rule_only(site: Site, people: dict[str, Person]) -> None:
    with site.database():
        decided(people, STAFF_TEXT, "ask", owner="staff")
    sade = people["staff"]
    sent = rule_data(people, seen="1", why="We have looked.", owner=sade.staff_number)
    assert visit(site, "POST", RULE, sade, **sent).status_code == 303
    assert visit(site, "POST", f"{CHAT}/rule?task=draft", sade, **sent).status_code == 403
    assert visit(site, "POST", CHAT, sade, name="Mine now", seen="1").status_code == 403
    assert (
        visit(
            site, "POST", f"{CHAT}/rule/end?task=rewrite&data=staff_only", sade, end_why="No need.", seen="2"
        ).status_code
        == 303
    )


def test_who_decides_for_the_organisation_changes_all_but_who_decides(site: Site, people: dict[str, Person]) -> None:
    with site.database():
        settle(people, "decider")
    priya = people["decider"]
    assert visit(site, "GET", "/admin/tools/add", priya).status_code == 200
    assert visit(site, "POST", "/admin/tools/any/rule", priya, **rule_data(people)).status_code == 303
    assert visit(site, "GET", "/admin/guardrails", priya).status_code == 403


def settle(people: People, owner: str) -> None:
    actions.set_register(
        people[owner].organisation_id,
        seen_version=1,
        owner=people[owner],
        slip_tell="the privacy team",
        slip_within="",
        slip_out_of_hours="",
        by=None,
        now=EARLIER,
    )


@pytest.mark.parametrize(
    "path",
    [
        "/admin/tools/foreign-helper",
        "/admin/tools/foreign-helper/rule",
        "/admin/tools/nothing-like-it",
        f"{CHAT}/rule?task=juggle",
        f"{CHAT}/rule?data=secrets",
    ],
)
def test_what_is_foreign_or_unknown_is_not_found(site: Site, people: dict[str, Person], path: str) -> None:
    assert visit(site, "GET", path, people["administrator"]).status_code == 404
    assert visit(site, "POST", path, people["administrator"], **rule_data(people)).status_code == 404


# Tools and people


def test_a_tool_is_added_with_its_owner(site: Site, people: dict[str, Person]) -> None:
    answer = visit(
        site,
        "POST",
        "/admin/tools/add",
        people["administrator"],
        name="Letter sorter",
        about="It sorts letters.",
        how_to_open="[Sorter](https://sorter.trust.example)",
        owner=people["owner"].email or "",
    )
    assert answer.location.endswith("/admin/tools/letter-sorter")
    assert the_tool(site, people, "letter-sorter").owner_id == people["owner"].id


def test_a_name_that_is_taken_keeps_what_was_typed(site: Site, people: dict[str, Person]) -> None:
    sent = {"name": "CHAT  assistant", "about": "Another one.", "owner": people["no mail"].staff_number}
    answer = visit(site, "POST", "/admin/tools/add", people["administrator"], **sent)
    assert answer.status_code == 400
    assert "Chat assistant is in the register already" in said(answer)
    assert {name: field(answer, name) for name in sent} == sent


@pytest.mark.parametrize(("who", "typed"), [("apostrophe", "O'Brien"), ("apostrophe", "o’brien"), ("curly", "O'Neill")])
def test_a_name_with_an_apostrophe_brings_the_person_to_pick(
    site: Site, people: dict[str, Person], who: str, typed: str
) -> None:
    first = visit(site, "POST", CHAT, people["administrator"], name="Chat assistant", seen="1", owner=typed)
    assert first.status_code == 400
    assert f"1 person fits “{typed}”" in said(first)
    assert field(first, "owner") == typed
    sent = form_of(first, "Save")
    assert sent["owner-pick"] == people[who].staff_number
    assert visit(site, "POST", CHAT, people["administrator"], **sent).status_code == 303
    assert the_tool(site, people).owner_id == people[who].id


def test_words_that_changed_after_a_pick_count_more_than_the_pick(site: Site, people: dict[str, Person]) -> None:
    sent = {"name": "Chat assistant", "seen": "1", "owner": people["owner"].staff_number}
    sent |= {"owner-asked": "O'Brien", "owner-pick": people["apostrophe"].staff_number}
    visit(site, "POST", CHAT, people["administrator"], **sent)
    assert the_tool(site, people).owner_id == people["owner"].id


def test_somebody_without_email_can_be_chosen_and_stays_chosen(site: Site, people: dict[str, Person]) -> None:
    tom = people["no mail"]
    sent = {"name": "Chat assistant", "seen": "1", "owner": tom.staff_number}
    assert visit(site, "POST", CHAT, people["administrator"], **sent).status_code == 303
    assert field(visit(site, "GET", CHAT, people["administrator"]), "owner") == tom.staff_number


def test_somebody_who_has_left_or_works_elsewhere_cannot_be_named(site: Site, people: dict[str, Person]) -> None:
    for who, why in (("gone", "This person has left"), ("elsewhere", "Nobody here has this staff number")):
        sent = {"name": "Chat assistant", "seen": "1", "owner": people[who].staff_number}
        answer = visit(site, "POST", CHAT, people["administrator"], **sent)
        assert answer.status_code == 400
        assert why in said(answer)
        assert "Otto" not in said(answer)


def test_never_more_than_eight_people_are_listed(site: Site, people: dict[str, Person]) -> None:
    def crowd() -> None:
        organisation = an_organisation("BIG", name="Big Trust")
        for number in range(12):
            a_person(organisation, f"Jo Smith-{number}")
        a_duty(a_person(organisation, "Ada Admin", staff_number="1"), "administrator")

    site.given(crowd)
    with site.database():
        ada = db.session.query(Person).filter_by(staff_number="1").one()
        db.session.expunge(ada)
    answer = visit(site, "POST", "/admin/tools/add", ada, name="Helper", owner="smith")
    assert "More than 8 people fit “smith”" in said(answer)
    assert len(page_of(answer).find_all("input", attrs={"name": "owner-pick"})) == 8


def test_names_that_begin_like_the_words_come_first(site: Site, people: dict[str, Person]) -> None:
    def crowd() -> None:
        organisation = db.session.get_one(Person, people["staff"].id).organisation_id
        for name in ("Jasmin Abbot", "Jasmin Bell", "Zoe Smith"):
            person = a_person(db.session.get_one(Organisation, organisation), name)
            a_post(person, a_team(db.session.get_one(Organisation, organisation), name))

    site.given(crowd)
    answer = visit(site, "POST", CHAT, people["administrator"], name="Chat assistant", seen="1", owner="smi")
    listed = [one.get_text() for one in page_of(answer).select("[for^=owner-]")]
    assert [one.split(",")[0] for one in listed] == ["Zoe Smith", "Jasmin Abbot", "Jasmin Bell"]


# Rules


def test_a_rule_is_decided_and_tells_what_people_read(site: Site, people: dict[str, Person]) -> None:
    before = visit(site, "GET", RULE, people["administrator"])
    assert heading(before) == "Nobody has decided this yet"
    assert field(before, "owner") == people["owner"].email
    assert visit(site, "POST", RULE, people["administrator"], **rule_data(people)).status_code == 303
    row = standing(site, people)
    assert row is not None
    assert (row.answer, row.version, row.conditions) == (
        "yes",
        1,
        ["Write roles in place of names.", "Read all of it."],
    )
    after = visit(site, "GET", RULE, people["administrator"])
    assert heading(after) == "Yes, if you take out names first"
    assert "Version 1, 3 December 2026 at 10am, by Ruth Achterberg" in said(after)


def test_words_typed_twice_stand_once_in_the_heading(site: Site, people: dict[str, Person]) -> None:
    sent = rule_data(people, only_if="Yes, if you take out names first.")
    visit(site, "POST", RULE, people["administrator"], **sent)
    assert heading(visit(site, "GET", RULE, people["administrator"])) == "Yes, if you take out names first"


def test_a_preview_saves_nothing_and_keeps_the_form(site: Site, people: dict[str, Person]) -> None:
    answer = visit(site, "POST", RULE, people["administrator"], **rule_data(people, preview="yes"))
    assert answer.status_code == 200
    assert "It is not saved yet Yes, if you take out names first" in said(answer)
    assert field(answer, "only_if") == "you take out names first"
    assert standing(site, people) is None


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"answer": ""}, "Choose an answer"),
        ({"answer": "maybe"}, "Choose an answer"),
        ({"only_if": "x" * 61}, "Write at most 60"),
        ({"conditions": "\n".join(f"Thing {n}" for n in range(9))}, "There are 9 conditions"),
        ({"owner": ""}, "Name who answers for this rule"),
        ({"review_year": ""}, "Write the review date in full"),
        ({"review_day": "", "review_month": "", "review_year": ""}, "Give the day by which somebody looks"),
        ({"review_day": "31"}, "The review date is not a real date"),
        ({"review_year": "2029"}, "within 2 years"),
        ({"policy_url": "javascript:alert(1)"}, "begins with https://"),
        ({"why": "x" * 301}, "Write at most 300"),
    ],
)
def test_an_error_stands_beside_its_field_and_keeps_the_rest(
    site: Site, people: dict[str, Person], typed: dict[str, str], problem: str
) -> None:
    sent = rule_data(people, **typed)
    answer = visit(site, "POST", RULE, people["administrator"], **sent)
    assert answer.status_code == 400
    assert problem in said(answer)
    kept = {"only_if", "conditions", "review_day", "review_month", "review_year", "policy_url", "why"} & set(sent)
    assert {name: field(answer, name) for name in kept} == {name: sent[name] for name in kept}
    links = {str(one["href"]).lstrip("#") for one in page_of(answer).select(".nhsuk-error-summary a")}
    assert links
    assert all(page_of(answer).find(id=one) for one in links)
    assert standing(site, people) is None


def test_a_change_says_why_and_the_history_says_what(site: Site, people: dict[str, Person]) -> None:
    with site.database():
        decided(people, STAFF_TEXT, "ask")
    silent = visit(site, "POST", RULE, people["administrator"], **rule_data(people, seen="1"))
    assert silent.status_code == 400
    assert "Say in a sentence why it changed" in said(silent)
    told = visit(site, "POST", RULE, people["administrator"], **rule_data(people, seen="1", why="We have tested it."))
    assert told.status_code == 303
    page = said(visit(site, "GET", RULE, people["administrator"]))
    assert "2 versions of this rule" in page
    assert "We have tested it. What version 2 changed What Before From then on Answer Ask first Yes" in page


def test_the_page_names_rules_that_clash_and_rules_that_it_narrows(site: Site, people: dict[str, Person]) -> None:
    with site.database():
        decided(people, PATIENTS, "no")
        decided(people, Scope("chat-assistant"), "ask")
        decided(people, Scope("chat-assistant", "draft", "patient_in_approved_tool"), "undecided")
    sent = rule_data(people, preview="yes")
    page = said(visit(site, "POST", f"{CHAT}/rule?task=draft", people["administrator"], **sent))
    assert (
        "Clashes with The rule Any tool, for every task, with information about patients says No . "
        "Where both fit, the more careful one counts." in page
    )
    assert "Narrows Chat assistant, for every task, with any information says Ask first" in page
    assert "Narrower rules, which count before it Chat assistant, to draft a letter" in page
    agreed = rule_data(people, preview="yes", answer="no")
    assert "Clashes with" not in said(visit(site, "POST", f"{CHAT}/rule?task=draft", people["administrator"], **agreed))


def test_the_grid_shows_what_counts_and_the_gaps(site: Site, people: dict[str, Person]) -> None:
    assert heading(visit(site, "GET", CHAT, people["administrator"])) == "Nothing is decided about it yet"
    with site.database():
        decided(people, PATIENTS, "no")
        decided(people, STAFF_TEXT, "yes", conditions="Read it.")
    answer = visit(site, "GET", CHAT, people["administrator"])
    assert heading(answer) == "26 of 36 questions are not decided yet"
    grid = page_of(answer).select_one(".st-grid")
    assert grid is not None
    first = [" ".join(cell.get_text(" ").split()) for cell in grid.select("tbody tr")[0].find_all("td")]
    assert first[0].startswith("Not decided yet")
    assert first[0].endswith("No rule")
    assert first[2].startswith("Yes, if")
    assert first[2].endswith("A rule of its own")
    assert first[3].startswith("No")
    assert first[3].endswith("Rule for any tool, every task")
    link = grid.select("tbody tr")[0].find_all("a")[0]
    assert link["href"] == f"{CHAT}/rule?task=rewrite&data=no_personal_data"


def test_a_rule_ends_with_a_reason_and_keeps_its_history(site: Site, people: dict[str, Person]) -> None:
    with site.database():
        decided(people, STAFF_TEXT, "yes")
    end = f"{CHAT}/rule/end?task=rewrite&data=staff_only"
    silent = visit(site, "POST", end, people["administrator"], seen="1")
    assert silent.status_code == 400
    assert "Say in one sentence why this rule ends" in said(silent)
    late = visit(site, "POST", end, people["administrator"], seen="0", end_why="Nobody needs it.")
    assert (late.status_code, field(late, "end_why")) == (400, "Nobody needs it.")
    assert visit(site, "POST", end, people["administrator"], seen="1", end_why="Nobody needs it.").status_code == 303
    assert standing(site, people) is None
    page = visit(site, "GET", RULE, people["administrator"])
    assert heading(page) == "Nobody has decided this yet"
    assert "Ended on 3 December 2026. Nobody needs it." in said(page)
    assert visit(site, "POST", end, people["administrator"], seen="1", end_why="Nobody needs it.").status_code == 303


# Two editors at once


def test_the_second_editor_of_a_rule_sees_what_the_first_changed(site: Site, people: dict[str, Person]) -> None:
    with site.database():
        decided(people, STAFF_TEXT, "ask", instead="Ask the team")
    ruth, omar = people["administrator"], people["second"]
    first = form_of(visit(site, "GET", RULE, ruth), "Save this rule")
    second = form_of(visit(site, "GET", RULE, omar), "Save this rule")
    assert visit(site, "POST", RULE, ruth, **{**first, "answer": "no", "why": "It went wrong."}).status_code == 303
    mine = {**second, "conditions": "Say what for.", "why": "Easier to answer."}
    answer = visit(site, "POST", RULE, omar, **mine)
    assert answer.status_code == 409
    page = said(answer)
    assert "Ruth Achterberg changed this at 10am on Thursday 3 December" in page
    assert "Answer Ask first No Ask first" in page
    told = page_of(answer).select_one(".nhsuk-error-summary table")
    assert told is not None
    assert [row.get_text() for row in told.select("tbody th")] == ["Answer"]
    assert (field(answer, "conditions"), field(answer, "why")) == ("Say what for.", "Easier to answer.")
    row = standing(site, people)
    assert row is not None
    assert (row.version, row.answer) == (2, "no")
    again = form_of(answer, "Save my words")
    assert again["seen"] == "2"
    assert visit(site, "POST", RULE, omar, **again).status_code == 303
    row = standing(site, people)
    assert row is not None
    assert (row.version, row.answer, row.conditions) == (3, "ask", ["Say what for."])


def test_two_first_rules_for_one_question_are_not_written_over_each_other(
    site: Site, people: dict[str, Person]
) -> None:
    assert visit(site, "POST", RULE, people["administrator"], **rule_data(people)).status_code == 303
    answer = visit(site, "POST", RULE, people["second"], **rule_data(people, answer="no"))
    assert answer.status_code == 409
    assert "Answer Nothing Yes No" in said(answer)
    row = standing(site, people)
    assert row is not None
    assert (row.version, row.answer) == (1, "yes")


def test_the_second_editor_of_a_tool_sees_what_the_first_changed(site: Site, people: dict[str, Person]) -> None:
    first = form_of(visit(site, "GET", CHAT, people["administrator"]), "Who answers for it")
    second = form_of(visit(site, "GET", CHAT, people["second"]), "Who answers for it")
    renamed = {**first, "name": "Text assistant", "owner": people["no mail"].staff_number}
    assert visit(site, "POST", CHAT, people["administrator"], **renamed).status_code == 303
    answer = visit(site, "POST", CHAT, people["second"], **{**second, "about": "It writes."})
    assert answer.status_code == 409
    page = said(answer)
    assert "Ruth Achterberg changed this" in page
    assert "Name Chat assistant Text assistant Chat assistant" in page
    assert re.search(r"Who answers for it Ines Carvalho-Reid, \d+ Tom Bell, \d+ Ines Carvalho-Reid", page)
    assert "What it is Nothing" not in page
    assert field(answer, "about") == "It writes."
    assert the_tool(site, people).name == "Text assistant"
    assert visit(site, "POST", CHAT, people["second"], **form_of(answer, "Save my words")).status_code == 303
    assert the_tool(site, people).name == "Chat assistant"


def test_the_second_editor_of_who_decides_sees_what_the_first_changed(site: Site, people: dict[str, Person]) -> None:
    path = "/admin/guardrails"
    first = form_of(visit(site, "GET", path, people["administrator"]), "Whom to tell")
    second = form_of(visit(site, "GET", path, people["second"]), "Whom to tell")
    sent = {
        **first,
        "owner": people["decider"].staff_number,
        "slip_tell": "the privacy team",
        "slip_within": "within 1 hour",
    }
    assert visit(site, "POST", path, people["administrator"], **sent).status_code == 303
    answer = visit(site, "POST", path, people["second"], **{**second, "slip_tell": "your manager"})
    assert answer.status_code == 409
    assert "Whom to tell Nothing the privacy team your manager" in said(answer)
    assert field(answer, "slip_tell") == "your manager"
    assert visit(site, "POST", path, people["second"], **form_of(answer, "Save my words")).status_code == 303
    page = visit(site, "GET", path, people["administrator"])
    assert field(page, "slip_tell") == "your manager"


def test_an_error_after_somebody_else_saved_does_not_hide_what_they_changed(
    site: Site, people: dict[str, Person]
) -> None:
    """The version that was seen goes through the error page with the form."""
    second = form_of(visit(site, "GET", CHAT, people["second"]), "Who answers for it")
    first = {"name": "Text assistant", "seen": "1", "owner": people["owner"].staff_number}
    assert visit(site, "POST", CHAT, people["administrator"], **first).status_code == 303
    wrong = visit(site, "POST", CHAT, people["second"], **{**second, "owner": "nobody at all"})
    assert wrong.status_code == 400
    mended = {**form_of(wrong, "Who answers for it"), "owner": people["owner"].staff_number}
    assert visit(site, "POST", CHAT, people["second"], **mended).status_code == 409


def test_who_decides_is_said_first(site: Site, people: dict[str, Person]) -> None:
    path = "/admin/guardrails"
    assert heading(visit(site, "GET", path, people["administrator"])).startswith("Nobody is named to decide yet")
    sent = {"seen": "1", "owner": people["decider"].email or "", "slip_tell": "the privacy team"}
    assert visit(site, "POST", path, people["administrator"], **sent).status_code == 303
    assert heading(visit(site, "GET", path, people["administrator"])) == (
        "Priya Raman-Hughes decides where nobody is named"
    )
    wrong = visit(site, "POST", path, people["administrator"], seen="2", owner="nobody at all", slip_within="x" * 61)
    assert wrong.status_code == 400
    assert field(wrong, "slip_within") == "x" * 61


def test_a_decider_who_has_left_is_said_first(site: Site, people: dict[str, Person]) -> None:
    with site.database():
        settle(people, "decider")
        db.session.get_one(Person, people["decider"].id).status = "left"
    answer = visit(site, "GET", "/admin/guardrails", people["administrator"])
    assert heading(answer) == "Who was named to decide has left"
    assert field(answer, "owner") == ""
    assert "Until somebody is named, Ruth Achterberg is shown" in said(answer)


# Access, and out of use


@pytest.mark.parametrize(
    ("to", "key", "words"),
    [
        ("organisation", "", "Everybody"),
        ("team", "booking centre", "Booking Centre (Outpatients) and the teams below it"),
        ("family", "medical-secretary", "everybody in this role"),
    ],
)
def test_a_tool_is_given_and_taken_back(site: Site, people: dict[str, Person], to: str, key: str, words: str) -> None:
    ruth = people["administrator"]
    assert not has_it(site, people, "staff")
    for _ in range(2):
        assert visit(site, "POST", f"{CHAT}/give", ruth, to=to, key=key).status_code == 303
    assert has_it(site, people, "staff")
    page = visit(site, "GET", CHAT, ruth)
    assert words in said(page)
    back = form_of(page, "Take back")
    for _ in range(2):
        assert visit(site, "POST", f"{CHAT}/take-back", ruth, **back).status_code == 303
    assert not has_it(site, people, "staff")


def test_a_tool_is_given_to_one_person_whose_name_was_typed(site: Site, people: dict[str, Person]) -> None:
    ruth = people["administrator"]
    asked = visit(site, "POST", f"{CHAT}/give", ruth, to="person", person="bell")
    assert asked.status_code == 400
    assert visit(site, "POST", f"{CHAT}/give", ruth, **form_of(asked, "Give it to this person")).status_code == 303
    assert has_it(site, people, "no mail")
    assert not has_it(site, people, "staff")
    assert f"Tom Bell staff number {people['no mail'].staff_number}" in said(visit(site, "GET", CHAT, ruth))


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({"to": "team", "key": "none such"}, "Choose a team from the list"),
        ({"to": "family", "key": "juggler"}, "Choose a role from the list"),
        ({"to": "person", "person": ""}, "Write a staff number or a work email"),
        ({"to": "the moon"}, "Choose who gets it"),
    ],
)
def test_a_tool_is_not_given_to_nobody(
    site: Site, people: dict[str, Person], data: dict[str, str], problem: str
) -> None:
    answer = visit(site, "POST", f"{CHAT}/give", people["administrator"], **data)
    assert answer.status_code == 400
    assert problem in said(answer)


def test_taking_back_what_another_tool_gave_changes_nothing(site: Site, people: dict[str, Person]) -> None:
    with site.database():
        actions.give(the_tool_row(people, "chat-assistant"), by=None, now=EARLIER)
    number = form_of(visit(site, "GET", CHAT, people["administrator"]), "Take back")["access"]
    for wrong in (number, "", "x", "9" * 30):
        path = "/admin/tools/voice-notes/take-back"
        assert visit(site, "POST", path, people["administrator"], access=wrong).status_code == 303
    assert has_it(site, people, "staff")


def test_a_tool_goes_out_of_use_at_once_and_comes_back(site: Site, people: dict[str, Person]) -> None:
    ruth = people["administrator"]
    with site.database():
        decided(people, STAFF_TEXT, "yes")
    silent = visit(site, "POST", f"{CHAT}/withdraw", ruth, why="", instead="[Pen](https://pen.trust.example)")
    assert silent.status_code == 400
    assert field(silent, "instead") == "[Pen](https://pen.trust.example)"
    assert visit(site, "POST", f"{CHAT}/withdraw", ruth, why="It keeps what you type.").status_code == 303
    assert heading(visit(site, "GET", RULE, ruth)) == "No. Chat assistant is out of use"
    page = visit(site, "GET", CHAT, ruth)
    assert heading(page) == "Out of use since 3 December 2026"
    assert "What counts again once it is back in use" in said(page)
    assert visit(site, "POST", f"{CHAT}/put-back", ruth).status_code == 303
    assert heading(visit(site, "GET", RULE, ruth)) == "Yes, you may"
    assert "3 December 2026 to 3 December 2026: It keeps what you type." in said(visit(site, "GET", CHAT, ruth))
