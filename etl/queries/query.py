"""How a build is asked: by whom, in which language, as of which day; rows as dictionaries, column name to value."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Protocol, TypeVar

import duckdb

from etl.i18n.languages import LANGUAGES

Row = dict[str, Any]
T = TypeVar("T")
# Columns that hold the name of somebody, in English.
NAMED = {"publisher", "speaker", "data_owner", "quotation_publisher", "body"}


def rows(cursor: duckdb.DuckDBPyConnection, query: str, values: Sequence[object] | Mapping[str, object] | None = None) -> list[Row]:
    """All rows of a query; values are named `$name` or numbered `$1` in it.

    What is written for people is picked by the language: `in_language(title, $lang)`.
    """
    cursor.execute(query, values)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def unfolded(row: Row) -> Row:
    """A row with a column for each language of its texts, in place of one."""
    flat: Row = {}
    for name, cell in row.items():
        flat |= {f"{name}_{language}": cell.get(language) for language in LANGUAGES} if isinstance(cell, dict) else {name: cell}
    return flat


def ask_as_of(connection: duckdb.DuckDBPyConnection, day: date | None) -> date:
    """Make this connection (or cursor) answer as of `day`, or as of the build's own; returns the newest day it can answer for."""
    connection.execute("set variable as_of = $1", [day.isoformat() if day else None])
    row = connection.execute("select as_of from build").fetchone()
    assert row is not None
    newest: date = row[0]
    return newest


def ask_to_pass_on(connection: duckdb.DuckDBPyConnection) -> None:
    """Make this connection (or cursor) leave out the values that may not leave this place, by the terms of their publishers.

    Whatever writes something that others take away asks so first: exports, the site, feeds, briefings.
    """
    connection.execute("set variable passing_on = true")


class Keep(Protocol):
    """Gives what is kept under a key; it is made where it is not there yet. What is kept is shared: nobody changes it."""

    def __call__(self, key: str, make: Callable[[], T]) -> T:
        """What is kept under `key`."""
        ...


def keeper() -> Keep:
    """Keeps answers as long as it is kept itself."""
    stored: dict[str, Any] = {}

    def keep(key: str, make: Callable[[], T]) -> T:
        if key not in stored:
            stored[key] = make()
        found: T = stored[key]
        return found

    return keep


@dataclass(frozen=True)
class Asking:
    """Who asks: a cursor of its own (a thread's rows stay its own), the reader's language, the declaration in view.

    `names` gives publishers, speakers and owners their names in that language (see `proper_names`). Who makes every page at
    once, or for many readers, gives `keep`: what is asked of one pledge or indicator is then asked of all of them, once, and kept.
    """

    cursor: duckdb.DuckDBPyConnection
    lang: str
    declaration: str
    names: Mapping[str, str] = field(default_factory=dict)
    keep: Keep | None = None

    def __post_init__(self) -> None:
        if self.lang not in LANGUAGES:
            raise ValueError(f"unknown language {self.lang}")


def leaving(ask: Asking) -> Asking:
    """Who asks the same for what a reader takes away: without the values that may not leave."""
    cursor = ask.cursor.cursor()
    (day,) = ask.cursor.execute("select as_of_day()").fetchone() or (None,)
    ask_as_of(cursor, day)
    ask_to_pass_on(cursor)
    return replace(ask, cursor=cursor, keep=None)


def keyed_rows(ask: Asking, key: str | None, query: str) -> list[Row]:
    """The rows of a query whose column `asked` is `key`; the query gives all of them where `$key` is null."""
    if ask.keep is None or key is None:
        found = rows_of(ask, query, key=key)
    else:
        found = [dict(row) for row in grouped_rows(ask, query, lambda row: row["asked"]).get(key, [])]
    for row in found:
        del row["asked"]
    return found


def grouped_rows(ask: Asking, query: str, of: Callable[[Row], Any]) -> dict[Any, list[Row]]:
    """All rows of a query by what they are `of`, asked once."""

    def grouped() -> dict[Any, list[Row]]:
        found: dict[Any, list[Row]] = {}
        for row in rows_of(ask, query, key=None):
            found.setdefault(of(row), []).append(row)
        return found

    assert ask.keep is not None
    return ask.keep(query, grouped)


def rows_of(ask: Asking, query: str, **values: object) -> list[Row]:
    """The rows of a query; it names its values $like_this, and may name $declaration and $lang, the reader's language."""
    named = {name: value for name, value in {"declaration": ask.declaration, "lang": ask.lang, **values}.items() if f"${name}" in query}
    found = rows(ask.cursor, query, named)
    for row in found:
        for column in NAMED & row.keys():
            row[column] = ask.names.get(row[column], row[column])
    return found
