"""The real dashboard in a real Chromium: every page, language, theme and width; what a reader sees where there is nothing to show."""

import re
from pathlib import Path
from typing import Any

import duckdb
import pytest
from playwright.sync_api import Browser, expect

from etl.i18n.languages import LANGUAGES
from etl.warehouse import builds
from tests.support.dashboard_pages import PAGES, THEMES, WIDTHS, accessible, address, look, opened, seen
from tests.support.dashboards import serving

# Every page once, in languages, widths and themes that alternate; the full tests open every page in every form.
ONCE = [(page, LANGUAGES[row % 4], THEMES[(row // 4 + row) % 2], WIDTHS[(row // 2) % 2]) for row, page in enumerate(PAGES)]
WHOLE = [(page, lang, theme, width) for page in PAGES for lang in LANGUAGES for theme in THEMES for width in WIDTHS]


def run(served: str, browser: Browser, page: str, lang: str, theme: str, width: int) -> None:
    with opened(browser, address(served, PAGES[page], lang), theme, width) as (shown, wrong):
        look(shown, wrong, lang, width)
        assert shown.locator("html").get_attribute("lang") == lang
        background = shown.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
        dark = sum(int(part) for part in re.findall(r"\d+", background)[:3]) < 384
        assert dark == (theme == "dark")
        accessible(shown)


@pytest.mark.parametrize(("page", "lang", "theme", "width"), ONCE)
def test_page(served: str, browser: Browser, page: str, lang: str, theme: str, width: int) -> None:
    run(served, browser, page, lang, theme, width)


@pytest.mark.full
@pytest.mark.parametrize(("page", "lang", "theme", "width"), WHOLE)
def test_page_in_every_form(served: str, browser: Browser, page: str, lang: str, theme: str, width: int) -> None:
    run(served, browser, page, lang, theme, width)


@pytest.mark.full
def test_every_pledge_and_indicator_opens(served: str, browser: Browser, connection: duckdb.DuckDBPyConnection) -> None:
    keys = [f"pledge?id={key}" for (key,) in connection.execute("select pledge from pledges").fetchall()]
    keys += [f"indicator?id={key}" for (key,) in connection.execute("select indicator from indicators").fetchall()]
    failed = []
    for number, path in enumerate(keys):
        lang = LANGUAGES[number % 4]
        with opened(browser, address(served, path, lang)) as (page, wrong):
            try:
                look(page, wrong, lang, 1280)
            except AssertionError as error:
                failed.append(f"{path} {lang}: {str(error)[:200]}")
    assert failed == []


def test_unknown_pledge_and_indicator_are_a_sentence(served: str, browser: Browser) -> None:
    for path in ("pledge?id=D99", "indicator?id=nothing"):
        context = browser.new_context()
        page = context.new_page()
        page.goto(address(served, path, "en"))
        page.wait_for_selector("h1")
        assert page.locator("h1").inner_text().startswith("There is no")
        assert page.locator("[data-testid=stException]").count() == 0
        context.close()


def test_text_in_the_link_is_never_markup(served: str, browser: Browser) -> None:
    with opened(browser, address(served, "pledges?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E", "en")) as (page, wrong):
        assert page.locator("img[src=x]").count() == 0
        assert wrong == []


def test_a_new_build_shows_at_the_next_click(served: str, browser: Browser, built: Any) -> None:
    with opened(browser, address(served, "", "en")) as (page, _):
        assert f"Build {built.id}" in seen(page)


@pytest.mark.parametrize(("state", "text"), [("empty", "No build yet"), ("damaged", "This page could not be shown")])
def test_a_reader_never_sees_a_traceback(browser: Browser, tmp_path: Path, state: str, text: str) -> None:
    """Without a build, or with a file that is none, the page says so in our words."""
    if state == "damaged":
        (tmp_path / "x.duckdb").write_bytes(b"not a database" * 1000)
        for pointer in builds.POINTERS.values():
            (tmp_path / pointer).write_text("x.duckdb\n")
    with serving(tmp_path) as address_:
        page = browser.new_page()
        page.goto(address_ + "?lang=en")
        expect(page.locator("h1")).to_have_text(text, timeout=20_000)
        assert page.locator("[data-testid=stException]").count() == 0
        assert "Traceback" not in page.inner_text("body")
        page.close()
