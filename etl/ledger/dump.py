"""The ledger as text that any database takes: one file of JSON lines per table, all as they were at one moment."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection, Table, insert, select

from etl.ledger.journal import BEGINNING
from etl.ledger.schema import decisions, journal, metadata, submission_rows, submissions
from etl.ledger.store import Ledger

# In the order in which their rows can be added.
TABLES: tuple[Table, ...] = (submissions, submission_rows, decisions, journal)
Lines = Iterable[bytes]
BATCH = 1000


@dataclass(frozen=True)
class Head:
    """How far a ledger has come: the number of its entries and the hash of the last, which stands for all of them."""

    entries: int = 0
    hash: str = BEGINNING


def dump(ledger: Ledger, write: Callable[[str, Iterator[bytes]], None]) -> None:
    """Hand the rows of every table (its name, a line each) to `write`, as they are at one moment."""
    with ledger.at_one_moment() as connection:
        for table in TABLES:
            write(table.name, lines(connection, table.name))


def fill(ledger: Ledger, read: Callable[[str], Lines]) -> bool:
    """Add the rows that `read` returns for each table to an empty ledger, in one transaction; false where it holds entries."""
    with ledger.turn() as connection:
        if head(connection) != Head():
            return False
        for table in TABLES:
            lines_of_table = iter(read(table.name))
            while batch := rows(islice(lines_of_table, BATCH)):
                connection.execute(insert(table), batch)
    return True


def rows(taken: Lines) -> list[dict[str, object]]:
    """Rows of a table, from their lines."""
    return [json.loads(line) for line in taken]


def head(connection: Connection) -> Head:
    """How far the ledger has come."""
    last = connection.execute(select(journal.c.sequence, journal.c.hash).order_by(journal.c.sequence.desc()).limit(1)).one_or_none()
    return Head(last.sequence, last.hash) if last is not None else Head()


def holds(connection: Connection, wanted: Head) -> bool:
    """Whether the ledger is at that point or has gone on from it."""
    found = connection.execute(select(journal.c.hash).where(journal.c.sequence == wanted.entries)).scalar()
    return wanted == Head() or found == wanted.hash


def lines(connection: Connection, name: str) -> Iterator[bytes]:
    """The rows of a table, a line each."""
    table = metadata.tables[name]
    found = connection.execution_options(yield_per=BATCH).execute(select(table).order_by(*table.primary_key.columns))
    for row in found:
        yield json.dumps(dict(row._mapping), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"
