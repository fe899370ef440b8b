"""A trust of 20,000 with three months behind it: the invented trust lives its weeks once, by the real choice and real
answers, and everybody of the large one takes over the record of somebody with the same post."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import Connection, select, text, update

from benchmarks import register
from benchmarks.store import Store
from learning.capability import actions as capability
from learning.capability.models import Evidence, Holding
from learning.commands.running import prepare
from learning.demo.rules import JUNE, RUTH, answers_after, habits_of, reply, staff_file
from learning.drip.actions.plan import plan
from learning.drip.models import Delivery, DripPreference, Pause
from learning.ground import clock
from learning.ground.db import Base, db
from learning.ground.workdays import monday_of
from learning.modules import actions as modules_actions
from learning.modules import queries as modules
from learning.modules.models import Answer, ModuleVersion, Plan, Sitting
from learning.modules.rules import IfThenPlan
from learning.people import actions as people
from learning.people.models import Organisation, Person
from learning.people.rules.staff_file import read
from learning.people.shelf import role_families

Say = Callable[[str], None]
CODE = "BENCH"
BASE_URL = "http://127.0.0.1:8000"
_COPY = 3  # digits before the staff number of the person whose record is taken over


def built(folder: Path, *, staff: int, weeks: int, say: Say) -> Store:
    """The store that everything else is measured on: `staff` people, `weeks` weeks, this one last and unanswered."""
    first = dt.datetime.combine(
        monday_of(clock.now().date()) - dt.timedelta(weeks=weeks - 1), dt.time(0, 5), tzinfo=dt.UTC
    )
    lived, trust = Store(folder / "lived"), Store(folder / "trust")
    with lived.app().app_context():
        say("400 people live their weeks")
        founded(staff_file(), now=first)
        for number in range(weeks):
            _live_week(first + dt.timedelta(weeks=number), is_answered=number < weeks - 1)
    with trust.app().app_context():
        say(f"{staff:,} people are imported")
        organisation_id = founded(large_staff_file(staff), now=first)
        say("they take over what was lived")
        with db.engine.begin() as connection:
            _take_over(connection, lived.database, organisation_id)
        db.engine.dispose()
    return trust


def founded(file: bytes, *, now: dt.datetime) -> int:
    """An organisation with these staff, adopted modules and local facts, through the usual doors."""
    prepare()
    trust = people.add_organisation(CODE, name="Example Benchmark Trust", nation="england", by="command", now=now)
    imported(trust.id, file, now=now)
    for number, duty in ((JUNE, "lead"), (RUTH, "administrator")):
        asked = select(Person).where(Person.staff_number.endswith(number)).order_by(Person.id).limit(1)
        people.give_duty(db.session.scalars(asked).one(), duty, by="command", now=now, today=now.date())
    for name in modules.missing_slots(trust.id):
        modules_actions.fill_slot(trust.id, name, "Imran Qureshi, 01632 960 112", by=None, now=now)
    versions = modules.all_newest(organisation_id=trust.id)
    modules_actions.adopt(
        trust.id, versions, reviewed_by="June Featherstone (invented)", by=None, now=now, today=now.date()
    )
    register.fill(trust, now=now)
    db.session.commit()
    return trust.id


def imported(organisation_id: int, file: bytes, *, now: dt.datetime) -> None:
    """A staff file from bytes to committed rows and requirements, as the command and the page do it."""
    families = role_families(Path(Store(Path()).env["STEADY_CONTENT"]))
    people.import_staff.apply(organisation_id, read(file), families=families, today=now.date(), now=now)
    capability.refresh_required(organisation_id, today=now.date())
    db.session.commit()


def large_staff_file(staff: int) -> bytes:
    """The staff of the invented trust, again and again under other numbers, in other teams."""
    rows = list(csv.DictReader(io.StringIO(staff_file().decode())))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(_multiplied(rows, staff))
    return out.getvalue().encode()


def _multiplied(rows: list[dict[str, str]], staff: int) -> Iterator[dict[str, str]]:
    for number in range(staff):
        copy, row = number // len(rows), dict(rows[number % len(rows)])
        prefix = f"{copy:0{_COPY}}"
        for column in ("Employee Number", "Assignment Number"):
            row[column] = prefix + row[column]
        row["Organisation"] = f"{row['Organisation']} {copy + 1}"
        if row["Work Email"] and not row["Work Email"].startswith("facilities."):
            row["Work Email"] = row["Work Email"].replace("@", f".{copy}@")
        yield row


def _live_week(monday: dt.datetime, *, is_answered: bool) -> None:
    """The real plan; every unit comes when it is due; and those who answer do so by the real door."""
    trust = db.session.scalars(select(Organisation)).one()
    plan(trust, now=monday, base_url=BASE_URL)
    came: dict[str, object] = {"state": "sent", "sent_at": Delivery.due_at}
    if not is_answered:  # this week's units are all there, whatever day it is
        came["due_at"] = came["sent_at"] = min(clock.now() - dt.timedelta(minutes=1), monday + dt.timedelta(hours=9))
    db.session.execute(
        update(Delivery)
        .where(Delivery.state == "planned", Delivery.week_on == monday.date())
        .values(**came)
        .execution_options(synchronize_session=False)
    )
    db.session.commit()
    if is_answered:
        week = select(Delivery, Person).join(Person, Person.id == Delivery.person_id)
        week = week.where(Delivery.week_on == monday.date(), Delivery.state == "sent")
        for delivery, person in db.session.execute(week).all():
            _answer(delivery, person)
        db.session.commit()


def _answer(delivery: Delivery, person: Person) -> None:
    number, week_on = person.staff_number, delivery.week_on
    habits = habits_of(number)
    after = answers_after(number, week_on, habits)
    if after is None or delivery.due_at is None:
        return
    at = delivery.due_at + after
    version = modules.version(delivery.module_version_id or 0)
    sitting = modules_actions.begin(person, version, today=at.date())
    for activity in modules.module_of(version).activities:
        given = reply(activity, number, week_on, habits, weeks=6)
        if given is None:
            continue
        if activity.is_marked:
            modules_actions.record_answer(
                person,
                sitting,
                activity.id,
                given=given.given,
                confidence=given.confidence,
                source="app",
                now=at,
                today=at.date(),
            )
        elif isinstance(activity, IfThenPlan):
            modules_actions.keep_plan(person, sitting, activity.id, text=given.given["text"], today=at.date())


_NEW_ID = "lower(hex(randomblob(16)))"
_TAKEN_OVER = {  # how a column of somebody's record becomes that of another person
    "person_id": "twin.person_id",
    "membership_id": "twin.membership_id",
    "organisation_id": ":organisation_id",
    "public_id": _NEW_ID,
    "message_id": f"'<' || {_NEW_ID} || '@127.0.0.1>'",
    "sitting_id": "it.sitting_id * :span + twin.person_id",
    "voids_id": "NULL",
}
_RECORDS: tuple[type[Base], ...] = (Delivery, Sitting, Answer, Plan, Evidence, Holding, DripPreference, Pause)


def _take_over(connection: Connection, lived: Path, organisation_id: int) -> None:
    """Copy all records, in the order in which they were made, so that one person's rows lie apart as in real life."""
    connection.exec_driver_sql("COMMIT")
    connection.exec_driver_sql("ATTACH ? AS lived", (str(lived),))
    connection.exec_driver_sql("BEGIN")
    connection.execute(
        text(
            "CREATE TEMP TABLE twin AS SELECT mine.id AS person_id, post.id AS membership_id, theirs.id AS lived_id "
            "FROM person AS mine JOIN lived.person AS theirs ON theirs.staff_number = substr(mine.staff_number, :cut) "
            "JOIN membership AS post ON post.person_id = mine.id AND post.is_main"
        ),
        {"cut": _COPY + 1},
    )
    connection.execute(text("CREATE INDEX temp.ix_twin ON twin (lived_id, person_id)"))
    given = {"organisation_id": organisation_id, "span": connection.scalar(text("SELECT max(id) + 1 FROM person"))}
    _check_versions(connection)
    for record in _RECORDS:
        connection.execute(text(_copying(record)), given)
    connection.exec_driver_sql("COMMIT")
    connection.exec_driver_sql("DETACH lived")
    connection.exec_driver_sql("BEGIN")


def _copying(record: type[Base]) -> str:
    name = record.__tablename__
    columns = {column.name: _TAKEN_OVER.get(column.name, f'it."{column.name}"') for column in record.__table__.columns}
    if record is Sitting:
        columns["id"] = "it.id * :span + twin.person_id"
    else:
        columns.pop("id", None)
    names = ", ".join(f'"{column}"' for column in columns)
    return (
        f"INSERT INTO main.{name} ({names}) "  # noqa: S608 - names of our own tables
        f"SELECT {', '.join(columns.values())} FROM lived.{name} AS it "
        "JOIN twin ON twin.lived_id = it.person_id ORDER BY it.rowid, twin.person_id"
    )


def _check_versions(connection: Connection) -> None:
    """Both stores loaded the same content in the same order, so the numbers of versions agree."""
    name = ModuleVersion.__tablename__
    both = text(
        f"SELECT count(*) FROM main.{name} AS one LEFT JOIN lived.{name} AS other "  # noqa: S608 - as above
        "ON other.id = one.id AND other.content_hash = one.content_hash WHERE other.id IS NULL"
    )
    if connection.scalar(both):
        raise RuntimeError("the two stores hold other modules")
