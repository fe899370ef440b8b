"""“This does not fit my work” and “Suggest a case”: read without a name, answered, and told: you said, we changed."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from learning.ground.db import db
from learning.modules.models import UnitNote
from learning.people.models import Organisation, Person
from tests.builders import a_duty, a_person
from tests.fixtures.app import Site
from tests.web.learners import a_learner, heading, page_of, said

UNIT = "/modules/what-is-missing"
WORDS = "We have no letters, only <b>calls</b>."


@pytest.fixture
def sade(site: Site) -> Person:
    return site.given(a_learner)


@pytest.fixture
def priya(site: Site, sade: Person) -> Person:
    return site.given(_an_editor, sade)


def _an_editor(near: Person) -> Person:
    editor = a_person(db.session.get_one(Organisation, near.organisation_id), "Priya Raman-Hughes")
    a_duty(editor, "editor")
    return editor


def the_note(site: Site) -> UnitNote:
    with site.database():
        note = db.session.scalars(select(UnitNote)).one()
        db.session.expunge(note)
        return note


def test_both_ways_to_write_stand_under_every_unit(site: Site, sade: Person) -> None:
    page = page_of(site.visit("GET", UNIT, who=sade))
    for words, about in (("This does not fit my work", "misfit"), ("Suggest a case", "case")):
        link = page.find("a", string=words)
        assert link is not None
        assert link["href"] == f"{UNIT}/note?about={about}"
        assert heading(site.visit("GET", str(link["href"]), who=sade)) == words


def test_the_editors_read_it_without_a_name_and_whoever_wrote_it_reads_the_reply(
    site: Site, sade: Person, priya: Person
) -> None:
    sent = site.visit("POST", f"{UNIT}/note", who=sade, data={"about": "misfit", "text": WORDS})
    assert sent.headers["Location"] == UNIT
    assert "Thank you. The content editors read it without your name" in said(site.visit("GET", UNIT, who=sade))
    page = site.visit("GET", "/admin/notes", who=priya)
    assert heading(page) == "1 note waits for a reply"
    assert WORDS in said(page), "as it was typed, and never obeyed"
    for name in (sade.first_name, sade.last_name, sade.staff_number, sade.email or ""):
        assert name not in page.get_data(as_text=True)
    number = the_note(site).id
    site.visit("POST", f"/admin/notes/{number}", who=priya, data={"reply": "We added a call.", "changed": "yes"})
    week = said(site.visit("GET", "/this-week", who=sade))
    assert "You said, we changed" in week
    assert "We added a call." in week
    unit = said(site.visit("GET", UNIT, who=priya))
    assert "You said, we changed We added a call." in unit
    assert WORDS not in unit, "what somebody wrote is for the editors"
    site.visit("POST", f"/notes/{number}/seen", who=sade)
    assert "We added a call." not in said(site.visit("GET", "/this-week", who=sade))
    assert "Every note has its reply" in said(site.visit("GET", "/admin/notes", who=priya))


def test_a_reply_that_changes_nothing_is_told_to_whoever_wrote_and_to_nobody_else(
    site: Site, sade: Person, priya: Person
) -> None:
    site.visit("POST", f"{UNIT}/note", who=sade, data={"about": "case", "text": "A letter in large print."})
    data = {"reply": "Another unit has it.", "changed": "no"}
    site.visit("POST", f"/admin/notes/{the_note(site).id}", who=priya, data=data)
    assert "What became of your note" in said(site.visit("GET", "/this-week", who=sade))
    assert "Another unit has it." not in said(site.visit("GET", UNIT, who=sade))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "Write what does not fit."),
        ("a" * 1001, "Your text has 1,001 characters. Make it 1,000 characters or fewer."),
        ("Ring 020 7123 4567 for her.", "looks like a phone number. Take it out, then send your text again."),
    ],
)
def test_a_note_that_cannot_be_kept_is_refused_with_its_words_still_there(
    site: Site, sade: Person, text: str, problem: str
) -> None:
    refused = site.visit("POST", f"{UNIT}/note", who=sade, data={"about": "misfit", "text": text})
    assert refused.status_code == 400
    assert problem in said(refused)
    area = page_of(refused).textarea
    assert area is not None
    assert area.get_text().strip() == text
    with site.database():
        assert db.session.scalars(select(UnitNote)).all() == []


def test_the_same_words_sent_twice_are_one_note_and_ten_a_day_are_enough(site: Site, sade: Person) -> None:
    for number in (0, 0, *range(1, 12)):
        last = site.visit("POST", f"{UNIT}/note", who=sade, data={"about": "misfit", "text": f"No letters {number}."})
    assert last.status_code == 400
    assert "You have written 10 notes today. Write the next one tomorrow." in said(last)
    with site.database():
        assert len(db.session.scalars(select(UnitNote)).all()) == 10


def test_an_empty_reply_is_refused_and_the_note_still_waits(site: Site, sade: Person, priya: Person) -> None:
    site.visit("POST", f"{UNIT}/note", who=sade, data={"about": "misfit", "text": WORDS})
    refused = site.visit("POST", f"/admin/notes/{the_note(site).id}", who=priya, data={"reply": " "})
    assert refused.status_code == 400
    assert "Write what you did, or why you leave it as it is." in said(refused)
    assert the_note(site).replied_on is None
