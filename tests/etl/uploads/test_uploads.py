"""Uploaded tables are read as what they say, or refused with a sentence that says what to do; no file gets further than that."""

import io
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from etl.i18n.translator import translator
from etl.uploads import sandbox
from etl.uploads.read import BadTable, Message, parse_number, read_table
from etl.uploads.sandbox import LIMITS, MB
from tests.support.bad_files import (
    BAD_FILES,
    GOOD,
    HEADER,
    MERGED,
    NAMES,
    ROW,
    BadFile,
    endless_cells,
    parts_of,
    row,
    sheet,
    workbook,
    zipped,
)
from tests.support.source_texts import messages

TEXTS = messages()


def sentences(name: str, data: bytes) -> list[str]:
    """All that is said about a file: its problems, or what was noticed and what is wrong with the numbers in `value`."""
    try:
        table = read_table(name, data)
    except BadTable as error:
        assert all(problem.text in TEXTS for _, _, problem in error.problems), "a text is not marked for translation"
        assert str(error).count("\n") + 1 == len(error.problems) <= LIMITS.problems
        return str(error).split("\n")
    numbers = [parse_number(line.cells.get("value", "")) for line in table.lines]
    found = [*table.noticed, *(number for number in numbers if isinstance(number, Message))]
    assert all(sentence.text in TEXTS for sentence in found), "a text is not marked for translation"
    return [str(sentence) for sentence in found]


def readers_alive() -> list[str]:
    """The readers that still run, where the system tells."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            command, parent = (path / "cmdline").read_bytes(), (path / "stat").read_text().rpartition(")")[2].split()[1]
        except OSError:
            continue
        if b"etl.uploads" in command and int(parent) == os.getpid():
            found.append(path.name)
    return found


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("bad", BAD_FILES, ids=lambda bad: bad.name)
def test_bad_file_gets_a_clear_answer_and_leaves_nothing(bad: BadFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(sandbox, "ENVIRONMENT", (*sandbox.ENVIRONMENT, "TMPDIR"))
    found = sentences(bad.name, bad.make())
    assert any(bad.says in sentence for sentence in found), found
    assert "Traceback" not in "".join(found)
    assert list(tmp_path.iterdir()) == []
    assert readers_alive() == []


def test_bad_files_are_many_and_the_same_every_time() -> None:
    assert len({bad.name for bad in BAD_FILES}) == len(BAD_FILES) >= 40
    for bad in BAD_FILES:
        if not bad.name.startswith(("zeros.", "endless")):
            assert bad.make() == bad.make(), bad.name


ENCODED = "показатель{0}geo{0}значение{0}note\nж/д{0}KZ{0}12{1}5{0}две\nдороги{0}RU{0}{0}нет данных\n".replace(
    "две\n", '"две{0} и ""три""\nстроки"\n'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be-bom", "cp1251"])
@pytest.mark.parametrize(("separator", "point"), [(",", "."), (";", ","), ("\t", ",")])
def test_every_encoding_and_separator_reads_the_same(encoding: str, separator: str, point: str) -> None:
    text = ENCODED.format(separator, point)
    data = b"\xfe\xff" + text.encode("utf-16-be") if encoding == "utf-16-be-bom" else text.encode(encoding)
    table = read_table("данные.csv", data)
    assert table.columns == ("показатель", "geo", "значение", "note")
    assert [(line.number, tuple(line.cells.values())) for line in table.lines] == [
        (2, ("ж/д", "KZ", f"12{point}5", f'две{separator} и "три"\nстроки')),
        (3, ("дороги", "RU", "", "нет данных")),
    ]
    assert parse_number(table.lines[0].cells["значение"]) == 12.5
    assert ("guessed" in str(table.noticed[0])) == (encoding == "cp1251")


def test_workbook_reads_as_it_is_shown() -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Data"
    page.append(["Rail freight of 2025"])
    page.append(["indicator", "day", "value", "share", "code", "note"])
    page.append(["rail", date(2025, 5, 1), 12.345, 0.125, "007", "cafe\u0301\u200b "])
    page.append([])
    page.append(["road", date(2024, 2, 29), 0.1 + 0.2, 1, "NA", None])
    page["D3"].number_format = page["D5"].number_format = "0.0%"
    page.row_dimensions[5].hidden = True
    page.column_dimensions["E"].hidden = True
    book.create_sheet("Notes")["A1"] = "A note"
    book.create_sheet("Old").sheet_state = "hidden"
    table = read_table("../../freight.xlsx", saved(book))
    assert [(line.number, tuple(line.cells.values())) for line in table.lines] == [
        (3, ("rail", "2025-05-01", "12.3450", "12.5%", "007", "café")),
        (5, ("road", "2024-02-29", "0.3", "100%", "NA", "")),
    ]
    assert [parse_number(line.cells["value"]) for line in table.lines] == [12.345, 0.3]
    assert [parse_number(line.cells["share"]) for line in table.lines] == [12.5, 100]
    assert [str(sentence) for sentence in table.noticed] == [
        "Hidden rows that were read like the others: 5.",
        "Hidden columns that were read like the others: E.",
        "Percent cells were read as they are shown, such as 12.5%, in the columns: D.",
        "Dates of the spreadsheet were written as year-month-day in the columns: B.",
        "The sheet “Data” was read; these sheets were not: Notes.",
        "Hidden sheets that were not read: Old.",
        "Rows above the header that were skipped: 1.",
        "Empty rows that were skipped: 1.",
        "Cells from which invisible characters were removed: 1.",
    ]


def test_first_visible_sheet_with_a_table_is_read() -> None:
    data = zipped(
        parts_of(
            sheet(GOOD.replace("12.5", "1")), sheet(row(1, "How to fill this in")), sheet(GOOD), states=("hidden", "visible", "visible")
        )
    )
    table = read_table("three.xlsx", data)
    assert table.lines[0].cells == {"indicator": "rail-freight", "value": "12.5"}
    assert [str(sentence) for sentence in table.noticed] == [
        "The sheet “Sheet3” was read; these sheets were not: Sheet2.",
        "Hidden sheets that were not read: Sheet1.",
    ]


def test_merged_header_cells_over_nothing_are_one_name() -> None:
    table = read_table("merged.xlsx", workbook(NAMES.replace("</row>", "<c/></row>") + row(2, "rail", "1"), after=MERGED.format("B1:C1"))())
    assert table.columns == ("indicator", "value")
    assert [str(sentence) for sentence in table.noticed] == ["Merged cells of the header were read as one name each: B1:C1."]


def test_what_a_workbook_claims_about_its_size_is_not_believed() -> None:
    table = read_table("billion.xlsx", workbook(GOOD, before='<dimension ref="A1:XFD1000000000"/>')())
    assert [line.cells for line in table.lines] == [{"indicator": "rail-freight", "value": "12.5"}]


def test_links_to_other_files_are_not_followed() -> None:
    data = workbook(GOOD, **{"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})()
    assert sentences("linked.xlsx", data) == ["The workbook is linked to other files or databases; the links were not followed."]


@pytest.mark.parametrize("name", ["../../x.csv", "C:\\data\\x.csv", "/etc/x.csv", "x\u202e.csv", "x\0.csv"])
def test_name_is_shown_and_never_opened(name: str) -> None:
    with pytest.raises(BadTable) as caught:
        read_table(name, b"")
    assert str(caught.value) == "x.csv: The file is empty; it needs a header and the rows below it."


def test_content_decides_whatever_the_name_claims() -> None:
    text, book = read_table("x.xlsx", (HEADER + ROW).encode()), read_table("x.csv", workbook(GOOD)())
    assert "The name says workbook, but the content is text; it was read as text." in map(str, text.noticed)
    assert "The name says text, but the content is a workbook; it was read as a workbook." in map(str, book.noticed)


def test_all_problems_come_at_once_and_at_most_a_hundred() -> None:
    rows = ROW + "rail,KZ\n" + "rail,KZ,2025-02-30,=1+1,\n" * 80
    found = sentences("many.csv", (HEADER + rows).encode())
    assert len(found) == 100
    assert found[:3] == [
        "many.csv: row 3: This row has fewer cells than the header (2 instead of 5); write the missing cells, empty ones too.",
        "many.csv: row 4, column period: “2025-02-30” is no day of the calendar; write a day that exists, as year-month-day.",
        "many.csv: row 4, column value: Cell D4 holds a formula; copy the table and paste it as values, so that what is checked is what you see.",
    ]


def test_sentences_are_shown_in_any_language_from_their_text_and_values() -> None:
    with pytest.raises(BadTable) as caught:
        read_table("x.csv", b"geo,day\nKZ,{evil} 31\nKZ,31.02.2025\nKZ\n")
    for _, _, problem in caught.value.problems:
        assert translator("en").t(problem.text, **dict(problem.values)) == str(problem)


def test_time_is_limited() -> None:
    with pytest.raises(BadTable, match=r"Reading took longer than 0\.2 seconds and was stopped"):
        read_table("slow.xlsx", endless_cells(), replace(LIMITS, seconds=0.2))
    assert readers_alive() == []


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="only Linux bounds the memory of a process")
def test_memory_is_limited() -> None:
    text = ("geo,note\n" + f"KZ,{'ж' * 5000}\n" * 1500).encode()
    assert len(read_table("big.csv", text).lines) == 1500
    with pytest.raises(BadTable, match="Reading took more than 80 MB of memory and was stopped"):
        read_table("big.csv", text, replace(LIMITS, memory=80 * MB))


def test_texts_together_are_limited() -> None:
    shared = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>' + b"x" * 9999 + b"</t></si></sst>"
    parts = parts_of(sheet(NAMES + "".join(row(number, '<c t="s"><v>0</v></c>', '<c t="s"><v>0</v></c>') for number in range(2, 9000))))
    kind = b'<Relationship Id="t" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(b"</Relationships>", kind)
    assert (
        "The cells hold more than 50000000 characters together" in sentences("x.xlsx", zipped({**parts, "xl/sharedStrings.xml": shared}))[0]
    )


def test_the_reader_knows_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, str] = {}
    run = sandbox.subprocess.run
    monkeypatch.setenv("SERVANDA_LEDGER", "postgresql://user:password@host/ledger")
    monkeypatch.setattr(sandbox.subprocess, "run", lambda *arguments, **options: seen.update(options["env"]) or run(*arguments, **options))
    read_table("x.csv", (HEADER + ROW).encode())
    assert "PATH" in seen
    assert "SERVANDA_LEDGER" not in seen


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234.5", 1234.5), ("1234,5", 1234.5), ("1 234,5", 1234.5), ("1\u00a0234.5", 1234.5), ("1\u2009234,5", 1234.5), ("1\u202f234\u202f567", 1234567),
        ("1,234.5", 1234.5), ("1.234,5", 1234.5), ("1,234,567", 1234567), ("1.234.567", 1234567), ("1,234,567.891", 1234567.891),
        ("0.123", 0.123), ("0,123", 0.123), ("1234.567", 1234.567), ("12.3450", 12.345), ("-5", -5), ("\u22125,5", -5.5), ("+5", 5), ("-0", 0),
        ("12.5%", 12.5), ("12,5 %", 12.5), (" 7 ", 7), ("", None), ("  ", None),
    ],
)  # fmt: skip
def test_number_is_read(text: str, number: float | None) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1,234", "write 1234 if thousands are meant, or 1.2340 if these are decimals"), ("-12.345", "write -12345 if thousands are meant, or -12.3450"),
        ("N/A", "leave the cell empty"), ("..", "leave the cell empty"), ("-", "leave the cell empty"), ("–", "leave the cell empty"), ("nan", "leave the cell empty"),
        ("inf", "is no number"), ("0x1F", "is no number"), ("1_000", "is no number"), ("12 34", "is no number"), ("1 234\u00a0567", "is no number"),
        ("1,23,456", "is no number"), ("- 5", "is no number"), ("(5)", "is no number"), ("5-7", "is no number"), ("007", "is no number"), ("%", "is no number"),
        ("١٢", "is no number"), ("½", "is no number"), ("1.", "is no number"), (".5", "is no number"), ("{0}", "“{0}” is no number"),
        ("1e400", "a number in short form"), ("1,5E+09", "a number in short form"), ("9" * 400, "too large a number"),
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused_with_advice(text: str, says: str) -> None:
    found = parse_number(text)
    assert isinstance(found, Message)
    assert says in str(found)
    assert found.text in TEXTS


@pytest.mark.parametrize(
    ("text", "decimal", "number"), [("1,234", ",", 1.234), ("1,234", ".", 1234), ("1.234", ".", 1.234), ("-1.234", ",", -1234)]
)
def test_the_question_about_thousands_has_an_answer(text: str, decimal: str, number: float) -> None:
    assert parse_number(text, decimal) == number
