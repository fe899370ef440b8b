"""What the invented people need a tool for, in their words: how many ask, and what they are told."""

from __future__ import annotations

from dataclasses import dataclass

from learning.demo.rules.ruling import PATIENTS


@dataclass(frozen=True, slots=True)
class WantedThere:
    """One need of people in one role family."""

    week: int
    hours: int
    problem: str
    family: str
    people: int
    task: str = "*"
    label: str = "*"
    answered_week: int | None = None
    answered_hours: int = 0
    answer: str = ""


NEEDS = (
    WantedThere(
        week=3,
        hours=34,
        problem="I type the same 6 paragraphs about getting ready for a scan into 40 clinic letters each week.",
        family="medical-secretary",
        people=11,
        task="draft",
        label=PATIENTS,
    ),
    WantedThere(
        week=4,
        hours=57,
        problem="We read out the same way to the clinic to 30 callers a day. We want a short text to send.",
        family="booking-waiting-list",
        people=6,
        task="draft",
        label="no_personal_data",
        answered_week=7,
        answered_hours=35,
        answer=(
            "Use Chat assistant to write the text: the way to a clinic is no personal data.\n\n"
            "Read it before you send it. The booking system can send it to callers who ask."
        ),
    ),
    WantedThere(
        week=8,
        hours=11,
        problem="Complaints come in 9 languages. It takes 3 days until somebody can say whether one is urgent.",
        family="complaints-pals",
        people=2,
        task="translate",
        label=PATIENTS,
    ),
)
