"""The tables of a build and what their columns mean, as written into it (`etl/warehouse/descriptions.py`)."""

import duckdb

from etl.queries.query import Row, rows

COLUMNS = """
with

tables as (
    select schema_name, table_name, 'table' as kind, comment
    from duckdb_tables()
    where database_name = current_database()
    union all
    select schema_name, view_name as table_name, 'view' as kind, comment
    from duckdb_views()
    where database_name = current_database() and not internal
)

select
    if(tables.schema_name = 'main', '', tables.schema_name || '.') || tables.table_name as "table",
    tables.kind,
    tables.comment as grain,
    list({'column': column_name, 'type': lower(data_type), 'meaning': columns.comment} order by column_index) as columns
from tables
join duckdb_columns() as columns
    on tables.schema_name = columns.schema_name and tables.table_name = columns.table_name and columns.database_name = current_database()
group by tables.schema_name, tables.table_name, tables.kind, tables.comment
order by contains("table", '.'), "table"
"""


def described_tables(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    """Every table and view: `table`, `kind` (table or view), `grain`, and its `columns` in order, each with `column`, `type`, `meaning`."""
    return rows(connection, COLUMNS)
