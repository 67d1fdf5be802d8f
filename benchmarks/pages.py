"""Every question the pages ask on its own, the script of every page on the server, and cold loads of pages in real Chromium.

Cold loads are compared with a Streamlit page that holds only a title, loaded in the same run.
"""

import os
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright
from streamlit.logger import set_log_level
from streamlit.testing.v1 import AppTest

from benchmarks.cold import TITLE_ONLY, cold_load, serving
from benchmarks.table import ROOT, Line, timed
from etl.queries import coding_rows, declaration_rows, event_rows, indicator_rows, observation_rows, pledge_rows
from etl.queries.query import Asking
from etl.warehouse import builds as warehouse
from tests.support import chromium

PAGES = {
    "Overview": ("", 1.3),
    "Pledges": ("pledges", None),
    "Pledge D25": ("pledge?id=D25", 2.5),
    "Indicator": ("indicator?id=trade-turnover", 2.5),
    "Domains": ("domains?domain=energy", None),
    "Evidence": ("evidence", None),
    "Changes": ("changes", None),
    "Method and data": ("method", None),
}
WARM_BUDGET_MS = 50
QUERY_BUDGET_MS = 20


def ask(rounds: int) -> Iterator[Line]:
    """Every question the pages ask, on its own."""
    with tempfile.TemporaryDirectory() as folder:
        for name, times in _query_times(warehouse.build(ROOT / "data", Path(folder)), rounds).items():
            yield Line(f"query {name}", times, budget=QUERY_BUDGET_MS)


def run_warm(rounds: int) -> Iterator[Line]:
    """Runs of each page's script on the server."""
    # Outside a server every run of a script warns that it has no session.
    set_log_level("error")
    with tempfile.TemporaryDirectory() as folder, _environment(SERVANDA_WAREHOUSE=folder):
        warehouse.build(ROOT / "data", Path(folder))
        for name, (path, _) in PAGES.items():
            yield Line(f"warm script run, {name}", _warm_times(path, rounds), budget=WARM_BUDGET_MS)


def load_cold(rounds: int) -> Iterator[Line]:
    """Cold loads in turn with a title-only page, each in a new browser profile."""
    path = chromium.find()
    assert path, chromium.SORRY
    plain: list[float] = []
    times: dict[str, list[float]] = {name: [] for name in PAGES}
    with tempfile.TemporaryDirectory() as builds:
        folder = Path(builds)
        warehouse.build(ROOT / "data", folder)
        with (
            serving(ROOT / "dashboard/server/application.py", folder) as ours,
            serving(TITLE_ONLY, folder) as title,
            sync_playwright() as playwright,
        ):
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
            for number in range(rounds + 1):
                loads = {"": cold_load(browser, title, "h1")} | {
                    name: cold_load(browser, f"{ours}{page}{'&' if '?' in page else '?'}lang=en", ".sv-foot", "Indicator" in name)
                    for name, (page, _) in PAGES.items()
                }
                # The first round fills the server's caches.
                if number:
                    plain.append(loads.pop(""))
                    for name, value in loads.items():
                        times[name].append(value)
            browser.close()
    yield Line("cold load, title only", plain)
    usual = statistics.median(plain)
    for name, (_, most) in PAGES.items():
        yield Line(f"cold load, {name}", times[name])
        yield Line(f"cold load, {name}, as a ratio to a title", [value / usual for value in times[name]], "", most)


def _query_times(built: warehouse.Build, rounds: int) -> dict[str, list[float]]:
    with warehouse.open_build(built) as connection:
        ask = Asking(connection, "en", declaration_rows.declarations(connection)[0])
        asked: dict[str, Callable[[], Any]] = {
            "declaration": lambda: declaration_rows.declaration(ask),
            "counts": lambda: declaration_rows.counts(ask),
            "pledges": lambda: pledge_rows.pledges(ask),
            "pledge": lambda: pledge_rows.pledge(ask, "D25"),
            "pledge_reports": lambda: pledge_rows.pledge_reports(ask, "D25"),
            "pledge_indicators": lambda: indicator_rows.pledge_indicators(ask, "D25"),
            "clause_group": lambda: pledge_rows.clause_group(ask, "corridors"),
            "lead_indicators": lambda: indicator_rows.lead_indicators(ask),
            "domain_indicators": lambda: indicator_rows.domain_indicators(ask, "energy"),
            "indicator": lambda: indicator_rows.indicator(ask, "trade-turnover"),
            "indicator_pledges": lambda: indicator_rows.indicator_pledges(ask, "trade-turnover"),
            "headline": lambda: indicator_rows.headline(ask, "cpc-shipments"),
            "observations": lambda: observation_rows.observations(ask, "trade-turnover"),
            "usual": lambda: indicator_rows.usual(ask, "trade-turnover"),
            "rule_results": lambda: indicator_rows.rule_results(ask, "trade-turnover"),
            "disagreements": lambda: indicator_rows.disagreements(ask, "trade-turnover"),
            "rubric": lambda: coding_rows.rubric(ask, "D30"),
            "targets": lambda: indicator_rows.targets(ask, "trade-turnover"),
            "due": lambda: event_rows.due(ask),
            "events": lambda: event_rows.events(ask),
            "searches": lambda: event_rows.searches(ask, "D25"),
            "sources": lambda: declaration_rows.sources(ask),
            "names": lambda: declaration_rows.names(ask),
        }
        return {name: timed(work, rounds) for name, work in asked.items()}


def _warm_times(path: str, rounds: int) -> list[float]:
    """Runs of a page's script on the server, its build open and its catalogues read."""
    page, _, query = path.partition("?")
    script = ROOT / "dashboard/views" / f"{page or 'overview'}.py"
    test = AppTest.from_file(str(script), default_timeout=30)
    test.query_params["lang"] = "en"
    for pair in query.split("&") if query else []:
        key, _, value = pair.partition("=")
        test.query_params[key] = value

    def once() -> None:
        test.run()
        assert not test.exception, test.exception

    return timed(once, rounds)


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    """With these variables of the environment."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
