"""Rows of an XLSX workbook as texts, within bounds: a small file can unpack to gigabytes, and one far cell can span a million rows."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from etl.sources.formats.json_answer import TOP, UnexpectedAnswer

LARGEST_UNPACKED = 200_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 1_000
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ParseError,
    KeyError,
    ValueError,
    EOFError,
    OSError,
    TypeError,
    AttributeError,
)


def read_sheet(publisher: str, body: bytes, sheet: str = "") -> Iterator[list[str]]:
    """The rows of a sheet, of the only visible one where none is named; each as long as its last cell; cells are texts.

    Days are written `2025-11-12`, whole numbers without decimals, formulas with the value last calculated. Raises UnexpectedAnswer
    for what is no workbook, has no such sheet, or goes beyond 200 MB unpacked, 100,000 rows or 1,000 columns.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
        if unpacked > LARGEST_UNPACKED:
            raise UnexpectedAnswer(
                publisher, TOP, f"a workbook of at most {LARGEST_UNPACKED // 1_000_000} MB unpacked", f"{unpacked // 1_000_000} MB"
            )
        workbook = load_workbook(io.BytesIO(body), read_only=True, data_only=True, keep_links=False)
        try:
            visible = [name for name in workbook.sheetnames if workbook[name].sheet_state == "visible"]
            name = sheet or (visible[0] if len(visible) == 1 else "")
            if name not in workbook.sheetnames:
                raise UnexpectedAnswer(
                    publisher, TOP, f'a sheet "{sheet}"' if sheet else "one visible sheet, or its name", ", ".join(visible)
                )
            # The stated dimensions may be wrong; without them each row is as wide as its last cell.
            table = workbook[name]
            table.reset_dimensions()
            for number, cells in enumerate(table.iter_rows(max_row=MOST_ROWS + 1, values_only=True), start=1):
                if number > MOST_ROWS or len(cells) > MOST_COLUMNS:
                    raise UnexpectedAnswer(publisher, f"{name}, row {number}", f"at most {MOST_ROWS} rows and {MOST_COLUMNS} columns")
                yield [_text(cell) for cell in cells]
        finally:
            workbook.close()
    except BROKEN as error:
        raise UnexpectedAnswer(publisher, TOP, "an XLSX workbook", str(error)) from error


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if (cell.hour, cell.minute, cell.second) == (0, 0, 0) else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell).strip()
