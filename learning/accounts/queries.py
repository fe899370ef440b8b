"""Questions about who can sign in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import func, select

from learning.accounts.models import Credential, SignInLink
from learning.accounts.rules import MOST_LINKS
from learning.ground.db import db
from learning.ground.tokens import token_hash
from learning.people.models import Person


def with_staff_number(staff_number: str) -> Sequence[tuple[Person, Credential]]:
    """People with that number who have a personal code, in any organisation. Small letters will do."""
    typed = staff_number.strip()
    rows = db.session.execute(
        select(Person, Credential)
        .join(Credential, Credential.person_id == Person.id)
        .where(
            Person.staff_number.in_({typed, typed.upper()}),
            Person.status != "left",
            Credential.code_hash.is_not(None),
        )
        .limit(5)
    )
    return [(row[0], row[1]) for row in rows]


def with_password(email: str) -> tuple[Person, Credential] | None:
    """The one person with that address who has set a password."""
    rows = db.session.execute(
        select(Person, Credential)
        .join(Credential, Credential.person_id == Person.id)
        .where(
            Person.email == email.strip().lower(),
            Person.email_is_shared.is_(False),
            Person.status != "left",
            Credential.password_hash.is_not(None),
        )
        .limit(2)
    ).all()
    return (rows[0][0], rows[0][1]) if len(rows) == 1 else None


def reachable_by_link(email: str) -> Person | None:
    """Whom a sign-in link may be mailed to: one person, who has that mailbox alone."""
    people = db.session.scalars(
        select(Person)
        .where(Person.email == email.strip().lower(), Person.email_is_shared.is_(False), Person.status != "left")
        .limit(2)
    ).all()
    return people[0] if len(people) == 1 else None


def link(token: str) -> SignInLink | None:
    return db.session.scalars(select(SignInLink).where(SignInLink.token_hash == token_hash(token))).one_or_none()


def may_have_link(person_id: int, *, now: dt.datetime) -> bool:
    """Whether another link may be mailed: not while several are on their way."""
    live = select(func.count()).where(SignInLink.person_id == person_id, SignInLink.expires_at >= now)
    return db.session.scalars(live).one() < MOST_LINKS


def credential_of(person_id: int) -> Credential | None:
    return db.session.get(Credential, person_id)
