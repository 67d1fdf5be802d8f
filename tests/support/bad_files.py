"""Files that must not hurt: what people send by mistake and what somebody would send on purpose, the same bytes every time."""

import io
import random
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

HEADER = "indicator,geo,period,value,note\n"
ROW = "rail-freight,KZ,2025,12.5,\n"
MB = 1024 * 1024
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


@dataclass(frozen=True)
class BadFile:
    """A file and the words its answer has to hold."""

    name: str
    make: Callable[[], bytes]
    says: str


def csv_file(text: str) -> Callable[[], bytes]:
    return text.encode


def sheet(rows: str, before: str = "", after: str = "") -> bytes:
    return f"<worksheet {MAIN}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>".encode()


def row(number: int, *cells: str, attributes: str = "") -> str:
    """A row of texts; a cell that begins with < is XML already."""
    written = (cell if cell.startswith("<") else f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
    return f'<row r="{number}" {attributes}>{"".join(written)}</row>'


NAMES = row(1, "indicator", "value")
GOOD = NAMES + row(2, "rail-freight", "<c><v>12.5</v></c>")


def parts_of(*sheets: bytes, states: tuple[str, ...] = ()) -> dict[str, bytes]:
    """The parts of a small workbook."""
    numbers = range(1, len(sheets) + 1)
    listed = "".join(f'<sheet name="Sheet{n}" sheetId="{n}" state="{(states or ("visible",) * 9)[n - 1]}" r:id="r{n}"/>' for n in numbers)
    related = "".join(f'<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers)
    start = f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>'.encode(),
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{start}</Relationships>'.encode(),
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>'.encode(),
        **{f"xl/worksheets/sheet{n}.xml": content for n, content in zip(numbers, sheets, strict=True)},
    }


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def workbook(rows: str, before: str = "", after: str = "", **more: bytes) -> Callable[[], bytes]:
    """A workbook of one sheet; more parts come with their names."""
    return lambda: zipped({**parts_of(sheet(rows, before, after)), **more})


def zeros() -> bytes:
    """1 GB of zeros in a sheet."""
    out = io.BytesIO(zipped(parts_of()))
    with zipfile.ZipFile(out, "a") as archive:
        part = zipfile.ZipInfo("xl/worksheets/sheet1.xml")
        part.compress_type = zipfile.ZIP_DEFLATED
        part._compresslevel = 1  # type: ignore[attr-defined]
        with archive.open(part, "w") as file:
            for _ in range(1024):
                file.write(bytes(MB))
    return out.getvalue()


def zeros_that_lie() -> bytes:
    """Two megabytes of zeros that say they are a thousand bytes."""
    honest = zipped(parts_of(bytes(2 * MB)))
    return honest.replace(struct.pack("<I", 2 * MB), struct.pack("<I", 1000))


def endless_cells() -> bytes:
    """Twenty million empty cells, with noise so that they are not packed too well: only the clock ends this."""
    noise = random.Random(4).randbytes(3 * MB).hex()
    return zipped(parts_of(sheet("<row>" + "<c/>" * 20_000_000 + "</row>", before=f"<!--{noise}-->")))


def with_password() -> bytes:
    data = bytearray(workbook(GOOD)())
    start = 0
    while (start := data.find(b"PK\x01\x02", start)) >= 0:
        data[start + 8] |= 1
        start += 4
    return bytes(data)


def corrupt() -> bytes:
    data = bytearray(workbook(GOOD)())
    data[60:90] = bytes(30)
    return bytes(data)


def laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 10}">' for n in range(10))
    lol = f"<!DOCTYPE x [{entities}]>".encode()
    return zipped(parts_of(lol + sheet(NAMES + row(2, "&l9;", "1"))))


def outside_entity() -> bytes:
    secret = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    return zipped(parts_of(secret + sheet(NAMES + row(2, "&e;", "1"))))


def mixed_encodings() -> bytes:
    return HEADER.encode() + "рельсы,KZ,2025,1.5,утф\n".encode() + "рельсы,KZ,2025,1.5,виндоус\n".encode("cp1251")


LONG_SHEET = "".join(row(number, "rail", "1") for number in range(2, 100_003))
MERGED = '<mergeCells count="1"><mergeCell ref="{}"/></mergeCells>'
BAD_FILES = [
    # Nothing in it, or something else.
    BadFile("empty.csv", bytes, "The file is empty"),
    BadFile("blank.csv", csv_file("\ufeff \n,,,\n\n"), "The file is empty"),
    BadFile("header.csv", csv_file(HEADER), "There is only a header"),
    BadFile("header.xlsx", workbook(NAMES), "There is only a header"),
    BadFile("prose.csv", csv_file("Dear all\nhere are the figures\n"), "Only one column was found"),
    BadFile("pipes.csv", csv_file("indicator|value\nrail|5\n"), "Only one column was found"),
    BadFile("report.csv", lambda: b"%PDF-1.7\n1 0 obj", "a file of the kind PDF"),
    BadFile("chart.csv", lambda: b"\x89PNG\r\n\x1a\n" + bytes(40), "a file of the kind PNG"),
    BadFile("page.csv", csv_file("\n<!DOCTYPE html><html><body>Log in</body></html>"), "This is a web page"),
    BadFile("setup.csv", lambda: b"MZ\x90\x00\x03" + bytes(200), "a file of the kind EXE"),
    BadFile("answer.csv", csv_file('{"value": [1, 2]}'), "a file of the kind JSON"),
    BadFile("flat.xml", csv_file('<?xml version="1.0"?><Workbook/>'), "a file of the kind XML"),
    BadFile("packed.csv", lambda: b"\x1f\x8b\x08\x00" + bytes(20), "a file of the kind GZIP"),
    BadFile("old.xls", lambda: OLE + "Workbook".encode("utf-16-le"), "a workbook of the old kind (XLS)"),
    BadFile("secret.xlsx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
    BadFile("locked.xlsx", with_password, "protected with a password"),
    BadFile("table.ods", lambda: zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "an OpenDocument file"),
    BadFile("binary.xlsb", workbook(GOOD, **{"xl/workbook.bin": b""}), "a binary workbook"),
    BadFile("archive.xlsx", lambda: zipped({"a.csv": HEADER.encode()}), "a zip archive without a workbook"),
    BadFile("nothing.zip", lambda: zipped({}), "a zip archive without a workbook"),
    # Texts whose bytes do not fit.
    BadFile("nul.csv", csv_file(HEADER + "rail\0,KZ,2025,1,\n"), "row 2: There are NUL characters here"),
    BadFile("no-mark.csv", lambda: (HEADER + ROW).encode("utf-16-le"), "There are NUL characters here"),
    BadFile("cut.csv", lambda: (HEADER + ROW).encode("utf-16")[:-1], "The UTF-16 text is cut off or damaged"),
    BadFile("half16.csv", lambda: b"\xff\xfe" + "a,b\n".encode("utf-16-le") + b"\x00\xd8,\x00", "The UTF-16 text is cut off or damaged"),
    BadFile("half8.csv", lambda: (HEADER + ROW).encode() + b"rail \xed\xa0\x80,KZ,2025,1,\n", "row 3: There is half a character here"),
    BadFile("mixed.csv", mixed_encodings, "row 3: This row is not UTF-8 while others are"),
    BadFile("latin.csv", lambda: "année,énergie\n2025,démontée\n".encode("latin-1"), "The encoding of the letters could not be found out"),
    BadFile("bell.csv", csv_file(HEADER + "rail\a,KZ,2025,1,\n"), "row 2, column indicator: This cell holds the control character U+0007"),
    # Rows that do not fit.
    BadFile("quotes.csv", csv_file(HEADER + 'rail,KZ,2025,1,"a "b" c"\n'), "row 2: The quotes in this row do not match"),
    BadFile("open.csv", csv_file(HEADER + ROW + 'rail,KZ,2025,1,"open\n' + ROW), "row 3: A quote is opened in this row and never closed"),
    BadFile("long.csv", csv_file(HEADER + "rail,KZ,2025,1,a, b\n"), "row 2: This row has more cells than the header (6 instead of 5)"),
    BadFile("short.csv", csv_file(HEADER + ROW + "rail,KZ\n"), "row 3: This row has fewer cells than the header (2 instead of 5)"),
    BadFile(
        "mixed-separators.csv",
        csv_file(HEADER + ROW * 3 + "rail;KZ;2025;1;\n"),
        "row 5: This row has fewer cells than the header (1 instead of 5)",
    ),
    # Headers.
    BadFile(
        "two.csv", csv_file("indicator,2024,2024,2025,2025\n,Q1,Q2,Q1,Q2\nrail,1,2,3,4\n"), "Rows 1 and 2 look like one header in two rows"
    ),
    BadFile(
        "units.csv", csv_file("name,unit,value\nSeries,Unit,MT\nrail,t,1\nroad,t,2\n"), "Rows 1 and 2 look like one header in two rows"
    ),
    BadFile(
        "two.xlsx",
        workbook(
            row(1, "country", "exports", "<c/>") + row(2, "<c/>", "2024", "2025") + row(3, "KZ", "1", "2"), after=MERGED.format("B1:C1")
        ),
        "Rows 1 and 2 look like one header in two rows",
    ),
    BadFile(
        "merged.xlsx",
        workbook(row(1, "country", "value", "<c/>") + row(2, "KZ", "1", "2"), after=MERGED.format("B1:C1")),
        "row 1, column C: The header cell “value” is merged over B1:C1",
    ),
    BadFile(
        "merged-rows.xlsx",
        workbook(GOOD + row(3, "<c/>", "7"), after=MERGED.format("A2:A3")),
        "row 2, column indicator: The cells A2:A3 are merged",
    ),
    BadFile(
        "twice.csv", csv_file("geo,value,Geo\nKZ,1,RU\n"), "row 1, column C: The name “Geo” stands twice in the header, in columns A and C"
    ),
    BadFile("unnamed.csv", csv_file("geo,,value\nKZ,2025,1\n"), "row 1, column B: This column holds data and has no name"),
    BadFile("no-header.csv", csv_file("2024,1.5\n2025,1.6\n"), "row 1: This row holds data and no names"),
    BadFile(
        "look-alike.csv",
        csv_file("geo,v\u0430lue\nKZ,1\n"),
        "row 1, column B: The column name “v\u0430lue” mixes letters of two alphabets that look alike; did you mean “value”?",
    ),
    BadFile("look-alike-ru.csv", csv_file("страна,знaчение\nKZ,1\n"), "did you mean “значение”?"),
    BadFile(
        "right-to-left.csv",
        csv_file("geo,\u202eeulav\nKZ,1\n"),
        "row 1, column B: The column name holds characters that turn the direction of reading; without them it is “eulav”",
    ),
    # Cells.
    BadFile("february.csv", csv_file("geo,day,value\nKZ,31.02.2025,1\n"), "row 2, column day: “31.02.2025” is no day of the calendar"),
    BadFile(
        "february.xlsx", workbook(NAMES + row(2, "2025-02-31", "1")), "row 2, column indicator: “2025-02-31” is no day of the calendar"
    ),
    BadFile("formula.csv", csv_file(HEADER + "=cmd|' /C calc'!A0,KZ,2025,1,\n"), "row 2, column indicator: Cell A2 holds a formula"),
    BadFile("formula.xlsx", workbook(GOOD + row(3, "road", "<c><f>B2*2</f><v>25</v></c>")), "row 3, column value: Cell B3 holds a formula"),
    BadFile("error.xlsx", workbook(GOOD + row(3, "road", '<c t="e"><v>#N/A</v></c>')), "row 3, column value: Cell B3 holds the error #N/A"),
    BadFile(
        "infinite.xlsx",
        workbook(GOOD + row(3, "road", "<c><v>1e400</v></c>")),
        "row 3, column value: Cell B3 holds “1e400”, which is no number",
    ),
    BadFile("missing.csv", csv_file(HEADER + "rail,KZ,2025,N/A,\n"), "“N/A” is no number; where a value is missing, leave the cell empty"),
    BadFile("points.csv", csv_file(HEADER + "rail,KZ,2025,..,\n"), "“..” is no number; where a value is missing, leave the cell empty"),
    BadFile(
        "question.csv", csv_file(HEADER + "rail,KZ,2025,1.234,\n"), "“1.234” can be read in two ways: write 1234 if thousands are meant"
    ),
    BadFile("unit.csv", csv_file(HEADER + "rail,KZ,2025,12 MT,\n"), "“12 MT” is no number"),
    BadFile("huge-number.csv", csv_file(HEADER + "rail,KZ,2025,1e400,\n"), "“1e400” is a number in short form"),
    # Too much.
    BadFile("zeros.xlsx", zeros, "Unpacked, the workbook would take 1025 MB; at most 200 MB"),
    BadFile("zeros-that-lie.xlsx", zeros_that_lie, "The workbook is damaged"),
    BadFile("endless.xlsx", endless_cells, "Reading took longer than 5 seconds and was stopped"),
    BadFile("wide.csv", csv_file(",".join(f"c{number}" for number in range(200_000)) + "\n"), "row 1: There are cells beyond column 200"),
    BadFile(
        "corner.xlsx",
        workbook(NAMES + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "row 1048576, column XFD: There are cells beyond column 200",
    ),
    BadFile("rows.csv", csv_file(HEADER + ROW * 100_001), "The table has more than 100000 rows, the limit"),
    BadFile("rows.xlsx", workbook(NAMES + LONG_SHEET), "The table has more than 100000 rows, the limit"),
    BadFile(
        "cell.csv",
        csv_file(f"{HEADER}rail,KZ,2025,1,{'x' * 10 * MB}\n"),
        "row 2, column note: This cell has 10485760 characters, the limit is 10000",
    ),
    BadFile("big.csv", csv_file(HEADER + " " * 20 * MB), "The file has 21 MB, the limit is 20 MB"),
    BadFile("parts.xlsx", workbook(GOOD, **{f"xl/media/{number}": b"" for number in range(1000)}), "more than 1000 parts"),
    # Workbooks that are broken or want something.
    BadFile("corrupt.xlsx", corrupt, "The workbook is damaged"),
    BadFile("truncated.xlsx", lambda: workbook(GOOD)()[:-30], "The workbook is damaged"),
    BadFile("no-sheet.xlsx", lambda: zipped(parts_of()), "No visible sheet of the workbook holds a table"),
    BadFile("hidden.xlsx", lambda: zipped(parts_of(sheet(GOOD), states=("veryHidden",))), "No visible sheet of the workbook holds a table"),
    BadFile("disorder.xlsx", workbook(NAMES + row(3, "a", "1") + row(2, "b", "2")), "The workbook is damaged"),
    BadFile("billion.xlsx", workbook(NAMES + '<row r="1000000000000"><c><v>1</v></c></row>' + row(2, "a", "1")), "The workbook is damaged"),
    BadFile("laughs.xlsx", laughs, "The workbook declares XML entities"),
    BadFile("outside.xlsx", outside_entity, "The workbook declares XML entities"),
    BadFile("slip.xlsx", workbook(GOOD, **{"../../etc/passwd": b"x"}), "The workbook was tampered with"),
    BadFile("macro.xlsm", workbook(GOOD, **{"xl/vbaProject.bin": b"x"}), "The workbook holds macros"),
    BadFile("no-such-text.xlsx", workbook(NAMES + row(2, '<c t="s"><v>99</v></c>', "1")), "The workbook is damaged"),
]
