"""An open page shows a new build by itself, and never takes away what somebody is writing."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.server import build_updates
from etl.i18n.translator import translator
from etl.ledger.store import Ledger, User
from etl.submissions.models import Proposal
from etl.warehouse import builds
from tests.support.dashboards import running, serving
from tests.support.places import DATA

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
ROW = {"indicator": "air-passengers-kaz", "period": "2024", "value": "7.5", "unit": "PERSONS_MN", "published": "2026-11-24"}


def accept_a_change(warehouse: Path) -> builds.Build:
    """Submitted, accepted and built, in a ledger of its own."""
    ledger = Ledger(f"sqlite:///{warehouse}/ledger.sqlite")
    proposal = Proposal("observations", (ROW,), "https://data.worldbank.org/country/KZ", "2024")
    name, _ = ledger.submit(proposal, User("Aliya", frozenset({"submitter"})), "submitted", AT)
    ledger.decide(name, 0, "accepted", User("Boris", frozenset({"reviewer"})), "", "accepted", AT)
    built = builds.build(DATA, warehouse, accepted=ledger.accepted())
    ledger.close()
    return built


def open_page(browser: Browser, address: str, path: str, lang: str = "en") -> Page:
    page = browser.new_page()
    page.goto(f"{address}{path}{'&' if '?' in path else '?'}lang={lang}")
    expect(page.locator(".sv-foot")).to_be_visible(timeout=20_000)
    return page


def test_an_open_page_shows_the_accepted_change_without_a_click(browser: Browser, warehouse: Path) -> None:
    with serving(warehouse) as address:
        indicator, overview = open_page(browser, address, "indicator?id=air-passengers-kaz"), open_page(browser, address, "")
        assert "7.5" not in indicator.inner_text("body")
        loads: list[str] = []
        indicator.on("load", lambda _: loads.append("again"))
        built = accept_a_change(warehouse)
        expect(indicator.locator("body")).to_contain_text("7.5", timeout=10_000)
        expect(overview.locator(".sv-foot")).to_contain_text(built.id, timeout=10_000)
        assert loads == [], "the page runs anew, it is not loaded anew"
        expect(indicator.locator(".st-key-new-build")).to_be_hidden()
        indicator.close()
        overview.close()


@pytest.mark.parametrize("lang", [pytest.param("en", marks=pytest.mark.full), "ru"])
def test_who_is_writing_is_told_and_keeps_what_is_written(browser: Browser, warehouse: Path, lang: str) -> None:
    t = translator(lang).t
    with serving(warehouse) as address:
        page = open_page(browser, address, "update", lang)
        field = page.get_by_label(t("Your name"), exact=True)
        field.fill("Алия")
        line = page.get_by_role("button", name=t("There is a new build. Show it"))
        expect(line).to_be_hidden()
        built = accept_a_change(warehouse)
        expect(line).to_be_visible(timeout=10_000)
        assert built.id not in page.inner_text(".sv-foot") and field.input_value() == "Алия"
        line.click()
        expect(page.locator(".sv-foot")).to_contain_text(built.id, timeout=10_000)
        expect(line).to_be_hidden()
        assert field.input_value() == "Алия"
        page.close()


def test_many_pages_are_told_one_after_the_other_and_a_single_one_at_once() -> None:
    async def turns(pages: int) -> list[float]:
        watch = build_updates.Watch()
        return [watch.turn_s() for _ in range(pages)]

    # In a thread: the browser of other tests keeps a loop of its own in this one.
    with ThreadPoolExecutor() as executor:
        (single,), many = (executor.submit(lambda pages=pages: asyncio.run(turns(pages))).result() for pages in (1, 300))
    assert single == 0.0
    assert many == sorted(many) and many[0] == 0.0
    assert sum(1 for turn in many if turn < 1) <= 2 * build_updates.PAGES_PER_S
    assert many[-1] > 299 / build_updates.PAGES_PER_S - 2


def test_a_server_that_is_stopped_does_not_wait_for_open_pages(browser: Browser, warehouse: Path) -> None:
    with running(warehouse, Path("no-secrets.toml"), "") as (address, process):
        page = open_page(browser, address, "pledge?id=D25")
        with page.expect_request("**/news**"):
            page.reload()
        process.terminate()
        process.join(timeout=build_updates.LONGEST_S / 2)
        assert process.exitcode is not None
        page.close()
