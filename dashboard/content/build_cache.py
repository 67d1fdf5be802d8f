"""What the pages of a build say, kept while it is served: made once, however many read it at once.

A build never changes, so what was made from it holds as long as its file. The only other thing a page is made from is the
ledger: what tells of it is kept under the ledger's newest entry. Streamlit's own caches cannot be told to forget a build.
"""

import sys
import threading
from collections.abc import Callable, Hashable, Mapping
from dataclasses import is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import duckdb
from cachetools import LRUCache, cached

from etl.warehouse import builds

T = TypeVar("T")
# The build for everybody, the one for editors, and the one before, which some still read.
MOST_BUILDS = 3
MOST_BYTES = 96_000_000
# What an entry takes beside its value: its key and its place.
ENTRY_BYTES = 1_000
# What something weighs that is neither text nor a table: a chart.
OTHER_BYTES = 100_000
# So many values of a long list are weighed.
WEIGHED = 50


class Shelf:
    """One build: its connection, and what was made from it; what nobody asked for longest goes first."""

    def __init__(self, published: builds.Build) -> None:
        self.connection: duckdb.DuckDBPyConnection = builds.open_build(published)
        self.cache: LRUCache[Hashable, Any] = LRUCache(MOST_BYTES, getsizeof=lambda value: ENTRY_BYTES + weight(value))
        # With a condition, whoever asks for what is being made waits for it.
        self._made = cached(self.cache, key=lambda key, make: key, condition=threading.Condition())(lambda key, make: make())

    def keep(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is kept under `key`, made where it is not there yet. It is shared: nobody changes it."""
        value: T = self._made(key, make)
        return value


_shelves: LRUCache[Path, Shelf] = LRUCache(MOST_BUILDS)
_opening = threading.Lock()


def of(published: builds.Build) -> Shelf:
    """The shelf of a build. A build that is opened for the first time takes the place of one that was swept, or of the one
    not read for longest.
    """
    with _opening:
        if published.path not in _shelves:
            for path in [path for path in _shelves if not path.exists()]:
                del _shelves[path]
            _shelves[published.path] = Shelf(published)
        return _shelves[published.path]


def weight(value: object) -> int:
    """About how many bytes something takes."""
    match value:
        case str() | bytes():
            return sys.getsizeof(value)
        case None | bool() | int() | float() | date():
            return 32
        case Mapping():
            return 100 + _together(list(value.values()))
        case list() | tuple() | set() | frozenset():
            return 60 + _together(list(value))
        case _ if is_dataclass(value):
            return 100 + _together(list(vars(value).values()))
        case _:
            return OTHER_BYTES


def _together(values: list[object]) -> int:
    """The weight of many values; of very many it is taken from some of them."""
    some = values[:: max(1, len(values) // WEIGHED)]
    return sum(map(weight, some)) * len(values) // max(1, len(some))
