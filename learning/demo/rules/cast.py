"""The staff of the invented trust, as a staff file that the real import reads."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass

NAME = "Example Valley Trust"
SADE, DEV, JUNE, RUTH = "E0000001", "E0000002", "E0000003", "E0000004"
PRIYA, INES = "E0000005", "E0000006"
# The posts of those who answer for AI tools and their rules.
GOVERNANCE_MANAGER, TOOLS_MANAGER = "Information Governance Manager", "Digital Tools Manager"
SAFETY_OFFICER, CODING_MANAGER = "Clinical Safety Officer", "Clinical Coding Manager"


@dataclass(frozen=True, slots=True)
class Star:
    """Somebody a visitor may be with one tap."""

    staff_number: str
    label: str
    about: str
    lands_on: str  # endpoint


STARS = (
    Star(SADE, "Sade, a medical secretary", "Part time. Her unit came by email.", "drip.this_week"),
    Star(DEV, "Dev, a peer champion", "Learns like everybody, and helps others.", "drip.this_week"),
    Star(JUNE, "June, the education lead", "Sees what is held today, and never a person.", "coverage.coverage"),
    Star(RUTH, "Ruth, the administrator", "Brings in staff, and looks after the drip.", "accounts.admin"),
    Star(
        PRIYA,
        "Priya, a content editor",
        "Adopts units, answers notes on them, and decides what AI may be used for.",
        "modules.library",
    ),
    Star(INES, "Ines, of the staff side", "May hold a unit back, and says why.", "modules.library"),
)

_STARRED = {star.staff_number for star in STARS}
_ANSWERING = {TOOLS_MANAGER, SAFETY_OFFICER, CODING_MANAGER}
_COLUMNS = (
    "Employee Number",
    "Assignment Number",
    "Last Name",
    "First Name",
    "Preferred Name",
    "Organisation",
    "Position Title",
    "Staff Group",
    "Job Role",
    "Pay Scale",
    "FTE",
    "Assignment Category",
    "Assignment Status",
    "Latest Start Date",
    "Termination Date",
    "Supervisor Employee Number",
    "Work Email",
    "Working Days",
)
_CLERICAL, _ESTATES = "Administrative and Clerical", "Estates and Ancillary"
_NURSING = "Nursing and Midwifery Registered"
# Team, site, and its posts: number, position title, staff group, job role, band.
_TEAMS: tuple[tuple[str, str, tuple[tuple[int, str, str, str, str], ...]], ...] = (
    ("Outpatients Admin", "Valley General", (
        (58, "Medical Secretary", _CLERICAL, "Medical Secretary", "XR04"),
        (30, "Clinic Receptionist", _CLERICAL, "Receptionist", "XR02"),
        (2, "Outpatients Service Manager", _CLERICAL, "Manager", "XR07"),
    )),
    ("Booking Centre", "Millfield House", (
        (56, "Booking Coordinator", _CLERICAL, "Appointments Clerk", "XR03"),
        (2, "Booking Centre Manager", _CLERICAL, "Manager", "XR06"),
    )),
    ("Clinical Coding", "Millfield House", (
        (23, "Clinical Coder", _CLERICAL, "Clinical Coder", "XR05"),
        (1, CODING_MANAGER, _CLERICAL, "Clinical Coder", "XR06"),
    )),
    ("Finance and Procurement", "Millfield House", ((24, "Finance Officer", _CLERICAL, "Accountant", "XR05"),)),
    ("People and Recruitment", "Millfield House", ((20, "Recruitment Adviser", _CLERICAL, "Adviser", "XR05"),)),
    ("IT Service Desk", "Valley General", (
        (21, "Service Desk Analyst", _CLERICAL, "Helpdesk Technician", "XR04"),
        (1, TOOLS_MANAGER, _CLERICAL, "Helpdesk Technician", "XR07"),
    )),
    ("Information", "Millfield House", ((12, "Information Analyst", _CLERICAL, "Information Officer", "XR06"),)),
    ("Complaints and PALS", "Valley General", ((8, "PALS Officer", _CLERICAL, "Complaints Coordinator", "XR05"),)),
    ("Estates and Facilities", "Valley General", (
        (16, "Facilities Supervisor", _ESTATES, "Supervisor", "XR03"),
        (4, "Housekeeper", _ESTATES, "Housekeeper", "XR02"),
    )),
    ("Ward Administration", "Valley General", (
        (44, "Ward Clerk", _CLERICAL, "Ward Clerk", "XR02"),
        (2, "Ward Administration Manager", _CLERICAL, "Manager", "XR06"),
    )),
    ("Waiting List Office", "Millfield House", (
        (40, "Waiting List Coordinator", _CLERICAL, "Waiting List Clerk", "XR03"),
    )),
    ("Communications and Governance", "Millfield House", (
        (1, GOVERNANCE_MANAGER, _CLERICAL, "Manager", "XR07"),
        (7, "Communications Officer", _CLERICAL, "Officer", "XR05"),
    )),
    ("Clinic Nursing", "Valley General", (
        (23, "Clinic Nurse", _NURSING, "Staff Nurse", "XR06"),
        (1, SAFETY_OFFICER, _NURSING, "Staff Nurse", "XR07"),
    )),
    ("Education", "Valley General", ((4, "Education Lead", _CLERICAL, "Training Manager", "XR07"),)),
)  # fmt: skip
_FIRST = (
    "Amina Anneke Barnaby Beatriz Bronwen Callum Chidera Chloe Danuta Dilys Eilidh Emeka Esme Fatima Gareth "
    "Grace Gwen Harpreet Hassan Ifeoma Imran Ines Isla Jasmin Joao Kofi Kwabena Lena Liang Mairead Marek Mei Mohammed "
    "Morag Nasreen Niamh Nkechi Oluwaseun Omar Padraig Patience Priya Rhiannon Rosa Ruqayyah Samir Seamus Simran "
    "Sinead Stefan Tariq Thandi Tomasz Uzma Wanjiru Wei Yusuf Zainab Zofia"
).split()
_LAST = (
    "Abara Achebe Adeleke Ahmed Akhtar Alvarez Baptiste Begum Bhatt Boateng Brennan Byrne Campbell Chaudhry Chen "
    "Cohen Cooper Costa Danso Davies Dhillon Doherty Dubois Edwards Eze Farouk Fernandes Foster Gallagher Garcia Ghosh "
    "Gill Grant Griffiths Hamid Hughes Hussain Ibrahim Ivanova Jankowski Jones Joseph Kamara Kaur Kelly Khan Kowalska "
    "Lewis Lim MacLeod Mahmood Mensah Morgan Murphy Mwangi Ncube Nguyen Novak O'Brien O'Dowd Obi Okafor Oyelaran Patel "
    "Pereira Pritchard Qureshi Rahman Rees Roberts Rossi Santos Schmidt Sharma Silva Singh Smith Stewart Tanaka Thapa "
    "Thomas Turner Van-der-Berg Vaughan Walker Wang Williams Wong Yilmaz Zhang"
).split()


def teams_file() -> str:
    """The teams, as `steady teams import` reads them."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(("code", "name", "parent", "site"))
    for number, (name, site, _) in enumerate(_TEAMS, start=1):
        writer.writerow((f"T{number:02}", name, "", site))
    return out.getvalue()


def staff_file(*, one_in: int = 1) -> bytes:
    """About 400 people in 14 teams, with what real staff files hold: part-timers, nights, leave, a shared mailbox.

    `one_in`: one in so many of them, beside those whom a visitor may be and those who answer for tools."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    kept = _STARRED | _ANSWERING
    writer.writerows(row for number, row in enumerate(_rows()) if not number % one_in or kept.intersection(row))
    return out.getvalue().encode("utf-8")


def _rows() -> Iterator[tuple[str, ...]]:
    draw = random.Random(20260907)
    number = 10
    used: set[tuple[str, str]] = set()
    placed: set[str] = set()
    for team, _, posts in _TEAMS:
        for count, title, group, role, band in posts:
            for _place in range(count):
                star = _star(team, title)
                if star and star[0] not in placed:
                    placed.add(star[0])
                    yield _row(*star, team, title, group, role, band, draw, star=True)
                    continue
                number += 1
                first, last = _name(draw, used)
                yield _row(f"E{number:07}", last, first, "", team, title, group, role, band, draw)


def _star(team: str, title: str) -> tuple[str, str, str, str] | None:
    """The people a visitor may be stand in the first post of their kind."""
    return {
        ("Outpatients Admin", "Medical Secretary"): (SADE, "Adeyemi-Clarke", "Folasade", "Sade"),
        ("Booking Centre", "Booking Coordinator"): (DEV, "Okafor", "Devon", "Dev"),
        ("Education", "Education Lead"): (JUNE, "Featherstone", "June", ""),
        ("People and Recruitment", "Recruitment Adviser"): (RUTH, "Achterberg", "Ruth", ""),
        ("Communications and Governance", GOVERNANCE_MANAGER): (PRIYA, "Raman-Hughes", "Priya", ""),
        ("Outpatients Admin", "Clinic Receptionist"): (INES, "Carvalho-Reid", "Ines", ""),
    }.get((team, title))


def _name(draw: random.Random, used: set[tuple[str, str]]) -> tuple[str, str]:
    while True:
        name = (draw.choice(_FIRST), draw.choice(_LAST))
        if name not in used:
            used.add(name)
            return name


def _row(
    number: str,
    last: str,
    first: str,
    preferred: str,
    team: str,
    title: str,
    group: str,
    role: str,
    band: str,
    draw: random.Random,
    *,
    star: bool = False,
) -> tuple[str, ...]:
    luck = draw.random()
    days, fte, status = "Mon Tue Wed Thu Fri", "1.00", "Active Assignment"
    mail = f"{(preferred or first).lower()}.{last.lower().replace(chr(39), '')}@examplevalley.example"
    if number == SADE:
        days, fte = "Mon Tue Wed", "0.60"
    elif not star and luck < 0.18:
        days, fte = draw.choice((("Mon Tue Wed", "0.60"), ("Wed Thu Fri", "0.60"), ("Mon Tue Thu Fri", "0.80")))
    elif not star and luck < 0.22:
        days, fte = "Nights 4 on 4 off", "1.00"
    elif not star and luck < 0.25:
        status = "Maternity & Adoption"
    if role == "Housekeeper":
        mail, days = "facilities.team@examplevalley.example", "Sat Sun" if luck < 0.5 else "Mon Wed Fri"
    elif not star and role == "Supervisor" and luck > 0.9:
        mail = ""
    started = f"{draw.randint(1, 28):02}/{draw.randint(1, 12):02}/{draw.randint(2009, 2025)}"
    return (
        number, number, last, first, preferred, team, title, group, role, band, fte, "Permanent", status, started,
        "", "", mail, days,
    )  # fmt: skip
