"""Reading an answer piece by piece, so that what is unexpected is named with its place."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn

from etl.errors import InputError

LONGEST_QUOTE = 60
MINUS = str.maketrans({"−": "-"})
GROUPED = re.compile(r"[+-]?\d{1,3}(?: \d{3})+(?:\.\d*)?$", re.ASCII)
PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$", re.ASCII)
# What statistical offices print where there is no number. A dash may mean "none" or "no data", so it is never read as zero.
MISSING_MARKS = ("", "..", "...", "…", "-", "–", "—", ":", "x", "n/a", "na", "n.a.", "nan", "null")


class UnexpectedAnswer(InputError):
    """An answer is not what its publisher documents; the message names publisher, place and what was expected."""

    def __init__(self, publisher: str, place: str, expected: str, found: str = "") -> None:
        quoted = f", found {found}" if found else ""
        super().__init__(f"{publisher}: {place}: expected {expected}{quoted}; nothing was taken from this answer, earlier data are kept")


@dataclass(frozen=True)
class Node:
    """A piece of an answer with its place (`data[3].period`); each reading raises UnexpectedAnswer where it does not fit."""

    publisher: str
    place: str
    value: Any

    def field(self, name: str) -> "Node":
        """The field `name` of an object; it has to be there."""
        if name not in self._object():
            raise UnexpectedAnswer(self.publisher, self.place, f'a field "{name}"', f"only {quote(', '.join(self._object()))}")
        return self.optional(name)

    def optional(self, name: str) -> "Node":
        """The field `name` of an object, with the value None where it is not there."""
        place = name if self.place == TOP else f"{self.place}.{name}"
        return Node(self.publisher, place, self._object().get(name))

    def fields(self) -> Iterator[tuple[str, "Node"]]:
        """Every field of an object with its name."""
        for name in self._object():
            yield name, self.optional(name)

    def elements(self) -> list["Node"]:
        """The elements of a list."""
        if not isinstance(self.value, list):
            self.unexpected("a list")
        prefix = "" if self.place == TOP else self.place
        return [Node(self.publisher, f"{prefix}[{index}]", value) for index, value in enumerate(self.value)]

    def text(self) -> str:
        """A text; whole numbers are written out, for publishers send codes and years either way."""
        if isinstance(self.value, str):
            return self.value.strip()
        if isinstance(self.value, int) and not isinstance(self.value, bool):
            return str(self.value)
        return self.unexpected("a text")

    def optional_text(self, name: str) -> str:
        """The text of the field `name` of an object, empty where it is null or not there."""
        field = self.optional(name)
        return "" if field.value is None else field.text()

    def whole(self) -> int:
        """A whole number, also where it is sent as text."""
        text = self.text()
        if not re.fullmatch(r"-?\d{1,15}", text, re.ASCII):
            self.unexpected("a whole number")
        return int(text)

    def number(self) -> Decimal | None:
        """A finite number as it is written, also where it is sent as text, or None for null; truth values are no numbers."""
        if self.value is None:
            return None
        if isinstance(self.value, bool) or not PLAIN.match(str(self.value)):
            self.unexpected("a number or null")
        return Decimal(str(self.value))

    def unexpected(self, expected: str) -> NoReturn:
        """Say that something else was expected at this place."""
        raise UnexpectedAnswer(self.publisher, self.place, expected, quote(self.value))

    def _object(self) -> dict[str, Any]:
        if not isinstance(self.value, dict):
            self.unexpected("an object")
        return self.value


TOP = "the answer"


def quote(value: Any) -> str:
    """A value as it stands in a message: short, on one line."""
    text = value if isinstance(value, str) else repr(value)
    text = " ".join(text.split())
    return f'"{text[:LONGEST_QUOTE]}…"' if len(text) > LONGEST_QUOTE else f'"{text}"'


def read_text(publisher: str, body: bytes, encoding: str = "utf-8-sig") -> str:
    """The answer as text without its byte order mark; empty answers and web pages are refused."""
    if not body.strip():
        raise UnexpectedAnswer(publisher, TOP, "data", "an empty answer")
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    try:
        text = body.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise UnexpectedAnswer(publisher, TOP, f"text in {encoding}", str(error)) from error
    if "\x00" in text:
        raise UnexpectedAnswer(publisher, TOP, "text", "a NUL character")
    if text.lstrip().startswith("<"):
        raise UnexpectedAnswer(publisher, TOP, "data", f"a page in HTML or XML: {quote(text)}")
    return text


def read_json(publisher: str, body: bytes) -> Node:
    """The answer as JSON, numbers as they are written; NaN and Infinity are refused, for JSON has none."""
    text = read_text(publisher, body)
    try:
        return Node(publisher, TOP, json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant))
    except RecursionError as error:
        raise UnexpectedAnswer(publisher, TOP, "JSON", "lists in lists without end") from error
    except ValueError as error:
        raise UnexpectedAnswer(publisher, TOP, "JSON", f"{quote(text)} ({error})") from error


def read_number(text: str, decimal: str = ".") -> Decimal | None:
    """A number from a cell, or None for a mark of a missing value.

    Thousands may be grouped by spaces (thin, no-break, plain); `decimal` holds the signs that separate decimals ("." or ","; both
    for publishers that mix them). Raises ValueError with the reason where the text is no number.
    """
    # split() knows every space that groups thousands: plain, no-break, narrow, figure, thin.
    cleaned = " ".join(text.translate(MINUS).split())
    if cleaned.casefold() in MISSING_MARKS:
        return None
    if any(sign in cleaned for sign in ".," if sign not in decimal):
        raise ValueError(f'{quote(text)} is no number with the decimal sign "{decimal}"')
    for sign in decimal:
        cleaned = cleaned.replace(sign, ".")
    if GROUPED.match(cleaned):
        cleaned = cleaned.replace(" ", "")
    if not PLAIN.match(cleaned):
        raise ValueError(f"{quote(text)} is no number")
    return Decimal(cleaned)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")
