"""The administrator's staff import in pages: choose, read, apply or not; nobody else, and no other organisation."""

from __future__ import annotations

import csv
import io

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from learning.capability import actions as capability
from learning.ground import clock
from learning.ground.db import db
from learning.people.models import Membership, Person, StaffImport
from tests.builders import NOW, a_duty, a_person, an_organisation
from tests.rules.staff_file_facts import ROOT, SAMPLE, a_line, as_bytes

STAFF = [a_line(str(number)) for number in range(1, 31)]


@pytest.fixture(autouse=True)
def _monday(site):
    with clock.moved_to(NOW):
        yield
    for path in uploads(site):
        path.unlink()


@pytest.fixture
def june(site):
    """An administrator, added by hand."""

    def made():
        capability.load(ROOT / "content", now=NOW)
        organisation = an_organisation()
        person = a_person(organisation, "June Featherstone", staff_number="A1")
        a_duty(person, "administrator")
        return person

    return site.given(made)


def chosen(site, who, content: bytes, name: str = "staff-november.csv"):
    """Upload a file, and go where the answer points."""
    answer = site.visit("POST", "/admin/staff/import", who, data={"file": (io.BytesIO(content), name)})
    return answer if answer.status_code != 302 else site.visit("GET", answer.location, who)


def applied(site, who, page, **data):
    return site.visit("POST", page.request.path, who, data=data)


def text_of(page) -> str:
    return " ".join(BeautifulSoup(page.get_data(as_text=True), "html5lib").get_text(" ").split())


def h1_of(page) -> str:
    found = BeautifulSoup(page.get_data(as_text=True), "html5lib").h1
    assert found is not None
    return " ".join(found.get_text().split())


def staff_of(site, organisation_id: int) -> int:
    with site.database():
        asked = select(func.count()).select_from(Person).where(Person.organisation_id == organisation_id)
        return db.session.scalar(asked) or 0


def uploads(site):
    return sorted((site.app.extensions["steady_settings"].instance / "uploads").glob("*"))


def test_the_first_page_says_what_happens_next(site, june):
    page = site.visit("GET", "/admin/staff/import", june)
    assert page.status_code == 200
    assert "before anything does" in h1_of(page)
    assert "None yet." in text_of(page)


def test_a_dry_run_says_what_would_change_and_changes_nothing(site, june):
    page = chosen(site, june, as_bytes(*STAFF, a_line("31", fte="37.5"), a_line("32", work_email="")))
    assert h1_of(page) == "Nothing has changed yet. 31 people would change, and 1 line cannot be used."
    said = text_of(page)
    assert "FTE is “37.5”. A number from 0 to 1 such as 0.6 is needed" in said
    assert "no e-mail address" in said.casefold()
    assert "Joiners 31" in said
    assert staff_of(site, june.organisation_id) == 1


def test_applying_brings_everybody_in_and_forgets_the_file(site, june):
    page = chosen(site, june, as_bytes(*STAFF))
    assert len(uploads(site)) == 1
    answer = applied(site, june, page)
    assert answer.status_code == 302
    done = site.visit("GET", answer.location, june)
    assert h1_of(done) == "30 people changed"
    assert "23 November 2026" in text_of(done)
    assert "June Featherstone" in text_of(done)
    assert staff_of(site, june.organisation_id) == 31
    assert uploads(site) == []
    again = chosen(site, june, as_bytes(*STAFF))
    assert h1_of(again) == "Nothing would change: everybody is here as the file says."
    assert "Apply this import" not in text_of(again)


def test_applying_twice_sends_the_second_click_to_a_fresh_start(site, june):
    page = chosen(site, june, as_bytes(*STAFF))
    applied(site, june, page)
    second = applied(site, june, page)
    assert (second.status_code, second.location) == (302, "/admin/staff/import")
    assert "no longer kept" in text_of(site.visit("GET", second.location, june))
    assert staff_of(site, june.organisation_id) == 31


def test_too_many_leavers_stop_until_the_box_is_ticked(site, june):
    applied(site, june, chosen(site, june, as_bytes(*STAFF)))
    page = chosen(site, june, as_bytes(*STAFF[:20]))
    assert h1_of(page) == "Stopped: 10 people would leave"
    assert "That is 32% of staff, and the limit is 10%" in text_of(page)
    refused = applied(site, june, page)
    assert refused.status_code == 400
    assert "Tick the box" in text_of(refused)
    with site.database():
        assert db.session.scalar(select(func.count()).select_from(Person).where(Person.status == "left")) == 0
    done = applied(site, june, page, leavers="yes")
    assert done.status_code == 302
    with site.database():
        assert db.session.scalar(select(func.count()).select_from(Person).where(Person.status == "left")) == 10


def test_cancelling_forgets_the_file(site, june):
    page = chosen(site, june, as_bytes(*STAFF))
    answer = site.visit("POST", f"{page.request.path}/cancel", june)
    assert "Everything is as it was" in text_of(site.visit("GET", answer.location, june))
    assert uploads(site) == []
    assert site.visit("POST", f"{page.request.path}/cancel", june).status_code == 302


def test_every_reason_can_be_downloaded(site, june):
    page = chosen(site, june, as_bytes(*STAFF, a_line("31", fte="37.5"), a_line("32", work_email="")))
    download = site.visit("GET", f"{page.request.path}/lines.csv", june)
    rows = list(csv.reader(io.StringIO(download.get_data().decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["Line", "32", "33"]
    only_bad = site.visit("GET", f"{page.request.path}/lines.csv?only=bad", june)
    assert only_bad.get_data().decode().count("\n") == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04", "not a CSV file"),
        (b"Name,Team\nA,B\n", "no column “Employee Number”"),
        (as_bytes(), "headings but no staff"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_beside_the_field(site, june, content, said):
    page = chosen(site, june, content)
    assert page.status_code == 400
    assert said in text_of(page)
    assert "There is a problem" in text_of(page)
    assert uploads(site) == []


def test_no_file_is_a_problem_that_says_what_to_do(site, june):
    page = site.visit("POST", "/admin/staff/import", june)
    assert page.status_code == 400
    assert "Choose the staff file" in text_of(page)


def test_headings_of_our_own_are_saved_and_used(site, june):
    lines = as_bytes(*STAFF).replace(b"Organisation", b"Where")
    assert "no column “Organisation”" in text_of(chosen(site, june, lines))
    wrong = site.visit("POST", "/admin/staff/import/columns", june, data={"team": "Where", "position": "where"})
    assert wrong.status_code == 400
    assert "choose a heading of its own" in text_of(wrong)
    site.visit("POST", "/admin/staff/import/columns", june, data={"team": "Where"})
    assert 'value="Where"' in site.visit("GET", "/admin/staff/import/columns", june).get_data(as_text=True)
    assert "30 people would change" in h1_of(chosen(site, june, lines))


def test_a_dry_run_of_another_organisation_does_not_exist(site, june):
    page = chosen(site, june, as_bytes(*STAFF))

    def other():
        organisation = an_organisation("OTH", name="Other Trust")
        person = a_person(organisation, "Otto Other")
        a_duty(person, "administrator")
        return person

    otto = site.given(other)
    for method, path in (("GET", ""), ("POST", ""), ("GET", "/lines.csv"), ("POST", "/cancel")):
        assert site.visit(method, page.request.path + path, otto).status_code == 404
    assert len(uploads(site)) == 1
    answer = applied(site, june, page)
    assert site.visit("GET", answer.location, otto).status_code == 404


def test_a_dry_run_is_kept_for_a_day(site, june):
    page = chosen(site, june, as_bytes(*STAFF))
    with clock.moved_to(NOW.replace(day=24, hour=10)):
        site._clients.clear()  # the session is over too
        assert site.visit("GET", page.request.path, june).status_code == 302
        chosen(site, june, as_bytes(*STAFF))
    assert len(uploads(site)) == 1


def test_a_kept_file_that_was_changed_on_disk_is_not_applied(site, june):
    page = chosen(site, june, as_bytes(*STAFF))
    (path,) = uploads(site)
    path.write_bytes(path.read_bytes().replace(b"Name30", b"Evil30"))
    assert applied(site, june, page).location == "/admin/staff/import"
    assert staff_of(site, june.organisation_id) == 1


def test_what_is_kept_between_holds_no_reason_for_an_absence(site, june):
    lines = [
        a_line("1"),
        a_line("2", assignment_status="Maternity & Adoption"),
        a_line("3", termination_date="Maternity"),
    ]
    page = chosen(site, june, as_bytes(*lines))
    (path,) = uploads(site)
    assert path.stat().st_mode & 0o077 == 0
    assert b"aternity" not in path.read_bytes()
    assert "aternity" not in page.get_data(as_text=True)


def test_strange_names_of_files_are_shown_as_text(site, june):
    page = chosen(site, june, as_bytes(*STAFF), name="../../<b>staff</b>.csv")
    assert "<b>" not in page.get_data(as_text=True)


@pytest.mark.parametrize("duty", ["lead", "champion", "editor", None])
def test_only_an_administrator_may_import(site, june, duty):
    def made():
        person = a_person(an_organisation(f"X{duty}"), "Sade Adeyemi-Clarke")
        if duty:
            a_duty(person, duty)
        return person

    sade = site.given(made)
    key = "x" * 22
    for method, path in (
        ("GET", ""),
        ("POST", ""),
        ("GET", "/columns"),
        ("POST", "/columns"),
        ("GET", f"/{key}"),
        ("POST", f"/{key}"),
        ("GET", f"/{key}/lines.csv"),
        ("POST", f"/{key}/cancel"),
        ("GET", "/applied/1"),
    ):
        assert site.visit(method, f"/admin/staff/import{path}", sade).status_code == 403
        assert site.visit(method, f"/admin/staff/import{path}").status_code == 302


def test_the_sample_comes_in_through_the_page(site, june):
    if not SAMPLE.is_file():
        pytest.skip("the sample of shared/data does not lie beside this repository")
    page = chosen(site, june, SAMPLE.read_bytes(), name=SAMPLE.name)
    assert h1_of(page) == "Nothing has changed yet. 18 people would change."
    said = text_of(page)
    assert "14 teams are new here and will be added" in said
    assert (
        "Second assignment of staff number 90000001. One learner, two assignments; the 0.60 one is the main one" in said
    )
    applied(site, june, page)
    with site.database():
        assert db.session.scalar(select(func.count()).select_from(Membership)) == 19
        assert db.session.scalars(select(StaffImport)).one().by_person_id == june.id
