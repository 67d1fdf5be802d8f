"""Any table of series, or of codings, by any rule: CSV or Parquet in, one CSV row per series (and per group) out."""

import shutil
import tempfile
from pathlib import Path
from typing import TextIO

import duckdb

from etl.assessment.input_tables import BadInput, Column, parquet_types, point_columns, quoted, read_input, tell_rows, unreadable
from etl.record.files import Problem
from etl.rules import RULES, Engine, group_sql, rule_sql

OUTPUT = ("series", "status", "value", "score", "base_period", "base_value", "latest_period", "latest_value", "reason", "flag")
NUMBERS = ("target", "limit", "low", "high", "optimum", "green", "red", "lower")
YEARS = ("base_year", "target_year", "trend_start", "goal_year")
A_NUMBER = "a text where a number belongs; write digits with a point"
A_YEAR = "write a year of four digits"


def assess_files(rule: str, series: Path, observations: Path, out: TextIO, engine: Engine = "duckdb", master: str = "local[*]") -> None:
    """Assess the series of SPECS by their observations and write the result as CSV.

    Both files are CSV or Parquet (by their ending). A period counts as the year it begins with; a Parquet file of
    observations is trusted to have one row per series and year. Series keep the order of SPECS; a group follows them as
    one more row, by the rule's own aggregate. With `engine` "spark" the rule runs on the Spark at `master`, which reads the
    observations itself. Raises BadInput with every unreadable cell of both files, or with why a Parquet file cannot be read.
    """
    problems: list[Problem] = []
    with duckdb.connect() as connection:
        load_specs(connection, rule, series, problems)
        try:
            load_points(connection, observations, problems)
            if problems:
                raise BadInput(sorted(problems))
            _assess(connection, rule, observations, out, engine, master)
        except duckdb.Error as error:
            if observations.suffix != ".parquet":
                raise
            # It is read while it is assessed: only now is it seen that it cannot be.
            raise unreadable(observations, error) from error


def assess_codings(rule: str, codings: Path, out: TextIO) -> None:
    """Aggregate CODINGS.csv (commitment, member, score; an empty score is n/a) by the rule and write the result as CSV.

    `implementation_scale` also reads the days began, reached and deadline where there are such columns.
    Raises BadInput with every unreadable cell.
    """
    allowed = RULES[rule].scores
    columns = (
        Column("commitment", may_be_empty=False, advice="name the commitment"),
        Column("member", may_be_empty=False, advice="name the member"),
        Column("score", "number", among=allowed, advice=f"it should be one of {', '.join(map(str, allowed))}, or empty for n/a"),
        *(Column(name, "day", must_exist=False, advice="write the day as 2025-11-12") for name in ("began", "reached", "deadline")),
    )
    problems: list[Problem] = []
    with duckdb.connect() as connection:
        if not read_input(connection, "given_codings", codings, columns, problems):
            raise BadInput(sorted(problems))
        connection.execute(
            "create temp table codings as select * replace (cast(score as integer) as score), rowid as place from given_codings"
        )
        _write(connection, rule_sql(rule), out)


def load_specs(connection: duckdb.DuckDBPyConnection, rule: str, path: Path, problems: list[Problem]) -> None:
    """The table `specs`: one row per series; where a rule knows no kinds an empty one is `value`."""
    needed = RULES[rule].inputs
    columns = (
        Column("series", may_be_empty=False, advice="name the series"),
        Column("group", must_exist=False),
        Column("direction", "number", may_be_empty=False, among=(1, -1), advice="it should be 1 (more is better) or -1"),
        Column(
            "kind", must_exist="kind" in needed, may_be_empty="kind" not in needed, among=("value", "threshold", "direction"),
            advice="it should be value, threshold or direction",
        ),
        *(Column(name, "number", must_exist=name in needed, advice=A_NUMBER) for name in NUMBERS),
        *(Column(name, "year", must_exist=name in needed, advice=A_YEAR) for name in YEARS),
    )  # fmt: skip
    if not read_input(connection, "given_specs", path, columns, problems):
        return
    years = ", ".join(f"cast({name} as integer) as {name}" for name in YEARS)
    connection.execute(
        f"""
        create temp view specs as
        select
            rowid as place, series, "group" as grp, cast(direction as integer) as direction, coalesce(kind, 'value') as kind, target,
            "limit" as natural_limit, low, high, optimum, green, red, "lower" as lower_bound, {years}
        from given_specs
        """
    )
    if connection.execute("select count(*) - count(distinct series) from specs").fetchall() != [(0,)]:
        twice = "select place from specs qualify row_number() over (partition by series order by place) > 1 order by place"
        places = [place for (place,) in connection.execute(twice).fetchall()]
        tell_rows(path, places, "the series stands twice; keep one row of it", problems)


def load_points(connection: duckdb.DuckDBPyConnection, path: Path, problems: list[Problem]) -> None:
    """The table, or over a Parquet file the view, `points` (series, t, value) of all finite values."""
    if path.suffix == ".parquet":
        types = parquet_types(connection, path)
        missing = [name for name in ("series", "period", "value") if name not in types]
        if missing:
            problems.append(Problem(path.name, 1, f"the file has no column {', '.join(missing)}; it should have series, period, value"))
            return
        selected = f"select {point_columns('INT' in types['period'])} from {quoted(path)}"
        # Written so that the file's own least and greatest values make the check free.
        connection.execute(f"create temp view points as select * from ({selected}) where value between -1e100 and 1e100")
        return
    columns = (
        Column("series", may_be_empty=False, advice="name the series"),
        Column("period", may_be_empty=False, advice="it should begin with a year of four digits"),
        Column("value", "number", advice=A_NUMBER),
    )
    if not read_input(connection, "given_points", path, columns, problems):
        return
    undated = connection.execute("select rowid from given_points where not regexp_matches(period, '^[0-9]{4}') order by rowid").fetchall()
    if undated:
        tell_rows(path, [place for (place,) in undated], "period is no period; it should begin with a year of four digits", problems)
        return
    connection.execute(f"create temp table points as select {point_columns(False)} from given_points where value is not null")
    twice = connection.execute(
        "select rowid from given_points where value is not null"
        " qualify row_number() over (partition by series, substr(period, 1, 4) order by rowid) > 1 order by rowid"
    ).fetchall()
    tell_rows(path, [place for (place,) in twice], "the series has this year twice; keep one value a year", problems)


def _assess(connection: duckdb.DuckDBPyConnection, rule: str, observations: Path, out: TextIO, engine: Engine, master: str) -> None:
    grouped = connection.execute("select count(grp) from specs").fetchall() != [(0,)]
    if engine == "spark":
        # Only those who have Spark need its libraries, and a big table should not wait for them.
        from etl.assessment.spark import run_on_spark  # noqa: PLC0415

        connection.register("assessed", run_on_spark(rule_sql(rule, "spark"), connection, observations, master))
    else:
        # Kept where groups read it again, else run while it is written.
        kind = "table" if grouped else "view"
        connection.execute(f"create temp {kind} assessed as select {', '.join(OUTPUT)} from ({rule_sql(rule)})")
    columns = ", ".join(f"assessed.{name}" for name in OUTPUT)
    _write(connection, f"select {columns} from specs join assessed on specs.series = assessed.series order by specs.place", out)
    if grouped:
        _write_groups(connection, rule, out)


def _write_groups(connection: duckdb.DuckDBPyConnection, rule: str, out: TextIO) -> None:
    connection.execute(
        "create temp view members as select specs.grp, specs.place, assessed.status, assessed.score"
        " from specs join assessed on specs.series = assessed.series where specs.grp is not null"
    )
    query = f"""
        select aggregated.grp, aggregated.status, null, aggregated.score, null, null, null, null, aggregated.reason, null
        from ({group_sql(rule)}) as aggregated
        join (select grp, min(place) as place from members group by grp) as placed on aggregated.grp = placed.grp
        order by placed.place
    """
    _write(connection, query, out, header=False)


def _write(connection: duckdb.DuckDBPyConnection, query: str, out: TextIO, header: bool = True) -> None:
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "result.csv"
        connection.execute(f"copy ({query}) to {quoted(result)} (format csv, header {str(header).lower()})")
        raw = getattr(out, "buffer", None)
        if raw is None:
            out.write(result.read_text(encoding="utf-8"))
            return
        out.flush()
        with result.open("rb") as file:
            shutil.copyfileobj(file, raw, 1 << 20)
