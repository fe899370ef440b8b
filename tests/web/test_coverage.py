"""What an education lead sees of coverage: the finding first, the same figures in the file, and never a person."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from sqlalchemy import delete, select
from werkzeug.test import TestResponse

from learning.capability.models import Holding
from learning.coverage import actions, queries
from learning.ground import clock
from learning.ground.db import db
from learning.people.models import Organisation, Person
from tests.builders import (
    LESSON,
    NOW,
    TODAY,
    a_duty,
    a_module,
    a_person,
    a_post,
    a_requirement,
    a_team,
    an_organisation,
    the_framework,
)
from tests.coverage_trust import SMALL, TEAMS, WEEK, a_lead, a_trust
from tests.fixtures.app import Site

DAY = dt.timedelta(days=1)

FORECAST = "2026-12-21"


@pytest.fixture(autouse=True)
def _thursday() -> Iterator[None]:
    with clock.moved_to(NOW + 3 * DAY):
        yield


@pytest.fixture
def june(site: Site) -> Person:
    """The lead of a trust that has published once, on Monday."""
    return site.given(_june)


def _june(*, weeks: int = 1, code: str = "EVT", seed: int = 1, **facts: Any) -> Person:
    trust = a_trust(code, seed=seed, **facts)
    for back in reversed(range(weeks)):
        actions.publish_due(now=NOW - back * WEEK)
    return a_lead(trust)


def look(site: Site, path: str, who: Person | None) -> BeautifulSoup:
    answer = site.visit("GET", path, who)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return BeautifulSoup(answer.get_data(as_text=True), "html5lib")


def text(element: Tag | BeautifulSoup | None) -> str:
    assert element is not None
    return " ".join(element.get_text(" ").split())


def figures_of(page: BeautifulSoup) -> dict[tuple[str, str], str]:
    """Every cell of the grid as its competency and its column name it."""
    heads = [_name(head) for head in page.select("table.st-grid thead th")][1:]
    found: dict[tuple[str, str], str] = {}
    for row in page.select("table.st-grid tbody tr"):
        cells = row.select("td")
        if cells:
            competency = text(row.select_one("th[scope=row]"))
            assert len(cells) == len(heads)
            for head, cell in zip(heads, cells, strict=True):
                found[competency, head] = text(cell.select_one("b") or cell)
    return found


def _name(head: Tag) -> str:
    return " ".join(str(head.find(string=True)).split())


def rows_of(answer: TestResponse) -> list[dict[str, str]]:
    assert answer.status_code == 200
    return list(csv.DictReader(answer.get_data().decode("utf-8-sig").splitlines()))


def in_file(rows: list[dict[str, str]], held: str, grouped_by: str) -> dict[tuple[str, str], str]:
    """The same cells as the file has them; the column of the figures is the one whose heading begins so."""
    heading = next(name for name in rows[0] if name.startswith(held))
    return {
        (row["Name"], row["Group"]): row[heading]
        for row in rows
        if row["Competency"] and row["Grouped by"] in ("All staff", grouped_by)
    }


@pytest.mark.parametrize(("show", "grouped_by"), [("roles", "Role family"), ("teams", "Team")])
@pytest.mark.parametrize(("on", "held"), [("2026-11-23", "Held"), (FORECAST, "If nothing is sent")])
def test_every_figure_of_the_page_stands_in_the_file_and_none_besides(
    site: Site, june: Person, show: str, grouped_by: str, on: str, held: str
) -> None:
    page = figures_of(look(site, f"/coverage?on={on}&show={show}", june))
    file = in_file(rows_of(site.visit("GET", "/coverage.csv", june)), held, grouped_by)
    assert page == file
    assert len(page) > 40
    assert sum("%" in figure for figure in page.values()) > 8


def test_the_bar_and_the_headline_say_what_the_file_says(site: Site, june: Person) -> None:
    page = look(site, "/coverage", june)
    everything = rows_of(site.visit("GET", "/coverage.csv", june))[0]
    assert everything["Name"] == "Everything that roles require"
    held = next(figure for name, figure in everything.items() if name.startswith("Held"))
    assert f"Held on 23 November: {held}" in text(page.main)
    assert "of what roles require is held" in text(page.h1)


def test_the_file_is_offered_under_a_name_that_says_whose_and_when(site: Site, june: Person) -> None:
    answer = site.visit("GET", "/coverage.csv", june)
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="coverage-EVT-2026-11-23.csv"'


def test_names_with_apostrophes_and_ampersands_are_read_as_they_are_written(site: Site, june: Person) -> None:
    page = look(site, "/coverage?show=teams", june)
    name = "Children's & Young People's Clinic"
    assert any(column == name for _, column in figures_of(page))
    assert any(row["Group"] == name for row in rows_of(site.visit("GET", "/coverage.csv", june)))
    assert "O'Featherstone" in text(page.header)


def test_a_small_team_is_named_only_among_the_small_ones_and_never_counted(site: Site, june: Person) -> None:
    page = look(site, "/coverage?show=teams", june)
    columns = {column for _, column in figures_of(page)}
    assert SMALL not in columns
    assert "Small teams together" in columns
    assert f"Fewer than 5 people, so only in “Small teams together”: {SMALL}." in text(page.main)
    assert SMALL not in {row["Group"] for row in rows_of(site.visit("GET", "/coverage.csv", june))}


def test_nobody_is_named_on_the_page_or_in_the_file(site: Site, june: Person) -> None:
    page = text(look(site, "/coverage?show=teams", june).main)
    file = site.visit("GET", "/coverage.csv", june).get_data(as_text=True)
    assert "Siobhan" not in page
    assert "Siobhan" not in file


def test_what_is_not_required_is_said_in_words(site: Site, june: Person) -> None:
    page = look(site, "/coverage", june)
    assert figures_of(page)["Working with voice tools", "All staff"] == "Not required"
    assert all(text(cell) for cell in page.select("table.st-grid td"))


def test_the_three_weakest_come_first_with_what_can_be_done(site: Site, june: Person) -> None:
    page = look(site, "/coverage", june)
    starts = page.select(".st-row--3 > section")
    shown = figures_of(page)
    weakest = [text(one.h3) for one in starts]
    assert set(weakest) == {"Approved use", "Spotting what is missing", "Noticing the effect on work"}
    for one in starts:
        assert text(one.select_one("b")) == shown[text(one.h3), "All staff"]
        assert "Has no unit to send for it yet." in text(one)
        assert "Ask your administrator for a unit about it." in text(one)


def test_a_unit_that_waits_is_what_a_lead_can_do_something_about(site: Site, june: Person) -> None:
    def waiting() -> None:
        a_module("adopted", adopted_by=db.session.get(Organisation, june.organisation_id))
        a_module("waiting")
        a_module("asking", body="\nAsk {{ig_contact}} first.\n" + LESSON, local_slots="[ig_contact]")

    site.given(waiting)
    page = look(site, "/coverage", june)
    start = next(one for one in page.select(".st-row--3 > section") if text(one.h3) == "Spotting what is missing")
    assert "Sends 1 lesson about it" in text(start)
    assert "Ask your administrator to adopt 2 units that wait for a reviewer." in text(start)
    assert "fill in the local facts that units wait for: ig contact." in text(start)
    assert start.a is None
    site.given(a_duty, june, "editor")
    start = next(
        one
        for one in look(site, "/coverage", june).select(".st-row--3 > section")
        if text(one.h3) == "Spotting what is missing"
    )
    assert [link["href"] for link in start.select("a")] == ["/admin/modules", "/admin/slots"]


# Dates


def test_the_page_can_look_back_and_ahead(site: Site) -> None:
    june = site.given(_june, weeks=9)
    page = look(site, "/coverage", june)
    links = page.select(".st-switch a")
    assert [text(link) for link in links] == [
        "8 weeks ago 28 September",
        "This week 23 November",
        "Forecast 21 December",
    ]
    assert [link.get("aria-current") for link in links] == [None, "true", None]
    past = look(site, str(links[0]["href"]), june)
    assert "was held on 28 September" in text(past.h1)
    assert past.select_one(".st-row--3") is None
    ahead = look(site, str(links[2]["href"]), june)
    assert text(ahead.h1).startswith("If nothing is sent, ")
    assert "forecast for 21 December 2026 if nothing is sent" in text(ahead.select_one("#grid-cap"))
    for shown, here in ((past, 0), (ahead, 2)):
        assert [link.get("aria-current") for link in shown.select(".st-switch a")][here] == "true"


def test_the_choice_of_teams_stays_when_the_date_changes(site: Site, june: Person) -> None:
    page = look(site, "/coverage?show=teams", june)
    for link in page.select(".st-switch a"):
        assert "Booking Centre" in {column for _, column in figures_of(look(site, str(link["href"]), june))}
    assert page.select_one("option[selected]")["value"] == "teams"  # type: ignore[index]


@pytest.mark.parametrize("asked", ["1999-01-01", "2099-01-01", "never", "", "2026-11-26"])
def test_a_day_without_figures_shows_the_nearest_that_there_are(site: Site, june: Person, asked: str) -> None:
    assert "23 November 2026" in text(look(site, f"/coverage?on={asked}", june).caption)


def test_a_file_of_a_day_before_the_first_figures_is_not_found(site: Site, june: Person) -> None:
    assert site.visit("GET", "/coverage.csv?on=1999-01-01", june).status_code == 404


def test_late_figures_say_so_and_from_when_they_are(site: Site, june: Person) -> None:
    assert "These figures are from" not in text(look(site, "/coverage", june).main)
    with clock.moved_to(NOW + WEEK):
        page = text(look(site, "/coverage", _again(site, june)).main)
    assert "These figures are from Monday 23 November" in page
    assert "This week’s figures are not ready." in page


def _again(site: Site, june: Person) -> Person:
    """Signed in anew, as a session lasts for hours only."""
    site._clients.clear()
    return june


def test_before_the_first_figures_the_page_says_when_they_come(site: Site) -> None:
    def made() -> Person:
        the_framework()
        return a_lead(an_organisation())

    june = site.given(made)
    page = look(site, "/coverage", june)
    assert text(page.h1) == "There are no figures yet"
    assert "new figures every Monday" in text(page.main)
    assert site.visit("GET", "/coverage.csv", june).status_code == 404


def test_too_few_people_for_a_figure_is_said_and_not_left_blank(site: Site) -> None:
    june = site.given(_june, size=0.09)
    page = look(site, "/coverage", june)
    assert page.h1 is not None
    assert all(text(cell) for cell in page.select("table.st-grid td"))


def test_in_the_first_weeks_the_page_says_why_it_is_low(site: Site) -> None:
    def made() -> Person:
        trust = a_trust()
        db.session.execute(delete(Holding))
        actions.publish_due(now=NOW)
        return a_lead(trust)

    page = look(site, "/coverage", site.given(made))
    assert "at least a week apart" in text(page.main)


def test_many_teams_come_in_pages_and_all_staff_stands_on_each(site: Site) -> None:
    def made() -> Person:
        trust = a_trust()
        for number in range(30):
            team = a_team(trust, f"Ward {number:02}")
            for _ in range(6):
                person = a_person(trust, created_at=NOW - 9 * WEEK)
                a_post(person, team)
                a_requirement(person)
        actions.publish_due(now=NOW)
        return a_lead(trust)

    june = site.given(made)
    seen: list[str] = []
    path: str | None = "/coverage?show=teams"
    while path:
        page = look(site, path, june)
        columns = list(dict.fromkeys(column for _, column in figures_of(page)))
        assert columns[0] == "All staff"
        seen += [one for one in columns[1:] if not one.startswith("Small")]
        onward = [link for link in page.select("a") if text(link) == "Show the next teams"]
        path = str(onward[0]["href"]) if onward else None
    assert seen == sorted(
        [*(team for team in TEAMS if team != SMALL), *(f"Ward {n:02}" for n in range(30))], key=str.casefold
    )


# Who may look


def test_a_learner_may_not_look(site: Site, june: Person) -> None:
    sade = site.given(lambda: a_person(db.session.get_one(Organisation, june.organisation_id), "Sade Learner"))
    for path in ("/coverage", "/coverage.csv"):
        assert site.visit("GET", path, sade).status_code == 403


def test_an_administrator_is_not_a_lead(site: Site, june: Person) -> None:
    def made() -> Person:
        person = a_person(db.session.get_one(Organisation, june.organisation_id), "Ruth Administrator")
        a_duty(person, "administrator")
        return person

    assert site.visit("GET", "/coverage", site.given(made)).status_code == 403


def test_a_stranger_is_asked_to_sign_in(site: Site, june: Person) -> None:
    assert site.visit("GET", "/coverage").status_code == 302


def test_the_lead_of_another_organisation_sees_nothing_of_ours(site: Site, june: Person) -> None:
    other = site.given(lambda: a_lead(an_organisation("OTH", name="Other Trust"), "Una Other"))
    assert text(look(site, "/coverage", other).h1) == "There are no figures yet"
    assert site.visit("GET", "/coverage.csv", other).status_code == 404


def test_two_organisations_see_their_own_figures_each(site: Site, june: Person) -> None:
    una = site.given(_june, code="OTH", seed=5, name="Other Trust")
    ours, others = (figures_of(look(site, "/coverage?show=teams", who)) for who in (june, una))
    assert ours != others
    assert site.visit("GET", "/coverage.csv", una).headers["Content-Disposition"].endswith('OTH-2026-11-23.csv"')


def test_the_page_shows_what_was_published_and_counts_nothing_itself(site: Site, june: Person) -> None:
    before = figures_of(look(site, "/coverage", june))

    def learned() -> None:
        for holding in db.session.scalars(select(Holding)):
            holding.level = 0

    site.given(learned)
    assert figures_of(look(site, "/coverage", june)) == before
    with site.database():
        trust = db.session.get_one(Organisation, june.organisation_id)
        assert queries.counts(trust.id, TODAY).total().held == 0
