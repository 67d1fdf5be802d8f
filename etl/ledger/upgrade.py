"""Brings a ledger of an older version up to date, with a copy of it made first."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from alembic.command import upgrade
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

MIGRATIONS = Path(__file__).parent / "migrations"


def known() -> tuple[str, ...]:
    """The versions of the tables that this program can read or bring up to date."""
    return tuple(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


def migrate(connection: Connection, to: str = "head") -> None:
    """Run the migrations that are missing, in the transaction of the connection."""
    config = _config()
    config.attributes["connection"] = connection
    upgrade(config, to)


def keep_copy(connection: Connection, version: str) -> str:
    """Copy the ledger as it is before it becomes that version, and say where to: a file beside it, or a schema of the same database."""
    name = f"before-{version}-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    if connection.dialect.name == "sqlite":
        path = Path(str(connection.engine.url.database))
        copy = path.with_name(f"{path.name}.{name}")
        # A second connection: it reads what was committed, while the first keeps everybody else from writing.
        try:
            with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
                source.backup(target)
        except BaseException:
            copy.unlink(missing_ok=True)
            raise
        return str(copy)
    schema = name.replace("-", "_")
    connection.execute(text(f"create schema {schema}"))
    for table in inspect(connection).get_table_names():
        connection.execute(text(f'create table {schema}."{table}" as table "{table}"'))
    return f"schema {schema}"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config
