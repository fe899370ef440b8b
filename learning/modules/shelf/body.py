"""The body of a module file: Markdown cut into sections, texts, pairs and fenced blocks, each with its line.

A **pair** is a source beside its draft, in "See it done". In the file it is two paragraphs (or two quotes) that follow
each other, the second one beginning with "Draft" or "Summary":

    Source note: *"Agreed to stop the evening tablet. Blood test in 2 weeks."*

    Draft: *"We agreed to do a blood test in 2 weeks."*

"Source note" may be any short name ("List", "Booking system"). "Draft" is shown as "Draft, written by AI"; any longer
name is shown as it is ("Draft, written by Ana"). Everything else is a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from learning.ground.errors import Fault

from .module import Pair, Text

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})\s*(.*?)\s*$")
_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_NAMED = re.compile(r"(?:\*\*)?([A-Z][^:*\n]{0,39}?):?(?:\*\*:?|(?<=:))\s+(.+)", re.DOTALL)
_IS_DRAFT = re.compile(r"(?:Draft|Summary)\b")
_QUOTED = re.compile(r"\*([\"“][^*]+[\"”])\*")
_QUOTE_MARK = re.compile(r"^ {0,3}>[ \t]?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block and what is in it. `line` is that of its first line inside."""

    named: str
    text: str
    line: int


@dataclass(slots=True)
class RawSection:
    heading: str | None
    line: int
    pieces: list[Text | Pair | Fence] = field(default_factory=list)


def sections_of(text: str, file: str, first_line: int) -> tuple[list[RawSection], list[Fault]]:
    """The body in sections. A section without a heading and without pieces is left out."""
    cutting = _Cutting(file, first_line)
    for number, line in enumerate(text.split("\n"), start=first_line):
        cutting.take(number, line)
    cutting.end()
    return [each for each in cutting.sections if each.pieces or each.heading is not None], cutting.faults


class _Cutting:
    """One walk down the lines of a body."""

    def __init__(self, file: str, first_line: int) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self.sections = [RawSection(None, first_line)]
        self._text: list[tuple[int, str]] = []
        self._fence: list[tuple[int, str]] = []
        self._fence_mark = ""
        self._fence_name = ""

    def take(self, number: int, line: str) -> None:
        if self._fence_mark:
            self._inside_fence(number, line)
        elif found := _FENCE.match(line):
            self._fence_mark, self._fence_name = found[1], found[2]
            self._fence = [(number, line)]
        elif (found := _HEADING.match(line)) and len(found[1]) <= 2:
            self._close_text()
            self.sections.append(RawSection(found[2], number))
            if len(found[1]) == 1:
                mend = "Begin it with ## and leave the title to the front matter"
                self.faults.append(Fault(self.file, number, "The heading is as large as the title of the page", mend))
        else:
            self._text.append((number, line))

    def _inside_fence(self, number: int, line: str) -> None:
        self._fence.append((number, line))
        closes = line.strip()
        if len(closes) < len(self._fence_mark) or set(closes) != {self._fence_mark[0]}:
            return
        if self._fence_name == "activity":
            self._close_text()
            inside = "\n".join(each for _, each in self._fence[1:-1])
            self.sections[-1].pieces.append(Fence(self._fence_name, inside, self._fence[0][0] + 1))
        else:
            self._other_fence(self._fence[0][0])
            self._text += self._fence
        self._fence, self._fence_mark = [], ""

    def _other_fence(self, number: int) -> None:
        if "activ" in self._fence_name.lower():
            message = f'The block is named "{self._fence_name}" and would be shown as it is'
            self.faults.append(Fault(self.file, number, message, "Name it activity, in small letters"))

    def end(self) -> None:
        if self._fence_mark:
            begun = self._fence[0][0]
            mend = f"Close it with {self._fence_mark} on a line of its own"
            self.faults.append(Fault(self.file, begun, "The block that begins here has no end", mend))
        self._close_text()

    def _close_text(self) -> None:
        self.sections[-1].pieces += _texts_and_pairs(list(_paragraphs(self._text)))
        self._text = []


def _paragraphs(lines: list[tuple[int, str]]) -> Iterator[Text]:
    """Blocks between empty lines. An empty line inside a fence ends no block."""
    block: list[str] = []
    begun, fence = 0, ""
    for number, line in [*lines, (0, "")]:
        if found := _FENCE.match(line):
            fence = "" if fence and line.strip().startswith(fence) else fence or found[1]
        if line.strip() or fence:
            begun = begun if block else number
            block.append(line)
        elif block:
            yield Text("\n".join(block), begun)
            block = []
    if block:
        yield Text("\n".join(block), begun)


def _texts_and_pairs(paragraphs: list[Text]) -> Iterator[Text | Pair]:
    waiting: list[Text] = []
    for paragraph in paragraphs:
        pair = _pair(waiting[-1], paragraph) if waiting else None
        if pair is None:
            waiting.append(paragraph)
            continue
        waiting.pop()
        if waiting:
            yield _joined(waiting)
        yield pair
        waiting = []
    if waiting:
        yield _joined(waiting)


def _joined(texts: list[Text]) -> Text:
    return Text("\n\n".join(text.markdown for text in texts), texts[0].line)


def _pair(source: Text, draft: Text) -> Pair | None:
    first, second = _named(source), _named(draft)
    if first is None or second is None or not _IS_DRAFT.match(second[0]) or _IS_DRAFT.match(first[0]):
        return None
    draft_name = second[0] if " " in second[0] else f"{second[0]}, written by AI"
    return Pair(first[0], first[1], draft_name, second[1], source.line)


def _named(paragraph: Text) -> tuple[str, str] | None:
    """The name at the beginning of a paragraph or quote, and what follows without its italics and quotation marks."""
    found = _NAMED.fullmatch(_QUOTE_MARK.sub("", paragraph.markdown).strip())
    if found is None:
        return None
    said = found[2].strip()
    quoted = _QUOTED.fullmatch(said)
    return found[1], quoted[1][1:-1] if quoted else said
