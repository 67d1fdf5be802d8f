"""An export of the shipped record in every format, to read."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from etl.export.tables import Table, read_tables
from etl.warehouse import builds
from tests.support.exports import FORMATS, export
from tests.support.warehouses import made_once


@pytest.fixture(scope="session")
def opened(built: builds.Build) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the build."""
    with builds.open_build(built) as connection:
        yield connection


@pytest.fixture(scope="session")
def tables(opened: duckdb.DuckDBPyConnection) -> dict[str, Table]:
    """What is exported of the build, before it becomes files."""
    return read_tables(opened, None)


@pytest.fixture(scope="session")
def exported(built: builds.Build, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """An export of the build in every format, to read."""

    def make(folder: Path) -> None:
        for form in FORMATS:
            assert export(folder / form, built.path.parent, "--format", form) == 0

    folder = made_once(tmp_path_factory, "exports", make)
    return {form: folder / form for form in FORMATS}
