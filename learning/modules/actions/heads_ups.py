"""Heads-ups: a changed rule becomes a unit of its own, is adopted at once, and is taken back when it is not true."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from learning.ground import audit
from learning.ground.db import db
from learning.guardrails import queries as guardrails
from learning.guardrails.queries import Owners
from learning.guardrails.rules import News
from learning.modules.models import Adoption, ModuleVersion
from learning.modules.shelf import Module, heads_up_source, parse
from learning.people.models import Organisation

_WRITTEN = "/rule-"  # in the id of every unit that is written here


def tell_changes(organisation: Organisation, *, now: dt.datetime, today: dt.date) -> int:
    """Write a heads-up for each piece of news that has none, and take back those that are not true any more.

    Safe to repeat and beside another tick: the same news has the same id. While neither the register nor the day
    changes there is nothing to do. Returns how many are new."""
    row = guardrails.settings_row(organisation.id)
    if row is None or (row.told_stamp, row.told_on) == (row.stamp, today):
        return 0
    owner = f"org{organisation.id}"
    standing = _standing(organisation.id, owner)
    news = guardrails.news(organisation, today=today, and_of={News.day_of(module) for module in standing})
    true = {f"{owner}/rule-{one.key}": one for one in news}
    _take_back([module for module in standing if module not in true], organisation, now=now)
    known = _known(organisation.id, true)
    names = Owners(organisation.id, [one.changes[0].after.owner_id for one in news], today=today)
    for module, one in true.items():
        if module not in known:
            reviewer = names.of(one.changes[0].after.owner_id)
            _keep(_module(one, owner), organisation, reviewer.name if reviewer else "Steady", now=now, today=today)
    row.told_stamp, row.told_on = row.stamp, today
    db.session.flush()
    return len(true.keys() - known)


def _standing(organisation_id: int, owner: str) -> Sequence[str]:
    """The written units that may be sent today."""
    asked = select(Adoption.module).where(
        Adoption.organisation_id == organisation_id,
        Adoption.module.startswith(f"{owner}{_WRITTEN}", autoescape=True),
        Adoption.ended_at.is_(None),
    )
    return db.session.scalars(asked).all()


def _known(organisation_id: int, modules: Iterable[str]) -> set[str]:
    """Those that were written before. One that was held back by hand stays held back."""
    asked = select(ModuleVersion.module).where(
        ModuleVersion.organisation_id == organisation_id, ModuleVersion.module.in_(list(modules))
    )
    return set(db.session.scalars(asked))


def _take_back(modules: Sequence[str], organisation: Organisation, *, now: dt.datetime) -> None:
    """Nobody is sent what is not true any more. Whoever has it reads today's answer beside it."""
    if not modules:
        return
    db.session.execute(
        update(Adoption)
        .where(
            Adoption.organisation_id == organisation.id,
            Adoption.module.in_(modules),
            Adoption.ended_at.is_(None),
        )
        .values(ended_at=now)
    )
    audit.note("heads-ups.taken back", by="clock", now=now, organisation_id=organisation.id, count=len(modules))


def _module(news: News, owner: str) -> Module:
    return parse(heads_up_source(news, guardrails.vocabulary(), owner=owner))


def _keep(module: Module, organisation: Organisation, reviewer: str, *, now: dt.datetime, today: dt.date) -> None:
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    version = insert(ModuleVersion).values(
        module=module.id,
        language=module.language,
        version=module.version,
        organisation_id=organisation.id,
        content_hash=module.content_hash,
        kind=module.kind,
        title=module.title,
        level=module.level,
        minutes=module.minutes,
        assumes_tool=module.assumes_tool,
        review_due=module.review_due,
        source=module.source,
        loaded_at=now,
    )
    adoption = insert(Adoption).values(
        organisation_id=organisation.id,
        module=module.id,
        version=module.version,
        reviewed_by=reviewer,
        reviewed_on=today,
        at=now,
    )
    db.session.execute(version.on_conflict_do_nothing())
    db.session.execute(adoption.on_conflict_do_nothing())
    audit.note("heads-up.written", by="clock", now=now, organisation_id=organisation.id, subject=module.id)
