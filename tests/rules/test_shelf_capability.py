"""Content files of the framework: ours are sound, and anything broken is named with file, line and mend."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.capability.rules import EvidenceKind, Thresholds
from learning.capability.shelf import CapabilityContent, content_of_body, read_content, read_marked
from learning.ground.errors import ContentRefused, Fault

ROOT = Path(__file__).parents[2]
CONTENT: CapabilityContent = read_content(ROOT / "content")

Break = Callable[..., tuple[Fault, ...]]


@pytest.fixture
def broken(tmp_path: Path) -> Break:
    """Our three files with some text replaced, and the faults that are found then."""
    folder = tmp_path / "content"
    folder.mkdir()

    def faults(*changes: tuple[str, str, str]) -> tuple[Fault, ...]:
        for name in ("framework.yaml", "roles.yaml", "sources.yaml"):
            text = (ROOT / "content" / name).read_text()
            for file, old, new in changes:
                if file == name:
                    assert old in text
                    text = text.replace(old, new, 1)
            (folder / name).write_text(text)
        with pytest.raises(ContentRefused) as refused:
            read_content(folder)
        return refused.value.faults

    return faults


def line_of(file: str, words: str) -> int:
    lines = (ROOT / "content" / file).read_text().splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


# Ours


def test_the_framework_has_13_competencies_of_which_only_voice_depends_on_the_post() -> None:
    assert [one.id for one in CONTENT.framework.competencies] == ("P1 P2 P3 U1 U2 J1 J2 J3 A1 A2 G1 G2 V1".split())
    assert [one.id for one in CONTENT.framework.competencies if not one.is_core] == ["V1"]
    assert CONTENT.plan.voice == {"V1"}


def test_the_thresholds_of_the_file_are_the_defaults_of_the_rules() -> None:
    assert CONTENT.framework.thresholds == Thresholds()


def test_behaviours_read_on_after_you_can() -> None:
    for competency in CONTENT.framework.competencies:
        for level in competency.levels:
            for behaviour in level.behaviours:
                first, *words = re.findall(r"[\w'-]+", behaviour)
                assert first[0].isupper() and not first.endswith("s"), behaviour  # noqa: PT018
                assert not {"you", "your", "their", "should"} & {word.lower() for word in words}, behaviour
                assert len(words) < 20, behaviour
                assert behaviour.endswith("."), behaviour


def test_phrases_and_role_names_fit_into_a_sentence() -> None:
    for competency in CONTENT.framework.competencies:
        assert competency.phrase[0].islower()
        assert competency.phrase[-1].isalpha()
    for family in CONTENT.roles.families:
        assert family.singular.startswith(("a ", "an ", "someone "))
        assert not family.plural.startswith(("a ", "an "))
    assert len({competency.phrase for competency in CONTENT.framework.competencies}) == 13


def test_each_of_the_15_families_asks_for_every_core_competency() -> None:
    assert len(CONTENT.roles.families) == 15
    for family in CONTENT.roles.families:
        for required in family.required:
            assert all(required.levels[competency] >= 1 for competency in CONTENT.plan.core)


def test_only_level_4_is_confirmed_and_trying_is_named_where_it_belongs() -> None:
    for competency in CONTENT.framework.competencies:
        assert EvidenceKind.CONFIRMATION in competency.level(4).evidence
    assert EvidenceKind.TRIED in CONTENT.framework.competency("G1").level(2).evidence
    assert EvidenceKind.CALIBRATION in CONTENT.framework.competency("J3").level(3).evidence


def test_what_is_stored_reads_back_as_the_same_content() -> None:
    stored = json.loads(json.dumps(CONTENT.body))
    assert content_of_body(stored) == CONTENT


def test_a_comment_is_not_a_change_and_a_word_is(tmp_path: Path) -> None:
    for name in ("framework.yaml", "roles.yaml", "sources.yaml"):
        (tmp_path / name).write_text("# a note\n" + (ROOT / "content" / name).read_text())
    assert read_content(tmp_path).content_hash == CONTENT.content_hash
    text = (tmp_path / "framework.yaml").read_text()
    (tmp_path / "framework.yaml").write_text(text.replace("phrase: voice tools", "phrase: speech tools"))
    assert read_content(tmp_path).content_hash != CONTENT.content_hash


def test_content_cannot_be_changed_once_read() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        CONTENT.framework.competencies[0].name = "Other"  # type: ignore[misc]


# Broken

FRAMEWORK = "framework.yaml"
ROLES = "roles.yaml"
SOURCES = "sources.yaml"
ONE_BEHAVIOUR = (
    "        behaviours:\n          - Improve and write up prompts so that other people get the same quality.\n"
)


@pytest.mark.parametrize(
    ("file", "old", "new", "message", "mend"),
    [
        (FRAMEWORK, "    phrase: voice tools\n", "", 'Competency V1 has no "phrase"', 'Add "phrase"'),
        (FRAMEWORK, "phrase: voice tools", "phrase: ''", 'Competency V1: "phrase" is empty', "Fill it in"),
        (FRAMEWORK, "phrase: voice tools", "phrase: 12", 'Competency V1: "phrase" is not text', "in quotes"),
        (FRAMEWORK, "phrase: voice tools", "phrase: yes", 'Competency V1: "phrase" is not text', "in quotes"),
        (FRAMEWORK, "phrase: voice", "phrse: voice", 'Competency V1 has an unknown key "phrse"', '"phrase"'),
        (FRAMEWORK, "- id: U2", "- id: U1", "Competency U1 stands twice", "its own id"),
        (FRAMEWORK, "name: Checking facts", "name: Choosing the task", "has a name that another has", "Rename"),
        (FRAMEWORK, "domain: V\n", "domain: W\n", "Competency V1 is in an unknown domain W", "A, G, J, P, U, V"),
        (FRAMEWORK, "  - {id: V,", "  - {id: X, name: Extra, about: Nothing.}\n  - {id: V,", "Domain X has", ""),
        (FRAMEWORK, "      - level: 3", "      - level: 5", 'Competency P1, levels number 3: "level" is above', "4"),
        (FRAMEWORK, "      - level: 3", "      - level: 2", "P1 does not have the levels 1, 2, 3", "in order"),
        (
            FRAMEWORK,
            ONE_BEHAVIOUR,
            "        behaviours: []\n",
            "Competency U2 has no behaviours at level 4",
            "at least one",
        ),
        (
            FRAMEWORK,
            ONE_BEHAVIOUR,
            "",
            'Competency U2, levels number 4 has no "behaviours"',
            "Add",
        ),
        (FRAMEWORK, "- Put right what is wrong.", "- Say that fluent text can be wrong.", "says twice", "one level"),
        (FRAMEWORK, "evidence: [answer, calibration]", "evidence: [answer, vibes]", "kind of evidence vibes", ""),
        (FRAMEWORK, "evidence: [answer, calibration]", "evidence: [calibration]", "has no answers as evidence", "Add"),
        (FRAMEWORK, "evidence: [answer, confirmation]", "evidence: [answer]", "confirmation wrong at level 4", "Add"),
        (FRAMEWORK, "evidence: [answer, tried]", "evidence: [answer, confirmation]", "level 2: level 4 alone", "out"),
        (FRAMEWORK, "  tried: The", "  tired: The", "There is no kind of evidence called tired", "tried"),
        (FRAMEWORK, "{source: nhs-content-guide}", "{source: nhs-guide}", "maps to an unknown source nhs-guide", "key"),
        (FRAMEWORK, "answers_for_level: 2", "answers_for_level: 3", '"answers_for_level" is not 2', "Use 2"),
        (FRAMEWORK, "current_recall: 0.85", "current_recall: 0.9", "it would lapse before a check is due", "smaller"),
        (FRAMEWORK, "desired_recall: 0.9", "desired_recall: 1.2", '"desired_recall" is above', "0.97"),
        (FRAMEWORK, "desired_recall: 0.9", "desired_recall: .nan", '"desired_recall"', ""),
        (FRAMEWORK, "hard: 5,", "hard: 25,", "do not grow from again to easy", "growing order"),
        (FRAMEWORK, "fading_days: 28", "fading_days: four", '"fading_days" is not a whole number', "whole number"),
        (FRAMEWORK, "  - {level: 4, name: Guides others", "  - {level: 2, name: Guides others", "The levels are", ""),
        (FRAMEWORK, "schema: framework/1", "schema: framework/2", "\"schema\" is not 'framework/1'", "framework/1"),
        (FRAMEWORK, "only_if: uses_voice", "only_if: has_a_dog", "is not 'uses_voice'", "Use 'uses_voice'"),
        (ROLES, "framework: minimum-nonclinical-ai", "framework: other", "The roles are for other", "Name this"),
        (ROLES, "- id: clinical-coder", "- id: medical-secretary", "Role family medical-secretary stands twice", ""),
        (ROLES, "- id: clinical-coder", "- id: clinical coder!", '"id" is not a plain id', "hyphens"),
        (ROLES, "    name: Clinical coder", "    name: medical Secretary", "has a name that another has", "Rename"),
        (ROLES, "    plural: clinical coders\n", "", 'Role family clinical-coder has no "plural"', "Add"),
        (ROLES, "A1: 2, A2: 2, G1: 2, G2: 1, V1: 2}", "A1: 2, A2: 2, G1: 2, G2: 1, V1: 5}", "is above what is", "4"),
        (ROLES, "{P1: 2, P2: 3", "{P1: -1, P2: 3", "is below what is allowed (0)", ""),
        (ROLES, "{P1: 2, P2: 3", "{P1: 2.5, P2: 3", "is not a whole number", ""),
        (ROLES, "{P1: 2, P2: 3", "{P1: true, P2: 3", "is not a whole number", ""),
        (ROLES, "{P1: 2, P2: 3", "{P1: 0, P2: 3", "requires P1 at level 0, and a core", "1 to 4"),
        (ROLES, "{P1: 2, P2: 3", "{P2: 3", "does not say a level for P1", "Add P1"),
        (ROLES, "{P1: 2, P2: 3", "{P1: 2, P22: 3", "requires an unknown competency P22", "Write P2 if"),
        (ROLES, "minimum: {P1: 3,", "minimum: {Q1: 3,", "The champion overlay requires an unknown competency Q1", ""),
        (ROLES, "minimum: {P1: 3,", "minimum: {P1: 0,", "is below what is allowed (1)", ""),
        (ROLES, "from: 2026-04-01", "from: soon", '"from" is not a date', "2026-04-01"),
        (ROLES, "from: 2026-04-01", "from: 2026-04-31", "looks like a date or number and is not one", "Correct"),
        (ROLES, "cap: 2", "cap: 9", 'first_days: "cap" is above', ""),
        (SOURCES, 'date: "2026-06"', "date: last June", '"date" is not a date of publication', "undated"),
        (SOURCES, "nhs-content-guide:", "nhs-content-guide:\n  link: there", "has an unknown key", ""),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_mend(
    broken: Break, file: str, old: str, new: str, message: str, mend: str
) -> None:
    faults = broken((file, old, new))
    found = [fault for fault in faults if message in fault.message]
    assert found, [str(fault) for fault in faults]
    assert mend in found[0].mend
    assert found[0].file == f"content/{file}"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (FRAMEWORK, "phrase: voice tools", "phrase: 12"),
        (FRAMEWORK, "domain: V\n", "domain: W\n"),
        (FRAMEWORK, "{source: nhs-content-guide}", "{source: nhs-guide}"),
        (FRAMEWORK, "current_recall: 0.85", "current_recall: 0.9"),
        (FRAMEWORK, "- Put right what is wrong.", "- Say that fluent text can be wrong."),
        (ROLES, "minimum: {P1: 3,", "minimum: {Q1: 3,"),
        (ROLES, "bands: \"5 to 8c or medical\"", "bands: 5"),
        (SOURCES, 'date: "2026-06"', "date: last June"),
    ],
)  # fmt: skip
def test_a_fault_stands_on_its_line(broken: Break, file: str, old: str, new: str) -> None:
    assert [fault.line for fault in broken((file, old, new))] == [line_of(file, old.strip("\n"))]


def test_every_fault_of_all_three_files_is_named_at_once(broken: Break) -> None:
    faults = broken(
        (FRAMEWORK, "phrase: voice tools", "phrase: 12"),
        (FRAMEWORK, "domain: G\n", "domain: H\n"),
        (FRAMEWORK, "current_recall: 0.85", "current_recall: 0.95"),
        (ROLES, "{P1: 2, P2: 3", "{P1: 0, P22: 3"),
        (ROLES, "cap: 2", "cap: 9"),
        (SOURCES, 'date: "2026-06"', "date: last June"),
    )
    assert [fault.file.removeprefix("content/") for fault in faults] == [FRAMEWORK] * 3 + [ROLES] * 4 + [SOURCES]
    assert [fault.line for fault in faults[:3]] == sorted(fault.line for fault in faults[:3])


def test_a_broken_competency_is_not_also_called_unknown(broken: Break) -> None:
    (fault,) = broken((FRAMEWORK, "    phrase: facts and numbers in drafts\n", ""))
    assert "Competency J1" in fault.message


def test_the_refusal_reads_as_a_sentence_for_a_person(broken: Break) -> None:
    (fault,) = broken((ROLES, "{P1: 2, P2: 3, P3: 2", "{P1: 2, P2: 3, P3: 2, P11: 1"))
    assert str(fault) == (
        "content/roles.yaml:19: Role family medical-secretary requires an unknown competency P11. "
        "Write P1 if that is what you mean."
    )


# Files that are no content at all


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (b"", 1, "The file is empty"),
        (b"# only a comment\n", 1, "The file is empty"),
        (b"- a\n- b\n", 1, "not a mapping"),
        (b"a: 1\nb: [\n", 3, "not valid YAML"),
        (b"a: 1\n\tb: 2\n", 2, "not valid YAML"),
        (b"a: 1\nname: caf\xe9\n", 2, "not UTF-8"),
        (b"a: 1\nb: \x07\n", 1, "not valid YAML"),
        (b"a: 1\n---\nb: 2\n", 2, "second document"),
        (b"a: &x [1]\nb: *x\n", 1, "Anchors (&) and aliases (*)"),
        (b"a: 1\nb: !!python/object:os.system {}\n", 2, "The tag !!python/object:os.system"),
        (b"a: 1\nb: !!binary aGVsbG8=\n", 2, "The tag !!binary"),
        (b"a: 1\nb: 2\na: 3\n", 3, '"a" stands twice, first on line 1'),
        (b"a: 1\n? [x, y]\n: 2\n", 2, "A key is a list or a mapping"),
        (b"a: " + b"[" * 200 + b"]" * 200, 1, "nested too deeply"),
        (b"a: " + b"9" * 6_000, 1, "looks like a date or number"),
        (b"a: " + b"x" * 600_000, 1, "too long"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_content_is_refused_on_its_line(tmp_path: Path, text: bytes, line: int, message: str) -> None:
    for name in ("roles.yaml", "sources.yaml"):
        (tmp_path / name).write_bytes((ROOT / "content" / name).read_bytes())
    (tmp_path / FRAMEWORK).write_bytes(text)
    with pytest.raises(ContentRefused) as refused:
        read_content(tmp_path)
    first = next(fault for fault in refused.value.faults if message in fault.message)
    assert (first.file, first.line) == (f"{tmp_path.name}/{FRAMEWORK}", line)


def test_a_missing_file_is_named_and_the_others_are_still_read(tmp_path: Path) -> None:
    text = (ROOT / "content" / ROLES).read_text().replace("cap: 2", "cap: 9")
    (tmp_path / ROLES).write_text(text)
    (tmp_path / SOURCES).write_bytes((ROOT / "content" / SOURCES).read_bytes())
    with pytest.raises(ContentRefused) as refused:
        read_content(tmp_path)
    assert [fault.message for fault in refused.value.faults] == [
        "The file is missing",
        'The roles file, overlays, first_days: "cap" is above what is allowed (4)',
    ]


def test_a_bomb_of_aliases_is_refused_before_it_is_built() -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30)
    )
    read = read_marked(bomb, "bomb.yaml")
    assert read.value is None
    assert "Anchors" in read.faults[0].message


def test_a_block_inside_another_file_keeps_the_lines_of_that_file() -> None:
    read = read_marked("id: a\noptions:\n  - text: one\n  - text: two\n", "content/modules/x.md", first_line=40)
    assert read.line(("options", 1, "text")) == 43
    assert read.line(("options", 1, "feedback")) == 43
    assert read_marked("a: 1\na: 2\n", "x.md", first_line=40).faults[0].line == 41


def test_words_that_yaml_would_change_keep_their_meaning_as_keys() -> None:
    read = read_marked("on: 2026-12-03\nno: off\n1: one\n", "x.yaml")
    assert read.value == {"on": dt.date(2026, 12, 3), "no": False, "1": "one"}


def places(value: Any, place: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a nested value."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place, *(found for key, one in inside for found in places(one, (*place, key)))]


PLACES = [place for place in places(dict(CONTENT.body)) if place]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.lists(st.tuples(st.sampled_from(PLACES), ANYTHING), min_size=1, max_size=3))
def test_whatever_stands_anywhere_is_read_or_refused_in_words(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    body = copy.deepcopy(dict(CONTENT.body))
    for place, value in changes:
        *way, last = place
        inner: Any = body
        try:
            for step in way:
                inner = inner[step]
            inner[last] = value
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took that place away
    try:
        read = content_of_body(body)
    except ContentRefused as refused:
        faults = refused.faults
    else:
        assert read.framework.competencies
        return
    assert faults
    assert all(fault.message and fault.mend for fault in faults)
