"""Every state of a page is a link: language, filters, a search, a comparison, a day in the past, the feed."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Browser, expect

from etl.i18n.translator import translator
from etl.warehouse import builds
from tests.support.dashboard_pages import address, opened, ready, seen
from tests.support.dashboards import serving


def test_language_switch_keeps_the_place(served: str, browser: Browser) -> None:
    with opened(browser, address(served, "pledge?id=D30", "en")) as (page, wrong):
        page.locator(".sv-langs a", has_text="Қазақша").click()
        page.wait_for_url("**/pledge?*lang=kk*")
        ready(page)
        assert parse_qs(urlparse(page.url).query) == {"id": ["D30"], "lang": ["kk"]}
        assert translator("kk").t("Since signature") in seen(page)
        assert wrong == []


def test_navigation_keeps_the_language(served: str, browser: Browser) -> None:
    with opened(browser, address(served, "", "fr")) as (page, wrong):
        page.get_by_test_id("stTopNavLink").filter(has_text=translator("fr").t("Evidence")).click()
        page.wait_for_url("**/evidence*")
        ready(page)
        assert page.locator("h1").inner_text() == translator("fr").t("Evidence")
        assert "lang=fr" in page.url
        assert wrong == []


def test_a_filtered_register_is_a_link(served: str, browser: Browser) -> None:
    with opened(browser, address(served, "pledges", "en")) as (page, wrong):
        page.get_by_label("Search").fill("energy")
        page.get_by_label("Search").press("Enter")
        page.wait_for_url("**q=energy*")
        expect(page.locator("table.sv-register tbody tr").first).to_be_visible()
        expect(page.get_by_text("59 pledges")).to_have_count(0)
        rows = page.locator("table.sv-register tbody tr").all_inner_texts()
        url = page.url
        assert wrong == []
    with opened(browser, url) as (again, _):
        assert again.locator("table.sv-register tbody tr").all_inner_texts() == rows
        assert 0 < len(rows) < 59


@pytest.mark.parametrize(
    ("word", "lang", "pledge"),
    [
        ("nucleaire", "fr", "D30"),
        *(
            pytest.param(*case, marks=pytest.mark.full)
            for case in (("nuclear", "en", "D30"), ("queue", "en", "D22"), ("migration", "en", "D39"))
        ),
    ],
)
def test_a_word_finds_its_pledge(served: str, browser: Browser, word: str, lang: str, pledge: str) -> None:
    """The register is searched by titles, summaries and the titles of indicators."""
    with opened(browser, address(served, f"pledges?q={word}", lang)) as (page, wrong):
        found = page.locator("table.sv-register tbody tr td:first-child").all_inner_texts()
        assert any(pledge in cell for cell in found) and len(found) < 15
        assert wrong == []


def test_two_pledges_side_by_side_are_a_link(served: str, browser: Browser) -> None:
    with opened(browser, address(served, "pledges?compare=D25&compare=D27", "en")) as (page, _):
        assert page.locator("th", has_text="D25").count() == 1
        assert page.locator("th", has_text="D27").count() == 1


@pytest.fixture(scope="module")
def served_many(many_assessed: builds.Build) -> Iterator[str]:
    with serving(many_assessed.path.parent) as address:
        yield address


def test_a_day_in_the_past_is_a_link_and_has_a_way_back(served_many: str, browser: Browser) -> None:
    with opened(browser, address(served_many, "changes", "en")) as (page, wrong):
        assert "26 Feb 2026" in seen(page)
        page.locator("table.sv-changes a", has_text="26 Feb 2026").first.click()
        page.wait_for_url("**/pledge?*as_of=2026-02-26*")
        ready(page)
        assert "You see what was known on 26 Feb 2026." in seen(page)
        assert page.locator(".sv-panel .sv-badge").first.inner_text() == "On track"
        page.get_by_text("Back to 30 Nov 2026").click()
        page.wait_for_url(lambda url: "as_of" not in url)
        ready(page)
        assert "You see what was known" not in seen(page)
        assert wrong == []
    with opened(browser, address(served_many, "pledge?id=D25&as_of=2026-02-25", "en")) as (page, _):
        assert page.locator(".sv-panel .sv-badge").first.inner_text() == "Too few data points"


def test_another_day_is_chosen_on_the_page(served: str, browser: Browser) -> None:
    with opened(browser, address(served, "changes", "en")) as (page, wrong):
        page.get_by_test_id("stDateInput").nth(1).get_by_role("spinbutton").first.click()
        page.keyboard.type("20260131")
        page.keyboard.press("Tab")
        page.locator("h1").click()
        page.wait_for_url("**as_of=2026-01-31*")
        # The address changes first, the page a moment later.
        expect(page.get_by_text("You see what was known on 31 Jan 2026.")).to_be_visible(timeout=20_000)
        assert wrong == []


def test_what_is_due_is_filtered_by_a_link_and_as_of_a_day(served: str, browser: Browser) -> None:
    with opened(browser, address(served, "due?kind=deadline&body=CSTO", "en")) as (page, wrong):
        rows = page.locator("table.sv-dues tbody tr").all_inner_texts()
        assert rows and all("CSTO" in row for row in rows)
        assert page.locator("table.sv-dues").first.locator(".sv-badge").first.inner_text() == "Overdue for us to look"
        assert wrong == []
    with opened(browser, address(served, "due?kind=deadline&body=CSTO&as_of=2026-11-01", "en")) as (page, _):
        assert page.locator("table.sv-dues").first.locator(".sv-badge").first.inner_text() == "Due within a month"
        assert page.get_by_text("Log a search").count() == 0


def test_changes_offer_their_feed(served: str, browser: Browser) -> None:
    with opened(browser, address(served, "changes", "ru")) as (page, wrong):
        link = page.locator("a[type='application/atom+xml']")
        target = str(link.evaluate("node => node.href"))
        assert target == f"{served}feed/ru.atom"
        answer = page.request.get(target)
        assert answer.status == 200 and answer.headers["content-type"].startswith("application/atom+xml")
        assert wrong == []
