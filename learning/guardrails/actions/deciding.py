"""What changes the rules: deciding, changing, saying that it is still right, and ending. Every version is kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select

from learning.ground import audit
from learning.ground.db import db
from learning.ground.errors import Refused
from learning.guardrails import queries
from learning.guardrails.actions.changing import Overtaken, changing
from learning.guardrails.actions.writing import by_whom, condition_lines, line, link_line, review_day, web_address
from learning.guardrails.models import GuardrailRegister, PermissionRule
from learning.guardrails.rules import ANY, Answer, Scope
from learning.people.models import Person

# What one version of a rule says, beside the day of its review.
_WORDS = ("tool", "task", "data_label", "answer", "only_if", "conditions", "instead", "owner_id", "policy_url")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What an editor wrote for a rule. Texts as they were typed."""

    answer: str
    only_if: str = ""
    conditions: str = ""  # one on each line
    instead: str = ""
    owner: Person | None = None
    review_on: dt.date | None = None
    policy_url: str = ""
    why: str = ""


def decide(
    organisation_id: int,
    scope: Scope,
    decision: Decision,
    *,
    seen_version: int,
    by: Person | None,
    now: dt.datetime,
    today: dt.date,
) -> PermissionRule:
    """A new version of the rule for this scope. `seen_version`: the one the editor looked at, 0 where there was none.

    Raises Overtaken where another editor decided meanwhile, and Refused for words that cannot stand. The same words
    again make no new version."""
    facts = _facts(organisation_id, decision, today=today)
    with changing(organisation_id, now=now):
        _refuse_unknown(organisation_id, scope)
        standing = queries.rule_row(organisation_id, scope)
        is_same = standing is not None and all(getattr(standing, key) == value for key, value in facts.items())
        if standing is not None and is_same:
            return standing
        if (standing.version if standing else 0) != seen_version:
            raise Overtaken("Somebody else changed this rule while you were writing. Look at both, then save again.")
        if standing is not None:
            standing.until_at = now
        row = PermissionRule(
            organisation_id=organisation_id,
            tool=scope.tool,
            task=scope.task,
            data_label=scope.label,
            version=_last_version(organisation_id, scope) + 1,
            why=line(decision.why, "", least=0, most=300),
            from_at=now,
            by_person_id=by.id if by else None,
            **facts,
        )
        db.session.add(row)
        db.session.flush()
        audit.note(
            "rule.decided",
            by=by_whom(by),
            now=now,
            organisation_id=organisation_id,
            subject=f"{scope.tool} {scope.task} {scope.label}",
            version=row.version,
            answer=row.answer,
        )
    return row


def _facts(organisation_id: int, decision: Decision, *, today: dt.date) -> dict[str, object]:
    if decision.answer not in set(Answer):
        raise Refused("Choose an answer: yes, ask first, no, or not decided yet.")
    answer = Answer(decision.answer)
    owner = decision.owner
    if owner is None or owner.organisation_id != organisation_id or owner.status == "left":
        raise Refused("Name who answers for this rule. It is somebody who works here.")
    if answer is Answer.YES and decision.review_on is None:
        raise Refused("Give the day by which somebody looks at this yes again.")
    is_yes = answer is Answer.YES
    return {
        "answer": answer.value,
        "only_if": line(decision.only_if, "", least=0, most=60).rstrip(".") if is_yes else "",
        "conditions": condition_lines(decision.conditions) if answer in {Answer.YES, Answer.ASK} else [],
        "instead": "" if is_yes else link_line(decision.instead, ""),
        "owner_id": owner.id,
        "review_on": review_day(decision.review_on, today=today),
        "policy_url": web_address(decision.policy_url),
    }


def _refuse_unknown(organisation_id: int, scope: Scope) -> None:
    words = queries.vocabulary()
    if scope.tool != ANY and queries.fresh_register(organisation_id).tool(scope.tool) is None:
        raise Refused("This tool is not in the register. Add the tool first.")
    if scope.task not in (ANY, *words.task_ids) or scope.label not in (ANY, *words.label_ids):
        raise Refused("This task or this kind of information is not known. Choose both from the lists.")


def _last_version(organisation_id: int, scope: Scope) -> int:
    asked = select(func.max(PermissionRule.version)).where(*queries.in_scope(organisation_id, scope))
    return db.session.scalars(asked).one() or 0


def still_right(
    rule: PermissionRule, *, review_on: dt.date, seen_version: int, by: Person, now: dt.datetime, today: dt.date
) -> PermissionRule:
    """The owner has looked: the same answer, with a new review date. It is a version of its own, and no news.

    Pressed twice, or by two people at once, it is said once."""
    with changing(rule.organisation_id, now=now):
        standing = queries.rule_row(rule.organisation_id, Scope(rule.tool, rule.task, rule.data_label))
        if standing is None:
            raise Overtaken("This rule was ended meanwhile. Open the register to see what counts now.")
        if standing.review_on == review_on and _says_the_same(standing, rule):
            return standing
        if standing.version != seen_version:
            raise Overtaken("Somebody else changed this rule meanwhile. Look at it once more.")
        row = PermissionRule(
            organisation_id=rule.organisation_id,
            version=standing.version + 1,
            why="Looked at again. Nothing else changed.",
            review_on=review_day(review_on, today=today),
            from_at=now,
            by_person_id=by.id,
            **{name: getattr(standing, name) for name in _WORDS},
        )
        standing.until_at = now
        db.session.add(row)
        db.session.flush()
        audit.note(
            "rule.looked at",
            by=by_whom(by),
            now=now,
            organisation_id=rule.organisation_id,
            subject=f"{rule.tool} {rule.task} {rule.data_label}",
            version=row.version,
        )
    return row


def _says_the_same(one: PermissionRule, other: PermissionRule) -> bool:
    """Whether both versions differ in nothing but their review date."""
    return all(getattr(one, name) == getattr(other, name) for name in _WORDS)


def end(rule: PermissionRule, *, why: str, by: Person, now: dt.datetime) -> bool:
    """The rule counts no more; a wider rule does, or nothing is decided. False: it was ended already.

    Raises Overtaken where it was changed meanwhile: then another version counts, and nobody has looked at it."""
    why = line(why, "Say in one sentence why this rule ends. It stays in the history.", least=5, most=300)
    with changing(rule.organisation_id, now=now):
        if rule.until_at is not None:
            if queries.rule_row(rule.organisation_id, Scope(rule.tool, rule.task, rule.data_label)) is not None:
                raise Overtaken("Somebody else changed this rule meanwhile. Look at it once more.")
            return False
        rule.until_at, rule.ended_why = now, why
        audit.note(
            "rule.ended",
            by=by_whom(by),
            now=now,
            organisation_id=rule.organisation_id,
            subject=f"{rule.tool} {rule.task} {rule.data_label}",
            version=rule.version,
        )
    return True


def set_register(
    organisation_id: int,
    *,
    seen_version: int,
    owner: Person | None,
    slip_tell: str,
    slip_within: str,
    slip_out_of_hours: str,
    by: Person | None,
    now: dt.datetime,
) -> GuardrailRegister:
    """Who decides where nobody is named, and whom to tell after a slip. Raises Overtaken."""
    if owner is not None and (owner.organisation_id != organisation_id or owner.status == "left"):
        raise Refused("The person who decides is somebody who works here. Choose a person from the list.")
    facts: dict[str, object] = {
        "owner_id": owner.id if owner else None,
        "slip_tell": link_line(slip_tell, ""),
        "slip_within": line(slip_within, "", least=0, most=60).rstrip("."),
        "slip_out_of_hours": link_line(slip_out_of_hours, ""),
    }
    with changing(organisation_id, now=now) as row:
        if all(getattr(row, key) == value for key, value in facts.items()):
            return row
        if row.version != seen_version:
            raise Overtaken("Somebody else changed this page while you were writing. Look at both, then save again.")
        for key, value in facts.items():
            setattr(row, key, value)
        row.version, row.by_person_id = row.version + 1, by.id if by else None
        audit.note("guardrails.changed", by=by_whom(by), now=now, organisation_id=organisation_id)
    return row
