"""What is expected of a role with AI: behaviours at the required level, who answers, words for a job description."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from learning.ground.text import nhs_date
from learning.guardrails.rules.words import AnswersFor, JobDescription

LEAST, MOST = 120, 199  # words of the passage for a job description


@dataclass(frozen=True, slots=True)
class Skill:
    """One competency at the level that is required."""

    domain: str
    about: str  # of the domain
    name: str
    level: int
    level_name: str
    behaviours: tuple[str, ...]  # "Check each fact against the source." The reader puts "You can" before it
    only_voice: bool = False  # asked only where the post uses voice tools


@dataclass(frozen=True, slots=True)
class SkillGroup:
    """The skills of one domain."""

    name: str
    about: str
    skills: tuple[Skill, ...]


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """Who answers for something, with the names where it has names."""

    who: str
    what: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Versions:
    """Of everything the page is made of, so that a printed copy can be told from a newer one."""

    framework: str
    roles: str
    guardrails: str
    from_on: dt.date

    def __str__(self) -> str:
        parts = f"framework {self.framework}, roles {self.roles}, guardrails {self.guardrails}"
        return f"Version: {parts}, from {nhs_date(self.from_on)}"


@dataclass(frozen=True, slots=True)
class Expected:
    """The whole page."""

    heading: str
    notes: tuple[str, ...]
    groups: tuple[SkillGroup, ...]
    answers: tuple[AnswerLine, ...]
    passage: str
    versions: Versions


def grouped(skills: Iterable[Skill]) -> tuple[SkillGroup, ...]:
    """By domain, in the order they come in."""
    return tuple(
        SkillGroup(name, about, tuple(found))
        for (name, about), found in groupby(skills, key=lambda skill: (skill.domain, skill.about))
    )


def heading(count: int, *, who: str, is_mine: bool) -> str:
    """ "13 things are expected of you as a medical secretary". `who`: the role in words, "" where it is not known."""
    things = "1 thing is" if count == 1 else f"{count} things are"
    if not is_mine:
        return f"{things} expected of {who} who works with AI"
    return f"{things} expected of you as {who}" if who else f"{things} expected of everybody who works with AI"


def answer_lines(
    lines: Iterable[AnswersFor], *, owners: Sequence[tuple[str, Sequence[str]]], decides: str
) -> tuple[AnswerLine, ...]:
    """With the owners of each tool by name, and the name of who decides; "" where nobody does."""
    names = {
        "owners": tuple(f"{tool}: {' and '.join(people)}" for tool, people in owners if people),
        "decides": (decides,) if decides else (),
    }
    return tuple(AnswerLine(line.who, line.what, names.get(line.names, ())) for line in lines)


def passage(skills: Sequence[Skill], words: JobDescription) -> str:
    """Continuous text in the third person: what is expected in each domain, between a fixed first and last.

    Of each skill its first behaviour, as long as there is room; more of them only where the text would be too thin."""
    chosen: dict[str, list[str]] = {}
    text = _composed(skills, chosen, words)
    for turn in range(max((len(skill.behaviours) for skill in skills), default=0)):
        for skill in _by_weight(skills):
            if turn and _length(text) >= LEAST:
                return text
            for line in skill.behaviours[turn : turn + 1]:
                more = chosen | {skill.name: [*chosen.get(skill.name, ()), _in_a_sentence(line)]}
                longer = _composed(skills, more, words)
                if _length(longer) <= MOST:
                    chosen, text = more, longer
    return text


def _by_weight(skills: Sequence[Skill]) -> Sequence[Skill]:
    """One of each domain first, then what is asked at a high level."""
    best = [max(group.skills, key=lambda skill: skill.level) for group in grouped(skills)]
    return sorted(skills, key=lambda skill: (skill not in best, -skill.level))


def _composed(skills: Sequence[Skill], chosen: Mapping[str, Sequence[str]], words: JobDescription) -> str:
    sentences: list[str] = []
    for pair in _pairs([skill for skill in skills if skill.name in chosen]):
        said = [line for skill in pair for line in chosen[skill.name]]
        start = words.voice if pair[0].only_voice else words.then if sentences else words.first
        sentences.append(start.format(behaviours=_joined(said)))
    return " ".join([words.opening, *sentences, *words.closing])


def _pairs(skills: Sequence[Skill]) -> Iterator[tuple[Skill, ...]]:
    """Two and two of one domain make a sentence that can be read in one breath."""
    for _, found in groupby(skills, key=lambda skill: (skill.domain, skill.only_voice)):
        domain = tuple(found)
        yield from (domain[start : start + 2] for start in range(0, len(domain), 2))


def _length(text: str) -> int:
    return len(text.split())


def _in_a_sentence(behaviour: str) -> str:
    return behaviour[:1].lower() + behaviour[1:].rstrip(".")


def _joined(lines: Sequence[str]) -> str:
    """With a semicolon before the last, because behaviours have commas of their own."""
    return lines[0] if len(lines) == 1 else f"{'; '.join(lines[:-1])}; and {lines[-1]}"


_MARKS = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>#|"})


def as_markdown(page: Expected, organisation: str) -> str:
    """The same page as text, to be kept or copied from."""
    lines = [f"# {_plain(page.heading)}", "", _plain(organisation), "", f"{page.versions}.", ""]
    for note in page.notes:
        lines += [_plain(note), ""]
    for group in page.groups:
        lines += [f"## {_plain(group.name)}", "", _plain(group.about), ""]
        for skill in group.skills:
            lines += [f"### {_plain(skill.name)}: level {skill.level}, {_plain(skill.level_name.lower())}", ""]
            lines += ["Only in a post that uses voice tools.", ""] if skill.only_voice else []
            lines += [*(f"- {_plain(line)}" for line in skill.behaviours), ""]
    lines += ["## Who answers for what I do with AI", ""]
    for answer in page.answers:
        lines += [f"- **{_plain(answer.who)}.** {_plain(answer.what)}"]
        lines += [f"  - {_plain(name)}" for name in answer.names]
    lines += ["", "## Ready for a job description", "", _plain(page.passage), "", f"{page.versions}."]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """Names of tools and people are text, whatever signs they hold."""
    return text.translate(_MARKS)
