"""Importing staff into the database: whole or not at all, twice without effect, and quick for a whole trust."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import IntegrityError, OperationalError

from learning.ground import audit
from learning.ground.db import db, is_unavailable
from learning.ground.errors import Refused
from learning.people import queries
from learning.people.actions import (
    TooManyLeave,
    add_organisation,
    add_person,
    close_ended,
    confirm_role_family,
    give_duty,
    import_staff,
    import_teams,
)
from learning.people.models import Correction, Duty, Membership, Organisation, Person, StaffImport, Team
from learning.people.rules import staff_file
from learning.people.rules.team_file import read_teams
from tests.builders import NOW, TODAY, a_duty, an_organisation
from tests.rules.staff_file_facts import SAMPLE, a_file, a_line, families

STAFF = [a_line(str(number)) for number in range(1, 31)]
FAMILIES = families()
LATER = dt.timedelta(days=30)


def brought_in(organisation: Organisation, *lines: dict[str, str], **how):
    file = how.pop("file", None) or a_file(*lines)
    facts = {"families": FAMILIES, "today": TODAY, "now": NOW} | how
    plan, record = import_staff.apply(organisation.id, file, **facts)
    db.session.commit()
    return plan, record


def one(organisation: Organisation, number: str) -> Person:
    return db.session.scalars(
        select(Person).where(Person.organisation_id == organisation.id, Person.staff_number == number)
    ).one()


def posts_of(person: Person) -> list[Membership]:
    return list(db.session.scalars(select(Membership).where(Membership.person_id == person.id).order_by(Membership.id)))


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_dry_run_writes_nothing(store):
    organisation = an_organisation()
    db.session.commit()
    found = import_staff.plan(organisation.id, a_file(*STAFF), families=FAMILIES, today=TODAY)
    db.session.commit()
    assert found.counts["joins"] == 30
    assert (count(Person), count(Team), count(StaffImport)) == (0, 0, 0)


def test_everybody_comes_in_with_team_post_and_manager_and_the_deed_is_audited(store):
    organisation = an_organisation()
    _, record = brought_in(organisation, *STAFF)
    assert record.counts["joins"] == 30
    person = one(organisation, "7")
    (post,) = posts_of(person)
    assert post.manager_id == one(organisation, "1").id
    assert db.session.get_one(Team, post.team_id).name == "999 Outpatients Admin"
    assert (post.role_family, post.working_days, post.band, post.fte) == ("medical-secretary", "012", "4", 1.0)
    assert person.public_id.version == 7
    entry = db.session.scalars(select(audit.AuditEntry).where(audit.AuditEntry.deed == "staff.imported")).one()
    assert (entry.by, entry.facts["joins"]) == ("command", 30)
    assert audit.first_broken() is None


def test_the_same_file_twice_changes_no_row(store):
    organisation = an_organisation()
    brought_in(organisation, *STAFF)
    before = queries.present(organisation.id)
    plan, record = brought_in(organisation, *STAFF)
    assert plan.changes_nothing
    assert record.counts["unchanged"] == 30
    assert queries.present(organisation.id) == before


def test_the_sample_comes_in_whole_and_again_without_a_change(store):
    if not SAMPLE.is_file():
        pytest.skip("the sample of shared/data does not lie beside this repository")
    organisation = an_organisation("R0Z")
    file = staff_file.read(SAMPLE.read_bytes())
    brought_in(organisation, file=file)
    assert (count(Person), count(Membership), count(Team)) == (18, 19, 14)
    assert {row.status for row in db.session.scalars(select(Person))} == {"active", "paused"}
    kept = " ".join(str(row.counts) for row in db.session.scalars(select(StaffImport)))
    assert "aternity" not in kept
    again, _ = brought_in(organisation, file=file)
    assert again.changes_nothing
    assert not one(organisation, "90000003").mail_address
    assert one(organisation, "90000001").known_as == "Sade"


def test_a_move_keeps_the_old_post_with_its_last_day(store):
    organisation = an_organisation()
    brought_in(organisation, *STAFF)
    brought_in(organisation, *STAFF[:-1], a_line("30", organisation="999 HR"))
    old, new = posts_of(one(organisation, "30"))
    assert (old.ends_on, new.starts_on, old.assignment_number) == (TODAY - dt.timedelta(days=1), TODAY, "30")
    assert new.team_id != old.team_id


def test_a_leaver_loses_sessions_and_duties_and_keeps_the_record(store):
    organisation = an_organisation()
    brought_in(organisation, *STAFF)
    leaver = one(organisation, "30")
    a_duty(leaver, "champion")
    db.session.commit()
    brought_in(organisation, *STAFF[:-1])
    leaver = one(organisation, "30")
    assert (leaver.status, leaver.session_epoch, leaver.is_active) == ("left", 1, False)
    assert db.session.scalars(select(Duty.ends_on)).one() == leaver.left_on
    assert queries.duties_of(leaver.id, TODAY) == set()
    brought_in(organisation, *STAFF[:-1])
    assert one(organisation, "30").session_epoch == 1


def test_more_than_a_tenth_leaving_stops_until_somebody_says_so(store):
    organisation = an_organisation()
    brought_in(organisation, *STAFF)
    before = queries.present(organisation.id)
    with pytest.raises(TooManyLeave, match="5 people would leave. That is 17% of staff"):
        brought_in(organisation, *STAFF[:25])
    db.session.rollback()
    assert queries.present(organisation.id) == before
    plan, _ = brought_in(organisation, *STAFF[:25], allow_leavers=True)
    assert plan.leaving == 5


@pytest.mark.parametrize("nth", [1, 2, 3, 4, 6])
def test_a_failure_in_the_middle_leaves_nothing_behind(store, nth):
    organisation = an_organisation()
    brought_in(organisation, *STAFF)
    before = queries.present(organisation.id)
    lines = [*STAFF[:-2], a_line("29", organisation="999 New team"), a_line("40"), a_line("41")]
    writes = 0

    def fail(conn, cursor, statement, *rest):
        nonlocal writes
        writes += statement.split()[0] in {"INSERT", "UPDATE", "DELETE"}
        if writes > nth:
            raise OperationalError("disk I/O error", {}, Exception("disk I/O error"))

    event.listen(db.engine, "before_cursor_execute", fail)
    try:
        with pytest.raises(OperationalError):
            brought_in(organisation, *lines)
    finally:
        event.remove(db.engine, "before_cursor_execute", fail)
    db.session.rollback()
    assert queries.present(organisation.id) == before
    assert count(StaffImport) == 1


def test_two_imports_at_once_bring_everybody_in_once(store):
    organisation_id = an_organisation().id
    db.session.commit()
    outcomes: list[str] = []
    ready = threading.Barrier(2)

    def bring_in() -> None:
        with store.app_context():
            ready.wait(10)
            try:
                plan, _ = import_staff.apply(organisation_id, a_file(*STAFF), families=FAMILIES, today=TODAY, now=NOW)
                db.session.commit()
                outcomes.append("nothing" if plan.changes_nothing else "all")
            except (OperationalError, IntegrityError) as error:
                db.session.rollback()
                refused = isinstance(error, OperationalError) and is_unavailable(error)
                outcomes.append("try again" if refused else str(error))
            finally:
                db.session.remove()

    threads = [threading.Thread(target=bring_in) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(outcomes) == ["all", "nothing"]
    assert (count(Person), count(Membership), count(Team)) == (30, 30, 1)


def test_two_organisations_may_use_the_same_staff_numbers(store):
    first, second = an_organisation("AAA"), an_organisation("BBB")
    brought_in(first, *STAFF)
    brought_in(second, *STAFF[:3])
    assert one(first, "1").id != one(second, "1").id
    assert len(queries.present(second.id).people) == 3


def test_what_people_put_right_survives_in_the_database(store):
    organisation = an_organisation()
    brought_in(organisation, *STAFF)
    (post,) = posts_of(one(organisation, "5"))
    confirm_role_family(post, "clinical-coder", families=FAMILIES, by="somebody", now=NOW)
    db.session.commit()
    plan, _ = brought_in(organisation, *STAFF)
    assert plan.changes_nothing
    assert posts_of(one(organisation, "5"))[0].role_family == "clinical-coder"
    another_job = a_line("5", position_title="Finance Officer", job_role="Officer")
    brought_in(organisation, *[another_job if line["Employee Number"] == "5" else line for line in STAFF])
    assert posts_of(one(organisation, "5"))[-1].role_family == "finance-procurement"
    assert count(Correction) == 0
    with pytest.raises(Refused, match="not one of the roles"):
        confirm_role_family(post, "astronaut", families=FAMILIES, by="somebody", now=NOW)


def test_a_whole_trust_comes_in_with_progress_and_few_questions(store):
    lines = [
        a_line(str(number), organisation=f"999 Team {number % 400}", supervisor_employee_number=str(number % 900 + 1))
        for number in range(1, 20_001)
    ]
    file = a_file(*lines)
    organisation = an_organisation()
    db.session.commit()
    seen: list[tuple[int, int]] = []
    statements = 0

    def note(conn, cursor, statement, *rest):
        nonlocal statements
        statements += 1

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        brought_in(organisation, file=file, progress=lambda done, total: seen.append((done, total)))
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert (count(Person), count(Membership), count(Team)) == (20_000, 20_000, 400)
    assert seen[-1] == (40_000, 40_000)
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})
    assert statements < 700  # grows by chunks of rows, never by rows
    again = import_staff.plan(organisation.id, file, families=FAMILIES, today=TODAY)
    assert again.changes_nothing


def test_a_column_mapping_is_kept_for_each_organisation(store):
    organisation = an_organisation()
    assert queries.import_mapping(organisation.id) == {}
    import_staff.save_mapping(organisation.id, {"team": " Ward "}, by="somebody", now=NOW)
    import_staff.save_mapping(organisation.id, {"team": "Ward"}, by="somebody", now=NOW)
    db.session.commit()
    assert queries.import_mapping(organisation.id) == {"team": "Ward"}
    assert count(audit.AuditEntry) == 1
    with pytest.raises(Refused):
        import_staff.save_mapping(organisation.id, {"why": "Reason"}, by="somebody", now=NOW)


def test_an_organisation_is_added_once_with_a_nation_that_exists(store):
    made = add_organisation("R0Z", name=" Example  Trust ", nation="England", by="command", now=NOW)
    assert (made.name, made.nation) == ("Example Trust", "england")
    with pytest.raises(Refused, match="already that of Example Trust"):
        add_organisation("R0Z", name="Other", nation="wales", by="command", now=NOW)
    with pytest.raises(Refused, match="not a nation"):
        add_organisation("R1Z", name="Other", nation="atlantis", by="command", now=NOW)
    with pytest.raises(Refused, match="1 to 20 letters"):
        add_organisation("R 0", name="Other", nation="wales", by="command", now=NOW)
    with pytest.raises(Refused, match="time zone"):
        add_organisation("R1Z", name="Other", nation="wales", timezone="Mars/Base", by="command", now=NOW)


def test_teams_come_in_as_a_tree_and_again_without_a_change(store):
    organisation = an_organisation()
    content = b"code,name,parent,site\nEVT,Example Valley,,\nOPD,Outpatients Admin,EVT,North\n"
    first = import_teams(organisation.id, read_teams(content), by="command", now=NOW)
    second = import_teams(organisation.id, read_teams(content), by="command", now=NOW)
    assert (first.added, second.added, second.changed, second.unchanged) == (2, 0, 0, 2)
    moved = read_teams(b"code;name;parent;site\nOPD;Outpatients;EVT;South", known=["EVT"])
    assert import_teams(organisation.id, moved, by="command", now=NOW).changed == 1
    brought_in(organisation, *STAFF[:2], a_line("3", organisation="999 New"))
    teams = {team.name: team for team in queries.teams_of(organisation.id)}
    assert teams["999 New"].parent_id == teams["Example Valley"].id
    with pytest.raises(Refused, match="above itself"):
        import_teams(organisation.id, read_teams(b"code,name,parent\nEVT,X,OPD", known=["OPD"]), by="x", now=NOW)


def test_somebody_added_by_hand_stays_until_a_file_names_them(store):
    organisation = an_organisation()
    brought_in(organisation, *STAFF)
    team = queries.teams_of(organisation.id)[0]
    facts = {"by": "command", "now": NOW, "today": TODAY}
    june = add_person(
        organisation,
        staff_number="A1",
        first_name="June",
        last_name="Moss",
        email="J@trust.example",
        team=team,
        **facts,
    )
    give_duty(june, "administrator", **facts)
    give_duty(june, "administrator", **facts)
    db.session.commit()
    plan, _ = brought_in(organisation, *STAFF)
    assert plan.changes_nothing
    assert queries.duties_of(june.id, TODAY) == {"administrator"}
    brought_in(organisation, *STAFF, a_line("A1", first_name="June", last_name="Moss"))
    (post,) = posts_of(one(organisation, "A1"))
    assert (post.assignment_number, post.position_title) == ("A1", "Medical Secretary")
    with pytest.raises(Refused, match="already somebody"):
        add_person(organisation, staff_number="1", first_name="A", last_name="B", **facts)
    with pytest.raises(Refused, match="not a duty"):
        give_duty(june, "wizard", **facts)


def test_an_address_that_a_second_person_gets_becomes_shared(store):
    organisation = an_organisation()
    facts = {"by": "command", "now": NOW, "today": TODAY, "email": "team@trust.example"}
    first = add_person(organisation, staff_number="1", first_name="A", last_name="B", **facts)
    second = add_person(organisation, staff_number="2", first_name="C", last_name="D", **facts)
    assert (first.mail_address, second.mail_address) == (None, None)


def test_accounts_close_after_the_last_day_without_a_new_file(store):
    organisation = an_organisation()
    brought_in(organisation, *STAFF[:2], a_line("3", termination_date="30/11/2026"))
    assert close_ended(organisation.id, today=dt.date(2026, 11, 30), now=NOW) == 0
    assert close_ended(organisation.id, today=dt.date(2026, 12, 1), now=NOW) == 1
    assert one(organisation, "3").left_on == dt.date(2026, 11, 30)
    assert close_ended(organisation.id, today=dt.date(2026, 12, 2), now=NOW) == 0
