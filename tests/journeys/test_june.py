"""June, the education lead: where the organisation stands this Monday, and the same figures in a file."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from tests.journeys.conftest import WIDE_AND_NARROW, Visitor

Figures = dict[tuple[str, str], str]  # by competency and group


def figures_on_the_page(june: Visitor) -> Figures:
    """Every cell of the table, by its row and column heading."""
    table = june.page.locator("table.st-grid")
    columns = [own_words(one) for one in table.locator("thead th").all()][1:]
    found: Figures = {}
    for row in table.locator("tbody tr:has(td)").all():
        name = own_words(row.locator("th"))
        cells = [own_words(cell) for cell in row.locator("td").all()]
        found |= {(name, column): cell for column, cell in zip(columns, cells, strict=True)}
    return found


def own_words(cell) -> str:  # type: ignore[no-untyped-def]  # a Locator
    """A cell's figure or heading, without the small words below it."""
    said: str = cell.evaluate(
        "c => [...c.childNodes].filter(n => n.nodeName != 'SMALL').map(n => n.textContent).join('')"
    )
    return said.strip()


def then_she_sees_what_is_weakest_and_where(june: Visitor) -> list[str]:
    june.sees("of what roles require is held")
    weakest = june.page.locator("section", has=june.page.get_by_role("heading", name="Start with")).last
    names = weakest.get_by_role("heading", level=3).all_inner_texts()
    assert 1 <= len(names) <= 3
    june.reads("What Steady does", "What you can do", "Figures of")
    return names


def when_she_looks_by_team(june: Visitor) -> None:
    june.page.get_by_label("Show", exact=True).select_option("Teams")
    june.presses("Update")


def then_the_lowest_places_of_each_are_marked(june: Visitor, names: list[str]) -> None:
    june.sees("of what roles require is held")
    june.reads("Every competency, by team")
    for name in names:
        row = june.page.locator("table.st-grid tr", has=june.page.get_by_role("rowheader", name=name, exact=True))
        assert row.locator("td.st-cell--very-low, td.st-cell--low").count() >= 1


def when_she_takes_the_figures_with_her(june: Visitor) -> list[dict[str, str]]:
    with june.page.expect_download() as download:
        june.page.get_by_role("link", name="Spreadsheet file (CSV)").click()
    assert download.value.suggested_filename.endswith(".csv")
    return list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig"))))


def figures_in_the_file(lines: list[dict[str, str]], grouped_by: str) -> Figures:
    held = next(name for name in lines[0] if name.startswith("Held, "))
    wanted = ("All staff", grouped_by)
    return {
        (one["Name"], one["Group"]): one[held] for one in lines if one["Grouped by"] in wanted and one["Competency"]
    }


def then_the_file_says_what_the_page_says(page: Figures, file: Figures) -> None:
    assert len(page) >= 13 * 5
    for place, figure in page.items():
        if figure != "Not required":
            assert file.pop(place) == figure, place


@WIDE_AND_NARROW
def test_june_sees_what_is_weakest_and_where_and_takes_the_same_figures_with_her(visitor: Visitor) -> None:
    visitor.signs_in_with_one_tap_as("June")
    weakest = then_she_sees_what_is_weakest_and_where(visitor)
    by_role = figures_on_the_page(visitor)
    when_she_looks_by_team(visitor)
    then_the_lowest_places_of_each_are_marked(visitor, weakest)
    by_team = figures_on_the_page(visitor)
    lines = when_she_takes_the_figures_with_her(visitor)
    then_the_file_says_what_the_page_says(by_role, figures_in_the_file(lines, "Role family"))
    then_the_file_says_what_the_page_says(by_team, figures_in_the_file(lines, "Team"))


def test_june_is_led_to_what_will_fade_by_the_keyboard(visitor: Visitor) -> None:
    visitor.signs_in_with_one_tap_as("June")
    then_she_sees_what_is_weakest_and_where(visitor)
    forecast = visitor.page.get_by_role("navigation", name="Date shown").get_by_role("link").last
    forecast.focus()
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**on=*")
    visitor.sees("")
    assert "if nothing is sent" in visitor.page.locator("main").inner_text().lower()
