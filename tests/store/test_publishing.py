"""Coverage is published once a week for each organisation, whoever ticks, and says nothing of a person."""

from __future__ import annotations

import csv
import datetime as dt
import json
import threading
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from learning.capability.models import Holding
from learning.coverage import actions, queries
from learning.coverage.models import Publication
from learning.coverage.rules import Axis, Hidden, from_json, points
from learning.ground.db import db, writing
from learning.ground.errors import Refused
from learning.people.models import Organisation, Person
from tests.builders import NOW, TODAY, a_person, a_post, a_requirement, a_team, an_organisation, the_framework
from tests.coverage_trust import SMALL, WEEK, a_trust
from tests.rules.coverage_attacker import attacker_of

DAY = dt.timedelta(days=1)


def days(trust: Organisation) -> list[dt.date]:
    return list(queries.days_published(trust.id))


def test_the_first_figures_come_at_once(store: Flask) -> None:
    trust = a_trust()
    assert actions.publish_due(now=NOW + 2 * DAY) == 1
    assert days(trust) == [TODAY + 2 * DAY]


def test_the_same_week_is_published_once(store: Flask) -> None:
    trust = a_trust()
    made = [actions.publish_due(now=NOW + later * DAY) for later in range(7)]
    assert made == [1, 0, 0, 0, 0, 0, 0]
    assert days(trust) == [TODAY]


def test_after_that_they_come_on_mondays(store: Flask) -> None:
    trust = a_trust()
    for later in (2, 3, 6, 7, 8, 13, 14):
        actions.publish_due(now=NOW + later * DAY)
    assert days(trust) == [TODAY + 2 * DAY, TODAY + WEEK, TODAY + 2 * WEEK]


def test_a_monday_without_a_clock_is_made_good_on_the_next_day_with_one(store: Flask) -> None:
    trust = a_trust()
    for later in (0, 10, 11, 14):
        actions.publish_due(now=NOW + later * DAY)
    assert days(trust) == [TODAY, TODAY + 10 * DAY, TODAY + 2 * WEEK]


def test_monday_begins_at_midnight_where_the_organisation_is(store: Flask) -> None:
    trust = a_trust()
    sunday = dt.datetime(2027, 4, 4, 22, 59, tzinfo=dt.UTC)  # 23:59 in London
    actions.publish_due(now=sunday - 3 * DAY)
    assert actions.publish_due(now=sunday) == 0
    assert actions.publish_due(now=sunday + dt.timedelta(minutes=1)) == 1
    assert days(trust)[-1] == dt.date(2027, 4, 5)


def test_an_organisation_without_anybody_to_count_publishes_nothing(store: Flask) -> None:
    the_framework()
    empty, new = an_organisation("EMP"), an_organisation("NEW")
    newcomer = a_person(new, started_on=TODAY - 7 * DAY)
    a_post(newcomer, a_team(new))
    a_requirement(newcomer)
    assert actions.publish_due(now=NOW) == 0
    assert actions.publish_due(now=NOW + DAY) == 1
    assert (days(empty), days(new)) == ([], [TODAY + DAY])


def test_a_moved_clock_publishes_no_past_of_an_organisation_that_was_not_there(store: Flask) -> None:
    """The demonstration lives weeks gone by beside organisations of today."""
    trust = a_trust(created_at=NOW)
    assert actions.publish_due(now=NOW - 4 * WEEK) == 0
    assert actions.publish_due(now=NOW) == 1
    assert actions.publish_due(now=NOW - 4 * WEEK) == 0
    assert days(trust) == [TODAY]


@pytest.mark.parametrize("apart", [dt.timedelta(0), DAY], ids=["in the same moment", "round midnight"])
def test_two_clocks_at_once_publish_once(store: Flask, apart: dt.timedelta) -> None:
    a_trust(size=0.3)
    db.session.commit()
    start, made, failed = threading.Barrier(2), list[int](), list[Exception]()

    def tick(now: dt.datetime) -> None:
        with store.app_context(), writing():
            try:
                start.wait(timeout=10)
                made.append(actions.publish_due(now=now))
                db.session.commit()
            except Exception as error:  # noqa: BLE001 - the test shows whatever went wrong in the thread
                failed.append(error)
            finally:
                db.session.remove()

    clocks = [threading.Thread(target=tick, args=(moment,)) for moment in (NOW, NOW + apart)]
    for each in clocks:
        each.start()
    for each in clocks:
        each.join(timeout=30)
    assert failed == []
    assert sorted(made) == [0, 1]
    assert db.session.scalar(select(func.count()).select_from(Publication)) == 1


def test_each_organisation_has_its_own_figures(store: Flask) -> None:
    ours, others = a_trust(), a_trust("OTH", seed=2, name="Other Trust")
    assert actions.publish_due(now=NOW) == 2
    assert queries.published(ours.id) == from_json(_row(ours).body)
    assert queries.published(ours.id) != queries.published(others.id)


def _row(trust: Organisation) -> Publication:
    found = queries.newest(trust.id)
    assert found is not None
    return found


def test_what_was_published_stays_when_people_learn_on(store: Flask) -> None:
    trust = a_trust()
    actions.publish_due(now=NOW)
    before = queries.published(trust.id)
    for holding in db.session.scalars(select(Holding)):
        holding.level = 3
        holding.current_until = TODAY + 365 * DAY
    db.session.flush()
    assert queries.published(trust.id) == before
    actions.publish_due(now=NOW + WEEK)
    after = queries.published(trust.id)
    assert before is not None
    assert after is not None
    assert points(after.today.overall) > points(before.today.overall)  # type: ignore[arg-type]
    assert queries.published(trust.id, until=TODAY + 6 * DAY) == before


def test_if_nothing_is_sent_the_forecast_comes_true(store: Flask) -> None:
    """Nothing is answered for four weeks: then as many hold it as was said."""
    trust = a_trust()
    for week in range(5):
        actions.publish_due(now=NOW + week * WEEK)
    first, last = queries.published(trust.id, until=TODAY), queries.published(trust.id)
    assert first is not None
    assert last is not None
    assert first.forecast is not None
    assert (first.forecast.on, first.forecast.overall) == (last.on, last.today.overall)


def test_a_publication_names_nobody_and_counts_no_small_group(store: Flask) -> None:
    trust = a_trust()
    actions.publish_due(now=NOW)
    row = _row(trust)
    said = json.dumps(row.body)
    for person in db.session.scalars(select(Person)):
        assert person.last_name not in said.replace(SMALL, "")
        assert person.staff_number not in said
        assert str(person.public_id) not in said
    published = from_json(row.body)
    small = next(group for group in published.teams if group.name == SMALL)
    assert (small.people, small.is_small) == (None, True)
    cells = [
        cell for (axis, group, _), cell in published.today.cells.items() if (axis, group) == (Axis.TEAM, small.key)
    ]
    assert len(cells) == 3
    assert all(isinstance(cell, Hidden) for cell in cells)


@pytest.mark.parametrize("seed", range(3))
def test_whoever_knows_the_staff_list_can_say_nobodys_status_from_what_is_stored(store: Flask, seed: int) -> None:
    """The attacker of the rules, set on figures that were counted by the database and read back from it."""
    trust = a_trust(size=0.5, seed=seed)
    staff = list(db.session.scalars(select(Person).order_by(Person.id)))
    for week in range(3):
        now = NOW + week * WEEK
        before = queries.newest(trust.id)
        actions.publish_due(now=now)
        counted = queries.counts(trust.id, now.date(), before=before)
        published = queries.published(trust.id)
        assert published is not None
        assert list(attacker_of(counted, published).what_is_certain()) == []
        staff.pop(seed * 7).status = "left"
        for holding in db.session.scalars(select(Holding).where(Holding.person_id == staff[week * 3].id)):
            holding.level = 2 - holding.level % 2
        db.session.flush()


def test_a_small_organisation_shows_no_numbers_of_people(store: Flask) -> None:
    trust = a_trust(size=0.6)
    actions.publish_due(now=NOW)
    published = queries.published(trust.id)
    assert published is not None
    assert published.people is None
    assert {group.people for group in (*published.roles, *published.teams)} == {None}


def test_the_export_writes_the_week_of_a_day(store: Flask, tmp_path: Path) -> None:
    trust = a_trust()
    actions.publish_due(now=NOW)
    actions.publish_due(now=NOW + WEEK)
    actions.export(trust, on=TODAY + 3 * DAY, path=tmp_path / "coverage.csv", format="csv")
    header, *rows = csv.reader((tmp_path / "coverage.csv").read_text(encoding="utf-8-sig").splitlines())
    assert "23 November" in " ".join(header)
    assert len({len(row) for row in rows} | {len(header)}) == 1
    assert {row[0] for row in rows} == {"23 November 2026"}


def test_an_export_that_cannot_be_made_says_why(store: Flask, tmp_path: Path) -> None:
    trust = a_trust()
    with pytest.raises(Refused, match="no published figures up to 23 November 2026"):
        actions.export(trust, on=TODAY, path=tmp_path / "coverage.csv")
    actions.publish_due(now=NOW)
    with pytest.raises(Refused, match="cannot be written as xlsx yet"):
        actions.export(trust, on=TODAY, path=tmp_path / "coverage.xlsx", format="xlsx")
    with pytest.raises(Refused, match="cannot be written: Is a directory"):
        actions.export(trust, on=TODAY, path=tmp_path)
