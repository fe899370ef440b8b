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
from learning.guardrails import actions as guardrails
from learning.guardrails import queries as permission
from learning.guardrails.models import PermissionRule, Tool, ToolNeed, ToolNeedAsker
from learning.guardrails.rules import Wanted
from learning.people.models import Person
from learning.privacy import queries
from learning.privacy.actions import SOMEBODY, erase
from learning.privacy.rules import REGISTER
from learning.privacy.shelf import forget_mails
from tests.builders import NOW, a_duty, a_rule, a_tool
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


def test_what_an_erased_person_asked_for_is_still_needed_and_counted_without_them(life: Lived) -> None:
    trust, today = life.organisation, NOW.date()
    need = guardrails.ask_for(life.person, "I type the minutes of every meeting twice.", today=today)
    guardrails.join(life.colleague, need)
    (told,) = [one for one in queries.export_of(life.person)["tools_you_asked_for"] if "minutes" in str(one)]
    assert "asked_by" not in told
    erase(life.person, by="command", now=NOW)
    kept = db.session.get_one(ToolNeed, need.id)
    assert (kept.problem, kept.asked_by) == ("I type the minutes of every meeting twice.", 2)
    who = select(ToolNeedAsker.person_id).where(ToolNeedAsker.need_id == need.id)
    assert db.session.scalars(who).all() == [life.colleague.id]
    assert need in permission.similar_needs(trust.id, Wanted("Typing minutes of meetings"), today=today)


def test_the_rules_and_tools_of_an_erased_owner_stay_and_somebody_answers_for_them(life: Lived) -> None:
    tool = a_tool(life.organisation, "Rota helper", owner=life.person)
    rule = a_rule(life.organisation, "yes", owner=life.person, tool=tool.slug, task="plan", now=NOW)
    a_duty(life.colleague, "administrator")
    erase(life.person, by="command", now=NOW)
    assert (db.session.get_one(Tool, tool.id).owner_id, db.session.get_one(PermissionRule, rule.id).answer) == (
        None,
        "yes",
    )
    stands_in = permission.who_decides(life.organisation.id, tool.slug, today=NOW.date())
    assert stands_in is not None
    assert stands_in.name == life.colleague.full_name


def test_a_tool_given_to_an_erased_person_alone_is_given_to_nobody(life: Lived) -> None:
    tool = a_tool(life.organisation, "Rota helper", for_everybody=False)
    guardrails.give(tool, person=life.person, by=life.colleague, now=NOW)
    assert len(permission.access_lines(tool)) == 1
    erase(life.person, by="command", now=NOW)
    assert permission.access_lines(tool) == []
    assert tool.slug not in permission.access_counts(life.organisation.id)
    assert tool.slug not in permission.tools_of(life.colleague, today=NOW.date())


def test_the_file_of_whoever_answered_a_need_does_not_say_who_asked(life: Lived) -> None:
    need = guardrails.ask_for(life.colleague, "I sort 300 letters a day by hand.", today=NOW.date())
    guardrails.answer_need(need, "There is no tool for it before March.", by=life.person, now=NOW, today=NOW.date())
    told = queries.export_of(life.person)
    assert "I sort 300 letters a day by hand." in str(told["needs_you_answered"])
    assert "I sort 300 letters a day by hand." not in str(told["tools_you_asked_for"])
    assert life.colleague.full_name not in str(told["needs_you_answered"])
