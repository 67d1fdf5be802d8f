"""The observations of the record, column by column: they can be millions where everything else is thousands.

A file is read by the reader every other file is read by, and every different text of a column is validated by the model, once.
What such a reading refuses is read again row by row, for the sake of the messages: `load` does.
"""

import csv
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import Any, get_type_hints, overload

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
from pydantic import TypeAdapter, ValidationError

from etl.record.models import Observation

NAMES = tuple(Observation.model_fields)
# What stands in a column once it is read; every other one holds texts, each different one once.
TYPES = {"value": pa.float64(), "recorded": pa.date32()}
TEXT = pa.dictionary(pa.int32(), pa.string())
PLAIN = {name: TYPES.get(name, pa.string()) for name in NAMES}
SCHEMA = pa.schema([(name, TYPES.get(name, TEXT)) for name in NAMES])
# So many rows are read at a time.
ROWS = 100_000

_validators: dict[str, TypeAdapter[list[Any]]] = {}


class Observed(Sequence[Observation]):
    """Observations as a table of columns (SCHEMA), and those that were accepted since as they came; a row is made when it is asked for."""

    def __init__(self, table: pa.Table, more: tuple[Observation, ...] = ()) -> None:
        self._table, self._more = table, more
        self._whole = None if more else table

    @classmethod
    def of(cls, items: Sequence[Observation]) -> "Observed":
        """These observations, whichever way they came."""
        return items if isinstance(items, Observed) else cls(SCHEMA.empty_table(), tuple(items))

    @classmethod
    def joined(cls, tables: Iterable[pa.Table]) -> "Observed":
        """What several files hold, in their order."""
        return cls(pa.concat_tables([SCHEMA.empty_table(), *tables]).unify_dictionaries().combine_chunks())

    def table(self) -> pa.Table:
        """All of them as one table (SCHEMA), the accepted ones last."""
        if self._whole is None:
            # All fields of one row after the other: column after column would fetch every row from memory once per field.
            columns = zip(*map(attrgetter(*NAMES), self._more), strict=True)
            added = pa.table(
                [pa.array(column, PLAIN[name]).cast(SCHEMA.field(name).type) for name, column in zip(NAMES, columns, strict=True)], SCHEMA
            )
            self._whole = pa.concat_tables([self._table, added]).unify_dictionaries().combine_chunks()
        return self._whole

    def column(self, name: str) -> pa.ChunkedArray:
        """One field of all of them."""
        return self.table()[name]

    def distinct(self, *names: str) -> list[tuple[Any, ...]]:
        """Every combination of values of these fields, once."""
        found = self.table().select(names).group_by(list(names)).aggregate([])
        return list(zip(*(found[name].to_pylist() for name in names), strict=True))

    def count_distinct(self, *names: str) -> int:
        """How many combinations of values of these fields there are."""
        return len(self.table().select(names).group_by(list(names)).aggregate([]))

    def only(self, series: Iterable[str]) -> "Observed":
        """Those of these series."""
        table = self.table()
        return Observed(table.filter(pc.is_in(table["series"].cast(pa.string()), value_set=pa.array(list(series), pa.string()))))

    def digest(self) -> str:
        """A hash of their contents."""
        plain = self.table().cast(pa.schema(list(PLAIN.items()))).combine_chunks()
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, plain.schema) as stream:
            stream.write_table(plain)
        return hashlib.sha256(sink.getvalue()).hexdigest()

    def __len__(self) -> int:
        return len(self._table) + len(self._more)

    def __iter__(self) -> Iterator[Observation]:
        for batch in self._table.to_batches(ROWS // 10):
            for row in batch.to_pylist():
                yield Observation.model_construct(**row)
        yield from self._more

    @overload
    def __getitem__(self, place: int) -> Observation: ...
    @overload
    def __getitem__(self, place: slice) -> "tuple[Observation, ...]": ...
    def __getitem__(self, place: int | slice) -> "Observation | tuple[Observation, ...]":
        if isinstance(place, slice):
            return tuple(self[number] for number in range(*place.indices(len(self))))
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        place %= len(self)
        if place >= len(self._table):
            return self._more[place - len(self._table)]
        return Observation.model_construct(**self._table.slice(place, 1).to_pylist()[0])

    def __add__(self, items: Iterable[Any]) -> "Observed":
        return Observed(self._table, (*self._more, *items))


def read(path: Path) -> pa.Table | None:
    """A file of observations as a table (SCHEMA); None where anything in it is not as it should be."""
    chunks = []
    try:
        with path.open(encoding="utf-8-sig") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            if sorted(header) != sorted(NAMES):
                return None
            while rows := list(islice(reader, ROWS)):
                filled = [cells for cells in rows if cells]
                if any(len(cells) != len(header) for cells in filled):
                    return None
                chunks.append(_columns(dict(zip(header, zip(*filled, strict=True), strict=True))) if filled else SCHEMA.empty_table())
    except (OSError, UnicodeDecodeError, csv.Error, ValidationError):
        return None
    return None if None in chunks else pa.concat_tables([SCHEMA.empty_table(), *chunks])


def _columns(cells: dict[str, tuple[str, ...]]) -> pa.Table | None:
    """Rows as columns, each different text validated once. Raises ValidationError; None where a row as a whole is not right."""
    columns = {}
    for name in NAMES:
        texts = pa.array(cells[name], pa.string()).dictionary_encode()
        values = _validator(name).validate_python(texts.dictionary.to_pylist())
        columns[name] = pa.array(values, TYPES[name]).take(texts.indices) if name in TYPES else texts
    missing, missing_message = pc.is_null(columns["value"]), pc.equal(columns["status"].cast(pa.string()), "M")
    reason_message = pc.not_equal(columns["note"].cast(pa.string()), "")
    # As the model has it: `Observation._missing_says_why`.
    right = pc.and_(pc.equal(missing, missing_message), pc.or_(pc.invert(missing), reason_message))
    return pa.table(columns, SCHEMA) if pc.all(right).as_py() else None


def _validator(name: str) -> TypeAdapter[list[Any]]:
    """What the model asks of one field, of many values at once."""
    if name not in _validators:
        kind: Any = get_type_hints(Observation, include_extras=True)[name]
        _validators[name] = TypeAdapter(list[kind])
    return _validators[name]
