"""guardrails.yaml from disk: what ships is whole, and each fault in it is one sentence with its line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from learning.ground.errors import ContentRefused, Fault
from learning.guardrails.rules import ANY
from learning.guardrails.shelf import FILE, read_vocabulary, unknown_families

CONTENT = Path(__file__).resolve().parents[2] / "content"
SHIPPED = (CONTENT / FILE).read_text()


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def faults(folder: Path, text: str | bytes) -> list[Fault]:
    (folder / FILE).write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(ContentRefused) as refused:
        read_vocabulary(folder)
    return list(refused.value.faults)


def test_what_ships_is_read_whole_and_from_least_to_most_sensitive() -> None:
    words = read_vocabulary(CONTENT)
    assert (len(words.tasks), len(words.labels), len(words.slip)) == (9, 4, 4)
    assert words.label_ids[0] == "no_personal_data"
    assert words.label_ids[-1] == "patient_in_approved_tool"
    assert words.task("rewrite") is not None
    assert words.task("juggle") is None
    assert words.label(None) is None


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("    asks: rewrite text\n", "    asked: rewrite text\n", 'unknown key "asked"'),
        ("id: draft", "id: Draft It", '"id" has other signs than small letters'),
        ("id: draft", "id: rewrite", "rewrite stands twice"),
        (
            "name: Summarise notes or a document",
            "name: rewrite OR shorten text",
            "rewrite or shorten text stands twice",
        ),
        ("id: staff_only", "id: confidential", "confidential stands twice"),
        (
            "name: Information about staff",
            "name: Information about patients",
            "information about patients stands twice",
        ),
        ("schema: guardrails/1", "schema: guardrails/9", "schema"),
        ('version: "0.1"', "version: 1", "version"),
        ("brief: rewrite", f"brief: {'x' * 31}", "30"),
        ("    names: owners\n", "    names: nobody\n", "names"),
        (
            'first: "The post holder can {behaviours}."',
            "first: The post holder can.",
            "has no place for the behaviours",
        ),
    ],
)
def test_each_fault_is_one_sentence_at_its_line(tmp_path: Path, before: str, after: str, said: str) -> None:
    text = SHIPPED.replace(before, after, 1)
    assert text != SHIPPED
    found = faults(tmp_path, text)
    changed = next(
        number
        for number, (one, two) in enumerate(zip(SHIPPED.split("\n"), text.split("\n"), strict=True), 1)
        if one != two
    )
    assert any(said in fault.message for fault in found), found
    # A name that stands twice is said at the second of both, whichever of them was changed.
    assert any(changed <= fault.line <= changed + 9 for fault in found), found
    for fault in found:
        assert fault.file == f"{tmp_path.name}/{FILE}"
        assert "\n" not in str(fault)
        assert fault.mend
        assert str(fault).startswith(f"{tmp_path.name}/{FILE}:{fault.line}: ")


def test_several_faults_are_all_said_at_once(tmp_path: Path) -> None:
    text = SHIPPED.replace("asks: rewrite text", "asked: rewrite text").replace("slip_promise:", "slip_promised:")
    assert {fault.line for fault in faults(tmp_path, text)} >= {
        line_of(text, "asked: rewrite text"),
        line_of(text, "slip_promised:"),
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ""),
        ("- a list\n", ""),
        ("tasks: [unclosed\n", ""),
        (b"\xff\xfe\x00schema", "cannot be read"),
        ("#" * 200_001, "too large"),
    ],
)
def test_a_file_that_is_none_is_refused_and_nothing_breaks(tmp_path: Path, text: str | bytes, said: str) -> None:
    found = faults(tmp_path, text)
    assert found
    assert said in found[0].message


def test_a_file_that_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(ContentRefused, match="The file is missing"):
        read_vocabulary(tmp_path)


def test_a_file_that_was_mended_is_read_anew(tmp_path: Path) -> None:
    faults(tmp_path, SHIPPED.replace("id: draft", "id: rewrite"))
    shutil.copy(CONTENT / FILE, tmp_path)
    assert read_vocabulary(tmp_path).task("draft") is not None


def test_a_role_family_that_roles_yaml_does_not_know_is_named_with_its_task() -> None:
    words = read_vocabulary(CONTENT)
    named = {family for task in words.tasks for family in task.families}
    assert not list(unknown_families(words, named, CONTENT))
    (fault,) = unknown_families(words, named - {"hr-recruitment"}, CONTENT)
    assert fault.message == "Task analyse: hr-recruitment is not in roles.yaml"
    assert not list(unknown_families(words, named - {ANY}, CONTENT)), "everybody is no role family"
