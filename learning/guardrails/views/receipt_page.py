"""What a permission receipt says, when it is made and when somebody checks it later against the history of rules."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.exc import NoResultFound

from learning.capability import queries as capability
from learning.ground import tokens
from learning.ground.db import db
from learning.ground.errors import NotFound
from learning.guardrails import queries
from learning.guardrails.rules import (
    SIGNATURE,
    Because,
    Cell,
    Receipt,
    Rule,
    Verdict,
    code_of,
    decided,
    headline,
    read_code,
    rule_today,
)
from learning.guardrails.views.answer_page import AnswerPage
from learning.people import queries as people
from learning.people.models import Organisation, Person

_PURPOSE = "receipt"


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """The lines of a receipt, as they are printed."""

    organisation: str
    headline: str
    asked_at: dt.datetime  # local
    name: str
    role: str
    tool: str
    task: str
    label: str
    conditions: tuple[str, ...]
    owner: str
    rule: Rule
    rule_from: dt.date
    code: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A real receipt, and what became of its rule since."""

    receipt: ReceiptPage
    is_same: bool
    now_line: str


def receipt_page(
    person: Person, organisation: Organisation, page: AnswerPage, *, now: dt.datetime, today: dt.date
) -> ReceiptPage:
    """The receipt of this answer, given to this person at this moment."""
    verdict = page.verdict
    if verdict.rule is None or verdict.tool is None:
        raise NotFound("There is no receipt for this answer. Ask again on the page “May I…?”.")
    post = people.main_post(person.id, today)
    asked = Receipt(
        asked_at=now,
        tool=verdict.tool.number,
        task=verdict.cell.task,
        label=verdict.cell.label,
        family=(post.role_family if post else None) or "",
        answer=verdict.answer,
        because=verdict.because,
        rule=verdict.rule.id,
    )
    code = code_of(asked, name=person.full_name, sign=_sign)
    return _shown(asked, verdict, organisation, name=person.full_name, owner=page.owner_name, code=code)


def checked(code: str, name: str, *, now: dt.datetime) -> Checked | None:
    """The receipt of this code and name, or None where they do not belong together or the history says otherwise."""
    words = queries.vocabulary()
    families = [family.id for family in capability.capability().roles.families]
    asked = read_code(
        code, name=name, is_signed=_is_signed, tasks=words.task_ids, labels=words.label_ids, families=families
    )
    tool = queries.tool_by_number(asked.tool) if asked else None
    if asked is None or tool is None:
        return None
    organisation = db.session.get_one(Organisation, tool.organisation_id)
    then = _as_it_was(asked, tool.slug, organisation)
    if then is None or then.rule is None:
        return None
    today = now.astimezone(organisation.zone).date()
    found = queries.register(organisation.id)
    line, is_same = rule_today(then.rule, decided(found, then.cell, today), zone=organisation.zone)
    owner = queries.name_of(then.rule.owner_id) or ""
    shown = _shown(asked, then, organisation, name=" ".join(name.split()), owner=owner, code="")
    return Checked(shown, is_same, line)


def _as_it_was(asked: Receipt, tool: str, organisation: Organisation) -> Verdict | None:
    """The answer worked out anew from the history, where it is the one on the receipt."""
    on = asked.asked_at.astimezone(organisation.zone).date()
    then = decided(queries.register_at(organisation.id, asked.asked_at), Cell(tool, asked.task, asked.label), on)
    found = then
    if all(rule.id != asked.rule for rule in then.rules):
        before = _version_before(asked, then, organisation.id)
        if before is None:
            return None
        found = before
    return found if (found.answer, found.because) == (asked.answer, asked.because) else None


def _version_before(asked: Receipt, then: Verdict, organisation_id: int) -> Verdict | None:
    """Where the rule was changed in the very second of the receipt, the version on it is the one that ended there."""
    try:
        row = queries.rule_by_id(asked.rule, organisation_id=organisation_id)
    except NoResultFound:
        return None
    rule = queries.rule_of(row)
    if rule.until_at != asked.asked_at or not rule.scope.covers(then.cell):
        return None
    return Verdict(then.cell, rule.answer, Because.RULE, (rule,), then.tool, rule.owner_id)


def _shown(
    asked: Receipt, verdict: Verdict, organisation: Organisation, *, name: str, owner: str, code: str
) -> ReceiptPage:
    words = queries.vocabulary()
    task, label, rule = words.task(asked.task), words.label(asked.label), verdict.rule
    if task is None or label is None or rule is None:
        raise NotFound("This receipt speaks of a task that is not known here any more.")
    family = capability.capability().roles.family(asked.family) if asked.family else None
    return ReceiptPage(
        organisation=organisation.name,
        headline=headline(verdict, owner),
        asked_at=asked.asked_at.astimezone(organisation.zone),
        name=name,
        role=family.name.lower() if family else "",
        tool=verdict.tool.name if verdict.tool else "",
        task=task.name,
        label=label.name,
        conditions=verdict.conditions,
        owner=owner,
        rule=rule,
        rule_from=rule.from_at.astimezone(organisation.zone).date(),
        code=code,
    )


def _sign(message: bytes) -> bytes:
    return tokens.current().signature(_PURPOSE, message, size=SIGNATURE)


def _is_signed(message: bytes, given: bytes) -> bool:
    return tokens.current().is_signature(_PURPOSE, message, given)
