"""How long a build takes, and how much memory, as the record grows: 1, 10 and 100 times the declarations, 1,000 times the observations.

More declarations are copies of the shipped one under new ids, which share its series. More observations are, for each shipped one, a hundred series (the shipped one, which indicators rest on, and 99 that none does)
of ten vintages a week apart. Each build is the command, in a process of its own: cold into an empty folder, then with nothing changed.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb

from benchmarks.table import GB, ROOT, Line, Ran, run

DATA = ROOT / "data"
SHIPPED = "kz-ru-2025"
SHIPPED_BUDGET_S, DECLARATIONS_BUDGET_S, OBSERVATIONS_BUDGET_S = 1, 30, 60
MEMORY_BUDGET = 4 * GB
SERIES, VINTAGES = 100, 10


def more_declarations(folder: Path, times: int) -> Path:
    """The record with so many times the declarations: copies of the folder under new ids."""
    shutil.copytree(DATA, folder)
    for number in range(1, times):
        name = f"copy-{number:03}"
        copied = folder / "declarations" / name
        shutil.copytree(DATA / "declarations" / SHIPPED, copied)
        head = copied / "declaration.yaml"
        head.write_text(head.read_text(encoding="utf-8").replace(f"id: {SHIPPED}", f"id: {name}", 1), encoding="utf-8")
    return folder


def more_observations(folder: Path, series: int = SERIES, vintages: int = VINTAGES) -> Path:
    """The record with `series` times `vintages` the observations."""
    shutil.copytree(DATA, folder)
    for path in sorted((folder / "observations").glob("*.csv")):
        with duckdb.connect() as connection:
            connection.execute(
                f"""
                create table given as from read_csv('{path}', all_varchar = true, header = true, nullstr = '\\N');
                copy (
                    select given.* replace (
                        case when copied = 0 then series else series || '.' || copied end as series,
                        case when value = '' then '' else cast(cast(value as double) * (1 + vintage * 0.001) as varchar) end as value,
                        case
                            when vintage = 0 then published
                            else strftime(
                                case length(published)
                                    when 4 then make_date(cast(published as integer), 12, 31)
                                    when 7 then last_day(cast(published || '-01' as date))
                                    else cast(published as date)
                                end + to_days(7 * cast(vintage as integer)), '%Y-%m-%d'
                            )
                        end as published,
                        case when vintage = 0 then recorded else '2027-06-30' end as recorded
                    )
                    from given
                    cross join range({series}) as copies(copied)
                    cross join range({vintages}) as published_again(vintage)
                    order by copied, vintage, series, period
                ) to '{path}.more' (header, nullstr '\\N');
                """
            )
        Path(f"{path}.more").replace(path)
    return folder


def measure(rounds: int) -> Iterator[Line]:
    """A line for each build."""
    for times, budget in ((1, SHIPPED_BUDGET_S), (10, None), (100, DECLARATIONS_BUDGET_S)):
        with tempfile.TemporaryDirectory() as folder:
            yield from _builds(
                f"{times} × declarations",
                more_declarations(Path(folder) / "data", times),
                Path(folder),
                rounds if times < 100 else 1,
                budget,
            )
    with tempfile.TemporaryDirectory() as folder:
        yield from _builds("1,000 × observations", more_observations(Path(folder) / "data"), Path(folder), 1, OBSERVATIONS_BUDGET_S)


def _builds(name: str, data: Path, folder: Path, rounds: int, budget: float | None) -> Iterator[Line]:
    started = [run([sys.executable, "-c", "import etl.warehouse.builds"]).wall for _ in range(3)]
    cold, warm = [], []
    for number in range(rounds):
        builds = folder / f"w{number}"
        cold.append(_build(data, builds))
        warm.append(_build(data, builds))
        shutil.rmtree(builds)
    # The shipped record's budget begins when the interpreter and the libraries are there.
    before = min(started) if budget == SHIPPED_BUDGET_S else 0
    yield Line.of(f"build, {name}, cold{', after start' if before else ''}", cold, budget, MEMORY_BUDGET, before)
    yield Line.of(f"build, {name}, nothing changed", warm)


def _build(data: Path, builds: Path) -> Ran:
    return run(
        [sys.executable, "-m", "etl", "build", "--data", str(data), "--warehouse", str(builds), "--ledger", f"sqlite:///{builds}.sqlite"]
    )
