"""Who works at the invented trust, and how its people learn. Pure: the same every time."""

from learning.demo.rules.cast import DEV, INES, JUNE, NAME, PRIYA, RUTH, SADE, STARS, staff_file, teams_file
from learning.demo.rules.learner import Habits, answers_after, does_starting_check, habits_of, reply

__all__ = [
    "DEV",
    "INES",
    "JUNE",
    "NAME",
    "PRIYA",
    "RUTH",
    "SADE",
    "STARS",
    "Habits",
    "answers_after",
    "does_starting_check",
    "habits_of",
    "reply",
    "staff_file",
    "teams_file",
]
