"""What is published, whole: stored each week, and the one source of the page, the file and every later comparison."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from learning.ground.figures import Band, Cell, Hidden, NotRequired, Share, Why

from .counts import Axis, CompetencyName

FORM = 1  # of the stored JSON


class Portion(StrEnum):
    """A part of the bar for everything that roles require."""

    CURRENT = "current"
    FADING = "fading"
    HELD = "held"  # where there is no later figure to divide it by
    LAPSED = "lapsed"
    LEARNING = "learning"
    NOT_STARTED = "not-started"
    NOT_HELD = "not-held"  # where it is too few to divide


@dataclass(frozen=True, slots=True)
class Part:
    """Points of 100, in fives. 0 is never said as 0%."""

    portion: Portion
    points: int


@dataclass(frozen=True, slots=True)
class PublishedGroup:
    """A role family or a team. The number of people only in an organisation of 100 or more, and never under 5."""

    key: str
    name: str
    people: int | None
    is_small: bool  # fewer than 5 people: only ever seen among the small groups


@dataclass(frozen=True, slots=True)
class Sheet:
    """The figures of one date."""

    on: dt.date
    overall: Cell  # of everything that roles require of everybody
    parts: tuple[Part, ...]  # sum to 100, or empty where there are too few people
    cells: Mapping[tuple[Axis, str, str], Cell]  # axis, group (or TOGETHER), competency

    def cell(self, axis: Axis, group: str, competency: str) -> Cell:
        return self.cells.get((axis, group, competency), NotRequired())


@dataclass(frozen=True, slots=True)
class Published:
    """Everything an organisation is shown of one week."""

    on: dt.date
    people: int | None  # in an organisation of 100 or more
    competencies: tuple[CompetencyName, ...]
    roles: tuple[PublishedGroup, ...]
    teams: tuple[PublishedGroup, ...]
    today: Sheet
    forecast: Sheet | None
    steps: Cell  # reached, of the steps that roles require
    aware: Cell  # at level 1 or more, of what roles require

    def groups(self, axis: Axis) -> tuple[PublishedGroup, ...]:
        return {Axis.ALL: (), Axis.ROLE: self.roles, Axis.TEAM: self.teams}[axis]


def as_json(published: Published) -> dict[str, Any]:
    return {
        "form": FORM,
        "on": published.on.isoformat(),
        "people": published.people,
        "competencies": [asdict(one) for one in published.competencies],
        "roles": [asdict(group) for group in published.roles],
        "teams": [asdict(group) for group in published.teams],
        "today": _sheet_json(published.today),
        "forecast": None if published.forecast is None else _sheet_json(published.forecast),
        "steps": _cell_json(published.steps),
        "aware": _cell_json(published.aware),
    }


def from_json(body: Mapping[str, Any]) -> Published:
    if body["form"] != FORM:
        raise ValueError(f"publications of form {body['form']} cannot be read; this program writes form {FORM}")
    return Published(
        on=dt.date.fromisoformat(body["on"]),
        people=body["people"],
        competencies=tuple(CompetencyName(**one) for one in body["competencies"]),
        roles=tuple(PublishedGroup(**group) for group in body["roles"]),
        teams=tuple(PublishedGroup(**group) for group in body["teams"]),
        today=_sheet(body["today"]),
        forecast=None if body["forecast"] is None else _sheet(body["forecast"]),
        steps=_cell(body["steps"]),
        aware=_cell(body["aware"]),
    )


def _sheet_json(sheet: Sheet) -> dict[str, Any]:
    return {
        "on": sheet.on.isoformat(),
        "overall": _cell_json(sheet.overall),
        "parts": [[part.portion.value, part.points] for part in sheet.parts],
        "cells": [[axis.value, group, key, _cell_json(cell)] for (axis, group, key), cell in sheet.cells.items()],
    }


def _sheet(body: Mapping[str, Any]) -> Sheet:
    return Sheet(
        on=dt.date.fromisoformat(body["on"]),
        overall=_cell(body["overall"]),
        parts=tuple(Part(Portion(portion), points) for portion, points in body["parts"]),
        cells={(Axis(axis), group, key): _cell(cell) for axis, group, key, cell in body["cells"]},
    )


def _cell_json(cell: Cell) -> dict[str, Any]:
    match cell:
        case Share(percent, of):
            return {"share": percent, "of": of}
        case Band(low, high, of, grain):
            return {"from": low, "to": high, "of": of, "grain": grain}
        case Hidden(why):
            return {"hidden": why.value}
        case NotRequired():
            return {"required": False}


def _cell(body: Mapping[str, Any]) -> Cell:
    if "share" in body:
        return Share(body["share"], body["of"])
    if "grain" in body:
        return Band(body["from"], body["to"], body["of"], body["grain"])
    return Hidden(Why(body["hidden"])) if "hidden" in body else NotRequired()
