"""A chart has its source, its day and its text; its data, its picture and its citation leave as files that say the same."""

import csv
import io
import re
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser

from tests.support.dashboard_pages import DESCRIBED, address, opened, seen
from tests.support.parameters import mostly_full


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


def test_chart_leaves_as_a_picture_and_citation_as_files(served: str, browser: Browser) -> None:
    starts = {"(PNG)": b"\x89PNG", "(SVG)": b"<svg xmlns=", "(BibTeX)": b"@misc{servanda-trade-turnover-", "(CSL-JSON)": b"[{"}
    with opened(browser, address(served, "indicator?id=trade-turnover", "kk")) as (page, wrong):
        for name, start in starts.items():
            with page.expect_download() as download:
                page.get_by_role("button", name=name).click()
            assert Path(download.value.path()).read_bytes().startswith(start)
        assert wrong == []
