"""The returning visitor: one browser that stays open, loads pages again and again, and finds them whole each time."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.test_browser import PAGES, address, ready


@pytest.fixture
def visitor(browser: Browser) -> Iterator[tuple[BrowserContext, Page, list[str]]]:
    """One context with its cache and storage, a page in it, and everything that went wrong there."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(f"console: {message.text}") if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(f"exception: {error}"))
    yield context, page, wrong
    context.close()


def stands(page: Page) -> None:
    """The page is there: its foot, and a title a reader sees."""
    ready(page)
    assert page.locator("h1").first.inner_text().strip()


@pytest.mark.parametrize("name", PAGES)
def test_every_page_stands_each_time_it_is_loaded(served: str, visitor: tuple[BrowserContext, Page, list[str]], name: str) -> None:
    _, page, wrong = visitor
    for _ in range(3):
        page.goto(address(served, PAGES[name], "en"))
        stands(page)
    page.reload()
    stands(page)
    assert wrong == []
