"""No text that leaves starts a formula in a spreadsheet, and every text comes back as it was."""

import csv
import io
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.export.csv_files import csv_of, read_csv
from etl.export.data_dictionary import Column
from etl.export.tables import Shape, Table
from etl.i18n.translator import translator
from etl.record.models import Record
from etl.spreadsheet_cells import FORMULA_STARTS, escaped, plain
from etl.submissions.checked_record import check
from etl.submissions.templates import csv_form, xlsx_form
from etl.uploads.read import read_table
from tests.support.places import DATA

pytestmark = pytest.mark.slow

FORMULAS = ("=1+1", "+1", "-1", "@sum", "\t=1", "\r=1", "＝1", "'=1", "''=1", "'", "'plain", "=")


@cache
def shipped() -> Record:
    return check(DATA).record


hostile = st.one_of(
    st.sampled_from(FORMULAS),
    st.text(max_size=20),
    st.builds("{}{}".format, st.sampled_from([*FORMULA_STARTS, "'", "'''"]), st.text(max_size=20)),
)


@given(hostile)
def test_escaping_comes_undone_and_no_cell_starts_a_formula(text: str) -> None:
    assert plain(escaped(text)) == text
    assert not escaped(text).startswith(FORMULA_STARTS)


@given(
    st.lists(
        st.tuples(
            hostile, hostile.map(lambda text: text or None), st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.dates()
        )
    )
)
def test_hostile_texts_come_back_from_csv(rows: list[tuple[Any, ...]]) -> None:
    kinds = (("text", "string"), ("more", "string"), ("value", "number"), ("flag", "boolean"), ("day", "date"))
    columns = tuple(Column(name, kind, "") for name, kind in kinds)  # type: ignore[arg-type]
    stored = tuple((row[0] or None, *row[1:]) for row in rows)
    written = csv_of(Table("t", "", Shape(()), columns, stored))
    assert read_csv(written, columns) == list(stored)
    for row in csv.reader(io.StringIO(written.decode(), newline="")):
        assert not row[0].startswith(FORMULA_STARTS) and not row[1].startswith(FORMULA_STARTS)
    numbers = [row[2] for row in csv.reader(io.StringIO(written.decode(), newline=""))][1:]
    assert [float(number) for number in numbers] == [row[2] for row in stored]


def test_no_text_of_the_export_starts_a_formula(exported: dict[str, Path], tables: dict[str, Table]) -> None:
    for table in tables.values():
        texts = [index for index, item in enumerate(table.columns) if item.type == "string"]
        with (exported["datapackage"] / f"{table.name.replace('_', '-')}.csv").open(encoding="utf-8", newline="") as file:
            assert not any(row[index].startswith(FORMULA_STARTS) for row in csv.reader(file) for index in texts), table.name


def printable(text: str) -> str:
    """What the reader of uploaded tables keeps of a text: it drops what cannot be seen."""
    return "".join(letter for letter in text if 32 <= ord(letter) < 127).strip()


@settings(max_examples=5, deadline=None)
@given(
    text=st.one_of(st.sampled_from(FORMULAS), st.builds("{}{}".format, st.sampled_from("=+-@'"), st.text(max_size=12)))
    .map(printable)
    .filter(bool)
)
def test_hostile_texts_come_back_from_forms(text: str) -> None:
    indicator = next(item for item in shipped().declarations[0].indicators if item.series)
    hostile_indicator = indicator.model_copy(update={"series": (text,)})
    for name, form in (
        ("form.csv", csv_form(shipped(), "kz-ru-2025", hostile_indicator, translator("en")).encode()),
        ("form.xlsx", xlsx_form(shipped(), "kz-ru-2025", hostile_indicator, translator("en"))),
    ):
        assert read_table(name, form).lines[0].cells["series"] == text, name
