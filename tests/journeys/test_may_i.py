"""“May I…?” as people meet it: Sade asks and prints, a stranger checks, Ruth decides, and the answer is another one."""

from __future__ import annotations

from tests.journeys.conftest import WIDE_AND_NARROW, Visitor


def when_they_ask(visitor: Visitor, task: str, data: str, tool: str | None = None) -> None:
    visitor.page.get_by_label("What you want to do").select_option(label=task)
    visitor.page.get_by_label("With what").select_option(label=data)
    if tool is not None:
        visitor.page.get_by_label("In which tool, if you know").select_option(label=tool)
    visitor.presses("Ask")


@WIDE_AND_NARROW
def test_sade_asks_with_two_choices_gets_a_receipt_and_anybody_can_check_it(visitor: Visitor) -> None:
    visitor.signs_in_with_one_tap_as("Sade")
    visitor.follows("May I…?")
    visitor.sees("2 choices, and you know what you may do")
    visitor.presses("Ask")
    visitor.sees("2 choices, and you know what you may do")
    visitor.reads("There is a problem", "Choose what you want to do", "Choose the kind of information")
    when_they_ask(visitor, "Summarise notes or a document", "No personal data")
    visitor.sees("Yes")
    visitor.follows("Get a permission receipt")
    visitor.sees("Your permission receipt")
    visitor.reads("Sade Adeyemi-Clarke, medical secretary", "No personal data", "Version")
    code = visitor.page.locator(".st-receipt .st-code").inner_text()
    visitor.page.get_by_role("button", name="Sign out").click()
    visitor.goes_to("/receipt")
    visitor.sees("See whether a permission receipt is real")
    visitor.page.get_by_label("Code").fill(code.lower())
    visitor.presses("Check")
    visitor.reads("Enter the code and the name, both as they stand on the receipt.")
    visitor.page.get_by_label("Name of the person who asked").fill("Sade Adeyemi-Clarke")
    visitor.presses("Check")
    visitor.sees("This receipt is real")
    visitor.reads("The rule is the same today.")


def test_sade_reads_what_is_not_allowed_what_to_do_after_a_slip_and_what_is_expected(visitor: Visitor) -> None:
    visitor.signs_in_with_one_tap_as("Sade")
    visitor.follows("May I…?")
    when_they_ask(
        visitor, "Draft a letter, a reply or an email", "Information about patients", "A tool that is not listed"
    )
    visitor.sees("No")
    visitor.follows("What changed")
    visitor.sees("This was decided")
    visitor.goes_to("/guardrails")
    visitor.follows("After a slip: what to do, and whom to tell")
    visitor.sees("Stop, and tell somebody within 1 hour")
    visitor.goes_to("/guardrails")
    visitor.follows("What is expected of me")
    visitor.sees("things are expected of you as a medical secretary")
    visitor.goes_to("/guardrails")
    visitor.follows("My team’s card: one page to print")
    visitor.sees("Outpatients Admin")
