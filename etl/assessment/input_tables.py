"""Tables that somebody gives a command, as CSV or Parquet: read fast when they are right, told cell by cell when not."""

import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb

from etl.errors import InputError
from etl.record.files import Problem, read_csv

# DuckDB's decoder of Brotli writes out of bounds on files made for it (docs/dependencies.md).
REFUSED = "BROTLI"
COLUMN_NAMES = 100  # problems of one kind that are told; a file of a million wrong cells is told by its first ones


class BadInput(InputError):
    """What is wrong with the files that were given: `problems` has a line for each."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class Column:
    """What a column may hold: texts, finite numbers, whole years or days; `among` lists all there may be."""

    name: str
    kind: Literal["text", "number", "year", "day"] = "text"
    must_exist: bool = True
    may_be_empty: bool = True
    among: tuple[str, ...] | tuple[int, ...] = ()
    advice: str = ""

    @property
    def type(self) -> str:
        """The type cells are read as; a year as a number first, so that 2030.5 is told and not rounded."""
        return {"text": "varchar", "number": "double", "year": "double", "day": "date"}[self.kind]

    def wrong(self, cell: str) -> str:
        """The SQL condition under which a typed cell that is not empty is wrong."""
        if self.among:
            return f"{cell} not in ({', '.join(repr(item) for item in self.among)})"
        if self.kind == "number":
            return f"not abs({cell}) <= 1e100"
        if self.kind == "year":
            return f"not (abs({cell}) <= 9999 and {cell} = round({cell}))"
        return "false"


def read_input(connection: duckdb.DuckDBPyConnection, table: str, path: Path, columns: tuple[Column, ...], problems: list[Problem]) -> bool:
    """Make `table` of a file: one typed column for each of `columns` (null where the file has none), rows in the file's order.

    Returns whether it did; else every wrong cell stands in `problems`, with its line.
    """
    header = _header(connection, path)
    missing = [column.name for column in columns if column.must_exist and column.name not in header]
    if missing:
        wanted = ",".join(column.name for column in columns if column.must_exist)
        problems.append(Problem(path.name, 1, f"the header has no {', '.join(missing)}; it should be {wanted}"))
        return False
    there = [column for column in columns if column.name in header]
    conditions = [f'("{column.name}" is not null and {column.wrong(_name(column))})' for column in there]
    conditions += [f'"{column.name}" is null' for column in there if not column.may_be_empty]
    typed = ", ".join(_name(column) if column in there else f"null::{column.type} as {_name(column)}" for column in columns)
    try:
        connection.execute(f"create temp table {table} as select {typed} from {_source(path, header, there)}")
        if not connection.execute(f"select 1 from {table} where {' or '.join(conditions)} limit 1").fetchall():
            return True
    except duckdb.Error as error:
        if (even := _with_one_line_end(path)) is not None:
            with tempfile.TemporaryDirectory() as folder:
                copy = Path(folder) / path.name
                copy.write_bytes(even)
                return read_input(connection, table, copy, columns, problems)
        before = len(problems)
        if path.suffix != ".parquet":
            read_csv(path, path.parent, (), problems)
        if len(problems) == before:
            with suppress(duckdb.Error):
                _tell(connection, path, header, there, problems)
        if len(problems) == before:
            problems.extend(unreadable(path, error).problems)
        return False
    _tell(connection, path, header, there, problems)
    return False


def tell_rows(path: Path, places: list[int], message: str, problems: list[Problem]) -> None:
    """A problem for each of the rows at `places` (from 0), with the line it stands in."""
    lines = {} if path.suffix == ".parquet" else dict(enumerate(line for line, _ in read_csv(path, path.parent, (), [])))
    problems.extend(Problem(path.name, lines.get(place, place + 1), message) for place in places[:COLUMN_NAMES])


def parquet_types(connection: duckdb.DuckDBPyConnection, path: Path) -> dict[str, str]:
    """The columns of a Parquet file and their types, read without unpacking anything.

    Raises BadInput where it is no Parquet file, or one that is packed with Brotli.
    """
    path.open("rb").close()
    try:
        packed = connection.execute(f"select distinct compression from parquet_metadata({quoted(path)})").fetchall()
        types = dict(connection.execute(f"select column_name, column_type from (describe select * from {quoted(path)})").fetchall())
    except duckdb.Error as error:
        raise unreadable(path, error) from error
    if (REFUSED,) in packed:
        raise BadInput(
            [Problem(path.name, 1, "the file is packed with Brotli, which is not safe to unpack; write it with zstd, or as CSV")]
        )
    return types


def unreadable(path: Path, error: Exception) -> BadInput:
    """The file cannot be read, and why."""
    why = (str(error).splitlines() or [type(error).__name__])[0]
    return BadInput([Problem(path.name, 1, f"the file cannot be read: {why}")])


def quoted(path: Path) -> str:
    """A path as an SQL text."""
    return "'" + str(path).replace("'", "''") + "'"


def point_columns(period_is_year: bool) -> str:
    """The select list that makes points of observations, in the words of both engines."""
    year = "period" if period_is_year else "substr(period, 1, 4)"
    return f"series, cast({year} as integer) as t, cast(value as double) as value"


def _tell(connection: duckdb.DuckDBPyConnection, path: Path, header: list[str], there: list[Column], problems: list[Problem]) -> None:
    """Read the file as texts and say of each wrong cell what is wrong with it."""
    texts = [Column(name) for name in header]
    connection.execute(f"create or replace temp table given as select * from {_source(path, header, texts)}")
    lines = {} if path.suffix == ".parquet" else dict(enumerate(line for line, _ in read_csv(path, path.parent, (), [])))
    for column in there:
        cell = f"try_cast({_name(column)} as {column.type})"
        empty = "false" if column.may_be_empty else "true"
        found = connection.execute(
            f"select rowid, {_name(column)} from given where case when {_name(column)} is null then {empty}"
            f" when {cell} is null then true else {column.wrong(cell)} end order by rowid limit {COLUMN_NAMES}"
        ).fetchall()
        for place, problem in found:
            problems.append(Problem(path.name, lines.get(place, place + 1), f'{column.name} is "{problem or ""}"; {column.advice}'))


def _with_one_line_end(path: Path) -> bytes | None:
    """The text of a CSV file whose lines end in several ways, which DuckDB does not read, with one; None where it has one."""
    if path.suffix == ".parquet":
        return None
    content = path.read_bytes()
    even = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    alike = (even, even.replace(b"\n", b"\r\n"), even.replace(b"\n", b"\r"))
    return None if content in alike else even


def _header(connection: duckdb.DuckDBPyConnection, path: Path) -> list[str]:
    if path.suffix == ".parquet":
        return list(parquet_types(connection, path))
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        return file.readline().strip().replace('"', "").split(",")


def _source(path: Path, header: list[str], columns: list[Column]) -> str:
    if path.suffix == ".parquet":
        casts = ", ".join(f"cast({_name(column)} as {column.type}) as {_name(column)}" for column in columns)
        return f"(select {casts} from {quoted(path)})"
    read_as = {column.name: column.type for column in columns}
    types = ", ".join(f"{quoted(Path(name))}: '{read_as.get(name, 'varchar')}'" for name in header)
    return f"read_csv({quoted(path)}, header=true, auto_detect=false, delim=',', quote='\"', escape='\"', nullstr='', columns={{{types}}})"


def _name(column: Column) -> str:
    return f'"{column.name}"'
