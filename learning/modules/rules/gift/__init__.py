"""Moodle's GIFT format: a text becomes questions, one after the other. Pure: no disk, no clock."""

from .escapes import FORMATS, Said
from .paragraphs import Block, blocks_of
from .question import Category, Choice, Item, Kind, Pair, Question, Unreadable
from .reading import LONGEST, MOST_ANSWERS, MOST_QUESTIONS, items_of

__all__ = [
    "FORMATS",
    "LONGEST",
    "MOST_ANSWERS",
    "MOST_QUESTIONS",
    "Block",
    "Category",
    "Choice",
    "Item",
    "Kind",
    "Pair",
    "Question",
    "Said",
    "Unreadable",
    "blocks_of",
    "items_of",
]
