"""Staff of the store who are signed in, and the addresses of their own pages."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select

from learning.drip.models import Delivery
from learning.ground import clock
from learning.ground.db import db
from learning.ground.workdays import monday_of
from learning.modules.models import ModuleVersion
from learning.people.models import Duty, Person


@dataclass(frozen=True, slots=True)
class Visitor:
    person_id: int
    cookie: str
    slug: str  # of this week's unit


def visitors(app: Flask, count: int, *, skip: int = 0) -> list[Visitor]:
    """So many people with a unit this week, spread over the whole trust, each with a session of their own."""
    with app.app_context():
        asked = (
            select(Person, ModuleVersion.module)
            .join(Delivery, Delivery.person_id == Person.id)
            .join(ModuleVersion, ModuleVersion.id == Delivery.module_version_id)
            .where(Delivery.week_on == monday_of(clock.now().date()), Person.status == "active")
            .order_by(Person.id)
        )
        rows = db.session.execute(asked).all()
        step = max(1, len(rows) // (count + skip))
        return [
            Visitor(person.id, cookie_of(app, person), module.partition("/")[2])
            for person, module in rows[skip * step :: step][:count]
        ]


def with_duty(app: Flask, duty: str) -> str:
    """The cookie of somebody with this duty."""
    with app.app_context():
        asked = select(Person).join(Duty, Duty.person_id == Person.id).where(Duty.duty == duty).limit(1)
        return cookie_of(app, db.session.scalars(asked).one())


def cookie_of(app: Flask, person: Person) -> str:
    """A session as signing in makes it, with the token that the first form puts there."""
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # of the cookie interface
    now = int(clock.now().timestamp())
    facts = {"_user_id": person.get_id(), "_fresh": True, "began": now, "seen": now}
    facts["csrf_token"] = secrets.token_hex(20)
    return f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps(facts)}"
