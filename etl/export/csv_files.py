"""Tables as CSV (RFC 4180, UTF-8), and back: texts never start a formula, numbers stay numbers."""

import csv
import io
from datetime import date

from etl.export.data_dictionary import Column
from etl.export.tables import Cell, Table
from etl.spreadsheet_cells import escaped, plain


def csv_of(table: Table) -> bytes:
    """The table as CSV: a header, then its rows; nothing is an empty cell."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(item.name for item in table.columns)
    writer.writerows([written(cell) for cell in row] for row in table.rows)
    return out.getvalue().encode()


def read_csv(content: bytes, columns: tuple[Column, ...]) -> list[tuple[Cell, ...]]:
    """The rows that `csv_of` wrote, as they were. Raises ValueError where the header is another."""
    reader = csv.reader(io.StringIO(content.decode(), newline=""), strict=True)
    header = next(reader, [])
    if header != [item.name for item in columns]:
        raise ValueError(f"the header is {','.join(header)}; it should be {','.join(item.name for item in columns)}")
    return [tuple(_read(cell, item) for cell, item in zip(row, columns, strict=True)) for row in reader]


def written(cell: Cell) -> str:
    """A cell as it stands in a CSV file."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        # The shortest digits that read back as the same number.
        return repr(cell).removesuffix(".0")
    return str(cell) if isinstance(cell, int | date) else escaped(cell)


def _read(cell: str, described: Column) -> Cell:
    if cell == "":
        return None
    match described.type:
        case "boolean":
            return cell == "true"
        case "integer":
            return int(cell)
        case "number":
            return float(cell)
        case "date":
            return date.fromisoformat(cell)
        case "string":
            return plain(cell)
