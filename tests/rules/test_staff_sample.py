"""Twenty awkward lines as staff systems export them, and what becomes of each. The sample lies beside the repository
in `shared/data`; a second one of our own is written out below, so that the rules are tested anywhere."""

from __future__ import annotations

import datetime as dt

import pytest

from learning.people.rules import staff_file
from learning.people.rules.changes import planned
from learning.people.rules.plan import Kind, Plan
from learning.people.rules.present import KnownPerson, KnownPost, Present
from tests.rules.staff_file_facts import SAMPLE, TODAY, after, families, person

OUR_OWN = """\
Employee No;Assignment No;Surname;Forename;Known As;Department;Job Title;Staff Group;Role;Band;WTE;Category;Status;\
Start Date;End Date;Manager Number;E-mail;Work Pattern;shoe size
70001;70001;Ögüt-Lamb;Philippa;Pip;Day Surgery Desk;Medical Secretary;Administrative and Clerical;Medical Secretary;\
Band 4;0,60;Permanent;Active;03/06/2019;;70012;P.Ogut-Lamb@valley.example;Mon-Wed;4
70001;70001-2;Ögüt-Lamb;Philippa;Pip;Bank;Bank Clerk;Administrative and Clerical;Clerical Worker;Band 2;0;Bank;Active;\
01/04/2021;;70012;P.Ogut-Lamb@valley.example;;4
70002;70002;D'Arcy;Ciarán;;"Estates
North";Porter;Estates and Ancillary;Porter;Band 2;1;Permanent;Active;2011-11-11;31-DEC-4712;70012;;Nights 4 on 4 off;5
70003;70003;Wójcik;Ola;;Domestics;Domestic;Estates and Ancillary;Housekeeper;Band 2;0,5;Permanent;Active;05/01/2015;;\
70012;domestics@valley.example;Weekends;6
70004;70004;Boateng;Kofi;;Domestics;Domestic;Estates and Ancillary;Housekeeper;Band 2;0,5;Permanent;Active;05/01/2016;;\
70012;Domestics@valley.example;Mon to Fri;7
70005;70005;Hart;Lena;;Bookings;Booking Coordinator;Administrative and Clerical;Clerical Worker;Band 3;0,8;Permanent;\
Adoption Leave;14/02/2018;;70012;l.hart@valley.example;;8
70006;70006;Quist;Bram;;Information;Information Analyst;Administrative and Clerical;Analyst;Band 6;1;Permanent;Active;\
23/01/2023;31/10/2026;70012;b.quist@valley.example;;9
70012;70012;Moss;Iris;;Bookings;Service Manager;Administrative and Clerical;Manager;Band 7;1,1;Permanent;Acting Up;\
01/02/2010;;;i.moss@valley.example;;3
"""


def planned_of(content: bytes) -> Plan:
    return planned(staff_file.read(content), Present(), families=families(), today=TODAY)


@pytest.fixture(scope="module")
def sample() -> Plan:
    if not SAMPLE.is_file():
        pytest.skip("the sample of shared/data does not lie beside this repository")
    return planned_of(SAMPLE.read_bytes())


@pytest.fixture(scope="module")
def held(sample: Plan) -> Present:
    return after(Present(), sample)


def post_of(present: Present, assignment: str) -> tuple[KnownPerson, KnownPost]:
    found = [(one, post) for one in present.people for post in one.posts if post.assignment == assignment]
    assert len(found) == 1
    return found[0]


CONFIRM = None
EVERY_LINE = [
    # line, assignment, status, role family, candidates, days, shift, fte, main, what the reason says (none: plain)
    (2, "90000001", "active", "medical-secretary", (), "012", "day", 0.6, True, ()),
    (3, "90000001-2", "active", CONFIRM, ("reception-ward-clerk",), None, "day", 0.0, False, (
        "second assignment of staff number 90000001. One learner, two assignments; the 0.60 one is the main one.",)),
    (4, "90000002", "active", "estates-facilities-admin", (), None, "night", 1.0, True, (
        "no e-mail address", "rotating nights", "with night hours", "staff number and a personal code")),
    (5, "90000003", "active", "estates-facilities-admin", (), "56", "day", 0.5, True, (
        "shared mailbox (with line 6)",)),
    (6, "90000004", "active", "estates-facilities-admin", (), "01234", "day", 0.5, True, (
        "shared mailbox (with line 5)",)),
    (7, "90000005", "paused", "booking-waiting-list", (), None, "day", 0.8, True, ("nothing is sent until",)),
    (8, "90000006", "active", "booking-waiting-list", (), None, "day", 1.0, True, ("ends on 31 December 2026",)),
    (9, "90000007", "paused", "hr-recruitment", (), None, "day", 1.0, True, ("nothing is sent until",)),
    (10, "90000008", "active", "clinical-trainee", (), None, "day", 1.0, True, ("ends on 3 August 2027",)),
    (11, "90000009", "active", "clinical-coder", (), None, "day", 1.0, True, (
        "new since 2 November 2026", "first 90 days nothing above level 2")),
    (12, "90000010", "active", "it-service-desk", (), None, "day", 1.0, True, ("same name as line 13", "two people")),
    (13, "90000011", "active", "finance-procurement", (), None, "day", 1.0, True, (
        "same name as line 12", "two people")),
    (14, "90000012", "active", "team-leader-manager", (), None, "day", 1.0, True, ("acting up",)),
    (15, "90000013", "active", CONFIRM, (), None, "day", 1.0, True, (
        "VSM is not an Agenda for Change band", "no supervisor is given", "role to confirm")),
    (16, "90000014", "active", "estates-facilities-admin", (), None, "day", 1.0, True, (
        "supervisor 90000099 is not in the file",)),
    (17, "90000015", "active", "voice-using-clinician", (), None, "day", 1.0, True, (
        "fte is above 1 and counts as 1.00",)),
    (18, "90000016", "active", CONFIRM, ("voice-using-clinician", "clinical-trainee"), None, "day", 1.0, True, (
        "on secondment", "999 Therapies", "role to confirm")),
    (19, "90000017", "paused", "complaints-pals", (), None, "day", 1.0, True, ("nothing is sent until",)),
    (21, "90000019", "active", CONFIRM, ("reception-ward-clerk",), "3", "day", 0.0, True, (
        "honorary or volunteer without a pay scale", "no e-mail address")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "assignment", "status", "family", "candidates", "days", "shift", "fte", "main", "said"),
    EVERY_LINE,
    ids=[f"line {line[0]}" for line in EVERY_LINE],
)
def test_each_awkward_line_comes_out_as_it_should(
    sample, held, line, assignment, status, family, candidates, days, shift, fte, main, said
):
    who, post = post_of(held, assignment)
    assert who.status == status
    assert (post.role_family, post.candidates) == (family, candidates)
    assert (post.days, post.shift, post.fte, post.is_main) == (days, shift, fte, main)
    reason = " ".join(str(found) for found in sample.reasons if found.line == line)
    assert bool(reason) == bool(said)
    for words in said:
        assert words.casefold() in reason.casefold()


def test_the_one_who_left_last_month_gets_no_account_and_is_counted(sample, held):
    assert "90000018" not in {one.staff_number for one in held.people}
    (reason,) = [str(found) for found in sample.reasons if found.line == 20]
    assert reason == "Line 20: left on 31 October 2026, so no account is made."
    assert (sample.lines_read, sample.people_found, sample.counts["joins"]) == (20, 19, 18)
    assert sample.bad == ()


def test_bands_managers_teams_and_mailboxes_of_the_sample(held):
    facts = {one.staff_number: (one.posts[0].band, one.posts[0].manager) for one in held.people}
    assert facts["90000001"] == ("4", "90000012")
    assert facts["90000008"] == ("MN37", "90000015")
    assert facts["90000013"] == ("VSM", "")
    assert facts["90000014"] == ("5", "")
    assert facts["90000019"] == ("", "90000012")
    assert {one.staff_number for one in held.people if one.email_is_shared} == {"90000003", "90000004"}
    assert {one.staff_number for one in held.people if not one.email} == {"90000002", "90000019"}
    assert person(held, "90000001").preferred_name == "Sade"
    assert person(held, "90000006").posts[0].ends_on == dt.date(2026, 12, 31)
    assert len(held.teams) == 14


def test_why_somebody_is_away_is_nowhere(sample, held):
    told = (repr(sample) + repr(held)).casefold()
    for reason in ("maternity", "adoption", "career", "not worked", "inactive"):
        assert reason not in told


def test_the_column_that_explains_the_sample_is_not_kept(held):
    assert "awkward" not in repr(held)
    assert "entry-level protection" not in repr(held)


def test_the_sample_again_changes_nothing(sample, held):
    again = planned(staff_file.read(SAMPLE.read_bytes()), held, families=families(), today=TODAY)
    assert again.changes_nothing
    assert [str(reason) for reason in again.reasons if reason.line != 20] == [
        str(reason) for reason in sample.reasons if reason.line != 20
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_our_own_sample_says_the_same_in_other_words(encoding):
    found = planned_of(OUR_OWN.encode(encoding))
    held = after(Present(), found)
    assert [change.kind for change in found.changes] == [Kind.JOINS] * 6
    assert found.bad == ()
    pip = person(held, "70001")
    assert (pip.preferred_name, pip.email) == ("Pip", "p.ogut-lamb@valley.example")
    assert [(post.fte, post.days, post.is_main) for post in pip.posts] == [(0.6, "012", True), (0.0, None, False)]
    night = person(held, "70002").posts[0]
    assert (night.shift, night.days, night.ends_on) == ("night", None, None)
    assert "Estates North" in found.new_teams
    assert person(held, "70003").email_is_shared
    assert person(held, "70005").status == "paused"
    assert person(held, "70012").posts[0].fte == 1.0
    lines = {reason.line for reason in found.reasons}
    assert lines == {3, 4, 6, 7, 8, 9, 10}
    assert planned_of(OUR_OWN.replace("\n7", "\r\n7").encode()).counts == found.counts
