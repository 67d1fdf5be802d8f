"""The real dashboard in a real Chromium: every page, language, theme and width; links, downloads, charts, accessibility."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

import duckdb
import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from dashboard.content.page_list import PAGES as PAGE_LIST
from etl.i18n.languages import LANGUAGES
from etl.i18n.translator import translator
from etl.ledger.store import Ledger, User
from etl.reports.register import LAST_STATUS
from etl.submissions.models import Proposal
from etl.warehouse import builds
from tests.support.dashboards import serving
from tests.support.parameters import mostly_full
from tests.support.registers import (
    EVENT,
    INDICATOR,
    MERGED,
    PARTS,
    PLEDGE,
    SECRET,
    SPLIT,
    UNITED,
    add_row,
    comment,
    correction,
    make_internal,
    replace_pledges,
    say_nothing_of_answers,
)
from tests.support.source_texts import messages

PAGES = {
    "overview": "",
    "pledges": "pledges",
    "pledge with a chart": "pledge?id=D25",
    "pledge without data": "pledge?id=D05",
    "indicator with sources that disagree": "indicator?id=trade-turnover",
    "indicator without data": "indicator?id=npp-agreements",
    "domains": "domains?domain=transport",
    "evidence": "evidence",
    "changes": "changes",
    "pledge judged from acts": "pledge?id=D30",
    "a day in the past": "pledge?id=D25&as_of=2025-12-31",
    "due": "due",
    "method": "method",
    "update": "update",
    "review": "review",
    "briefing": "briefing?domain=energy&domain=migration",
}
# Every page of the list, those above in the forms that matter.
PAGES |= {
    page.name: page.name
    for page in PAGE_LIST
    if not page.on_site_only and page.name not in {name.split("?")[0] or "overview" for name in PAGES.values()}
}
THEMES = ("light", "dark")
WIDTHS = (1280, 390)
# Every page once, in languages, widths and themes that alternate; the full tests open every page in every form.
ONCE = [(page, LANGUAGES[row % 4], THEMES[(row // 4 + row) % 2], WIDTHS[(row // 2) % 2]) for row, page in enumerate(PAGES)]
WHOLE = [(page, lang, theme, width) for page in PAGES for lang in LANGUAGES for theme in THEMES for width in WIDTHS]
# The beginning of a chart's markup, with its description, before what is drawn.
DESCRIBED = "node => node.outerHTML.slice(0, 3000)"
RAW_KEY = re.compile(r"\b[a-z]{2,}(?:_[a-z]+)+\b")


def address(served: str, path: str, lang: str) -> str:
    return f"{served}{path}{'&' if '?' in path else '?'}lang={lang}"


@contextmanager
def opened(browser: Browser, url: str, theme: str = "light", width: int = 1280) -> Iterator[tuple[Page, list[str]]]:
    """A page in a new browser profile, and everything that went wrong in it."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=theme,  # type: ignore[arg-type]
        accept_downloads=True,
        # Nobody vouches for the certificate of a proxy that a test sets up.
        ignore_https_errors=True,
    )
    page = context.new_page()
    wrong: list[str] = []
    home = urlparse(url).netloc
    page.on("console", lambda message: wrong.append(f"console: {message.text}") if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(f"exception: {error}"))
    page.on("request", lambda request: wrong.append(f"leaves the machine: {request.url}") if _leaves(request.url, home) else None)
    page.on("response", lambda answer: wrong.append(f"{answer.status}: {answer.url}") if answer.status >= 400 else None)
    page.goto(url)
    ready(page)
    try:
        yield page, wrong
    finally:
        context.close()


def _leaves(url: str, home: str) -> bool:
    parsed = urlparse(url)
    return parsed.scheme in ("http", "https", "ws", "wss") and parsed.netloc != home


def ready(page: Page) -> None:
    """The last part of the page stands, and its controls and charts are drawn."""
    page.wait_for_selector(".sv-foot", timeout=20_000)
    # A control stands as a grey block until its code has come.
    expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0, timeout=20_000)
    expect(page.locator("[data-testid=stStatusWidget]")).to_have_count(0, timeout=20_000)
    if page.locator("[data-testid=stPlotlyChart]").count():
        # The lines stand before their points.
        page.wait_for_selector("[data-testid=stPlotlyChart] .scatterlayer .point", timeout=20_000, state="attached")


def seen(page: Page) -> str:
    """The text a reader sees, without what is marked as being in another language and without addresses."""
    return str(
        page.evaluate(
            """() => {
                const copy = document.querySelector('[data-testid=stApp]').cloneNode(true);
                copy.querySelectorAll('[lang], style, script, .js-plotly-plot, [data-testid=stMainMenu], [data-testid=stToolbar] button').forEach(node => node.remove());
                document.body.append(copy);
                const text = copy.innerText;
                copy.remove();
                return text;
            }"""
        )
    )


def seen_everywhere(page: Page) -> str:
    """The text of the whole page, in whatever language."""
    return page.inner_text("[data-testid=stApp]")


def look(page: Page, wrong: list[str], lang: str, width: int) -> None:
    """What must hold on every page in every form."""
    assert wrong == []
    assert page.locator("[data-testid=stException], [data-testid=stAlert]").count() == 0
    text = seen(page)
    assert RAW_KEY.findall(text) == []
    assert not re.search(r"\bNone\b(?! [a-z])|\bnan\b|\{\w+\}|Traceback", text)
    if lang != "en":
        lines = {line.strip() for line in text.splitlines()}
        english = [message for message in messages() if translator(lang).t(message) != message and len(message) > 3 and message in lines]
        assert english == [], "untranslated"
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "wider than the screen"
    for picture in page.locator("img.sv-spark").all():
        assert picture.get_attribute("alt")
        assert picture.evaluate("image => image.complete && image.naturalWidth > 0"), "blank sparkline"
    for chart in page.locator("svg.sv-chart").all():
        assert chart.locator("path, circle").count() > 0, "blank chart"
        assert chart.get_attribute("aria-label")
    for chart in page.locator("[data-testid=stPlotlyChart]").all():
        expect(chart.locator(".scatterlayer .point"), "blank chart").not_to_have_count(0)


def run(served: str, browser: Browser, page: str, lang: str, theme: str, width: int) -> None:
    with opened(browser, address(served, PAGES[page], lang), theme, width) as (shown, wrong):
        look(shown, wrong, lang, width)
        assert shown.locator("html").get_attribute("lang") == lang
        background = shown.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
        dark = sum(int(part) for part in re.findall(r"\d+", background)[:3]) < 384
        assert dark == (theme == "dark")
        accessible(shown)


def accessible(page: Page) -> None:
    """axe finds nothing in what we draw: contrast WCAG AA, names, roles, order of headings."""
    found = Axe().run(page, context=".sv", options={"runOnly": ["wcag2a", "wcag2aa"]})
    assert [(item["id"], item["nodes"][0]["html"]) for item in found.response["violations"]] == []


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


@pytest.mark.parametrize("indicator", mostly_full(("trade-turnover", "cpc-shipments", "trucks-queued-border"), "trade-turnover"))
def test_download_is_exactly_the_chart(served: str, browser: Browser, connection: duckdb.DuckDBPyConnection, indicator: str) -> None:
    with opened(browser, address(served, f"indicator?id={indicator}", "en")) as (page, wrong):
        with page.expect_download() as waiting:
            page.get_by_text("Download the data (CSV)").click()
        text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        values = [row for row in rows if row["kind"] == "observation"]
        # The chart is drawn anew now and then: its points are there soon, not at every moment.
        points = "count => document.querySelectorAll('[data-testid=stPlotlyChart] .scatterlayer .point').length >= count"
        page.wait_for_function(points, arg=len(values), timeout=20_000)
        assert wrong == []
    expected = connection.execute(
        """
        select series, period, case when not list_has_any(sources, ['wits', 'cisstat', 'nbk']) then value end
        from indicator_observations where indicator = $1 order by place, start_date, end_date
        """,
        [indicator],
    ).fetchall()
    assert [(row["series"], row["period"], float(row["value"]) if row["value"] else None) for row in values] == expected
    assert any(row["value"] for row in values)
    assert all(row["publisher"] and row["url"] and row["unit"] for row in values)


def test_chart_has_source_day_and_text_alternative(served: str, browser: Browser) -> None:
    with opened(browser, address(served, "indicator?id=cpc-shipments", "en")) as (page, _):
        text = seen(page)
        assert re.search(r"Source: .+; as of 30 Nov 2026\.", text)
        assert "4 values, from 58.71 (2022) to 70.52 (2025)" in text
        chart = page.get_by_test_id("stPlotlyChart")
        assert "58.71" in chart.evaluate(DESCRIBED)


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


@pytest.mark.full
def test_codings_stand_side_by_side(browser: Browser, record: Path, tmp_path: Path) -> None:
    """Two coders who differ: both are on the page, and the pledge has no status until somebody decides."""
    with (record / "declarations/kz-ru-2025/codings.csv").open("a", encoding="utf-8") as file:
        file.write("A05,Aliya,2026-11-24,3,E110,It is open.,person,coding,Ouvert.,Открыто.,Ашылды.\n")
    builds.build(record, tmp_path / "w")
    with serving(tmp_path / "w") as served, opened(browser, address(served, "pledge?id=A05", "en")) as (page, wrong):
        assert page.locator(".sv-panel .sv-badge").first.inner_text() == "Sources disagree"
        panels = page.locator(".sv-three .sv-panel", has_text="rubric written")
        assert panels.count() == 2
        assert "Aliya (person)" in panels.nth(1).inner_text() + panels.nth(0).inner_text()
        assert wrong == []


@pytest.mark.full
@pytest.mark.parametrize("lang", ["en", "kk"])
def test_pages_tell_what_replaced_a_pledge(browser: Browser, record: Path, tmp_path: Path, lang: str) -> None:
    """The old page keeps working and leads on, the new ones lead back, the register counts the new, a past day the old."""
    t = translator(lang).t
    replace_pledges(record)
    builds.build(record, tmp_path / "w")
    with serving(tmp_path / "w") as served:
        with opened(browser, address(served, f"pledge?id={SPLIT}", lang), width=390) as (page, wrong):
            look(page, wrong, lang, 390)
            shown = page.locator(".sv-then").inner_text()
            assert all(part in shown for part in PARTS) and t(LAST_STATUS) in shown
            page.locator(f".sv-then a[href*='{PARTS[0]}']").click()
            expect(page.locator(".sv-succession.sv-panel")).to_contain_text(SPLIT)
        with opened(browser, address(served, "pledges", lang)) as (page, wrong):
            look(page, wrong, lang, 1280)
            ids = page.locator("table.sv-register").first.locator(".sv-id").all_inner_texts()
            assert {*PARTS, UNITED} <= set(ids) and not {SPLIT, *MERGED} & set(ids)
            assert page.locator("details.sv-more table .sv-id").all_text_contents() == [*MERGED, SPLIT]
        with opened(browser, address(served, "pledges?as_of=2026-11-30", lang)) as (page, wrong):
            ids = page.locator("table.sv-register .sv-id").all_inner_texts()
            assert {SPLIT, *MERGED} <= set(ids) and not {*PARTS, UNITED} & set(ids)
            assert wrong == []
        with opened(browser, address(served, "", lang)) as (page, wrong):
            look(page, wrong, lang, 1280)
            assert "45" in page.locator(".sv-value").first.inner_text(), "one became two, two became one"


@pytest.mark.full
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_parties_words_and_corrections_are_shown(browser: Browser, record: Path, tmp_path: Path, lang: str) -> None:
    t = translator(lang).t
    add_row(record, "comments.csv", comment(text_en="<b>It is</b> being done."))
    add_row(record, "corrections.csv", correction())
    builds.build(record, tmp_path / "w")
    with serving(tmp_path / "w") as served:
        with opened(browser, address(served, "pledge?id=D25", lang)) as (page, wrong):
            look(page, wrong, lang, 1280)
            words_of_it = page.locator("figure.sv-quote", has_text="Это делается.").inner_text()
            assert ("<b>It is</b> being done." in words_of_it) == (lang == "en"), "with the original beside a translation, escaped"
            assert t("A party's own words, dated; they are not scored and change no status.") in seen(page)
        with opened(browser, address(served, "changes", lang)) as (page, wrong):
            look(page, wrong, lang, 1280)
            corrected = page.locator("table.sv-corrections").inner_text()
            assert f"Wrong in {lang}." in corrected and f"Right in {lang}." in corrected
            assert page.locator("table.sv-corrections a[href*='D25']").count() == 1


HOLDING = ("", "evidence", f"pledge?id={PLEDGE}", f"indicator?id={INDICATOR}")
LESSER = ("pledges", "domains", "changes?as_of=2026-11-24", "method")


@pytest.mark.parametrize(
    ("audience", "pages"),
    [
        ("everybody", HOLDING),
        pytest.param("everybody", LESSER, marks=pytest.mark.full),
        pytest.param("editors", HOLDING + LESSER, marks=pytest.mark.full),
    ],
)
def test_internal_items_are_marked_for_editors_and_not_there_for_others(
    browser: Browser, record: Path, tmp_path: Path, audience: str, pages: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_internal(record)
    builds.build(record, tmp_path / "w")
    if audience == "everybody":
        monkeypatch.setenv("STREAMLIT_SERVER_ADDRESS", "0.0.0.0")
    with serving(tmp_path / "w") as served:
        for path in pages:
            page = browser.new_page()
            page.goto(address(served, path, "en"))
            page.wait_for_selector(".sv-foot" if audience == "editors" or "id=" not in path else "h1.sv-h1", timeout=20_000)
            html = page.content()
            if audience == "everybody":
                assert SECRET not in html and EVENT not in html, path
                assert ("There is no" in html) == ("id=" in path), path
            elif path in ("pledges", "evidence") or "id=" in path:
                assert SECRET in html, path
                assert page.locator(".sv-internal", has_text="internal").first.is_visible(), path
                if path.startswith("indicator"):
                    assert page.get_by_test_id("stDownloadButton").count() == 0, "internal data have no download"
            page.close()


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


def test_chart_leaves_as_a_picture_and_citation_as_files(served: str, browser: Browser) -> None:
    starts = {"(PNG)": b"\x89PNG", "(SVG)": b"<svg xmlns=", "(BibTeX)": b"@misc{servanda-trade-turnover-", "(CSL-JSON)": b"[{"}
    with opened(browser, address(served, "indicator?id=trade-turnover", "kk")) as (page, wrong):
        for name, start in starts.items():
            with page.expect_download() as download:
                page.get_by_role("button", name=name).click()
            assert Path(download.value.path()).read_bytes().startswith(start)
        assert wrong == []
