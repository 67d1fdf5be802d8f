"""How fast the series rules are on 100,000, a million and ten million rows: 20 points a series, one Parquet file.

Held against a plain DuckDB scan of the same file (`arg_max(value, period)` and `regr_slope(value, period)` per series) and, for two
of the rules, against pandas doing the same. Everything is a process of its own, timed whole: interpreter, reading, the rule, the
ordered CSV with a line per series. The rule alone is what DuckDB takes for its query, held against what it takes for the scan's: of few rows mostly the planning.
"""

import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median

import duckdb

from benchmarks.table import Line, Ran, run, timed
from etl.assessment.assess_tables import OUTPUT, load_points, load_specs
from etl.rules import SERIES_RULES, rule_sql

ROWS = (100_000, 1_000_000, 10_000_000)
POINTS = 20
# The rules that are written with pandas too.
WITH_PANDAS = ("cagr_ratio", "eurostat")
BUDGET = 5


def measure(rounds: int) -> Iterator[Line]:
    """For each size the scan, then for each rule the command, its ratios, and the rule alone."""
    for rows in ROWS:
        with tempfile.TemporaryDirectory() as folder:
            yield from _measure(Path(folder), rows, rounds if rows < ROWS[-1] else min(rounds, 3))


def _measure(folder: Path, rows: int, rounds: int) -> Iterator[Line]:
    specs, observations = files(folder, rows)
    query = f"select series, arg_max(value, period), regr_slope(value, period) from '{observations}' group by series"
    scan = f"create or replace temp table scanned as {query}"
    with duckdb.connect() as connection:
        inside = timed(partial(connection.execute, scan), rounds)
    plain = [run([sys.executable, "-c", f'import duckdb; duckdb.connect().execute("""{scan}""")']) for _ in range(rounds)]
    label = f"{rows:,} rows"
    yield Line.of(f"{label}, plain scan, process", plain)
    for rule in SERIES_RULES:
        arguments = ["--rule", rule, "--series", str(specs), "--observations", str(observations)]
        ours = [run([sys.executable, "-m", "etl", "assess", *arguments], folder / "ours.csv") for _ in range(rounds)]
        yield Line.of(f"{label}, {rule}", ours)
        yield Line(f"{label}, {rule}, as a ratio to the scan", _ratios(ours, plain), "", BUDGET)
        alone = _alone(rule, specs, observations, rounds)
        yield Line(
            f"{label}, {rule}, query alone, as a ratio to the scan's",
            [time / median(inside) for time in alone],
            "",
            BUDGET if rows == ROWS[-1] else None,
        )
        if rule in WITH_PANDAS:
            command = [sys.executable, "-m", "benchmarks.with_pandas", rule, str(specs), str(observations), str(folder / "theirs.csv")]
            theirs = [run(command) for _ in range(min(rounds, 3))]
            _agree(folder)
            yield Line.of(f"{label}, {rule}, with pandas", theirs)
            yield Line(f"{label}, {rule}, as a ratio to pandas", _ratios(ours, theirs), "")


def files(folder: Path, rows: int) -> tuple[Path, Path]:
    """SPECS.csv and so many observations, one Parquet file sorted by series and period."""
    series = rows // POINTS
    specs, observations = folder / "specs.csv", folder / "observations.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"""
            copy (
                select
                    's' || lpad(cast(s as varchar), 7, '0') as series,
                    2006 + y as period,
                    50 + 40 * sin(s * 0.37) + 2 * y * cos(s * 1.7) + sin(s * 13.1 + y * 7.7) as value
                from range({series}) as numbers(s), range({POINTS}) as years(y)
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
                from range({series}) as numbers(s)
            ) to '{specs}' (header)
            """
        )
    return specs, observations


def _ratios(ours: list[Ran], theirs: list[Ran]) -> list[float]:
    return [ran.wall / median(other.wall for other in theirs) for ran in ours]


def _alone(rule: str, specs: Path, observations: Path, rounds: int) -> list[float]:
    """Milliseconds of the rule's query, its inputs at hand."""
    with duckdb.connect() as connection:
        load_specs(connection, rule, specs, [])
        load_points(connection, observations, [])
        query = f"create or replace temp table assessed as select {', '.join(OUTPUT)} from ({rule_sql(rule)})"
        return timed(partial(connection.execute, query), rounds)


def _agree(folder: Path) -> None:
    """Both say the same of every series."""
    with duckdb.connect() as connection:
        differ = f"select count(*) from '{folder}/ours.csv' as ours full join '{folder}/theirs.csv' as theirs using (series)"
        ((count,),) = connection.execute(f"{differ} where ours.status is distinct from theirs.status").fetchall()
    assert count == 0, f"pandas says otherwise of {count} series"
