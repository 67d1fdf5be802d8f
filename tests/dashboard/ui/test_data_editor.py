"""Tables edited on the page: no edit is lost or doubled, whatever the reader does next; what was not touched is not sent."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from etl.ledger.store import Ledger
from etl.warehouse import builds
from tests.support.dashboard_pages import address, opened
from tests.support.dashboards import serving
from tests.support.places import DATA

HEADER_PX, ROW_PX = 35, 35
TRIES = 5
expect.set_options(timeout=30_000)
SENT = {"Your name": "Aliya", "Link to the source": "https://data.worldbank.org/country/KZ", "Why": "checked again"}


@pytest.fixture
def page(browser: Browser, warehouse: Path) -> Iterator[Page]:
    """The page with a table to edit."""
    with serving(warehouse) as served, opened(browser, address(served, "update", "en")) as (shown, wrong):
        shown.get_by_role("radio", name="Edit here").click()
        settled(shown)
        yield shown
        assert wrong == []


def settled(page: Page) -> None:
    """One table stands, and no run of the page is under way."""
    expect(page.locator("[data-testid=stDataFrame]")).to_have_count(1)
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")


def choose(page: Page, label: str, text: str) -> None:
    box = page.get_by_label(label, exact=True)
    # What stood there before the last choice goes a moment later.
    expect(box).to_have_count(1)
    box.click()
    page.keyboard.type(text)
    expect(page.get_by_role("option").first).to_contain_text(text)
    page.keyboard.press("Enter")
    expect(box).to_have_value(re.compile(re.escape(text)))
    settled(page)


def type_in(page: Page, row: int, column: int, text: str, leave: bool) -> None:
    """Type into a cell of the editor (both numbers from 0); unless told to leave, the cell stays open."""
    settled(page)
    first = page.locator(f"#glide-cell-0-{row}")
    for _ in range(TRIES):
        # The first click after a run of the page may only give the table back its focus.
        page.locator("[data-testid=stDataFrame] .dvn-scroller").click(position={"x": 20, "y": HEADER_PX + row * ROW_PX + 12})
        with suppress(AssertionError):
            expect(first).to_have_attribute("aria-selected", "true", timeout=2_000)
            break
    for place in range(1, column + 1):
        page.keyboard.press("ArrowRight")
        expect(page.locator(f"#glide-cell-{place}-{row}")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    cell = page.locator("#portal textarea, #portal input").first
    cell.fill(text)
    if leave:
        cell.press("Enter")
        expect(cell).to_have_count(0)


def describe(page: Page) -> None:
    for label, text in SENT.items():
        page.get_by_label(label, exact=True).fill(text)
        page.keyboard.press("Tab")
        settled(page)


def shown_changes(page: Page) -> Locator:
    page.get_by_role("button", name="Show what would change").click()
    table = page.locator("table", has=page.get_by_text("Before", exact=True)).first
    expect(table).to_be_visible(timeout=60_000)
    return table


def test_the_cell_that_is_still_open_is_sent_and_nothing_else(page: Page) -> None:
    choose(page, "Indicator", "air-passengers-kaz")
    expect(page.locator("[data-testid=stDataFrame]")).to_be_visible()
    describe(page)
    type_in(page, 1, 1, "9756367", leave=False)
    table = shown_changes(page)
    expect(table.locator("tbody tr")).to_have_count(1)
    expect(table).to_contain_text("9,756,367")
    type_in(page, 0, 1, "11900000", leave=True)
    expect(table.locator("tbody tr")).to_have_count(2)
    expect(table).to_contain_text("9,756,367")
    expect(table).to_contain_text("11,900,000")


@pytest.mark.full
def test_a_new_build_below_the_editor_takes_no_edit_away(page: Page, tmp_path: Path) -> None:
    choose(page, "Indicator", "air-passengers-kaz")
    describe(page)
    type_in(page, 0, 1, "11900000", leave=True)
    builds.build(DATA, tmp_path / "w", as_of=date(2026, 11, 25))
    table = shown_changes(page)
    expect(table.locator("tbody tr")).to_have_count(1)
    expect(table).to_contain_text("11,900,000")
    page.get_by_role("button", name="Submit", exact=True).click()
    link = page.locator("a.sv-link[href^='review?id=']")
    expect(link).to_be_visible(timeout=60_000)
    ledger = Ledger(f"sqlite:///{tmp_path}/w/ledger.sqlite")
    (submission,) = ledger.listed()
    ledger.close()
    (row,) = submission.proposal.rows
    assert (row["indicator"], row["period"], row["value"]) == ("air-passengers-kaz", "2023", "11900000")
    assert "published" not in row, "a corrected value was not published on the day of the one before"


@pytest.mark.full
def test_an_added_row_is_sent_whole(page: Page, tmp_path: Path) -> None:
    choose(page, "What", "Targets")
    choose(page, "Indicator", "trade-turnover")
    describe(page)
    expect(page.locator("[data-testid=stDataFrame]")).to_be_visible()
    page.locator("[data-testid=stDataFrame]").hover()
    page.get_by_label("Add row: Targets").click()
    cells = {2: "60", 5: "2030", 7: "Both presidents", 8: "2026-11-25"}
    row = 3
    for column, text in cells.items():
        type_in(page, row, column, text, leave=True)
    page.get_by_role("button", name="Show what would change").click()
    mended = page.locator("table").last
    expect(mended).to_contain_text("kind is missing")
    expect(mended.locator("tbody tr")).to_have_count(1)


@pytest.mark.full
@pytest.mark.parametrize("what", ["Events", "Codings"])
def test_what_was_not_touched_is_not_sent(page: Page, what: str) -> None:
    choose(page, "What", what)
    choose(page, "Pledge", "D22")
    describe(page)
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_text("Nothing in the table has been changed yet.")).to_be_visible(timeout=60_000)
