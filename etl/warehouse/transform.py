"""The transformations of `sql/`, run in their order on an empty database."""

from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]

from etl.assessment.business_as_usual import fill as fill_usual
from etl.record.files import Problem
from etl.rules import RULES, reproduction, rule_sql
from etl.warehouse import descriptions, entry_tables

SCRIPTS = Path(__file__).resolve().parent.parent / "sql"
Progress = Callable[[str], None]
# So much a build holds in memory; what does not fit is put on the disk, beside its file.
MEMORY = "2GB"


def transform(connection: duckdb.DuckDBPyConnection, enter: Callable[[], None], progress: Progress = lambda step: None) -> list[Problem]:
    """Make every table and view; `enter` fills those of the record once they are there. Returns what the audits found."""
    statements: list[str] = []
    # All of it is one transaction: the disk is waited for once.
    connection.begin()
    for script in sorted(SCRIPTS.glob("*.sql")):
        progress(script.stem)
        for statement in connection.extract_statements(script.read_text(encoding="utf-8")):
            statements.append(statement.query)
            if not descriptions.is_comment(statement.query):
                connection.execute(statement)
        if script.stem == "01_record":
            entry_tables.create_tables(connection)
            enter()
        if script.stem == "14_as_of":
            entry_tables.create_views(connection)
        if script.stem == "05_annual_points":
            fill_usual(connection)
        if script.stem == "06_specs":
            words = [
                [rule.name, name, word.status, word.grade] for rule in RULES.values() for name, word in rule.words.items() if word.status
            ]
            connection.executemany("insert into rule_words values ($1, $2, $3, $4)", words)
            connection.executemany("insert into reproduction values ($1, $2, $3, $4)", reproduction())
        if script.stem == "07_rule_inputs":
            ruled = " union all by name ".join(
                f"select '{name}' as rule, * from ({rule_sql(name)})" for name, rule in RULES.items() if rule.is_applied
            )
            connection.execute(f"create temp table ruled as {ruled}")
    descriptions.describe(connection, statements)
    connection.commit()
    findings = connection.execute("select finding, row_name from findings order by all").fetchall()
    return [Problem("audit", 0, f"{finding}: {row}") for finding, row in findings]


def enter(connection: duckdb.DuckDBPyConnection, staged: Mapping[str, pa.Table]) -> None:
    """Put rows into the tables of these names; columns a table does not have are left out."""
    for table, rows in staged.items():
        columns = [name for (name,) in connection.execute(f"select column_name from (describe {table})").fetchall()]
        connection.register("staged", rows.select(columns))
        connection.execute(f"insert into {table} select * from staged")
        connection.unregister("staged")
