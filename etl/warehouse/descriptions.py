"""What every table and column of a build means, written into it as comments (`comment on table`, `comment on column`). English only.

A table means what the comment above it in its script says after "Grain:". A column means, the first of these that says it:
what a `comment on column` of a script says; what the model of the record says of the field; what the column of this name means in
the table it is read from; what `column_meanings.py` says of the name. Nothing that one of them says is written again in another.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb
from pydantic import BaseModel

from etl.i18n.languages import SOURCE
from etl.record.kinds import ENTRIES
from etl.record.models import Declaration, Derived, Geo, Indicator, Name, Observation, Pledge, Source, Unit
from etl.warehouse.column_meanings import MEANINGS

CATALOGUE = """
select if(schema_name = 'main', '', schema_name || '.') || table_name as name, column_name
from duckdb_columns()
where database_name = current_database() and not internal
order by table_oid, column_index
"""
COMMENT = re.compile(r"\s*(?:--.*\n\s*)*comment on (?:table|column) ")
WRITTEN = re.compile(r"comment on (?:table|column) ([\w.\"]+) is '((?:[^']|'')+)'")
MADE = re.compile(r"^create (?:table|view) ([\w.]+)", re.MULTILINE)
GRAIN = re.compile(r"^-- Grain: (.*(?:\n-- .*)*)", re.MULTILINE)
READ = re.compile(r"\b(?:from|join)\s+([a-z_]+(?:\.[a-z_]+)?)")
# Tables whose rows are items of the record, one by one.
MODELS: Mapping[str, type[BaseModel]] = {
    "recorded_declarations": Declaration, "recorded_pledges": Pledge, "indicators": Indicator, "recorded_observations": Observation,
    "derived_inputs": Derived, "sources": Source, "units": Unit, "geos": Geo, "names": Name,
    **{f"recorded_{name}": model for name, model in ENTRIES.items()},
}  # fmt: skip
BY_NAME = {name: meaning for meanings in MEANINGS.values() for name, meaning in meanings.items()}


@dataclass(frozen=True)
class Written:
    """What scripts say: the grain of each table, the tables it is read from, and the meanings of single columns."""

    grains: Mapping[str, str]
    read_from: Mapping[str, Sequence[str]]
    columns: Mapping[str, str]

    @classmethod
    def of(cls, statements: Sequence[str]) -> "Written":
        """Read the statements of all scripts, in their order."""
        grains = {
            name: _sentence(f"one row per {model.__name__.lower()}")
            for entry, model in ENTRIES.items()
            for name in (entry, f"recorded_{entry}")
        }
        read_from: dict[str, Sequence[str]] = {name: [f"recorded_{name}"] for name in ENTRIES}
        columns: dict[str, str] = {}
        above = ""
        for text in statements:
            if is_comment(text):
                columns |= {name.replace('"', ""): meaning.replace("''", "'") for name, meaning in WRITTEN.findall(text)}
                continue
            above = next(iter(GRAIN.findall(text)), above)
            for name in MADE.findall(text):
                grains[name] = _sentence(above.replace("\n-- ", " "))
                read = READ.findall(re.sub(r"--.*", "", text))
                # What a view is named after goes first.
                own = [other for other in read if other in (f"history.{name}", f"recorded_{name}")]
                read_from[name] = [*own, *read]
                above = ""
        return cls(grains, read_from, columns)


def is_comment(statement: str) -> bool:
    """Whether a statement only says what something means."""
    return COMMENT.match(statement) is not None


def describe(connection: duckdb.DuckDBPyConnection, statements: Sequence[str]) -> None:
    """Write the meanings of all tables and columns into a build that was made by these statements."""
    written = Written.of(statements)
    # The order in which a table stands after those it is read from.
    tables: dict[str, list[str]] = {}
    for table, column in connection.execute(CATALOGUE).fetchall():
        tables.setdefault(table, []).append(column)
    # What is done takes less time than planning it.
    connection.execute("pragma disable_optimizer")
    connection.execute("; ".join(_comments(written, tables)))
    connection.execute("pragma enable_optimizer")


def _comments(written: Written, tables: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The statements, a table's before those of its columns."""
    known = dict(written.columns)
    for table, columns in tables.items():
        if grain := written.columns.get(table) or written.grains.get(table):
            yield f"comment on table {table} is {_quoted(grain)}"
        for column in columns:
            key = f"{table}.{column}"
            read = (known[f"{other}.{column}"] for other in written.read_from.get(table, ()) if f"{other}.{column}" in known)
            if meaning := known.get(key) or _of_field(table, column) or next(read, "") or BY_NAME.get(column):
                known[key] = meaning
                yield f'comment on column {table}."{column}" is {_quoted(meaning)}'


def _of_field(table: str, column: str) -> str:
    """What the model of a table says of a field; of a text, which has a field for each language, what it says of the English one."""
    fields = MODELS[table].model_fields if table in MODELS else {}
    field = fields.get(column) or fields.get(f"{column}_{SOURCE}")
    return _sentence((field.description or "").removeprefix("optional: ").removesuffix(", English")) if field else ""


def _sentence(text: str) -> str:
    text = text.strip().rstrip(".")
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
