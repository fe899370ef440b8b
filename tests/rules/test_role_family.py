"""Which role family a post belongs to, and when the person is asked instead."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.people.rules.role_family import RoleFamily, assigned

OFFICE = "Administrative and Clerical"
FAMILIES = (
    RoleFamily("medical-secretary", "Medical secretary", OFFICE, ("Medical Secretary", "Secretary")),
    RoleFamily(
        "reception-ward-clerk", "Receptionist or ward clerk", OFFICE, ("Receptionist", "Ward Clerk", "Clerical Worker")
    ),
    RoleFamily("booking", "Booking and waiting list coordinator", OFFICE, ("Appointments Clerk", "Waiting List Clerk")),
    RoleFamily("hr", "HR and recruitment", OFFICE, ("Officer", "Adviser", "Manager")),
    RoleFamily("finance", "Finance and procurement", OFFICE, ("Accountant", "Officer", "Analyst")),
    RoleFamily("it", "IT service desk", OFFICE, ("Helpdesk Technician", "Technician - Admin & Clerical")),
    RoleFamily("manager", "Team leader or service manager", OFFICE, ("Manager", "Senior Manager")),
    RoleFamily("estates", "Estates and facilities", "Estates and Ancillary", ("Supervisor", "Housekeeper")),
    RoleFamily(
        "clinician", "Clinician who uses ambient voice", "(any clinical group)", ("Consultant", "Physiotherapist")
    ),
    RoleFamily("trainee", "Medical or AHP trainee", "(any clinical group)", ("Foundation doctor", "Physiotherapist")),
)


def of(position: str, job_role: str, staff_group: str = OFFICE):
    return assigned(FAMILIES, staff_group=staff_group, job_role=job_role, position=position)


@pytest.mark.parametrize(
    ("position", "job_role", "staff_group", "family"),
    [
        ("Medical Secretary", "Medical Secretary", OFFICE, "medical-secretary"),
        ("Senior Medical Secretary", "Officer", OFFICE, "medical-secretary"),
        ("PA", "Secretary", OFFICE, "medical-secretary"),
        ("Ward Clerk", "Clerical Worker", OFFICE, "reception-ward-clerk"),
        ("Booking Coordinator", "Clerical Worker", OFFICE, "booking"),
        ("HR Adviser", "Adviser", OFFICE, "hr"),
        ("Finance Officer", "Officer", OFFICE, "finance"),
        ("Service Desk Analyst", "Technician - Admin & Clerical", OFFICE, "it"),
        ("Service Manager", "Manager", OFFICE, "manager"),
        ("Porter", "Porter", "Estates and Ancillary", "estates"),
        ("Foundation Doctor", "Foundation Year 1", "Medical and Dental", "trainee"),
        ("Consultant", "Consultant", "Medical and Dental", "clinician"),
        ("  medical   SECRETARY ", "", "", "medical-secretary"),
    ],
)
def test_a_clear_post_has_one_family_and_says_why(position, job_role, staff_group, family):
    found = of(position, job_role, staff_group)
    assert (found.family, found.candidates) == (family, ())
    assert found.because


@pytest.mark.parametrize(
    ("position", "job_role", "staff_group", "candidates"),
    [
        ("Physiotherapist", "Physiotherapist", "Allied Health Professionals", ("clinician", "trainee")),
        ("Project Officer", "Officer", OFFICE, ("hr", "finance")),
        ("Bank Clerk", "Clerical Worker", OFFICE, ("reception-ward-clerk",)),
        ("Volunteer", "Clerical Worker", OFFICE, ("reception-ward-clerk",)),
        ("Finance Assistant", "Receptionist", OFFICE, ("finance", "reception-ward-clerk")),
        ("Director of People", "Board Level Director", OFFICE, ()),
        ("", "", OFFICE, ()),
    ],
)
def test_a_post_that_is_not_clear_is_for_the_person_to_confirm(position, job_role, staff_group, candidates):
    found = of(position, job_role, staff_group)
    assert found.family is None
    assert found.candidates == candidates
    assert found.because


def test_a_staff_group_keeps_families_of_other_groups_out():
    assert of("Housekeeper", "Housekeeper", "Medical and Dental").family is None


words = st.sampled_from(
    ["Medical", "Secretary", "Officer", "Ward", "Clerk", "Finance", "Manager", "Service", "Desk", "X"]
)


@given(
    st.lists(words, max_size=4).map(" ".join), st.sampled_from(["Officer", "Manager", "", "Receptionist", "Secretary"])
)
@settings(max_examples=200)
def test_a_family_and_candidates_never_come_together_and_are_always_real(position, job_role):
    found = of(position, job_role)
    known = {family.id for family in FAMILIES}
    assert {found.family} - {None} <= known
    assert set(found.candidates) <= known
    assert not (found.family and found.candidates)
    assert of(position.upper(), job_role.lower()).family == found.family
