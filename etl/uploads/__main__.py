"""The process that reads one file: a line of JSON and the file on its input, a line of JSON as its answer."""

import gc
import json
import sys

from etl.messages import N_, Message
from etl.uploads.csv_file import Sheet, read_text, table_of
from etl.uploads.read import BadTable, refuse
from etl.uploads.sandbox import MB, Limits, confine

NO_TABLE = N_("This is no table but a file of the kind {kind}; save the table as CSV UTF-8 or XLSX.")
BEGINNINGS = {
    b"%PDF": "PDF", b"\x89PNG": "PNG", b"GIF8": "GIF", b"\xff\xd8\xff": "JPEG", b"\x7fELF": "ELF", b"\x1f\x8b": "GZIP", b"7z\xbc\xaf": "7Z",
    b"Rar!": "RAR", b"{\\rtf": "RTF", b"SQLite format 3": "SQLite", b"PAR1": "Parquet",
}  # fmt: skip


def main() -> None:
    """Answer about the file on the standard input."""
    question = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**question["limits"])
    confine(limits)
    try:
        answer = json.dumps(_answer(question["name"], limits))
    except BadTable as error:
        answer = json.dumps({"problems": [(row, column, _plain(problem)) for row, column, problem in error.problems]})
    except MemoryError:
        text = N_("Reading took more than {limit} MB of memory and was stopped; copy the table alone into a new file, or split it.")
        answer = json.dumps({"problems": [(0, "", (text, [("limit", limits.memory // MB)]))]})
    sys.stdout.write(answer)


def _answer(name: str, limits: Limits) -> dict[str, object]:
    table = table_of(_read(name, sys.stdin.buffer.read(), limits), limits)
    return {
        "columns": table.columns,
        "lines": [(line.number, list(line.cells.values())) for line in table.lines],
        "noticed": [_plain(noticed) for noticed in table.noticed],
    }


def _plain(message: Message) -> tuple[str, list[tuple[str, object]]]:
    return message.text, list(message.values)


def _read(name: str, data: bytes, limits: Limits) -> Sheet:
    """What the content is decides who reads it; what the name claims is only compared."""
    ending = name.rpartition(".")[2].lower()
    if data.startswith(b"PK\x03\x04"):
        from etl.uploads.xlsx_file import read_workbook  # noqa: PLC0415  brings openpyxl along, which text does not need

        sheet = read_workbook(data, limits)
        if ending in ("csv", "tsv", "txt"):
            sheet.noticed.append(Message(N_("The name says text, but the content is a workbook; it was read as a workbook.")))
        return sheet
    _refuse_others(data)
    sheet = read_text(data, limits)
    if ending in ("xlsx", "xlsm", "xls", "ods"):
        sheet.noticed.append(Message(N_("The name says workbook, but the content is text; it was read as text.")))
    return sheet


def _refuse_others(data: bytes) -> None:
    """Name what is neither a workbook nor a text table by how it begins."""
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise refuse(N_("The file is protected with a password; save it without one."))
        raise refuse(N_("This is a workbook of the old kind (XLS), or another old Office file; save it as XLSX or as CSV UTF-8."))
    for beginning, kind in BEGINNINGS.items():
        if data.startswith(beginning):
            raise refuse(NO_TABLE, kind=kind)
    if data.startswith(b"PK"):
        raise refuse(N_("This is a zip archive without a workbook; unpack it and send the table itself, as XLSX or CSV."))
    if data.startswith(b"MZ") and b"\0" in data[:1024]:
        raise refuse(NO_TABLE, kind="EXE")
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<script")):
        raise refuse(
            N_("This is a web page and no table: a download may need a login, or the link leads to a page. Download the file itself.")
        )
    if head.startswith((b"<?xml", b"<!doctype")):
        raise refuse(NO_TABLE, kind="XML")
    if head.startswith((b"{", b"[{")):
        raise refuse(NO_TABLE, kind="JSON")


if __name__ == "__main__":
    # Nothing here is given back before the end: looking for garbage would only take time from the table.
    gc.disable()
    main()
