"""Tables nobody sends by mistake, made by mutation: each is read as what it says or refused with sentences, in bounded time and memory."""

import csv
import io
import json
import resource
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.spreadsheet_cells import escaped
from etl.text_validation import LONGEST
from etl.uploads import sandbox
from etl.uploads.__main__ import _read
from etl.uploads.csv_file import table_of
from etl.uploads.read import BadTable, Table, parse_number, read_table, shown_name
from etl.uploads.sandbox import LIMITS, MB
from tests.support.bad_files import GOOD, MAIN, NAMES, OFFICE, parts_of, row, sheet, workbook, zipped
from tests.support.hostile_texts import ALL_SHOWN, NUMBERS
from tests.support.hostile_texts import NAMES as FILE_NAMES
from tests.support.odd_workbooks import ODD_BOOKS, STYLES
from tests.support.parameters import mostly_full
from tests.support.source_texts import messages

pytestmark = pytest.mark.slow

TEXTS = messages()
QUICK = settings(derandomize=True, deadline=None, max_examples=150, database=None, suppress_health_check=list(HealthCheck))
SEVERAL = settings(QUICK, max_examples=12)
SMALL = replace(LIMITS, rows=200, columns=12, cell=500, characters=20_000, unzipped=2 * MB, problems=20)


def read_here(name: str, data: bytes) -> Table | BadTable:
    """What the confined process would answer, without starting one: hundreds are tried. Nothing but its own refusals may come out."""
    try:
        return table_of(_read(name, data, SMALL), SMALL)
    except BadTable as error:
        assert 0 < len(error.problems) <= SMALL.problems
        assert all(problem.text in TEXTS for _, _, problem in error.problems), "a text is not marked for translation"
        return error


def is_sound(found: Table | BadTable) -> bool:
    """Every row has every column once, as text without controls."""
    if isinstance(found, Table):
        assert len(set(found.columns)) == len(found.columns) <= SMALL.columns
        for line in found.lines:
            assert tuple(line.cells) == found.columns
            assert all(
                len(cell) <= SMALL.cell and not set(cell) & set(map(chr, (*range(9), 11, 12, *range(14, 32))))
                for cell in line.cells.values()
            )
            assert all(parse_number(cell) is None or str(parse_number(cell)) for cell in line.cells.values())
    return True


# Text tables.
cell = st.one_of(st.sampled_from([text for text in ALL_SHOWN if len(text) < 400]), st.sampled_from(NUMBERS), st.text(max_size=30))
tables = st.lists(st.lists(cell, min_size=1, max_size=6), min_size=1, max_size=6)
dialects = st.fixed_dictionaries({
    "delimiter": st.sampled_from(",;\t|"), "quotechar": st.sampled_from("\"'"), "lineterminator": st.sampled_from(["\n", "\r\n", "\r"]),
    "quoting": st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
})  # fmt: skip
encodings = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1251", "latin-1", "utf-7", "koi8-r"])


@QUICK
@given(tables, dialects, encodings, st.data())
def test_any_text_table_is_read_or_refused(rows: list[list[str]], dialect: dict[str, str], encoding: str, data: st.DataObject) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, **dialect).writerows(rows)  # type: ignore[arg-type]
    content = bytearray(out.getvalue().encode(encoding, errors="replace"))
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(content)))
        content[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    assert is_sound(read_here("table.csv", bytes(content)))


@QUICK
@given(st.binary(max_size=300), st.sampled_from(["x.csv", "x.xlsx", "x.tsv", "x"]))
def test_any_bytes_are_read_or_refused(content: bytes, name: str) -> None:
    assert is_sound(read_here(name, content))


def test_hostile_texts_come_through_as_they_are() -> None:
    """What may stand in a record may be sent in: every text, in quotes, is in the cell it was written in."""
    sent = [" ".join(text.split()) for text in ALL_SHOWN if len(text) < 400]
    sent = [text for text in sent if text and text.isprintable() and not text.startswith("=")]
    out = io.StringIO(newline="")
    csv.writer(out).writerows([("indicator", "note"), *(("rail-freight", escaped(text)) for text in sent)])
    found = read_table("table.csv", out.getvalue().encode())
    same = [text for text, line in zip(sent, found.lines, strict=True) if line.cells["note"] == text]
    assert len(same) > 0.9 * len(sent)


# Workbooks.
snippets = st.sampled_from([
    "<c><v>1</v></c>", '<c t="s"><v>0</v></c>', '<c t="s"><v>-1</v></c>', '<c t="s"><v>9999999999</v></c>', '<c t="b"><v>2</v></c>', '<c t="e"><v>#REF!</v></c>',
    '<c t="d"><v>2025-99-99</v></c>', '<c s="1"><v>1e308</v></c>', '<c s="-1"><v>45000</v></c>', '<c s="99"><v>1</v></c>', "<c><v>0x10</v></c>", "<c><v>1_000</v></c>",
    '<c r="A0"><v>1</v></c>', '<c r="ZZZZ1"><v>1</v></c>', '<c r="XFE2"><v>1</v></c>', '<c r="a2"><v>1</v></c>', "<c><f>1+1</f></c>", '<c t="str"><f>x</f><v>y</v></c>',
    '<c t="inlineStr"><is><t>x</t><rPh><t>y</t></rPh></is></c>', '<c t="array"><v>1</v></c>', '<c><v>NaN</v></c>', "<c><v>١</v></c>", "<x><y/></x>", "<c><c><v>1</v></c></c>",
    '<row r="1"/>', '<row r="-5"/>', '<row r="1e3"/>', '<c s="x"><v>1</v></c>', '<c t="inlineStr"><is><t>&#xFFFF;</t></is></c>', '<c t="inlineStr"><is><t>\u2028</t></is></c>',
    '<mergeCell ref="A1:XFD1048576"/>', '<mergeCell ref="x"/>', '<mergeCell/>', '<col min="1" max="99999999" hidden="1"/>', '<hyperlink ref="A1" r:id="x"/>',
    '<dimension ref="A1:XFD1048576"/>', '<extLst><ext uri="x"/></extLst>', '<drawing r:id="rId1"/>', '<oleObjects/>', '<c t="inlineStr"><is><t>_x000D_=1+1</t></is></c>',
])  # fmt: skip
texts = st.one_of(st.sampled_from(ALL_SHOWN[:300]), st.text(st.characters(codec="utf-8"), max_size=20)).map(
    lambda text: "".join(letter for letter in text if letter.isprintable()).replace("&", "&amp;").replace("<", "&lt;")[:300]
)


@QUICK
@given(
    st.lists(st.lists(st.one_of(texts, snippets), max_size=5), max_size=4), st.lists(snippets, max_size=2), st.lists(snippets, max_size=2)
)
def test_any_sheet_is_read_or_refused(rows: list[list[str]], before: list[str], after: list[str]) -> None:
    written = NAMES + "".join(row(number, *cells) for number, cells in enumerate(rows, 2))
    assert is_sound(read_here("x.xlsx", workbook(written, "".join(before), "".join(after))()))


@QUICK
@given(
    st.lists(texts, max_size=3),
    st.sampled_from(["0", "-1", "5", "x", "1e9", "٣"]),
    st.sampled_from(["yyyy", "[h]", '"', "0%", "\\", "[", "d" * 9_000, "@"]),
)
def test_any_shared_texts_and_formats_are_read_or_refused(shared: list[str], index: str, format_code: str) -> None:
    listed = "".join(f"<si><t>{text}</t></si>" for text in shared)
    parts = parts_of(sheet(NAMES + row(2, f'<c t="s"><v>{index}</v></c>', f'<c s="1"><v>{index}</v></c>')))
    related = parts["xl/_rels/workbook.xml.rels"].decode()
    more = "".join(f'<Relationship Id="x{kind}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>' for kind in ("sharedStrings", "styles"))
    parts["xl/_rels/workbook.xml.rels"] = related.replace("</Relationships>", f"{more}</Relationships>").encode()
    parts["xl/sharedStrings.xml"] = f"<sst {MAIN}>{listed}</sst>".encode()
    parts["xl/styles.xml"] = STYLES.format(format_code.replace('"', "&quot;")).encode()
    assert is_sound(read_here("x.xlsx", zipped(parts)))


@QUICK
@given(st.data())
def test_a_workbook_with_any_bytes_changed_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(workbook(GOOD)())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.sampled_from([1, 1, 1, 4, 40]))] = data.draw(st.binary(max_size=4))
    assert is_sound(read_here("x.xlsx", bytes(content)))


QUICK_BOOKS = ("an absolute name", "a sheet elsewhere", "a depth of elements", "one text in every cell")


@pytest.mark.skipif(sys.platform == "win32", reason="no limits of memory there")
@pytest.mark.parametrize("name", mostly_full(ODD_BOOKS, *QUICK_BOOKS))
def test_no_workbook_takes_more_than_its_time_and_memory_or_leaves_a_file(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through the confined process, as uploads go: its largest memory and its time are looked at when it is gone."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(sandbox, "ENVIRONMENT", (*sandbox.ENVIRONMENT, "TMPDIR"))
    before = {
        path: path.stat().st_mtime_ns
        for folder in (Path(), Path("data"), Path("etl"))
        for path in folder.iterdir()
        if path.name != "__pycache__"
    }
    content = ODD_BOOKS[name]()
    started = time.monotonic()
    try:
        found = read_table("x.xlsx", content)
        assert [line.cells["indicator"] for line in found.lines][:1] == ["rail-freight"], name
    except BadTable as error:
        assert error.problems and "Traceback" not in str(error)
    assert time.monotonic() - started < LIMITS.seconds + 20
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 <= LIMITS.memory
    assert list(tmp_path.iterdir()) == []
    after = {
        path: path.stat().st_mtime_ns
        for folder in (Path(), Path("data"), Path("etl"))
        for path in folder.iterdir()
        if path.name != "__pycache__"
    }
    assert after == before


@pytest.mark.parametrize("name", [*ODD_BOOKS])
def test_an_odd_workbook_is_refused_by_name_or_read(name: str) -> None:
    if name not in ("a bomb in another part", "one text in every cell"):
        content, started = ODD_BOOKS[name](), time.monotonic()
        assert is_sound(read_here("x.xlsx", content))
        assert time.monotonic() - started < 60


@pytest.mark.skipif(sys.platform == "win32", reason="no such limits there")
def test_the_reading_process_can_write_nothing_and_gets_no_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SERVANDA_LEDGER", "postgresql://x:word@y/z")
    script = (
        "import os,sys,json\nfrom etl.uploads.sandbox import Limits, confine\nconfine(Limits())\n"
        f"p={str(tmp_path / 'x')!r}\n"
        "try:\n    open(p,'w').write('x'*10); n=os.path.getsize(p)\nexcept OSError: n=0\n"
        "sys.stdout.write(json.dumps([n, sorted(os.environ)]))"
    )
    (tmp_path / "python").write_text(f'#!/bin/sh\nexec {sys.executable!r} -c "$SCRIPT"\n')
    (tmp_path / "python").chmod(0o755)
    monkeypatch.setattr(sandbox.sys, "executable", str(tmp_path / "python"))
    monkeypatch.setattr(sandbox, "ENVIRONMENT", (*sandbox.ENVIRONMENT, "SCRIPT"))
    monkeypatch.setenv("SCRIPT", script)
    written, variables = json.loads(sandbox.ask_child("x", b"", LIMITS))
    assert written == 0 and not [name for name in variables if name.startswith("SERVANDA")]


@SEVERAL
@given(st.sampled_from(FILE_NAMES))
def test_a_file_may_be_called_anything(name: str) -> None:
    shown = shown_name(name)
    assert shown and "/" not in shown and "\\" not in shown and shown.isprintable() and len(shown) <= 100
    with pytest.raises(BadTable) as refused:
        read_table(name, b"")
    assert refused.value.name == shown


def test_a_cell_may_be_as_long_as_a_text_of_the_record() -> None:
    assert LIMITS.cell == LONGEST
