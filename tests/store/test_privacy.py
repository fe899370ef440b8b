"""What is held about somebody can be taken home, and taken away, whole."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from learning.drip import queries as drip
from learning.drip.models import Delivery
from learning.ground import audit
from learning.ground.db import db
from learning.people.models import Person
from learning.privacy import queries
from learning.privacy.actions import SOMEBODY, erase
from learning.privacy.rules import REGISTER
from learning.privacy.shelf import forget_mails
from tests.builders import NOW
from tests.lived import Lived, a_life

NAME = "Nuala O'Brien-Szymańska"


@pytest.fixture
def life(store: Flask) -> Lived:
    made = a_life()
    db.session.commit()
    return made


def everything_but(*left_out: str) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    return {
        table.name: [dict(row._mapping) for row in db.session.execute(select(table))]
        for table in db.metadata.sorted_tables
        if table.name not in left_out
    }


def test_a_life_leaves_a_row_in_every_table_of_the_register(life: Lived) -> None:
    assert [kind.table for kind in REGISTER if not queries.rows_of(kind, life.person)] == []


def test_the_file_holds_every_kind_of_row_and_is_plain_json(life: Lived) -> None:
    told = json.loads(json.dumps(queries.export_of(life.person)))
    assert [kind.key for kind in REGISTER if not told[kind.key]] == []
    assert told["staff_record"][0]["last_name"] == "O'Brien-Szymańska"
    assert told["organisation"] == "Example Valley Trust"
    assert told["posts_that_name_you_as_manager"] == 1
    assert told["posts"][0]["team"] == "Outpatients"
    assert told["posts"][0]["manager"] == "Dev Okafor"


def test_an_answer_in_the_file_stands_with_its_question_and_reads_without_steady(life: Lived) -> None:
    gap, step = queries.export_of(life.person)["answers"]
    assert gap["question"] == "Which points are missing from the draft?"
    assert gap["answered"] == ["He felt dizzy. Stop the tablets today."]
    assert (gap["confidence"], gap["outcome"], gap["unit"]) == ("very", "partly", "What is missing?")
    assert step["answered"] == "Put it back and tell the consultant."


def test_a_week_in_the_file_says_why_in_a_sentence(life: Lived) -> None:
    (week,) = queries.export_of(life.person)["weekly_units"]
    assert week["why"].startswith("Because ")
    assert week["reason"]


def test_nothing_in_the_file_helps_to_guess_a_password_or_says_when_somebody_signed_in(life: Lived) -> None:
    text = json.dumps(queries.export_of(life.person))
    assert "argon2" not in text
    (link,) = queries.export_of(life.person)["sign_in_links"]
    assert link.keys() == {"expires_at"}


def test_the_file_of_one_person_holds_nothing_of_another_but_a_managers_name(life: Lived) -> None:
    text = json.dumps(queries.export_of(life.person))
    assert life.colleague.staff_number not in text
    assert str(life.colleague.public_id) not in text
    assert (life.colleague.email or "?") not in text


def test_after_erasure_no_table_holds_the_person(life: Lived) -> None:
    person_id, public_id = life.person.id, str(life.person.public_id)
    written = ("Nuala", "O'Brien", "X7140088", str(life.person.email))
    pointing = [
        key.parent for table in db.metadata.sorted_tables for key in table.foreign_keys if "person" in str(key.column)
    ]
    assert len(pointing) > 15

    removed = erase(life.person, by="command", now=NOW)
    db.session.commit()

    assert removed > len(REGISTER) - 4
    for column in pointing:
        held = db.session.scalars(select(func.count()).select_from(column.table).where(column == person_id)).one()
        assert held == 0, f"{column} still points to the person"
    everything = str(everything_but())
    assert [word for word in written if word in everything] == []
    assert public_id not in str(everything_but("audit_entry"))
    assert db.session.get(Person, person_id) is None


def test_erasure_leaves_everybody_else_as_they_were(life: Lived) -> None:
    before = queries.export_of(life.colleague)
    erase(life.person, by="command", now=NOW)
    db.session.commit()
    after = queries.export_of(life.colleague)
    (post,) = after["posts"]
    assert post.pop("manager") is None
    assert before["posts"][0].pop("manager") == NAME
    assert after == before | {"posts_that_name_you_as_manager": 0}


def test_what_the_organisation_decided_stays_without_the_person(life: Lived) -> None:
    erase(life.person, by="command", now=NOW)
    rows = everything_but()
    (adopted,) = rows["adoption"]
    assert (adopted["reviewed_by"], adopted["by_person_id"]) == (SOMEBODY, None)
    assert [row["by_person_id"] for row in rows["staff_import"] + rows["local_slot"]] == [None, None]


def test_a_person_of_the_same_name_elsewhere_keeps_theirs(life: Lived) -> None:
    other = a_life(code="OTH")
    erase(life.person, by="command", now=NOW)
    assert db.session.get(Person, other.person.id) is not None
    names = {
        row["reviewed_by"] for row in everything_but()["adoption"] if row["organisation_id"] == other.organisation.id
    }
    assert names == {NAME}


def test_the_audit_log_keeps_that_somebody_was_erased_but_not_who(life: Lived) -> None:
    erase(life.person, by="command", now=NOW)
    last = db.session.scalars(select(audit.AuditEntry).order_by(audit.AuditEntry.id.desc()).limit(1)).one()
    assert (last.deed, last.by, last.subject) == ("person.erased", "command", "")
    assert audit.first_broken() is None


def test_a_link_in_an_old_mail_of_an_erased_person_opens_nobody_elses_unit(life: Lived) -> None:
    mine = db.session.scalars(select(Delivery).where(Delivery.person_id == life.person.id)).one()
    theirs = db.session.scalars(select(Delivery).where(Delivery.person_id == life.colleague.id)).one()
    was, number = str(mine.public_id), mine.id
    assert drip.delivery(was) is mine
    erase(life.person, by="command", now=NOW)
    assert drip.delivery(was) is None
    assert drip.delivery(str(number)) is None
    assert drip.delivery(str(theirs.id)) is None


def test_mail_in_the_folder_goes_with_the_person_and_nobody_elses_does(tmp_path: Any) -> None:
    for name, to in (
        ("a", "Nuala O'Brien <nuala@trust.example>"),
        ("b", "nuala@trust.example.org"),
        ("c", "Dev <dev@trust.example>"),
    ):
        (tmp_path / f"{name}.eml").write_bytes(f"To: {to}\r\nSubject: This week\r\n\r\nHello\r\n".encode())
    assert forget_mails(tmp_path, "Nuala@trust.example") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.eml", "c.eml"]
    assert forget_mails(tmp_path / "not made yet", "nuala@trust.example") == 0
