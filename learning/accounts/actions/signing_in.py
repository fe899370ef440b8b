"""What signing in changes: links used once, wrong tries counted, codes and passwords set."""

from __future__ import annotations

import datetime as dt
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import CursorResult, delete

from learning.accounts import queries
from learning.accounts.models import Credential, SignInLink
from learning.accounts.rules import (
    LINK_LASTS,
    LONGEST_SECRET,
    SHORTEST_CODE,
    SHORTEST_PASSWORD,
    is_guessable,
    new_code,
    plain_code,
    wait_after,
)
from learning.ground import audit
from learning.ground.db import db
from learning.ground.errors import Refused
from learning.ground.tokens import one_time
from learning.people.models import Person

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # OWASP's minimum: 19 MiB, t=2, p=1


@cache
def _nobody() -> str:
    """A hash to check for people who do not exist, so that the answer takes as long."""
    return _hasher.hash("nobody")


def make_link(person: Person, *, now: dt.datetime) -> str:
    """A token for a sign-in link that works once, for 15 minutes."""
    clear_links(now=now)
    token, kept = one_time()
    db.session.add(SignInLink(person_id=person.id, token_hash=kept, expires_at=now + LINK_LASTS))
    db.session.flush()
    return token


def use_link(token: str, *, now: dt.datetime) -> Person | None:
    """The person, the first time within its time; None for every other token. Twice at once lets one in.

    The row goes, and with it the only trace of when somebody signed in."""
    found = queries.link(token)
    if found is None or found.expires_at < now:
        return None
    person_id = found.person_id
    taken: CursorResult[tuple[()]] = db.session.execute(  # type: ignore[assignment]  # a DELETE gives a cursor result
        delete(SignInLink).where(SignInLink.id == found.id).execution_options(synchronize_session=False)
    )
    db.session.expunge(found)
    if taken.rowcount != 1:
        return None
    person = db.session.get(Person, person_id)
    return person if person is not None and person.is_active else None


def clear_links(*, now: dt.datetime) -> None:
    """Remove links whose time is over, so that they say nothing about anybody."""
    db.session.execute(delete(SignInLink).where(SignInLink.expires_at < now))


def sign_in_with_code(staff_number: str, code: str, *, now: dt.datetime) -> tuple[Person, bool] | None:
    """The person, and whether the code must be changed now. None for anything wrong or locked."""
    tried = plain_code(code[:LONGEST_SECRET])
    candidates = queries.with_staff_number(staff_number[:50])
    if not candidates:
        _matches(_nobody(), tried)
        return None
    for person, credential in candidates:
        if _passes(credential, credential.code_hash, tried, now=now):
            return person, credential.code_must_change
    return None


def sign_in_with_password(email: str, password: str, *, now: dt.datetime) -> Person | None:
    found = queries.with_password(email[:255])
    if found is None:
        _matches(_nobody(), password[:LONGEST_SECRET])
        return None
    person, credential = found
    return person if _passes(credential, credential.password_hash, password[:LONGEST_SECRET], now=now) else None


def issue_code(person: Person, *, by: str, now: dt.datetime) -> str:
    """A new personal code, returned once to be printed; only its hash is kept. It must be changed at first use."""
    code = new_code()
    credential = _credential(person, now=now)
    credential.code_hash = _hasher.hash(plain_code(code))
    credential.code_must_change = True
    _fresh(person, credential, now=now)
    audit.note("code.issued", by=by, now=now, subject=str(person.public_id), organisation_id=person.organisation_id)
    return code


def change_code(person: Person, *, code: str, now: dt.datetime) -> None:
    """A code of the person's own. Raises Refused when it is too short or still the printed one."""
    plain = plain_code(code)
    if not SHORTEST_CODE <= len(plain) <= LONGEST_SECRET:
        raise Refused(f"Choose a code of {SHORTEST_CODE} characters or more.")
    if is_guessable(plain, person.staff_number):
        raise Refused("This code is easy to guess. Choose one without your staff number and with different characters.")
    credential = _credential(person, now=now)
    if credential.code_hash and _matches(credential.code_hash, plain):
        raise Refused("This is the code on your slip. Choose another one that only you know.")
    credential.code_hash = _hasher.hash(plain)
    credential.code_must_change = False
    _fresh(person, credential, now=now)


def set_password(person: Person, *, password: str, now: dt.datetime) -> None:
    """Raises Refused when it is too short."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_SECRET:
        raise Refused(f"Choose a password of {SHORTEST_PASSWORD} characters or more. Three words work well.")
    credential = _credential(person, now=now)
    credential.password_hash = _hasher.hash(password)
    _fresh(person, credential, now=now)


def _credential(person: Person, *, now: dt.datetime) -> Credential:
    found = queries.credential_of(person.id)
    if found is None:
        found = Credential(person_id=person.id, code_must_change=False, failures=0, changed_at=now)
        db.session.add(found)
    return found


def _fresh(person: Person, credential: Credential, *, now: dt.datetime) -> None:
    """A changed secret ends every session of before, and forgets the wrong tries."""
    credential.failures, credential.locked_until, credential.changed_at = 0, None, now
    person.session_epoch += 1
    db.session.flush()


def _passes(credential: Credential, kept: str | None, tried: str, *, now: dt.datetime) -> bool:
    locked = credential.locked_until is not None and credential.locked_until > now
    right = _matches(kept or _nobody(), tried) and kept is not None
    if locked:
        return False
    if right:
        credential.failures, credential.locked_until = 0, None
        return True
    credential.failures += 1
    wait = wait_after(credential.failures)
    credential.locked_until = now + wait if wait else None
    db.session.flush()
    return False


def _matches(kept: str, tried: str) -> bool:
    try:
        return _hasher.verify(kept, tried)
    except (VerifyMismatchError, InvalidHashError):
        return False
