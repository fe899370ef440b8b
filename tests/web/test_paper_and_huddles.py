"""For people without a screen of their own: a printed unit recorded by its code, and ten minutes with the team."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from learning.capability.models import Evidence
from learning.ground import clock
from learning.ground.db import db
from learning.modules.models import Huddle, ModuleVersion
from learning.modules.rules import paper_code
from learning.people.models import Membership, Organisation, Person
from tests.builders import LESSON, a_duty, a_person
from tests.fixtures.app import Site
from tests.web.learners import a_learner, heading, one_more, page_of, said

UNIT = "/modules/what-is-missing"


@pytest.fixture
def sade(site: Site) -> Person:
    return site.given(a_learner)


def code_on(site: Site, person: Person) -> str:
    tag = page_of(site.visit("GET", f"{UNIT}/print", who=person)).select_one(".steady-sheet__code")
    assert tag is not None
    return tag.get_text()


def test_the_code_on_a_sheet_records_what_was_ticked_on_it(site: Site, sade: Person) -> None:
    code = code_on(site, sade)
    typed = f" {code.lower()} "
    led = site.visit("POST", "/paper", who=sade, data={"code": typed})
    path = led.headers["Location"]
    first = site.visit("GET", path, who=sade)
    assert "question 1 of 2" in said(first)
    assert "Why this matters" not in said(first), "it was read on paper"
    assert site.visit("POST", path, who=sade, data={"activity": "gap"}).status_code == 400
    site.visit("POST", path, who=sade, data={"activity": "gap", "marked": ["b", "c"]})
    second = said(site.visit("GET", path, who=sade))
    assert "question 2 of 2" in second
    assert "You caught" not in second, "what it was worth comes after the last one"
    site.visit("POST", path, who=sade, data={"activity": "step", "choice": "b"})
    done = site.visit("GET", path, who=sade, follow_redirects=True)
    assert heading(done) == "You caught both missing points"
    with site.database():
        rows = db.session.execute(select(Evidence.outcome, Evidence.source, Evidence.confidence)).all()
    assert [tuple(row) for row in rows] == [("right", "paper", None)] * 2


def test_a_sheet_of_an_old_version_is_recorded_as_it_was_printed(site: Site, sade: Person) -> None:
    code = code_on(site, sade)
    newer = LESSON.replace("Knee pain is better.", "Hip pain is better.")
    site.given(one_more, sade, "what-is-missing", newer, version=2)
    path = site.visit("POST", "/paper", who=sade, data={"code": code}).headers["Location"]
    page = said(site.visit("GET", path, who=sade))
    assert "Knee pain is better." in page
    assert "Hip pain" not in page


@pytest.mark.parametrize("typed", ["", "none", "2222-3", "<script>", "9" * 60])
def test_a_code_of_nothing_is_refused_in_one_sentence(site: Site, sade: Person, typed: str) -> None:
    refused = site.visit("POST", "/paper", who=sade, data={"code": typed})
    assert refused.status_code == 400
    assert "This code is not of a unit here. Look at the foot of your sheet" in said(refused)


def test_a_code_of_another_organisation_opens_nothing(site: Site, sade: Person) -> None:
    other = site.given(a_learner, "OTH")
    own = site.given(one_more, other, "own-unit", LESSON)
    assert site.visit("GET", f"/paper/{paper_code(own.id)}", who=other).status_code == 200
    assert site.visit("GET", f"/paper/{paper_code(own.id)}", who=sade).status_code == 404


# Huddles


def _with_duty(near: Person, duty: str) -> Person:
    person = a_person(db.session.get_one(Organisation, near.organisation_id), "Dev Okafor")
    a_duty(person, duty)
    return person


def _managed_by(person: Person, manager: Person) -> None:
    for post in db.session.scalars(select(Membership).where(Membership.person_id == person.id)):
        post.manager_id = manager.id


def the_boxes(day: dt.date, **more: str) -> dict[str, str]:
    return {"team": "outpatients", "on-day": str(day.day), "on-month": str(day.month), "on-year": str(day.year)} | more


def test_a_champion_prints_the_sheet_and_notes_counts_and_no_names(site: Site, sade: Person) -> None:
    dev = site.given(_with_duty, sade, "champion")
    assert "What is missing?" in said(site.visit("GET", "/huddles", who=dev))
    sheet = said(site.visit("GET", "/huddles/what-is-missing/print", who=dev))
    assert "A team huddle of 10 minutes" in sheet
    assert "Answers and reasons" in sheet
    today = clock.today("Europe/London")
    data = the_boxes(today, people="8", **{"hands-b": "6", "hands-c": "5", "hands-nothing": ""})
    noted = site.visit("POST", "/huddles/what-is-missing", who=dev, data=data)
    assert noted.headers["Location"] == "/huddles"
    page = said(site.visit("GET", "/huddles", who=dev))
    assert "8 people" in page
    assert "6: He felt dizzy. Stop the tablets today." in page
    with site.database():
        huddle = db.session.scalars(select(Huddle)).one()
        assert huddle.counts == {"gap": {"a": 0, "b": 6, "c": 5, "d": 0, "nothing": 0}}
        assert db.session.scalars(select(Evidence)).all() == [], "a show of hands is nobody's evidence"


def test_noted_twice_it_is_one_huddle_with_the_last_counts(site: Site, sade: Person) -> None:
    dev = site.given(_with_duty, sade, "champion")
    today = clock.today("Europe/London")
    for people in ("8", "9"):
        site.visit("POST", "/huddles/what-is-missing", who=dev, data=the_boxes(today, people=people))
    with site.database():
        assert db.session.scalars(select(Huddle.people)).all() == [9]


def test_with_fewer_than_five_people_no_hands_are_kept(site: Site, sade: Person) -> None:
    dev = site.given(_with_duty, sade, "champion")
    today = clock.today("Europe/London")
    site.visit("POST", "/huddles/what-is-missing", who=dev, data=the_boxes(today, people="4", **{"hands-b": "4"}))
    with site.database():
        assert db.session.scalars(select(Huddle.counts)).all() == [{}]


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"people": ""}, "Write how many people were there, from 1 to 200."),
        ({"people": "8", "hands-b": "9"}, "Write a number from 0 to 8 beside “He felt dizzy."),
        ({"people": "8", "team": "none"}, "Choose the team from the list."),
        ({"people": "8", "on-day": "31", "on-month": "2"}, "The day of the huddle is not a real date."),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(
    site: Site, sade: Person, changed: dict[str, str], problem: str
) -> None:
    dev = site.given(_with_duty, sade, "champion")
    data = the_boxes(clock.today("Europe/London"), **{"hands-a": "3"}) | changed
    refused = site.visit("POST", "/huddles/what-is-missing", who=dev, data=data)
    assert refused.status_code == 400
    assert problem in said(refused)
    assert page_of(refused).select_one("#hands-a[value='3']") is not None
    with site.database():
        assert db.session.scalars(select(Huddle)).all() == []


def test_a_manager_may_run_one_with_their_own_team_and_nobody_else_may(site: Site, sade: Person) -> None:
    boss = site.given(_with_duty, sade, "editor")
    assert site.visit("GET", "/huddles", who=boss).status_code == 403
    assert site.visit("GET", "/huddles/what-is-missing/print", who=sade).status_code == 403
    site.given(_managed_by, sade, boss)
    assert site.visit("GET", "/huddles/what-is-missing", who=boss).status_code == 200


def test_only_whoever_noted_a_huddle_sees_it(site: Site, sade: Person) -> None:
    dev, lead = site.given(_with_duty, sade, "champion"), site.given(_with_duty, sade, "lead")
    today = clock.today("Europe/London")
    site.visit("POST", "/huddles/what-is-missing", who=dev, data=the_boxes(today, people="8"))
    assert "Huddles you noted" not in said(site.visit("GET", "/huddles", who=lead))


def test_a_unit_without_a_question_for_hands_is_not_offered(site: Site, sade: Person) -> None:
    dev = site.given(_with_duty, sade, "champion")
    with site.database():
        db.session.query(ModuleVersion).update({"review_due": dt.date(2020, 1, 1)})
    assert "There is no unit for a huddle yet." in said(site.visit("GET", "/huddles", who=dev))
    assert site.visit("GET", "/huddles/what-is-missing", who=dev).status_code == 404
