"""Rows of text become a table: text files are decoded and split here, and every table's header and cells are judged here."""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from etl.messages import N_, Message, message
from etl.spreadsheet_cells import APOSTROPHE, plain
from etl.uploads.read import BadTable, Line, Problem, Table, refuse, shorten
from etl.uploads.sandbox import Limits

# Left-to-right and other marks, soft hyphens, zero-width spaces and joiners, byte order marks: two keys that look equal are made equal.
INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
HALF_LETTER = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
SEPARATORS = {
    ",": N_("The cells were separated by commas."),
    ";": N_("The cells were separated by semicolons."),
    "\t": N_("The cells were separated by tabs."),
}
BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
CYRILLIC, LATIN = "аеорсухіѕјһԁԛԝАВЕКМНОРСТУХІЅЈ", "aeopcyxisjhdqwABEKMHOPCTYXISJ"
LIKE_A_DAY = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}", re.ASCII)
DAYS = (
    (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII), ((1, 2, 3),)),
    (re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII), ((3, 2, 1),)),
    (re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII), ((3, 2, 1), (3, 1, 2))),
)


@dataclass(frozen=True)
class Area:
    """Merged cells: first and last row (from 1), first and last column (from 0)."""

    top: int
    bottom: int
    left: int
    right: int

    def __str__(self) -> str:
        return f"{column_letter(self.left + 1)}{self.top}:{column_letter(self.right + 1)}{self.bottom}"


@dataclass
class Sheet:
    """Rows as they stand in a file: (row number, cells), the empty ones left out; `problems` by row and column from 0."""

    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    noticed: list[Message] = field(default_factory=list)
    problems: list[tuple[int, int, Message]] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)


def read_text(data: bytes, limits: Limits) -> Sheet:
    """The rows of a text file, its encoding and separator found out."""
    text, noticed = _decoded(data)
    csv.field_size_limit(limits.file)
    separator, text, first = _separated(text)
    sheet = Sheet(noticed=[*noticed, message(SEPARATORS[separator])])
    number = first - 1
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            number += 1
            if any(cells[limits.columns :]):
                raise too_many_columns(limits, number)
            if any(cell.strip() for cell in cells):
                sheet.rows.append((number, cells))
                if len(sheet.rows) > limits.rows + 1:
                    raise too_many_rows(limits)
    except csv.Error as error:
        if "end of data" in str(error):
            raise refuse(
                N_("A quote is opened in this row and never closed; close it, or write a quote inside a text twice."), number + 1
            ) from error
        raise refuse(
            N_("The quotes in this row do not match; put the whole text in quotes and write a quote inside it twice."), number + 1
        ) from error
    return sheet


def column_letter(number: int) -> str:
    """What spreadsheets call a column: A for 1, AA for 27. (openpyxl has it too, and takes longer to load than a table to read.)"""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def too_many_rows(limits: Limits) -> BadTable:
    """The refusal of a table that is too long."""
    return refuse(N_("The table has more than {limit} rows, the limit; split it into several files."), limit=limits.rows)


def too_many_columns(limits: Limits, row: int, column: str = "") -> BadTable:
    """The refusal of a table that is too wide."""
    text = N_("There are cells beyond column {limit}, the limit; delete what stands to the right of the table.")
    return refuse(text, row, column, limit=limits.columns)


def table_of(sheet: Sheet, limits: Limits) -> Table:
    """The table in these rows; raises BadTable with all its problems."""
    if not sheet.rows:
        raise refuse(N_("The file is empty; it needs a header and the rows below it."))
    removed = _clean(sheet, limits)
    filled = [sum(map(bool, cells)) for _, cells in sheet.rows]
    # Publishers write titles, and pairs such as "Last updated", above a wide table.
    title = 2 if sorted(filled)[len(filled) // 2] > 5 else 1
    start = next((index for index, count in enumerate(filled) if count > title), None)
    if start is None:
        raise refuse(N_("Only one column was found; separate the cells with commas, semicolons or tabs, or send a workbook (XLSX)."))
    (number, names), rows = sheet.rows[start], sheet.rows[start + 1 :]
    header = _Header(number, names, rows)
    problems = list(_problems_of_header(header, sheet.merged))
    if not problems and not rows:
        raise refuse(N_("There is only a header; write the data in the rows below it."), number)
    problems += _problems_of_rows(header, sheet)
    problems += [(row, header.name(column), problem) for row, column, problem in sheet.problems]
    if problems:
        raise BadTable("", sorted(problems, key=lambda problem: problem[0])[: limits.problems])
    noticed = [*sheet.noticed, *_noticed(sheet, start, header, removed)]
    columns = {index: name for index, name in enumerate(names) if name}
    for _, cells in header.rows:
        # Our own forms and downloads write an apostrophe before what a spreadsheet would take for a formula.
        cells[:] = [plain(cell) if cell[:1] == APOSTROPHE else cell for cell in cells]
    lines = tuple(
        Line(row, {name: cells[index] if index < len(cells) else "" for index, name in columns.items()}) for row, cells in header.rows
    )
    return Table(tuple(columns.values()), lines, tuple(noticed))


def _decoded(data: bytes) -> tuple[str, list[Message]]:
    """The text, and what was guessed about its encoding."""
    for sign, encoding in BYTE_ORDER_MARKS:
        if data.startswith(sign):
            try:
                text = data[len(sign) :].decode(encoding)
            except UnicodeDecodeError as error:
                broken = N_("The {encoding} text is cut off or damaged; save the file once more as CSV UTF-8.")
                raise refuse(broken, encoding=encoding[:6].upper()) from error
            return _without_nul(text), [] if encoding == "utf-8" else [message(N_("The text was read as {encoding}."), encoding="UTF-16")]
    try:
        return _without_nul(data.decode()), []
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        if HALF_LETTER.search(data):
            raise refuse(N_("There is half a character here (a lone surrogate); delete it and type the text again."), row) from error
        lines = [line for line in data.splitlines() if not line.isascii()]
        if any(_is_utf8(line) for line in lines):
            mixed = N_("This row is not UTF-8 while others are: two encodings were put together. Save each part as CSV UTF-8 first.")
            raise refuse(mixed, row) from error
        text = data.decode("cp1251", errors="replace")
        words = re.findall(r"[^\W\d_]+", text)
        foreign = [word for word in words if not word.isascii()]
        # French in another encoding decodes too, into words that mix Latin and Cyrillic letters.
        strange = sum(any(letter.isascii() for letter in word) for word in foreign)
        if "\ufffd" in text or not foreign or strange > len(foreign) / 10:
            raise refuse(N_("The encoding of the letters could not be found out; save the file as CSV UTF-8."), row) from error
        guessed = N_("The encoding was guessed: the text was read as {encoding}. If letters look wrong, save the file as CSV UTF-8.")
        return _without_nul(text), [message(guessed, encoding="Windows-1251")]


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _without_nul(text: str) -> str:
    if "\0" in text:
        row = text.count("\n", 0, text.index("\0")) + 1
        raise refuse(N_("There are NUL characters here, so this is no text file; save the table as CSV UTF-8 or XLSX."), row)
    return text


def _separated(text: str) -> tuple[str, str, int]:
    """The separator, the text, and the number of its first row: Excel may say `sep=;` in a row before the table."""
    if first_row := re.match(f"sep=([{''.join(SEPARATORS)}])\r?\n", text, re.IGNORECASE):
        return first_row[1], text[first_row.end() :], 2

    def evenness(separator: str) -> tuple[bool, float, int]:
        sample = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        widths = [len(cells) for cells, _ in zip(sample, range(100), strict=False) if cells]
        width, rows = max(Counter(widths).items(), key=lambda found: (found[1], found[0]), default=(1, 0))
        return width > 1, rows / max(len(widths), 1), width

    return max(SEPARATORS, key=evenness), text, 1


def _clean(sheet: Sheet, limits: Limits) -> int:
    """Make every cell plain text of one form, note what cannot stay; returns how many cells lost invisible characters."""
    removed = total = 0
    for number, cells in sheet.rows:
        for column, raw in enumerate(cells):
            if not raw:
                continue
            cell = raw.strip()
            if not cell.isascii():
                seen = INVISIBLE.sub("", cell)
                removed += len(seen) < len(cell) and bool(seen)
                # The header keeps what turns the direction of reading until it is asked about.
                cell = unicodedata.normalize("NFC", seen).strip() if number != sheet.rows[0][0] or not TURNING.search(cell) else cell
            if "\r" in cell:
                cell = cell.replace("\r\n", "\n").replace("\r", "\n")
            cells[column] = cell
            total += len(cell)
            if len(cell) > limits.cell:
                text = N_("This cell has {size} characters, the limit is {limit}; shorten the text.")
                sheet.problems.append((number, column, message(text, size=len(cell), limit=limits.cell)))
            elif not cell.isprintable() and (found := CONTROL.search(cell)):
                text = N_("This cell holds the control character {code}; delete it and type the text again.")
                sheet.problems.append((number, column, message(text, code=f"U+{ord(found[0]):04X}")))
        if total > limits.characters:
            text = N_("The cells hold more than {limit} characters together, the limit; split the table into several files.")
            raise refuse(text, number, limit=limits.characters)
    return removed


class _Header:
    """The names of the columns and the rows below them."""

    def __init__(self, number: int, names: list[str], rows: list[tuple[int, list[str]]]) -> None:
        self.number, self.names, self.rows = number, names, rows
        self.written = len(names)
        while names and not names[-1]:
            names.pop()

    def name(self, column: int) -> str:
        """What to call a column: its name, or its letter."""
        return (self.names[column] if column < len(self.names) else "") or column_letter(column + 1)

    def filled(self, column: int) -> bool:
        """Whether a row below has a text in this column."""
        return any(column < len(cells) and cells[column] for _, cells in self.rows)


def _problems_of_header(header: _Header, merged: list[Area]) -> Iterator[Problem]:
    if not any(letter.isalpha() for name in header.names for letter in name):
        yield header.number, "", message(N_("This row holds data and no names; the first row of a table has to name its columns."))
        return
    if second := _second_header(header, merged):
        text = N_("Rows {first} and {second} look like one header in two rows; write one row with a name of its own for every column.")
        yield header.number, "", message(text, first=header.number, second=second)
        return
    places: dict[str, int] = {}
    for column in range(header.written):
        letter = column_letter(column + 1)
        name = header.names[column] if column < len(header.names) else ""
        if not name and header.filled(column):
            area = next((area for area in merged if area.top <= header.number <= area.bottom and area.left < column <= area.right), None)
            if area:
                text = N_("The header cell “{name}” is merged over {area}; unmerge it and give every column a name of its own.")
                yield header.number, letter, message(text, name=shorten(header.names[area.left]), area=str(area))
            else:
                yield header.number, letter, message(N_("This column holds data and has no name; name it in the header, or delete it."))
        elif name.casefold() in places:
            text = N_("The name “{name}” stands twice in the header, in columns {first} and {second}; every column needs its own.")
            yield header.number, letter, message(text, name=shorten(name), first=column_letter(places[name.casefold()] + 1), second=letter)
        elif name:
            places[name.casefold()] = column
            yield from _problems_of_name(header, name, letter)


def _problems_of_name(header: _Header, name: str, letter: str) -> Iterator[Problem]:
    if TURNING.search(name):
        text = N_("The column name holds characters that turn the direction of reading; without them it is “{name}”: type it again.")
        yield header.number, letter, message(text, name=shorten(INVISIBLE.sub("", name)))
    elif meant := _meant(name, all(other.isascii() for other in header.names if other != name)):
        text = N_("The column name “{name}” mixes letters of two alphabets that look alike; did you mean “{meant}”?")
        yield header.number, letter, message(text, name=shorten(name), meant=shorten(meant))


def _meant(name: str, others_latin: bool) -> str:
    """The name in one alphabet where look-alikes of another stand in it, or nothing."""
    latin = name.translate(str.maketrans(CYRILLIC, LATIN))
    for word, in_latin in zip(re.findall(r"[^\W\d_]+", name), re.findall(r"[^\W\d_]+", latin), strict=True):
        if word == in_latin:
            continue
        in_cyrillic = word.translate(str.maketrans(LATIN, CYRILLIC))
        mixed = any(letter.isascii() for letter in word)
        if in_latin.isascii() and (mixed or others_latin):
            return name.replace(word, in_latin)
        if mixed and not any(letter.isascii() for letter in in_cyrillic):
            return name.replace(word, in_cyrillic)
    return ""


def _second_header(header: _Header, merged: list[Area]) -> int:
    """The number of the row that continues the header, or 0."""
    if not header.rows:
        return 0
    number, cells = header.rows[0]
    names = header.names + [""] * (header.written - len(header.names))
    doubled = {name for name, times in Counter(filter(None, names)).items() if times > 1}
    speaks = not any(letter.isdigit() for cell in cells for letter in cell)
    for column, (cell, name) in enumerate(zip(cells, names, strict=False)):
        if not cell or (name and name not in doubled):
            continue
        spanned = any(area.top == area.bottom == header.number and area.left <= column <= area.right for area in merged)
        hanging = any(other and not below for other, below in zip(names, cells, strict=False))
        if speaks or (hanging and (spanned or name in doubled or not cells[0])):
            return number
    if not speaks or len(header.rows) < 3:
        return 0
    for column, cell in enumerate(cells):
        below = [row[column] for _, row in header.rows[1:] if column < len(row) and row[column]]
        # A word over a column of numbers is a name or a unit, if nothing else in its row is data.
        if any(map(str.isalpha, cell)) and cell.casefold() not in ("n/a", "na") and len(below) > 1 and all(map(_has_no_letters, below)):
            return number
    return 0


def _has_no_letters(cell: str) -> bool:
    return any(map(str.isdigit, cell)) and not any(map(str.isalpha, cell))


def _problems_of_rows(header: _Header, sheet: Sheet) -> Iterator[Problem]:
    for area in sheet.merged:
        if area.top > header.number:
            text = N_("The cells {area} are merged, so most of them are empty; unmerge them and write the value in every cell.")
            yield area.top, header.name(area.left), message(text, area=str(area))
    width = len(header.names)
    for number, cells in header.rows:
        if any(cells[header.written :]):
            text = N_(
                "This row has more cells than the header ({count} instead of {columns}); put texts that hold the separator in quotes."
            )
            yield number, "", message(text, count=len(cells), columns=width)
        elif len(cells) < width:
            text = N_("This row has fewer cells than the header ({count} instead of {columns}); write the missing cells, empty ones too.")
            yield number, "", message(text, count=len(cells), columns=width)
        for column, cell in enumerate(cells[:width]):
            if not cell:
                continue
            if cell[0] == "=":
                yield number, header.name(column), formula(f"{column_letter(column + 1)}{number}")
            elif cell[0].isdigit() and _is_no_day(cell):
                text = N_("“{cell}” is no day of the calendar; write a day that exists, as year-month-day.")
                yield number, header.name(column), message(text, cell=shorten(cell))


def formula(cell: str) -> Message:
    """What to say about a formula."""
    return message(
        N_("Cell {cell} holds a formula; copy the table and paste it as values, so that what is checked is what you see."), cell=cell
    )


def _is_no_day(cell: str) -> bool:
    """Whether this is written like a day and none."""
    if not LIKE_A_DAY.fullmatch(cell):
        return False
    for pattern, orders in DAYS:
        if found := pattern.fullmatch(cell):
            return not any(_exists(int(found[year]), int(found[month]), int(found[day])) for year, month, day in orders)
    return False


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _noticed(sheet: Sheet, start: int, header: _Header, removed: int) -> Iterator[Message]:
    if start:
        yield message(N_("Rows above the header that were skipped: {rows}."), rows=row_list([number for number, _ in sheet.rows[:start]]))
    if empty := header.rows[-1][0] - header.number - len(header.rows):
        yield message(N_("Empty rows that were skipped: {count}."), count=empty)
    if areas := [area for area in sheet.merged if area.bottom >= header.number >= area.top]:
        yield message(N_("Merged cells of the header were read as one name each: {areas}."), areas=", ".join(map(str, areas[:10])))
    if removed:
        yield message(N_("Cells from which invisible characters were removed: {count}."), count=removed)


def row_list(numbers: list[int]) -> str:
    """The first ten numbers."""
    return ", ".join(map(str, numbers[:10])) + (", …" if len(numbers) > 10 else "")
