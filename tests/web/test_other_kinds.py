"""Every other kind of activity in the browser: asked, refused with what was given kept, answered and told."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from learning.capability.models import Evidence
from learning.ground.db import db
from learning.modules.models import Answer, Sitting
from learning.modules.shelf.activity_shapes.shape import TAKEN
from learning.people.models import Organisation, Person
from tests.builders import a_person
from tests.fixtures.app import Site
from tests.web.learners import a_learner, heading, one_more, page_of, said, words_of

KEEP = """
## Keep this

Look twice.
"""

MANY = """
```activity
id: many
kind: choose_many
competency: P1
minutes: 1
question: Which of these may go into the tool?
options:
  - {text: "A notice about parking.", correct: true, feedback: "It names nobody."}
  - {text: "A list of patients.", correct: false, feedback: "It names people."}
  - {text: "A rota without names.", correct: true, feedback: "Nobody is in it."}
```
"""
ORDER = """
```activity
id: order
kind: order
competency: P3
minutes: 1
question: Put the steps in order.
steps:
  - {text: "Read the source.", feedback: "It comes first."}
  - {text: "Read the draft.", feedback: "Then you can compare."}
  - {text: "Sign it.", feedback: "Last, as it is yours then."}
```
"""
TRUST = """
```activity
id: trust
kind: trust_question_stop
competency: J3
minutes: 1
ask_confidence: true
source_name: Booking note
source: |
  Monday at 2pm.
draft: |
  Your visit is on **Monday at 3pm**.
answer: question
feedback: {trust: "The time is another one.", question: "Yes. Look at the note.", stop: "A look is enough."}
```
"""
COMPARE = """
```activity
id: two
kind: compare_two
competency: A2
minutes: 1
question: Which one would you send?
drafts:
  - {name: First draft, text: "Come at 2pm.", correct: true, feedback: "It is plain."}
  - {name: Second draft, text: "Attend at 14:00 hrs.", correct: false, feedback: "It is stiff."}
```
"""
PEOPLE = """
```activity
id: people
kind: needs_human
competency: A1
minutes: 1
question: Which lines need a person?
lines:
  - {id: a, text: "Send the map."}
  - {id: b, text: "Stop the tablets."}
answer: [b]
feedback: {a: "You can do that.", b: "A clinician decides."}
```
"""
REFLECT = """
```activity
id: look-back
kind: reflect
competency: G1
minutes: 1
private: true
question: When did a draft last surprise you?
hint: "Some think of a name."
```
"""
REWRITE = """
```activity
id: anew
kind: rewrite_then_self_check
competency: U2
minutes: 1
private: true
question: Write this request again.
draft_name: First request
text: |
  Make it nice.
checks: ["It says who reads it.", "It says how long."]
example: |
  Write 3 lines for the porters.
```
"""


@pytest.fixture
def sade(site: Site) -> Person:
    return site.given(a_learner)


@pytest.mark.parametrize(
    ("body", "activity", "wrong", "problem", "right", "headline"),
    [
        (MANY, "many", {}, "Tick each answer that fits. At least one does.", {"marked": ["a", "c"]}, "You found both"),
        (
            ORDER,
            "order",
            {"place-a": "1", "place-b": "1", "place-c": "2"},
            "Use each place from 1 to 3 once",
            {"place-a": "1", "place-b": "2", "place-c": "3"},
            "You put all 3 steps in the right order",
        ),
        (
            TRUST,
            "trust",
            {"choice": "stop"},
            "Say how sure you are",
            {"choice": "question", "sure": "very"},
            "You were",
        ),
        (COMPARE, "two", {}, "Choose an answer", {"choice": "first"}, "You chose the better one"),
        (PEOPLE, "people", {}, "Tick what needs a person", {"marked": "b"}, "You caught the line that needs a person"),
    ],
    ids=["many", "order", "trust", "compare", "people"],
)
def test_each_kind_is_asked_refused_kindly_and_answered(
    site: Site,
    sade: Person,
    body: str,
    activity: str,
    wrong: dict[str, Any],
    problem: str,
    right: dict[str, Any],
    headline: str,
) -> None:
    unit = site.given(one_more, sade, "another", body + KEEP, kind="check")
    path = f"/modules/{unit.slug}"
    asked = page_of(site.visit("GET", path, who=sade))
    for field in asked.select("main input:not([type=hidden]), main select, main textarea"):
        assert asked.select_one(f"label[for='{field['id']}']") is not None, "every field has its label"
    refused = site.visit("POST", f"{path}/{activity}", who=sade, data=wrong)
    assert refused.status_code == 400
    assert words_of(page_of(refused).select_one(".nhsuk-error-summary a")).startswith(problem)
    for name, value in wrong.items():
        kept = page_of(refused).select(f"[name={name}][checked], [name={name}] option[selected]")
        assert [field["value"] for field in kept] == [value], "what was given is still there"
    answered = site.visit("POST", f"{path}/{activity}", who=sade, data=right)
    assert answered.status_code == 303
    verdict = site.visit("GET", path, who=sade)
    assert heading(verdict).startswith(headline)
    with site.database():
        assert db.session.scalars(select(Evidence.outcome)).all() == ["right"]
    sheet = said(site.visit("GET", f"{path}/print", who=sade))
    assert "Answers and reasons" in sheet


def test_a_draft_judged_as_a_whole_counts_for_the_trust_dial(site: Site, sade: Person) -> None:
    unit = site.given(one_more, sade, "another", TRUST + KEEP, kind="check")
    shown = said(site.visit("GET", f"/modules/{unit.slug}", who=sade))
    assert shown.index("Booking note") < shown.index("Draft, written by AI") < shown.index("Trust it: use it as it is")
    site.visit("POST", f"/modules/{unit.slug}/trust", who=sade, data={"choice": "trust", "sure": "very"})
    with site.database():
        answer = db.session.scalars(select(Answer)).one()
        counts = (answer.hits, answer.misses, answer.false_alarms, answer.correct_rejections)
    assert counts == (0, 1, 0, 0)


def test_what_somebody_writes_for_themselves_is_kept_shown_to_them_and_is_no_evidence(site: Site, sade: Person) -> None:
    unit = site.given(one_more, sade, "another", MANY + REFLECT + KEEP, kind="check")
    path = f"/modules/{unit.slug}"
    site.visit("POST", f"{path}/many", who=sade, data={"marked": ["a", "c"]})
    page = site.visit("GET", path, who=sade)
    assert "When did a draft last surprise you?" in said(page)
    assert "Only you can read what you write." in said(page)
    empty = site.visit("POST", f"{path}/look-back", who=sade, data={"words": " "})
    assert empty.status_code == 400
    number = site.visit("POST", f"{path}/look-back", who=sade, data={"words": "Ring 020 7123 4567 for her."})
    assert number.status_code == 400
    assert "Ring 020 7123 4567" in page_of(number).textarea.get_text()  # type: ignore[union-attr]
    assert site.visit("POST", f"{path}/look-back", who=sade, data={"words": "On Friday."}).status_code == 303
    done = said(site.visit("GET", path, who=sade))
    assert "What you wrote" in done
    assert "On Friday." in done
    with site.database():
        assert len(db.session.scalars(select(Evidence)).all()) == 1
        assert db.session.scalars(select(Sitting.finished_on)).one() is not None


def test_a_private_step_can_be_left_out_and_the_unit_goes_on(site: Site, sade: Person) -> None:
    unit = site.given(one_more, sade, "another", REFLECT + MANY + KEEP, kind="check")
    path = f"/modules/{unit.slug}"
    site.visit("POST", f"{path}/look-back", who=sade, data={"skip": "yes"})
    assert "Which of these may go into the tool?" in said(site.visit("GET", path, who=sade))
    site.visit("POST", f"{path}/many", who=sade, data={"marked": ["a", "c"]})
    assert "What you wrote" not in said(site.visit("GET", path, who=sade))


def test_a_text_written_anew_is_checked_by_whoever_wrote_it(site: Site, sade: Person) -> None:
    unit = site.given(one_more, sade, "another", MANY + REWRITE + KEEP, kind="check")
    path = f"/modules/{unit.slug}"
    site.visit("POST", f"{path}/many", who=sade, data={"marked": ["a"]})
    assert "It says who reads it." not in said(site.visit("GET", path, who=sade)), "first write, then check"
    site.visit("POST", f"{path}/anew", who=sade, data={"words": "Three lines for the porters."})
    checking = page_of(site.visit("GET", path, who=sade))
    assert "Three lines for the porters." in words_of(checking.textarea)
    assert "Write 3 lines for the porters." in words_of(checking.select_one("form details"))
    data = {"words": "Three lines for the porters.", "stage": "check", "ticked": "1"}
    site.visit("POST", f"{path}/anew", who=sade, data=data)
    done = said(site.visit("GET", path, who=sade))
    assert "You ticked: It says who reads it." in done
    assert "Not ticked: It says how long." in done


def test_nobody_else_can_open_what_somebody_wrote(site: Site, sade: Person) -> None:
    unit = site.given(one_more, sade, "another", REFLECT + MANY + KEEP, kind="check")
    site.visit("POST", f"/modules/{unit.slug}/look-back", who=sade, data={"words": "A private thought."})
    other = site.given(_colleague, sade)
    for path in (f"/modules/{unit.slug}", f"/modules/{unit.slug}/print", "/progress", "/progress/print"):
        assert "A private thought." not in said(site.visit("GET", path, who=other))


def _colleague(person: Person) -> Person:

    return a_person(_organisation(person), "Dev Okafor")


def _organisation(person: Person) -> Any:

    return db.session.get_one(Organisation, person.organisation_id)


def test_no_activity_may_have_an_id_that_is_an_address_of_its_own(site: Site) -> None:
    """Or its answer would be posted to another door."""
    rules = [rule.rule for rule in site.app.url_map.iter_rules() if rule.rule.startswith("/modules/<slug>/")]
    assert {rule.rpartition("/")[2] for rule in rules} - {"<activity_id>"} == TAKEN
