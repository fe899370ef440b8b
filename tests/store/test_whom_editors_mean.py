"""Whom an editor means by what they typed, and how many lines give a tool, on SQLite and on PostgreSQL."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from learning.guardrails import actions, queries
from learning.people.models import Organisation, Person
from tests.builders import NOW, TODAY, a_person, a_post, a_team, an_organisation


def names(found: queries.Found) -> list[str]:
    return [line.name for line in found.lines]


def found(organisation: Organisation, typed: str) -> queries.Found:
    return queries.staff_found(organisation.id, typed, today=TODAY)


@pytest.mark.parametrize(
    "typed", ["90001", " 90001 ", "siobhan.o'brien@trust.example", "Siobhan.O'Brien@Trust.Example"]
)
def test_a_staff_number_or_an_address_says_who_for_certain(store: Flask, typed: str) -> None:
    organisation = an_organisation()
    siobhan = a_person(organisation, "Siobhan O'Brien", staff_number="90001", email="siobhan.o'brien@trust.example")
    assert found(organisation, typed).person == siobhan
    assert queries.written_as(siobhan) == siobhan.email


@pytest.mark.parametrize("typed", ["o'b", "O’BRIEN", "siobhan o'brien", "brien"])
def test_part_of_a_name_brings_somebody_to_pick(store: Flask, typed: str) -> None:
    organisation = an_organisation()
    a_person(organisation, "Siobhan O'Brien")
    a_person(organisation, "Tom Bell")
    asked = found(organisation, typed)
    assert (asked.person, names(asked)) == (None, ["Siobhan O'Brien"])


def test_of_a_mailbox_that_several_share_the_people_are_listed(store: Flask) -> None:
    organisation = an_organisation()
    ward = {"email": "ward@trust.example", "email_is_shared": True}
    people = [a_person(organisation, name, **ward) for name in ("Ada Bee", "Cy Dee")]
    a_person(an_organisation("OTH"), "Otto Stranger", **ward)
    asked = found(organisation, "ward@trust.example")
    assert (asked.person, sorted(names(asked))) == (None, ["Ada Bee", "Cy Dee"])
    assert [queries.written_as(person) for person in people] == [person.staff_number for person in people]


def test_one_address_that_two_people_have_is_not_what_is_written_for_them(store: Flask) -> None:
    organisation = an_organisation()
    first, second = (a_person(organisation, name, email="both@trust.example") for name in ("Ada Bee", "Cy Dee"))
    assert queries.written_as(first) == first.staff_number
    assert found(organisation, queries.written_as(second)).person == second


def test_who_has_left_is_not_found_and_not_listed(store: Flask) -> None:
    organisation = an_organisation()
    gone = a_person(organisation, "Gina Gone", status="left", left_on=TODAY - dt.timedelta(days=3))
    assert found(organisation, gone.staff_number).has_left
    assert found(organisation, "gina") == queries.Found()
    assert queries.written_as(gone) == ""


@pytest.mark.parametrize("typed", ["", "   ", "%", "_", "%_ %", "otto", "\x00", "x" * 254, "'; --", "\u200b"])
def test_words_that_mean_nobody_find_nobody(store: Flask, typed: str) -> None:
    organisation = an_organisation()
    a_person(organisation, "Tom Bell")
    a_person(an_organisation("OTH"), "Otto Stranger")
    assert found(organisation, typed) == queries.Found()


def test_people_by_id_are_those_of_the_organisation(store: Flask) -> None:
    organisation = an_organisation()
    ours: Person = a_person(organisation, status="left")
    foreign = a_person(an_organisation("OTH"))
    assert queries.people_by_id(organisation.id, [ours.id, foreign.id, None]) == {ours.id: ours}


def test_lines_that_give_a_tool_are_counted_while_they_stand(store: Flask) -> None:
    organisation = an_organisation()
    team = a_team(organisation)
    person = a_person(organisation)
    a_post(person, team)
    tool = actions.add_tool(organisation.id, name="Chat assistant", owner=None, by=None, now=NOW)
    for given in ({"team": team}, {"person": person}, {"person": a_person(organisation)}, {}):
        actions.give(tool, **given, by=None, now=NOW)
    line = next(one for one in queries.access_lines(tool) if one.target == "organisation")
    actions.take_back(line, by=None, now=NOW)
    assert queries.access_counts(organisation.id) == {"chat-assistant": {"team": 1, "person": 2}}
