"""How long a submission of 100,000 rows takes from file to build: dry run, submission and acceptance as the commands
people run, and how long an open page then takes to show the new build.

The rows are daily figures of a few indicators that are counted by the year, so that no two rows collide.
"""

import csv
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.cold import serving
from etl import warehouse
from etl.proposed import OBSERVATION_COLUMNS

ROOT = Path(__file__).resolve().parent.parent

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


@dataclass(frozen=True)
class Ran:
    """A command that ended well: its output, how long it took, the most memory it held (GB; 0 where the system does not tell)."""

    out: str
    seconds: float
    memory: float


def run(place: Path, *arguments: str) -> Ran:
    """Run a command with the ledger and the warehouse of a folder."""
    environment = {**os.environ, "SERVANDA_LEDGER": f"sqlite:///{place}/ledger.sqlite", "SERVANDA_WAREHOUSE": str(place)}
    out, err = place / "out", place / "err"
    started = time.perf_counter()
    with out.open("wb") as file, err.open("wb") as messages:
        process = subprocess.Popen([sys.executable, "-m", "etl", *arguments], cwd=ROOT, env=environment, stdout=file, stderr=messages)
        memory = 0.0
        if hasattr(os, "wait4"):
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            memory = usage.ru_maxrss / (1 << 20 if sys.platform != "darwin" else 1 << 30)
    assert process.wait() == 0, err.read_text(encoding="utf-8")
    return Ran(out.read_text(encoding="utf-8"), time.perf_counter() - started, memory)


def measure(folder: Path, rounds: int) -> None:
    """Print one line per command, and the whole: medians of so many rounds, each with an empty ledger and warehouse."""
    file = large_file(folder / "large.csv")
    times: dict[str, list[float]] = {}
    memory: dict[str, float] = {}
    for number in range(rounds):
        place = folder / str(number)
        place.mkdir()
        run(place, "build")
        sent = ("submit", str(file), "--author=Aliya", f"--source={LINK}", "--note=daily figures")
        taken = {
            "dry run: checked and previewed": run(place, *sent, "--dry-run", "--format=json"),
            "submitted": run(place, *sent, "--yes", "--quiet"),
        }
        name = taken["submitted"].out.split()[-1]
        taken["accepted and built"] = run(place, "review", "accept", name, "--by=Boris")
        for step, ran in taken.items():
            times.setdefault(step, []).append(ran.seconds)
            memory[step] = max(memory.get(step, 0.0), ran.memory)
        times.setdefault("whole", []).append(sum(ran.seconds for ran in taken.values()))
    for step, seconds in times.items():
        budget = f"at most {BUDGET_S} s" if step == "whole" else f"{memory[step]:.2f} GB"
        print(
            f"{ROWS} rows, {step:<30}{statistics.median(seconds):>9.1f}{min(seconds):>9.1f}{max(seconds):>9.1f} s    ({budget})", flush=True
        )


def measure_open_page(browser: Browser, folder: Path) -> None:
    """Print how long an open page takes to show a new build, and what many open pages cost the server."""
    builds = [warehouse.build(ROOT / "data", folder, as_of=date(2026, 11, day)) for day in (23, 24)]
    with serving(ROOT / "dashboard/server.py", folder) as address:
        page = browser.new_page()
        page.goto(f"{address}?lang=en")
        page.wait_for_selector(f"text={builds[1].id}")
        times = []
        for number in range(6):
            newest = builds[number % 2]
            started = time.perf_counter()
            for pointer in warehouse.POINTERS.values():
                (folder / "draft").write_text(f"{newest.path.name}\n", encoding="utf-8")
                (folder / "draft").replace(folder / pointer)
            page.wait_for_selector(f".sv-foot:has-text('{newest.id}')")
            times.append(time.perf_counter() - started)
        page.close()
    print(
        f"{'new build on an open page':<44}{statistics.median(times):>9.2f}{min(times):>9.2f}{max(times):>9.2f} s    (at most {SEEN_S} s)",
        flush=True,
    )
