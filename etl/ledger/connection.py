"""The way to the ledger's database: SQLite in WAL mode by default, PostgreSQL by its address; its failures in our own sentences."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError

from etl.errors import OutsideError

LOCK_WAIT_S = 60
PROMPT_S = 3
# The key of the lock that makes writers on PostgreSQL take turns; any number that is always the same.
TURN = 20251112
# How SQLite says that a file is not what it was.
DAMAGED = ("file is not a database", "malformed", "disk image")


class NoLedger(OutsideError):
    """The ledger cannot be reached; the message says what to check."""


def open_engine(url: str, prompt: bool = False) -> Engine:
    """The way to a ledger; `prompt`: to one that has to answer in a few seconds."""
    try:
        parsed = make_url(url)
    except Exception as error:
        raise NoLedger(f'"{url}" is no address of a ledger; write sqlite:///ledger.sqlite or postgresql+psycopg://...') from error
    if parsed.get_backend_name() == "postgresql":
        try:
            waits = {"connect_timeout": PROMPT_S} if prompt else {}
            return create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True, connect_args=waits)
        except ModuleNotFoundError as error:
            raise NoLedger("a ledger on PostgreSQL needs psycopg; run: pip install -r requirements-postgres.txt") from error
    if parsed.database:
        path = Path(parsed.database)
        path.parent.mkdir(parents=True, exist_ok=True)
        if _never_changes(path):
            return create_engine(f"sqlite:///file:{quote(str(path.resolve()))}?mode=ro&immutable=1&uri=true")
    engine = create_engine(parsed, connect_args={"timeout": PROMPT_S if prompt else LOCK_WAIT_S})

    @event.listens_for(engine, "connect")
    def _prepare(connection, _record):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
        # Transactions are begun by `transaction`; what is committed is on disk before it is acknowledged.
        connection.isolation_level = None
        for pragma in ("journal_mode = wal", "synchronous = full", "foreign_keys = on"):
            connection.execute(f"pragma {pragma}")

    return engine


def _never_changes(path: Path) -> bool:
    """Whether a ledger lies on a disk that cannot be written, and nobody has it open: then it is read without SQLite's locks."""
    if not hasattr(os, "ST_RDONLY") or not path.exists() or path.with_name(f"{path.name}-wal").exists():
        return False
    return bool(os.statvfs(path).f_flag & os.ST_RDONLY)


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """A transaction in which nobody else writes: all of it is kept, or nothing."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("begin immediate"))
        else:
            connection.execute(text("select pg_advisory_xact_lock(:turn)"), {"turn": TURN})
        try:
            yield connection
        except BaseException:
            if engine.dialect.name == "sqlite":
                connection.execute(text("rollback"))
            raise
        if engine.dialect.name == "sqlite":
            connection.execute(text("commit"))
        else:
            connection.commit()


@contextmanager
def reaching(engine: Engine) -> Iterator[None]:
    """Failures of the database as our own sentence, without its address's password."""
    try:
        yield
    except (DatabaseError, sqlite3.Error) as error:
        reason = str(getattr(error, "orig", error)).splitlines()[0]
        if any(sign in reason for sign in DAMAGED):
            raise NoLedger(
                f"the ledger at {place(engine)} is damaged: {reason}; move its files elsewhere and restore a backup (docs/backup.md)"
            ) from error
        raise NoLedger(f"the ledger at {place(engine)} did not take it: {reason}; nothing was changed, try again") from error


def place(engine: Engine) -> str:
    """The address of a ledger, without its password."""
    return engine.url.render_as_string(hide_password=True)
