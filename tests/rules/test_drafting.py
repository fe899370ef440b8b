"""Questions of another system become drafts that ask for what is missing, claim nothing, and overwrite nothing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from learning.ground.errors import Refused
from learning.modules.rules import ChooseMany, ChooseOne, Sort
from learning.modules.rules.gift import FORMATS, Said, items_of
from learning.modules.shelf import Known, Module, check_file, check_text
from learning.modules.shelf.drafting import KINDS, DraftFolder, Outcome, Wanted, draft_all, gift_items, skeleton
from learning.modules.shelf.drafting.keeping import slug_of
from learning.modules.shelf.drafting.plain import lines_of, one_line, title_of

TODAY = dt.date(2026, 11, 23)
KNOWN = Known({"J2"}, {"medical-secretary"}, set())
WANTED = Wanted(today=TODAY, competency="J2", authors=("Ana Ward",), licence="CC-BY-4.0")
WHOLE = "::Two notes::Which note is whole?{=The first#It has all 3. ~The second#The day is gone.}"


def imported(text: str, folder: Path, wanted: Wanted = WANTED) -> list[Outcome]:
    return list(draft_all(items_of(text), DraftFolder(folder), wanted))


def drafted(text: str, folder: Path) -> Path:
    (outcome,) = imported(text, folder)
    assert outcome.what == "written", outcome.said
    (path,) = folder.glob("*.md")
    return path


def finished(path: Path) -> Module:
    """The module, once an author has written what the file asks for."""
    lines = path.read_text(encoding="utf-8").replace('"TODO', '"Written').replace("TODO: ", "")
    module, faults, _ = check_text(lines, "modules/x.md", KNOWN, TODAY, file_slug=path.stem)
    assert [str(fault) for fault in faults] == []
    assert module is not None
    return module


def block_of(path: Path) -> dict[str, object]:
    found = path.read_text(encoding="utf-8").partition("```activity\n")[2].partition("\n```")[0]
    block: dict[str, object] = yaml.safe_load(found)
    return block


def faults_of(path: Path) -> list[str]:
    return [str(fault) for fault in check_file(path, KNOWN, TODAY)[1]]


# What a question becomes


def test_one_right_answer_becomes_a_choice_of_one(tmp_path):
    (activity,) = finished(drafted(WHOLE, tmp_path)).activities
    assert isinstance(activity, ChooseOne)
    assert activity.question == "Which note is whole?"
    assert [(each.text, each.is_correct, each.feedback) for each in activity.options] == [
        ("The first", True, "It has all 3."),
        ("The second", False, "The day is gone."),
    ]


@pytest.mark.parametrize(("word", "right"), [("T", "True"), ("F", "False")])
def test_true_or_false_becomes_two_options_with_moodles_feedback_at_its_place(tmp_path, word, right):
    (activity,) = finished(drafted(f"It is whole.{{{word}#Look again.#Yes, all 3.}}", tmp_path)).activities
    assert isinstance(activity, ChooseOne)
    told = {each.text: (each.is_correct, each.feedback) for each in activity.options}
    assert told.pop(right) == (True, "Yes, all 3.")
    assert list(told.values()) == [(False, "Look again.")]


def test_several_right_answers_become_a_choice_of_many(tmp_path):
    (activity,) = finished(drafted("Which two?{~%50%a#ya ~%50%b#yb ~%-100%c#nc}", tmp_path)).activities
    assert isinstance(activity, ChooseMany)
    assert [(each.text, each.is_correct, each.feedback) for each in activity.options] == [
        ("a", True, "ya"),
        ("b", True, "yb"),
        ("c", False, "nc"),
    ]


def test_part_of_the_marks_counts_as_wrong_and_it_is_said(tmp_path):
    (outcome,) = imported("Which?{=a ~%50%b}", tmp_path)
    assert outcome.said == "written to which.md. Note: an answer that gave part of the marks counts as wrong."
    assert [option["correct"] for option in block_of(tmp_path / "which.md")["options"]] == [True, False]


def test_rows_that_share_answers_become_sorting(tmp_path):
    text = "What to check?{=A letter -> Check =A list -> Check =Your lunch -> Leave}"
    (activity,) = finished(drafted(text, tmp_path)).activities
    assert isinstance(activity, Sort)
    assert activity.buckets == ("Check", "Leave")
    assert [(each.text, each.answer) for each in activity.items] == [
        ("A letter", "Check"),
        ("A list", "Check"),
        ("Your lunch", "Leave"),
    ]


def test_a_gap_keeps_its_place_and_its_full_stop(tmp_path):
    assert block_of(drafted("Open first the {=source ~draft}.", tmp_path))["question"] == "Open first the _____."


def test_a_long_case_stands_above_its_question(tmp_path):
    path = drafted("[html]<p>Ana has a list.</p><ul><li>One</li><li>Two</li></ul><p>What now?</p>{=a ~b}", tmp_path)
    assert block_of(path)["question"] == "What now?"
    assert "---\n\nAna has a list.\n\n- One\n- Two\n\n```activity\n" in path.read_text(encoding="utf-8")


def test_what_has_no_place_with_us_stays_in_the_file_as_a_comment(tmp_path):
    text = f"$CATEGORY: Safe/AI\n\n// [id:7] [tag:notes]\n{WHOLE[:-1]}####All\nof it.}}"
    written = drafted(text, tmp_path).read_text(encoding="utf-8")
    for comment in ("Category in Moodle: Safe/AI", "Number in Moodle: 7", "Tags in Moodle: notes"):
        assert f"\n# {comment}\n" in written
    assert "\n# Feedback for everybody in Moodle: All of it.\n" in written


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("How many?{#4}", "It asks for a number, and no activity takes one"),
        ("Who?{=Ana}", "It asks for words to be typed, and no activity marks those"),
        ("Write.{}", "It asks for free text, and no activity marks that"),
        ("Read this.", "It is text without a question"),
        ("Which?{~a ~b}", "No answer is right"),
        ("Which?{~%50%a ~%50%b}", "Every answer is right"),
        ("Which?{=a" + "".join(f"~b{n}" for n in range(6)) + "}", "It has 7 answers, and 6 fit"),
        ("Which?{=a =c" + "".join(f"~b{n}" for n in range(7)) + "}", "It has 9 answers, and 8 fit"),
        ("[html]<img src='x'>{T}", "No words are left of its question"),
        ("[html]Which?{=<img src='x'> ~b}", "An answer has no words"),
        ("Match.{=a->b =c->d =e->f =g->h =i->j}", "It has 5 different answers, and sorting takes 2 to 4"),
        ("Match.{=a->b =c->b}", "It has 1 different answer, and sorting takes 2 to 4"),
        ("Match.{=a->b =c->d}", "Each answer has one row, and sorting puts several rows under one answer"),
        ("Match.{=a->b =c-> =d->b}", "A row has nothing after ->"),
        ("Match.{" + "".join(f"=a{n}->b{n % 2}" for n in range(9)) + "}", "It has 9 rows, and 8 fit"),
        ("Which?{=a", "The { has no } before the next empty line"),
    ],
)
def test_what_cannot_be_a_unit_is_refused_with_the_way_on(tmp_path, text, why):
    (outcome,) = imported(text, tmp_path)
    assert outcome.what == "refused"
    assert outcome.said.startswith(f"refused. {why}. ")
    assert len(outcome.said) > len(f"refused. {why}. ")
    assert list(tmp_path.iterdir()) == []


def test_each_question_is_accounted_for_in_the_order_of_the_file(tmp_path):
    text = f"A?{{T}}\n\n$CATEGORY: c\n\n{WHOLE}\n\nB?{{#4}}\n\nC?}}\n\nA?{{T}}"
    outcomes = imported(text, tmp_path)
    assert [(each.line, each.what) for each in outcomes] == [
        (1, "written"),
        (5, "written"),
        (7, "refused"),
        (9, "refused"),
        (11, "there"),
    ]
    assert str(outcomes[1]) == "Line 5, “Two notes”: written to two-notes.md."


# What is asked for


def test_a_draft_claims_nothing_and_its_minutes_add_up(tmp_path):
    module = finished(drafted(WHOLE, tmp_path))
    assert (module.id, module.kind, module.status) == ("core/two-notes", "check", "draft")
    assert (module.reviewed_by, module.reviewed_on, module.ai_assisted, module.sources) == ((), None, False, ())
    assert (module.minutes, module.level, module.roles, module.competencies) == (2, 1, ("*",), ("J2",))


def test_missing_feedback_is_asked_for_line_by_line_and_never_invented(tmp_path):
    path = drafted("Which?{=a ~b#No. ~c}", tmp_path)
    lines = path.read_text(encoding="utf-8").splitlines()
    asked = [fault for fault in check_file(path, KNOWN, TODAY)[1] if "Feedback is still" in fault.message]
    assert [lines[fault.line - 1].strip() for fault in asked] == [
        'feedback: "TODO: say why this is right"',
        'feedback: "TODO: say why this is wrong"',
    ]
    assert str(asked[1]).endswith(
        "Feedback is still to be written (say why this is wrong). Write it where TODO stands."
    )


def test_a_draft_is_refused_only_for_what_is_still_to_be_written(tmp_path):
    path = drafted("Which?{=a ~b}", tmp_path)
    assert [fault for fault in faults_of(path) if "still to be written" not in fault] == []
    nothing_said = tmp_path / "other"
    imported("Which?{=a ~b}", nothing_said, Wanted(today=TODAY))
    (path,) = nothing_said.glob("*.md")
    assert [fault for fault in faults_of(path) if "still to be written" not in fault] == []
    for name in ("competencies", "licence", "authors", "summary"):
        assert any(f'"{name}" is still to be written' in fault for fault in faults_of(path))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("wanted", [WANTED, Wanted(today=TODAY, roles=("medical-secretary",))])
def test_a_new_module_is_wrong_only_where_it_says_what_to_write(kind, wanted):
    text = skeleton("my-unit", kind, wanted)
    _, faults, _ = check_text(text, "modules/my-unit.md", KNOWN, TODAY, file_slug="my-unit")
    assert [str(fault) for fault in faults if "still to be written" not in fault.message] == []
    lines = text.splitlines()
    asked = {number for number, line in enumerate(lines, start=1) if "TODO" in line}
    assert {fault.line for fault in faults} >= asked - {number for number in asked if lines[number - 1][:5] == "Draft"}


def test_a_new_lesson_has_the_five_parts_and_warns_of_nothing_missing():
    text = skeleton("my-unit", "lesson", WANTED)
    _, _, warnings = check_text(text, "modules/my-unit.md", KNOWN, TODAY)
    assert [str(each) for each in warnings] == []
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert [heading.removeprefix("## ") for heading in headings] == [
        "Why this matters",
        "What works",
        "See it done",
        "Your turn",
        "Try it at work",
        "Keep this",
    ]


# What is there already


def test_the_same_file_twice_changes_nothing(tmp_path):
    text = f"{WHOLE}\n\nA?{{T}}"
    imported(text, tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    assert [each.what for each in imported(text, tmp_path)] == ["there", "there"]
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_draft_that_an_author_worked_on_or_renamed_is_found_again(tmp_path):
    path = drafted(WHOLE, tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("Which note", "Which of the notes"), encoding="utf-8")
    path.rename(tmp_path / "another-name.md")
    (outcome,) = imported(WHOLE, tmp_path)
    assert (outcome.what, outcome.said) == ("there", "there already, in another-name.md.")


def test_another_question_of_the_same_title_gets_a_name_of_its_own(tmp_path):
    (tmp_path / "two-notes.md").write_text("mine", encoding="utf-8")
    (outcome,) = imported(WHOLE, tmp_path)
    assert outcome.said == "written to two-notes-2.md."
    assert (tmp_path / "two-notes.md").read_text(encoding="utf-8") == "mine"


def test_a_file_that_came_in_the_meantime_is_not_overwritten(tmp_path):
    folder = DraftFolder(tmp_path)
    (tmp_path / "a.md").write_text("mine", encoding="utf-8")
    with pytest.raises(Refused, match="never overwritten"):
        folder.add("a", "yours")
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == "mine"


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(Refused, match="cannot be written"):
        imported(WHOLE, tmp_path / "file" / "modules")


def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path):
    folder = DraftFolder(tmp_path / "modules", is_dry_run=True)
    outcomes = list(draft_all(items_of(f"{WHOLE}\n\n{WHOLE}\n\n::Two notes::A?{{T}}"), folder, WANTED))
    assert [each.said for each in outcomes] == [
        "would be written to two-notes.md.",
        "there already, in two-notes.md.",
        "would be written to two-notes-2.md.",
    ]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Two notes!", "two-notes"),
        ("Ana's élan", "anas-elan"),
        ("../../etc/passwd", "etc-passwd"),
        ("質問", ""),
        ("a" * 99, "a" * 60),
        ("word " * 30, "-".join(["word"] * 12)),
    ],
)
def test_a_title_gives_a_plain_name(title, slug):
    assert slug_of(title) == slug


def test_a_title_without_letters_of_ours_gives_a_name_all_the_same(tmp_path):
    assert drafted("::質問::Which?{=a#y ~b#n}", tmp_path).stem.startswith("question-")


# Text that is not ours


@pytest.mark.parametrize(
    ("form", "text", "shown"),
    [
        ("html", "<p>One &amp; <b>two</b></p><p>three<br>four</p>", ["One & **two**", "three", "four"]),
        ("html", "<script>alert(1)</script><style>p{}</style>Ana", ["Ana"]),
        ("html", "&lt;script&gt; is a tag", ["`<script>` is a tag"]),
        ("moodle", "a <b and <unknown> it", ["a < b and `<unknown>` it"]),
        ("moodle", "<span onclick='x'>Ana</span> 3 < 4", ["Ana 3 < 4"]),
        ("html", "<a href='javascript:x'>press</a>", ["press"]),
        ("html", "<img src='x' alt=\"a chart\"> of it", ["(a chart) of it"]),
        ("html", "<ul><li>One</li><li>Two</li></ul>", ["- One", "- Two"]),
        ("plain", "2*3*4 and _x_ and `y`", [r"2\*3\*4 and \_x\_ and \`y\`"]),
        ("plain", "Send it to _____ today", ["Send it to _____ today"]),
        ("plain", "[x](javascript:y)", [r"\[x]\(javascript:y)"]),
        ("markdown", "**bold** <i>and</i> `<b>`", ["**bold** and `<b>`"]),
        ("markdown", "# Head\n```activity\nid: a\n```\n---\n> said", ["Head", "activity", "id: a", "said"]),
        ("plain", "a\x00b\u202ec\u200bd\x1b[0m", ["abcd[0m"]),
    ],
)
def test_text_becomes_plain_markdown(form, text, shown):
    assert lines_of(Said(text, form)) == shown


@settings(max_examples=300)
@example("moodle", "#\n1")
@example("markdown", "[a<```![\\")
@example("markdown", "[<`\n>`/<<")
@given(st.sampled_from(FORMATS), st.text(alphabet="ab<>/!?&;`*_[]()#~=-\\\n 1{}\"'\u202e", max_size=60))
def test_no_text_of_theirs_becomes_html_or_a_block_of_ours(form, text):
    line = one_line(Said(text, form))
    body = WHOLE_TEXT.replace("SAID", line)
    said = [str(fault) for fault in check_text(body, "modules/x.md", KNOWN, TODAY)[1]]
    assert [fault for fault in said if "HTML" in fault or "block" in fault or "heading" in fault] == []
    assert not set("<>`*") & set(title_of(Said(text, form)))


WHOLE_TEXT = skeleton("x", "check", WANTED).replace("TODO: the one line to remember.", "SAID")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80), st.sampled_from(FORMATS))
def test_whatever_a_question_says_its_draft_can_be_read_again(tmp_path_factory, text, form):
    escaped = "".join(f"\\{sign}" if sign in "\\:~=#[]{}" else sign for sign in " ".join(text.split()))
    folder = tmp_path_factory.mktemp("drafts")
    for outcome in imported(f"::Title::[{form}]{escaped} Q?{{=a{escaped}#y ~b#n{escaped}}}", folder):
        assert outcome.what == "written"
    block = block_of(folder / "title.md")
    assert [option["correct"] for option in block["options"]] == [True, False]


# The file it comes in


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"x" * 1_000_001, "is too large"),
        ("é".encode("latin-1"), "is not UTF-8 text"),
        ("A?{T}".encode("utf-16"), "is not UTF-8 text"),
        (b"", "There is no question in"),
        (b"// only a comment\n\n$CATEGORY: a\n", "There is no question in"),
        (b"A?{T}\n\n" * 2_001, "has more than 2,000 questions"),
    ],
)
def test_a_file_that_is_no_set_of_questions_is_refused_in_one_sentence(tmp_path, content, said):
    file = tmp_path / "questions.gift"
    file.write_bytes(content)
    with pytest.raises(Refused, match=said) as refusal:
        gift_items(file)
    assert "\n" not in str(refusal.value)


def test_a_file_that_is_not_there_is_refused_in_one_sentence(tmp_path):
    with pytest.raises(Refused, match="cannot be read"):
        gift_items(tmp_path / "none.gift")


@pytest.mark.parametrize(
    "text",
    [
        "{" * 900_000,
        "a{" + "~=" * 400_000 + "}",
        "[html]" + "<a" * 24_000 + "{T}",
        "[html]" + '<img alt="' * 4_900 + "{T}",
        "[html]" + "<li>a" * 9_900 + "{T}",
        "[markdown]" + "`a" * 24_000 + "{T}",
        "*a" * 24_000 + "{T}",
        "// " + "[tag:" * 180_000 + "\nx{T}",
        "x" + " " * 49_000 + "y{T}",
        "\\" * 49_000 + "{T}",
    ],
)
def test_a_hostile_question_is_one_line_like_any_other(tmp_path, text):
    (outcome,) = imported(text, tmp_path)
    assert len(str(outcome)) < 400
    assert "\n" not in str(outcome)
