"""Tables as Parquet, written by DuckDB: typed, the same bytes for the same rows."""

import tempfile
from pathlib import Path

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]

from etl.export.tables import Table

TYPES = {"string": pa.string(), "number": pa.float64(), "integer": pa.int64(), "boolean": pa.bool_(), "date": pa.date32()}


def parquet_of(table: Table) -> bytes:
    """The table as a Parquet file."""
    columns = {item.name: pa.array(table.values(item.name), TYPES[item.type]) for item in table.columns}
    # One thread: several would cut the rows differently from one machine to the next.
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(config={"threads": 1}) as connection:
        path = Path(folder) / "table.parquet"
        connection.register("exported", pa.table(columns))
        connection.execute(
            f"copy (select * from exported) to '{str(path).replace(chr(39), chr(39) * 2)}' (format parquet, compression zstd)"
        )
        return path.read_bytes()
