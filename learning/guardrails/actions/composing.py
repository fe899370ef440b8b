"""What a letter says: an owner's list as it stands today, or the answer to what people asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, parseaddr
from urllib.parse import urlsplit

from learning.ground.db import db
from learning.ground.post import Envelope
from learning.ground.settings import Settings
from learning.guardrails import queries
from learning.guardrails.models import GuardrailLetter, ToolNeed
from learning.guardrails.rules import ANY, OwnersList, review_words, scope_words
from learning.people.models import Organisation, Person

_MOST_RULES = 20  # in a letter; the page has all
_MOST_NEEDS = 10
_LONGEST_SUBJECT = 70


@dataclass
class Writer:
    """Writes the letters of one round. What several letters need is worked out once."""

    settings: Settings
    now: dt.datetime
    render: Callable[..., str]
    _lists: dict[int, dict[int, OwnersList]] = field(default_factory=dict)

    def envelope(self, letter: GuardrailLetter) -> Envelope | None:
        """The letter, ready to leave; None where there is nothing to say any more."""
        organisation = db.session.get_one(Organisation, letter.organisation_id)
        today = self.now.astimezone(organisation.zone).date()
        if letter.need_id is None:
            found = self._list(organisation, letter.person_id, today)
            said = None if found.is_quiet else (found.subject, "week", _week(found, organisation.id, today))
        else:
            said = _answer(db.session.get(ToolNeed, letter.need_id), organisation.id, today)
        if said is None:
            return None
        subject, name, shown = said
        return self._message(letter, organisation, subject=subject, template=f"guardrails/letter_{name}", shown=shown)

    def _list(self, organisation: Organisation, person_id: int, today: dt.date) -> OwnersList:
        if organisation.id not in self._lists:
            self._lists[organisation.id] = dict(queries.lists_of_all(organisation.id, today=today))
        return self._lists[organisation.id].get(person_id, OwnersList())

    def _message(
        self,
        letter: GuardrailLetter,
        organisation: Organisation,
        *,
        subject: str,
        template: str,
        shown: dict[str, object],
    ) -> Envelope:
        person = db.session.get_one(Person, letter.person_id)
        address = person.mail_address or ""
        name, sender = parseaddr(self.settings.mail_from)
        host = urlsplit(self.settings.base_url).hostname or "steady"
        message = EmailMessage(policy=SMTP)
        message["From"] = formataddr((_one_line(f"{name or 'Steady'}, {organisation.name}"), sender))
        message["To"] = formataddr((_one_line(person.full_name), address)) if address.isascii() else ""
        message["Subject"] = _one_line(subject)
        message["Date"] = format_datetime(letter.made_at)
        message["Message-ID"] = f"<permission-{letter.public_id}@{host}>"
        message["List-Id"] = f"Steady permission <permission.{host}>"
        message["Auto-Submitted"] = "auto-generated"
        given = {
            **shown,
            "subject": subject,
            "known_as": person.known_as,
            "organisation_name": organisation.name,
            "base_url": self.settings.base_url,
        }
        message.set_content(self.render(f"{template}.txt", **given))
        message.add_alternative(self.render(f"{template}.html", **given), subtype="html")
        return Envelope(sender, address, str(message["Message-ID"]), message.as_bytes())


def _one_line(text: str) -> str:
    """Text for a header: no line of it can begin another header."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _lines(text: str) -> list[str]:
    """What somebody wrote, as paragraphs. It is shown as it was typed: no sign in it means anything."""
    return [said for one in text.splitlines() if (said := _one_line(one))]


def _week(found: OwnersList, organisation_id: int, today: dt.date) -> dict[str, object]:
    """The lines of an owner's list. Rules and needs beyond the first few stand on the page."""
    known, words = queries.register(organisation_id), queries.vocabulary()

    def tool_name(tool: str) -> str:
        one = known.tool(tool)
        return "Any tool" if tool == ANY else one.name if one else tool

    return {
        "found": found,
        "rules": [
            (scope_words(rule, tool_name(rule.scope.tool), words), review_words(rule, today))
            for rule in found.looks[:_MOST_RULES]
        ],
        "more_rules": max(0, len(found.looks) - _MOST_RULES),
        "needs": found.waiting[:_MOST_NEEDS],
        "more_needs": max(0, len(found.waiting) - _MOST_NEEDS),
    }


def _answer(need: ToolNeed | None, organisation_id: int, today: dt.date) -> tuple[str, str, dict[str, object]] | None:
    """The answer to a need, by whom, and what was asked. None where it was taken back."""
    if need is None or need.answer is None:
        return None
    problem = _one_line(need.problem)
    short = problem if len(problem) <= _LONGEST_SUBJECT else problem[: _LONGEST_SUBJECT - 1].rsplit(" ", 1)[0] + "…"
    shown: dict[str, object] = {
        "problem": _lines(need.problem),
        "answer": _lines(need.answer),
        "answered_by": queries.name_of(need.answered_by_id) or "",
        "answered_on": need.answered_on,
    }
    return f"An answer to what you asked for: {short}", "answer", shown
