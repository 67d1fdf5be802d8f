"""The command `tables`: the tables of a build and what their columns mean."""

import json
import sys
from pathlib import Path
from typing import Any, TextIO

import click

from etl.commands.console import DONE
from etl.commands.options import command, format_option, warehouse_option
from etl.commands.read_build import open_build
from etl.errors import InputError
from etl.queries.query import Row
from etl.queries.table_rows import described_tables
from etl.record.load import did_you_mean


@command(
    "pledge_statuses",
    "NAME: one of them, else all. Views show what was known on the day asked for, tables of `history` every day. English only.",
)
@click.argument("name", required=False)
@format_option("table", "json")
@warehouse_option
def tables_command(name: str | None, format: str, warehouse: Path) -> int:
    """Print one table or all; raises InputError where there is no such one."""
    with open_build(warehouse, None) as (connection, _):
        found = described_tables(connection)
    known = {row["table"]: row for row in found}
    if name is not None and name not in known:
        raise InputError(f'there is no table "{name}" in this build{did_you_mean(name, known)}; all of them: python -m etl tables')
    shown = found if name is None else [known[name]]
    if format == "json":
        json.dump(shown, sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        write_table(shown, sys.stdout)
    return DONE


def write_table(tables: list[Row], out: TextIO) -> None:
    """A paragraph for each table: its name and grain, then a line for each column."""
    for place, row in enumerate(tables):
        columns: list[dict[str, Any]] = row["columns"]
        name, kind = (max(len(item[part]) for item in columns) for part in ("column", "type"))
        if place:
            print(file=out)
        print(f"{row['table']} ({row['kind']}): {row['grain']}", file=out)
        for item in columns:
            print(f"  {item['column']:{name}}  {item['type']:{kind}}  {item['meaning']}", file=out)
