"""Data are changed in the browser: sent in, reviewed, undone, by those who may and under their names."""

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, expect

from etl.i18n.translator import translator
from etl.ledger.store import Ledger, User
from etl.submissions.models import Proposal
from etl.warehouse import builds
from tests.support.dashboard_pages import DESCRIBED, address, opened, ready, seen, seen_everywhere
from tests.support.dashboards import serving
from tests.support.registers import (
    say_nothing_of_answers,
)


def test_nobody_updates_a_dashboard_that_others_can_reach(browser: Browser, built: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without sign-in only a dashboard on the loopback address may change data, or show what waits for a review."""
    monkeypatch.setenv("STREAMLIT_SERVER_ADDRESS", "0.0.0.0")
    with serving(built.path.parent) as served:
        for path in ("update", "review"):
            with opened(browser, address(served, path, "en")) as (page, wrong):
                assert "Updating is switched off here" in seen(page)
                assert page.locator("input, button[kind=primary]").count() == 0
                assert page.get_by_test_id("stTopNavLink").filter(has_text="Update data").count() == 0
                assert wrong == []


@pytest.mark.parametrize("lang", ["en", pytest.param("ru", marks=pytest.mark.full)])
def test_data_are_updated_reviewed_and_undone_in_the_browser(
    browser: Browser, record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    """Template, upload, preview with the status that would change, submission, four eyes, the new status, and back again."""
    t = translator(lang).t
    say_nothing_of_answers(record)
    monkeypatch.setenv("SERVANDA_DATA", str(record))
    builds.build(record, tmp_path / "w")
    indicator = "indicator?id=air-passengers-kaz"
    with serving(tmp_path / "w") as served:
        with opened(browser, address(served, "update", lang)) as (page, wrong):
            with page.expect_download() as waiting:
                page.get_by_text(t("Form as {kind}", kind="XLSX")).click()
            book = load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes()))
            sheet = book.worksheets[0]
            names = [cell.value for cell in sheet[1]]
            cells = {"indicator": "air-passengers-kaz", "period": "2024", "value": 9, "unit": "PERSONS_MN", "published": "2026-11-24"}
            for column, name in enumerate(names, 1):
                sheet.cell(3, column).value = cells.get(str(name))
            book.save(tmp_path / "filled.xlsx")
            page.locator("input[type=file]").set_input_files(tmp_path / "filled.xlsx")
            for label, text in (("Your name", "Алия"), ("Link to the source", "https://data.worldbank.org/country/KZ"), ("Why", "2024")):
                page.get_by_label(t(label), exact=True).fill(text)
            page.get_by_role("button", name=t("Show what would change")).click()
            moves = page.locator("table", has=page.locator(".sv-badge")).last
            expect(moves).to_contain_text(t("On track"), timeout=30_000)
            expect(moves).to_contain_text(t("Slightly off track"))
            drawn = page.locator(".sv-two svg.sv-chart")
            expect(drawn).to_have_count(2)
            assert "2024" not in str(drawn.first.get_attribute("aria-label")) and "2024" in str(drawn.last.get_attribute("aria-label"))
            page.get_by_role("button", name=t("Submit"), exact=True).click()
            link = page.locator("a.sv-link[href^='review?id=']")
            expect(link).to_be_visible(timeout=30_000)
            name = str(link.get_attribute("href")).partition("id=")[2].partition("&")[0]
            assert wrong == []
        with opened(browser, address(served, f"review?id={name}", lang)) as (page, wrong):
            page.get_by_label(t("Your name"), exact=True).fill("Алия")
            page.get_by_role("button", name=t("Accept"), exact=True).click()
            expect(page.get_by_text("is your own")).to_be_visible(timeout=30_000)
            page.get_by_label(t("Your name"), exact=True).fill("Boris")
            page.get_by_role("button", name=t("Accept"), exact=True).click()
            expect(page.get_by_role("button", name=t("Revert"), exact=True)).to_be_visible(timeout=30_000)
            assert wrong == []
        with opened(browser, address(served, indicator, lang)) as (page, _):
            assert page.locator(".sv-badge").first.inner_text() == t("Slightly off track")
            assert "9" in page.locator("table:not(.sv-history)").last.inner_text()
            assert "2024" in str(page.locator("[data-testid=stPlotlyChart]").get_attribute("aria-label")), (
                "the chart reaches to the new value"
            )
            history = str(page.locator("table.sv-history").text_content())
            assert name in history and t("accepted") in history and "Boris" in history
        with opened(browser, address(served, "changes?since=2026-11-23", lang)) as (page, _):
            expect(page.locator("table.sv-changes").first).to_contain_text(t("New period"))
        with opened(browser, address(served, f"review?id={name}", lang)) as (page, _):
            page.get_by_label(t("Your name"), exact=True).fill("Boris")
            page.get_by_label(t("Why"), exact=True).fill("wrong table")
            page.get_by_role("button", name=t("Revert"), exact=True).click()
            expect(page.locator("h2.sv-h2", has_text=t("reverted"))).to_be_visible(timeout=30_000)
        with opened(browser, address(served, indicator, lang)) as (page, _):
            assert page.locator(".sv-badge").first.inner_text() == t("On track")
            assert "(2024)" not in page.get_by_test_id("stPlotlyChart").evaluate(DESCRIBED)
            assert t("reverted") in str(page.locator("table.sv-history").text_content())
        with opened(browser, address(served, "changes?since=2026-11-23", lang)) as (page, _):
            assert "wrong table" in page.locator("[data-testid=stMain]").inner_text()


def test_a_decision_on_what_has_changed_is_refused_with_both_versions(browser: Browser, warehouse: Path) -> None:
    ledger = Ledger(f"sqlite:///{warehouse}/ledger.sqlite")
    row = {"indicator": "air-passengers-kaz", "period": "2024", "value": "9000000"}
    proposal = Proposal("observations", (row,), "https://data.worldbank.org/country/KZ", "2024")
    name, _ = ledger.submit(proposal, User("Aliya", frozenset({"submitter"})), "key", datetime(2026, 11, 25, tzinfo=UTC))
    with serving(warehouse) as served, opened(browser, address(served, f"review?id={name}", "en")) as (page, wrong):
        page.get_by_label("Your name", exact=True).fill("Boris")
        reviewer = User("Vera", frozenset({"reviewer"}))
        ledger.decide(name, 0, "comment", reviewer, "Look at the unit again.", "other", datetime(2026, 11, 25, 1, tzinfo=UTC))
        page.get_by_role("button", name="Accept", exact=True).click()
        expect(page.get_by_text("you saw version 0 (waits for a review), above stands version 1 (waits for a review)")).to_be_visible(
            timeout=30_000
        )
        expect(page.get_by_text("Look at the unit again.")).to_be_visible()
        assert ledger.show(name).state == "submitted"
        page.get_by_role("button", name="Accept", exact=True).click()
        expect(page.get_by_role("button", name="Revert", exact=True)).to_be_visible(timeout=60_000)
        assert wrong == []
    ledger.close()


@pytest.mark.full
def test_a_search_that_found_nothing_is_logged_in_the_browser(browser: Browser, warehouse: Path) -> None:
    """A row that is due asks for a search; it is logged, waits on the same page, and once accepted the row shows the newer day."""
    with serving(warehouse) as served:
        with opened(browser, address(served, "due?kind=search", "en")) as (page, wrong):
            row = page.locator("table.sv-dues tr", has_text="D08 ·")
            expect(row).to_contain_text("Overdue for us to look")
            expect(row).to_contain_text("no search with a day is logged")
            row.get_by_role("link", name="Log a search").click()
            page.wait_for_url("**log=D08*")
            ready(page)
            page.get_by_role("button", name="Submit", exact=True).click()
            expect(page.get_by_text("Fill in the languages")).to_be_visible(timeout=20_000)
            for label, text in (
                ("Languages searched", "ru kk"),
                ("Outlets searched", "example.org"),
                ("What came of it (in English)", "Found nothing, <b>really</b>."),
                ("Your name", "Алия"),
                ("Link to the source", "https://example.org/"),
            ):
                page.get_by_label(label, exact=True).fill(text)
            page.get_by_role("button", name="Submit", exact=True).click()
            link = page.locator(".sv a[href^='review?id=']", has_text="waits for a review")
            expect(link).to_be_visible(timeout=30_000)
            name = str(link.get_attribute("href")).partition("id=")[2].partition("&")[0]
            assert wrong == []
        with opened(browser, address(served, "due?kind=review", "en")) as (page, wrong):
            expect(page.locator("table.sv-dues")).to_contain_text("by Алия; somebody else decides")
            assert wrong == []
        with opened(browser, address(served, f"review?id={name}", "en")) as (page, _):
            page.get_by_label("Your name", exact=True).fill("Boris")
            page.get_by_role("button", name="Accept", exact=True).click()
            expect(page.get_by_role("button", name="Revert", exact=True)).to_be_visible(timeout=30_000)
        with opened(browser, address(served, "due?kind=search", "en")) as (page, wrong):
            row = page.locator("table.sv-dues tr", has_text="D08 ·")
            expect(row).to_contain_text("last search logged for 24 Nov 2026")
            assert wrong == []
        with opened(browser, address(served, "pledge?id=D08", "en")) as (page, _):
            history = page.locator("table.sv-history")
            assert "Алия" in history.inner_text() and "Boris" in history.inner_text()
            assert "Found nothing, <b>really</b>." in seen_everywhere(page)


@pytest.mark.full
def test_history_names_nobody_where_data_may_not_be_changed(browser: Browser, warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = Ledger(f"sqlite:///{warehouse}/ledger.sqlite")
    row = {"pledge": "D08", "date": "2026-11-24", "languages": "ru", "outlets": "example.org", "result": "Found nothing."}
    at = datetime(2026, 11, 24, tzinfo=UTC)
    for number, decision in enumerate(("accepted", None)):
        proposal = Proposal("searches", (row,), "https://example.org/", "a secret reason")
        name, _ = book.submit(proposal, User("Aliya", frozenset({"submitter"})), str(number), at)
        if decision:
            book.decide(name, 0, "accepted", User("Boris", frozenset({"reviewer"})), "looks right", f"d{number}", at)
    book.close()
    monkeypatch.setenv("STREAMLIT_SERVER_ADDRESS", "0.0.0.0")
    with serving(warehouse) as served:
        with opened(browser, address(served, "pledge?id=D08", "en")) as (page, wrong):
            rows = page.locator("table.sv-history tbody tr", has_text="accepted")
            assert rows.count() == 1 and "24 Nov 2026" in rows.first.inner_text()
            for hidden in ("Aliya", "Boris", "secret", "looks right", "submitted"):
                assert hidden not in page.inner_text("body"), hidden
            assert wrong == []
        with opened(browser, address(served, "due", "en")) as (page, wrong):
            assert page.locator("input[type=text]").count() == page.locator("[data-testid=stSelectbox] input").count()
            assert "waits for" not in seen(page) and "Log a search" not in seen(page) and "Aliya" not in page.inner_text("body")
            assert wrong == []
