"""What a list can be filtered by: a choice of codes shown in words, as a select box here and on the static site."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from etl.queries.query import Row

ALL = "all"


@dataclass(frozen=True)
class Filter:
    """One choice: its key in the link, its label, its codes in words, the codes a row has, its width in pixels."""

    key: str
    label: str
    options: Mapping[str, str]
    codes: Callable[[Row], Collection[str]]
    width: int


def fitting(rows: list[Row], filters: Iterable[Filter], chosen: Mapping[str, str]) -> list[Row]:
    """The rows that have every chosen code; `ALL` chooses nothing."""
    asked = [(item, chosen[item.key]) for item in filters if chosen[item.key] != ALL]
    return [row for row in rows if all(code in item.codes(row) for item, code in asked)]


def marks(rows: Iterable[Row], filters: Collection[Filter]) -> list[dict[str, str]]:
    """What a script filters each row by: the codes it has; nothing where there are no filters."""
    return [{item.key: "|".join(item.codes(row)) for item in filters} for row in rows] if filters else []
