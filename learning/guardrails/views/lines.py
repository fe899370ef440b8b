"""Rules, teams and access as lines that editors read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from learning.capability import queries as capability
from learning.ground.errors import Refused
from learning.ground.text import names_list, nhs_date, plural
from learning.guardrails.queries import Owner, Owners
from learning.guardrails.rules import (
    ANY,
    Look,
    Register,
    Rule,
    Scope,
    Vocabulary,
    answered_by,
    look_at,
    mark,
    scope_words,
    word,
)
from learning.people.models import Team

ANY_TOOL = "any"  # how an address says it


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule in force in a table."""

    rule: Rule
    said: str  # what it is about
    word: str
    mark: str
    owner: Owner | None
    look: Look
    review: str
    address: str
    may_edit: bool = False


def tool_name(register: Register, tool: str) -> str:
    found = register.tool(tool)
    return "Any tool" if tool == ANY else found.name if found else tool


def rule_address(scope: Scope, *, to: str = "guardrails.rule") -> str:
    """The page of the rule for exactly this scope."""
    slug = ANY_TOOL if scope.tool == ANY else scope.tool
    task, label = (None if one == ANY else one for one in (scope.task, scope.label))
    return url_for(to, slug=slug, task=task, data=label)


def review_words(rule: Rule, look: Look) -> str:
    """When somebody looks at it again."""
    if rule.review_on is None:
        return "No date"
    day = nhs_date(rule.review_on)
    match look:
        case Look.LAPSED:
            late = "It shows as “Ask first” until somebody does" if rule.answer == "yes" else "It still counts"
            return f"To be looked at by {day}. {late}"
        case Look.OVERDUE:
            return f"To be looked at by {day}, which is past"
        case Look.SOON:
            return f"Soon: {day}"
    return day


def rule_lines(
    register: Register,
    rules: Iterable[Rule],
    owners: Owners,
    *,
    today: dt.date,
    words: Vocabulary,
) -> list[RuleLine]:
    """These rules as lines, in the order of tasks and labels, any first."""
    tasks, labels = (ANY, *words.task_ids), (ANY, *words.label_ids)
    places = {id_: number for ids in (tasks, labels) for number, id_ in enumerate(ids)}
    ordered = sorted(
        rules,
        key=lambda rule: (rule.scope.tool, places.get(rule.scope.task, 99), places.get(rule.scope.label, 99)),
    )
    return [rule_line(register, rule, owners, today=today, words=words) for rule in ordered]


def rule_line(register: Register, rule: Rule, owners: Owners, *, today: dt.date, words: Vocabulary) -> RuleLine:
    look = look_at(rule, today)
    answer = answered_by(rule, today)
    tool = register.tool(rule.scope.tool)
    return RuleLine(
        rule=rule,
        said=scope_words(rule, tool_name(register, rule.scope.tool), words),
        word=word(answer, has_conditions=bool(rule.conditions or rule.only_if)),
        mark=mark(answer),
        owner=owners.of(rule.owner_id or (tool.owner_id if tool else None)),
        look=look,
        review=review_words(rule, look),
        address=rule_address(rule.scope),
    )


def team_words(teams: Sequence[Team]) -> dict[int, str]:
    """Each team with the one above it: "Booking Centre (Outpatients)"."""
    names = {team.id: team.name for team in teams}
    return {
        team.id: f"{team.name} ({names[team.parent_id]})" if team.parent_id in names else team.name for team in teams
    }


def family_names() -> dict[str, str]:
    """The role families by id; none where no framework is loaded."""
    try:
        return {family.id: family.name for family in capability.capability().roles.families}
    except Refused:
        return {}


def has_words(counts: Mapping[str, int]) -> str:
    """Who has a tool, in words."""
    if counts.get("organisation"):
        return "Everybody"
    said = [
        plural(counts[target], one, many)
        for target, one, many in (("team", "team", None), ("family", "role", None), ("person", "person", "people"))
        if counts.get(target)
    ]
    return names_list(said) if said else "Nobody yet"


def owners_of(register: Register, organisation_id: int, *, today: dt.date) -> Owners:
    """Everybody whom the register names."""
    ids = [tool.owner_id for tool in register.tools] + [rule.owner_id for rule in register.rules]
    return Owners(organisation_id, ids, today=today)
