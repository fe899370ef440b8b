"""The rules of coverage: from exact counts to published figures that resist subtraction, and their words. Pure."""

from learning.ground.figures import (
    TOGETHER,
    Band,
    Cell,
    Figure,
    Hidden,
    NotRequired,
    Share,
    Why,
    counts_within,
    figure_text,
    points,
)

from .counts import Axis, CompetencyName, Counts, Group, OrganisationCounts, Square
from .headline import day_and_month, forecast_headline, headline, in_tens, past_headline, weakest
from .publish import publish
from .published import Part, Portion, Published, PublishedGroup, Sheet, as_json, from_json
from .table import Column, columns, file_rows
from .words import Tone, Words, falls_to, part_text, people_text, required_text, tone, words

__all__ = [
    "TOGETHER",
    "Axis",
    "Band",
    "Cell",
    "Column",
    "CompetencyName",
    "Counts",
    "Figure",
    "Group",
    "Hidden",
    "NotRequired",
    "OrganisationCounts",
    "Part",
    "Portion",
    "Published",
    "PublishedGroup",
    "Share",
    "Sheet",
    "Square",
    "Tone",
    "Why",
    "Words",
    "as_json",
    "columns",
    "counts_within",
    "day_and_month",
    "falls_to",
    "figure_text",
    "file_rows",
    "forecast_headline",
    "from_json",
    "headline",
    "in_tens",
    "part_text",
    "past_headline",
    "people_text",
    "points",
    "publish",
    "required_text",
    "tone",
    "weakest",
    "words",
]
