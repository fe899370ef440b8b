"""A GIFT file becomes drafts, and each of its questions is accounted for in one line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, replace
from pathlib import Path

from learning.ground.errors import Refused
from learning.modules.rules.gift import LONGEST, MOST_QUESTIONS, Category, Item, Question, Said, Unreadable, items_of

from .from_gift import Declined, Made, activity_of
from .keeping import ORIGIN, DraftFolder
from .plain import lines_of, one_line, title_of, words_alone
from .written import Wanted, activity_block, file_text, front_matter

_LONGEST_TITLE = 80
_LONGEST_NAME = 60
_LONGEST_QUESTION = 700
_LONGEST_NOTE = 4_000
_SUMMARY = "TODO: say in one sentence what this is about"
_KEEP = "## Keep this\n\nTODO: write the one line to keep."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question."""

    line: int
    name: str
    what: str  # written | there | refused
    said: str

    def __str__(self) -> str:
        return f"Line {self.line}, “{self.name}”: {self.said}"


def gift_items(path: Path) -> list[Question | Unreadable]:
    """The questions of this file. Raises Refused with one sentence where it is no GIFT file, or too large."""
    try:
        with path.open("rb") as source:
            raw = source.read(LONGEST + 1)
        if len(raw) > LONGEST:
            raise Refused(f"{path.name} is too large. Cut it into files under {LONGEST:,} bytes.")
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(f"{path.name} is not UTF-8 text. Export it from Moodle again, in GIFT format.") from None
    except OSError as error:
        raise Refused(f"{path.name} cannot be read ({error.strerror}). Look at its name and permissions.") from None
    found: list[Question | Unreadable] = []
    for item in items_of(text):
        if not isinstance(item, Category):
            found.append(item)
        if len(found) > MOST_QUESTIONS:
            raise Refused(f"{path.name} has more than {MOST_QUESTIONS:,} questions. Cut it into several files.")
    if not found:
        raise Refused(f"There is no question in {path.name}. Export it from Moodle in GIFT format.")
    return found


def draft_all(items: Iterable[Item], folder: DraftFolder, wanted: Wanted) -> Iterator[Outcome]:
    """Write one draft for each question that can be one."""
    for item in items:
        if isinstance(item, Question):
            yield _outcome(item, folder, wanted)
        elif isinstance(item, Unreadable):
            name = _cut(words_alone(item.name), _LONGEST_NAME)
            yield Outcome(item.line, name, "refused", f"refused. {item.message}. {item.mend}.")


def _outcome(question: Question, folder: DraftFolder, wanted: Wanted) -> Outcome:
    title = title_of(Said(question.title or "")) or title_of(question.stem) or "A question"
    name = _cut(title, _LONGEST_NAME)
    made = activity_of(question)
    if isinstance(made, Declined):
        return Outcome(question.line, name, "refused", f"refused. {made.why}. {made.way_on}.")
    origin = _origin(question)
    if there := folder.name_of(origin):
        return Outcome(question.line, name, "there", f"there already, in {there}.")
    slug = folder.free_slug(title, f"question-{origin}")
    path = folder.add(slug, _text(slug, title, question, made, wanted), origin=origin)
    lost = "".join(f" Note: {each}." for each in (*made.lost, *_pictures(question)))
    would = "would be written" if folder.is_dry_run else "written"
    return Outcome(question.line, name, "written", f"{would} to {path.name}.{lost}")


def _text(slug: str, title: str, question: Question, made: Made, wanted: Wanted) -> str:
    above, asked = _stem(question)
    facts = {
        "id": "question-1",
        "kind": made.facts["kind"],
        "competency": wanted.competency,
        "minutes": made.minutes,
        "question": asked,
        **made.facts,
    }
    front = front_matter(slug, _cut(title, _LONGEST_TITLE), _SUMMARY, "check", wanted)
    body = "\n\n".join([above, activity_block(facts, list(_notes(question))), _KEEP])
    return file_text(front, {}, [f"{ORIGIN}{_origin(question)}"], body)


def _stem(question: Question) -> tuple[str, str]:
    """What stands above the question, and the question itself, which has one line."""
    lines = [_gap_closed(line) for line in lines_of(question.stem)]
    whole = " ".join(lines)
    if len(whole) <= _LONGEST_QUESTION and not any(line.startswith("- ") for line in lines):
        return "", whole
    if len(lines[-1]) <= _LONGEST_QUESTION and not lines[-1].startswith("- "):
        return _paragraphs(lines[:-1]), lines[-1]
    return _paragraphs(lines), "TODO: ask the question in one line"


def _paragraphs(lines: list[str]) -> str:
    """Each line as a paragraph; those of a list stay together."""
    text = ""
    for line in lines:
        apart = "\n" if line.startswith("- ") and text.rpartition("\n")[2].startswith("- ") else "\n\n"
        text += apart + line
    return text.strip("\n")


def _gap_closed(line: str) -> str:
    for sign in ".,;:?!":
        line = line.replace(f"_____ {sign}", f"_____{sign}")
    return line


def _notes(question: Question) -> Iterator[str]:
    """What has no place of its own with us stays in the file as a comment."""
    for said, text in (
        ("Category in Moodle", question.category or ""),
        ("Number in Moodle", question.id or ""),
        ("Tags in Moodle", ", ".join(question.tags)),
        ("Feedback for everybody in Moodle", one_line(question.feedback)),
    ):
        if text.strip():
            yield f"{said}: {_cut(words_alone(text), _LONGEST_NOTE)}"


def _pictures(question: Question) -> Iterator[str]:
    texts = [question.stem.text, *(choice.text.text for choice in question.choices)]
    if any("<img" in text.lower() or "@@pluginfile@@" in text.lower() for text in texts):
        yield "a picture is left out"


def _origin(question: Question) -> str:
    """The question itself, wherever it stands in whatever file."""
    bare = replace(question, line=0, id=None, tags=(), category=None)
    return hashlib.sha256(repr(astuple(bare)).encode("utf-8", "replace")).hexdigest()[:16]


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
