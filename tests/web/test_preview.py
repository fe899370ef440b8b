"""An author's preview: the unit as a learner sees it, what the checker says above it, and nothing kept anywhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from learning.app import create_preview
from learning.capability.rules import Confidence
from learning.ground.db import db
from learning.modules.shelf import Manuscript, parse
from learning.modules.views.preview_page import Kept, example_values, from_address, preview_page, to_address
from tests.builders import LESSON, TODAY, module_text
from tests.fixtures.app import ROOT, Site

UNIT = "/modules/what-is-missing"
CAUGHT_ONE = {"marked": ["b"], "sure": "fairly"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "modules" / "what-is-missing.md"
    path.parent.mkdir()
    path.write_text(module_text("what-is-missing", LESSON), encoding="utf-8")
    return path


@pytest.fixture
def desk(file: Path) -> Site:
    """The preview of that file, as its author's browser meets it."""
    return Site(create_preview(Manuscript(file, ROOT / "content")))


def words(page: object) -> str:
    text = page.get_data(as_text=True)  # type: ignore[attr-defined]
    return " ".join(BeautifulSoup(text, "html5lib").get_text(" ").split())


def test_the_author_answers_question_by_question_and_reads_each_verdict(desk: Site) -> None:
    first = desk.visit("GET", "/").location
    assert first == UNIT
    assert "Which points are missing from the draft?" in words(desk.visit("GET", UNIT))
    after = desk.visit("POST", f"{UNIT}/gap", data=CAUGHT_ONE).location
    page = desk.visit("GET", after)
    assert "You caught 1 of the 2 missing points" in words(page)
    action = BeautifulSoup(page.get_data(as_text=True), "html5lib").find("form")["action"]
    choice = parse(module_text("what-is-missing", LESSON)).activities[1].right.id  # type: ignore[attr-defined]
    done = words(desk.visit("GET", desk.visit("POST", action, data={"choice": choice}).location))
    assert "You finished this unit on" in done
    assert "You got it right" in done
    assert "What moved: spotting what is missing" in done
    assert "Practise again" not in done


def test_a_plan_is_read_back_and_the_unit_can_begin_again(desk: Site) -> None:
    activities = parse(module_text("what-is-missing", LESSON)).activities
    plan = next(one for one in activities if not one.is_marked)
    address = UNIT
    for activity, data in ((activities[0], CAUGHT_ONE), (activities[1], {"choice": "a"})):
        address = desk.visit("POST", address.replace(UNIT, f"{UNIT}/{activity.id}"), data=data).location
    kept = desk.visit("POST", address.replace(UNIT, f"{UNIT}/{plan.id}"), data={"words": "I open the source."})
    page = desk.visit("GET", kept.location)
    assert "I open the source." in words(page)
    again = BeautifulSoup(page.get_data(as_text=True), "html5lib").find("a", string="Begin again")
    assert again is not None
    assert again["href"] == UNIT


def test_what_one_writes_for_oneself_comes_in_its_two_stages(desk: Site, file: Path) -> None:
    guide = (ROOT / "docs" / "authors.md").read_text(encoding="utf-8")
    rewrite = guide[guide.index("```activity\nid: say-it-plainly") : guide.index("### `reflect`")]
    file.write_text(module_text("what-is-missing", f"\n## Your turn\n\n{rewrite}\n{LESSON[LESSON.index('```act') :]}"))
    first = desk.visit("GET", UNIT)
    assert "Write this so that everybody understands it." in words(first)
    written = desk.visit("POST", f"{UNIT}/say-it-plainly", data={"words": "Come 15 minutes early."}).location
    checking = words(desk.visit("GET", written))
    assert "Please come 15 minutes before your appointment." in checking
    held = {"words": "Come 15 minutes early.", "stage": "check", "ticked": ["1"]}
    after = desk.visit("POST", written.replace(UNIT, f"{UNIT}/say-it-plainly"), data=held)
    assert after.status_code == 303, words(after)
    assert "Which points are missing from the draft?" in words(desk.visit("GET", after.location))


def test_an_answer_with_a_problem_is_shown_with_it(desk: Site) -> None:
    page = desk.visit("POST", f"{UNIT}/gap", data={"marked": ["b"]})
    assert page.status_code == 400
    assert "Say how sure you are" in words(page)


def test_the_file_is_read_again_for_each_page(desk: Site, file: Path) -> None:
    before = words(desk.visit("GET", UNIT))
    assert "Refused" not in before
    assert 'It says "should"' not in before
    file.write_text(file.read_text(encoding="utf-8").replace("cannot show you the gap", "should show <b>it</b>"))
    page = words(desk.visit("GET", UNIT))
    assert "Refused, line" in page
    assert "There is HTML in the text. Write Markdown." in page
    assert 'It says "should"' in page
    assert "Which points are missing from the draft?" in page  # what is refused for its words can still be read


@pytest.mark.parametrize("text", ["", "no front matter", "---\nid: x\n---\n", "\x00", "---\n- a\n---\n## One\n"])
def test_a_file_whose_shape_is_broken_shows_what_to_mend(desk: Site, file: Path, text: str) -> None:
    file.write_text(text)
    page = desk.visit("GET", UNIT)
    assert page.status_code == 200
    assert "modules/what-is-missing.md cannot be shown yet" in words(page)
    assert "Refused, line" in words(page)
    assert desk.visit("GET", f"{UNIT}/print").location == UNIT
    assert desk.visit("POST", f"{UNIT}/gap", data=CAUGHT_ONE).location == UNIT


def test_a_file_that_is_gone_or_is_no_text_says_so(desk: Site, file: Path) -> None:
    file.write_bytes(b"---\n\xff\xfe")
    assert "Save the file as UTF-8" in words(desk.visit("GET", UNIT))
    file.unlink()
    assert "The file cannot be read" in words(desk.visit("GET", UNIT))


def test_an_answer_that_no_longer_fits_the_file_is_asked_again(desk: Site, file: Path) -> None:
    after = desk.visit("POST", f"{UNIT}/gap", data={"marked": ["c"], "sure": "very"}).location
    file.write_text(file.read_text().replace("id: c,", "id: z,").replace("  c:", "  z:").replace("[b, c]", "[b, z]"))
    page = words(desk.visit("GET", after))
    assert "Which points are missing from the draft?" in page
    assert "You caught" not in page


def test_local_facts_are_examples_and_the_page_says_so(desk: Site, file: Path) -> None:
    text = file.read_text().replace("Mr Lindgren-Bassey is", "Ask {{ig_contact}} or {{night_desk}}. He is")
    file.write_text(text.replace("local_slots: []", "local_slots: [ig_contact, night_desk]"))
    page = words(desk.visit("GET", UNIT))
    assert "Local facts are examples here: ig_contact, night_desk." in page
    assert "Ask Ife Adler, information governance, 01632 960 123 or Night desk (an example)." in page


def test_the_sheet_of_paper_is_shown_with_what_the_checker_says(desk: Site) -> None:
    page = desk.visit("GET", f"{UNIT}/print")
    assert page.status_code == 200
    assert "Answers and reasons" in words(page)
    assert "Preview of modules/what-is-missing.md" in words(page)


def test_links_that_lead_out_of_the_unit_say_so_and_lead_back(desk: Site) -> None:
    links = BeautifulSoup(desk.visit("GET", UNIT).get_data(as_text=True), "html5lib").find_all("a", href=True)
    inside = {link["href"] for link in links if not link["href"].startswith("#")}
    assert "/elsewhere" in inside
    for address in inside:
        assert desk.visit("GET", address).status_code in {200, 302}, address
    assert "This leads out of the unit" in words(desk.visit("GET", "/elsewhere"))


def test_every_page_has_the_same_policy_and_answers_to_this_machine_alone(desk: Site, site: Site) -> None:
    policy = site.visit("GET", "/sign-in").headers["Content-Security-Policy"]
    for address in (UNIT, f"{UNIT}/print", "/elsewhere", "/modules/another"):
        assert desk.visit("GET", address).headers["Content-Security-Policy"] == policy
    assert desk.visit("GET", "/modules/another").status_code == 404
    assert desk.visit("GET", UNIT, headers={"Host": "evil.example"}).status_code == 400
    assert desk.visit("POST", f"{UNIT}/gap", data=CAUGHT_ONE, csrf=False).status_code == 400


def test_no_database_is_opened(desk: Site) -> None:
    opened: list[object] = []
    with desk.app.app_context():
        event.listen(db.engine, "connect", lambda connection, _: opened.append(connection))
    address = desk.visit("POST", f"{UNIT}/gap", data=CAUGHT_ONE).location
    for path in (address, f"{UNIT}/print", "/elsewhere", "/modules/another", "/help"):
        desk.visit("GET", path)
    assert opened == []
    desk.visit("GET", "/readyz")  # the one door of the frame that asks, so that this test could fail
    assert len(opened) == 1
    with desk.app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("path", sorted((ROOT / "content" / "modules").glob("*.md")), ids=lambda path: path.stem)
def test_every_unit_that_ships_can_be_previewed(path: Path) -> None:
    desk = Site(create_preview(Manuscript(path, ROOT / "content")))
    page = desk.visit("GET", f"/modules/{path.stem}")
    assert page.status_code == 200
    assert "Preview of" in words(page)


_MODULE = parse(module_text("what-is-missing", LESSON))


@given(st.text(max_size=200))
def test_whatever_stands_in_an_address_is_no_answer_or_one_that_fits(carried: str) -> None:
    kept = from_address(carried, _MODULE)
    preview_page(_MODULE, kept, today=TODAY)
    assert set(kept) <= {activity.id for activity in _MODULE.activities}


@given(st.sets(st.sampled_from("abcd")), st.sampled_from([None, "guess", "fairly", "very"]), st.text(max_size=100))
def test_an_answer_comes_back_from_the_address_as_it_was_given(marked: set[str], sure: str | None, plan: str) -> None:
    answer = Kept({"marked": sorted(marked), "nothing": not marked}, Confidence(sure) if sure else None)
    assert from_address(to_address({"gap": answer}), _MODULE) == {"gap": answer}


def test_an_address_that_unpacks_to_very_much_is_no_answer() -> None:
    assert from_address(to_address({"gap": Kept({"marked": ["a" * 3_000_000]})}), _MODULE) == {}


def test_an_example_stands_for_each_local_fact_that_is_used() -> None:
    assert example_values(_MODULE).keys() == _MODULE.slots


def test_the_preview_says_that_a_task_is_not_one_of_the_guardrails(desk: Site, file: Path) -> None:
    named = "task: {}\ndata_label: staff_only\nlanguage:"
    file.write_text(file.read_text().replace("language:", named.format("draft")))
    assert "guardrails" not in words(desk.visit("GET", UNIT))
    file.write_text(file.read_text().replace("task: draft", "task: juggle"))
    assert "juggle is not a task of guardrails.yaml" in words(desk.visit("GET", UNIT))


def test_a_sheet_says_that_everybody_is_invented_only_where_that_is_so(desk: Site, file: Path) -> None:
    assert "Everyone in this unit is invented." in words(desk.visit("GET", f"{UNIT}/print"))
    text = module_text("what-is-missing", LESSON, kind="heads-up").replace(
        "invented_data: true", "invented_data: false"
    )
    file.write_text(text)
    sheet = words(desk.visit("GET", f"{UNIT}/print"))
    assert "This sheet is yours" in sheet
    assert "is invented" not in sheet
