"""Adding one person by hand, confirming a role, giving a duty, and closing accounts whose last day has passed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import or_, select

from learning.ground import audit
from learning.ground.db import db
from learning.ground.errors import Refused
from learning.people.models import DUTIES, Correction, Duty, Membership, Organisation, Person, Team
from learning.people.rules import cells
from learning.people.rules.present import BY_HAND
from learning.people.rules.role_family import RoleFamily


def add_person(
    organisation: Organisation,
    *,
    staff_number: str,
    first_name: str,
    last_name: str,
    email: str = "",
    team: Team | None = None,
    role_family: str | None = None,
    by: str,
    now: dt.datetime,
    today: dt.date,
) -> Person:
    """Somebody who is in no staff file, for example the first administrator. No import ends what was added by hand."""
    try:
        number = cells.number_of_staff(staff_number, "The staff number")
        first, last = cells.words(first_name, "The first name"), cells.words(last_name, "The last name")
    except cells.Unreadable as error:
        raise Refused(f"{error.wrong}. Write it as it stands in the staff system.") from None
    address, is_usable = cells.email(email)
    if not is_usable:
        raise Refused("The e-mail address is not one: write it like name@trust.example, or leave it out.")
    if not (number and first and last):
        raise Refused("A person needs a staff number, a first name and a last name.")
    mine = select(Person).where(Person.organisation_id == organisation.id)
    if db.session.scalars(mine.where(Person.staff_number == number)).first() is not None:
        raise Refused(f"The staff number {number} is already somebody's in {organisation.name}: use another one.")
    sharers = db.session.scalars(mine.where(Person.email == address, Person.status != "left")).all() if address else []
    for sharer in sharers:
        sharer.email_is_shared = True
    person = Person(
        organisation_id=organisation.id,
        staff_number=number,
        first_name=first,
        last_name=last,
        preferred_name=None,
        email=address or None,
        email_is_shared=bool(sharers),
        status="active",
        session_epoch=0,
        started_on=today,
        created_at=now,
    )
    db.session.add(person)
    db.session.flush()
    if team is not None:
        db.session.add(_post_by_hand(person, team, role_family, today))
    audit.note("person.added", by=by, now=now, subject=str(person.public_id), organisation_id=organisation.id)
    return person


def give_duty(person: Person, duty: str, *, by: str, now: dt.datetime, today: dt.date) -> Duty:
    """Make somebody champion, lead, administrator, editor or staff-side from today. Twice is once."""
    if duty not in DUTIES:
        raise Refused(f"“{duty}” is not a duty: use one of {', '.join(DUTIES)}.")
    held = db.session.scalars(
        select(Duty).where(
            Duty.person_id == person.id, Duty.duty == duty, or_(Duty.ends_on.is_(None), Duty.ends_on >= today)
        )
    ).first()
    if held is not None:
        return held
    given = Duty(organisation_id=person.organisation_id, person_id=person.id, duty=duty, starts_on=today)
    db.session.add(given)
    audit.note(
        "duty.given", by=by, now=now, subject=str(person.public_id), organisation_id=person.organisation_id, duty=duty
    )
    return given


def end_duty(person: Person, duty: str, *, by: str, now: dt.datetime, today: dt.date) -> None:
    """End a duty yesterday, so that it gives nothing from today. Raises Refused when the person does not have it."""
    held = db.session.scalars(
        select(Duty).where(
            Duty.person_id == person.id, Duty.duty == duty, or_(Duty.ends_on.is_(None), Duty.ends_on >= today)
        )
    ).all()
    if not held:
        raise Refused(f"{person.full_name} is not {duty}, so there is nothing to end.")
    for row in held:
        if row.starts_on >= today:
            db.session.delete(row)
        else:
            row.ends_on = today - dt.timedelta(days=1)
    audit.note(
        "duty.ended", by=by, now=now, subject=str(person.public_id), organisation_id=person.organisation_id, duty=duty
    )


def confirm_role_family(
    post: Membership, family: str, *, families: Sequence[RoleFamily], by: str, now: dt.datetime
) -> Membership:
    """Say which role a post has. The next import keeps it for as long as the job is the same."""
    if family not in {known.id for known in families}:
        raise Refused("That is not one of the roles. Choose one from the list.")
    post.role_family, post.role_candidates = family, None
    note_correction(post.person_id, "role_family", now=now)
    audit.note(
        "role.confirmed", by=by, now=now, subject=str(post.id), organisation_id=post.organisation_id, family=family
    )
    return post


def note_correction(person_id: int, field: str, *, now: dt.datetime) -> None:
    """Remember that the person put this right, so that no import changes it back. Flushes."""
    found = db.session.scalars(
        select(Correction).where(Correction.person_id == person_id, Correction.field == field)
    ).one_or_none()
    if found is None:
        db.session.add(Correction(person_id=person_id, field=field, at=now))
    else:
        found.at = now
    db.session.flush()


def close_ended(organisation_id: int, *, today: dt.date, now: dt.datetime, by: str = "clock") -> int:
    """Close the accounts of people whose last post ended before today, without waiting for the next file."""
    still_here = select(Membership.id).where(
        Membership.person_id == Person.id, or_(Membership.ends_on.is_(None), Membership.ends_on >= today)
    )
    last = select(Membership.ends_on).where(Membership.person_id == Person.id)
    gone = db.session.scalars(
        select(Person).where(
            Person.organisation_id == organisation_id, Person.status != "left", ~still_here.exists(), last.exists()
        )
    ).all()
    for person in gone:
        ends = db.session.scalars(select(Membership.ends_on).where(Membership.person_id == person.id))
        person.status, person.left_on = "left", max(day for day in ends if day is not None)
        person.session_epoch += 1
        for duty in db.session.scalars(select(Duty).where(Duty.person_id == person.id)):
            if duty.ends_on is None or duty.ends_on > person.left_on:
                duty.ends_on = max(person.left_on, duty.starts_on)
    if gone:
        audit.note("staff.closed", by=by, now=now, organisation_id=organisation_id, people=len(gone))
    return len(gone)


def _post_by_hand(person: Person, team: Team, role_family: str | None, today: dt.date) -> Membership:
    return Membership(
        organisation_id=person.organisation_id,
        person_id=person.id,
        team_id=team.id,
        assignment_number=f"{BY_HAND}{person.staff_number}",
        role_family=role_family,
        fte=1.0,
        shift="day",
        uses_voice=False,
        is_main=True,
        starts_on=today,
    )
