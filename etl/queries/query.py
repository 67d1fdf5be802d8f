"""The rows of a query as dictionaries: column name to value."""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

Row = dict[str, Any]


def rows(cursor: duckdb.DuckDBPyConnection, query: str, values: Sequence[object] | Mapping[str, object] | None = None) -> list[Row]:
    """All rows of a query; values are named `$name` or numbered `$1` in it."""
    cursor.execute(query, values)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
