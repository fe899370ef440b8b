"""What is expected of a role, and the card of a team: nothing is lost, and nothing is said that nobody decided."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.capability.rules import requirement_table
from learning.capability.shelf import read_content
from learning.ground.errors import ContentRefused
from learning.guardrails.queries.expected import skills
from learning.guardrails.rules import (
    ANY,
    Answer,
    Cell,
    Register,
    Rule,
    Scope,
    Tool,
    Withdrawal,
    decided,
    tell_within,
)
from learning.guardrails.rules.card import card, card_lines
from learning.guardrails.rules.expected import (
    LEAST,
    MOST,
    Expected,
    Skill,
    Versions,
    answer_lines,
    as_markdown,
    grouped,
    heading,
    passage,
)
from learning.guardrails.shelf import read_vocabulary

CONTENT = Path(__file__).resolve().parents[2] / "content"
TODAY = dt.date(2026, 12, 1)
WORDS = read_vocabulary(CONTENT)
CAPABILITY = read_content(CONTENT)
TABLE = requirement_table(CAPABILITY.minimums, CAPABILITY.plan, TODAY)
FAMILIES = [family.id for family in CAPABILITY.roles.families]
NOW = dt.datetime(2026, 11, 1, 9, tzinfo=dt.UTC)


def skills_of(family: str | None) -> tuple[Skill, ...]:
    return skills(CAPABILITY, TABLE.of_family(family), voice_is_sure=False)


def page_of(family: str | None) -> Expected:
    found = skills_of(family)
    return Expected(
        heading=heading(len(found), who="somebody", is_mine=False),
        notes=(),
        groups=grouped(found),
        answers=answer_lines(WORDS.answers_for, owners=[("Chat", ["Priya Raman-Hughes"])], decides="Ines Carvalho"),
        passage=passage(found, WORDS.job_description),
        versions=Versions("0.1", "0.1", "0.1", TODAY),
    )


@pytest.mark.parametrize("family", [*FAMILIES, None])
def test_every_required_competency_of_every_role_stands_on_the_page_with_what_its_level_asks(
    family: str | None,
) -> None:
    required = {name: level for name, level in TABLE.of_family(family).items() if level}
    found = [skill for group in grouped(skills_of(family)) for skill in group.skills]
    names = {CAPABILITY.framework.competency(id_).name: level for id_, level in required.items()}
    assert {skill.name: skill.level for skill in found} == names
    assert len(found) >= 12
    for skill in found:
        assert skill.behaviours
        assert all(re.search(r"[.!?”\"]$", line) for line in skill.behaviours)


@pytest.mark.parametrize("family", [*FAMILIES, None])
def test_the_passage_for_a_job_description_is_short_plain_and_in_the_third_person(family: str | None) -> None:
    text = passage(skills_of(family), WORDS.job_description)
    assert LEAST <= len(text.split()) <= MOST
    assert text.endswith(".")
    assert not re.search(r"\b(should|you|your|I|we)\b", text.replace('"I do not know"', ""))
    assert ".." not in text
    assert "{" not in text
    assert all(len(sentence.split()) <= 36 for sentence in re.split(r"(?<=\.) ", text))


@pytest.mark.parametrize("family", [*FAMILIES, None])
def test_the_passage_speaks_of_every_domain_and_says_what_the_page_says(family: str | None) -> None:
    found = skills_of(family)
    text = passage(found, WORDS.job_description).casefold()
    spoken = {skill.domain for skill in found for line in skill.behaviours if line.rstrip(".").casefold() in text}
    assert spoken == {skill.domain for skill in found}


@pytest.mark.parametrize("family", [*FAMILIES, None])
def test_the_text_file_holds_all_that_the_page_holds_and_nothing_that_says_should(family: str | None) -> None:
    page = page_of(family)
    text = as_markdown(page, "Example Valley Trust")
    assert text.count(str(page.versions)) == 2
    for line in (line for group in page.groups for skill in group.skills for line in skill.behaviours):
        assert f"- {line}\n" in text
    for answer in page.answers:
        assert answer.what in text
    assert "  - Chat: Priya Raman-Hughes\n" in text
    assert page.passage in text
    assert "should" not in text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('then: "They can {behaviours}."', 'then: "They can."'),
        ('then: "They can {behaviours}."', 'then: "They {can} {behaviours}."'),
        ("names: owners", "names: everybody"),
        ("    brief: rewrite\n", ""),
    ],
)
def test_a_text_that_the_page_could_not_use_is_refused_with_its_line(tmp_path: Path, before: str, after: str) -> None:
    text = (CONTENT / "guardrails.yaml").read_text(encoding="utf-8")
    assert before in text
    (tmp_path / "guardrails.yaml").write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(ContentRefused) as refused:
        read_vocabulary(tmp_path)
    assert [fault.line > 1 for fault in refused.value.faults] == [True]


def test_a_name_cannot_be_read_as_markdown() -> None:
    lines = answer_lines(WORDS.answers_for, owners=[("[Chat](https://x.example) *now*", ["A <b>"])], decides="")
    page = page_of(None)
    text = as_markdown(Expected(page.heading, (), (), lines, "", page.versions), "Trust")
    assert r"\[Chat\](https://x.example) \*now\*: A \<b\>" in text


def test_a_passage_of_few_skills_says_more_of_each() -> None:
    line = "Look at each of the points of the source one after the other before going on to the next of them."
    few = [Skill("Judging", "About.", name, 2, "Safe", (line, line.replace("Look", "Come back"))) for name in "abc"]
    text = passage(few, WORDS.job_description)
    assert "come back" in text
    assert len(text.split()) <= MOST


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "the same working day"),
        ("within 1 hour", "within 1 hour"),
        ("Within an hour.", "within an hour"),
        ("1 hour", "within 1 hour"),
        ("an hour", "within an hour"),
        ("the same day", "the same day"),
        ("At once", "at once"),
    ],
)
def test_how_fast_fits_after_tell_somebody(written: str, said: str) -> None:
    assert tell_within(written) == said


# The card

TOOLS = ("chat", "voice", "notes")
tools_in = st.sampled_from([*TOOLS, ANY])
tasks_in = st.sampled_from([*WORDS.task_ids, ANY])
labels_in = st.sampled_from([*WORDS.label_ids, ANY])


@st.composite
def registers(draw: st.DrawFn) -> Register:
    scopes = draw(st.lists(st.builds(Scope, tools_in, tasks_in, labels_in), unique=True, max_size=14))
    rules = tuple(
        Rule(
            id=number,
            scope=scope,
            version=1,
            answer=draw(st.sampled_from(Answer)),
            only_if=draw(st.sampled_from(["", "you take out names first"])),
            conditions=tuple(draw(st.lists(st.sampled_from(["Read it.", "Say so", "Ask the ward."]), max_size=2))),
            owner_id=draw(st.sampled_from([None, 1, 2])),
            review_on=draw(st.sampled_from([None, TODAY, TODAY - dt.timedelta(days=30)])),
            from_at=NOW,
        )
        for number, scope in enumerate(scopes)
    )
    gone = draw(st.sampled_from(["", *TOOLS]))
    away = Withdrawal(NOW, None, "It kept what was typed.", "Ask.")
    tools = tuple(Tool(id_, id_.title(), owner_id=3, withdrawal=away if id_ == gone else None) for id_ in TOOLS)
    return Register(tools, rules, owner_id=9)


@given(registers())
def test_every_answer_stands_in_exactly_one_line_and_says_what_the_register_decided(register: Register) -> None:
    for tool in TOOLS:
        lines = card_lines(register, tool, WORDS, TODAY)
        assert Counter(task for line in lines for task in line.tasks) == Counter(WORDS.task_ids)
        assert len({line.cells for line in lines}) == len(lines), "two lines that say the same are one"
        for line in lines:
            assert len(line.cells) == len(WORDS.labels)
            for task in line.tasks:
                for label, cell in zip(WORDS.label_ids, line.cells, strict=True):
                    verdict = decided(register, Cell(tool, task, label), TODAY)
                    assert cell.answer is verdict.answer
                    if cell.answer in {Answer.ASK, Answer.UNDECIDED}:
                        assert cell.owner_id == verdict.owner_id


@given(registers())
def test_each_yes_names_all_its_conditions_and_no_others(register: Register) -> None:
    made = card(register, TOOLS, WORDS, TODAY)
    for one in made.tools:
        for line in one.lines:
            for label, cell in zip(WORDS.label_ids, line.cells, strict=True):
                verdict = decided(register, Cell(one.tool.id, line.tasks[0], label), TODAY)
                note = made.notes[cell.number - 1] if cell.number else ""
                if verdict.answer is Answer.YES:
                    wanted = {text.rstrip(".") for text in verdict.conditions}
                    wanted |= {f"Only if {rule.only_if}" for rule in verdict.rules if rule.only_if}
                    assert {part for part in re.split(r"\.(?: |$)", note) if part} == wanted
                if verdict.answer in {Answer.NO, Answer.UNDECIDED}:
                    assert not note
    assert len(set(made.notes)) == len(made.notes)


@given(registers(), st.sets(st.sampled_from(TOOLS)))
def test_a_card_shows_the_tools_of_the_team_once_and_no_tool_of_others(register: Register, has: set[str]) -> None:
    made = card(register, has, WORDS, TODAY)
    shown = [one.tool.id for one in made.tools] + [tool.id for tool in made.withdrawn]
    assert sorted(shown) == sorted(has)
    assert all(tool.is_withdrawn for tool in made.withdrawn)
    assert not any(one.tool.is_withdrawn for one in made.tools)


@given(registers())
def test_beside_a_tool_stands_who_is_asked_about_it_and_who_decides_the_rest(register: Register) -> None:
    for one in card(register, TOOLS, WORDS, TODAY).tools:
        cells = [cell for line in one.lines for cell in line.cells]
        asked = [cell.owner_id for cell in cells if cell.answer is Answer.ASK]
        assert one.asked_id in (asked or [one.tool.owner_id])
        open_ = [cell.owner_id for cell in cells if cell.answer is Answer.UNDECIDED]
        assert one.decides_id in (open_ or [None])


def test_one_answer_for_everything_is_one_line() -> None:
    rule = Rule(id=1, scope=Scope("chat"), version=1, answer=Answer.NO, from_at=NOW)
    (line,) = card_lines(Register((Tool("chat", "Chat"),), (rule,)), "chat", WORDS, TODAY)
    assert line.words == "Every task"


def test_tasks_with_the_same_answers_are_named_in_one_line() -> None:
    allowed = [
        Rule(id=number, scope=Scope("chat", task), version=1, answer=Answer.YES, from_at=NOW)
        for number, task in enumerate(("rewrite", "draft", "check"))
    ]
    first, rest = card_lines(Register((Tool("chat", "Chat"),), tuple(allowed)), "chat", WORDS, TODAY)
    assert first.words == "Rewrite, draft and check"
    assert rest.words.startswith("Summarise, plan, collect ideas")
