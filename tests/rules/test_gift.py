"""Moodle's GIFT format is read as Moodle means it, and what cannot be read is said, never guessed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.modules.rules.gift import MOST_ANSWERS, Category, Item, Question, Said, Unreadable, items_of

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "gift"
ABSENT = pytest.mark.skip(reason="the known GIFT files do not lie beside this repository (../shared/data/gift)")
FILES = sorted(SAMPLES.glob("*.gift")) or [pytest.param(SAMPLES, marks=ABSENT)]


def one(text: str) -> Question:
    (found,) = items_of(text)
    assert isinstance(found, Question)
    return found


def refusal(text: str) -> Unreadable:
    found = next(iter(items_of(text)))
    assert isinstance(found, Unreadable)
    return found


def choices(text: str) -> list[tuple[str, bool, float | None, str | None]]:
    return [
        (each.text.text, each.is_right, each.weight, each.feedback.text if each.feedback else None)
        for each in one(text).choices
    ]


# Against the parse of others


def _said(said: Said | None) -> tuple[str, str] | None:
    return (said.text, said.form) if said else None


def _meant(said: dict[str, str] | None) -> tuple[str, str] | None:
    return (said["text"], said["format"]) if said else None


def _ours(item: Item) -> dict[str, Any]:
    if isinstance(item, Category):
        return {"type": "Category", "title": item.name}
    assert isinstance(item, Question)
    told: dict[str, Any] = {
        "type": item.kind.value,
        "title": item.title,
        "stem": _said(item.stem),
        "gap": item.has_gap,
        "id": item.id,
        "tags": list(item.tags),
        "general": _said(item.feedback),
        "pairs": [(_said(pair.stem), pair.answer) for pair in item.pairs],
        "true": (item.is_true, _said(item.if_wrong), _said(item.if_right)),
        "choices": [(_said(each.text), each.is_right, each.weight, _said(each.feedback)) for each in item.choices],
    }
    return told


def _theirs(item: dict[str, Any]) -> dict[str, Any]:
    if item["type"] == "Category":
        return {"type": "Category", "title": item["title"]}
    listed = item.get("choices")
    return {
        "type": item["type"],
        "title": item["title"],
        "stem": _meant(item["stem"]),
        "gap": item["hasEmbeddedAnswers"],
        "id": item["id"],
        "tags": item["tags"] or [],
        "general": _meant(item.get("globalFeedback")),
        "pairs": [(_meant(pair["subquestion"]), pair["subanswer"]) for pair in item.get("matchPairs", [])],
        "true": (item.get("isTrue"), _meant(item.get("trueFeedback")), _meant(item.get("falseFeedback"))),
        "choices": [
            (_meant(each["text"]), each["isCorrect"], each["weight"], _meant(each["feedback"]))
            for each in (listed if isinstance(listed, list) else [])
        ],
    }


def _without_numbers(told: dict[str, Any]) -> dict[str, Any]:
    """Of numbers we keep what was written, the other parse takes them apart: no activity of ours needs that."""
    return told | {"choices": [each[1:] for each in told["choices"] if len(told["choices"]) > 1]}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_known_file_is_read_as_another_reader_reads_it(file: Path):
    found = list(items_of(file.read_text(encoding="utf-8")))
    expected = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
    assert len(found) == len(expected)
    for item, meant in zip(found, expected, strict=True):
        if meant["type"] == "Numerical":
            told = {**meant, "choices": meant["choices"] if isinstance(meant["choices"], list) else []}
            for each in told["choices"]:
                each["text"] = None
            assert _without_numbers(_ours(item)) == _without_numbers(_theirs(told))
        else:
            assert _ours(item) == _theirs(meant)


# The same, from our own pen


def test_answers_stand_behind_their_signs():
    assert choices("Who sends it?{~Ana ~Ben =nobody}") == [
        ("Ana", False, None, None),
        ("Ben", False, None, None),
        ("nobody", True, None, None),
    ]


def test_feedback_stands_behind_a_hash_and_may_be_empty():
    assert choices("Which?{=one#Yes. ~two# ~three#Not\nthis.}") == [
        ("one", True, None, "Yes."),
        ("two", False, None, None),
        ("three", False, None, "Not this."),
    ]


def test_weights_are_numbers_with_a_sign_and_a_fraction():
    assert choices("Which?{~%33.33333%a ~%-100%b =%100%c#yes ~% d}") == [
        ("a", False, 33.33333, None),
        ("b", False, -100, None),
        ("c", True, 100, "yes"),
        ("% d", False, None, None),
    ]


def test_the_old_double_sign_means_right():
    assert choices("Which?{~a ~=b}") == [("a", False, None, None), ("b", True, None, None)]


def test_escaped_signs_mean_themselves():
    question = one(r"::Is 1\:1::What is \{x\} \= \~3 \# in C\:\\temp?{T}")
    assert (question.title, question.stem.text) == ("Is 1:1", r"What is {x} = ~3 # in C:\temp?")


def test_an_escaped_sign_inside_an_answer_ends_nothing():
    assert choices(r"Which is 5?{~\= 2 + 2 = \= 2 + 3 # it is \#1}")[1] == ("= 2 + 3", True, None, "it is #1")


def test_an_escaped_line_end_stays_and_a_plain_one_is_a_space():
    assert one("One\\ntwo\n  three{T}").stem.text == "One\ntwo three"
    assert one("[markdown]One  \ntwo{T}").stem == Said("One  \ntwo", "markdown")


@pytest.mark.parametrize("mark", ["html", "markdown", "plain", "moodle"])
def test_answers_have_the_format_of_the_question_unless_they_say_so(mark: str):
    question = one(f"::t::[{mark}]Which?{{=a#b ~[plain]c#[html]d ####e}}")
    first, second = question.choices
    assert {question.stem.form, first.text.form, first.feedback.form, question.feedback.form} == {mark}
    assert (second.text.form, second.feedback.form) == ("plain", "html")


@pytest.mark.parametrize(
    ("word", "is_true"), [("T", True), ("TRUE", True), ("true", True), ("F", False), (" FALSE ", False)]
)
def test_true_and_false_have_six_spellings(word: str, is_true: bool):
    assert one(f"It is safe.{{{word}}}").is_true is is_true


@pytest.mark.parametrize("word", ["T", "F"])
def test_the_first_feedback_of_true_or_false_is_for_a_wrong_answer(word: str):
    question = one(f"It is safe.{{{word}#look again #yes ####both}}")
    assert [question.if_wrong, question.if_right, question.feedback] == [Said("look again"), Said("yes"), Said("both")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Write.{}", "Essay"),
        ("Write.{####Well done}", "Essay"),
        ("Read this.", "Description"),
        ("How many?{#4}", "Numerical"),
        ("How many?{#1..5#almost}", "Numerical"),
        ("How many?{#\n=4:1#yes\n=%50%4:2}", "Numerical"),
        ("Who?{=Ana =Ben}", "Short"),
        ("Who?{Ana}", "Short"),
        ("Match.{=a -> b =c -> d}", "Matching"),
        ("Which way?{~a -> b =c -> d}", "MC"),
        ("It is so.{T}", "TF"),
        ("Which?{=a =b ~c}", "MC"),
    ],
)
def test_the_answers_tell_the_kind(text: str, kind: str):
    assert one(text).kind == kind


def test_a_row_without_a_stem_is_an_answer_more():
    pairs = one("Match.{=Leeds -> north =York -> north = -> south}").pairs
    assert [(pair.stem.text, pair.answer) for pair in pairs] == [("Leeds", "north"), ("York", "north"), ("", "south")]


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("Send {=it ~all} today.", "Send _____ today."),
        ("Send{=it ~all}.", "Send _____ ."),
        ("{=We ~They} send it.", "_____ send it."),
    ],
)
def test_answers_inside_a_sentence_leave_a_gap(text: str, stem: str):
    question = one(text)
    assert (question.stem.text, question.has_gap) == (stem, True)


def test_comments_are_not_read_but_numbers_and_tags_in_them_are():
    first, second = items_of("// note {=a}\n\n// [id:7] [tag:safe]\n  // [tag:two words]\nA?{T}\n// after\n\nB?{F}\n")
    assert isinstance(first, Question)
    assert isinstance(second, Question)
    assert (first.id, first.tags, first.line, first.stem.text) == ("7", ("safe", "two words"), 5, "A?")
    assert (second.id, second.tags, second.line) == (None, (), 8)


def test_a_comment_among_the_answers_is_left_out():
    assert [each.text.text for each in one("A?{\n=b\n// ~never\n~c\n}").choices] == ["b", "c"]


def test_questions_are_filed_under_the_category_above_them():
    items = list(items_of("$CATEGORY: a/b: c\nA?{T}\n\nB?{T}\n\n$CATEGORY: d\n\nC?{T}"))
    assert [each.name for each in items if isinstance(each, Category)] == ["a/b: c", "d"]
    assert [each.category for each in items if isinstance(each, Question)] == ["a/b: c", "a/b: c", "d"]


def test_line_ends_of_other_systems_are_read():
    assert [each.line for each in items_of("A?{T}\r\n\r\nB?{T}\r\rC?{T}")] == [1, 3, 5]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("A?{=b", "The { has no } before the next empty line"),
        ("A?}", "There is a } without a { before it"),
        ("A?{=b}{=c}", "There are two blocks of answers"),
        ("A?{" + "~a" * (MOST_ANSWERS + 1) + "}", "It has more than 100 answers"),
        ("A" * 50_001, "It is longer than 50,000 characters"),
    ],
)
def test_a_piece_that_cannot_be_read_is_said_and_does_not_take_the_next_along(text: str, message: str):
    broken, whole = items_of(f"{text}\n\nB?{{T}}")
    assert isinstance(broken, Unreadable)
    assert (broken.line, broken.message) == (1, message)
    assert broken.mend
    assert len(broken.name) <= 60
    assert isinstance(whole, Question)


@given(st.text(alphabet="ab \n{}~=#%:\\->/[]1$T", max_size=120))
def test_every_block_of_any_text_becomes_one_thing(text: str):
    kept = [line.strip() for line in text.split("\n") if not line.strip().startswith("//")]
    blocks = sum(bool(line) and not before for before, line in zip(["", *kept], kept, strict=False))
    assert len(list(items_of(text))) == blocks
