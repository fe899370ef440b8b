"""From exact counts to published figures that resist subtraction, across groups, dates and weeks."""

from __future__ import annotations

from collections import defaultdict

from learning.ground.figures import FEWEST, FEWEST_FOR_EXACT, Cell

from .competency import CompetencyFigures, Found, competency_figures
from .counts import Axis, Counts, Group, OrganisationCounts
from .overall import overall_figures
from .published import Published, PublishedGroup, Sheet


def publish(counts: OrganisationCounts, before: Published | None = None) -> Published:
    """The figures of one week. `before` is the last publication: what it said is known to the reader of this one.

    Order matters and is fixed by what is public: for each competency all staff, then role families, then teams, those
    of most people first. Today and forecast are always labelled at the same counts, so
    that comparing them says how far apart they are and nothing about where.
    """
    found = _found(counts)
    shown = [one.key for one in counts.competencies if one.key in found]
    each = [competency_figures(key, found[key], counts, before) for key in shown]
    for one in each:
        one.publish()
    overall = overall_figures(counts, [one.ranges() for one in each])
    today = Sheet(counts.on, overall.today, overall.parts, _cells(each, 0))
    forecast = None
    if counts.forecast_on is not None and overall.forecast is not None:
        forecast = Sheet(counts.forecast_on, overall.forecast, overall.forecast_parts, _cells(each, 1))
    is_large = counts.everyone.people >= FEWEST_FOR_EXACT
    return Published(
        on=counts.on,
        people=counts.everyone.people if is_large else None,
        competencies=counts.competencies,
        roles=tuple(_published_group(group, is_large) for group in counts.roles),
        teams=tuple(_published_group(group, is_large) for group in counts.teams),
        today=today,
        forecast=forecast,
        steps=overall.steps,
        aware=overall.aware,
    )


def _found(counts: OrganisationCounts) -> dict[str, list[Found]]:
    """The squares in which somebody is required, by competency."""
    found: dict[str, list[Found]] = defaultdict(list)
    for square, today in counts.squares.items():
        if today.required:
            dated = (today, counts.forecast.get(square, Counts()))
            found[square.competency].append((square.team, square.role, dated))
    return found


def _cells(each: list[CompetencyFigures], date: int) -> dict[tuple[Axis, str, str], Cell]:
    return {(*place, one.key): cell for one in each for place, cell in one.dates[date].cells.items()}


def _published_group(group: Group, is_large: bool) -> PublishedGroup:
    is_small = group.people < FEWEST
    return PublishedGroup(group.key, group.name, group.people if is_large and not is_small else None, is_small)
