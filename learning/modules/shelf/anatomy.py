"""What an author may want to look at in the make of a unit: its parts, their length, and words that are never shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from learning.ground.errors import Fault
from learning.modules.rules import KINDS

from . import wording
from .body import Fence, RawSection
from .module import Pair, Text
from .reading import Block, Reading

_MOST_WORDS = 350  # outside activities
_MOST_WORDS_WHY = 50
_MOST_MINUTES_OF_QUESTIONS = 2.5
_MOST_QUESTIONS = 3
_MOST_STEPS = 4

_STEP = re.compile(r"^ {0,3}\d+[.)]\s+", re.MULTILINE)


def of_a_lesson(reading: Reading) -> Iterator[Fault]:
    """Why it matters, what works, see it done, your turn, try it at work, keep this."""
    words = words_outside(reading)
    if words > _MOST_WORDS:
        yield Fault(reading.file, 1, f"It has {words} words outside activities", f"Use {_MOST_WORDS} at most")
    first = reading.sections[0] if reading.sections else None
    if first is not None and (why := sum(map(_words_of, first.pieces))) > _MOST_WORDS_WHY:
        yield Fault(
            reading.file, first.line, f"The first part has {why} words", f"Say why in {_MOST_WORDS_WHY} at most"
        )
    yield from _steps(reading)
    if not any(isinstance(piece, Pair) for section in reading.sections for piece in section.pieces) and not any(
        _is_headed(section, "see it done") for section in reading.sections
    ):
        yield Fault(reading.file, 1, "There is no worked example", "Add ## See it done, with a source and a draft")
    yield from _questions(reading)
    yield from _keep_this(reading)


def _steps(reading: Reading) -> Iterator[Fault]:
    for section in reading.sections:
        for piece in section.pieces:
            steps = _STEP.findall(piece.markdown) if isinstance(piece, Text) else []
            if len(steps) > _MOST_STEPS:
                said = f"A list has {len(steps)} steps"
                yield Fault(reading.file, piece.line, said, f"Use {_MOST_STEPS} at most: more are not remembered")


def _questions(reading: Reading) -> Iterator[Fault]:
    shapes = [block.shape for block in reading.blocks if block.shape]
    questions = [shape for shape in shapes if KINDS[shape.kind].is_marked]
    minutes = sum(each.minutes for each in questions)
    if minutes > _MOST_MINUTES_OF_QUESTIONS or len(questions) > _MOST_QUESTIONS:
        said = f"It has {len(questions)} questions of {minutes:g} minutes together"
        mend = f"Use 1 to {_MOST_QUESTIONS}, of {_MOST_MINUTES_OF_QUESTIONS:g} minutes at most"
        yield Fault(reading.file, 1, said, mend)
    if shapes and len(questions) == len(shapes):
        mend = "End with ## Try it at work and an if_then_plan"
        yield Fault(reading.file, 1, "Nothing asks the learner to try it at work", mend)


def _keep_this(reading: Reading) -> Iterator[Fault]:
    kept = [section for section in reading.sections if _is_headed(section, "keep this")]
    if not kept:
        yield Fault(reading.file, 1, 'There is no part "Keep this"', "End with ## Keep this and one line")
    for section in kept:
        texts = [piece for piece in section.pieces if isinstance(piece, Text)]
        paragraphs = [each for piece in texts for each in wording.paragraphs_of(piece.markdown, piece.line)]
        if len(paragraphs) > 1:
            said = f'"Keep this" has {len(paragraphs)} paragraphs'
            yield Fault(reading.file, section.line, said, "Leave the one line that people are to keep")


def _is_headed(section: RawSection, heading: str) -> bool:
    return (section.heading or "").casefold() == heading


def never_shown(block: Block) -> Iterator[Fault]:
    """Words for whoever was sure and wrong, where nobody is asked how sure they are."""
    shape = block.shape
    if shape is not None and shape.if_high_confidence_and_wrong and not shape.ask_confidence:
        said = f"{block.name}: if_high_confidence_and_wrong is never shown"
        yield block.read.fault(("if_high_confidence_and_wrong",), said, "Add ask_confidence: true, or take it out")


def words_outside(reading: Reading) -> int:
    """Headings and texts, drafts of worked examples included, without the activities."""
    headings = sum(wording.word_count(section.heading or "") for section in reading.sections)
    return headings + sum(_words_of(piece) for section in reading.sections for piece in section.pieces)


def _words_of(piece: Text | Pair | Fence) -> int:
    if isinstance(piece, Text):
        return wording.word_count(piece.markdown)
    return wording.word_count(f"{piece.source} {piece.draft}") if isinstance(piece, Pair) else 0
