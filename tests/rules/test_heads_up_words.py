"""What a heads-up says: few words for many tasks, nothing said twice, and no words of an editor that break the unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.guardrails.actions.writing import line
from learning.guardrails.rules import ANY, Answer, Register, Rule, Scope, Tool, Withdrawal, news_of_day
from learning.guardrails.shelf import read_vocabulary
from learning.modules.rules import ChooseOne
from learning.modules.shelf import Module, heads_up_source, parse
from tests.builders import ROOT

AT = dt.datetime(2026, 10, 12, 9, tzinfo=dt.UTC)
WORDS = read_vocabulary(ROOT / "content")


def rule(answer: str, *, task: str = ANY, label: str = ANY, tool: str = "chat", **facts: object) -> Rule:
    return Rule(
        id=len(answer),
        scope=Scope(tool, task, label),
        version=1,
        answer=Answer(answer),
        from_at=AT,
        **facts,  # type: ignore[arg-type]
    )


def register(*rules: Rule, name: str = "Chat assistant", withdrawal: Withdrawal | None = None) -> Register:
    return Register((Tool("chat", name, withdrawal=withdrawal),), rules)


def unit(before: Register, after: Register) -> Module:
    long_ago = AT.date() - dt.timedelta(days=200)
    (news,) = news_of_day(before, after, on=AT.date(), words=WORDS, made_on={"chat": long_ago})
    return parse(heads_up_source(news, WORDS, owner="org1"))


def told(before: Register, after: Register) -> str:
    return unit(before, after).source


@pytest.mark.parametrize(
    ("tasks", "said"),
    [
        (("rewrite",), "\nRewrite or shorten text, with information about staff."),
        (("check", "rewrite", "draft"), "\nRewrite, draft and check, with information about staff."),
        (WORDS.task_ids, "\nEvery task, with information about staff."),
        (WORDS.task_ids[:-1], "\nEvery task except count data, with information about staff."),
    ],
)
def test_many_tasks_are_said_in_few_words(tasks: Iterable[str], said: str) -> None:
    after = register(*(rule("no", task=task, label="staff_only") for task in tasks))
    assert said in told(register(rule("ask")), register(rule("ask"), *after.rules))


def test_no_personal_data_stands_last_so_that_its_no_belongs_to_nothing_else() -> None:
    labels = ("no_personal_data", "confidential")
    after = register(*(rule("yes", task="draft", label=label) for label in labels))
    assert ", with confidential work information or no personal data. Before: not decided" in told(register(), after)


def test_new_conditions_of_the_same_answer_are_not_told_as_another_answer() -> None:
    source = told(
        register(rule("yes", conditions=("Read it.",))), register(rule("yes", conditions=("Read it twice.",)))
    )
    assert "As before: yes, if you keep to the conditions. What to keep to is new:\n\n- Read it twice.\n" in source
    gone = told(register(rule("ask", conditions=("Say why.",))), register(rule("ask")))
    assert "As before: ask first. No conditions any more.\n" in gone


def test_a_no_says_what_to_do_instead() -> None:
    source = told(register(rule("ask")), register(rule("no", instead="Do it [by hand](https://x.example/a).")))
    assert "Before: ask first. Now: no. Do it [by hand](https://x.example/a).\n" in source


def test_a_tool_out_of_use_asks_about_what_people_did_with_it() -> None:
    rules = (rule("yes", task="summarise", label="no_personal_data"),)
    gone = Withdrawal(AT, None, "It keeps what is typed in.", "Write it yourself.")
    module = unit(register(*rules), register(*rules, withdrawal=gone))
    assert (
        "**Chat assistant** is out of use since 12 October 2026. It keeps what is typed in.\n\nWrite it"
        in module.source
    )
    (question,) = module.marked_activities
    assert isinstance(question, ChooseOne)
    assert question.question.startswith("Today you want to use Chat assistant to summarise notes")
    assert question.right.text == "No, I do it another way"


def test_a_rule_for_any_tool_names_none() -> None:
    source = told(register(rule("ask", tool=ANY)), register(rule("no", tool=ANY)))
    assert 'title: "All AI tools: what you may do has changed"' in source
    assert "What you may do with any AI tool is different since 12 October 2026." in source


@given(
    st.one_of(st.sampled_from(["# A heading", "```", "~~~", "> said", "<b>", "![](x)", "---"]), st.text(max_size=60))
)
def test_whatever_an_editor_writes_the_unit_can_be_read_and_asks_its_question(words: str) -> None:
    text = line(words, "", least=0, most=60)
    before = register(rule("ask"))
    for after in (
        register(rule("yes", only_if=text, conditions=(text,) if text else ())),
        register(rule("no", instead=text)),
        register(rule("ask"), withdrawal=Withdrawal(AT, None, text, text)),
    ):
        (question,) = unit(before, after).marked_activities
        assert question.id == "may-i"
