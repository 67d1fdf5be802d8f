"""The first table of an XLSX workbook as rows of text, read as a stream.

openpyxl's own streaming reader shows neither hidden rows nor merged cells, silently drops rows that are out of order, and takes
gigabytes for one cell in the last corner; so the XML is read here, and openpyxl says what number formats and dates mean.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import NoReturn
from xml.parsers import expat

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from etl.messages import N_, Message, message
from etl.uploads.csv_file import Area, Sheet, formula, row_list, too_many_columns, too_many_rows
from etl.uploads.read import refuse, shorten
from etl.uploads.sandbox import MB, Limits

REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)
AMBIGUOUS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}", re.ASCII)
QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.')
# No spreadsheet program takes a longer one, and the time to understand it grows with the square of its length.
LONGEST_FORMAT = 255
BROKEN = (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, LookupError, NotImplementedError, ValueError)
Start = Callable[[str, dict[str, str]], None]


def read_workbook(data: bytes, limits: Limits) -> Sheet:
    """The rows of the first visible sheet with a table; a damaged or suspicious file is refused before it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _inspect(archive, limits)
            return _Workbook(archive, limits).table()
    except BROKEN as error:
        damaged = N_("The workbook is damaged; open it in a spreadsheet program and save it as XLSX once more.")
        raise refuse(damaged) from error


def _inspect(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Refuse what is no workbook, what would be too big, and what holds programs or reaches outside."""
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if len(parts) > limits.parts:
        raise refuse(
            N_("The workbook has more than {limit} parts, the limit; copy the table alone into a new workbook."), limit=limits.parts
        )
    if any(name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/") for name in names) or len(set(names)) < len(
        names
    ):
        raise refuse(N_("The workbook was tampered with: it holds parts with names that lead outside of it, or one name twice."))
    size = sum(part.file_size for part in parts)
    packed = any(part.file_size > MB and part.file_size > limits.ratio * part.compress_size for part in parts)
    if size > limits.unzipped or packed:
        text = N_("Unpacked, the workbook would take {size} MB; at most {limit} MB, and {ratio} times the packed size, are read.")
        raise refuse(text, size=-(-size // MB), limit=limits.unzipped // MB, ratio=limits.ratio)
    if any(part.flag_bits & 1 for part in parts):
        raise refuse(N_("The file is protected with a password; save it without one."))
    if "mimetype" in names and archive.read("mimetype").startswith(b"application/vnd.oasis.opendocument"):
        raise refuse(N_("This is an OpenDocument file (ODS); save it as XLSX or as CSV UTF-8."))
    if "xl/workbook.bin" in names:
        raise refuse(N_("This is a binary workbook (XLSB); save it as XLSX."))
    if "[Content_Types].xml" not in names or "_rels/.rels" not in names:
        raise refuse(N_("This is a zip archive without a workbook; unpack it and send the table itself, as XLSX or CSV."))
    if any(name.endswith("vbaProject.bin") or "/macrosheets/" in name for name in names) or b"macroEnabled" in archive.read(
        "[Content_Types].xml"
    ):
        raise refuse(N_("The workbook holds macros; save it as XLSX, which has none."))


def _no_entities(*_: object) -> NoReturn:
    raise refuse(N_("The workbook declares XML entities, which no spreadsheet program does; save it as XLSX once more."))


def _parse(
    archive: zipfile.ZipFile, part: str, start: Start, end: Callable[[str], None] | None = None, text: Callable[[str], None] | None = None
) -> None:
    """Read a part of the workbook element by element; names come without their namespaces, entities are refused where declared."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_entities
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(" ")[2], attributes)
    if end:
        parser.EndElementHandler = lambda name: end(name.rpartition(" ")[2])
    if text:
        parser.CharacterDataHandler = text
    with archive.open(part) as file:
        parser.ParseFile(file)


@dataclass
class _Format:
    """What a number format makes of a number."""

    percent: bool = False
    day: bool = False
    duration: bool = False


class _Workbook:
    """The parts a table is read from: sheets in order, texts, number formats, the first day of the calendar."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits) -> None:
        self.archive, self.limits = archive, limits
        self.epoch = CALENDAR_WINDOWS_1900
        self.sheets: list[tuple[str, bool, str]] = []
        (book,) = [target for kind, target in self._related("").values() if kind == "officeDocument"][:1] or [""]
        if book not in archive.namelist():
            raise refuse(N_("This is a zip archive without a workbook; unpack it and send the table itself, as XLSX or CSV."))
        self.related = self._related(book)
        _parse(archive, book, self._sheet)
        kinds = dict(self.related.values())
        self.texts = self._texts(kinds.get("sharedStrings", ""))
        self.formats = self._formats(kinds.get("styles", ""))

    def table(self) -> Sheet:
        """The first visible sheet in which a row has two cells; what else there is, is noticed."""
        for name, visible, part in self.sheets:
            if not visible:
                continue
            sheet = _SheetReader(self, part).read()
            if not any(sum(map(bool, cells)) > 1 for _, cells in sheet.rows):
                continue
            others = [other for other, seen, _ in self.sheets if seen and other != name]
            hidden = [other for other, seen, _ in self.sheets if not seen]
            if any(part.startswith("xl/externalLinks/") or part == "xl/connections.xml" for part in self.archive.namelist()):
                sheet.noticed.append(message(N_("The workbook is linked to other files or databases; the links were not followed.")))
            if others:
                text = N_("The sheet “{name}” was read; these sheets were not: {others}.")
                sheet.noticed.append(message(text, name=shorten(name), others=shorten(", ".join(others))))
            if hidden:
                sheet.noticed.append(message(N_("Hidden sheets that were not read: {sheets}."), sheets=shorten(", ".join(hidden))))
            return sheet
        raise refuse(N_("No visible sheet of the workbook holds a table; it needs a header and the rows below it."))

    def _related(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part refers to inside the workbook: id to kind and name."""
        folder, name = posixpath.split(part)
        found: dict[str, tuple[str, str]] = {}

        def start(name: str, attributes: dict[str, str]) -> None:
            if name == "Relationship" and attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, attributes["Target"])).lstrip("/")
                found[attributes["Id"]] = (posixpath.basename(attributes["Type"]), target)

        _parse(self.archive, posixpath.join(folder, "_rels", f"{name}.rels"), start)
        return found

    def _sheet(self, name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            self.epoch = CALENDAR_MAC_1904
        if name == "sheet":
            identity = next((value for key, value in attributes.items() if key.endswith(" id")), "")
            kind, part = self.related[identity]
            if kind == "worksheet":
                self.sheets.append((attributes["name"], attributes.get("state", "visible") == "visible", part))

    def _texts(self, part: str) -> list[str]:
        """The texts that cells share; how they are pronounced (rPh) is left out."""
        texts: list[str] = []
        pieces: list[str] = []
        inside: list[str] = []

        def start(name: str, _: dict[str, str]) -> None:
            if name == "si":
                pieces.clear()
            inside.append(name)

        def end(name: str) -> None:
            if name == "si":
                texts.append("".join(pieces))
            inside.pop()

        def text(piece: str) -> None:
            if inside[-1] == "t" and "rPh" not in inside:
                pieces.append(piece)

        if part:
            _parse(self.archive, part, start, end, text)
        return texts

    def _formats(self, part: str) -> list[_Format]:
        """What each cell style makes of a number."""
        codes: dict[int, str] = dict(BUILTIN_FORMATS)
        styles: list[int] = []
        inside: list[str] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            if name == "numFmt" and inside[-1:] == ["numFmts"]:
                if len(attributes["formatCode"]) > LONGEST_FORMAT:
                    raise ValueError("endless format")
                codes[int(attributes["numFmtId"])] = attributes["formatCode"]
            if name == "xf" and inside[-1:] == ["cellXfs"]:
                styles.append(int(attributes.get("numFmtId", "0")))
            inside.append(name)

        if part:
            _parse(self.archive, part, start, lambda _: inside.clear() if len(inside) == 1 else inside.__delitem__(-1))
        return [_format(codes.get(style, "General")) for style in styles]


@cache
def _format(code: str) -> _Format:
    return _Format("%" in QUOTED.sub("", code), bool(is_date_format(code)), bool(is_timedelta_format(code)))


@cache
def _column(letters: str) -> int:
    return int(column_index_from_string(letters)) - 1


@dataclass
class _Cell:
    """The cell that is being read."""

    row: int = 0
    column: int = -1
    kind: str = "n"
    style: int = 0
    formula: bool = False
    pieces: list[str] = field(default_factory=list)


class _SheetReader:
    """Reads one sheet row by row and stops at the first cell beyond the limits."""

    def __init__(self, book: _Workbook, part: str) -> None:
        self.book, self.part, self.limits = book, part, book.limits
        self.sheet = Sheet()
        self.cell = _Cell()
        self.cells: dict[int, str] = {}
        self.inside: list[str] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[tuple[int, int]] = []
        self.row_hidden = False
        self.percents: set[int] = set()
        self.days: set[int] = set()

    def read(self) -> Sheet:
        """The rows of the sheet, all of one width."""
        _parse(self.book.archive, self.part, self._start, self._end, self._text)
        sheet = self.sheet
        width = max((len(cells) for _, cells in sheet.rows), default=0)
        for _, cells in sheet.rows:
            cells.extend([""] * (width - len(cells)))
        hidden = [
            get_column_letter(column + 1) for column in range(width) if any(first <= column <= last for first, last in self.hidden_columns)
        ]
        if self.hidden_rows:
            sheet.noticed.append(message(N_("Hidden rows that were read like the others: {rows}."), rows=row_list(self.hidden_rows)))
        if hidden:
            sheet.noticed.append(message(N_("Hidden columns that were read like the others: {columns}."), columns=", ".join(hidden)))
        if self.percents:
            text = N_("Percent cells were read as they are shown, such as 12.5%, in the columns: {columns}.")
            sheet.noticed.append(message(text, columns=_letters(self.percents)))
        if self.days:
            text = N_("Dates of the spreadsheet were written as year-month-day in the columns: {columns}.")
            sheet.noticed.append(message(text, columns=_letters(self.days)))
        return sheet

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._start_cell(attributes)
        elif name == "row":
            number = int(attributes.get("r", self.cell.row + 1))
            if number <= self.cell.row:
                raise ValueError("rows out of order")
            self.cell = _Cell(row=number)
            self.cells = {}
            self.row_hidden = attributes.get("hidden") in ("1", "true")
        elif name == "f":
            self.cell.formula = True
        elif name == "mergeCell":
            left, top, right, bottom = (edge or 0 for edge in range_boundaries(attributes["ref"]))
            if top > 0 and left > 0 and (left, top) != (right, bottom) and len(self.sheet.merged) < self.limits.rows:
                self.sheet.merged.append(Area(top, bottom, left - 1, right - 1))
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            self.hidden_columns.append((int(attributes["min"]) - 1, int(attributes["max"]) - 1))
        self.inside.append(name)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        before = self.cell
        row, column = before.row, before.column + 1
        if reference := attributes.get("r"):
            found = REFERENCE.fullmatch(reference)
            if not found or int(found[2]) != row or _column(found[1]) < column:
                raise ValueError("cells out of order")
            column = _column(found[1])
        self.cell = _Cell(row, column, attributes.get("t", "n"), int(attributes.get("s", "0")))

    def _text(self, piece: str) -> None:
        if self.inside[-1] == "v" or (self.inside[-1] == "t" and "rPh" not in self.inside):
            self.cell.pieces.append(piece)

    def _end(self, name: str) -> None:
        self.inside.pop()
        if name == "c":
            self._end_cell()
        elif name == "row" and any(cell.strip() for cell in self.cells.values()):
            self.sheet.rows.append((self.cell.row, [self.cells.get(column, "") for column in range(max(self.cells) + 1)]))
            if self.row_hidden:
                self.hidden_rows.append(self.cell.row)
            if len(self.sheet.rows) > self.limits.rows + 1:
                raise too_many_rows(self.limits)

    def _end_cell(self) -> None:
        cell = self.cell
        raw = "".join(cell.pieces)
        if not raw and not cell.formula:
            return
        if cell.column >= self.limits.columns:
            raise too_many_columns(self.limits, cell.row, get_column_letter(cell.column + 1))
        if cell.formula:
            self._problem(formula(self._place()))
            raw = raw or "0"
        if cell.kind == "s":
            raw = self.book.texts[int(raw)]
        elif cell.kind == "b":
            raw = "TRUE" if raw == "1" else "FALSE"
        elif cell.kind == "d":
            raw = raw.removesuffix("T00:00:00")
        elif cell.kind == "e":
            text = N_(
                "Cell {cell} holds the error {error}; where a value is missing, leave the cell empty and give the reason in the note."
            )
            self._problem(message(text, cell=self._place(), error=shorten(raw)))
        elif cell.kind == "n" and not cell.formula:
            raw = self._number(raw)
        self.cells[cell.column] = raw

    def _place(self) -> str:
        return f"{get_column_letter(self.cell.column + 1)}{self.cell.row}"

    def _problem(self, problem: Message) -> None:
        if len(self.sheet.problems) < self.limits.problems:
            self.sheet.problems.append((self.cell.row, self.cell.column, problem))

    def _number(self, raw: str) -> str:
        """A number as it is shown: a day, percents, or its digits without the noise behind the fifteenth."""
        try:
            value = Decimal(f"{float(raw):.15g}")
        except (InvalidOperation, ValueError):
            value = Decimal("NaN")
        if not value.is_finite():
            self._problem(
                message(N_("Cell {cell} holds “{number}”, which is no number a cell can hold."), cell=self._place(), number=shorten(raw))
            )
            return raw
        formats = self.book.formats
        shape = formats[self.cell.style] if self.cell.style < len(formats) else _Format()
        if shape.day or shape.duration:
            return self._day(float(value), shape, raw)
        if shape.percent:
            self.percents.add(self.cell.column)
            return f"{_digits(value * 100)}%"
        text = _digits(value)
        # A number cell is a number: a fourth decimal keeps 12.345 from being asked about as if it were 12,345.
        return f"{text}0" if AMBIGUOUS.fullmatch(text) else text

    def _day(self, value: float, shape: _Format, raw: str) -> str:
        try:
            moment = from_excel(value, self.book.epoch, timedelta=shape.duration)
        except (OverflowError, ValueError):
            text = N_("Cell {cell} is shown as a date, but {number} is no day; write it as year-month-day.")
            self._problem(message(text, cell=self._place(), number=shorten(raw)))
            return raw
        self.days.add(self.cell.column)
        if isinstance(moment, datetime):
            return moment.isoformat(timespec="seconds").removesuffix("T00:00:00")
        return str(moment)


def _digits(value: Decimal) -> str:
    """A number without an exponent and without zeros at its end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _letters(columns: set[int]) -> str:
    return ", ".join(get_column_letter(column + 1) for column in sorted(columns))
