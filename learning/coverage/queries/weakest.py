"""Where to start: the three weakest competencies, what Steady does about each, and what a lead can do today.

Competencies are ranked, never teams or people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from learning.coverage.rules import (
    Axis,
    Band,
    Figure,
    Published,
    Share,
    Sheet,
    day_and_month,
    falls_to,
    points,
    words,
)
from learning.coverage.rules import weakest as weakest_of
from learning.ground.text import names_list, plural
from learning.modules import queries as modules
from learning.modules.models import ModuleVersion

HOW_MANY = 3
_CLEARLY_LOWER = 10  # points


@dataclass(frozen=True, slots=True)
class Supply:
    """What the library has for one competency."""

    lessons: int = 0
    checks: int = 0
    to_adopt: int = 0
    waiting_for: tuple[str, ...] = ()  # names of local facts

    @property
    def sent(self) -> str:
        kinds = [plural(self.lessons, "lesson")] * bool(self.lessons) + [plural(self.checks, "check")] * bool(
            self.checks
        )
        return names_list(kinds) if kinds else ""


@dataclass(frozen=True, slots=True)
class Start:
    name: str
    figure: str
    why: str
    steady_does: str
    is_sent: bool
    to_adopt: int
    waiting_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fade:
    """A competency that falls until the forecast if nothing is sent."""

    name: str
    today: str
    then: str
    back: str
    to_adopt: int


def supply(organisation_id: int, *, today: dt.date) -> Mapping[str, Supply]:
    """By competency: what may be sent, what waits to be adopted, and local facts that units wait for."""
    lessons: dict[str, int] = {}
    checks: dict[str, int] = {}
    for one in modules.sendable(organisation_id, today=today):
        counted = checks if one.module.kind == "check" else lessons
        _count(counted, one.module.competencies)
    to_adopt: dict[str, int] = {}
    waiting: dict[str, set[str]] = {}
    adopted = modules.adoptions(organisation_id)
    filled = modules.slots(organisation_id).keys()
    for version in modules.all_newest(organisation_id=organisation_id):
        module = modules.module_of(version)
        if module.status not in {"starter", "approved"}:
            continue
        if not _is_adopted(version, adopted):
            _count(to_adopt, module.competencies)
        for competency in module.competencies:
            waiting.setdefault(competency, set()).update(module.slots - filled)
    return {
        key: Supply(
            lessons.get(key, 0),
            checks.get(key, 0),
            to_adopt.get(key, 0),
            tuple(name.replace("_", " ") for name in sorted(waiting.get(key, ()))),
        )
        for key in lessons.keys() | checks.keys() | to_adopt.keys() | waiting.keys()
    }


def _is_adopted(version: ModuleVersion, adopted: Mapping[tuple[str, int], object]) -> bool:
    return (version.module, version.version) in adopted


def _count(counted: dict[str, int], keys: Iterable[str]) -> None:
    for key in keys:
        counted[key] = counted.get(key, 0) + 1


def weakest(published: Published, has: Mapping[str, Supply]) -> tuple[Start, ...]:
    """The competencies that fewest hold, with what can be done about each."""
    names = {one.key: one.name for one in published.competencies}
    return tuple(_start(published, key, names[key], has.get(key, Supply())) for key in weakest_of(published))


def _start(published: Published, competency: str, name: str, own: Supply) -> Start:
    return Start(
        name=name,
        figure=words(published.today.cell(Axis.ALL, "", competency)).text,
        why=" ".join(_why(published, competency)),
        steady_does=(
            f"Sends {own.sent} about it, to those who need it most first."
            if own.sent
            else "Has no unit to send for it yet."
        ),
        is_sent=bool(own.sent),
        to_adopt=own.to_adopt,
        waiting_for=own.waiting_for,
    )


def _why(published: Published, competency: str) -> Iterator[str]:
    """How far it falls, and in which role family it is clearly lower than elsewhere."""
    cell, later = _of_all(published.today, competency), _of_all(published.forecast, competency)
    if cell is None:
        return
    if published.forecast is not None and later is not None and (to := falls_to(cell, later)):
        yield f"It falls to {to} by {day_and_month(published.forecast.on)} if nothing is sent."
    roles = [
        (of_role.percent, group.name)
        for group in published.roles
        if isinstance(of_role := published.today.cell(Axis.ROLE, group.key, competency), Share)
    ]
    if roles and points(cell) - min(roles)[0] >= _CLEARLY_LOWER:
        lowest, name = min(roles)
        yield f"{name}: {lowest}%."


def fades_most(published: Published, has: Mapping[str, Supply]) -> tuple[Fade, ...]:
    """The competencies that fall furthest until the forecast, in framework order among equals."""
    falls: list[tuple[int, int]] = []
    for place, one in enumerate(published.competencies):
        today, then = _of_all(published.today, one.key), _of_all(published.forecast, one.key)
        if today is not None and then is not None and points(then) < points(today):
            falls.append((points(then) - points(today), place))
    return tuple(_fade(published, place, has) for _, place in sorted(falls)[:HOW_MANY])


def _fade(published: Published, place: int, has: Mapping[str, Supply]) -> Fade:
    one = published.competencies[place]
    own = has.get(one.key, Supply())
    then = published.today if published.forecast is None else published.forecast
    return Fade(
        name=one.name,
        today=words(published.today.cell(Axis.ALL, "", one.key)).text,
        then=words(then.cell(Axis.ALL, "", one.key)).text,
        back=f"Steady sends {own.sent} about it." if own.sent else "There is no unit to send for it yet.",
        to_adopt=own.to_adopt,
    )


def _of_all(sheet: Sheet | None, competency: str) -> Figure | None:
    cell = None if sheet is None else sheet.cell(Axis.ALL, "", competency)
    return cell if isinstance(cell, Share | Band) else None
