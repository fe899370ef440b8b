"""Who works at the invented trust, and how its people learn. Pure: the same every time."""

from learning.demo.rules.cast import DEV, JUNE, NAME, RUTH, SADE, STARS, staff_file, teams_file
from learning.demo.rules.learner import Habits, answers_after, habits_of, reply

__all__ = [
    "DEV",
    "JUNE",
    "NAME",
    "RUTH",
    "SADE",
    "STARS",
    "Habits",
    "answers_after",
    "habits_of",
    "reply",
    "staff_file",
    "teams_file",
]
