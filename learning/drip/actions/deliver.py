"""Sending what is due. The ledger is the truth: a row is claimed before its mail leaves, and says what became of it.

Honest promise: in the app exactly once, by construction. By mail, a claimed row whose sender died is *in doubt*; it is
shown to a person and not sent again by itself, so nobody gets a mail twice because a process was restarted."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import CursorResult, Select, or_, select, update

from learning.drip.actions.compose import Composed, Recipient, compose
from learning.drip.models import Delivery
from learning.drip.queries import mail_context
from learning.ground import tokens
from learning.ground.db import db
from learning.ground.post import Envelope, Post, PostError, post_for
from learning.ground.settings import Settings
from learning.modules import queries as modules
from learning.modules.models import ModuleVersion
from learning.people.models import Membership, Organisation, Person

BATCH = 100  # claimed at once: at most this many are in doubt after a crash
CLAIM_LASTS = dt.timedelta(minutes=15)  # a claimed row older than this lost its sender
GAPS = (dt.timedelta(minutes=1), dt.timedelta(minutes=5), dt.timedelta(minutes=15), dt.timedelta(minutes=30))

# Planning takes what is held back out of the week. This is for a hold that came between planning and sending.
_HELD = modules.is_held(Delivery.module_version_id, Delivery.organisation_id)


@dataclass(slots=True)
class Sent:
    """What one round of sending did, by number of units."""

    shown: int = 0  # in the app only
    sent: int = 0
    later: int = 0  # the server did not take it now; it is tried again
    failed: int = 0
    missed: int = 0
    in_doubt: int = 0

    def counts(self) -> dict[str, int]:
        return {
            "shown": self.shown,
            "sent": self.sent,
            "later": self.later,
            "failed": self.failed,
            "missed": self.missed,
            "in_doubt": self.in_doubt,
        }


def settle(*, now: dt.datetime) -> Sent:
    """What needs no mail: units shown in the app, units too late to send, and claims whose sender is gone."""
    done = Sent()
    away = select(Person.id).where(Person.status != "active")  # paused or left since the week was planned
    _move(Delivery.state == "planned", Delivery.person_id.in_(away), state="skipped", reason="paused")
    done.shown = _move(
        Delivery.state == "planned",
        Delivery.channel == "app",
        Delivery.due_at <= now,
        ~_HELD,
        state="sent",
        sent_at=now,
    )
    done.missed = _move(
        Delivery.state == "planned",
        or_(Delivery.channel == "mail", _HELD),
        Delivery.not_after <= now,
        state="missed",
    )
    done.in_doubt = _move(
        Delivery.state == "sending", Delivery.claimed_at < now - CLAIM_LASTS, state="in doubt", trouble="sender stopped"
    )
    return done


def _move(*where: object, **values: object) -> int:
    moved: CursorResult[tuple[()]] = db.session.execute(  # type: ignore[assignment]  # an UPDATE gives a cursor result
        update(Delivery).where(*where).values(**values).execution_options(synchronize_session=False)  # type: ignore[arg-type]
    )
    return moved.rowcount


def claim(*, now: dt.datetime, size: int = BATCH) -> Sequence[int]:
    """Take up to `size` due rows for this sender; another sender at the same moment gets others. The caller commits."""
    due = _due(now).limit(size)
    if db.engine.dialect.name == "postgresql":
        due = due.with_for_update(skip_locked=True)
    ids = db.session.scalars(due).all()
    if not ids:
        return []
    taken = db.session.execute(
        update(Delivery)
        .where(Delivery.id.in_(ids), Delivery.state == "planned")
        .values(state="sending", claimed_at=now, attempts=Delivery.attempts + 1)
        .returning(Delivery.id)
        .execution_options(synchronize_session=False)
    )
    return sorted(taken.scalars())


def _due(now: dt.datetime) -> Select[int]:
    return (
        select(Delivery.id)
        .where(
            Delivery.state == "planned",
            Delivery.channel == "mail",
            Delivery.due_at <= now,
            Delivery.not_after > now,
            ~_HELD,
            or_(Delivery.try_again_at.is_(None), Delivery.try_again_at <= now),
        )
        .order_by(Delivery.due_at, Delivery.id)
    )


@dataclass
class Sender:
    """One round of sending over one connection. `commit` belongs to the door that called."""

    settings: Settings
    now: dt.datetime
    commit: Callable[[], None]
    render: Callable[..., str]
    done: Sent = field(default_factory=Sent)
    _composed: dict[tuple[int, str | None, int], Composed] = field(default_factory=dict)
    _organisations: dict[int, Organisation] = field(default_factory=dict)
    _unreachable: bool = False

    def run(self, *, limit: int | None = None) -> Sent:
        """Send everything that is due, batch by batch. Stops early when the mail server cannot be reached."""
        with post_for(self.settings) as post:
            ids = self._claimed(limit)
            while ids:
                self._send(post, ids)
                ids = self._claimed(limit)
        return self.done

    def _claimed(self, limit: int | None) -> Sequence[int]:
        """The next batch. One commit says what became of the last one and makes this claim stand, before its first
        mail leaves."""
        is_over = self._unreachable or (limit is not None and self.done.sent >= limit)
        ids = [] if is_over else claim(now=self.now)
        self.commit()
        return ids

    def _send(self, post: Post, ids: Sequence[int]) -> None:
        """Hand over one batch. No transaction is open while mail leaves: a slow server holds up nobody who writes."""
        ready = [
            (delivery_id, self._composed_for(module_version_id, family, organisation_id).to(recipient))
            for delivery_id, module_version_id, recipient, family, organisation_id in self._recipients(ids)
        ]
        self.commit()
        outcomes = [(delivery_id, self._handed_over(post, envelope)) for delivery_id, envelope in ready]
        sent = [delivery_id for delivery_id, error in outcomes if error is None]
        self.done.sent += len(sent)
        if sent:
            _move(Delivery.id.in_(sent), state="sent", sent_at=self.now, trouble=None)
        for delivery_id, error in outcomes:
            if error is not None:
                self._trouble(delivery_id, error)

    def _handed_over(self, post: Post, envelope: Envelope) -> PostError | None:
        """What went wrong, or nothing when it was taken. After the line went down nothing more is tried."""
        if self._unreachable:
            return PostError("unreachable")
        try:
            post.send(envelope)
        except PostError as error:
            self._unreachable = error.kind == "unreachable"
            return error
        if self.settings.mail_rate:
            time.sleep(1 / self.settings.mail_rate)
        return None

    def _trouble(self, delivery_id: int, error: PostError) -> None:
        if error.kind == "in doubt":
            self.done.in_doubt += 1
            _move(Delivery.id == delivery_id, state="in doubt", trouble="line broke")
        elif error.kind == "rejected":
            self.done.failed += 1
            _move(Delivery.id == delivery_id, state="failed", trouble="address rejected")
        else:
            self._again(delivery_id, "unreachable" if error.kind == "unreachable" else "refused for now")

    def _again(self, delivery_id: int, trouble: str) -> None:
        attempts = db.session.scalars(select(Delivery.attempts).where(Delivery.id == delivery_id)).one()
        gap = GAPS[min(attempts - 1, len(GAPS) - 1)]
        self.done.later += 1
        _move(Delivery.id == delivery_id, state="planned", try_again_at=self.now + gap, trouble=trouble)

    def _recipients(self, ids: Sequence[int]) -> list[tuple[int, int, Recipient, str | None, int]]:
        rows = db.session.execute(
            select(
                Delivery.id,
                Delivery.public_id,
                Delivery.module_version_id,
                Delivery.message_id,
                Delivery.dated_at,
                Delivery.organisation_id,
                Person.first_name,
                Person.preferred_name,
                Person.last_name,
                Person.email,
                Membership.role_family,
            )
            .join(Person, Person.id == Delivery.person_id)
            .outerjoin(Membership, Membership.id == Delivery.membership_id)
            .where(Delivery.id.in_(ids))
            .order_by(Delivery.due_at, Delivery.id)
        )
        signer = tokens.current()
        return [
            (
                row.id,
                row.module_version_id,
                Recipient(
                    name=row.preferred_name or row.first_name,
                    full_name=f"{row.preferred_name or row.first_name} {row.last_name}",
                    address=row.email,
                    token=signer.sign("unit", str(row.public_id)),
                    message_id=row.message_id,
                    dated_at=row.dated_at,
                ),
                row.role_family,
                row.organisation_id,
            )
            for row in rows
        ]

    def _composed_for(self, module_version_id: int, family: str | None, organisation_id: int) -> Composed:
        key = (module_version_id, family, organisation_id)
        if key not in self._composed:
            organisation = self._organisations.setdefault(
                organisation_id, db.session.get_one(Organisation, organisation_id)
            )
            version = db.session.get_one(ModuleVersion, module_version_id)
            subject, context = mail_context(version, organisation, today=self.now.astimezone(organisation.zone).date())
            self._composed[key] = compose(
                subject=subject,
                mail_from=self.settings.mail_from,
                organisation=organisation.name,
                base_url=self.settings.base_url,
                context=context,
                render=self.render,
            )
        return self._composed[key]
