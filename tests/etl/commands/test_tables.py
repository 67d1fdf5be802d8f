"""Every table and column of a build says what it means, and `tables` prints it."""

import json
import re
from pathlib import Path

import duckdb
import pytest

from etl.__main__ import main
from etl.export.tables import read_tables
from etl.queries.table_rows import described_tables
from etl.warehouse import builds, transform
from etl.warehouse.column_meanings import MEANINGS

SMALL_WORDS = {"a", "an", "in", "is", "it", "its", "of", "our", "the", "this"}
ADVICE = "say it beside its SQL: comment on column TABLE.COLUMN is '...';"


def undescribed(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Tables without a grain, and columns without a meaning or with one that only says their name again."""
    found = []
    for row in described_tables(connection):
        if not row["grain"]:
            found.append(row["table"])
        for item in row["columns"]:
            words = set(re.findall(r"[a-z]+", (item["meaning"] or "").lower())) - SMALL_WORDS
            if words <= set(item["column"].split("_")):
                found.append(f"{row['table']}.{item['column']}")
    return found


def test_every_table_and_column_of_a_build_says_what_it_means(connection: duckdb.DuckDBPyConnection) -> None:
    assert undescribed(connection) == [], ADVICE
    tables = {row["table"] for row in described_tables(connection)}
    assert (
        len(tables)
        == connection.execute(
            "select count(*) from (from duckdb_tables() union all by name from duckdb_views() where not internal)"
        ).fetchone()[0]
    )  # type: ignore[index]
    assert {"pledges", "recorded_pledges", "history.pledge_statuses", "history.usual_ranges", "due"} <= tables


def test_a_new_table_or_column_without_a_meaning_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scripts = tmp_path / "sql"
    scripts.mkdir()
    for script in transform.SCRIPTS.glob("*.sql"):
        (scripts / script.name).write_bytes(script.read_bytes())
    (scripts / "19_new.sql").write_text(
        "create table stray as select 1 as pledge, 2 as oddity;\n"
        "-- Grain: one row per pledge.\ncreate view described as select pledge, oddity, oddity as odd from stray;\n"
        "comment on column described.odd is 'What is odd in it.';\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(transform, "SCRIPTS", scripts)
    with duckdb.connect() as connection:
        assert transform.transform(connection, lambda: None) == []
        assert undescribed(connection) == ["described.oddity", "stray", "stray.oddity"]


def test_views_mean_what_they_are_read_from(connection: duckdb.DuckDBPyConnection) -> None:
    meanings = {row["table"]: {item["column"]: item["meaning"] for item in row["columns"]} for row in described_tables(connection)}
    for view, table in (("pledges", "recorded_pledges"), ("events", "recorded_events"), ("pledge_statuses", "history.pledge_statuses")):
        assert meanings[view].items() <= meanings[table].items(), view


def test_what_is_exported_means_what_the_build_says_where_only_its_name_says_it(connection: duckdb.DuckDBPyConnection) -> None:
    by_name = {name: meaning for meanings in MEANINGS.values() for name, meaning in meanings.items()}
    meanings = {row["table"]: {item["column"]: item["meaning"] for item in row["columns"]} for row in described_tables(connection)}
    both = {
        (table.name, item.name)
        for table in read_tables(connection, None).values()
        for item in table.columns
        if item.name in by_name and meanings.get(table.name, {}).get(item.name) == item.meaning
    }
    assert {("pledges", "quotation_url"), ("pledge_statuses", "rules_agreeing"), ("indicators", "release_every")} <= both


def test_tables_prints_one_or_all(built: builds.Build, capsys: pytest.CaptureFixture[str]) -> None:
    warehouse = ("--warehouse", str(built.path.parent))
    assert main(["tables", "indicator_series", *warehouse]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "indicator_series (table): One row per indicator and series; place 1 is the assessed series, the others are shown beside it."
        " same_quantity: it measures the same as the assessed one, in the same place by the same definition.",
        "  declaration    varchar  Id of the declaration.",
        "  indicator      varchar  Id of the indicator within its declaration.",
        "  place          integer  Place among the series of the indicator; 1 is the assessed one.",
        "  series         varchar  Id of the series: `<publisher>:<code>:<geo>[:<counterpart>]`, `reported:...` or `derived:...`.",
        "  same_quantity  boolean  Whether it measures the same as the assessed series, in the same place by the same definition.",
    ]
    assert main(["tables", *warehouse]) == 0
    printed = capsys.readouterr().out
    assert main(["tables", "--format", "json", *warehouse]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert re.findall(r"^([\w.]+) \((table|view)\): ", printed, re.MULTILINE) == [(row["table"], row["kind"]) for row in listed]
    assert printed.count("\n") == sum(len(row["columns"]) + 2 for row in listed) - 1
    assert main(["tables", "indicator_serie", *warehouse]) == 1
    assert 'there is no table "indicator_serie" in this build; did you mean "indicator_series"?' in capsys.readouterr().err
