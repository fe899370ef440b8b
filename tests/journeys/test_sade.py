"""Sade, a medical secretary: a mail asks her something, she answers in a tap, and sees what it moved."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import Locator, Page

from learning.ground.text import nhs_date
from tests.journeys.conftest import WIDE_AND_NARROW, Visitor

CHANGED = "Chat assistant: what you may do has changed"
NEWS = re.compile(f"{CHANGED}|is out of use")


def when_she_finds_the_mail_that_asks(sade: Visitor, *, is_news: bool = False) -> None:
    """The newest that asks its question: about a case, or about a rule that changed."""
    sade.goes_to("/demo")
    sade.follows("See Sade’s mail in the outbox")
    sade.sees("went into the folder")
    asking = sade.page.get_by_role("listitem").filter(has_text="Asks its question in the mail")
    asking = asking.filter(has_text=CHANGED) if is_news else asking.filter(has_not_text=NEWS)
    asking.first.get_by_role("link").click()
    sade.follows("Open it as a mail program shows it")
    sade.page.locator('a[href*="?c="]').first.wait_for()
    assert len(answers_in(sade.page)) >= 2


def answers_in(mail: Page) -> list[Locator]:
    return mail.locator('a[href*="?c="]').all()


def when_she_taps_the_second_answer(sade: Visitor) -> str:
    answer = answers_in(sade.page)[1]
    words = answer.inner_text().strip()
    sade.page.goto(answer.get_attribute("href") or "")
    return words


def then_it_is_preselected_and_nothing_is_recorded(sade: Visitor, words: str) -> None:
    sade.sees("")
    sade.reads("You can change it. Nothing is recorded yet.", "It does not sign you in")
    assert sade.page.get_by_label(words, exact=True).is_checked()


def when_she_says_how_sure_she_is_and_records(sade: Visitor) -> None:
    sade.page.get_by_label("Fairly sure").check()
    sade.presses("Record my answer")
    sade.sees("")


def when_she_answers_what_else_the_unit_asks(sade: Visitor) -> None:
    """A few units have a second question; what was right of the first stands above it."""
    while sade.page.get_by_role("button", name="Record my answer").count():
        assert sade.page.locator(".steady-marks li p").all_text_contents() != []
        for place, step in enumerate(sade.page.locator("main form select").all(), start=1):
            step.select_option(str(place))
        for question in sade.page.locator("main form fieldset:has(input)").all():
            question.locator("input[type=radio], input[type=checkbox]").first.check()
        sade.presses("Record my answer")


def then_she_reads_why(sade: Visitor) -> str:
    """The title of her unit."""
    sade.sees("")
    sade.reads("That is all for this week. You can close this page.", "You are not signed in.")
    assert sade.page.locator(".steady-marks li").count() >= 2
    assert all(sade.page.locator(".steady-marks li p").all_text_contents())  # every answer has its reason
    caption = sade.page.locator("h1 .nhsuk-caption-m").inner_text()
    return caption.rpartition(", recorded on")[0]


def then_progress_says_what_moved_and_when_it_fades(sade: Visitor, title: str) -> None:
    sade.follows("My progress")
    sade.sees("My progress")
    moved = sade.page.get_by_role("region", name="What moved last")
    said = " ".join(moved.inner_text().split())
    assert f"By your answers of {nhs_date(dt.datetime.now(dt.UTC).date())} to {title}" in said
    assert re.search(r"right answers|You hold level|You reached level", said)
    sade.reads("Current until")


def when_she_changes_her_day_to_thursday(sade: Visitor) -> None:
    sade.follows("Settings")
    sade.sees("Settings")
    sade.reads("one unit on Tuesdays, by email")
    sade.page.get_by_label("Day", exact=True).first.select_option("Thursday")
    sade.presses("Save")
    sade.sees("Settings")
    sade.reads("Choose a day that you work, or tick that day as well.")
    assert sade.page.get_by_label("Day", exact=True).first.input_value() == "3"  # what she chose is still there
    sade.page.get_by_label("Thursday", exact=True).check()
    sade.presses("Save")


def then_the_next_one_comes_on_a_thursday(sade: Visitor) -> None:
    sade.sees("Settings")
    sade.reads("Saved.", "one unit on Thursdays, by email", "The next one comes on Thursday")


@WIDE_AND_NARROW
def test_sade_answers_from_her_mail_sees_what_moved_and_changes_her_day(visitor: Visitor) -> None:
    when_she_finds_the_mail_that_asks(visitor)
    words = when_she_taps_the_second_answer(visitor)
    then_it_is_preselected_and_nothing_is_recorded(visitor, words)
    when_she_says_how_sure_she_is_and_records(visitor)
    when_she_answers_what_else_the_unit_asks(visitor)
    title = then_she_reads_why(visitor)
    visitor.signs_in_with_one_tap_as("Sade")
    visitor.sees("This week")
    then_progress_says_what_moved_and_when_it_fades(visitor, title)
    when_she_changes_her_day_to_thursday(visitor)
    then_the_next_one_comes_on_a_thursday(visitor)


def when_she_answers_what_the_rule_says_now(sade: Visitor) -> None:
    """It is a yes with conditions since the sixth week."""
    (yes,) = [one for one in answers_in(sade.page) if one.inner_text() == "Yes, and I keep to the conditions"]
    sade.page.goto(yes.get_attribute("href") or "")
    sade.presses("Record my answer")


def then_she_reads_that_it_counts_and_may_ask_for_today(sade: Visitor) -> None:
    sade.sees("")
    sade.reads("That is what counts since", "You may, if you take out names and sickness first.", "Ask “May I…?”")


def test_sade_hears_of_a_changed_rule_in_her_mail_and_answers(visitor: Visitor) -> None:
    when_she_finds_the_mail_that_asks(visitor, is_news=True)
    when_she_answers_what_the_rule_says_now(visitor)
    then_she_reads_that_it_counts_and_may_ask_for_today(visitor)


def focused(page: Page) -> str:
    """What has the focus, as tag and name."""
    found: str = page.evaluate(
        "(e => `${e.tagName} ${e.name || e.getAttribute('href') || ''}`)(document.activeElement)"
    )
    return found


def tabs_to(page: Page, wanted: str) -> None:
    for _ in range(30):
        page.keyboard.press("Tab")
        if focused(page).startswith(wanted):
            assert page.evaluate("document.activeElement.matches(':focus-visible')")
            return
    pytest.fail(f"the Tab key never reached {wanted}")


def test_sade_answers_with_the_keyboard_alone(visitor: Visitor) -> None:
    when_she_finds_the_mail_that_asks(visitor)
    visitor.page.goto((answers_in(visitor.page)[0].get_attribute("href") or "").partition("?")[0])
    page = visitor.page
    page.keyboard.press("Tab")
    assert focused(page) == "A #maincontent"  # the first key press offers a way past the header
    tabs_to(page, "INPUT choice")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert page.locator("input[name=choice]").nth(1).is_checked()
    tabs_to(page, "INPUT sure")
    page.keyboard.press("Space")
    tabs_to(page, "BUTTON")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    page.locator(".steady-marks li").first.wait_for()
    assert all(page.locator(".steady-marks li p").all_text_contents())
