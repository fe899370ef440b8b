"""guardrails.yaml from disk: the tasks, the labels of information and the steps after a slip, or every fault in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from learning.capability.shelf import MarkedYaml, read_marked, shaped
from learning.ground.errors import ContentRefused, Fault
from learning.guardrails.rules.words import ANY, AnswersFor, JobDescription, Label, SlipStep, Task, Vocabulary

FILE = "guardrails.yaml"
_LARGEST = 200_000  # bytes

Words = Annotated[str, Field(min_length=1, max_length=300)]


def _plain(word: str) -> str:
    if not re.fullmatch("[a-z]+(_[a-z]+)*", word):
        raise ValueError("has other signs than small letters | Write small letters, with _ between words")
    return word


Id = Annotated[str, Field(max_length=40), AfterValidator(_plain)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _TaskShape(_Shape):
    id: Id
    name: Annotated[str, Field(min_length=1, max_length=60)]
    asks: Annotated[str, Field(min_length=1, max_length=60)]
    brief: Annotated[str, Field(min_length=1, max_length=30)]
    families: Annotated[list[str], Field(min_length=1)]


class _LabelShape(_Shape):
    id: Id
    name: Annotated[str, Field(min_length=1, max_length=60)]
    with_: Annotated[str, Field(alias="with", min_length=1, max_length=60)]
    means: Words


class _StepShape(_Shape):
    heading: Annotated[str, Field(min_length=1, max_length=60)]
    text: Words


class _AnswersForShape(_Shape):
    who: Annotated[str, Field(min_length=1, max_length=60)]
    what: Words
    names: Literal["", "owners", "decides"] = ""


def _placed(sentence: str) -> str:
    if not re.fullmatch(r"[^{}]*\{behaviours\}[^{}]*", sentence):
        raise ValueError("has no place for the behaviours | Write {behaviours} once, and no other braces")
    return sentence


WithBehaviours = Annotated[str, Field(max_length=200), AfterValidator(_placed)]


class _JobDescriptionShape(_Shape):
    opening: Words
    first: WithBehaviours
    then: WithBehaviours
    voice: WithBehaviours
    closing: Annotated[list[Words], Field(min_length=1, max_length=5)]


class _FileShape(_Shape):
    schema_: Annotated[Literal["guardrails/1"], Field(alias="schema")]
    version: Annotated[str, Field(min_length=1, max_length=20)]
    tasks: Annotated[list[_TaskShape], Field(min_length=1, max_length=30)]
    labels: Annotated[list[_LabelShape], Field(min_length=1, max_length=10)]
    slip: Annotated[list[_StepShape], Field(min_length=1, max_length=8)]
    slip_promise: Words
    answers_for: Annotated[list[_AnswersForShape], Field(min_length=1, max_length=10)]
    job_description: _JobDescriptionShape


def read_vocabulary(folder: Path) -> Vocabulary:
    """guardrails.yaml of this folder. ContentRefused names every fault in it. Read again when the file has changed."""
    try:
        seen = (folder / FILE).stat()
    except OSError:
        raise ContentRefused([Fault(f"{folder.name}/{FILE}", 1, "The file is missing", "Put it back")]) from None
    return _vocabulary(folder, seen.st_mtime_ns, seen.st_size)


@lru_cache(maxsize=4)
def _vocabulary(folder: Path, _changed: int, _size: int) -> Vocabulary:
    file = f"{folder.name}/{FILE}"
    try:
        with (folder / FILE).open("rb") as source:
            text = source.read(_LARGEST + 1).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise ContentRefused([Fault(file, 1, "The file cannot be read", "Save it as UTF-8 text")]) from None
    if len(text) > _LARGEST:
        raise ContentRefused([Fault(file, 1, "The file is too large", f"Stay under {_LARGEST:,} bytes")])
    read = read_marked(text, file)
    shape, faults = shaped(_FileShape, read, (), read.value, "The guardrails file")
    faults = [*read.faults, *(faults if not read.faults else []), *(_twice(shape, read) if shape else [])]
    if shape is None or faults:
        raise ContentRefused(faults)
    return Vocabulary(
        version=shape.version,
        tasks=tuple(Task(one.id, one.name, one.asks, tuple(one.families), one.brief) for one in shape.tasks),
        labels=tuple(Label(one.id, one.name, one.with_, one.means) for one in shape.labels),
        slip=tuple(SlipStep(one.heading, one.text) for one in shape.slip),
        slip_promise=shape.slip_promise,
        answers_for=tuple(AnswersFor(one.who, one.what, one.names) for one in shape.answers_for),
        job_description=_job_description(shape.job_description),
    )


def _job_description(shape: _JobDescriptionShape) -> JobDescription:
    return JobDescription(shape.opening, shape.first, shape.then, shape.voice, tuple(shape.closing))


def _twice(shape: _FileShape, read: MarkedYaml) -> Iterator[Fault]:
    named = [("tasks", number, one.id, one.name) for number, one in enumerate(shape.tasks)]
    named += [("labels", number, one.id, one.name) for number, one in enumerate(shape.labels)]
    seen: set[tuple[str, str, str]] = set()
    for key, number, id_, name in named:
        for said, value in (("id", id_), ("name", name.casefold())):
            if (key, said, value) in seen:
                yield read.fault((key, number, said), f"{value} stands twice", "Give each its own")
            seen.add((key, said, value))


def unknown_families(vocabulary: Vocabulary, families: set[str], folder: Path) -> Iterator[Fault]:
    """Role families that a task names and roles.yaml does not know."""
    for task in vocabulary.tasks:
        for family in task.families:
            if family not in families | {ANY}:
                message = f"Task {task.id}: {family} is not in roles.yaml"
                yield Fault(f"{folder.name}/{FILE}", 1, message, "Correct it, or take it out")
