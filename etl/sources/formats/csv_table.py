"""Tables as publishers send them, CSV or XLSX, as rows of texts by column; nothing is converted on the way."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from etl.sources.formats.json_answer import TOP, UnexpectedAnswer, quote, read_text

SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True)
class Row:
    """One row: its place in the file (`row 7`), its cells by column, and what separated them, empty in a workbook."""

    publisher: str
    place: str
    cells: dict[str, str]
    separator: str = ""

    def cell(self, column: str) -> str:
        """The text of a cell; raises UnexpectedAnswer where the table has no such column."""
        if column not in self.cells:
            raise UnexpectedAnswer(self.publisher, TOP, f'a column "{column}"', f"only {quote(', '.join(self.cells))}")
        return self.cells[column]


def read_csv(publisher: str, body: bytes, separator: str = "", encoding: str = "utf-8-sig", header: int = 1) -> Iterator[Row]:
    """The rows below the header in line `header`; the separator is taken from that line where it is not given.

    Raises UnexpectedAnswer for a row longer or shorter than the header, double or missing column names, and what is no CSV.
    """
    text = io.StringIO(read_text(publisher, body, encoding), newline="")
    for _ in range(header - 1):
        text.readline()
    start = text.tell()
    first = text.readline()
    text.seek(start)
    separator = separator or max(SEPARATORS, key=first.count)
    reader = csv.reader(text, delimiter=separator, strict=True)
    try:
        columns = named(publisher, f"row {header}", [name.strip() for name in next(reader)])
        for cells in reader:
            place = f"row {header - 1 + reader.line_num}"
            if not any(cell.strip() for cell in cells):
                continue
            yield Row(publisher, place, by_column(publisher, place, columns, cells), separator)
    except StopIteration as error:
        raise UnexpectedAnswer(publisher, f"row {header}", "a header", "the end") from error
    except csv.Error as error:
        raise UnexpectedAnswer(publisher, f"row {header - 1 + reader.line_num}", "CSV", str(error)) from error


def named(publisher: str, place: str, names: list[str]) -> list[str]:
    """The names of the columns without empty ones at the end; each name stands once."""
    while names and not names[-1]:
        names = names[:-1]
    double = next((name for name in names if name and names.count(name) > 1), None)
    if double or not any(names):
        raise UnexpectedAnswer(publisher, place, "a header with each name once", f'"{double}" twice' if double else "no names")
    return names


def by_column(publisher: str, place: str, columns: list[str], cells: list[str]) -> dict[str, str]:
    """The cells of a row by column; raises UnexpectedAnswer where there are more or fewer than columns."""
    extra = [cell for cell in cells[len(columns) :] if cell.strip()]
    if len(cells) < len(columns) or extra:
        raise UnexpectedAnswer(publisher, place, f"{len(columns)} cells", str(len(cells)))
    return {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name}
