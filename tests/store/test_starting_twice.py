"""A starting check begun or answered in two windows at once is one check, and no answer takes another's mark away."""

from __future__ import annotations

import threading

from flask import Flask
from sqlalchemy import select

from learning.capability import actions as capability_actions
from learning.ground.db import db, writing
from learning.modules import actions
from learning.modules.models import StartingCheck
from learning.people.models import Person
from tests.builders import NOW, TODAY, a_module, a_person, a_post, a_team, an_organisation, the_framework


def test_begun_and_passed_over_in_several_windows_at_once(store: Flask) -> None:
    organisation = an_organisation()
    the_framework()
    person = a_person(organisation, created_at=NOW)
    a_post(person, a_team(organisation))
    capability_actions.refresh_required(organisation.id, today=TODAY)
    a_module("a-check", adopted_by=organisation, kind="check")
    db.session.commit()
    person_id, troubles = person.id, []
    ready = threading.Barrier(4)

    def window() -> None:
        try:
            with store.app_context(), writing():
                ready.wait()
                row = actions.begin_starting_check(db.session.get_one(Person, person_id), today=TODAY)
                db.session.commit()
                actions.pass_over(row, 0, today=TODAY)
                db.session.commit()
                db.session.remove()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
            troubles.append(error)

    windows = [threading.Thread(target=window) for _ in range(4)]
    for each in windows:
        each.start()
    for each in windows:
        each.join()
    assert troubles == []
    db.session.rollback()  # look at what is there now
    assert [item.get("state") for item in db.session.scalars(select(StartingCheck.items)).one()] == ["skipped"]
