"""What every journey does on every screen: it is looked at with axe, and read for what a small screen cuts off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from tests.fixtures.browser import Screen
from tests.fixtures.live import Live

Sees = Callable[[str], None]
WIDE_AND_NARROW = pytest.mark.parametrize(
    "visitor",
    [pytest.param((1280, True), id="on a desk"), pytest.param((320, False), id="on a small phone without scripts")],
    indirect=True,
)


@dataclass(frozen=True)
class Visitor:
    """Somebody in front of a screen."""

    page: Page
    site: str
    broken: Callable[[Page], list[str]]

    def goes_to(self, path: str) -> None:
        self.page.goto(self.site + path)

    def sees(self, heading: str) -> None:
        """The page with that heading: one that breaks no rule of WCAG, and fits its screen."""
        h1 = self.page.locator("main h1")
        assert heading in " ".join(h1.inner_text().split()), f"{self.page.url}: {h1.inner_text()!r}"
        assert self.broken(self.page) == []
        wide, screen = self.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert wide <= screen, f"{self.page.url} is {wide} pixels wide on a screen of {screen}"

    def signs_in_with_one_tap_as(self, name: str) -> None:
        self.goes_to("/demo")
        self.sees("Try Steady as one of six people")
        self.page.get_by_role("button", name=name).click()

    def presses(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def follows(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).first.click()

    def reads(self, *words: str) -> None:
        """Each of these stands on the page, whatever the line breaks."""
        said = " ".join(self.page.locator("main").inner_text().split())
        for word in words:
            assert word in said, f"{self.page.url} does not say {word!r}"


@pytest.fixture
def visitor(request: pytest.FixtureRequest, live: Live, screen: Screen, axe: Callable[[Page], list[str]]) -> Visitor:
    width, scripts = getattr(request, "param", (1280, True))
    return Visitor(screen(width, java_script_enabled=scripts), live.url, axe)
