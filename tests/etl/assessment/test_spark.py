"""The same rules on Apache Spark: identical statuses, equal values (needs Java; says loudly when it skips)."""

import csv
import io
import warnings
from pathlib import Path

import duckdb
import pytest

from etl.assessment.assess_tables import assess_files
from etl.rules import SERIES_RULES
from tests.support import java

# Executors in processes of their own take long to start: that is for the full tests.
CLUSTER, THREADS = "local-cluster[2,1,1024]", "local[2]"

if java.find() is None:
    warnings.warn("NO JAVA: the tests on Apache Spark are skipped; `make test` installs Java where it may", stacklevel=1)

pytestmark = pytest.mark.skipif(java.find() is None, reason="NO JAVA ON THIS MACHINE: nothing was tested on Apache Spark")


def series_of(folder: Path, series: int) -> tuple[Path, Path]:
    """A table of series of 20 points with gaps, zeros, negatives, NaN and sign changes, and specs of every kind."""
    specs, observations = folder / "specs.csv", folder / "observations.parquet"
    duckdb.execute(
        f"""
        copy (
            select
                's' || (i // 20) as series,
                2005 + cast(i % 20 as integer) as period,
                case
                    when hash(i) % 97 = 0 then null
                    when hash(i) % 101 = 0 then 0
                    when hash(i) % 103 = 0 then 'nan'::double
                    when (i // 20) % 7 = 0 then -1 - cast(hash(i) % 1000 as integer) / 8.0
                    else 1 + cast(hash(i) % 1000 as integer) / 8.0 + (i % 20) * ((i // 20) % 9 - 4)
                end as value
            from range({series} * 20) as numbers(i)
        ) to '{observations}'
        """
    )
    duckdb.execute(
        f"""
        copy (
            select
                's' || i as series,
                case when i % 2 = 0 then 1 else -1 end as direction,
                case when i % 3 > 0 then 2008 + i % 4 end as base_year,
                case when i % 5 < 3 then 60 + i % 41 end as target,
                case when i % 5 < 2 then 2030 end as target_year,
                case i % 3 when 0 then 'direction' when 1 then 'value' else 'threshold' end as kind,
                case when i % 4 = 0 then 150 end as "limit",
                case when i % 5 = 4 then 20 end as low,
                case when i % 5 = 4 then 90 end as high,
                case when i % 2 = 0 then 120 else 0 end as optimum,
                case when i % 2 = 0 then 90 else 20 end as green,
                case when i % 2 = 0 then 40 else 70 end as red,
                case when i % 2 = 0 then 0 else 120 end as "lower",
                2010 as trend_start,
                2030 as goal_year
            from range({series}) as numbers(i)
        ) to '{specs}'
        """
    )
    return specs, observations


# For few rows: a Spark that cuts its tables in two instead of two hundred, in a Java that compiles little.
SMALL = '--conf spark.sql.shuffle.partitions=2 --conf "spark.driver.extraJavaOptions=-XX:TieredStopAtLevel=1" pyspark-shell'


@pytest.fixture
def master(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.config.getoption("--full"):
        return CLUSTER
    monkeypatch.setenv("PYSPARK_SUBMIT_ARGS", SMALL)
    return THREADS


def compare(rule: str, specs: Path, observations: Path, master: str) -> None:
    results = []
    for engine in ("duckdb", "spark"):
        out = io.StringIO()
        assess_files(rule, specs, observations, out, engine, master)
        results.append(list(csv.DictReader(out.getvalue().splitlines())))
    for here, there in zip(*results, strict=True):
        for column, cell in here.items():
            if cell != there[column]:
                assert column not in ("series", "status", "reason", "base_period", "latest_period"), (here, there)
                assert float(there[column]) == pytest.approx(float(cell), rel=1e-9, abs=1e-9), (here, there)


@pytest.mark.parametrize("rule", ["destatis", pytest.param("cagr_ratio", marks=pytest.mark.full)])
def test_spark_gives_the_same_answers(rule: str, tmp_path: Path, master: str) -> None:
    compare(rule, *series_of(tmp_path, 500), master)


@pytest.mark.full
@pytest.mark.parametrize("rule", SERIES_RULES)
def test_spark_gives_the_same_answers_on_a_million_rows(rule: str, tmp_path: Path, master: str) -> None:
    compare(rule, *series_of(tmp_path, 50_000), master)
