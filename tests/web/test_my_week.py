"""What a learner meets each week: the unit, the week that is done, the pause, the plan, the settings, the progress."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from learning.capability import actions as capability
from learning.drip.actions.plan import plan
from learning.drip.models import Delivery, DripPreference
from learning.ground import clock
from learning.ground.db import db
from learning.modules import actions as modules
from learning.modules import queries as modules_queries
from learning.people.models import Membership, Organisation, Person
from tests.builders import TODAY, a_module, a_person, a_post, a_team, an_organisation, the_framework
from tests.fixtures.app import Site

MONDAY_8AM = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)
MONDAY_5PM = dt.datetime(2026, 11, 23, 17, 0, tzinfo=dt.UTC)


def a_life(**facts: object) -> Person:
    organisation = an_organisation()
    the_framework()
    person = a_person(organisation, "Sade O'Dowd-Adeyemi", created_at=MONDAY_8AM, **facts)
    a_post(person, a_team(organisation))
    a_module(adopted_by=organisation)
    db.session.add(DripPreference(person_id=person.id, weekday=0, minute=10 * 60, channel="mail", chose_no_ai=False))
    capability.refresh_required(organisation.id, today=TODAY)
    return person


def planned(person: Person, now: dt.datetime = MONDAY_8AM) -> None:
    organisation = db.session.get_one(Organisation, person.organisation_id)
    plan(organisation, now=now, base_url="https://steady.example")


@pytest.fixture
def sade(site: Site) -> Person:
    return site.given(a_life)


def page(site: Site, who: Person, path: str = "/this-week", at: dt.datetime = MONDAY_5PM) -> str:
    site.forget_sessions()
    with clock.moved_to(at):
        answer = site.visit("GET", path, who)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def post(site: Site, who: Person, path: str, data: dict[str, object], at: dt.datetime = MONDAY_5PM) -> tuple[int, str]:
    site.forget_sessions()
    with clock.moved_to(at):
        answer = site.visit("POST", path, who, data=data)
    return answer.status_code, answer.get_data(as_text=True)


WEEK = {"works": ["0", "1", "3"], "day": "3", "time": "840", "channel": "mail"}


def test_before_its_hour_the_page_says_when_the_unit_comes(site: Site, sade: Person) -> None:
    site.given(planned, sade)
    assert "Your unit comes on Monday 23 November at 10am" in page(site, sade, at=MONDAY_8AM)


def test_from_its_hour_on_the_unit_is_there_with_its_reason_whatever_mail_does(site: Site, sade: Person) -> None:
    site.given(planned, sade)
    said = page(site, sade)
    assert "What is missing?" in said
    assert "3 minutes of paid work time" in said
    assert "Why you got this one" in said
    assert said.count('class="nhsuk-button ') == 1


def finished(person: Person) -> None:
    version = modules_queries.newest_version("what-is-missing", organisation_id=person.organisation_id)
    sitting = modules.begin(person, version, today=TODAY)
    for activity, given in (("gap", {"marked": ["b", "c"], "nothing": False}), ("step", {"choice": "b"})):
        modules.record_answer(
            person,
            sitting,
            activity,
            given=given,
            confidence=None,
            source="app",
            now=MONDAY_5PM,
            today=TODAY,
        )
    modules.keep_plan(person, sitting, "plan", text="open the source first", today=TODAY)


def test_a_week_that_is_done_says_so_and_when_the_next_comes(site: Site, sade: Person) -> None:
    site.given(planned, sade)
    site.given(finished, sade)
    said = page(site, sade)
    assert "That is all for this week" in said
    assert "Done on Monday 23 November" in said
    assert "Your next unit comes on Monday 30 November at 10am" in said


def test_last_weeks_unit_stays_until_the_next_has_come(site: Site, sade: Person) -> None:
    site.given(planned, sade)
    next_monday = dt.datetime(2026, 11, 30, 8, 0, tzinfo=dt.UTC)
    said = page(site, sade, at=next_monday)
    assert "This is last week’s unit" in said
    two_weeks_on = dt.datetime(2026, 12, 7, 8, 0, tzinfo=dt.UTC)
    assert "last week’s unit" not in page(site, sade, at=two_weeks_on)


def test_a_plan_is_asked_about_once_a_week_later(site: Site, sade: Person) -> None:
    site.given(planned, sade)
    site.given(finished, sade)
    later = dt.datetime(2026, 11, 30, 9, 0, tzinfo=dt.UTC)
    assert "open the source first" not in page(site, sade)
    said = page(site, sade, at=later)
    assert "If I check a draft, then I will" in said
    assert "Did you get a chance to try it?" in said
    action = said.split('action="/this-week/plan/')[1].split('"')[0]
    code, _ = post(site, sade, f"/this-week/plan/{action}", {"answer": "Yes, it helped"}, at=later)
    assert code == 302
    assert "Did you get a chance to try it?" not in page(site, sade, at=later)


def test_a_paused_week_says_until_when_and_offers_to_start_again(site: Site, sade: Person) -> None:
    site.given(planned, sade)
    days = {
        "from-day": "23",
        "from-month": "11",
        "from-year": "2026",
        "to-day": "8",
        "to-month": "1",
        "to-year": "2027",
    }
    assert post(site, sade, "/settings/pause", days, at=MONDAY_8AM)[0] == 302
    said = page(site, sade)
    assert "Paused until Friday 8 January" in said
    assert "Start again now" in said
    assert post(site, sade, "/this-week/come-back", {})[0] == 302
    assert "Paused until" not in page(site, sade)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"from-day": "31", "from-month": "2", "from-year": "2027"}, "The first day is not a real date."),
        ({"from-day": "one"}, "Write the first day in numbers, like 21 12 2026."),
        ({"from-day": ""}, "Write the first day in full, like 21 12 2026."),
        ({"to-day": "1", "to-month": "11", "to-year": "2026"}, "The last day is before the first day."),
        ({"to-year": "2030"}, "A pause can be 400 days long at most."),
    ],
)
def test_impossible_days_are_refused_in_one_sentence(
    site: Site, sade: Person, given: dict[str, str], sentence: str
) -> None:
    days = {
        "from-day": "21",
        "from-month": "12",
        "from-year": "2026",
        "to-day": "8",
        "to-month": "1",
        "to-year": "2027",
    }
    code, said = post(site, sade, "/settings/pause", days | given)
    assert code == 400
    assert sentence in said
    assert "<title>Error: Settings" in said


def test_changing_the_day_moves_this_weeks_unit_and_says_the_new_date(site: Site, sade: Person) -> None:
    site.given(planned, sade)
    assert post(site, sade, "/settings", WEEK, at=MONDAY_8AM)[0] == 302
    said = page(site, sade, "/settings", at=MONDAY_8AM)
    assert "one unit on Thursdays, by email" in said
    assert "Thursday 26 November at 2pm" in said
    with site.database():
        post_row = db.session.scalars(select(Membership).where(Membership.person_id == sade.id)).one()
        assert post_row.working_days == "013"


def test_a_day_that_is_not_worked_is_refused_and_nothing_is_lost(site: Site, sade: Person) -> None:
    code, said = post(site, sade, "/settings", WEEK | {"day": "4"})
    assert code == 400
    assert "Choose a day that you work, or tick that day as well." in said
    assert 'id="works-3" name="works" type="checkbox" value="3" checked' in said
    with site.database():
        assert db.session.get_one(DripPreference, sade.id).weekday == 0


def test_choosing_not_to_use_ai_is_kept_and_can_be_taken_back(site: Site, sade: Person) -> None:
    assert post(site, sade, "/settings/no-ai", {"chosen": "yes"})[0] == 302
    assert "You chose not to use AI." in page(site, sade, "/settings")
    assert post(site, sade, "/settings/no-ai", {"chosen": "no"})[0] == 302
    assert "You chose not to use AI." not in page(site, sade, "/settings")


def test_progress_begins_with_a_sentence_and_says_what_is_next(site: Site, sade: Person) -> None:
    said = page(site, sade, "/progress")
    assert "Over the next weeks you will meet the 12 things a medical secretary needs" in said
    assert "Not started" in said
    site.given(planned, sade)
    site.given(finished, sade)
    said = page(site, sade, "/progress")
    assert "Learning: 1 of 2 right answers for level 1" in said
    assert "The next one counts from 30 November 2026" in said


def test_a_role_that_the_file_could_not_tell_is_confirmed_with_one_tap(site: Site) -> None:
    def unsure() -> Person:
        person = a_life()
        row = db.session.scalars(select(Membership).where(Membership.person_id == person.id)).one()
        row.role_family, row.role_candidates = None, ["medical-secretary", "reception-ward-clerk"]
        return person

    who = site.given(unsure)
    said = page(site, who)
    assert "Which of these is your job?" in said
    assert "Clinical coder" not in said
    assert post(site, who, "/this-week/role", {"role": "reception-ward-clerk"})[0] == 302
    assert "Which of these is your job?" not in page(site, who)


def test_somebody_without_a_post_meets_a_calm_page(site: Site) -> None:
    def somebody() -> Person:
        the_framework()
        return a_person(an_organisation(), created_at=MONDAY_8AM)

    who = site.given(somebody)
    assert "Nothing this week" in page(site, who)


def test_the_ledger_has_one_row_for_the_week_after_all_that(site: Site, sade: Person) -> None:
    for _ in range(3):
        site.given(planned, sade)
    with site.database():
        assert len(db.session.scalars(select(Delivery)).all()) == 1
