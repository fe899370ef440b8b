"""A receipt says one thing and cannot be made to say another; news is what a day has changed, and nothing else."""

from __future__ import annotations

import datetime as dt
import hmac
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from learning.capability.shelf import read_content
from learning.guardrails.rules import (
    ANY,
    Answer,
    Because,
    Cell,
    Label,
    News,
    Receipt,
    Register,
    Rule,
    Scope,
    Task,
    Tool,
    Vocabulary,
    Withdrawal,
    code_of,
    decided,
    grouped,
    headline,
    news_of_day,
    read_code,
    still_true,
)
from learning.guardrails.rules.receipt import _digest
from learning.guardrails.rules.words import JobDescription
from learning.guardrails.shelf import read_vocabulary

CONTENT = Path(__file__).resolve().parents[2] / "content"
TASKS = ("rewrite", "draft", "summarise", "analyse")
LABELS = ("no_personal_data", "staff_only", "patient_in_approved_tool")
FAMILIES = ("medical-secretary", "clinical-coder")
WORDS = Vocabulary(
    "0.1",
    tuple(Task(one, one.capitalize(), one, ("*",) if one != "analyse" else ("clinical-coder",)) for one in TASKS),
    tuple(Label(one, one, f"with {one}", one) for one in LABELS),
    slip=(),
    slip_promise="",
    answers_for=(),
    job_description=JobDescription("", "", "", "", ()),
)
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
NAME = "Aoife O’Brien-Kamara"
DAY = dt.date(2026, 11, 24)
THEN = dt.datetime(2026, 5, 1, 9, tzinfo=dt.UTC)
LONG = {"chat": dt.date(2026, 1, 1), "voice": dt.date(2026, 1, 1)}


def sign(message: bytes) -> bytes:
    return hmac.digest(b"a key", message, "sha256")[:8]


def is_signed(message: bytes, given: bytes) -> bool:
    return hmac.compare_digest(sign(message), given)


def read(code: str, name: str = NAME) -> Receipt | None:
    return read_code(code, name=name, is_signed=is_signed, tasks=TASKS, labels=LABELS, families=FAMILIES)


receipts = st.builds(
    Receipt,
    asked_at=st.integers(0, 4_000_000_000).map(
        lambda seconds: dt.datetime(2020, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=seconds)
    ),
    tool=st.integers(1, 2**31 - 1),
    task=st.sampled_from(TASKS),
    label=st.sampled_from(LABELS),
    family=st.sampled_from(("", *FAMILIES)),
    answer=st.just(Answer.ASK),
    because=st.sampled_from((Because.RULE, Because.OVERDUE)),
    rule=st.integers(1, 2**31 - 1),
)


@given(receipts)
def test_a_receipt_reads_back_as_it_was_written(receipt: Receipt) -> None:
    code = code_of(receipt, name=NAME, sign=sign)
    assert read(code) == receipt
    assert read(code.lower().replace("-", " ")) == receipt
    assert read(code.replace("0", "o").replace("1", "l")) == receipt
    assert len(code) <= 60


@given(receipts, st.data())
def test_a_receipt_that_was_altered_by_one_character_does_not_verify(receipt: Receipt, data: st.DataObject) -> None:
    code = code_of(receipt, name=NAME, sign=sign)
    places = [place for place, letter in enumerate(code) if letter != "-"]
    place = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from([one for one in SIGNS if one != code[place]]))
    assert read(code[:place] + other + code[place + 1 :]) is None
    assert read(code[:place] + code[place + 1 :]) is None
    assert read(code[:place] + other + code[place:]) is None


@given(receipts, st.data())
def test_a_name_that_was_altered_by_one_letter_does_not_belong_to_it(receipt: Receipt, data: st.DataObject) -> None:
    code = code_of(receipt, name=NAME, sign=sign)
    place = data.draw(st.integers(0, len(NAME) - 1))
    other = data.draw(st.sampled_from([one for one in "abcxyz" if one != NAME[place].lower()]))
    assert read(code, NAME[:place] + other + NAME[place + 1 :]) is None
    assert read(code, f"  {NAME.upper().replace('’', chr(39))} ") == receipt, "blanks, capitals and the apostrophe"


@given(st.text(max_size=120))
def test_whatever_somebody_types_is_answered(text: str) -> None:
    assert read(text) is None


def test_every_sign_of_a_code_counts() -> None:
    receipt = Receipt(THEN, 3, "rewrite", "staff_only", "clinical-coder", Answer.YES, Because.RULE, 12)
    code = code_of(receipt, name=NAME, sign=sign)
    others = [
        code[:place] + other + code[place + 1 :]
        for place, letter in enumerate(code)
        if letter != "-"
        for other in SIGNS
        if other != letter
    ]
    assert len(others) > 900
    assert not [other for other in others if read(other)]


def test_no_two_words_that_ship_look_the_same_in_a_code() -> None:
    words, roles = read_vocabulary(CONTENT), read_content(CONTENT).roles
    for names in (words.task_ids, words.label_ids, ("", *(family.id for family in roles.families))):
        assert len({_digest(name) for name in names}) == len(names)


def a_rule(number: int, scope: Scope, answer: Answer, **facts: object) -> Rule:
    return Rule(id=number, scope=scope, version=1, answer=answer, owner_id=1, from_at=THEN, **facts)  # type: ignore[arg-type]


def a_register(*rules: Rule, withdrawn: bool = False) -> Register:
    out = Withdrawal(THEN, None, "It kept what was typed in.", "") if withdrawn else None
    return Register((Tool("chat", "Chat assistant", withdrawal=out), Tool("voice", "Voice notes")), rules)


def news(before: Register, after: Register, made_on: dict[str, dt.date] | None = None) -> list[News]:
    return list(news_of_day(before, after, on=DAY, words=WORDS, made_on=LONG if made_on is None else made_on))


scopes = st.builds(
    Scope,
    st.sampled_from((ANY, "chat", "voice")),
    st.sampled_from((ANY, *TASKS)),
    st.sampled_from((ANY, *LABELS)),
)


@st.composite
def registers(draw: st.DrawFn) -> Register:
    places = draw(st.lists(scopes, max_size=8, unique=True))
    answers = st.sampled_from(Answer)
    conditions = st.lists(st.sampled_from(("Read it.", "Take out names.")), max_size=2, unique=True).map(tuple)
    rules = [
        a_rule(number, scope, draw(answers), conditions=draw(conditions)) for number, scope in enumerate(places, 1)
    ]
    return a_register(*rules, withdrawn=draw(st.booleans()))


@given(registers())
def test_where_nothing_changed_there_is_no_news(register: Register) -> None:
    assert news(register, register) == []


@given(registers(), registers())
def test_news_is_true_at_the_end_of_the_day_and_each_question_is_told_once(before: Register, after: Register) -> None:
    found = news(before, after)
    assert len({one.key for one in found}) == len(found)
    for one in found:
        assert one.changes
        assert still_true(one, after, today=DAY)
        told = [(change.cell.task, change.cell.label) for change in one.changes]
        assert len(told) == len(set(told))
        lines = [(task, label) for _, tasks, labels in grouped(one.changes) for task in tasks for label in labels]
        assert sorted(lines) == sorted(told), "the lines say every change, and none twice"


@given(registers(), registers())
def test_news_that_is_put_back_is_not_true_any_more(before: Register, after: Register) -> None:
    for one in news(before, after):
        assert not still_true(one, before, today=DAY)


def test_a_rule_for_any_tool_is_told_once_and_not_for_each_tool() -> None:
    before = a_register(a_rule(1, Scope(), Answer.ASK))
    after = a_register(a_rule(1, Scope(), Answer.ASK), a_rule(2, Scope(label=LABELS[2]), Answer.NO))
    (one,) = news(before, after)
    assert (one.tool, one.key) == (ANY, "any-tool-2026-11-24")
    assert one.families(WORDS) == (ANY,)


def test_the_roles_concerned_are_those_of_the_tasks() -> None:
    before = a_register(a_rule(1, Scope("chat", "analyse"), Answer.YES))
    after = a_register(a_rule(2, Scope("chat", "analyse"), Answer.NO))
    (one,) = news(before, after)
    assert one.families(WORDS) == ("clinical-coder",)


def test_a_withdrawn_tool_is_one_piece_of_news_for_everybody() -> None:
    rules = a_rule(1, Scope("chat"), Answer.YES), a_rule(2, Scope("chat", "draft"), Answer.NO)
    (one,) = news(a_register(*rules), a_register(*rules, withdrawn=True))
    assert one.is_withdrawal
    assert len(one.changes) == len(TASKS) * len(LABELS)


def test_the_first_rules_of_a_new_tool_are_no_news_and_later_ones_are() -> None:
    before, after = a_register(), a_register(a_rule(1, Scope("chat"), Answer.YES))
    young = {"chat": DAY - dt.timedelta(days=27), "voice": DAY - dt.timedelta(days=27)}
    assert news(before, after, young) == []
    old = {"chat": DAY - dt.timedelta(days=28), "voice": DAY - dt.timedelta(days=28)}
    assert [one.tool for one in news(before, after, old)] == ["chat"]


def test_where_two_rules_say_yes_if_both_ifs_are_said() -> None:
    wide = a_rule(1, Scope("chat", "draft"), Answer.YES, only_if="you take out names")
    other = a_rule(2, Scope("chat", label=LABELS[1]), Answer.YES, only_if="it is not urgent", conditions=("Read it.",))
    cell = Cell("chat", "draft", LABELS[1])
    both = decided(a_register(wide, other), cell, DAY)
    assert both.conditions == ("Only if you take out names.", "Only if it is not urgent.", "Read it.")
    assert headline(both, "Priya") == "Yes, if you do these 3 things"
    assert headline(decided(a_register(wide), cell, DAY), "Priya") == "Yes, if you take out names"
