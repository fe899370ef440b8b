"""A learner's unit in the browser: the words, question by question, the verdict, the plan, and the sheet of paper."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from learning.ground import clock
from learning.ground.db import db
from learning.modules import actions
from learning.modules.models import Answer, Plan, Sitting
from learning.modules.shelf import Text, parse
from learning.modules.views.unit_page import stretches
from learning.people.models import Organisation, Person
from tests.builders import (
    LESSON,
    a_duty,
    a_module,
    a_person,
    an_organisation,
    module_text,
)
from tests.fixtures.app import Site
from tests.web.learners import a_learner, heading, next_year, one_more, page_of, words_of

UNIT = "/modules/what-is-missing"
CAUGHT_ONE = {"marked": ["b"], "sure": "fairly"}

SORT = """
```activity
id: place
kind: sort
competency: P2
minutes: 1
question: Where does each one go?
buckets: [fine, not in this tool]
items:
  - {text: "A notice about the car park.", answer: fine, feedback: "Nothing about a person."}
  - {text: "A photo of the whiteboard.", answer: not in this tool, feedback: "Ask **{{ig_contact}}** first."}
```

## Keep this

Look twice.
"""

WRONG = """
```activity
id: minutes
kind: find_wrong
competency: J1
minutes: 1
question: Which sentences does the source not support?
source_name: Notes of the meeting
source: |
  - Wei mends the printer on Thursday.
  - <script>alert(1)</script> is not obeyed.
sentences:
  - {id: a, text: "Wei mends the printer on Thursday."}
  - {id: b, text: "The printer is new."}
answer: []
if_nothing: "Nothing is wrong, and **saying so** is an answer."
feedback: {a: "This is in the notes.", b: "Let us say that it is."}
```

## Keep this

Compare the facts.
"""


@pytest.fixture
def sade(site: Site) -> Person:
    return site.given(a_learner)


def test_a_unit_says_why_before_it_asks(site: Site, sade: Person) -> None:
    answer = site.visit("GET", UNIT, who=sade)
    said = words_of(page_of(answer).main)
    assert heading(answer) == "What is missing?"
    assert "Lesson, 3 minutes. You do not need an AI tool." in said
    assert said.index("Why this matters") < said.index("See it done") < said.index("Your turn")
    papers = [words_of(name) for name in page_of(answer).select(".steady-paper-name")]
    assert papers == ["Source note", "Draft, written by AI", "Draft, written by AI"]
    assert "Next: one more question, then a plan if you want one." in said
    assert "Missing, and it matters most" not in said


def test_reading_a_unit_writes_nothing(site: Site, sade: Person) -> None:
    for path in (UNIT, f"{UNIT}/print", "/modules", f"{UNIT}/gap"):
        site.visit("GET", path, who=sade)
    with site.database():
        assert db.session.scalar(select(func.count()).select_from(Sitting)) == 0


def test_an_answer_without_how_sure_keeps_the_ticks(site: Site, sade: Person) -> None:
    answer = site.visit("POST", f"{UNIT}/gap", who=sade, data={"marked": ["b", "c"]})
    page = page_of(answer)
    assert answer.status_code == 400
    assert words_of(page.title).startswith("Error: ")
    link = page.select_one(".nhsuk-error-summary a")
    assert words_of(link) == "Say how sure you are"
    assert link is not None
    assert page.find(id=str(link["href"]).removeprefix("#")) is not None
    assert [box["value"] for box in page.select("input[name=marked][checked]")] == ["b", "c"]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({"sure": "very"}, "Tick what is missing, or tick “Nothing is missing”"),
        ({"sure": "very", "marked": ["a"], "nothing": "1"}, "You cannot do both."),
        ({"sure": "very", "marked": ["z"]}, "Load the page again"),
        ({"sure": "certain", "nothing": "1"}, "guessing, fairly sure or very sure"),
    ],
)
def test_a_problem_is_said_in_one_clear_sentence(site: Site, sade: Person, data: dict[str, Any], problem: str) -> None:
    answer = site.visit("POST", f"{UNIT}/gap", who=sade, data=data)
    assert answer.status_code == 400
    assert problem in words_of(page_of(answer).select_one(".nhsuk-error-summary"))
    with site.database():
        assert db.session.scalar(select(func.count()).select_from(Answer)) == 0


def test_between_two_questions_stands_the_verdict_on_the_first(site: Site, sade: Person) -> None:
    posted = site.visit("POST", f"{UNIT}/gap", who=sade, data=CAUGHT_ONE)
    assert (posted.status_code, posted.headers["Location"]) == (303, UNIT)
    answer = site.visit("GET", UNIT, who=sade)
    said = words_of(page_of(answer).main)
    assert heading(answer) == "You caught 1 of the 2 missing points"
    assert [words_of(mark) for mark in page_of(answer).select(".steady-mark")] == [
        "You caught it",
        "You missed it",
        "You were right to leave it",
        "You were right to leave it",
    ]
    for feedback in ("This one is there.", "Missing, and it matters most.", "Nobody books it.", "at the end."):
        assert feedback in said
    assert said.index("Nobody books it.") < said.index("Now think of what comes next.") < said.index("safest next step")


def test_the_finished_unit_says_what_was_caught_what_to_keep_and_what_moved(site: Site, sade: Person) -> None:
    site.visit("POST", f"{UNIT}/gap", who=sade, data={"marked": ["b", "c"], "sure": "fairly"})
    posted = site.visit("POST", f"{UNIT}/step", who=sade, data={"choice": "a"})
    assert posted.headers["Location"] == f"{UNIT}#step-verdict"
    answer = site.visit("GET", UNIT, who=sade)
    said = words_of(page_of(answer).main)
    assert heading(answer) == "You caught both missing points"
    assert page_of(answer).find(id="step-verdict") is not None
    assert "You were fairly sure, and you were right." in said
    assert "The gap goes out with it." in said
    assert "They see what was lost." in said
    assert "Keep this Source first , then the draft." in said
    assert "What moved: spotting what is missing" in said
    assert "You now have 1 of the 2 right answers for level 1, “aware”." in said
    assert "on a different case" in said


def test_the_first_answer_stands_when_somebody_goes_back(site: Site, sade: Person) -> None:
    site.visit("POST", f"{UNIT}/gap", who=sade, data=CAUGHT_ONE)
    again = site.visit("POST", f"{UNIT}/gap", who=sade, data={"marked": ["b", "c"], "sure": "very"})
    assert again.status_code == 303
    assert heading(site.visit("GET", UNIT, who=sade)) == "You caught 1 of the 2 missing points"


def test_a_plan_is_kept_or_left_and_the_week_goes_on(site: Site, sade: Person) -> None:
    site.visit("POST", f"{UNIT}/gap", who=sade, data=CAUGHT_ONE)
    site.visit("POST", f"{UNIT}/step", who=sade, data={"choice": "b"})
    offered = page_of(site.visit("GET", UNIT, who=sade))
    assert "Only you can read this. We will ask how it went once, on" in words_of(offered.main)
    assert offered.find("a", string="Finish without a plan") is not None
    empty = site.visit("POST", f"{UNIT}/plan", who=sade, data={})
    assert empty.status_code == 400
    assert "Choose or write a plan" in words_of(page_of(empty).select_one(".nhsuk-error-summary"))
    data = {"starter": "open the source first", "words": "read the notes first"}
    kept = site.visit("POST", f"{UNIT}/plan", who=sade, data=data)
    assert kept.headers["Location"] == "/this-week"
    with site.database():
        assert db.session.scalars(select(Plan.text)).one() == "read the notes first"
    shown = words_of(page_of(site.visit("GET", UNIT, who=sade)).main)
    assert "If I check a draft, then I will ... read the notes first" in shown
    assert "Keep this plan and finish" not in shown


def test_a_finished_unit_can_be_practised_again(site: Site, sade: Person) -> None:
    site.visit("POST", f"{UNIT}/gap", who=sade, data=CAUGHT_ONE)
    site.visit("POST", f"{UNIT}/step", who=sade, data={"choice": "b"})
    assert page_of(site.visit("GET", UNIT, who=sade)).find("button", string="Practise again") is not None
    site.visit("POST", f"{UNIT}/again", who=sade)
    assert heading(site.visit("GET", UNIT, who=sade)) == "What is missing?"
    site.visit("POST", f"{UNIT}/gap", who=sade, data={"marked": ["b", "c"], "sure": "very"})
    site.visit("POST", f"{UNIT}/step", who=sade, data={"choice": "b"})
    said = words_of(page_of(site.visit("GET", UNIT, who=sade)).main)
    assert "You answered this less than 7 days before, so nothing moved this time." in said


def test_things_are_sorted_one_by_one_and_only_what_is_left_is_asked_for(site: Site, sade: Person) -> None:
    site.given(one_more, sade, "sort-it", SORT, local_slots="[ig_contact]", competencies="[P2]")
    answer = site.visit("POST", "/modules/sort-it/place", who=sade, data={"item-a": "fine"})
    page = page_of(answer)
    assert "1 is still to do." in words_of(page.select_one(".nhsuk-error-summary"))
    assert [words_of(each) for each in page.select(".steady-sort__item .nhsuk-error-message")] == [
        "Error: Say where this one goes"
    ]
    assert page.select_one("input[name=item-a][checked]") is not None
    site.visit("POST", "/modules/sort-it/place", who=sade, data={"item-a": "fine", "item-b": "fine"})
    answer = site.visit("GET", "/modules/sort-it", who=sade)
    assert heading(answer) == "You put 1 of the 2 in the right place"
    assert "You chose “fine”" in words_of(page_of(answer).main)
    assert "It belongs in not in this tool ." in words_of(page_of(answer).main)


def test_a_local_fact_is_shown_as_text_and_never_as_html(site: Site, sade: Person) -> None:
    site.given(one_more, sade, "sort-it", SORT, local_slots="[ig_contact]")
    site.given(
        actions.fill_slot,
        sade.organisation_id,
        "ig_contact",
        "<img src=x onerror=alert(1)> Priya [here](javascript:alert)",
        by=None,
        now=clock.now(),
    )
    site.visit("POST", "/modules/sort-it/place", who=sade, data={"item-a": "fine", "item-b": "fine"})
    page = page_of(site.visit("GET", "/modules/sort-it", who=sade))
    assert "Priya" in words_of(page.main)
    assert page.find("img") is None
    assert not [link for link in page.find_all("a") if "javascript" in str(link.get("href"))]


def test_a_sound_draft_left_alone_is_right(site: Site, sade: Person) -> None:
    site.given(one_more, sade, "sound", WRONG)
    page = page_of(site.visit("GET", "/modules/sound", who=sade))
    assert page.find("script") is None
    assert "<script>" in words_of(page.select_one(".steady-source"))
    site.visit("POST", "/modules/sound/minutes", who=sade, data={"nothing": "1"})
    answer = site.visit("GET", "/modules/sound", who=sade)
    assert heading(answer) == "Nothing was wrong, and you left it alone"
    assert "saying so is an answer" in words_of(page_of(answer).main)


def test_a_unit_that_is_not_for_this_organisation_is_not_there(site: Site, sade: Person) -> None:
    stranger = site.given(_stranger)
    for method, path in (
        ("GET", UNIT),
        ("GET", f"{UNIT}/print"),
        ("POST", f"{UNIT}/gap"),
        ("POST", f"{UNIT}/again"),
        ("GET", "/modules/unknown"),
    ):
        assert site.visit(method, path, who=stranger, data=CAUGHT_ONE if method == "POST" else None).status_code == 404
    assert site.visit("POST", f"{UNIT}/unknown", who=sade, data=CAUGHT_ONE).status_code == 404


def _stranger() -> Person:
    return a_person(an_organisation("OTH", name="Other Trust"), "Otto Stranger")


def test_somebody_else_sees_nothing_of_an_answer(site: Site, sade: Person) -> None:
    ravi = site.given(_colleague, sade)
    site.visit("POST", f"{UNIT}/gap", who=sade, data=CAUGHT_ONE)
    assert heading(site.visit("GET", UNIT, who=ravi)) == "What is missing?"


def _colleague(of: Person) -> Person:
    return a_person(db.session.get_one(Organisation, of.organisation_id), "Ravi Chukwu-Hale")


def test_a_begun_unit_goes_on_in_its_version(site: Site, sade: Person) -> None:
    site.visit("POST", f"{UNIT}/gap", who=sade, data=CAUGHT_ONE)
    site.given(one_more, sade, "what-is-missing", LESSON.replace("safest", "best"), version=2)
    assert "safest next step" in words_of(page_of(site.visit("GET", UNIT, who=sade)).main)
    ravi = site.given(_colleague, sade)
    site.visit("POST", f"{UNIT}/gap", who=ravi, data=CAUGHT_ONE)
    assert "best next step" in words_of(page_of(site.visit("GET", UNIT, who=ravi)).main)


def test_the_paper_has_the_unit_to_tick_and_the_answers_after_it(site: Site, sade: Person) -> None:
    page = page_of(site.visit("GET", f"{UNIT}/print", who=sade))
    overleaf = page.select_one(".steady-sheet__overleaf")
    assert overleaf is not None
    assert "2 points are missing." in words_of(overleaf)
    assert "Keep this" in words_of(overleaf)
    overleaf.extract()
    front = words_of(page.main)
    assert "Missing, and it matters most." not in front
    assert "Nothing is missing" in front
    assert "How sure are you?" in front
    assert "nobody collects it" in front


def test_the_list_holds_what_this_person_may_practise(site: Site, sade: Person) -> None:
    site.given(one_more, sade, "mine", LESSON, roles="[medical-secretary]", title="For secretaries")
    site.given(one_more, sade, "theirs", LESSON, roles="[clinical-coder]", title="For coders")
    site.given(a_module, "not-adopted", title="Nobody looked at this")
    site.visit("POST", f"{UNIT}/gap", who=sade, data=CAUGHT_ONE)
    site.visit("POST", f"{UNIT}/step", who=sade, data={"choice": "b"})
    said = words_of(page_of(site.visit("GET", "/modules", who=sade)).main)
    assert "2 units you can practise" in said
    assert "Made for your role For secretaries" in said
    assert "Not seen yet." in said
    assert "Finished on" in said
    assert "For coders" not in said
    assert "Nobody looked at this" not in said


def test_a_list_without_units_says_what_happens_next(site: Site) -> None:
    assert heading(site.visit("GET", "/modules", who=site.given(_stranger))) == "There are no units to practise yet"


def test_an_answer_needs_the_token_of_its_own_session(site: Site, sade: Person) -> None:
    answer = site.visit("POST", f"{UNIT}/gap", who=sade, data=CAUGHT_ONE, csrf=False)
    assert answer.status_code == 400
    with site.database():
        assert db.session.scalar(select(func.count()).select_from(Answer)) == 0


@pytest.fixture
def june(site: Site, sade: Person) -> Person:
    return site.given(_administrator, sade)


def _administrator(of: Person) -> Person:
    person = a_person(db.session.get_one(Organisation, of.organisation_id), "June Okafor-Lind")
    a_duty(person, "administrator")
    return person


def test_everything_that_waits_is_adopted_in_the_name_of_a_reviewer(site: Site, sade: Person, june: Person) -> None:
    site.given(a_module, "second", title="Second letter", review_due=next_year())
    site.given(a_module, "third", title="A draft of ours", status="draft", review_due=next_year())
    assert heading(site.visit("GET", "/admin/modules", who=june)) == "1 unit of 3 waits for a reviewer"
    refused = site.visit("POST", "/admin/modules", who=june, data={"reviewed_by": ""})
    assert "Write the name of the person" in words_of(page_of(refused).select_one(".nhsuk-error-summary"))
    site.visit("POST", "/admin/modules", who=june, data={"reviewed_by": "Ravi Chukwu-Hale"})
    said = words_of(page_of(site.visit("GET", "/admin/modules", who=june)).main)
    assert "1 unit adopted." in said
    assert "looked at by Ravi Chukwu-Hale on" in said
    assert "adopted by June Okafor-Lind" in said
    assert "A draft, not for use" in said
    assert site.visit("GET", "/modules/second", who=sade).status_code == 200
    assert site.visit("GET", "/modules/third", who=sade).status_code == 404


def test_one_unit_is_read_whole_adopted_and_held_back(site: Site, sade: Person, june: Person) -> None:
    site.given(a_module, "second", title="Second letter", review_due=next_year())
    page = page_of(site.visit("GET", "/admin/modules/second", who=june))
    assert "Missing, and it matters most." in words_of(page.main)
    assert site.visit("POST", "/admin/modules/second/adopt", who=june, data={"reviewed_by": ""}).status_code == 400
    site.visit("POST", "/admin/modules/second/adopt", who=june, data={"reviewed_by": "Ravi Chukwu-Hale"})
    assert site.visit("GET", "/modules/second", who=sade).status_code == 200
    site.visit("POST", "/admin/modules/second/hold-back", who=june)
    assert "Not adopted" in words_of(page_of(site.visit("GET", "/admin/modules/second", who=june)).main)
    assert site.visit("GET", "/modules/second", who=sade).status_code == 404


def test_an_overdue_review_is_said_in_words(site: Site, june: Person) -> None:
    site.given(a_module, "old", title="Old rules", review_due="2020-01-06")
    said = words_of(page_of(site.visit("GET", "/admin/modules", who=june)).main)
    assert "Overdue since 6 January 2020" in said


def test_local_facts_are_saved_together_or_not_at_all(site: Site, sade: Person, june: Person) -> None:
    site.given(one_more, sade, "sort-it", SORT, local_slots="[ig_contact]")
    answer = site.visit("GET", "/admin/slots", who=june)
    assert heading(answer) == "1 local fact is missing"
    assert "1 unit waits for it." in words_of(page_of(answer).main)
    data = {"ig_contact": "Priya Raman-Hughes", "policy_owner": "x" * 501}
    refused = site.visit("POST", "/admin/slots", who=june, data=data)
    assert refused.status_code == 400
    page = page_of(refused)
    assert "at most 500 characters" in words_of(page.select_one(".nhsuk-error-summary"))
    assert page.select_one("#ig_contact[value='Priya Raman-Hughes']") is not None
    assert heading(site.visit("GET", "/admin/slots", who=june)) == "1 local fact is missing"
    site.visit("POST", "/admin/slots", who=june, data=data | {"policy_owner": ""})
    assert heading(site.visit("GET", "/admin/slots", who=june)) == "Every local fact that units need is filled in"


@pytest.mark.parametrize("path", ["/admin/modules", "/admin/modules/what-is-missing", "/admin/slots"])
def test_the_library_is_for_administrators_and_editors(site: Site, sade: Person, path: str) -> None:
    assert site.visit("GET", path, who=sade).status_code == 403
    assert "/sign-in" in site.visit("GET", path).headers["Location"]


def test_a_colleague_of_another_organisation_decides_nothing_here(site: Site, sade: Person) -> None:
    other = site.given(_foreign_administrator)
    site.visit("POST", "/admin/modules/what-is-missing/hold-back", who=other)
    assert site.visit("GET", UNIT, who=sade).status_code == 200


def _foreign_administrator() -> Person:
    person = _stranger()
    a_duty(person, "administrator")
    return person


def test_a_unit_is_cut_after_each_question_and_no_word_is_lost() -> None:
    module = parse(module_text())
    walk = list(stretches(module))
    assert [each.activity.id if each.activity else None for each in walk] == ["gap", "step", "plan", None]
    assert [section.heading for section in walk[0].before] == ["Why this matters", "See it done"]
    assert (walk[0].heading, walk[1].heading, walk[2].heading) == ("Your turn", None, "Try it at work")
    assert [piece.markdown for piece in walk[1].lead if isinstance(piece, Text)] == ["Now think of what comes next."]
    assert not walk[3].before


def test_words_after_the_last_question_are_read_at_the_end() -> None:
    body = LESSON.replace("## Keep this", "## Where it comes from\n\nA rule of ours.\n\n## Keep this")
    last = list(stretches(parse(module_text(body=body))))[-1]
    assert [section.heading for section in last.before] == ["Where it comes from"]


def test_an_old_answer_shows_the_question_it_was_given_to_after_three_new_versions(site: Site, sade: Person) -> None:
    site.visit("POST", f"{UNIT}/gap", who=sade, data=CAUGHT_ONE)
    site.visit("POST", f"{UNIT}/step", who=sade, data={"choice": "b"})
    before = words_of(page_of(site.visit("GET", UNIT, who=sade)).main)
    for version in (2, 3, 4):
        newer = LESSON.replace("Stop the tablets today.", f"Start the tablets, version {version}.")
        newer = newer.replace("answer: [b, c]", "answer: [a]").replace("safest", f"best of {version}")
        site.given(one_more, sade, "what-is-missing", newer, version=version)
    after = words_of(page_of(site.visit("GET", UNIT, who=sade)).main)
    assert after == before
    assert "He felt dizzy. Stop the tablets today." in after
    told = site.visit("POST", "/privacy/download", who=sade).get_data(as_text=True)
    assert "Stop the tablets today." in told
    assert "Start the tablets" not in told
