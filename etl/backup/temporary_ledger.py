"""The ledger of an archive in a database of its own, which is gone afterwards: there it is brought up to date and checked."""

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import MetaData, create_engine, insert
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from etl.backup.archive import BadArchive, Reader
from etl.ledger import dump, upgrade
from etl.ledger.connection import NoLedger
from etl.ledger.store import NEWEST, Ledger

# What rows that are none, or of other tables, end in.
UNFIT = (ValueError, TypeError, AttributeError, SQLAlchemyError)


@contextmanager
def ledger_of(archive: Reader) -> Iterator[Ledger]:
    """The ledger that an archive holds, an empty one where it holds none. Raises BadArchive."""
    version = archive.manifest.ledger
    if version is not None and version not in upgrade.known():
        raise BadArchive(
            f"the ledger in this backup was written by a newer Servanda (schema {version}, this one knows {NEWEST});"
            " nothing was changed: restore it with that version"
        )
    with tempfile.TemporaryDirectory(prefix="servanda-") as folder:
        url = f"sqlite:///{Path(folder) / 'ledger.sqlite'}"
        if version not in (None, NEWEST):
            _as_it_was(archive, url, str(version))
        with closing(Ledger(url)) as ledger:
            if version == NEWEST:
                _fill(archive, ledger)
            yield ledger


def _fill(archive: Reader, ledger: Ledger) -> None:
    try:
        dump.fill(ledger, archive.lines)
    except UNFIT as error:
        raise _unfit(error) from error
    except NoLedger as error:
        if isinstance(error.__cause__, IntegrityError):
            raise _unfit(error) from error
        raise


def _as_it_was(archive: Reader, url: str, version: str) -> None:
    """A database of an older version with the rows of the archive: opened, it is migrated like any other."""
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            upgrade.migrate(connection, version)
            tables = MetaData()
            tables.reflect(connection)
            for table in tables.sorted_tables:
                if rows := dump.rows(archive.lines(table.name)):
                    connection.execute(insert(table), rows)
    except UNFIT as error:
        raise _unfit(error) from error
    finally:
        engine.dispose()


def _unfit(error: Exception) -> BadArchive:
    return BadArchive(f"the ledger in this backup cannot be read ({type(error).__name__}); nothing was changed: use another backup")
