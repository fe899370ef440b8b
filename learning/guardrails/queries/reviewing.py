"""The list of an owner on a day: the rules they answer for, and the needs that wait for them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from learning.guardrails.queries.owners import Owners
from learning.guardrails.queries.register import register
from learning.guardrails.queries.waiting import needs_waiting_for, waiting_by_owner
from learning.guardrails.rules import OwnersList, Rule, owners_list


def list_of(person_id: int, organisation_id: int, *, today: dt.date) -> OwnersList:
    """Everything this person answers for today."""
    rules = _rules_by_owner(organisation_id, today=today).get(person_id, [])
    return owners_list(rules, needs_waiting_for(person_id, organisation_id, today=today), today=today)


def lists_of_all(organisation_id: int, *, today: dt.date) -> Mapping[int, OwnersList]:
    """The same for everybody who answers for something, by the id of the person."""
    rules = _rules_by_owner(organisation_id, today=today)
    waiting = waiting_by_owner(organisation_id, today=today)
    return {
        person_id: owners_list(rules.get(person_id, ()), waiting.get(person_id, ()), today=today)
        for person_id in {*rules, *waiting}
    }


def _rules_by_owner(organisation_id: int, *, today: dt.date) -> Mapping[int, list[Rule]]:
    """The rules in force by who answers for them today, also where the person who was named has left.

    Rules of a tool that is out of use wait with it: what they say is not what counts."""
    known = register(organisation_id)
    found: defaultdict[int, list[Rule]] = defaultdict(list)
    if not known.rules:
        return found
    named = [rule.owner_id for rule in known.rules] + [tool.owner_id for tool in known.tools]
    owners = Owners(organisation_id, named, today=today)
    for rule in known.rules:
        tool = known.tool(rule.scope.tool)
        if tool is not None and tool.is_withdrawn:
            continue
        owner = owners.of(rule.owner_id or (tool.owner_id if tool else None) or known.owner_id)
        if owner is not None:
            found[owner.id].append(rule)
    return found
