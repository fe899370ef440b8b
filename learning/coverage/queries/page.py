"""The page of an education lead, made of one publication and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from learning.coverage.queries.grid import Grid, grid
from learning.coverage.queries.publications import days_published, is_late, published
from learning.coverage.queries.weakest import Fade, Start, Supply, fades_most, supply, weakest
from learning.coverage.rules import (
    Axis,
    Band,
    Portion,
    Published,
    Share,
    Sheet,
    day_and_month,
    figure_text,
    forecast_headline,
    headline,
    in_tens,
    part_text,
    past_headline,
    points,
    words,
)
from learning.ground.text import nhs_date, number
from learning.people.models import Organisation

LOOK_BACK = dt.timedelta(weeks=8)
_ALL = 100
_BEGINNING = 5  # points: hardly anything is held yet, as in the first weeks everywhere


@dataclass(frozen=True, slots=True)
class SwitchLink:
    """One of the dates that the whole page can show."""

    label: str
    day: str
    on: dt.date
    is_here: bool


@dataclass(frozen=True, slots=True)
class BarPart:
    share: str
    word: str
    css: str
    width: int  # 0: under 5%, not drawn


@dataclass(frozen=True, slots=True)
class Bar:
    brace: str  # what stands above the held part
    held: int
    parts: tuple[BarPart, ...]

    @property
    def label(self) -> str:
        return ", ".join(f"{part.share} {part.word}" for part in self.parts)


@dataclass(frozen=True, slots=True)
class CoveragePage:
    """Everything on the page. `on` is the day of the publication, `sheet_on` the day whose figures are shown."""

    on: dt.date
    sheet_on: dt.date
    switch: tuple[SwitchLink, ...]
    people: str
    eyebrow_end: str
    headline: str
    lede: str
    late_since: dt.date | None
    bar: Bar | None
    also: str
    starts: tuple[Start, ...]
    fades: tuple[Fade, ...]
    grid: Grid
    axis: Axis
    is_forecast: bool
    caption: str
    falls_by: str


def coverage_page(
    organisation: Organisation, *, wanted: dt.date | None, axis: Axis, page: int, today: dt.date
) -> CoveragePage | None:
    """None before anything was published. A day without figures shows those published last before it."""
    days = days_published(organisation.id)
    if not days:
        return None
    newest = _published(organisation.id, days[-1])
    ahead = newest.forecast.on if newest.forecast else None
    is_forecast = wanted is not None and wanted == ahead
    on = days[-1] if wanted is None or is_forecast else max([one for one in days if one <= wanted] or [days[0]])
    shown = newest if on == days[-1] else _published(organisation.id, on)
    sheet = newest.forecast if is_forecast and newest.forecast else shown.today
    is_past = shown is not newest
    has: Mapping[str, Supply] = {} if is_past else supply(organisation.id, today=today)
    return CoveragePage(
        on=shown.on,
        sheet_on=sheet.on,
        switch=tuple(_switch(days, on, ahead, is_forecast=is_forecast)),
        people="" if shown.people is None else f"{number(shown.people)} staff",
        eyebrow_end=_eyebrow_end(sheet, is_forecast=is_forecast),
        headline=_headline(shown, is_past=is_past, is_forecast=is_forecast),
        lede=_compared(newest) if is_past else "" if is_forecast else _lede(newest),
        late_since=newest.on if not is_past and is_late(newest.on, today) else None,
        bar=_bar(sheet, ends="" if is_past else _fading_ends(shown, sheet)),
        also="" if is_forecast else _also(shown, is_past=is_past),
        starts=() if is_past or is_forecast else weakest(shown, has),
        fades=fades_most(shown, has) if is_forecast else (),
        grid=grid(shown, sheet, axis, page=page, marks_falls=not is_past and not is_forecast),
        axis=axis,
        is_forecast=is_forecast,
        caption=_caption(sheet, is_forecast=is_forecast),
        falls_by=day_and_month(shown.forecast.on) if shown.forecast else "",
    )


def _published(organisation_id: int, on: dt.date) -> Published:
    found = published(organisation_id, until=on)
    if found is None:
        raise LookupError(f"nothing published up to {on}")
    return found


def _switch(days: Sequence[dt.date], on: dt.date, ahead: dt.date | None, *, is_forecast: bool) -> list[SwitchLink]:
    newest = days[-1]
    past = on if on != newest else max([one for one in days if one <= newest - LOOK_BACK] or [days[0]])
    links = []
    if past != newest:
        weeks = round((newest - past).days / 7)
        label = f"{weeks} week{'' if weeks == 1 else 's'} ago"
        links.append(SwitchLink(label, day_and_month(past), past, is_here=on == past))
    links.append(SwitchLink("This week", day_and_month(newest), newest, is_here=on == newest and not is_forecast))
    if ahead is not None:
        links.append(SwitchLink("Forecast", day_and_month(ahead), ahead, is_here=is_forecast))
    return links


def _eyebrow_end(sheet: Sheet, *, is_forecast: bool) -> str:
    return f"{'Forecast for' if is_forecast else 'Figures of'} {nhs_date(sheet.on)}"


def _headline(shown: Published, *, is_past: bool, is_forecast: bool) -> str:
    if is_forecast:
        return forecast_headline(shown)
    return past_headline(shown) if is_past else headline(shown)


def _lede(newest: Published) -> str:
    if not isinstance(newest.today.overall, Share | Band):
        return "Figures appear when 5 or more people have been here for more than a week."
    if points(newest.today.overall) <= _BEGINNING:
        return (
            "A skill counts as held after right answers to 2 different questions, at least a week apart. "
            "So the first weeks are low everywhere. Look at the steps below: they move from the first answer."
        )
    return (
        "Fading means a skill has not been practised for a while. It is still held now, and will lapse if nothing is "
        "sent. Steady sends what is due each week."
    )


def _compared(newest: Published) -> str:
    held = newest.today.overall
    return f"It is {in_tens(held)} now." if isinstance(held, Share | Band) else ""


def _fading_ends(shown: Published, sheet: Sheet) -> str:
    if shown.forecast is None:
        return ""
    return day_and_month(sheet.on + (shown.forecast.on - shown.on))


_CSS = {
    Portion.CURRENT: "st-is-current",
    Portion.FADING: "st-is-fading",
    Portion.HELD: "st-is-current",
    Portion.LAPSED: "st-is-lapsed",
    Portion.LEARNING: "st-is-learning",
    Portion.NOT_STARTED: "st-is-none",
    Portion.NOT_HELD: "st-is-none",
}


def _bar(sheet: Sheet, *, ends: str) -> Bar | None:
    held = sheet.overall
    if not sheet.parts or not isinstance(held, Share | Band):
        return None
    parts = []
    for part in sheet.parts:
        share, word = part_text(part)
        if part.portion is Portion.FADING and ends:
            word = f"{word}, lapses by {ends}"
        parts.append(BarPart(share, word, _CSS[part.portion], min(part.points, _ALL)))
    return Bar(f"Held on {day_and_month(sheet.on)}: {figure_text(held)}", points(held), tuple(parts))


def _also(shown: Published, *, is_past: bool) -> str:
    """What moves every week, below the level that counts."""
    if not isinstance(shown.steps, Share | Band) or not isinstance(shown.aware, Share | Band):
        return ""
    were, was = ("were", "was") if is_past else ("are", "is")
    return (
        f"Also moving every week: {words(shown.steps).text} of the steps that roles require {were} reached, "
        f"and {words(shown.aware).text} of what roles require {was} at level 1, aware, or above."
    )


def _caption(sheet: Sheet, *, is_forecast: bool) -> str:
    of = "Share of staff who hold what their role requires"
    if is_forecast:
        return f"{of}, forecast for {nhs_date(sheet.on)} if nothing is sent"
    return f"{of}, {nhs_date(sheet.on)}"
