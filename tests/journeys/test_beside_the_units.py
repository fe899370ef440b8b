"""What people do beside the weekly unit: show what they know, practise, use paper, meet as a team, write and reply."""

from __future__ import annotations

from tests.journeys.conftest import WIDE_AND_NARROW, Visitor


def when_they_answer_what_is_asked(visitor: Visitor, button: str) -> None:
    for place, step in enumerate(visitor.page.locator("main form select").all(), start=1):
        step.select_option(str(place))
    for question in visitor.page.locator("main form fieldset:has(input)").all():
        question.locator("input[type=radio], input[type=checkbox]").first.check()
    visitor.presses(button)


@WIDE_AND_NARROW
def test_sade_shows_at_once_what_she_knows_and_can_stop_half_way(visitor: Visitor) -> None:
    visitor.signs_in_with_one_tap_as("Sade")
    visitor.follows("My progress")
    visitor.follows("Starting check: show what you know already")
    visitor.sees("Show what you know already")
    visitor.reads("They come in two sittings", "A wrong one costs nothing")
    visitor.presses("Begin")
    visitor.sees("Starting check, question 1 of")
    visitor.presses("Check my answer")
    visitor.reads("There is a problem")
    visitor.sees("Starting check, question 1 of")
    while visitor.page.get_by_role("button", name="Check my answer").count():
        when_they_answer_what_is_asked(visitor, "Check my answer")
    visitor.sees("That is the first half")
    visitor.presses("Stop here for today")
    visitor.sees("This week")
    visitor.reads("Your starting check is half-way")


@WIDE_AND_NARROW
def test_sade_sees_her_trust_dial_prints_it_and_practises_in_one_tap(visitor: Visitor) -> None:
    visitor.signs_in_with_one_tap_as("Sade")
    visitor.follows("My progress")
    visitor.sees("My progress")
    visitor.reads("My trust dial")
    visitor.follows("Print this page for yourself")
    visitor.sees("My progress")
    visitor.reads("This sheet is yours.")
    visitor.follows("Back to my progress")
    visitor.presses("Practise with one more draft")
    assert visitor.page.get_by_role("button", name="Check my answer").count() == 1
    visitor.sees("")


@WIDE_AND_NARROW
def test_sade_records_what_she_ticked_on_paper(visitor: Visitor) -> None:
    visitor.signs_in_with_one_tap_as("Sade")
    visitor.goes_to("/modules/booking-check-a-call-in-portuguese/print")
    visitor.sees("A call in Portuguese")
    code = visitor.page.locator(".steady-sheet__code").inner_text()
    visitor.goes_to("/paper")
    visitor.sees("Record a unit from paper")
    visitor.page.get_by_label("Code on the sheet").fill(code[:-1])
    visitor.presses("Go on")
    visitor.reads("This code is not of a unit here.")
    visitor.sees("Record a unit from paper")
    visitor.page.get_by_label("Code on the sheet").fill(code.lower())
    visitor.presses("Go on")
    visitor.sees("A call in Portuguese")
    while visitor.page.get_by_role("button", name="Record this answer").count():
        when_they_answer_what_is_asked(visitor, "Record this answer")
    visitor.reads("You finished this unit on")


@WIDE_AND_NARROW
def test_dev_runs_a_huddle_and_notes_how_many_hands_there_were(visitor: Visitor) -> None:
    visitor.signs_in_with_one_tap_as("Dev")
    visitor.goes_to("/modules")
    visitor.follows("Run a huddle with your team")
    visitor.sees("Ten minutes with your team")
    visitor.goes_to("/huddles/j2-what-the-draft-left-out/print")
    visitor.sees("What did the draft leave out?")
    visitor.reads("A team huddle of 10 minutes", "Answers and reasons")
    visitor.goes_to("/huddles/j2-what-the-draft-left-out")
    visitor.sees("Note a huddle")
    visitor.presses("Note it")
    visitor.reads("Write how many people were there, from 1 to 200.")
    visitor.sees("Note a huddle")
    visitor.page.get_by_label("How many people were there?").fill("7")
    visitor.page.get_by_label("He told us he felt dizzy twice").fill("5")
    visitor.presses("Note it")
    visitor.sees("Ten minutes with your team")
    visitor.reads("7 people", "5: He told us he felt dizzy twice")


@WIDE_AND_NARROW
def test_a_note_reaches_the_editors_without_a_name_and_its_reply_reaches_sade(visitor: Visitor) -> None:
    visitor.signs_in_with_one_tap_as("Sade")
    visitor.goes_to("/modules/j2-what-the-draft-left-out")
    visitor.follows("Suggest a case")
    visitor.sees("Suggest a case")
    visitor.page.get_by_label("What happened?").fill("A letter for twins had one name.")
    visitor.presses("Send to the content editors")
    visitor.reads("Thank you. The content editors read it without your name")
    visitor.presses("Sign out")
    visitor.signs_in_with_one_tap_as("Priya")
    visitor.goes_to("/admin/notes")
    visitor.sees("wait")
    visitor.reads("A letter for twins had one name.")
    assert "Sade" not in visitor.page.content()
    note = visitor.page.get_by_role("region").filter(has_text="A letter for twins")
    note.get_by_label("Your reply").fill("We wrote a case of it.")
    note.get_by_role("button", name="We changed the unit").click()
    visitor.reads("Your reply is kept.")
    visitor.presses("Sign out")
    visitor.signs_in_with_one_tap_as("Sade")
    visitor.sees("This week")
    visitor.reads("You said, we changed", "We wrote a case of it.")
    visitor.sees("This week")


@WIDE_AND_NARROW
def test_priya_looks_at_units_and_questions_and_ines_holds_one_back(visitor: Visitor) -> None:
    visitor.signs_in_with_one_tap_as("Priya")
    visitor.sees("unit")
    visitor.goes_to("/admin/items")
    visitor.sees("")
    visitor.goes_to("/admin/modules/j2-what-the-draft-left-out")
    visitor.sees("What did the draft leave out?")
    visitor.goes_to("/admin")
    visitor.sees("")
    visitor.presses("Sign out")
    visitor.signs_in_with_one_tap_as("Ines")
    visitor.goes_to("/admin/modules/p1-right-tool-right-account-right-task")
    visitor.sees("Right tool")
    visitor.page.locator("textarea").fill("We ask for a talk about shared accounts first.")
    visitor.page.get_by_role("button", name="Hold").click()
    visitor.reads("We ask for a talk about shared accounts first.")
    visitor.sees("Right tool")
