"""What others can see about me: said with the very figures of their pages, and all of it to take home."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup, Tag
from werkzeug.test import TestResponse

from learning.ground import clock
from learning.ground.db import db
from learning.people.models import Person
from learning.privacy.rules import REGISTER
from tests.builders import NOW, a_duty, a_person, a_post, a_team, an_organisation, the_framework
from tests.fixtures.app import Site
from tests.lived import Lived, a_life


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.moved_to(NOW):
        yield


@pytest.fixture
def life(site: Site) -> Lived:
    with site.app.app_context():
        made = a_life()
        db.session.commit()
        for row in (made.organisation, made.person, made.colleague):
            db.session.refresh(row)
        db.session.expunge_all()
        db.session.remove()
    return made


@pytest.fixture
def june(site: Site, life: Lived) -> Person:
    def made() -> Person:
        person = a_person(life.organisation, "June Featherstone")
        a_duty(person, "lead")
        return person

    return site.given(made)


def page_of(answer: TestResponse) -> BeautifulSoup:
    assert answer.status_code == 200
    return BeautifulSoup(answer.get_data(as_text=True), "html5lib")


def words(part: BeautifulSoup | Tag) -> str:
    return " ".join(part.get_text(" ").split())


def me(site: Site, who: Person) -> str:
    return words(page_of(site.visit("GET", "/privacy", who)))


def test_a_stranger_reads_what_is_held_and_why_and_nothing_of_anybody(site: Site, life: Lived) -> None:
    page = words(page_of(site.visit("GET", "/privacy")))
    for kind in REGISTER:
        assert kind.name in page
        assert kind.why in page
    assert "No record of AI use is kept about anyone" in page
    assert "O'Brien" not in page
    assert "Example Valley" not in page


def test_a_person_reads_their_line_of_the_staff_list_as_administrators_do(site: Site, life: Lived) -> None:
    listed = page_of(site.visit("GET", "/admin/staff", life.person))
    row = next(row for row in listed.select("tbody tr") if "X7140088" in words(row))
    cells = [words(cell) for cell in row.select("td")][:4]
    assert cells == ["Nuala O'Brien-Szymańska", "X7140088", "Outpatients", "Email and app"]
    assert ", ".join(cells) in me(site, life.person)


def test_a_person_reads_their_line_of_the_preview_as_administrators_do(site: Site, life: Lived) -> None:
    preview = page_of(site.visit("GET", "/operations/preview", life.person))
    row = next(row for row in preview.select("tbody tr") if "O'Brien" in words(row))
    page = me(site, life.person)
    for cell in row.select("th, td"):
        assert words(cell).lower() in page.lower()


def test_a_person_reads_the_same_counts_as_leads_do(site: Site, life: Lived, june: Person) -> None:
    facts = page_of(site.visit("GET", "/operations", june)).select(".st-facts dd")
    assert words(facts[0]) == "2"
    assert "2 planned" in me(site, life.person)


def test_a_person_reads_who_leads_and_who_administers(site: Site, life: Lived, june: Person) -> None:
    page = me(site, life.colleague)
    assert "June Featherstone" in page
    assert "Nuala O'Brien-Szymańska" in page
    assert "Today: nobody" in page  # there is no champion


def test_nobody_else_is_named_but_those_with_a_duty(site: Site, life: Lived) -> None:
    site.given(lambda: a_person(life.organisation, "Zebedee Unseen"))
    assert "Unseen" not in me(site, life.person)


def test_a_new_code_from_an_administrator_is_shown_to_its_person(site: Site, life: Lived) -> None:
    assert "It has never happened." in me(site, life.colleague)
    site.visit("POST", f"/admin/staff/{life.colleague.public_id}/code", life.person)
    life.colleague.session_epoch += 1  # the code ended that session
    site._clients.clear()
    assert "It happened on 23 November 2026." in me(site, life.colleague)


def test_every_kind_that_is_held_is_listed_with_its_number(site: Site, life: Lived) -> None:
    page = me(site, life.person)
    for kind in REGISTER:
        assert kind.name in page
    assert "Your answers, and how sure you were (2)" in page
    assert "Your if-then plans (1)" in page


def test_what_is_not_held_is_not_listed(site: Site) -> None:
    def newcomer() -> Person:
        the_framework()
        return a_person(an_organisation(), "Sade Adeyemi-Clarke")

    page = me(site, site.given(newcomer))
    assert "Your answers, and how sure you were" not in page
    assert "From your learning: nothing yet." in page
    assert "You are not in it" in page


def test_the_file_is_sent_once_asked_for_by_the_button_and_holds_my_rows_alone(site: Site, life: Lived) -> None:
    answer = site.visit("POST", "/privacy/download", life.person)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="steady-about-me.json"'
    assert answer.headers["Cache-Control"] == "no-store"
    told = json.loads(answer.get_data(as_text=True))
    assert told["staff_record"][0]["staff_number"] == "X7140088"
    assert len(told["answers"]) == 2
    assert site.visit("GET", "/privacy/download", life.person).status_code == 405


def test_the_page_is_there_before_any_framework_is_loaded(site: Site) -> None:
    def made() -> Person:
        organisation = an_organisation()
        person = a_person(organisation)
        a_post(person, a_team(organisation))
        return person

    person = site.given(made)
    assert "Nobody else sees what you answer" in me(site, person)
    assert site.visit("POST", "/privacy/download", person).status_code == 200
