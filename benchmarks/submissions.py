"""How long a submission of 100,000 rows takes from file to build: dry run, submission and acceptance as the commands
people run, and how long an open page then takes to show the new build.

The rows are daily figures of a few indicators that are counted by the year, so that no two rows collide.
"""

import csv
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.cold import serving
from benchmarks.table import ROOT, Line, Ran, run
from etl.submissions.validate_observations import OBSERVATION_COLUMNS
from etl.warehouse import builds as warehouse
from tests.support import chromium

ROWS = 100_000
BUDGET_S = 10
SEEN_S = 2
LAST = date(2026, 11, 20)
LINK = "https://data.worldbank.org/country/KZ"
# Indicator, its unit, a usual value.
SENT = (
    ("air-passengers-kaz", "PERSONS_MN", 12.0),
    ("openness-kaz", "", 60.0),
    ("gdp-per-capita-ppp-kaz", "", 31000.0),
    ("russian-investment-stock", "USD_MN", 22000.0),
    ("cpc-shipments", "", 70.0),
)


def large_file(path: Path, rows: int = ROWS) -> Path:
    """A CSV with so many rows of daily figures."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, OBSERVATION_COLUMNS, restval="")
        writer.writeheader()
        for number in range(rows):
            day, which = divmod(number, len(SENT))
            indicator, unit, usual = SENT[which]
            value = usual * (1 + 0.01 * (number * 7919 % 101 - 50) / 50)
            period = (LAST - timedelta(days=day)).isoformat()
            writer.writerow({"indicator": indicator, "period": period, "value": f"{value:.4f}", "unit": unit, "note": "daily figure"})
    return path


def measure(rounds: int) -> Iterator[Line]:
    """Each command, and the whole; each round with an empty ledger and warehouse."""
    taken: dict[str, list[Ran]] = {"checked and previewed": [], "submitted": [], "accepted and built": []}
    with tempfile.TemporaryDirectory() as folder:
        file = large_file(Path(folder) / "large.csv")
        for number in range(min(rounds, 3)):
            place = Path(folder) / str(number)
            place.mkdir()
            _etl(place, "build")
            sent = ("submit", str(file), "--author=Aliya", f"--source={LINK}", "--note=daily figures")
            taken["checked and previewed"].append(_etl(place, *sent, "--dry-run", "--format=json"))
            taken["submitted"].append(_etl(place, *sent, "--yes", "--quiet"))
            name = (place / "out").read_text(encoding="utf-8").split()[-1]
            taken["accepted and built"].append(_etl(place, "review", "accept", name, "--by=Boris"))
    for step, runs in taken.items():
        yield Line.of(f"{ROWS:,} rows submitted: {step}", runs)
    yield Line(
        f"{ROWS:,} rows submitted: all of it",
        [sum(ran.wall for ran in steps) for steps in zip(*taken.values(), strict=True)],
        "s",
        BUDGET_S,
    )


def open_page(rounds: int) -> Iterator[Line]:
    """How long an open page takes to show a new build."""
    path = chromium.find()
    assert path, chromium.SORRY
    times = []
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        folder = Path(place)
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        builds = [warehouse.build(ROOT / "data", folder, as_of=date(2026, 11, day)) for day in (23, 24)]
        with serving(ROOT / "dashboard/server/application.py", folder) as address:
            page = browser.new_page()
            page.goto(f"{address}?lang=en")
            page.wait_for_selector(f"text={builds[1].id}")
            for number in range(max(rounds, 2) // 2 * 2):
                newest = builds[number % 2]
                started = time.perf_counter()
                for pointer in warehouse.POINTERS.values():
                    (folder / "draft").write_text(f"{newest.path.name}\n", encoding="utf-8")
                    (folder / "draft").replace(folder / pointer)
                page.wait_for_selector(f".sv-foot:has-text('{newest.id}')")
                times.append(time.perf_counter() - started)
            page.close()
        browser.close()
    yield Line("new build on an open page", times, "s", SEEN_S)


def _etl(place: Path, *arguments: str) -> Ran:
    """Run a command with the ledger and the warehouse of a folder; what it prints stands in `out` there."""
    ledger = ("--ledger", f"sqlite:///{place}/ledger.sqlite")
    return run([sys.executable, "-m", "etl", *arguments, *ledger, "--warehouse", str(place)], place / "out")
