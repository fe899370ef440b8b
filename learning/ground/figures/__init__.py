"""How figures about people are published, whoever publishes them: bands, rounded shares, and groups that are hidden."""

from .cells import (
    BAND_GRAIN,
    FEWEST,
    FEWEST_FOR_EXACT,
    FEWEST_FOR_SHARE,
    SHARE_GRAIN,
    Band,
    Cell,
    Figure,
    Hidden,
    NotRequired,
    Share,
    Why,
    about,
    figure_text,
    grain_for,
    points,
)
from .scale import changes, counts_within, figure, near_the_ends, share_of
from .small import TOGETHER, Layout, layout

__all__ = [
    "BAND_GRAIN",
    "FEWEST",
    "FEWEST_FOR_EXACT",
    "FEWEST_FOR_SHARE",
    "SHARE_GRAIN",
    "TOGETHER",
    "Band",
    "Cell",
    "Figure",
    "Hidden",
    "Layout",
    "NotRequired",
    "Share",
    "Why",
    "about",
    "changes",
    "counts_within",
    "figure",
    "figure_text",
    "grain_for",
    "layout",
    "near_the_ends",
    "points",
    "share_of",
]
