"""Observations read by column are what they are row by row, and what is refused in one way is refused in the other."""

import csv
import shutil
from pathlib import Path

import pytest

from etl.record.load import load
from etl.record.observations import Observed, read
from etl.submissions.checked_record import check
from tests.support.places import DATA

FILE = "observations/uis.csv"
HEADER = tuple((DATA / FILE).read_text(encoding="utf-8").split("\n", 1)[0].split(","))
# A column and what is written into it: right, and wrong.
RIGHT = [
    ("value", "-1.5e-3"), ("value", " 7 "), ("value", "1_000"), ("period", "2024-Q1"), ("published", "2026"), ("note", 'a "word", a comma'),
    ("note", "two\nlines"), ("recorded", "2026-11-23T00:00:00"), ("counterpart", ""), ("speaker", "Қасым-Жомарт"),
]  # fmt: skip
WRONG = [
    ("value", "abc"), ("value", "nan"), ("value", "1e999"), ("value", ""), ("value", "1,5"), ("period", "2024-13"), ("period", ""),
    ("series", ""), ("geo", ""), ("source", "Not A Slug"), ("url", "ftp://x"), ("published", "yesterday"), ("recorded", "2026-02-30"),
    ("status", "M"), ("status", "X"), ("qualifier", "≈"), ("evidence", "rumour"), ("published_basis", ""), ("unit", ""),
]  # fmt: skip


@pytest.fixture
def some(tmp_path: Path) -> Path:
    """A record of one file."""
    (tmp_path / "data/observations").mkdir(parents=True)
    return Path(shutil.copy(DATA / FILE, tmp_path / "data" / FILE)).parent.parent


def written(record: Path, column: str, text: str) -> Path:
    """The file with this text in a cell of its third row."""
    path = record / FILE
    with path.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    rows[2][column] = text
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, HEADER)
        writer.writeheader()
        writer.writerows(rows)
    return path


def messages_of(record: Path, by_row: bool) -> list[str]:
    """What is wrong with the file, whatever else is missing."""
    return [str(problem) for problem in load(record, by_row=by_row).problems if problem.file == FILE]


def test_columns_hold_what_rows_hold() -> None:
    by_column, by_row = load(DATA).record.observations, load(DATA, by_row=True).record.observations
    assert isinstance(by_column, Observed) and isinstance(by_row, tuple)
    assert tuple(by_column) == by_row
    assert (by_column[0], by_column[-1], by_column[3:5]) == (by_row[0], by_row[-1], by_row[3:5])
    more = by_column + by_row[:2]
    assert len(more) == len(by_row) + 2
    assert tuple(more) == by_row + by_row[:2] == tuple(Observed(more.table()))
    series = by_row[7].series
    assert tuple(by_column.only([series])) == tuple(item for item in by_row if item.series == series)
    assert by_column.digest() == Observed.of(by_row).digest() != more.digest()


@pytest.mark.parametrize(("column", "text"), RIGHT)
def test_what_is_right_is_read_alike(some: Path, column: str, text: str) -> None:
    path = written(some, column, text)
    table = read(path)
    assert table is not None
    assert tuple(Observed.joined([table])) == load(some, by_row=True).record.observations


@pytest.mark.parametrize(("column", "text"), WRONG)
def test_what_is_wrong_is_refused_and_told_with_its_line(some: Path, column: str, text: str) -> None:
    assert read(written(some, column, text)) is None
    assert messages_of(some, by_row=False) == messages_of(some, by_row=True) != []
    assert any(problem.startswith(f"{FILE}:4: ") for problem in messages_of(some, by_row=False))


@pytest.mark.parametrize(
    ("change", "right"),
    [
        (lambda raw: b"\xef\xbb\xbf" + raw, True),
        (lambda raw: raw.replace(b"\n", b"\r\n"), True),
        (lambda raw: raw.replace(b"\n", b"\n\n", 3), True),
        (lambda raw: raw.replace(b",note,", b",remark,", 1), False),
        (lambda raw: raw.replace(b"note,evidence", b"note,note", 1), False),
        (lambda raw: raw.replace(b"\n", b",more\n", 1), False),
        (lambda raw: raw + b"too,few,cells\n", False),
        (lambda raw: raw + b'"open quote\n', False),
        (lambda raw: raw + b"\xff\n", False),
        (lambda raw: b"", False),
    ],
)
def test_files_of_other_shapes(some: Path, change: object, right: bool) -> None:
    path = some / FILE
    path.write_bytes(change(path.read_bytes()))  # type: ignore[operator]
    assert (read(path) is not None) == right
    assert (messages_of(some, by_row=False) == []) == right
    assert messages_of(some, by_row=False) == messages_of(some, by_row=True)


def test_what_files_say_of_each_other_is_told_with_its_line(record: Path) -> None:
    """Columns find that something is wrong, rows say what."""
    path = record / FILE
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[1]]) + "\n", encoding="utf-8")
    problems = [str(problem) for problem in check(record).problems]
    assert len(problems) == 1
    assert problems[0].startswith(f"{FILE}:{len(lines) + 1}: series ") and "stands twice" in problems[0]
