"""The library as editors, administrators and the staff side see it: versions, filters, holds."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from learning.drip.models import Delivery
from learning.ground import clock
from learning.ground.db import db
from learning.modules import actions, queries
from learning.people.models import Organisation, Person
from tests.builders import LESSON, a_duty, a_module, a_person, a_post, a_team, an_organisation, the_framework
from tests.fixtures.app import Site

NOW = dt.datetime(2026, 12, 3, 10, 0, tzinfo=dt.UTC)
UNIT = "/admin/modules/what-is-missing"


def trust() -> dict[str, Person]:
    """Somebody of each duty, and somebody with all of them elsewhere, in a trust that adopted one unit."""
    the_framework()
    organisation, other = an_organisation(), an_organisation("OTH", name="Other Trust")
    team = a_team(organisation)
    people = {"learner": a_person(organisation, "Sade Adeyemi")}
    for duty in ("editor", "administrator", "staff-side", "lead"):
        people[duty] = a_person(organisation, f"{duty.title()} Person")
        a_duty(people[duty], duty)
    for person in people.values():
        a_post(person, team)
    people["foreigner"] = a_person(other, "Otto Stranger")
    for duty in ("administrator", "staff-side"):
        a_duty(people["foreigner"], duty)
    a_module(adopted_by=organisation)
    own = a_module("ours", title="Our own")
    own.organisation_id = organisation.id
    return people


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


def said(answer: TestResponse) -> str:
    main = BeautifulSoup(answer.get_data(as_text=True), "html5lib").main
    assert main is not None
    return " ".join(main.get_text(" ").split())


def heading(answer: TestResponse) -> str:
    found = BeautifulSoup(answer.get_data(as_text=True), "html5lib").h1
    assert found is not None
    for caption in found.find_all("span"):
        caption.extract()
    return " ".join(found.get_text(" ").split())


def more(people: dict[str, Person], version: int, body: str = LESSON, **facts: str) -> None:
    a_module(body=body, version=version, **facts)


def organisation_of(people: dict[str, Person]) -> Organisation:
    return db.session.get_one(Organisation, people["editor"].organisation_id)


@pytest.mark.parametrize("who", ["editor", "administrator", "staff-side"])
def test_every_loaded_version_stands_on_the_page_of_its_unit(site: Site, people: dict[str, Person], who: str) -> None:
    site.given(more, people, 2)
    page = said(visit(site, "GET", UNIT, people[who]))
    assert "Version 2 23 November 2026 Waits Nobody Compare with version 1" in page
    assert "Version 1 23 November 2026 In use Looked at by June Okafor-Lind" in page
    assert "Owner Core" in page


def test_a_comparison_says_first_whether_an_answer_changed(site: Site, people: dict[str, Person]) -> None:
    site.given(more, people, 2, LESSON.replace("answer: [b, c]", "answer: [b]"), title="What is gone?")
    answer = visit(site, "GET", f"{UNIT}/compare?from=1&to=2", people["editor"])
    assert heading(answer) == "1 question has a changed answer"
    page = said(answer)
    assert "Question “gap” : what is right has changed" in page.replace("”:", "” :")
    assert "C right not right" in page
    assert "Title What is missing? What is gone?" in page
    assert "Level" not in page


def test_added_and_removed_words_are_told_apart_without_colour(site: Site, people: dict[str, Person]) -> None:
    site.given(more, people, 2, LESSON.replace("safest next step", "best next step"))
    answer = visit(site, "GET", f"{UNIT}/compare", people["staff-side"])
    assert heading(answer) == "No answer has changed"
    page = BeautifulSoup(answer.get_data(as_text=True), "html5lib")
    assert [" ".join(tag.get_text(" ").split()) for tag in page.find_all(["ins", "del"])] == [
        "Removed: safest . End of what was removed.",
        "Added: best . End of what was added.",
    ]


@pytest.mark.parametrize("query", ["?from=1&to=9", "?from=7", "?to=99999999999999999999"])
def test_a_version_that_was_never_loaded_is_not_found(site: Site, people: dict[str, Person], query: str) -> None:
    assert visit(site, "GET", f"{UNIT}/compare{query}", people["editor"]).status_code == 404


def test_the_library_says_first_what_is_overdue_and_can_be_filtered(site: Site, people: dict[str, Person]) -> None:
    site.given(a_module, "old", title="Old rules", review_due="2026-12-01")
    site.given(a_module, "soon", title="Soon due", review_due="2026-12-20", competencies="[P2]")
    editor = people["editor"]
    assert heading(visit(site, "GET", "/admin/modules", editor)) == (
        "1 unit is overdue for review, and 3 units wait for a reviewer"
    )
    page = said(visit(site, "GET", "/admin/modules?show=review", editor))
    assert "All units 4 units" in page
    assert "Waits for a reviewer 3 units" in page
    assert "Overdue or due in 30 days 2 units" in page
    assert "2 units by title" in page
    assert "What is missing?" not in page
    assert "1 unit by title" in said(visit(site, "GET", "/admin/modules?show=review&competency=P2", editor))
    assert "4 units by title" in said(visit(site, "GET", "/admin/modules?show=nonsense&competency=nonsense", editor))
    assert "No unit is here" in said(visit(site, "GET", "/admin/modules?show=held", editor))


def test_the_staff_side_reads_a_unit_holds_it_back_and_lifts_its_hold(site: Site, people: dict[str, Person]) -> None:
    reviewer, learner = people["staff-side"], people["learner"]
    page = said(visit(site, "GET", UNIT, reviewer))
    assert "Missing, and it matters most." in page
    assert "Adopt" not in page.replace("Adopted", "")
    refused = visit(site, "POST", f"{UNIT}/hold", reviewer, why="no")
    assert refused.status_code == 400
    assert "Write why in 5 to 500 characters" in said(refused)
    visit(site, "POST", f"{UNIT}/hold", reviewer, why="The union was not asked.")
    state = "Held back by the staff side since 3 December 2026: The union was not asked."
    assert "Adopted, and held back by the staff side" in said(visit(site, "GET", UNIT, reviewer))
    for who in ("staff-side", "editor", "administrator"):
        assert state in said(visit(site, "GET", "/admin/modules?show=held", people[who]))
        assert state in said(visit(site, "GET", UNIT, people[who]))
    assert visit(site, "GET", "/modules/what-is-missing", learner).status_code == 404
    visit(site, "POST", f"{UNIT}/lift", reviewer)
    assert state not in said(visit(site, "GET", UNIT, reviewer))
    assert visit(site, "GET", "/modules/what-is-missing", learner).status_code == 200


def test_an_editor_can_neither_lift_a_hold_nor_adopt_it_away(site: Site, people: dict[str, Person]) -> None:
    visit(site, "POST", f"{UNIT}/hold", people["staff-side"], why="The union was not asked.")
    site.given(more, people, 2)
    visit(site, "POST", f"{UNIT}/adopt", people["editor"], reviewed_by="June Lind")
    for who in ("editor", "administrator"):
        assert visit(site, "POST", f"{UNIT}/lift", people[who]).status_code == 403
        assert visit(site, "POST", f"{UNIT}/hold", people[who], why="A reason").status_code == 403
    page = said(visit(site, "GET", UNIT, people["editor"]))
    assert "Held back by the staff side since" in page
    assert "Only the staff side can lift their hold." in page
    assert visit(site, "GET", "/modules/what-is-missing", people["learner"]).status_code == 404


def test_the_staff_side_decides_nothing_else_and_finds_the_units_in_the_menu(
    site: Site, people: dict[str, Person]
) -> None:
    reviewer = people["staff-side"]
    for method, path in (
        ("GET", "/admin"),
        ("GET", "/admin/slots"),
        ("POST", "/admin/modules"),
        ("POST", f"{UNIT}/adopt"),
    ):
        assert visit(site, method, path, reviewer).status_code == 403
    menu = BeautifulSoup(visit(site, "GET", "/this-week", reviewer).get_data(as_text=True), "html5lib")
    assert [link["href"] for link in menu.select(".steady-nav a")] == [
        "/this-week",
        "/progress",
        "/guardrails",
        "/admin/modules",
    ]


@pytest.mark.parametrize("path", ["/admin/modules", UNIT, f"{UNIT}/compare"])
def test_learners_and_leads_do_not_meet_the_library(site: Site, people: dict[str, Person], path: str) -> None:
    for who in ("learner", "lead"):
        assert visit(site, "GET", path, people[who]).status_code == 403


def test_a_unit_of_another_organisation_is_not_found(site: Site, people: dict[str, Person]) -> None:
    for method, path in (("GET", ""), ("GET", "/compare"), ("POST", "/hold"), ("POST", "/lift")):
        answer = visit(site, method, f"/admin/modules/ours{path}", people["foreigner"])
        assert answer.status_code == 404, path


def test_a_hold_elsewhere_holds_nothing_here(site: Site, people: dict[str, Person]) -> None:
    visit(site, "POST", f"{UNIT}/hold", people["foreigner"], why="Not for us.")
    assert visit(site, "GET", "/modules/what-is-missing", people["learner"]).status_code == 200
    assert "Not for us" not in said(visit(site, "GET", UNIT, people["editor"]))


def test_a_unit_held_back_after_it_came_is_no_dead_end_on_this_week(site: Site, people: dict[str, Person]) -> None:
    site.given(planned_for, people)
    assert "Start this unit" in said(visit(site, "GET", "/this-week", people["learner"]))
    visit(site, "POST", f"{UNIT}/hold", people["staff-side"], why="The union was not asked.")
    page = said(visit(site, "GET", "/this-week", people["learner"]))
    assert "Start this unit" not in page
    assert "The unit of this week was held back after it came to you." in page


def planned_for(people: dict[str, Person]) -> None:
    version = queries.newest_version("what-is-missing", organisation_id=people["learner"].organisation_id)
    db.session.add(
        Delivery(
            organisation_id=people["learner"].organisation_id,
            person_id=people["learner"].id,
            week_on=dt.date(2026, 11, 30),
            state="sent",
            channel="app",
            kind="lesson",
            module_version_id=version.id,
            reason="not-started",
            facts={"competency": "J2"},
            on=dt.date(2026, 12, 2),
            due_at=NOW - dt.timedelta(days=1),
            planned_at=NOW - dt.timedelta(days=3),
        )
    )


def test_what_editors_took_back_is_said_and_not_adopted_again_by_the_way(site: Site, people: dict[str, Person]) -> None:
    editor = people["editor"]
    visit(site, "POST", f"{UNIT}/hold-back", editor)
    assert "held back here since 3 December 2026" in said(visit(site, "GET", "/admin/modules?show=held", editor))
    visit(site, "POST", "/admin/modules", editor, reviewed_by="June Lind")
    assert visit(site, "GET", "/modules/what-is-missing", people["learner"]).status_code == 404
    visit(site, "POST", f"{UNIT}/adopt", editor, reviewed_by="June Lind")
    assert visit(site, "GET", "/modules/what-is-missing", people["learner"]).status_code == 200


def answered(people: dict[str, Person], right: int, wrong: int) -> None:
    """So many colleagues answered the second question of the unit."""
    organisation = organisation_of(people)
    version = queries.newest_version("what-is-missing", organisation_id=organisation.id)
    for number in range(right + wrong):
        person = a_person(organisation, f"Colleague {number}")
        sitting = actions.begin(person, version, today=NOW.date() - dt.timedelta(days=9))
        actions.record_answer(
            person,
            sitting,
            "step",
            given={"choice": "b" if number < right else "a"},
            confidence=None,
            source="app",
            now=NOW - dt.timedelta(days=9),
            today=NOW.date() - dt.timedelta(days=9),
        )


def test_few_answers_are_no_number(site: Site, people: dict[str, Person]) -> None:
    site.given(answered, people, 2, 2)
    page = said(visit(site, "GET", UNIT, people["editor"]))
    assert page.count("Not enough answers yet (fewer than 5 of 10)") == 2
    assert "(4 of 10)" not in page
    assert heading(visit(site, "GET", "/admin/items", people["editor"])) == "There are not enough answers yet"


def test_a_question_that_nearly_everybody_gets_right_is_listed_with_what_to_do(
    site: Site, people: dict[str, Person]
) -> None:
    site.given(answered, people, 120, 1)
    for path in ("/admin/items", UNIT):
        page = said(visit(site, "GET", path, people["administrator"]))
        assert "121" in page
        assert "over 9" in page
        assert "Nearly everybody gets it right: make it harder or leave it as a refresher." in page
        assert "Hardly anybody chooses “Send it” and “Ask the tool again”" in page
        assert "100%" not in page
    assert heading(visit(site, "GET", "/admin/items", people["editor"])) == "1 question needs a look"


def test_the_staff_side_reads_units_and_no_figures_of_answers(site: Site, people: dict[str, Person]) -> None:
    site.given(answered, people, 120, 1)
    page = said(visit(site, "GET", UNIT, people["staff-side"]))
    assert "Who has it in the drip" in page
    assert "What first answers say" not in page
    assert visit(site, "GET", "/admin/items", people["staff-side"]).status_code == 403


def test_answers_elsewhere_are_no_business_of_ours(site: Site, people: dict[str, Person]) -> None:
    site.given(answered, people, 60, 60)
    assert heading(visit(site, "GET", "/admin/items", people["foreigner"])) == "There are not enough answers yet"
    page = said(visit(site, "GET", UNIT, people["foreigner"]))
    assert page.count("Not enough answers yet (fewer than 5 of 10)") == 2
