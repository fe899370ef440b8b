"""A learner and what their pages say, for the tests of learners' pages."""

from __future__ import annotations

import datetime as dt
from typing import Any

from bs4 import BeautifulSoup, Tag
from sqlalchemy import select
from werkzeug.test import TestResponse

from learning.capability import actions as capability_actions
from learning.ground import clock
from learning.ground.db import db
from learning.modules import actions
from learning.modules.models import ModuleVersion
from learning.people.models import Organisation, Person
from tests.builders import NOW, TODAY, a_module, a_person, a_post, a_team, an_organisation, the_framework


def a_learner(code: str = "EVT", *, started: dt.datetime | None = None) -> Person:
    """Somebody with a post in an organisation that has adopted one unit."""
    organisation = an_organisation(code, name="Example Valley Trust")
    the_framework()
    person = a_person(organisation, created_at=started or clock.now())
    a_post(person, a_team(organisation))
    capability_actions.refresh_required(organisation.id, today=clock.now().date())
    there = db.session.scalars(select(ModuleVersion).where(ModuleVersion.module == "core/what-is-missing")).first()
    if there is None:
        a_module(adopted_by=organisation, review_due=next_year())
    else:
        actions.adopt(organisation.id, [there], reviewed_by="June Lind", by=None, now=NOW, today=TODAY)
    return person


def next_year() -> str:
    return str(clock.now().date() + dt.timedelta(days=300))


def one_more(person: Person, slug: str, body: str, **facts: Any) -> ModuleVersion:
    """Another unit that this person's organisation has adopted."""
    organisation = db.session.get_one(Organisation, person.organisation_id)
    return a_module(slug, adopted_by=organisation, body=body, **({"review_due": next_year()} | facts))


def page_of(answer: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.get_data(as_text=True), "html5lib")


def words_of(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


def said(answer: TestResponse) -> str:
    """All the words of a page's main part."""
    return words_of(page_of(answer).main)


def heading(answer: TestResponse) -> str:
    found = page_of(answer).h1
    assert found is not None
    for caption in found.find_all("span"):
        caption.extract()
    return words_of(found)
