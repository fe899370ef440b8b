"""One block of a GIFT text read as a question: its title, its stem, and its answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from .answers import answers_of
from .escapes import Said, hidden, said, said_or_none, shown
from .paragraphs import Block, blocks_of
from .question import Category, Item, Kind, Question, Unreadable

LONGEST = 1_000_000  # bytes of a file
MOST_QUESTIONS = 2_000
MOST_ANSWERS = 100
LONGEST_QUESTION = 50_000  # characters, with its answers

GAP = "_____"
_GENERAL = "####"
_MARKERS = re.compile("[~=]")
_LONGEST_NAME = 60


def items_of(text: str) -> Iterator[Item]:
    """Every question, category and unreadable piece, in the order of the file."""
    category: str | None = None
    for block in blocks_of(text):
        if block.text.startswith("$CATEGORY:"):
            category = shown(hidden(block.text.removeprefix("$CATEGORY:"))).strip()
            yield Category(block.line, category)
            continue
        found = _item(block)
        yield replace(found, category=category) if isinstance(found, Question) else found


def _item(block: Block) -> Question | Unreadable:
    if len(block.text) > LONGEST_QUESTION:
        mend = "Shorten it, or put an empty line between questions"
        return Unreadable(block.line, _short(block.text), f"It is longer than {LONGEST_QUESTION:,} characters", mend)
    title, rest = _title(hidden(block.text).strip())
    before, opens, inside = rest.partition("{")
    inside, closes, after = inside.partition("}")
    if problem := _problem(before, inside, after, is_open=bool(opens), is_closed=bool(closes)):
        return Unreadable(block.line, _short(title or shown(before or rest)), *problem)
    stem = said(before, "moodle")
    has_gap = bool(after.strip())
    if has_gap:
        stem = Said(" ".join(filter(None, (stem.text, GAP, said(after, stem.form).text))), stem.form)
    facts: dict[str, Any] = {"kind": Kind.DESCRIPTION}
    if opens:
        answers, _, general = inside.partition(_GENERAL)
        facts = answers_of(answers.strip(), stem.form) | {"feedback": said_or_none(general, stem.form)}
    return Question(line=block.line, stem=stem, title=title, has_gap=has_gap, id=block.id, tags=block.tags, **facts)


def _title(text: str) -> tuple[str | None, str]:
    if not text.startswith("::"):
        return None, text
    title, ends, rest = text[2:].partition("::")
    if not ends:
        return None, text
    return said(title, "moodle").text or None, rest.strip()


def _problem(before: str, inside: str, after: str, *, is_open: bool, is_closed: bool) -> tuple[str, str] | None:
    if "}" in before:
        return "There is a } without a { before it", "Take out the empty line inside the answers, or write \\}"
    if is_open and not is_closed:
        return "The { has no } before the next empty line", "Take out the empty line inside the answers, or add }"
    if "{" in after or "}" in after:
        return "There are two blocks of answers", "Make two questions of it, or write \\{ and \\}"
    if len(_MARKERS.findall(inside)) > MOST_ANSWERS:
        return f"It has more than {MOST_ANSWERS} answers", "Take some out, or write \\= and \\~ for plain signs"
    return None


def _short(text: str) -> str:
    line = " ".join(text[: 4 * _LONGEST_NAME].split())
    return line if len(line) <= _LONGEST_NAME else f"{line[: _LONGEST_NAME - 1].rstrip()}…"
