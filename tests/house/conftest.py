"""A small organisation with somebody of each duty, and another one beside it, the same before every test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from learning.accounts import actions as accounts
from learning.accounts import shelf
from learning.accounts.views import limiter
from learning.capability import actions as capability
from learning.coverage import actions as coverage
from learning.drip.actions.plan import plan
from learning.drip.models import Delivery
from learning.ground import clock, settings, tokens
from learning.ground.db import db
from learning.guardrails import actions as guardrails
from learning.modules import actions as modules
from learning.modules.models import ModuleVersion, Plan, UnitNote
from learning.modules.rules import paper_code
from learning.people.models import Organisation, Person, StaffImport
from learning.people.rules import staff_file
from tests.builders import (
    NOW,
    TODAY,
    a_duty,
    a_module,
    a_person,
    a_post,
    a_rule,
    a_team,
    an_organisation,
    kept,
    the_framework,
)
from tests.fixtures.app import Site, an_app
from tests.rules.staff_file_facts import a_line, as_bytes

DUTIES = ("champion", "lead", "administrator", "editor", "staff-side")
ROLES = ("stranger", "staff", *DUTIES)


@dataclass(frozen=True)
class Half:
    """One organisation: somebody of each duty, and what the addresses of its pages are made of."""

    people: dict[str, Person]
    paths: dict[str, str]

    def who(self, role: str) -> Person | None:
        return self.people.get(role)


@dataclass(frozen=True)
class World:
    """The site with our organisation and the other one."""

    site: Site
    ours: Half
    others: Half


def _half(code: str) -> Half:
    organisation = an_organisation(code, name=f"Example {code} Trust")
    team = a_team(organisation)
    people = {role: a_person(organisation, f"{role.title()} {code.title()}", created_at=NOW) for role in ROLES[1:]}
    for role, person in people.items():
        a_post(person, team, None if role == "staff" else "medical-secretary", role_candidates=["medical-secretary"])
        if role in DUTIES:
            a_duty(person, role)
    return Half(people, _paths(organisation, people))


def _paths(organisation: Organisation, people: dict[str, Person]) -> dict[str, str]:
    staff = people["staff"]
    own = _own_module(organisation)
    version = a_module(f"unit-{organisation.code.lower()}", adopted_by=organisation)
    capability.refresh_required(organisation.id, today=TODAY)
    plan(organisation, now=NOW, base_url="http://127.0.0.1")
    delivery = db.session.scalars(select(Delivery).where(Delivery.person_id == staff.id)).one()
    imported = kept(
        StaffImport(
            organisation_id=organisation.id, at=NOW, file_hash="0" * 64, counts={"joined": 3}, by_person_id=None
        )
    )
    written: dict[str, Any] = {"organisation_id": organisation.id, "person_id": staff.id, "module": version.module}
    written |= {"version": 1, "kind": "case", "text": "A letter for two patients.", "made_on": TODAY}
    note = kept(UnitNote(**written))
    reply = kept(UnitNote(**written, reply="We wrote a case of it.", has_changed=True, replied_on=TODAY))
    tool = guardrails.add_tool(organisation.id, name=f"Helper {organisation.code}", owner=None, by=None, now=NOW)
    return {
        "slug": version.slug,
        "tool": tool.slug,
        "need": str(guardrails.ask_for(staff, "Type the letters of the clinic faster", today=TODAY).public_id),
        "rule": str(a_rule(organisation, "yes", owner=people["administrator"]).id),
        "note": str(note.id),
        "reply": str(reply.id),
        "paper": paper_code(version.id),
        "own": own.slug,
        "public_id": str(staff.public_id),
        "unit_token": tokens.current().sign("unit", str(delivery.public_id)),
        "link_token": accounts.make_link(staff, now=NOW),
        "plan": str(_a_plan(staff, version).id),
        "import": str(imported.id),
        "key": _a_dry_run(organisation),
        "mail": f"mail-{organisation.code}",
    }


def _own_module(organisation: Organisation) -> ModuleVersion:
    """A unit that the organisation wrote itself."""
    made = a_module(f"own-{organisation.code.lower()}")
    made.organisation_id = organisation.id
    return made


def _a_plan(person: Person, version: ModuleVersion) -> Plan:
    sitting = modules.begin(person, version, today=TODAY)
    made = modules.keep_plan(person, sitting, "plan", text="If I check, then I open the source.", today=TODAY)
    made.ask_on = TODAY
    return made


def _a_dry_run(organisation: Organisation) -> str:
    folder = settings.current().instance / "uploads"
    file = staff_file.read(as_bytes(a_line("20000001")))
    return shelf.keep(folder, file, name="staff.csv", organisation_id=organisation.id, now=NOW)


def _letter(folder: Path, name: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    head = "To: staff@trust.example\r\nSubject: This week\r\nMIME-Version: 1.0\r\n"
    body = 'Content-Type: multipart/alternative; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nHello\r\n'
    page = '<!DOCTYPE html><html lang="en"><head><title>Hello – Steady</title></head><body><h1>Hello</h1></body></html>'
    html = f"--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}\r\n--b--\r\n"
    (folder / f"{name}.eml").write_bytes((head + body + html).encode())


@dataclass(frozen=True)
class _Template:
    app: Flask
    folder: Path
    files: dict[Path, bytes]
    ours: Half
    others: Half


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> _Template:
    folder = tmp_path_factory.mktemp("house")
    app = an_app(f"sqlite:///{folder / 'house.sqlite'}", folder, STEADY_DEMO="1")
    with app.app_context(), clock.moved_to(NOW):
        db.create_all()
        the_framework()
        ours, others = _half("OUR"), _half("OTH")
        _letter(settings.current().outbox, ours.paths["mail"])
        coverage.publish_due(now=NOW)
        db.session.commit()
        for person in (*ours.people.values(), *others.people.values()):
            db.session.refresh(person)
        db.session.expunge_all()
        db.session.remove()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
    files = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return _Template(app, folder, files, ours, others)


@pytest.fixture
def world(_template: _Template) -> Iterator[World]:
    """Two organisations, on a Monday at 9. Every test finds them as they were."""
    limiter.reset()
    with clock.moved_to(NOW):
        yield World(Site(_template.app), _template.ours, _template.others)
    with _template.app.app_context():
        db.session.remove()
        db.engine.dispose()
    for path in [path for path in _template.folder.rglob("*") if path.is_file()]:
        path.unlink()
    for path, content in _template.files.items():
        path.write_bytes(content)
