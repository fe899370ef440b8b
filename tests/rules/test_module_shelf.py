"""A module file is read whole or refused with file, line and mend, and a broken one never takes the others along."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.drip.rules import Kind
from learning.drip.shelf import candidate
from learning.ground.errors import ContentRefused
from learning.guardrails.shelf import read_vocabulary
from learning.modules.rules import ChooseOne, FindMissing, IfThenPlan
from learning.modules.shelf import Known, Pair, Shelf, Text, check_text, parse, read_folder

TODAY = dt.date(2026, 11, 23)
KNOWN = Known({"J2", "J1", "P2"}, {"medical-secretary", "hr-recruitment"}, {"bahner-2008"})
FENCE = "```"
RIGHT = "Put it back, and tell the consultant."
GOOD = f"""\
---
schema: module/1
id: core/what-went-missing
version: 1
kind: lesson                # lesson | check | heads-up, for <tool id> see the guide
title: What went missing?
summary: A letter can be true and still unsafe.
status: starter
owner: core
licence: CC-BY-4.0
authors: [Steady content team]
reviewed_by: []
reviewed_on: null
review_due: 2027-11-01
minutes: 4
level: 2
competencies: [J2]
roles: [medical-secretary]
assumes_tool: none
isomorph_group: gaps-in-letters
local_slots: [ig_contact]
language: en-GB
ai_assisted: true
invented_data: true
sources: [bahner-2008]
---

## Why this matters

It is easy to check what is there. A gap leaves no mark.

## See it done

Booking system: *"Moved to Monday 3 May. Bring your tablets."*

Draft: *"Your appointment has moved to Monday 3 May."*

The draft is true. One point is gone.

## Your turn

{FENCE}activity
id: gap-1
kind: find_missing
competency: J2
minutes: 2
ask_confidence: true
question: Which points are missing?
source_points:
  - {{id: a, text: "Seen with his daughter."}}
  - {{id: b, text: "Stop the new tablets today."}}
draft: |
  I saw him with his daughter. He was well, and the long letter goes on and on without a stop so that nobody who
  reads it can find out where it will end or what he has to do about the tablets that made him dizzy in the morning.
answer: [b]
difficulty: {{b: obvious}}
feedback:
  a: "This one is there."
  b: "Missing. He could go on taking them."
if_high_confidence_and_wrong: "You were sure. The letter reads well."
{FENCE}

{FENCE}activity
id: gap-2
kind: choose_one
competency: J2
level: 1
minutes: 0.5
question: What now?
options:
  - text: Send it.
    correct: false
    feedback: "The gap would go with it. Ask {{{{ig_contact}}}}."
  - text: Put it back, and tell the consultant.
    correct: true
    feedback: "Yes. The right person approves it."
{FENCE}

## Try it at work

{FENCE}activity
id: plan-1
kind: if_then_plan
competency: J2
minutes: 0.5
private: true
prompt: "If I check a draft, then I will ..."
starters: ["open the source first"]
follow_up: "Did you try it?"
follow_up_answers: ["Yes", "No"]
follow_up_after_days: 7
{FENCE}

## Keep this

**Source first.** Then the draft.
"""
CHECK = f"""\
{GOOD[: GOOD.index("## Why")].replace("kind: lesson", "kind: check").replace("minutes: 4", "minutes: 1")}
A patient rang. Tell {{{{ig_contact}}}} what you do.

{GOOD[GOOD.index(f"{FENCE}activity" + chr(10) + "id: gap-2") : GOOD.index("## Try it")]}
## Keep this

Source first.
"""


def faults_of(text: str) -> list[str]:
    return [str(fault) for fault in check_text(text, "modules/x.md", KNOWN, TODAY)[1]]


def warnings_of(text: str) -> list[str]:
    return [str(fault) for fault in check_text(text, "modules/x.md", KNOWN, TODAY)[2]]


def changed(old: str, new: str, text: str = GOOD) -> str:
    assert text.count(old) >= 1, old
    return text.replace(old, new, 1)


def line_of(text: str, piece: str) -> int:
    return text.count("\n", 0, text.index(piece)) + 1


# What a module becomes


def test_a_module_without_a_fault_is_read_whole():
    module, faults, warnings = check_text(GOOD, "modules/x.md", KNOWN, TODAY, file_slug="what-went-missing")
    assert (faults, warnings) == ([], [])
    assert module is not None
    assert (module.id, module.slug, module.version, module.kind) == (
        "core/what-went-missing",
        "what-went-missing",
        1,
        "lesson",
    )
    assert (module.competencies, module.roles, module.review_due) == (
        ("J2",),
        ("medical-secretary",),
        dt.date(2027, 11, 1),
    )
    assert (module.slots, module.local_slots) == ({"ig_contact"}, ("ig_contact",))
    assert [section.heading for section in module.sections] == [
        "Why this matters",
        "See it done",
        "Your turn",
        "Try it at work",
        "Keep this",
    ]
    assert module.keep == "**Source first.** Then the draft."


def test_activities_come_in_reading_order_with_the_level_of_the_module_where_they_name_none():
    module = parse(GOOD)
    first, second, plan = module.activities
    assert isinstance(first, FindMissing)
    assert isinstance(second, ChooseOne)
    assert isinstance(plan, IfThenPlan)
    assert [activity.level for activity in module.activities] == [2, 1, 2]
    assert first.answer == {"b"}
    assert [option.id for option in second.options] == ["a", "b"]
    assert second.right.text == "Put it back, and tell the consultant."
    assert plan.question == "If I check a draft, then I will ..."
    assert module.plan == plan
    assert module.marked_activities == (first, second)
    assert module.activity("gap-2") == second
    assert module.activity("gap-9") is None


@pytest.mark.parametrize(
    ("source", "draft", "names"),
    [
        ('Booking system: *"Moved. Bring tablets."*', 'Draft: *"Moved."*', ("Booking system", "Draft, written by AI")),
        ("> **Source note** Moved. Bring tablets.", "> **Draft** Moved.", ("Source note", "Draft, written by AI")),
        ("**List**: Moved. Bring tablets.", "Summary: Moved.", ("List", "Summary, written by AI")),
        ("Notes: Moved. Bring tablets.", "Draft, written by Ana: Moved.", ("Notes", "Draft, written by Ana")),
    ],
)  # fmt: skip
def test_a_source_and_its_draft_become_a_pair(source, draft, names):
    text = GOOD[: GOOD.index("Booking system")] + f"{source}\n\n{draft}\n\n" + GOOD[GOOD.index("The draft is true") :]
    pair, after = parse(text).sections[1].pieces
    assert isinstance(pair, Pair)
    assert (pair.source_name, pair.draft_name) == names
    assert (pair.source, pair.draft) == ("Moved. Bring tablets.", "Moved.")
    assert isinstance(after, Text)
    assert after.markdown == "The draft is true. One point is gone."


def test_quotes_and_code_that_are_no_pair_stay_text():
    text = changed("One point is gone.", f"One point is gone.\n\n{FENCE}\n## not a heading\n\nDraft: no\n{FENCE}")
    assert [type(piece) for piece in parse(text).sections[1].pieces] == [Pair, Text]
    assert "## not a heading" in parse(text).sections[1].pieces[1].markdown


def test_a_unit_that_opens_with_a_one_tap_question_can_ask_it_in_the_mail():
    assert parse(GOOD).opening is None
    check = parse(CHECK)
    assert check.opening is check.activities[0]
    assert [piece.markdown for piece in check.intro] == ["A patient rang. Tell {{ig_contact}} what you do."]


def test_a_check_without_a_fault_is_no_lesson_and_misses_no_part_of_one():
    assert (faults_of(CHECK), warnings_of(CHECK)) == ([], [])


def test_the_stored_text_gives_the_same_module_and_line_ends_do_not_change_its_hash():
    module = parse(GOOD)
    assert parse(module.source) == module
    assert parse("\ufeff" + GOOD.replace("\n", "\r\n")).content_hash == module.content_hash
    assert parse(GOOD.replace("Send it.", "Send it now.")).content_hash != module.content_hash


# What is refused, each with its line and the way to mend it


def long_sentence(words: int) -> str:
    return "One " + "word " * (words - 2) + "more."


BROKEN = [
    ("version: 1\n", "", "schema:", 'The front matter has no "version"'),
    ("version: 1\n", "version: one\n", "version: one", '"version" is not a whole number'),
    ("schema: module/1", "schema: module/2", "schema:", "\"schema\" is not 'module/1'"),
    ("kind: lesson ", "kind: course ", "kind: course", '"kind" is not'),
    ("title: What went missing?\n", "title: What went missing?\ntitel: x\n", "titel: x", "unknown key \"titel\""),
    ("title: What went missing?\n", "title: One\ntitle: Two\n", "title: Two", '"title" stands twice'),
    ("summary: A letter", "summary: " + "A long letter. " * 12, "summary:", "longer than 160 characters"),
    ("id: core/what", "id: what", "id: what-went", 'is not "owner/name"'),
    ("id: core/what", "id: R0Z/what", "owner:", "The owner is core, and the id begins with R0Z"),
    ("minutes: 4", "minutes: 9", "minutes: 9", "above what is allowed"),
    ("minutes: 4", "minutes: 2", "minutes: 2", "minutes is 2, and 3 for activities and 56 words make 4"),
    ("level: 2", "level: 5", "level: 5", "above what is allowed"),
    ("invented_data: true", "invented_data: false", "invented_data:", '"invented_data" is not true'),
    ("language: en-GB", "language: English", "language:", "is not the code of a language"),
    ("competencies: [J2]", "competencies: [J2, X9]", "competencies:", "X9 is not in framework.yaml"),
    ("competencies: [J2]", "competencies: [J2, J2]", "competencies:", "competencies has J2 twice"),
    ("roles: [medical-secretary]", "roles: [wizard]", "roles:", "wizard is not in roles.yaml"),
    ("roles: [medical-secretary]", 'roles: ["*", hr-recruitment]', "roles:", 'roles has "*" beside other roles'),
    ("sources: [bahner-2008]", "sources: [made-up-2026]", "sources:", "made-up-2026 is not in sources.yaml"),
    ("language: en-GB", "related_prompts: [tidy]\nlanguage: en-GB", "related_prompts:", 'is not "owner/name"'),
    ("review_due: 2027-11-01", "review_due: 2027-11-24", "review_due:", "more than 12 months away"),
    ("review_due: 2027-11-01", "review_due: 2027-11-31", "review_due:", "looks like a date or number and is not one"),
    ("competencies: [J2]", "competencies: [P2]", "review_due:", "more than 6 months away"),
    ("assumes_tool: none", "assumes_tool: any-approved", "review_due:", "more than 6 months away"),
    ("assumes_tool: none", "assumes_tool: chat-tool\nby_hand: true", "by_hand:", "done by hand and assumes a tool"),
    ("assumes_tool: none", "assumes_tool: none\ntask: draft", "task:", "It names a task and no data_label"),
    ("assumes_tool: none", "assumes_tool: none\ndata_label: staff_only", "data_label:", "a data_label and no task"),
    ("assumes_tool: none", "assumes_tool: none\ntask: to do", "task:", '"task" is not an id'),
    ("assumes_tool: none", "assumes_tool: none\nabout_tool: chat", "about_tool:", "about_tool is for a heads-up"),
    ("assumes_tool: none", "assumes_tool: none\nchanged_on: 2026-12-01", "changed_on:", "and this is a lesson"),
    ("assumes_tool: none", "assumes_tool: none\nchanged_on: soon", "changed_on:", '"changed_on" is not a date'),
    ("status: starter", "status: approved", "status:", "approved, and nobody reviewed it"),
    ("reviewed_by: []", "reviewed_by: [Priya]", "reviewed_on:", "do not fit together"),
    ("local_slots: [ig_contact]", "local_slots: []", "The gap would", "The slot ig_contact is not declared"),
    ("title: What went", "title: What {{ig_contact}} went", "title:", "a slot in the title"),
    ("{{ig_contact}}", "{{IG contact}}", "The gap would", "A slot is not written as {{name}}"),
    ("## Why this", "# Why this", "# Why", "as large as the title"),
    ("A gap leaves", "A <b>gap</b> leaves", "A <b>gap", "There is HTML in the text"),
    ("A gap leaves", "<!-- later -->A gap leaves", "<!--", "There is HTML in the text"),
    ("Send it.", "Send <i>it</i>.", "Send <i>it", "There is HTML in the text"),
    ("A gap leaves", "![](/a.png) A gap leaves", "![](", "The image has no alternative text"),
    ("A gap leaves", "[A gap](http://a.example) leaves", "[A gap]", "A link leads to no safe place"),
    ("A gap leaves", "[A gap](javascript:x) leaves", "[A gap]", "A link leads to no safe place"),
    ("A gap leaves no mark.", long_sentence(31), "It is easy", "A sentence has 31 words"),
    ("The gap would go", "The gap, " + "and the gap, " * 10 + "would go", "The gap, and", "words"),
    ("A gap leaves no mark.", "A gap. No mark. No sign. Nothing.", "It is easy", "A paragraph has 5 sentences"),
    ("A gap leaves", "Call 943 476 5919. A gap leaves", "Call 943", "looks like an NHS number"),
    ("Stop the new tablets", "Born 3 June 1961. Stop", "Born 3 June", "looks like a date of birth"),
    ("A gap leaves", "Write to june@trust.invalid. A gap leaves", "june@", "looks like an email address"),
    ("id: gap-2", "id: gap-1", "id: gap-1\nkind: choose_one", "The activity id gap-1 stands twice"),
    ("kind: choose_one", "kind: choose_some", "kind: choose_some", '"choose_some" is not a kind of activity'),
    ("kind: choose_one\n", "", "id: gap-2", 'Activity gap-2 has no "kind"'),
    ("competency: J2\nlevel: 1", "competency: Z1\nlevel: 1", "competency: Z1", "Z1 is not in framework.yaml"),
    ("minutes: 0.5\nquestion", "minutes: 0.7\nquestion", "minutes: 0.7", "not in steps of half a minute"),
    ("level: 1", "level: 4", "level: 4", "above what is allowed"),
    ('    feedback: "Yes. The right person approves it."\n', "", "text: Put it", 'options number 2 has no "feedback"'),
    ('feedback: "Yes. The right person approves it."', 'feedback: ""', 'feedback: ""', '"feedback" is empty'),
    ("correct: false", "correct: true", "options:", "2 options are correct"),
    ("text: Send it.", f"text: {RIGHT}", f"{RIGHT}\n    correct: true", "The same text stands twice"),
    ('  a: "This one is there."\n', "", "{id: a,", "a has no feedback"),
    ('  a: "This one', '  z: "x"\n  a: "This one', 'z: "x"', "feedback names z, and there is no such id"),
    ("answer: [b]", "answer: [c]", "answer: [c]", "c is not one of the ids"),
    ("answer: [b]", "answer: [b, b]", "answer: [b, b]", "b stands twice"),
    ("{id: b, text", "{id: a, text", '{id: a, text: "Stop', "The id a stands twice"),
    ("difficulty: {b: obvious}", "difficulty: {b: hard}", "difficulty:", "is not 'obvious'"),
    ("private: true", "private: false", "private: false", '"private" is not true'),
    ("question: What now?", "question: &q What now?", "question: &q", "Anchors (&) and aliases (*) are not read here"),
    ("question: What now?", "question: [What now?", "options:", "This is not valid YAML"),
    ("question: What now?", "question: !!python/name:os.system x", "question: !!", "The tag"),
    (f"{FENCE}activity\nid: gap-2", f"{FENCE}Activity\nid: gap-2", "```Activity", 'The block is named "Activity"'),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "where", "said"), BROKEN, ids=[f"{one[3][:40]}-{i}" for i, one in enumerate(BROKEN)]
)
def test_a_fault_is_refused_with_its_line_and_the_way_to_mend_it(old, new, where, said):
    text = changed(old, new)
    module, faults, _ = check_text(text, "modules/x.md", KNOWN, TODAY)
    assert module is None
    found = [fault for fault in faults if said in fault.message]
    assert found, [str(fault) for fault in faults]
    assert found[0].file == "modules/x.md"
    assert abs(found[0].line - line_of(text, where)) <= (1 if "not valid YAML" in said else 0), str(found[0])
    assert found[0].mend


def test_a_block_without_an_end_is_refused_where_it_begins():
    text = GOOD[: GOOD.index(f"{FENCE}\n\n## Keep this")]
    assert any(
        f"x.md:{line_of(text, 'id: plan-1') - 1}: The block that begins here has no end" in one
        for one in faults_of(text)
    )


@pytest.mark.parametrize("text", ["", "no front matter", "---\nid: x", "---\n- a\n---\n", "---\n---\n", "---\n\n---\n"])
def test_a_file_that_is_no_module_is_refused_and_not_guessed_at(text):
    assert faults_of(text)
    with pytest.raises(ContentRefused):
        parse(text)


def test_a_lesson_without_a_question_is_refused_and_a_heads_up_is_not():
    front, end = (
        GOOD[: GOOD.index("## Why")].replace("minutes: 4", "minutes: 1"),
        "## Keep this\n\nAsk {{ig_contact}}.\n",
    )
    assert any("There is no question in it" in one for one in faults_of(front + end))
    assert faults_of(front.replace("kind: lesson", "kind: heads-up") + end) == []


def test_every_fault_of_a_file_is_said_at_once():
    text = changed("version: 1\n", "")
    for old, new in (("A gap leaves", "A <b>gap leaves"), ("answer: [b]", "answer: [z]")):
        text = changed(old, new, text)
    assert len(faults_of(text)) == 3


def test_length_rules_leave_sources_and_drafts_alone():
    assert "goes on and on" in GOOD  # 50 words in one sentence of the draft
    long_pair = changed("Moved to Monday 3 May.", long_sentence(40))
    assert not any("A sentence has" in one for one in faults_of(long_pair))


def test_an_image_with_words_code_and_a_comparison_are_let_through():
    text = changed("A gap leaves no mark.", "![A letter](/a.png) Write `<b>` if a < b. See <https://a.example>.")
    assert faults_of(text) == []


def test_without_a_day_no_review_date_is_judged():
    text = changed("review_due: 2027-11-01", "review_due: 2030-01-01")
    assert check_text(text, "modules/x.md", KNOWN, None)[1] == []


@pytest.mark.parametrize(("today", "last"), [("2026-08-31", "2027-02-28"), ("2026-06-30", "2026-12-30")])
def test_half_a_year_ends_on_the_same_day_or_on_the_last_of_its_month(today, last):
    day = dt.date.fromisoformat(last)
    text = changed("competencies: [J2]", "competencies: [J2, P2]")
    for due, is_late in ((day, False), (day + dt.timedelta(days=1), True)):
        dated = changed("review_due: 2027-11-01", f"review_due: {due}", text)
        faults = check_text(dated, "modules/x.md", KNOWN, dt.date.fromisoformat(today))[1]
        assert bool(faults) == is_late


def test_a_review_date_counts_from_the_review():
    text = changed("reviewed_by: []\nreviewed_on: null", "reviewed_by: [Priya]\nreviewed_on: 2026-10-01")
    assert any("more than 12 months away" in one for one in faults_of(text))


def test_a_prompt_that_is_named_is_looked_up_where_there_is_a_prompt_library():
    text = changed("language: en-GB", "related_prompts: [core/tidy-a-rota]\nlanguage: en-GB")
    assert faults_of(text) == []
    for prompts, is_refused in (({"core/tidy-a-rota"}, False), ({"core/another"}, True)):
        known = Known(KNOWN.competencies, KNOWN.roles, KNOWN.sources, prompts)
        said = [str(fault) for fault in check_text(text, "modules/x.md", known, TODAY)[1]]
        assert any("core/tidy-a-rota is not in prompts_library" in one for one in said) == is_refused


# Which task at work it is for, and what a heads-up says

WORDS = read_vocabulary(Path(__file__).parents[2] / "content")
WITH_WORDS = replace(KNOWN, tasks=WORDS.task_ids, labels=WORDS.label_ids)
HEADS_UP = f"""\
---
schema: module/1
id: EVT/the-rule-for-drafts-changed
version: 1
kind: heads-up
title: The rule for clinic letters has changed
summary: From 1 December you ask first before the chat assistant drafts a letter about a patient.
status: approved
owner: EVT
licence: CC-BY-4.0
authors: [June Okafor-Lind]
reviewed_by: [June Okafor-Lind]
reviewed_on: 2026-11-20
review_due: 2027-05-01
minutes: 1
level: 1
competencies: [P1]
roles: ["*"]
assumes_tool: none
task: draft
data_label: patient_in_approved_tool
about_tool: chat-assistant
changed_on: 2026-12-01
isomorph_group: the-rule-for-drafts-changed
language: en-GB
ai_assisted: false
invented_data: false
sources: []
---

A rule that you use has changed on 1 December 2026.

## What has changed

- **Before:** yes, you could use the chat assistant to draft a letter with information about patients.
- **Now:** ask first.
- **Who answers for it:** June Okafor-Lind, information governance.

{FENCE}activity
id: now
kind: choose_one
competency: P1
minutes: 0.5
question: You want the chat assistant to draft a letter about a patient. What do you do first?
options:
  - {{text: "Ask June Okafor-Lind.", correct: true, feedback: "Yes. Since 1 December 2026 you ask first."}}
  - {{text: "Start, as before.", correct: false, feedback: "That was so until 1 December 2026. Now you ask first."}}
{FENCE}

## Keep this

Letters about patients: ask June Okafor-Lind first.
"""


def said_with_words(text: str) -> list[str]:
    return [str(fault) for fault in check_text(text, "modules/x.md", WITH_WORDS, TODAY)[1]]


def test_a_unit_says_which_task_at_work_it_is_for_and_with_which_information():
    text = changed("assumes_tool: none", "assumes_tool: none\ntask: draft\ndata_label: staff_only")
    module, faults, _ = check_text(text, "modules/x.md", WITH_WORDS, TODAY)
    assert (module.task, module.data_label, faults) == ("draft", "staff_only", [])
    assert (module.about_tool, module.changed_on) == (None, None)
    assert (parse(GOOD).task, parse(GOOD).data_label) == (None, None)


def test_a_task_that_guardrails_does_not_know_is_refused_with_those_it_knows():
    text = changed("assumes_tool: none", "assumes_tool: none\ntask: summarize\ndata_label: patients")
    at = line_of(text, "task:")
    task, label = said_with_words(text)
    assert task.startswith(
        f"modules/x.md:{at}: summarize is not a task of guardrails.yaml. Use one of: rewrite, draft,"
    )
    assert label.startswith(
        f"modules/x.md:{at + 1}: patients is not a label of guardrails.yaml. Use one of: no_personal"
    )
    assert faults_of(text) == []  # where there is no guardrails.yaml nobody can say


def test_a_task_that_is_still_to_be_written_is_asked_for_once():
    text = changed("assumes_tool: none", "assumes_tool: none\ntask: TODO\ndata_label: staff_only")
    (said,) = said_with_words(text)
    assert '"task" is still to be written' in said


def test_a_heads_up_about_a_rule_is_let_through_without_a_word():
    known = replace(WITH_WORDS, competencies={"P1"})
    module, faults, warnings = check_text(HEADS_UP, "modules/x.md", known, TODAY)
    assert (faults, warnings) == ([], [])
    assert (module.about_tool, module.changed_on) == ("chat-assistant", dt.date(2026, 12, 1))
    assert module.keep == "Letters about patients: ask June Okafor-Lind first."


def test_choosing_sees_the_task_of_a_unit_and_what_a_heads_up_is_about():
    seen = candidate(parse(HEADS_UP))
    assert (seen.kind, seen.about_tool, seen.changed_on) == (Kind.HEADS_UP, "chat-assistant", dt.date(2026, 12, 1))
    assert (seen.task, seen.data_label) == ("draft", "patient_in_approved_tool")
    plain = candidate(parse(GOOD))
    assert (plain.about_tool, plain.changed_on, plain.task, plain.data_label) == ("", None, None, None)


# What is warned about, and let through


def test_a_lesson_without_an_example_or_a_plan_is_let_through_with_a_word():
    without_example = GOOD[: GOOD.index("## See it")] + GOOD[GOOD.index("## Your turn") :]
    assert any("There is no worked example" in one for one in warnings_of(without_example))
    without_plan = GOOD[: GOOD.index("## Try it")] + GOOD[GOOD.index("## Keep this") :]
    assert any("Nothing asks the learner to try it at work" in one for one in warnings_of(without_plan))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("A gap leaves no mark.", long_sentence(21), "A sentence has 21 words"),
        ("A gap leaves no mark.", "You should look.", 'It says "should"'),
        ("A gap leaves no mark.", "Here is a silver bullet.", '"silver bullet" may be a metaphor'),
        ("review_due: 2027-11-01", "review_due: 2026-11-22", "The review is overdue"),
        ("competencies: [J2]", "competencies: [J2, J1]", "No activity practises J1"),
        ("competencies: [J2]", "competencies: [J1]", "An activity practises J2, and it is not listed"),
        ("local_slots: [ig_contact]", "local_slots: [ig_contact, policy_owner]", "The slot policy_owner is not used"),
        ("## Keep this", "## Remember", 'There is no part "Keep this"'),
        ("A gap leaves no mark.", "So look again.\n\n" * 15, "The first part has 53 words"),
        ("A gap leaves no mark.", "A gap. No mark. Nothing.", "A paragraph has 4 sentences"),
        ("title: What went missing?", "title: What the journey lost", '"journey" may be a metaphor'),
        ("## Your turn", "## What you should do", 'It says "should"'),
        ("The draft is true.", "1. One\n2. Two\n3. Three\n4. Four\n5. Five", "A list has 5 steps"),
        ("**Source first.** Then the draft.", "**Source first.**\n\nThen the draft.", '"Keep this" has 2 paragraphs'),
        ("ask_confidence: true\n", "", "Activity gap-1: if_high_confidence_and_wrong is never shown"),
    ],
)  # fmt: skip
def test_what_an_author_may_want_to_look_at_is_said_and_keeps_nothing_out(old, new, said):
    text = changed(old, new)
    assert faults_of(text) == []
    assert any(said in one for one in warnings_of(text)), warnings_of(text)


def test_heavy_words_are_warned_about_and_never_refused():
    heavy = "Organisational accountability presupposes comprehensive documentation. " * 4
    text = changed("A gap leaves no mark.", f"\n\n{heavy}\n\n{heavy}\n\n{heavy}")
    assert any("may be hard to read: ARI is" in one for one in warnings_of(text))
    assert not any("hard to read" in one for one in faults_of(text))
    assert not any("hard to read" in one for one in warnings_of(GOOD))


# Folders


def shelf_of(folder: Path) -> Shelf:
    return read_folder(folder, competencies=KNOWN.competencies, roles=KNOWN.roles, sources=KNOWN.sources, today=TODAY)


def test_one_broken_file_never_stops_the_others(tmp_path):
    (tmp_path / "what-went-missing.md").write_text(GOOD, encoding="utf-8")
    (tmp_path / "broken.md").write_text("---\nid: [", encoding="utf-8")
    (tmp_path / "latin.md").write_bytes(b"---\nid: caf\xe9\n---\n")
    (tmp_path / "huge.md").write_bytes(b"a" * 1_000_000)
    (tmp_path / "bomb.md").write_text("---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\n", encoding="utf-8")
    (tmp_path / "deep.md").write_text(f"---\na: {'[' * 5_000}\n---\n", encoding="utf-8")
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "notes.txt").write_text("not a module", encoding="utf-8")
    shelf = shelf_of(tmp_path)
    assert [module.id for module in shelf.modules] == ["core/what-went-missing"]
    assert {fault.file.partition("/")[2] for fault in shelf.faults} == {
        "broken.md",
        "latin.md",
        "huge.md",
        "bomb.md",
        "deep.md",
        "folder.md",
    }


def test_a_file_has_the_name_of_its_module(tmp_path):
    (tmp_path / "other.md").write_text(GOOD, encoding="utf-8")
    (fault,) = shelf_of(tmp_path).faults
    assert fault.message == "The id core/what-went-missing does not fit the file name"


def test_the_same_module_is_not_read_twice(tmp_path):
    (tmp_path / "what-went-missing.md").write_text(GOOD, encoding="utf-8")
    (tmp_path / "what-went-missing.MD.md").write_text(GOOD, encoding="utf-8")
    assert len(shelf_of(tmp_path).modules) == 1


def test_a_folder_that_is_not_there_is_said(tmp_path):
    (fault,) = shelf_of(tmp_path / "nowhere").faults
    assert fault.message == "There is no such folder"


# Whatever an author types


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, len(GOOD)),
    st.integers(0, 60),
    st.sampled_from([*("\n", "---\n", "```\n", "```activity\n", ": ", "- ", "{{", "&a ", "null"), *"[{\"\t\x00é", ""]),
)  # fmt: skip
def test_no_slip_of_the_pen_breaks_the_reader(at, cut, typed):
    text = GOOD[:at] + typed + GOOD[at + cut :]
    module, faults, _ = check_text(text, "modules/x.md", KNOWN, TODAY)
    assert (module is None) == bool(faults)
    assert all(1 <= fault.line <= text.count("\n") + 2 for fault in faults)


# What is still to be written


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("summary: A letter", 'summary: "TODO: one sentence" #', '"summary" is still to be written (one sentence)'),
        ("authors: [Steady content team]", "authors: [TODO]", '"authors" is still to be written'),
        ("It is easy to check", "TODO it is easy", "A text is still to be written (it is easy what is there"),
        ("**Source first.**", "- TODO: say it in a line", "A text is still to be written (say it in a line"),
        ("## See it done", "## TODO: a heading", "A heading is still to be written (a heading)"),
        ('Draft: *"Your', 'Draft: *"TODO: your', "An example is still to be written (your"),
        ('  a: "This one is there."', '  a: "TODO"', "Activity gap-1: Feedback is still to be written"),
        ('feedback: "Yes. The', 'feedback: " TODO: The', "Activity gap-2: Feedback is still to be written (The right"),
        ("- text: Send it.", '- text: "TODO: send"', 'Activity gap-2: "text" is still to be written (send)'),
        ('starters: ["open', 'starters: ["TODO: open', 'Activity plan-1: "starters" is still to be written (open'),
    ],
)
def test_a_text_that_begins_with_todo_is_still_to_be_written(old: str, new: str, said: str):
    text = changed(old, new)
    (fault,) = [fault for fault in faults_of(text) if "still to be written" in fault]
    assert said in fault
    assert fault.endswith("Write it where TODO stands.")


@pytest.mark.parametrize("words", ["A TODO list is a list.", "Todo is a word.", "TODOS is none."])
def test_a_text_that_only_holds_the_word_is_written(words: str):
    assert faults_of(changed("It is easy to check what is there.", words)) == []


def test_of_a_thousand_faults_the_first_hundred_are_said():
    said = faults_of(changed("It is easy to check what is there.", "\n".join(["Look <b>here"] * 1_000)))
    assert len(said) == 101
    assert said[-1].endswith("There is more. Mend these first, and look again.")
