"""Wording: sentences, words and readability of Markdown, as the content rules count them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_SENTENCE = 30
LONG_SENTENCE = 20
MOST_SENTENCES = 4
WORDS_A_MINUTE = 250

_HIGHEST_ARI = 10.0
_HIGHEST_LIX = 44.0
_FEWEST_WORDS = 60  # below that, a score says nothing

METAPHORS = (
    *("at the end of the day", "ball park", "ballpark", "bigger picture", "black box", "blue sky", "boil the ocean"),
    *("bridge the gap", "cutting edge", "deep dive", "double-edged", "drill down", "game changer", "game-changer"),
    *("going forward", "golden rule", "grey area", "heavy lifting", "hit the ground running", "in the loop"),
    *("journey", "landscape", "level up", "low-hanging fruit", "moving target", "on the same page", "peace of mind"),
    *("pipeline", "raise the bar", "red flag", "red herring", "roadmap", "rule of thumb", "safety net", "sanity check"),
    *("second nature", "silver bullet", "slippery slope", "step change", "superpower", "tip of the iceberg", "toolbox"),
    *("touch base", "turbocharge", "uncharted", "unlock", "wake-up call", "watertight", "wear many hats"),
)
_METAPHOR = re.compile(rf"\b(?:{'|'.join(map(re.escape, METAPHORS))})s?\b", re.IGNORECASE)
_SHOULD = re.compile(r"\bshould(?:n['’]t)?\b", re.IGNORECASE)

_IMAGE_OR_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^)]{0,500}\)")
_SLOT = re.compile(r"\{\{[^{}]*\}\}")
_MARKS = re.compile(r"[*`]+|(?<!\w)_+|_+(?!\w)")
_SHORT_FORM = re.compile(r"\b(e\.g|i\.e|etc|approx|Dr|Mr|Mrs|Ms|Prof|St|No|vs)\.", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’')\]]*\s+(?=[\"“‘'(\[]*[A-Z0-9])")
_LIST_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+", re.MULTILINE)
_SKIPPED_LINE = re.compile(r"\s*(?:>|\||#{1,6}\s)")
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text without its marks. `line` is where it begins in the file."""

    text: str
    line: int

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(_SENTENCE_END.split(_SHORT_FORM.sub(r"\1", self.text)))


def paragraphs_of(markdown: str, line: int) -> Iterator[Paragraph]:
    """The paragraphs and list items of a text. Quotes, tables, code and small headings are not running text."""
    running: list[str] = []
    begun, inside_fence = line, False
    for number, each in enumerate([*markdown.split("\n"), ""], start=line):
        inside_fence ^= bool(_FENCE.match(each))
        is_skipped = inside_fence or not each.strip() or _SKIPPED_LINE.match(each) or _FENCE.match(each)
        if running and (is_skipped or _LIST_ITEM.match(each)):
            yield Paragraph(" ".join(running), begun)
            running = []
        if not is_skipped:
            begun = begun if running else number
            running.append(plain(_LIST_ITEM.sub("", each)))


def plain(markdown: str) -> str:
    """The text as it is read: a link is its words, a slot is one word."""
    unlinked = _IMAGE_OR_LINK.sub(r"\1", markdown)
    return " ".join(_MARKS.sub("", _SLOT.sub("slot", unlinked)).split())


def words_in(text: str) -> list[str]:
    return [word for word in text.split() if any(letter.isalnum() for letter in word)]


def word_count(markdown: str) -> int:
    return len(words_in(plain(_LIST_ITEM.sub("", markdown))))


def minutes_to_read(words: int) -> float:
    return words / WORDS_A_MINUTE


def metaphors_in(text: str) -> list[str]:
    return _METAPHOR.findall(text)


def says_should(text: str) -> bool:
    return _SHOULD.search(text) is not None


def hard_to_read(paragraphs: list[Paragraph]) -> str | None:
    """What two formulas say about all of this text, where they say that it is hard. A sign to look, never a verdict.

    ARI: Senter and Smith, 1967. LIX: Björnsson, 1968.
    """
    sentences = [words_in(sentence) for each in paragraphs for sentence in each.sentences]
    words = [word.strip(".,;:!?\"'“”‘’()") for sentence in sentences for word in sentence]
    if len(words) < _FEWEST_WORDS:
        return None
    each_sentence = len(words) / len([sentence for sentence in sentences if sentence])
    ari = 4.71 * sum(map(len, words)) / len(words) + 0.5 * each_sentence - 21.43
    lix = each_sentence + 100 * sum(len(word) > 6 for word in words) / len(words)
    scores = [f"ARI is {ari:.0f}"] * (ari > _HIGHEST_ARI) + [f"LIX is {lix:.0f}"] * (lix > _HIGHEST_LIX)
    return " and ".join(scores) or None
