"""What changed: between two versions of a rule, and between what an editor saw and what stands now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from learning.ground.text import nhs_date
from learning.guardrails import queries
from learning.guardrails.models import GuardrailRegister, PermissionRule, Tool
from learning.guardrails.rules import Answer, word
from learning.people.models import Person

Facts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was. `yours`: what the second editor wrote, where there is one."""

    name: str
    was: str
    now: str
    yours: str = ""


def differences(was: Facts, now: Facts, yours: Facts | None = None) -> list[Difference]:
    """Field by field, in the order of the form."""
    return [
        Difference(name, was.get(name, ""), now.get(name, ""), (yours or {}).get(name, ""))
        for name in {**now, **was}
        if was.get(name, "") != now.get(name, "")
    ]


def rule_facts(row: PermissionRule | None, named: Mapping[int, Person]) -> dict[str, str]:
    """One version of a rule in words, by the names of the form; nothing where there is none."""
    if row is None:
        return {}
    return {
        "Answer": word(Answer(row.answer)),
        "Yes, if": row.only_if,
        "Conditions": "; ".join(one.removesuffix(".") for one in row.conditions),
        "What to do instead": row.instead,
        "Who answers for it": _name(row.owner_id, named),
        "Review date": nhs_date(row.review_on) if row.review_on else "",
        "Link to the policy": row.policy_url,
    }


def tool_facts(row: Tool) -> dict[str, str]:
    """What the form about a tool says, by the names of its fields."""
    named = queries.people_by_id(row.organisation_id, [row.owner_id])
    return {
        "Name": row.name,
        "What it is": row.about,
        "How to open it": row.how_to_open,
        "Who answers for it": _name(row.owner_id, named),
    }


def settings_facts(row: GuardrailRegister | None) -> dict[str, str]:
    """What stands for the whole organisation, by the names of the form."""
    if row is None:
        return {}
    named = queries.people_by_id(row.organisation_id, [row.owner_id])
    return {
        "Who decides": _name(row.owner_id, named),
        "Whom to tell": row.slip_tell,
        "How fast": row.slip_within,
        "Out of hours": row.slip_out_of_hours,
    }


def _name(person_id: int | None, named: Mapping[int, Person]) -> str:
    person = named.get(person_id) if person_id is not None else None
    return f"{person.full_name}, {person.staff_number}" if person else ""


def name_of(person: Person | None) -> str:
    """The same for somebody who was just chosen."""
    return f"{person.full_name}, {person.staff_number}" if person else ""


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of a rule in its history."""

    row: PermissionRule
    by: str
    changed: tuple[Difference, ...]  # since the version before it


def version_lines(versions: Sequence[PermissionRule], *, organisation_id: int) -> list[VersionLine]:
    """The history of a rule. `versions`: the newest first."""
    ids = [one for row in versions for one in (row.owner_id, row.by_person_id)]
    named = queries.people_by_id(organisation_id, ids)
    before = [*versions[1:], None]
    return [
        VersionLine(
            row, who(row.by_person_id, named), tuple(differences(rule_facts(past, named), rule_facts(row, named)))
        )
        for row, past in zip(versions, before, strict=False)
    ]


def who(person_id: int | None, named: Mapping[int, Person]) -> str:
    person = named.get(person_id) if person_id is not None else None
    return person.full_name if person else "the command line"


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What somebody else changed while this editor was writing."""

    by: str
    at: dt.datetime | None
    changed: tuple[Difference, ...]
    said: str  # the sentence of the action
