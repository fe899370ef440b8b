"""Sending the letters that are written, each at most once.

Honest promise: a letter is claimed, and the claim is saved, before it leaves. If the sender stops between the two, or
the line breaks after the text, the letter is in doubt and is not sent again: nobody gets it twice."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import or_, select, update

from learning.ground.db import db
from learning.ground.errors import Refused
from learning.ground.post import Envelope, Post, PostError, post_for
from learning.ground.settings import Settings
from learning.guardrails.actions.composing import Writer
from learning.guardrails.actions.letters import gets_mail
from learning.guardrails.models import GuardrailLetter
from learning.people.models import Person

MOST_A_ROUND = 100
TRIED_FOR = dt.timedelta(days=3)  # after that a letter is old, and the page says more than it would
_GAPS = tuple(dt.timedelta(minutes=minutes) for minutes in (5, 30, 120, 360, 720))
_AGAIN = {"unreachable": "unreachable", "refused": "refused for now"}  # what was not taken, and can be tried again
_NEVER = {"rejected": "address rejected", "in doubt": "in doubt"}


def send_due(*, now: dt.datetime, settings: Settings, commit: Callable[[], None], render: Callable[..., str]) -> int:
    """Send what is written and due, over one line. Stops where the mail server cannot be reached. Says how many left.

    `commit` belongs to the door that called."""
    first = _claim(now=now)
    commit()
    if first is None:
        return 0
    with post_for(settings) as post:
        return _Round(post, Writer(settings, now, render), commit, settings.mail_rate, now).run(first)


@dataclass
class _Round:
    """One round over one connection."""

    post: Post
    writer: Writer
    commit: Callable[[], None]
    rate: float | None
    now: dt.datetime
    sent: int = 0

    def run(self, letter_id: int) -> int:
        current: int | None = letter_id
        for left in reversed(range(MOST_A_ROUND)):
            if current is None:
                break
            trouble = self._send(current)
            is_over = not left or (trouble is not None and trouble.kind == "unreachable")
            current = None if is_over else _claim(now=self.now)
            self.commit()  # what became of the last, and the claim of the next before it leaves
        return self.sent

    def _send(self, letter_id: int) -> PostError | None:
        """Hand over one letter. No transaction is open while it leaves: a slow server holds up nobody who writes."""
        try:
            envelope = self.writer.envelope(db.session.get_one(GuardrailLetter, letter_id))
        except Refused:  # the words of the rules cannot be read now; nothing has left
            _try_again(letter_id, "not written", now=self.now)
            return None
        self.commit()
        if envelope is None:
            _note(letter_id, trouble="nothing to say")
            return None
        trouble = self._handed_over(envelope)
        if trouble is None:
            self.sent += 1
            _note(letter_id, sent_at=self.now, trouble=None)
        elif trouble.kind in _AGAIN:
            _try_again(letter_id, _AGAIN[trouble.kind], now=self.now)
        else:
            _note(letter_id, trouble=_NEVER[trouble.kind])
        return trouble

    def _handed_over(self, envelope: Envelope) -> PostError | None:
        try:
            self.post.send(envelope)
        except PostError as error:
            return error
        if self.rate:
            time.sleep(1 / self.rate)
        return None


def _claim(*, now: dt.datetime) -> int | None:
    """Take the next letter that is due for this sender; another one at the same moment gets another letter."""
    due = (
        select(GuardrailLetter.id)
        .join(Person, Person.id == GuardrailLetter.person_id)
        .where(
            GuardrailLetter.sent_at.is_(None),
            GuardrailLetter.claimed_at.is_(None),
            GuardrailLetter.made_at > now - TRIED_FOR,
            or_(GuardrailLetter.try_again_at.is_(None), GuardrailLetter.try_again_at <= now),
            gets_mail(),
        )
        .order_by(GuardrailLetter.id)
        .limit(1)
    )
    if db.engine.dialect.name == "postgresql":
        due = due.with_for_update(skip_locked=True, of=GuardrailLetter)
    found = db.session.scalars(due).one_or_none()
    if found is None:
        return None
    taken = db.session.execute(
        update(GuardrailLetter)
        .where(GuardrailLetter.id == found, GuardrailLetter.claimed_at.is_(None))
        .values(claimed_at=now, attempts=GuardrailLetter.attempts + 1)
        .returning(GuardrailLetter.id)
        .execution_options(synchronize_session=False)
    )
    return taken.scalars().one_or_none()


def _try_again(letter_id: int, trouble: str, *, now: dt.datetime) -> None:
    """Not taken for sure, so that nothing is in doubt: the claim is given back, for later."""
    attempts = db.session.scalars(select(GuardrailLetter.attempts).where(GuardrailLetter.id == letter_id)).one()
    gap = _GAPS[min(attempts, len(_GAPS)) - 1]
    _note(letter_id, claimed_at=None, try_again_at=now + gap, trouble=trouble)


def _note(letter_id: int, **facts: object) -> None:
    db.session.execute(
        update(GuardrailLetter)
        .where(GuardrailLetter.id == letter_id)
        .values(**facts)
        .execution_options(synchronize_session=False)
    )
