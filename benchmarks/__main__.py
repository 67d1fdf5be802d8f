"""Everything that is promised about speed, one table: build, queries, pages warm and cold, the static site, rules, large submissions.

`make bench` or `python -m benchmarks [--rounds N]`. Times are medians in milliseconds; pages are compared with a Streamlit
page that holds only a title, loaded in the same run.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from streamlit.logger import set_log_level
from streamlit.testing.v1 import AppTest

from benchmarks import briefings, rules, site, submissions
from benchmarks.cold import TITLE_ONLY, cold_load, serving
from dashboard import queries
from etl import warehouse
from tests import chromium

ROOT = Path(__file__).resolve().parent.parent
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
BUILD_BUDGET_MS = 3000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    # Outside a server every run of a script warns that it has no session.
    set_log_level("error")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SERVANDA_WAREHOUSE"] = folder
        row("build, whole process", build_times(Path(folder), rounds), BUILD_BUDGET_MS)
        built = warehouse.current(Path(folder))
        for name, times in query_times(built, rounds).items():
            row(f"query {name}", times, QUERY_BUDGET_MS)
        for name, (path, _) in PAGES.items():
            row(f"warm script run, {name}", warm_times(path, rounds), WARM_BUDGET_MS)
        documents(built, min(rounds, 3))
        cold(Path(folder), rounds)
        static_site(Path(folder), min(rounds, 3))
    with tempfile.TemporaryDirectory() as folder:
        rules.measure(Path(folder), min(rounds, 3))
    with tempfile.TemporaryDirectory() as folder:
        submissions.measure(Path(folder), min(rounds, 3))
    with tempfile.TemporaryDirectory() as folder:
        open_page(Path(folder))


def documents(built: warehouse.Build, rounds: int) -> None:
    """Briefings and pictures of charts, with their sizes."""
    with warehouse.open_build(built) as connection:
        for name, (work, budget, most) in briefings.documents(connection).items():
            row(name, timed(work, rounds), budget)
            if most:
                print(f"{name + ', size':<42}{len(work()) / 1000:>9.0f} kB   (at most {most / 1000:.0f} kB)", flush=True)


def static_site(builds: Path, rounds: int) -> None:
    """The dashboard as files, written and opened."""
    path = chromium.find()
    assert path, chromium.SORRY
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        site.measure(browser, builds, Path(folder) / "site", rounds)
        browser.close()


def open_page(folder: Path) -> None:
    """A new build, as somebody sees it who has a page open."""
    path = chromium.find()
    assert path, chromium.SORRY
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        submissions.measure_open_page(browser, folder)
        browser.close()


def row(name: str, times: list[float], budget: float | None, ratio: float | None = None) -> None:
    """One line: median, least, most, and what was promised."""
    said = f"{name:<42}{statistics.median(times):>9.1f}{min(times):>9.1f}{max(times):>9.1f} ms"
    if ratio is not None:
        said += f"   {ratio:.2f} times a title-only page"
        said += f" (at most {budget})" if budget else ""
    elif budget:
        said += f"   (at most {budget} ms)"
    print(said, flush=True)


def timed(work: Callable[[], Any], rounds: int) -> list[float]:
    """Milliseconds of each round, after one that is not counted."""
    work()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return times


def build_times(folder: Path, rounds: int) -> list[float]:
    """A first build by the command, each into an empty folder."""

    def once() -> None:
        for path in folder.iterdir():
            path.unlink()
        subprocess.run([sys.executable, "-m", "etl", "build", "--warehouse", str(folder)], cwd=ROOT, check=True, capture_output=True)

    return timed(once, min(rounds, 5))


def query_times(built: warehouse.Build, rounds: int) -> dict[str, list[float]]:
    """Every question the pages ask, on its own."""
    with warehouse.open_build(built) as connection:
        ask = queries.Asking(connection, "en", queries.declarations(connection)[0])
        asked: dict[str, Callable[[], Any]] = {
            "declaration": lambda: queries.declaration(ask),
            "counts": lambda: queries.counts(ask),
            "pledges": lambda: queries.pledges(ask),
            "pledge": lambda: queries.pledge(ask, "D25"),
            "pledge_reports": lambda: queries.pledge_reports(ask, "D25"),
            "pledge_indicators": lambda: queries.pledge_indicators(ask, "D25"),
            "clause_group": lambda: queries.clause_group(ask, "corridors"),
            "lead_indicators": lambda: queries.lead_indicators(ask),
            "domain_indicators": lambda: queries.domain_indicators(ask, "energy"),
            "indicator": lambda: queries.indicator(ask, "trade-turnover"),
            "indicator_pledges": lambda: queries.indicator_pledges(ask, "trade-turnover"),
            "headline": lambda: queries.headline(ask, "cpc-shipments"),
            "observations": lambda: queries.observations(ask, "trade-turnover"),
            "usual": lambda: queries.usual(ask, "trade-turnover"),
            "rule_results": lambda: queries.rule_results(ask, "trade-turnover"),
            "disagreements": lambda: queries.disagreements(ask, "trade-turnover"),
            "rubric": lambda: queries.rubric(ask, "D30"),
            "targets": lambda: queries.targets(ask, "trade-turnover"),
            "due": lambda: queries.due(ask),
            "events": lambda: queries.events(ask),
            "searches": lambda: queries.searches(ask, "D25"),
            "sources": lambda: queries.sources(ask),
            "names": lambda: queries.names(ask),
        }
        return {name: timed(work, rounds) for name, work in asked.items()}


def warm_times(path: str, rounds: int) -> list[float]:
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


def cold(folder: Path, rounds: int) -> None:
    """Cold loads in turn with a title-only page, each in a new browser profile."""
    path = chromium.find()
    assert path, chromium.SORRY
    with serving(ROOT / "dashboard/server.py", folder) as ours, serving(TITLE_ONLY, folder) as title, sync_playwright() as playwright:
        browser: Browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        plain: list[float] = []
        times: dict[str, list[float]] = {name: [] for name in PAGES}
        for number in range(rounds + 1):
            loads = {"": cold_load(browser, title, "h1")} | {
                name: cold_load(browser, f"{ours}{page}{'&' if '?' in page else '?'}lang=en", ".sv-foot", "Indicator" in name)
                for name, (page, _) in PAGES.items()
            }
            if number:
                plain.append(loads.pop(""))
                for name, value in loads.items():
                    times[name].append(value)
        browser.close()
    row("cold load, title only", plain, None)
    for name, (_, most) in PAGES.items():
        row(f"cold load, {name}", times[name], most, statistics.median(times[name]) / statistics.median(plain))


if __name__ == "__main__":
    main()
