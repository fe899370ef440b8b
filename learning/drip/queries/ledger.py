"""What the ledger says: units that came, this week's row, and the counts operators see."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select

from learning.drip.models import Delivery, Tick
from learning.drip.rules import operators_word
from learning.ground.db import db
from learning.ground.text import plural, safe_html, safe_inline
from learning.ground.workdays import monday_of
from learning.guardrails import queries as guardrails
from learning.modules import queries as modules
from learning.modules.models import ModuleVersion, Sitting
from learning.modules.rules import ChooseOne, TrustQuestionStop, fill_slots
from learning.modules.shelf import Module, Pair, Piece, Text
from learning.people.models import Organisation

VISIBLE = ("planned", "sending", "sent", "in doubt", "failed", "missed")  # in the app from its due time


def last_came_at(
    person_ids: Sequence[int] | None, organisation_id: int, *, since: dt.date = dt.date.min
) -> dict[int, dt.datetime]:
    """When each person's last unit came, by person: sent, else due, for it stood in the app from then on.

    `since`: a Monday; units of weeks before it are not looked at.
    """
    asked = (
        select(Delivery.person_id, func.max(func.coalesce(Delivery.sent_at, Delivery.due_at)))
        .where(Delivery.state.in_(("sent", "in doubt")), Delivery.week_on >= since)
        .group_by(Delivery.person_id)
    )
    # Never both: SQLite would walk through the whole organisation for each chunk of people.
    if person_ids is not None:
        asked = asked.where(Delivery.person_id.in_(person_ids))
    else:
        asked = asked.where(Delivery.organisation_id == organisation_id)
    rows: Iterable[Any] = db.session.execute(asked)
    return dict(iter(rows))  # a Result has keys(), so dict() would take it for a mapping


# Pages ask these all the time, so they are put together once.
_THIS_WEEK = select(Delivery).where(
    Delivery.person_id == bindparam("person_id"), Delivery.week_on == bindparam("week_on")
)
_DONE = (
    select(Sitting.id)
    .where(
        Sitting.person_id == bindparam("person_id"),
        Sitting.module_version_id == bindparam("version_id"),
        Sitting.finished_on.is_not(None),
        Sitting.finished_on >= bindparam("week_on"),
    )
    .limit(1)
)


def this_week(person_id: int, *, week_on: dt.date) -> Delivery | None:
    return db.session.scalars(_THIS_WEEK, {"person_id": person_id, "week_on": week_on}).one_or_none()


def delivery(public_id: str) -> Delivery | None:
    """By its public id: a row's number is given out again once the newest row is erased, and links outlive rows."""
    try:
        wanted = uuid.UUID(public_id)
    except ValueError:
        return None
    return db.session.scalars(select(Delivery).where(Delivery.public_id == wanted)).one_or_none()


def is_done(one: Delivery) -> bool:
    """Whether the person has finished this unit since it came."""
    given = {"person_id": one.person_id, "version_id": one.module_version_id, "week_on": one.week_on}
    return db.session.scalars(_DONE, given).first() is not None


def mail_context(version: ModuleVersion, organisation: Organisation, *, today: dt.date) -> tuple[str, dict[str, Any]]:
    """The subject of a unit's mail, and what its two templates show. The same for everybody who gets this version."""
    module = modules.module_of(version)
    filled = modules.slots(organisation.id)
    opening = module.opening if module.opening is not None and module.opening.fits_in_mail else None
    asked = None
    if isinstance(opening, ChooseOne):
        asked = {
            "question": safe_html(fill_slots(opening.question, filled)),
            "intro": [
                *(_shown(piece, filled) for piece in module.intro),
                *_who_answers(module, organisation, today=today),
                *_papers_of(opening, filled),
            ],
            "options": [(each.id, safe_inline(fill_slots(each.text, filled))) for each in opening.options],
        }
    length = plural(module.minutes, "minute")
    context = {
        "title": module.title,
        "summary": module.summary,
        "kind": {"lesson": "lesson", "check": "check", "heads-up": "heads-up"}[module.kind],
        "length": length,
        "asked": asked,
    }
    return f"{module.title} ({length})", context


def _who_answers(module: Module, organisation: Organisation, *, today: dt.date) -> list[dict[str, Any]]:
    """Under a heads-up: who answers for the rule today. The unit itself names nobody."""
    if module.kind != "heads-up" or module.task is None or module.data_label is None:
        return []
    name = guardrails.who_answers(
        organisation.id, tool=module.about_tool or "", task=module.task, label=module.data_label, today=today
    )
    return [{"words": safe_html(f"**Who answers for it:** {name}")}] if name else []


def _papers_of(opening: ChooseOne, filled: dict[str, str]) -> list[dict[str, Any]]:
    """The draft that the question is about, beside its source."""
    if not isinstance(opening, TrustQuestionStop):
        return []
    papers = [("draft", opening.draft_name, safe_html(fill_slots(opening.draft, filled)))]
    if opening.source:
        papers.insert(0, ("source", opening.source_name, safe_html(fill_slots(opening.source, filled))))
    return [{"papers": tuple(papers)}]


def _shown(piece: Piece, filled: dict[str, str]) -> dict[str, Any]:
    """What stands before the question: words, or a source beside its draft."""
    if isinstance(piece, Pair):
        return {
            "papers": (
                ("source", piece.source_name, safe_html(fill_slots(piece.source, filled))),
                ("draft", piece.draft_name, safe_html(fill_slots(piece.draft, filled))),
            )
        }
    return {"words": safe_html(fill_slots(piece.markdown, filled)) if isinstance(piece, Text) else ""}


@dataclass(frozen=True, slots=True)
class WeekCounts:
    """One organisation's week in numbers of work: never a person, never a reason of one."""

    week_on: dt.date
    states: dict[str, int]
    skipped: dict[str, int]  # by operators' word
    kinds: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.states.values())

    @property
    def sentence(self) -> str:
        if not self.total:
            return "nothing is planned yet this week."
        said = ", ".join(f"{count} {state}" for state, count in self.states.items() if count)
        why = ", ".join(f"{count} {word}" for word, count in self.skipped.items())
        return f"{said}{f' ({why})' if why else ''}."


def week_counts(organisation_id: int, *, today: dt.date) -> WeekCounts:
    """This week's ledger, counted."""
    week_on = monday_of(today)
    asked = (
        select(Delivery.state, Delivery.kind, Delivery.reason, func.count())
        .where(Delivery.organisation_id == organisation_id, Delivery.week_on == week_on)
        .group_by(Delivery.state, Delivery.kind, Delivery.reason)
    )
    states: dict[str, int] = {}
    skipped: dict[str, int] = {}
    kinds: dict[str, int] = {}
    rows: Iterable[Any] = db.session.execute(asked)
    for state, kind, reason, count in rows:
        states[state] = states.get(state, 0) + count
        if state == "skipped":
            word = operators_word(None, reason)
            skipped[word] = skipped.get(word, 0) + count
        elif kind is not None:
            kinds[kind] = kinds.get(kind, 0) + count
    return WeekCounts(week_on, dict(sorted(states.items())), dict(sorted(skipped.items())), dict(sorted(kinds.items())))


def oldest_unsent(organisation_id: int, *, now: dt.datetime) -> dt.datetime | None:
    """Since when the oldest mail that is due has been waiting."""
    return db.session.scalars(
        select(func.min(Delivery.due_at)).where(
            Delivery.organisation_id == organisation_id,
            Delivery.state.in_(("planned", "sending")),
            Delivery.channel == "mail",
            Delivery.due_at <= now,
        )
    ).one_or_none()


def troubles(organisation_id: int, *, today: dt.date) -> dict[str, int]:
    """What keeps this week's mail from leaving, as kinds with counts."""
    asked = (
        select(Delivery.trouble, func.count())
        .where(
            Delivery.organisation_id == organisation_id,
            Delivery.week_on == monday_of(today),
            Delivery.trouble.is_not(None),
            Delivery.state != "sent",
        )
        .group_by(Delivery.trouble)
    )
    rows: Iterable[Any] = db.session.execute(asked)
    return dict(iter(rows))  # a Result has keys(), so dict() would take it for a mapping


def last_ticks(count: int = 5) -> Sequence[Tick]:
    return db.session.scalars(select(Tick).order_by(Tick.id.desc()).limit(count)).all()


def recent_weeks(person_id: int, *, count: int = 8) -> Sequence[Delivery]:
    """A person's own last weeks, newest first."""
    return db.session.scalars(
        select(Delivery).where(Delivery.person_id == person_id).order_by(Delivery.week_on.desc()).limit(count)
    ).all()


@dataclass(frozen=True, slots=True)
class Day:
    """One day of this week: units that came and units still due, and widths for the bar in steps of 5."""

    name: str
    sent: int
    due: int
    sent_width: int
    due_width: int


@dataclass(frozen=True, slots=True)
class Operations:
    """The week as /operations shows it: counts of work, never a person."""

    counts: WeekCounts
    days: list[Day]
    troubles: dict[str, int]
    waiting_since: dt.datetime | None
    last_tick_at: dt.datetime | None

    @property
    def came(self) -> int:
        return self.counts.states.get("sent", 0)

    @property
    def to_come(self) -> int:
        return self.counts.states.get("planned", 0) + self.counts.states.get("sending", 0)

    @property
    def look(self) -> int:
        return sum(self.counts.states.get(state, 0) for state in ("in doubt", "failed"))

    @property
    def units(self) -> int:
        return sum(self.counts.kinds.values())


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def operations_of(organisation_id: int, *, today: dt.date, now: dt.datetime) -> Operations:
    counts = week_counts(organisation_id, today=today)
    asked = (
        select(Delivery.on, Delivery.state, func.count())
        .where(
            Delivery.organisation_id == organisation_id,
            Delivery.week_on == counts.week_on,
            Delivery.on.is_not(None),
        )
        .group_by(Delivery.on, Delivery.state)
    )
    sent, due = [0] * 7, [0] * 7
    rows: Iterable[Any] = db.session.execute(asked)
    for on, state, count in rows:
        number = min(6, max(0, (on - counts.week_on).days))
        if state in {"planned", "sending"}:
            due[number] += count
        elif state != "skipped":
            sent[number] += count
    most = max([1, *(sent[number] + due[number] for number in range(7))])
    days = [
        Day(_DAYS[number], sent[number], due[number], _width(sent[number], most), _width(due[number], most))
        for number in range(7)
        if number < 5 or sent[number] or due[number]
    ]
    ticks = last_ticks(1)
    return Operations(
        counts,
        days,
        troubles(organisation_id, today=today),
        oldest_unsent(organisation_id, now=now - dt.timedelta(minutes=10)),
        ticks[0].began_at if ticks else None,
    )


def _width(count: int, most: int) -> int:
    return max(5, round(count / most * 20) * 5) if count else 0
