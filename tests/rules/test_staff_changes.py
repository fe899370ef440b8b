"""What a staff file changes in an organisation: joiners, moves, leave, leavers, and everything that is kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.ground.errors import Refused
from learning.people.rules.changes import planned
from learning.people.rules.plan import Kind, Mark, Plan
from learning.people.rules.present import BY_HAND, KnownTeam, Present
from learning.people.rules.staff_file import StaffFile
from tests.rules.staff_file_facts import COLUMNS, TODAY, a_file, a_line, after, families, person

YESTERDAY = TODAY - dt.timedelta(days=1)
FAMILIES = families()
NOTHING = Present()
STAFF = [a_line(str(number)) for number in range(1, 31)]


def plan(file: StaffFile, present: Present = NOTHING, **how) -> Plan:
    return planned(file, present, families=FAMILIES, today=how.pop("today", TODAY), **how)


def brought_in(*lines: dict[str, str], present: Present = NOTHING, **how) -> Present:
    return after(present, plan(a_file(*lines), present, **how))


def changed(lines: list[dict[str, str]], number: str, **cells: str) -> list[dict[str, str]]:
    return [a_line(number, **cells) if line["Employee Number"] == number else line for line in lines]


def said_of(found: Plan, line: int) -> str:
    return " ".join(str(reason) for reason in found.reasons if reason.line == line)


def test_plain_lines_need_no_reason_and_come_in_whole():
    found = plan(a_file(*STAFF))
    assert found.reasons == ()
    assert found.counts["joins"] == 30
    present = after(NOTHING, found)
    sade = person(present, "7")
    assert (sade.status, sade.started_on, sade.email_is_shared) == ("active", dt.date(2019, 6, 3), False)
    assert [(post.role_family, post.fte, post.days, post.band, post.manager) for post in sade.posts] == [
        ("medical-secretary", 1.0, "012", "4", "1")
    ]


def test_the_same_file_twice_changes_nothing():
    present = brought_in(*STAFF)
    second = plan(a_file(*STAFF), present)
    assert second.changes_nothing
    assert second.unchanged == 30


def test_a_person_with_several_assignments_is_one_learner_and_the_longest_hours_are_the_main_ones():
    lines = [
        a_line("1"),
        a_line("2", fte="0.20"),
        a_line("2", assignment_number="2-2", fte="0.60", organisation="999 Booking Centre"),
        a_line("2", assignment_number="2-3", fte="0.10", organisation="999 Bank"),
    ]
    found = plan(a_file(*lines))
    assert found.people_found == 2
    assert [post.wanted.is_main for post in found.changes[1].posts if post.wanted] == [True, False, False]
    assert "one is the main one" in said_of(found, 3)
    assert "three assignments; the 0.60 one" in said_of(found, 5)
    assert person(after(NOTHING, found), "2").posts[0].assignment == "2-2"


def test_with_equal_hours_the_main_assignment_stays_the_main_one():
    lines = [
        a_line("1"),
        a_line("2", fte="0.50"),
        a_line("2", assignment_number="2-2", fte="0.50", latest_start_date="2015-01-05"),
    ]
    found = plan(a_file(*lines))
    assert Mark.SAME_HOURS in found.marks
    present = after(NOTHING, found)
    mains = {post.assignment for post in person(present, "2").posts if post.is_main}
    assert mains == {"2-2"}  # it began first
    reordered = plan(a_file(lines[0], lines[2], lines[1]), present)
    assert reordered.changes_nothing


def test_a_move_ends_the_post_and_begins_a_new_one_today():
    present = brought_in(*STAFF)
    found = plan(a_file(*changed(STAFF, "5", organisation="999 HR")), present)
    assert found.counts["moves"] == 1
    assert "moves from 999 Outpatients Admin to 999 HR" in said_of(found, 6)
    old, new = person(after(present, found), "5").posts
    assert (old.ends_on, new.starts_on, new.ends_on) == (YESTERDAY, TODAY, None)
    assert old.assignment == new.assignment


def test_a_second_move_on_the_same_day_corrects_the_first():
    present = brought_in(*STAFF)
    present = brought_in(*changed(STAFF, "5", organisation="999 HR"), present=present)
    present = brought_in(*changed(STAFF, "5", organisation="999 Finance"), present=present)
    assert len(person(present, "5").posts) == 2


def test_hours_days_and_names_change_in_place():
    present = brought_in(*STAFF)
    found = plan(
        a_file(*changed(STAFF, "5", fte="0.5", working_days="Thu", last_name="New", position_title="Secretary")),
        present,
    )
    assert found.counts["details"] == 1
    (post,) = person(after(present, found), "5").posts
    assert (post.fte, post.days, post.position) == (0.5, "3", "Secretary")


def test_leave_pauses_and_return_starts_again_and_the_reason_is_nowhere():
    present = brought_in(*STAFF)
    away = plan(a_file(*changed(STAFF, "5", assignment_status="Maternity & Adoption")), present)
    assert away.counts["pauses"] == 1
    assert "aternity" not in repr(away)
    assert "aternity" not in said_of(away, 6)
    present = after(present, away)
    assert person(present, "5").status == "paused"
    back = plan(a_file(*STAFF), present)
    assert back.counts["returns"] == 1
    assert Mark.BACK in back.marks


def test_whoever_is_missing_leaves_and_whoever_left_changes_nothing_more():
    present = brought_in(*STAFF)
    found = plan(a_file(*STAFF[:-1]), present)
    assert found.counts["leaves"] == 1
    assert found.leaving_share == pytest.approx(1 / 30)
    assert not found.needs_confirmation
    assert str(found.reasons[-1]).startswith("Staff number 30: not in this file")
    present = after(present, found)
    gone = person(present, "30")
    assert (gone.status, gone.left_on, gone.posts[0].ends_on) == ("left", YESTERDAY, YESTERDAY)
    assert plan(a_file(*STAFF[:-1]), present).changes_nothing


def test_more_than_a_tenth_leaving_asks_for_confirmation():
    present = brought_in(*STAFF)
    assert not plan(a_file(*STAFF[:27]), present).needs_confirmation
    assert plan(a_file(*STAFF[:26]), present).needs_confirmation


def test_termination_dates_in_the_past_leave_and_in_the_future_stay_till_then():
    present = brought_in(*STAFF)
    lines = changed(STAFF, "5", termination_date="31-OCT-2026")
    lines = changed(lines, "6", termination_date="23-NOV-2026")
    lines = changed(lines, "7", termination_date="31-DEC-2026")
    found = plan(a_file(*lines), present)
    assert found.counts["leaves"] == 1
    assert "left on 31 October 2026" in said_of(found, 6)
    assert "ends on 31 December 2026" in said_of(found, 8)
    present = after(present, found)
    assert person(present, "5").left_on == dt.date(2026, 10, 31)
    assert person(present, "5").posts[0].ends_on == dt.date(2026, 10, 31)
    assert person(present, "6").status == "active"  # today is the last day
    assert plan(a_file(*lines), present).changes_nothing


def test_somebody_who_left_before_ever_being_here_gets_no_account():
    found = plan(a_file(a_line("1"), a_line("2", termination_date="31-OCT-2026")))
    assert [change.wanted.staff_number for change in found.changes] == ["1"]
    assert "no account is made" in said_of(found, 3)


def test_whoever_comes_back_keeps_what_they_held_and_begins_a_new_post():
    present = brought_in(*STAFF)
    present = after(present, plan(a_file(*STAFF[:-1]), present))
    same_day = brought_in(*STAFF, present=present)
    back = person(same_day, "30")
    assert (back.status, back.left_on, back.started_on) == ("active", None, dt.date(2019, 6, 3))
    assert [(post.starts_on, post.ends_on) for post in back.posts] == [(dt.date(2019, 6, 3), YESTERDAY), (TODAY, None)]
    later = [*STAFF[:-1], a_line("30", latest_start_date="01/02/2027")]
    rehired = person(brought_in(*later, present=present, today=dt.date(2027, 2, 3)), "30")
    assert rehired.started_on == dt.date(2027, 2, 1)
    assert plan(a_file(*STAFF), same_day).changes_nothing


def test_people_on_lines_that_cannot_be_used_stay_as_they_are():
    present = brought_in(*STAFF)
    lines = changed(STAFF, "5", latest_start_date="31-NOV-2026")
    lines = changed(lines, "6", employee_number="", assignment_number="")
    found = plan(a_file(*lines), present)
    assert len(found.bad) == 2
    assert found.changes_nothing


def test_a_bad_second_line_ends_no_post():
    both = [*STAFF, a_line("5", assignment_number="5-2", fte="0.2")]
    present = brought_in(*both)
    broken = [*STAFF, a_line("5", assignment_number="5-2", fte="lots")]
    assert plan(a_file(*broken), present).changes_nothing
    ended = plan(a_file(*STAFF), present)
    assert [change.posts[0].ends_on for change in ended.changes] == [YESTERDAY]


def test_lines_that_contradict_each_other_are_not_used():
    lines = [a_line("1"), a_line("2"), a_line("2", first_name="Somebody", last_name="Else", assignment_number="2-2")]
    found = plan(a_file(*lines))
    assert {(bad.line, bad.wrong) for bad in found.bad} == {
        (line, "2 people share this staff number") for line in (3, 4)
    }
    twice = plan(a_file(a_line("1"), a_line("2"), a_line("2", fte="0.5"), a_line("2")))
    assert [(bad.line, bad.wrong) for bad in twice.bad] == [
        (4, "Its assignment number stands on line 3 with other details")
    ]
    assert "the same as line 3" in said_of(twice, 5)
    other = plan(a_file(a_line("1"), a_line("3", assignment_number="2")), brought_in(a_line("1"), a_line("2")))
    assert [bad.wrong for bad in other.bad] == ["Its assignment number belongs to staff number 2"]


def test_a_changed_surname_is_the_same_person():
    present = brought_in(*STAFF)
    found = plan(a_file(*changed(STAFF, "5", last_name="Married")), present)
    assert found.counts["details"] == 1


def test_a_mailbox_of_several_people_gets_no_personal_links():
    lines = [a_line("1"), a_line("2", work_email="Team@trust.example"), a_line("3", work_email="team@trust.example")]
    found = plan(a_file(*lines))
    assert "shared mailbox (with line 4)" in said_of(found, 3)
    present = after(NOTHING, found)
    assert [person(present, number).email_is_shared for number in "123"] == [False, True, True]
    one_leaves = brought_in(*lines[:2], present=present)
    assert person(one_leaves, "2").email_is_shared  # the mailbox stays one of several people
    one_corrected = brought_in(*lines[:2], a_line("3", work_email="own@trust.example"), present=present)
    assert not person(one_corrected, "2").email_is_shared


def test_a_new_sharer_changes_somebody_who_is_not_in_the_file():
    by_hand = brought_in(a_line("1"), a_line("2"))
    two = person(by_hand, "2")
    by_hand = replace(by_hand, people=(by_hand.people[0], replace(two, posts=())))
    found = plan(a_file(a_line("1"), a_line("3", work_email="2@trust.example")), by_hand)
    assert {(change.wanted.staff_number, change.wanted.email_is_shared) for change in found.changes} == {
        ("2", True),
        ("3", True),
    }


def test_the_same_person_under_a_new_staff_number_does_not_share_with_their_old_self():
    present = brought_in(*STAFF)
    present = after(present, plan(a_file(*STAFF[:-1]), present))
    again = a_line("31", first_name="Name30", last_name="Surname30", work_email="30@trust.example")
    assert not person(brought_in(*STAFF[:-1], again, present=present), "31").email_is_shared


def test_no_address_or_a_bad_one_is_said_and_no_reason_to_stop():
    found = plan(a_file(a_line("1"), a_line("2", work_email=""), a_line("3", work_email="ask reception")))
    assert "no e-mail address" in said_of(found, 3)
    assert "cannot be used and counts as none" in said_of(found, 4)
    assert "ask reception" not in said_of(found, 4)
    assert found.counts["joins"] == 3


def test_supervisors_who_are_not_there_leave_the_manager_empty():
    found = plan(
        a_file(a_line("1"), a_line("2", supervisor_employee_number="99"), a_line("3", supervisor_employee_number="3"))
    )
    assert "supervisor 99 is not in the file" in said_of(found, 3)
    managers = {
        change.wanted.staff_number: change.posts[0].wanted.manager for change in found.changes if change.posts[0].wanted
    }
    assert managers == {"1": "2", "2": "", "3": ""}


def test_a_supervisor_on_a_bad_line_is_said_to_be_there():
    found = plan(a_file(a_line("1", fte="37.5"), a_line("2"), a_line("3", supervisor_employee_number="2")))
    assert "the line of supervisor 1 cannot be used" in said_of(found, 3)
    present = brought_in(*STAFF)
    lines = changed(STAFF, "1", fte="37.5")
    assert plan(a_file(*lines), present).changes_nothing  # known already, so still the manager


def test_what_people_put_right_survives_the_next_import():
    present = brought_in(*STAFF)
    sade = person(present, "5")
    post = replace(sade.posts[0], role_family="booking-waiting-list", days="3", shift="night", uses_voice=True)
    kept = frozenset({"preferred_name", "role_family", "working_days", "shift", "uses_voice"})
    sade = replace(sade, preferred_name="Sade", posts=(post,), kept=kept)
    present = replace(present, people=tuple(sade if p.id == sade.id else p for p in present.people))
    found = plan(a_file(*changed(STAFF, "5", preferred_name="Folasade", fte="0.4")), present)
    assert found.counts["details"] == 1
    assert found.marks[Mark.KEPT] >= 1
    after_all = person(after(present, found), "5")
    (now,) = after_all.posts
    assert (after_all.preferred_name, now.role_family, now.days, now.shift, now.uses_voice, now.fte) == (
        "Sade",
        "booking-waiting-list",
        "3",
        "night",
        True,
        0.4,
    )


def test_a_confirmed_role_ends_when_the_job_becomes_another_clear_one():
    present = brought_in(*STAFF)
    sade = replace(person(present, "5"), kept=frozenset({"role_family"}))
    present = replace(present, people=tuple(sade if p.id == sade.id else p for p in present.people))
    found = plan(a_file(*changed(STAFF, "5", position_title="Finance Officer", job_role="Officer")), present)
    assert [(change.kind, change.lifted) for change in found.changes] == [(Kind.MOVES, frozenset({"role_family"}))]
    unclear = plan(a_file(*changed(STAFF, "5", position_title="Volunteer", job_role="")), present)
    assert [(change.kind, change.lifted) for change in unclear.changes] == [(Kind.DETAILS, frozenset())]


def test_columns_that_a_file_does_not_have_leave_things_as_they_are():
    present = brought_in(*STAFF)
    few = ("Employee Number", "Last Name", "First Name", "Organisation", "Assignment Status")
    found = plan(a_file(*STAFF, columns=few), present)
    assert found.changes_nothing
    assert any("“Work Email”" in sentence for sentence in found.general)


def test_people_added_by_hand_are_left_alone_until_a_file_names_them():
    present = brought_in(*STAFF)
    five = person(present, "5")
    by_hand = replace(five, posts=(replace(five.posts[0], assignment=f"{BY_HAND}5"),))
    present = replace(present, people=tuple(by_hand if p.id == five.id else p for p in present.people))
    without = [line for line in STAFF if line["Employee Number"] != "5"]
    assert plan(a_file(*without), present).changes_nothing
    (post,) = person(brought_in(*STAFF, present=present), "5").posts
    assert (post.id, post.assignment) == (five.posts[0].id, "5")


def test_nobody_closes_their_own_account_by_an_import():
    present = brought_in(*STAFF)
    me = person(present, "30").id
    found = plan(a_file(*STAFF[:-1]), present, acting=me)
    assert found.changes_nothing
    assert any("You are not in this file" in sentence for sentence in found.general)


def test_teams_are_found_by_name_or_code_with_or_without_the_number_of_the_trust():
    teams = (KnownTeam(1, "EVT", "Example Valley"), KnownTeam(2, "OPD", "Outpatients Admin"), KnownTeam(3, "HR", "HR"))
    lines = [
        a_line("1"),
        a_line("2", organisation="opd"),
        a_line("3", organisation="999 outpatients  ADMIN"),
        a_line("4", organisation="999 New"),
    ]
    found = plan(a_file(*lines), Present(teams=teams))
    assert [change.posts[0].wanted.team_id for change in found.changes if change.posts[0].wanted] == [2, 2, 2, None]
    assert found.new_teams == ("999 New",)


def test_a_name_that_two_teams_have_needs_a_code():
    teams = (KnownTeam(1, "A", "Admin"), KnownTeam(2, "B", "Admin"))
    found = plan(a_file(a_line("1", organisation="Admin"), a_line("2", organisation="B")), Present(teams=teams))
    assert [(bad.line, bad.mend) for bad in found.bad] == [(2, "Use the code of the team in the file")]


def test_a_future_starter_waits_and_may_start_later_than_first_said():
    lines = [a_line("1"), a_line("2", latest_start_date="01/12/2026")]
    found = plan(a_file(*lines))
    assert "starts on 1 December 2026" in said_of(found, 3)
    present = after(NOTHING, found)
    lines[1] = a_line("2", latest_start_date="04/01/2027")
    present = brought_in(*lines, present=present)
    two = person(present, "2")
    assert (two.started_on, two.posts[0].starts_on) == (dt.date(2027, 1, 4), dt.date(2027, 1, 4))
    never = person(brought_in(lines[0], present=present), "2")
    assert (never.status, never.posts) == ("left", ())
    assert plan(a_file(*lines), present, today=dt.date(2027, 2, 1)).changes_nothing


def test_without_role_families_nothing_is_planned():
    with pytest.raises(Refused, match="content load"):
        planned(a_file(*STAFF), Present(), families=(), today=TODAY)


few_numbers = st.sampled_from(["1", "2", "3", "4"])
any_line = st.builds(
    a_line,
    few_numbers,
    assignment_number=st.sampled_from(["", "7", "8", "9", "10", "11"]),
    organisation=st.sampled_from(["999 HR", "999 Coding", "Coding"]),
    position_title=st.sampled_from(["Medical Secretary", "Finance Officer", "Volunteer", ""]),
    fte=st.sampled_from(["1", "0,5", "0.5", "1.2", "x", ""]),
    assignment_status=st.sampled_from(["Active Assignment", "Career Break", "Acting Up", "Terminated", "?"]),
    latest_start_date=st.sampled_from(["", "2019-06-03", "2026-11-02", "2027-01-04"]),
    termination_date=st.sampled_from(["", "", "2026-10-31", "2026-11-23", "2027-06-01"]),
    work_email=st.sampled_from(["", "team@trust.example", "a@trust.example", "bad"]),
    supervisor_employee_number=st.sampled_from(["", "1", "2", "99"]),
    working_days=st.sampled_from(["", "Mon", "Nights 4 on 4 off", "whenever"]),
)
# In life an assignment number belongs to one person for good; between files it does here too.
own_line = st.builds(
    lambda line, second: line | {"Assignment Number": line["Employee Number"] + second},
    any_line,
    st.sampled_from(["", "-2", "-3"]),
)
own_file = st.lists(own_line, min_size=1, max_size=6).map(lambda lines: a_file(*lines, columns=COLUMNS))
any_file = st.lists(any_line, min_size=1, max_size=6).map(lambda lines: a_file(*lines, columns=COLUMNS))


@given(own_file, own_file, st.integers(0, 60))
@settings(max_examples=150, deadline=None)
def test_whatever_two_files_say_the_second_time_changes_nothing(first, second, days):
    """Two months of any files: applying one twice changes nothing, and what is stored always makes sense."""
    present = after(NOTHING, plan(first))
    assert plan(first, present).changes_nothing
    later = TODAY + dt.timedelta(days=days)
    present = after(present, plan(second, present, today=later))
    assert plan(second, present, today=later).changes_nothing
    starts = [(post.assignment, post.starts_on) for one in present.people for post in one.posts]
    assert len(starts) == len(set(starts))
    for one in present.people:
        open_posts = one.open_posts(later)
        assert all(post.ends_on is None or post.ends_on >= post.starts_on for post in one.posts)
        unsure = {bad.staff_number for bad in plan(second, present, today=later).bad}
        if one.status != "left" and one.staff_number not in unsure:
            assert [post for post in open_posts if post.is_main]
            assert one.left_on is None
        if one.status == "left":
            assert one.left_on is not None
            assert one.left_on < later


@given(any_file)
@settings(max_examples=100, deadline=None)
def test_every_line_is_used_explained_or_refused(file):
    found = plan(file)
    used = {post.wanted.assignment for change in found.changes for post in change.posts if post.wanted}
    explained = {reason.line for reason in found.reasons} | {bad.line for bad in found.bad}
    for row in file.rows:
        assert row.assignment in used or row.line in explained
    assert found.lines_read == len(file.rows) + len(file.bad)
