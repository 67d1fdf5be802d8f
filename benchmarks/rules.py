"""How fast the series rules are on 1,000,000 series of 20 points, as a ratio to a plain scan of the same file.

Plain scan: `arg_max(value, period)` and `regr_slope(value, period)` per series. The command is timed whole: interpreter,
reading SPECS.csv, the rule, the ordered CSV of a million rows; the rule alone is what DuckDB takes for its query.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from etl.assess import OUTPUT, load_points, load_specs
from etl.rules import rule_sql

ROOT = Path(__file__).resolve().parent.parent
SERIES = 1_000_000
POINTS = 20
# The rules whose bounds the made-up table has; sdsn needs bounds of its own and is measured with the same series.
RULES = ("destatis", "cagr_ratio", "eurostat", "unsd", "sdsn")
BUDGET = 5


def files(folder: Path) -> tuple[Path, Path]:
    """SPECS.csv and the observations, one Parquet file sorted by series and period."""
    specs, observations = folder / "specs.csv", folder / "observations.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"""
            copy (
                select
                    's' || lpad(cast(s as varchar), 7, '0') as series,
                    2006 + y as period,
                    50 + 40 * sin(s * 0.37) + 2 * y * cos(s * 1.7) + sin(s * 13.1 + y * 7.7) as value
                from range({SERIES}) as numbers(s), range({POINTS}) as years(y)
                order by series, period
            ) to '{observations}' (format parquet)
            """
        )
        connection.execute(
            f"""
            copy (
                select
                    's' || lpad(cast(s as varchar), 7, '0') as series,
                    case when s % 2 = 0 then 1 else -1 end as direction,
                    ['value', 'threshold', 'direction'][1 + s % 3] as kind,
                    2010 as base_year, 60 + 10 * sin(s * 0.11) as target, 2035 as target_year,
                    100 as optimum, 80 as green, 40 as red, 0 as lower, 2015 as trend_start, 2030 as goal_year
                from range({SERIES}) as numbers(s)
            ) to '{specs}' (header)
            """
        )
    return specs, observations


def measure(folder: Path, rounds: int) -> None:
    """Print one line per rule: the rule alone, the whole command, its memory."""
    specs, observations = files(folder)
    with duckdb.connect() as connection:
        scan = f"select series, arg_max(value, period), regr_slope(value, period) from '{observations}' group by series"
        plain = _median(lambda: connection.execute(f"create or replace temp table scanned as {scan}"), rounds)
    started = f'import duckdb; duckdb.connect().execute("create temp table scanned as {scan}")'
    process = _median(lambda: subprocess.run([sys.executable, "-c", started], check=True), rounds)
    print(f"{'plain scan of 20 million rows':<42}{plain * 1000:>9.0f} ms   ({process * 1000:.0f} ms as a process of its own)", flush=True)
    for rule in RULES:
        alone = _alone(rule, specs, observations, rounds)
        whole = _median(lambda rule=rule: _command(rule, specs, observations, folder), rounds)  # type: ignore[misc]
        print(
            f"assess --rule {rule:<28}{whole * 1000:>9.0f} ms   {whole / plain:.2f} times the scan (at most {BUDGET});"
            f" the rule alone {alone * 1000:.0f} ms, {alone / plain:.2f} times; {_memory(rule, specs, observations, folder)}",
            flush=True,
        )


def _alone(rule: str, specs: Path, observations: Path, rounds: int) -> float:
    with duckdb.connect() as connection:
        load_specs(connection, rule, specs, [])
        load_points(connection, observations, [])
        query = f"create or replace temp table assessed as select {', '.join(OUTPUT)} from ({rule_sql(rule)})"
        return _median(lambda: connection.execute(query), rounds)


def _command(rule: str, specs: Path, observations: Path, folder: Path) -> None:
    command = [sys.executable, "-m", "etl", "assess", "--rule", rule, "--series", str(specs), "--observations", str(observations)]
    with (folder / "result.csv").open("wb") as out:
        subprocess.run(command, cwd=ROOT, stdout=out, check=True)


def _memory(rule: str, specs: Path, observations: Path, folder: Path) -> str:
    """The most memory the command held, where the system tells."""
    if not hasattr(os, "wait4"):
        return "memory not told by this system"
    command = [sys.executable, "-m", "etl", "assess", "--rule", rule, "--series", str(specs), "--observations", str(observations)]
    with (folder / "result.csv").open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, stdout=out)
        _, _, usage = os.wait4(process.pid, 0)
    return f"{usage.ru_maxrss / (1 << 20 if sys.platform != 'darwin' else 1 << 30):.2f} GB"


def _median(work: Callable[[], object], rounds: int) -> float:
    work()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)
