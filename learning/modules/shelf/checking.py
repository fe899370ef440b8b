"""What a module file is refused for, and what it is warned about, once it has its shape (see CONTENT: Writing)."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator
from typing import Any

from learning.capability.shelf import Place
from learning.ground.errors import Fault
from learning.ground.identifiers import looks_real
from learning.modules.rules import SLOT, slots_in

from . import wording
from .activity_shapes import SHAPES
from .anatomy import never_shown, of_a_lesson, words_outside
from .body import Fence
from .front_matter import Known, review_too_late, unknown_ids
from .module import Pair, Text
from .reading import Block, Reading
from .wording import Paragraph

_CODE = re.compile(r"(`+).+?\1", re.DOTALL)
_HTML = re.compile(r"<(?=[A-Za-z/!?])(?!https://|mailto:|[^\s<>@]+@)")
_IMAGE_WITHOUT_WORDS = re.compile(r"!\[\s*\]")
_ADDRESS = re.compile(r"\]\(\s*<?([^)\s>]*)|^ {0,3}\[[^\]]+\]:\s*<?([^\s>]+)", re.MULTILINE)
_LEADS_SOMEWHERE_SAFE = re.compile(r"https://|mailto:|/(?!/)|#|\{\{")
_BROKEN_SLOT = re.compile(r"\{\{(?!\s*[a-z][a-z0-9_]*\s*\}\})")

_NO_PROSE = frozenset({"id", "kind", "competency", "answer", "difficulty", "correct"})


def refusals(reading: Reading, known: Known | None, today: dt.date | None) -> Iterator[Fault]:
    """Everything that keeps this file off the shelf, beyond its shape. `today` judges how far away the review is."""
    yield from _ids(reading, known)
    if reading.front is not None and today is not None:
        for place, message, mend in review_too_late(reading.front, today):
            yield reading.front_read.fault(place, message, mend)
    for text, line in _texts(reading):
        yield from _markup(reading.file, text, line)
    yield from _slots(reading)
    for found in looks_real(reading.text):
        line = reading.text.count("\n", 0, found.start) + 1
        mend = "Use the ranges made for invention: NHS numbers from 999, .example, numbers for drama"
        yield Fault(reading.file, line, f'"{found.text}" looks like {found.kind}', mend)
    for paragraph in _prose(reading):
        yield from _too_long(reading.file, paragraph)
    yield from _minutes(reading)
    if not reading.blocks and reading.front is not None and reading.front.kind != "heads-up":
        mend = "Add a block named activity"
        yield Fault(reading.file, 1, "There is no question in it, and reading alone changes nothing", mend)


def warnings(reading: Reading, today: dt.date | None) -> Iterator[Fault]:
    """What an author may want to look at. None of it keeps a file off the shelf."""
    paragraphs = list(_prose(reading))
    for paragraph in paragraphs:
        yield from _wordy(reading.file, paragraph)
    for heading in _headings(reading):
        yield from _words_to_avoid(reading.file, heading)
    if scores := wording.hard_to_read(paragraphs):
        yield Fault(reading.file, 1, f"This may be hard to read: {scores}", "Try shorter words and sentences")
    if reading.front is not None:
        yield from _facts_to_look_at(reading, today)
        if reading.front.kind == "lesson":
            yield from of_a_lesson(reading)
    for block in reading.blocks:
        yield from never_shown(block)


def _ids(reading: Reading, known: Known | None) -> Iterator[Fault]:
    if known is None:
        return
    for place, message, mend in unknown_ids(reading.front, known) if reading.front else ():
        yield reading.front_read.fault(place, message, mend)
    for block in reading.blocks:
        if block.shape is not None and block.shape.competency not in known.competencies:
            said = f"{block.name}: {block.shape.competency} is not in framework.yaml"
            yield block.read.fault(("competency",), said, "Use the id of a competency")


def _markup(file: str, text: str, line: int) -> Iterator[Fault]:
    shown = _CODE.sub(lambda found: "\n" * found[0].count("\n"), text)
    for pattern, message, mend in (
        (_HTML, "There is HTML in the text", "Write Markdown"),
        (_IMAGE_WITHOUT_WORDS, "The image has no alternative text", "Say between [ and ] what it shows"),
        (_BROKEN_SLOT, "A slot is not written as {{name}}", "Use small letters, digits and underscores"),
    ):
        for found in pattern.finditer(shown):
            yield Fault(file, line + shown.count("\n", 0, found.start()), message, mend)
    for found in _ADDRESS.finditer(shown):
        if not _LEADS_SOMEWHERE_SAFE.match(found[1] or found[2] or ""):
            mend = "Use https://, mailto: or an address in Steady that begins with /"
            yield Fault(file, line + shown.count("\n", 0, found.start()), "A link leads to no safe place", mend)


def _slots(reading: Reading) -> Iterator[Fault]:
    if reading.front is None:
        return
    for text in (reading.front.title, reading.front.summary):
        if slots_in(text):
            message = "There is a slot in the title or the summary, and none is filled there"
            yield reading.front_read.fault(("title",), message, "Take it out")
    for found in SLOT.finditer(reading.text):
        if found[1] not in reading.front.local_slots:
            line = reading.text.count("\n", 0, found.start()) + 1
            yield Fault(reading.file, line, f"The slot {found[1]} is not declared", "Add it to local_slots")


def _too_long(file: str, paragraph: Paragraph) -> Iterator[Fault]:
    for sentence in paragraph.sentences:
        words = len(wording.words_in(sentence))
        if words > wording.LONGEST_SENTENCE:
            message = f'A sentence has {words} words: "{_beginning(sentence)}"'
            yield Fault(file, paragraph.line, message, f"Cut it into sentences of up to {wording.LONG_SENTENCE} words")
    if len(paragraph.sentences) > wording.MOST_SENTENCES:
        message = f'A paragraph has {len(paragraph.sentences)} sentences: "{_beginning(paragraph.text)}"'
        yield Fault(file, paragraph.line, message, "Cut it into paragraphs of up to 3 sentences")


def _wordy(file: str, paragraph: Paragraph) -> Iterator[Fault]:
    for sentence in paragraph.sentences:
        words = len(wording.words_in(sentence))
        if wording.LONG_SENTENCE < words <= wording.LONGEST_SENTENCE:
            message = f'A sentence has {words} words: "{_beginning(sentence)}"'
            yield Fault(file, paragraph.line, message, f"{wording.LONG_SENTENCE} words or fewer are easier to read")
    if len(paragraph.sentences) == wording.MOST_SENTENCES:
        message = f'A paragraph has {wording.MOST_SENTENCES} sentences: "{_beginning(paragraph.text)}"'
        yield Fault(file, paragraph.line, message, "Up to 3 sentences are easier to read")
    yield from _words_to_avoid(file, paragraph)


def _words_to_avoid(file: str, paragraph: Paragraph) -> Iterator[Fault]:
    if wording.says_should(paragraph.text):
        yield Fault(file, paragraph.line, 'It says "should"', 'Say what to do, or who must: "Read the source first"')
    for metaphor in wording.metaphors_in(paragraph.text):
        yield Fault(file, paragraph.line, f'"{metaphor}" may be a metaphor', "Say what is meant")


def _minutes(reading: Reading) -> Iterator[Fault]:
    if reading.front is None or any(block.shape is None for block in reading.blocks):
        return
    words = words_outside(reading)
    activities = sum(block.shape.minutes for block in reading.blocks if block.shape)
    needed = max(1, math.ceil(round(activities + wording.minutes_to_read(words), 6)))
    if needed != reading.front.minutes:
        message = (
            f"minutes is {reading.front.minutes}, and {activities:g} for activities and {words} words make {needed}"
        )
        mend = f"Write minutes: {needed}" if needed <= 5 else "Make it shorter: a unit takes 5 minutes at most"
        yield reading.front_read.fault(("minutes",), message, mend)


def _facts_to_look_at(reading: Reading, today: dt.date | None) -> Iterator[Fault]:
    front, read = reading.front, reading.front_read
    assert front is not None  # noqa: S101  asked by the caller
    if today is not None and front.review_due < today:
        yield read.fault(
            ("review_due",), "The review is overdue, so nobody is sent this", "Review it, and set both dates"
        )
    practised = {block.shape.competency for block in reading.blocks if block.shape}
    for number, name in enumerate(front.competencies):
        if practised and name not in practised:
            yield read.fault(("competencies", number), f"No activity practises {name}", "Add one, or take it out")
    for name in sorted(practised - set(front.competencies)):
        yield read.fault(("competencies",), f"An activity practises {name}, and it is not listed", f"Add {name}")
    for number, name in enumerate(front.local_slots):
        if name not in slots_in(reading.text):
            yield read.fault(("local_slots", number), f"The slot {name} is not used", "Take it out")


def _headings(reading: Reading) -> Iterator[Paragraph]:
    if reading.front is not None:
        yield Paragraph(reading.front.title, reading.front_read.line(("title",)))
    yield from (Paragraph(section.heading, section.line) for section in reading.sections if section.heading)


def _prose(reading: Reading) -> Iterator[Paragraph]:
    """All running text that the length rules apply to: not sources, not drafts to be judged."""
    if reading.front is not None:
        yield Paragraph(wording.plain(reading.front.summary), reading.front_read.line(("summary",)))
    blocks = {block.line: block for block in reading.blocks}
    for section in reading.sections:
        for piece in section.pieces:
            if isinstance(piece, Text):
                yield from wording.paragraphs_of(piece.markdown, piece.line)
            elif isinstance(piece, Fence):
                yield from _prose_of_block(blocks[piece.line - 1])


def _prose_of_block(block: Block) -> Iterator[Paragraph]:
    value = block.read.value
    shape = SHAPES.get(str(value.get("kind"))) if isinstance(value, dict) else None
    for place, text in _strings(value, ()) if shape else ():
        if shape and not {place[0], place[-1]} & _NO_PROSE and not {place[0], place[-1]} & shape.judged:
            yield from wording.paragraphs_of(text, block.read.line(place))


def _texts(reading: Reading) -> Iterator[tuple[str, int]]:
    """Every text that is shown as Markdown, drafts and sources included, with its line."""
    if reading.front is not None:
        yield reading.front.title, reading.front_read.line(("title",))
        yield reading.front.summary, reading.front_read.line(("summary",))
    for section in reading.sections:
        yield section.heading or "", section.line
        for piece in section.pieces:
            if isinstance(piece, Text):
                yield piece.markdown, piece.line
            elif isinstance(piece, Pair):
                yield f"{piece.source}\n\n{piece.draft}", piece.line
    for block in reading.blocks:
        for place, text in _strings(block.read.value, ()):
            yield text, block.read.line(place)


def _strings(value: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, inside in value.items():
            yield from _strings(inside, (*place, key))
    elif isinstance(value, list):
        for number, inside in enumerate(value):
            yield from _strings(inside, (*place, number))


def _beginning(text: str) -> str:
    words = text.split()
    return " ".join(words[:8]) + (" …" if len(words) > 8 else "")
