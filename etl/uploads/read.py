"""Tables that people upload (CSV, TSV, XLSX): read as text, strictly, by a process that a hostile file cannot outgrow."""

import json
import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from etl.errors import InputError
from etl.messages import N_, Message, message
from etl.uploads.sandbox import LIMITS, MB, BrokeOff, Limits, TookTooLong, ask_child


@dataclass(frozen=True)
class Line:
    """A row below the header: its number in the spreadsheet, and column name to text."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """What was read; `noticed` is what the one who sent it should know about how it was read."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    noticed: tuple[Message, ...]


# Row in the spreadsheet (0: the whole file), name or letter of the column ("": the whole row), what is wrong and what would be right.
Problem = tuple[int, str, Message]


class BadTable(InputError):
    """The file is no table that can be used; all problems at once, at most `Limits.problems`."""

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        self.name = name
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{name}: {_place(row, column)}{problem}" for row, column, problem in self.problems))


def refuse(text: str, row: int = 0, column: str = "", **values: object) -> BadTable:
    """The refusal of a whole file for one reason; the name of the file is added where it is known."""
    return BadTable("", [(row, column, message(text, **values))])


def read_table(name: str, data: bytes, limits: Limits = LIMITS) -> Table:
    """The table in a file, whatever its name claims; cells are NFC text without invisible characters.

    The content is read by a process of its own under `limits`. Raises BadTable with all problems found; the name is shown, never opened.
    """
    shown = shown_name(name)
    if len(data) > limits.file:
        size = math.ceil(len(data) / MB)
        text = N_("The file has {size} MB, the limit is {limit} MB; split it into smaller files.")
        raise BadTable(shown, [(0, "", message(text, size=size, limit=limits.file // MB))])
    try:
        answer = json.loads(ask_child(shown, data, limits))
    except TookTooLong as error:
        text = N_("Reading took longer than {limit} seconds and was stopped; copy the table alone into a new file, or split it.")
        raise BadTable(shown, [(0, "", message(text, limit=f"{limits.seconds:g}"))]) from error
    except BrokeOff as error:
        text = N_("Reading broke off, and nothing was taken over; copy the table alone into a new file and save it as CSV UTF-8.")
        raise BadTable(shown, [(0, "", message(text))]) from error
    if "problems" in answer:
        raise BadTable(shown, [(row, column, _translated(problem)) for row, column, problem in answer["problems"]])
    columns = tuple(answer["columns"])
    lines = tuple(Line(number, dict(zip(columns, cells, strict=True))) for number, cells in answer["lines"])
    return Table(columns, lines, tuple(_translated(sentence) for sentence in answer["noticed"]))


def _place(row: int, column: str) -> str:
    parts = [f"row {row}"] * bool(row) + [f"column {column}"] * bool(column)
    return ", ".join(parts) + ": " if parts else ""


def shown_name(name: str) -> str:
    """The last part of a file's name, without what could not be seen or would lead elsewhere."""
    last = re.split(r"[/\\]", name)[-1]
    return "".join(letter for letter in last if letter.isprintable())[-100:] or "?"


def _translated(parts: tuple[str, list[tuple[str, object]]]) -> Message:
    text, values = parts
    return Message(text, tuple((name, value) for name, value in values))


# How people write that there is nothing. A dash or two points are not numbers, and nothing tells them from a slip.
MISSING = {"n/a", "#n/a", "na", "n.a.", "n.d.", "nan", "null", "none", "x", ":", ".", "..", "...", "…", "-", "--", "–", "—", "−"}
MISSING |= {"н/д", "н.д.", "нет", "нет данных", "жоқ", "missing", "no data", "s.o.", "nd"}
SPACE = "[ \u00a0\u2007\u2009\u202f]"
BY_SPACES = re.compile(rf"[1-9]\d{{0,2}}(?:({SPACE})\d{{3}}(?:\1\d{{3}})*)(?:[.,]\d+)?", re.ASCII)
BY_COMMAS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+\.\d+|[1-9]\d{0,2}(?:,\d{3}){2,}", re.ASCII)
BY_POINTS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+,\d+|[1-9]\d{0,2}(?:\.\d{3}){2,}", re.ASCII)
PLAIN = re.compile(r"(?:0|[1-9]\d*)(?:[.,]\d+)?", re.ASCII)
AMBIGUOUS = re.compile(r"([1-9]\d{0,2})([.,])(\d{3})", re.ASCII)
# What needs no second look: digits, a point, and any number of decimals but three.
CLEAR = re.compile(r"-?(?:0|[1-9]\d*)(?:\.(?:\d{1,2}|\d{4,}))?", re.ASCII)
SHORT_FORM = re.compile(r"\d+(?:[.,]\d+)?e[+-]?\d+", re.ASCII | re.IGNORECASE)


def parse_number(text: str, decimal: str = "") -> float | Message | None:
    """The number a cell holds, None for an empty cell, or what is wrong with it.

    `1,234` and `1.234` are asked about, unless `decimal` ("." or ",") says which mark stands before decimals in this column.
    A percent sign is dropped: `12.5 %` is 12.5, the number a reader sees.
    """
    if CLEAR.fullmatch(text) and not math.isinf(clear := float(text)):
        return clear + 0.0  # "-0" is 0
    cell = unicodedata.normalize("NFC", text).strip()
    if not cell:
        return None
    shown = shorten(cell)
    if cell.casefold() in MISSING:
        missing = N_("“{cell}” is no number; where a value is missing, leave the cell empty and give the reason in the note.")
        return message(missing, cell=shown)
    digits = cell.removesuffix("%").rstrip() if cell != "%" else cell
    sign = -1.0 if digits[:1] in ("-", "\u2212") else 1.0
    digits = digits[1:] if digits[:1] in ("-", "\u2212", "+") else digits
    if SHORT_FORM.fullmatch(digits):
        return message(N_("“{cell}” is a number in short form, and digits may be lost; write it in full."), cell=shown)
    if (both := AMBIGUOUS.fullmatch(digits)) and not decimal:
        whole, _, rest = both.groups()
        asked = N_("“{cell}” can be read in two ways: write {thousands} if thousands are meant, or {decimals} if these are decimals.")
        minus = "-" if sign < 0 else ""
        return message(asked, cell=shown, thousands=f"{minus}{whole}{rest}", decimals=f"{minus}{whole}.{rest}0")
    plain = _plain(digits, decimal)
    if plain is None:
        return message(N_("“{cell}” is no number; write it with digits alone, such as 1234.5 or 1 234,5."), cell=shown)
    value = sign * float(plain) + 0.0  # "-0" is 0
    if math.isinf(value):
        return message(N_("“{cell}” is too large a number; check its digits and its unit."), cell=shown)
    return value


def shorten(cell: str) -> str:
    """A cell's text as far as a message needs it, on one line."""
    text = " ".join(cell.split())
    return text if len(text) <= 60 else text[:59] + "…"


def _plain(digits: str, decimal: str) -> str | None:
    """The digits with a point before decimals, or None where they are no number."""
    if decimal and AMBIGUOUS.fullmatch(digits):
        return digits.replace(decimal, ".") if decimal in digits else re.sub("[.,]", "", digits)
    if BY_COMMAS.fullmatch(digits):
        return digits.replace(",", "")
    if BY_POINTS.fullmatch(digits):
        return digits.replace(".", "").replace(",", ".")
    if BY_SPACES.fullmatch(digits) or PLAIN.fullmatch(digits):
        return re.sub(SPACE, "", digits).replace(",", ".")
    return None
