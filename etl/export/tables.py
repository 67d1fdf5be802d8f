"""The tables of an export: what each has a row per, its keys, and its rows as asked of a build (`sql/<table>.sql`)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from etl.export.data_dictionary import Column, column
from etl.i18n.languages import LANGUAGES, REQUIRED
from etl.queries.query import ask_to_pass_on
from etl.record.kinds import ENTRIES, KINDS
from etl.warehouse.entry_tables import columns_of

SQL = Path(__file__).parent / "sql"
Cell = str | float | int | bool | date | None
PLEDGE, INDICATOR, EVENT = ("declaration", "pledge"), ("declaration", "indicator"), ("declaration", "event")


@dataclass(frozen=True)
class Link:
    """Columns of a table that name a row of another by its key."""

    columns: tuple[str, ...]
    table: str
    key: tuple[str, ...]


@dataclass(frozen=True)
class Shape:
    """The keys of a table; none where its rows have no name of their own."""

    key: tuple[str, ...]
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table of an export, read from a build: empty texts are None, so that every format says nothing alike."""

    name: str
    grain: str
    shape: Shape
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def values(self, name: str) -> list[Cell]:
        """The cells of a column, from top to bottom."""
        place = [item.name for item in self.columns].index(name)
        return [row[place] for row in self.rows]

    def records(self) -> list[dict[str, Cell]]:
        """The rows as column name to cell."""
        names = [item.name for item in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows]


def _to(table: str, *columns: str, key: Sequence[str] = ()) -> Link:
    return Link(columns, table, tuple(key) or columns)


OF_PLEDGE, OF_INDICATOR, OF_EVENT = _to("pledges", *PLEDGE), _to("indicators", *INDICATOR), _to("events", *EVENT)
OF_DECLARATION, OF_SOURCE, OF_UNIT = _to("declarations", "declaration"), _to("sources", "source"), _to("units", "unit")
OF_GEO, OF_COUNTERPART = _to("geos", "geo"), _to("geos", "counterpart", key=("geo",))
OF_SERIES = _to("series", "series")

SHAPES = {
    "declarations": Shape(("declaration",)),
    "parts": Shape(("declaration", "part"), (OF_DECLARATION,)),
    "pledges": Shape(PLEDGE, (OF_DECLARATION, _to("sources", "quotation_source", key=("source",)))),
    "pledge_successors": Shape((*PLEDGE, "successor"), (OF_PLEDGE,)),
    "lead_bodies": Shape((*PLEDGE, "party"), (OF_PLEDGE,)),
    "pledge_reports": Shape((*PLEDGE, "order"), (OF_PLEDGE, OF_SOURCE)),
    "indicators": Shape(INDICATOR, (OF_DECLARATION, OF_UNIT, OF_SOURCE)),
    "pledge_indicators": Shape((*PLEDGE, "indicator"), (OF_PLEDGE, OF_INDICATOR)),
    "indicator_series": Shape((*INDICATOR, "series"), (OF_INDICATOR, OF_SERIES)),
    "series": Shape(("series",), (OF_GEO, OF_COUNTERPART, OF_UNIT, OF_SOURCE)),
    "observations": Shape(("series", "period", "known_from"), (OF_SERIES, OF_GEO, OF_COUNTERPART, OF_UNIT, OF_SOURCE)),
    "derived_inputs": Shape(("series", "role", "input"), (OF_SERIES, _to("series", "input", key=("series",)))),
    "targets": Shape((*INDICATOR, "target"), (OF_INDICATOR, OF_UNIT, OF_SOURCE)),
    "events": Shape(EVENT, (OF_DECLARATION, OF_SOURCE)),
    "event_pledges": Shape((*EVENT, "pledge"), (OF_EVENT, OF_PLEDGE)),
    "rubric_levels": Shape((*PLEDGE, "level"), (OF_PLEDGE,)),
    "codings": Shape(("declaration", "coding"), (OF_PLEDGE,)),
    "coding_events": Shape(("declaration", "coding", "event"), (_to("codings", "declaration", "coding"), OF_EVENT)),
    "searches": Shape((), (OF_PLEDGE,)),
    "comments": Shape((), (OF_PLEDGE, OF_SOURCE)),
    "corrections": Shape(("declaration", "correction"), (OF_DECLARATION,)),
    "reversals": Shape(("declaration", "submission"), (OF_DECLARATION,)),
    "pledge_statuses": Shape(PLEDGE, (OF_PLEDGE,)),
    "attributions": Shape((*PLEDGE, "attribution"), (OF_PLEDGE,)),
    "indicator_statuses": Shape(INDICATOR, (OF_INDICATOR, OF_UNIT)),
    "changes": Shape(("declaration", "level", "key", "day"), (OF_DECLARATION,)),
    "sources": Shape(("source",)),
    "units": Shape(("unit",)),
    "geos": Shape(("geo",)),
    "names": Shape(("declaration", "name"), (OF_DECLARATION,)),
}


def _of_entries(name: str) -> Shape:
    """The keys of a kind of entries: its own, and the pledge and source it names."""
    fields = ENTRIES[name].model_fields
    key = KINDS[name].key
    links = [link for column, link in (("pledge", OF_PLEDGE), ("source", OF_SOURCE)) if column in fields]
    return Shape(("declaration", *key) if key else (), tuple(links) or (OF_DECLARATION,))


SHAPES |= {name: _of_entries(name) for name in ENTRIES if name not in SHAPES}


def read_tables(connection: duckdb.DuckDBPyConnection, declaration: str | None) -> dict[str, Table]:
    """Every table as known on the day the connection answers for, of one declaration or of all."""
    ask_to_pass_on(connection)
    connection.execute("set variable declaration = $1", [declaration])
    connection.execute((SQL / "00_scope.sql").read_text(encoding="utf-8"))
    return {name: _read(connection, name, shape) for name, shape in SHAPES.items()}


def _read(connection: duckdb.DuckDBPyConnection, name: str, shape: Shape) -> Table:
    file = SQL / f"{name}.sql"
    own = file.exists()
    query = file.read_text(encoding="utf-8") if own else _query(name)
    grain = " ".join(re.findall(r"^-- (.*)", query, re.MULTILINE)).removeprefix("Grain: ").rstrip(".")
    cursor = connection.execute(query)
    # A text has a column for each language: where it stands for the languages that every text is in, the others after all others.
    places = [(at, title, str(kind) == "MAP(VARCHAR, VARCHAR)") for at, (title, kind, *_) in enumerate(cursor.description or [])]
    cells: list[tuple[int, str, str]] = [
        (at, title, language) for at, title, texts in places for language in (REQUIRED if texts else ("",))
    ] + [(at, title, language) for at, title, texts in places if texts for language in LANGUAGES if language not in REQUIRED]
    columns = tuple(column(f"{title}_{language}" if language else title, None if own else ENTRIES[name]) for _, title, language in cells)
    read = tuple(tuple(_cell(row[at], language) for at, _, language in cells) for row in cursor.fetchall())
    return Table(name, f"{grain[:1].upper()}{grain[1:]}.", shape, columns, read)


def _cell(cell: Any, language: str) -> Cell:
    """A cell, or what stands in it in a language; an empty text is none."""
    text: Cell = cell.get(language) if language and cell is not None else cell
    return None if text == "" else text


def _query(name: str) -> str:
    """What is exported of a kind of entries that has no query of its own: all its columns."""
    model, lists = ENTRIES[name], KINDS[name].lists
    columns = [f'array_to_string("{column}", \' \') as "{column}"' if column in lists else f'"{column}"' for column in columns_of(model)]
    return (
        f"-- Grain: one row per {model.__name__.lower()}.\nselect {', '.join(columns)} from {name}"
        " where coalesce(declaration = getvariable('declaration'), true) order by all"
    )


def read_sources(tables: dict[str, Table]) -> list[dict[str, Cell]]:
    """The sources something in these tables names."""
    named = {source for table in tables.values() if table.name != "sources" for source in sources_of(table)}
    return [record for record in tables["sources"].records() if record["source"] in named]


def sources_of(table: Table) -> set[Cell]:
    """The ids of the sources a table names."""
    names = [link.columns[0] for link in table.shape.links if link.table == "sources"]
    return {source for name in names for source in table.values(name) if source is not None} | (
        set(table.values("source")) if table.name == "sources" else set()
    )
