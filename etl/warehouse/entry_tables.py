"""Tables of the kinds of entries that no script of `sql/` makes for itself: `recorded_<kind>`, and the view `<kind>` of what was known."""

from collections.abc import Mapping
from datetime import date
from typing import get_args, get_origin

import duckdb

from etl.record.kinds import ENTRIES
from etl.record.models import Entry

TEXTS = "map(varchar, varchar)"
TYPES = {date: "date", bool: "boolean", int: "bigint", float: "double"}


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table of every kind that has none: grain one row per entry, a column per field of its model."""
    for name, model in ENTRIES.items():
        columns = ", ".join(f'"{column}" {kind}' for column, kind in columns_of(model).items())
        connection.execute(f"create table if not exists recorded_{name} ({columns})")


def create_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the view of every kind that has none: the entries of the day asked for and before; one without a day counts."""
    for name, model in ENTRIES.items():
        until = "where coalesce(date <= as_of_day(), true)" if "date" in model.model_fields else ""
        connection.execute(f"create view if not exists {name} as select * from recorded_{name} {until}")


def columns_of(model: type[Entry]) -> Mapping[str, str]:
    """Column to type."""
    texts = model.texts()
    types = {name: TEXTS if name in texts else _type(model.model_fields[name].annotation) for name in model.columns()}
    return {"declaration": "varchar", **types}


def _type(annotation: object) -> str:
    """The type of a column for a field; texts where nothing says otherwise."""
    if get_origin(annotation) is tuple:
        return "varchar[]"
    # An optional field, or one with checks, is of the type inside.
    inside = [annotation, *get_args(annotation), *(part for one in get_args(annotation) for part in get_args(one))]
    return next((TYPES[part] for part in inside if part in TYPES), "varchar")
