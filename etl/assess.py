"""Any table of series by any rule: CSV in, one CSV row per series (and per group) out."""

import csv
from pathlib import Path
from typing import TextIO

import duckdb

from etl.rules import rule_sql
from etl.text import Problem, read_csv

SPEC_COLUMNS = ("series", "direction", "target", "target_year", "kind")
OBSERVATION_COLUMNS = ("series", "period", "value")
KINDS = ("value", "threshold", "direction")
OUTPUT = ("series", "status", "value", "score", "base_period", "base_value", "latest_period", "latest_value", "reason")
NUMBERS = ("direction", "target", "target_year", "low", "high")


class BadInput(Exception):
    """What is wrong with the files that were given: `problems` has a line for each."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def assess_files(rule: str, series: Path, observations: Path, out: TextIO) -> None:
    """Assess the series of SPECS.csv by their OBS.csv and write the result as CSV.

    A period counts as the year it begins with. Series keep the order of SPECS.csv; a group follows them as one
    more row: the worst symbol of its series. Raises BadInput with every unreadable cell of both files.
    """
    problems: list[Problem] = []
    specs = _specs(series, problems)
    points = _points(observations, problems)
    if problems:
        raise BadInput(sorted(problems))
    with duckdb.connect() as connection:
        connection.execute(
            'create table specs (place integer, series varchar, "group" varchar, direction integer, target double,'
            " target_year integer, kind varchar, low double, high double)"
        )
        connection.execute("create table points (series varchar, t integer, value double)")
        if specs:
            connection.executemany("insert into specs values (?, ?, ?, ?, ?, ?, ?, ?, ?)", specs)
        if points:
            connection.execute(
                "insert into points select unnest($1::varchar[]), unnest($2::integer[]), unnest($3::double[])",
                [list(column) for column in zip(*points, strict=True)],
            )
        connection.execute(f"create table assessed as {rule_sql(rule)}")
        columns = ", ".join(f"assessed.{name}" for name in OUTPUT)
        rows = connection.execute(
            f"select {columns} from specs join assessed on specs.series = assessed.series order by specs.place"
        ).fetchall()
        groups = connection.execute(
            """
            select
                specs."group",
                arg_min(assessed.status, case assessed.status when 'storm' then 0 when 'cloud' then 1 when 'sun_cloud' then 2 else 3 end),
                case when count(assessed.status) = 0 then 'no_data' end as reason
            from specs join assessed on specs.series = assessed.series
            where specs."group" is not null
            group by specs."group"
            order by min(specs.place)
            """
        ).fetchall()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(OUTPUT)
    writer.writerows(rows)
    writer.writerows((name, status, None, None, None, None, None, None, reason) for name, status, reason in groups)


def _specs(path: Path, problems: list[Problem]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    seen: set[str] = set()
    for place, (line, row) in enumerate(read_csv(path, path.parent, SPEC_COLUMNS, problems)):
        numbers = {name: _number(path, line, name, row.get(name, ""), problems) for name in NUMBERS}
        if row["kind"] not in KINDS:
            problems.append(Problem(path.name, line, f'kind is "{row["kind"]}"; it should be {", ".join(KINDS)}'))
        if numbers["direction"] not in (1, -1):
            problems.append(Problem(path.name, line, f'direction is "{row["direction"]}"; it should be 1 (more is better) or -1'))
        if row["series"] in seen:
            problems.append(Problem(path.name, line, f"the series {row['series']} stands twice; keep one"))
        seen.add(row["series"])
        rows.append(
            (place, row["series"], row.get("group") or None, numbers["direction"], numbers["target"], numbers["target_year"], row["kind"],
             numbers["low"], numbers["high"])
        )  # fmt: skip
    return rows


def _points(path: Path, problems: list[Problem]) -> list[tuple[str, int, float]]:
    points: list[tuple[str, int, float]] = []
    for line, row in read_csv(path, path.parent, OBSERVATION_COLUMNS, problems):
        if not row["period"][:4].isdigit():
            problems.append(Problem(path.name, line, f'period is "{row["period"]}"; it should begin with a year of four digits'))
            continue
        value = _number(path, line, "value", row["value"], problems)
        if value is not None:
            points.append((row["series"], int(row["period"][:4]), value))
    return points


def _number(path: Path, line: int, name: str, cell: str, problems: list[Problem]) -> float | None:
    if cell.strip() == "":
        return None
    try:
        return float(cell)
    except ValueError:
        problems.append(Problem(path.name, line, f'{name} is "{cell}", a text where a number belongs; write digits with a point'))
        return None
