"""Slots: the local facts, such as whom to tell after a slip, that an organisation fills in once for all modules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

T = TypeVar("T")
SLOT = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*\}\}")


def slots_in(text: str) -> frozenset[str]:
    """The names of the slots in this text."""
    return frozenset(SLOT.findall(text))


def fill_slots(text: str, values: Mapping[str, str]) -> str:
    """The Markdown with its slots filled. One that is not filled says so: only a preview can meet it."""
    return SLOT.sub(lambda found: values.get(found[1]) or f"({found[1].replace('_', ' ')}: not filled in yet)", text)


_NEVER_FILLED = {"id", "competency", "buckets", "answer"}  # what an answer is stored and marked by


def filled(shown: T, values: Mapping[str, str]) -> T:
    """The same activity with the slots of all its texts filled."""
    return _filled(shown, values)  # type: ignore[no-any-return]


def _filled(part: Any, values: Mapping[str, str]) -> Any:
    if isinstance(part, str):
        return fill_slots(part, values)
    if isinstance(part, tuple):
        return tuple(_filled(each, values) for each in part)
    if is_dataclass(part) and not isinstance(part, type):
        texts = {field.name: getattr(part, field.name) for field in fields(part) if field.name not in _NEVER_FILLED}
        return replace(part, **{name: _filled(value, values) for name, value in texts.items()})
    return part


@dataclass(frozen=True, slots=True)
class LocalFact:
    """A slot in the words of the person who fills it."""

    name: str
    label: str
    about: str


_KNOWN = (
    LocalFact(
        "approved_tools_link",
        "Where staff find the list of approved AI tools",
        "A link or a place, such as [the approved tools page](https://intranet.example/ai).",
    ),
    LocalFact(
        "ig_contact",
        "Who answers questions about information governance",
        "A name with a phone number or an address. Units say: “Tell them the same day.”",
    ),
    LocalFact(
        "champion_contact",
        "How staff reach an AI champion",
        "A name, a shared mailbox or a channel that somebody reads on working days.",
    ),
    LocalFact(
        "policy_owner",
        "Who owns the local rule about AI",
        "A job title and a name. Staff ask this person when a task is at the edge of the rule.",
    ),
    LocalFact(
        "incident_link",
        "Where staff report something that went wrong",
        "A link or a place, such as [the incident form](https://intranet.example/incidents).",
    ),
)


def local_facts(declared: frozenset[str] | set[str]) -> tuple[LocalFact, ...]:
    """The slots that every organisation is asked for, then those that only its modules declare."""
    known = {fact.name for fact in _KNOWN}
    others = (
        LocalFact(name, name.replace("_", " ").capitalize(), "A name, a phone number or a link.")
        for name in sorted(declared - known)
    )
    return (*_KNOWN, *others)
