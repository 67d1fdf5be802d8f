"""The ledger as text that any database takes: one file of JSON lines per table, all as they were at one moment."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection, Table, delete, insert, select

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


def dump(ledger: Ledger, write: Callable[[str, Iterator[bytes]], None]) -> Head:
    """Hand the rows of every table (its name, a line each) to `write`, as they are at one moment; returns how far it had come."""
    with ledger.at_one_moment() as connection:
        for table in TABLES:
            write(table.name, lines(connection, table.name))
        return head(connection)


def replace_all(ledger: Ledger, read: Callable[[str], Lines], expected: Head | None = None) -> bool:
    """Put the rows that `read` gives for a table in the place of all there are: all of it, or nothing.

    `expected`: how far the ledger must have come; where it has moved on, nothing is changed and the answer is false.
    """
    with ledger.turn() as connection:
        if expected is not None and head(connection) != expected:
            return False
        for table in reversed(TABLES):
            connection.execute(delete(table))
        for table in TABLES:
            lines = iter(read(table.name))
            while some := rows(islice(lines, BATCH)):
                connection.execute(insert(table), some)
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
