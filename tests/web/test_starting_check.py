"""The starting check, and a check instead of a lesson: offers that count, and cost nothing when left."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from learning.capability.models import Evidence, RequiredLevel
from learning.drip.models import Delivery
from learning.ground import clock
from learning.ground.db import db
from learning.ground.workdays import monday_of
from learning.modules.models import ModuleVersion, Sitting, StartingCheck
from learning.people.models import Person
from tests.builders import kept
from tests.fixtures.app import Site
from tests.web.learners import a_learner, heading, one_more, page_of, said

CHECK = """
The note says Monday.

```activity
id: one
kind: choose_one
competency: {competency}
minutes: 1
question: What do you do about {competency}?
options:
  - {{text: "Look it up.", correct: true, feedback: "Yes, look."}}
  - {{text: "Send it.", correct: false, feedback: "It may be wrong."}}
```

## Keep this

Look.
"""
ASKED = ("J1", "J2", "J3")


@pytest.fixture
def sade(site: Site) -> Person:
    sade = site.given(a_learner)
    for competency in ASKED:
        site.given(
            one_more,
            sade,
            f"check-{competency.lower()}",
            CHECK.format(competency=competency),
            kind="check",
            competencies=f"[{competency}]",
        )
    return sade


def items(site: Site) -> list[dict[str, str]]:
    with site.database():
        return list(db.session.scalars(select(StartingCheck.items)).one())


def evidence(site: Site) -> list[tuple[str, str | None, str]]:
    with site.database():
        rows = db.session.execute(select(Evidence.competency, Evidence.outcome, Evidence.source).order_by(Evidence.id))
        return [(competency, outcome, source) for competency, outcome, source in rows]


def test_somebody_new_is_offered_it_on_the_page_of_the_week_and_reading_it_begins_nothing(
    site: Site, sade: Person
) -> None:
    assert "Do you know some of this already?" in said(site.visit("GET", "/this-week", who=sade))
    page = said(site.visit("GET", "/starting-check", who=sade))
    assert "There are 3 questions, one for each thing your role needs." in page
    assert "A wrong one costs nothing" in page
    with site.database():
        assert db.session.scalars(select(StartingCheck)).all() == []


def test_it_comes_in_two_sittings_and_each_answer_is_evidence_at_once(site: Site, sade: Person) -> None:
    site.visit("POST", "/starting-check/begin", who=sade)
    first = site.visit("GET", "/starting-check", who=sade)
    assert heading(first) == "Starting check, question 1 of 2 in this sitting"
    assert "The note says Monday." in said(first)
    site.visit("POST", "/starting-check/0", who=sade, data={"choice": "a"})
    second = said(site.visit("GET", "/starting-check", who=sade))
    assert "You got it right" in second
    assert "question 2 of 2 in this sitting" in second
    site.visit("POST", "/starting-check/1", who=sade, data={"choice": "b"})
    half = said(site.visit("GET", "/starting-check", who=sade))
    assert "That is the first half" in half
    assert "It may be wrong." in half
    assert "question 1 of 1 in this sitting" in said(site.visit("GET", "/starting-check?part=2", who=sade))
    posted = site.visit("POST", "/starting-check/2", who=sade, data={"choice": "a"})
    assert posted.headers["Location"].startswith("/starting-check")
    assert "You answered 3 of 3 questions." in said(site.visit("GET", "/starting-check", who=sade))
    asked = [item["competency"] for item in items(site)]
    assert sorted(asked) == list(ASKED)
    assert evidence(site) == [
        (asked[0], "right", "starting-check"),
        (asked[1], "wrong", "starting-check"),
        (asked[2], "right", "starting-check"),
    ]
    assert "starting check" not in said(site.visit("GET", "/this-week", who=sade)).lower()


def test_a_question_can_be_left_out_and_says_nothing(site: Site, sade: Person) -> None:
    site.visit("POST", "/starting-check/begin", who=sade)
    site.visit("POST", "/starting-check/0", who=sade, data={"skip": "yes"})
    assert "question 2 of 2" in said(site.visit("GET", "/starting-check", who=sade))
    assert evidence(site) == []


def test_an_answer_that_is_none_keeps_the_question_and_the_place(site: Site, sade: Person) -> None:
    site.visit("POST", "/starting-check/begin", who=sade)
    refused = site.visit("POST", "/starting-check/0", who=sade, data={})
    assert refused.status_code == 400
    assert "Choose an answer" in said(refused)
    assert evidence(site) == []


def test_sent_twice_or_begun_twice_it_is_once(site: Site, sade: Person) -> None:
    for _ in range(2):
        site.visit("POST", "/starting-check/begin", who=sade)
        site.visit("POST", "/starting-check/0", who=sade, data={"choice": "a"})
    site.visit("POST", "/starting-check/0", who=sade, data={"choice": "b"})
    assert [outcome for _, outcome, _ in evidence(site)] == ["right"]


def test_no_thank_you_ends_the_offer_and_it_can_still_be_begun(site: Site, sade: Person) -> None:
    site.visit("POST", "/starting-check/leave", who=sade)
    assert "Do you know some of this already?" not in said(site.visit("GET", "/this-week", who=sade))
    assert "Starting check" in said(site.visit("GET", "/progress", who=sade))
    site.visit("POST", "/starting-check/begin", who=sade)
    assert "question 1 of 2" in said(site.visit("GET", "/starting-check", who=sade))


def test_whoever_left_half_way_is_led_back_to_it(site: Site, sade: Person) -> None:
    site.visit("POST", "/starting-check/begin", who=sade)
    site.visit("POST", "/starting-check/0", who=sade, data={"choice": "a"})
    assert "Your starting check is half-way" in said(site.visit("GET", "/this-week", who=sade))


def test_whoever_has_been_here_for_a_while_is_not_asked(site: Site) -> None:
    old = site.given(a_learner, started=clock.now() - dt.timedelta(days=60))
    assert "Do you know some of this already?" not in said(site.visit("GET", "/this-week", who=old))
    assert "There is no starting check for you yet" in said(site.visit("GET", "/starting-check", who=old))


def test_only_what_the_role_asks_for_is_asked(site: Site, sade: Person) -> None:
    with site.database():
        db.session.query(RequiredLevel).filter_by(competency="J3").delete()
    site.visit("POST", "/starting-check/begin", who=sade)
    assert "J3" not in [item["competency"] for item in items(site)]


# I already know this


def test_a_check_instead_of_a_lesson_ends_the_lesson_too(site: Site, sade: Person) -> None:
    unit = "/modules/what-is-missing"
    assert "I already know this" in said(site.visit("GET", unit, who=sade))
    posted = site.visit("POST", f"{unit}/know-already", who=sade)
    assert posted.headers["Location"] == "/modules/check-j2"
    site.visit("POST", "/modules/check-j2/one", who=sade, data={"choice": "a"})
    assert evidence(site) == [("J2", "right", "app")]
    with site.database():
        assert None not in db.session.scalars(select(Sitting.finished_on)).all()


def test_a_lesson_of_this_week_is_done_when_its_check_is(site: Site, sade: Person) -> None:
    site.given(_this_weeks_lesson, sade)
    assert "Start this unit" in said(site.visit("GET", "/this-week", who=sade))
    site.visit("POST", "/modules/what-is-missing/know-already", who=sade)
    assert "Start this unit" in said(site.visit("GET", "/this-week", who=sade))
    site.visit("POST", "/modules/check-j2/one", who=sade, data={"choice": "a"})
    assert "That is all for this week" in said(site.visit("GET", "/this-week", who=sade))


def _this_weeks_lesson(person: Person) -> Delivery:
    now = clock.now()
    version = db.session.scalars(select(ModuleVersion).where(ModuleVersion.kind == "lesson")).one()
    row: Delivery = kept(
        Delivery(
            organisation_id=person.organisation_id,
            person_id=person.id,
            week_on=monday_of(clock.today("Europe/London")),
            state="sent",
            channel="app",
            kind="lesson",
            module_version_id=version.id,
            reason="not-started",
            facts={"competency": "J2"},
            on=clock.today("Europe/London"),
            due_at=now - dt.timedelta(minutes=5),
            planned_at=now,
        )
    )
    return row


def test_where_there_is_no_other_check_the_unit_stays_and_says_so(site: Site) -> None:
    alone = site.given(a_learner)
    posted = site.visit("POST", "/modules/what-is-missing/know-already", who=alone)
    page = site.visit("GET", posted.headers["Location"], who=alone)
    assert "There is no other check for this one at the moment." in said(page)
    assert page_of(page).select_one("[role=status]") is not None
