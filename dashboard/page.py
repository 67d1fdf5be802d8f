"""One page for one reader: the build it reads, its language, its declaration, and where its links lead."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TypeVar

from dashboard import parts, queries
from dashboard.addresses import Addresses, in_dashboard
from dashboard.shelf import Shelf
from etl.rows import Row
from etl.words import Words

T = TypeVar("T")


@dataclass(frozen=True)
class Page:
    """One run of one page: a cursor of its own on the build, the texts of the reader's language, the declaration.

    What is made from the build for this language, declaration and day is kept on `shelf` where there is one.
    """

    asking: queries.Asking
    build: str
    words: Words
    declaration: Row
    declarations: tuple[str, ...]
    addresses: Addresses = in_dashboard
    shelf: Shelf | None = None

    @property
    def lang(self) -> str:
        """The language of the reader."""
        return self.words.language

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` makes from the build, made once: `key` names it and all it is made from beside what this page shows."""
        if self.shelf is None:
            return make()
        return self.shelf.keep((self.lang, self.asking.declaration, self.declaration["as_of"], key), make)

    def link(self, page: str, label: str, css: str = "", **parameters: str) -> str:
        """A link to a page in the reader's language and, where there are several, of the declaration in view.

        Where there is no such page, the label alone.
        """
        if len(self.declarations) > 1:
            parameters = {"declaration": self.asking.declaration, **parameters}
        if self.declaration["earlier"]:
            parameters = {"as_of": self.declaration["as_of"].isoformat(), **parameters}
        return parts.link(self.addresses(page, self.lang, parameters), label, css)

    def download(self, indicator: str) -> str:
        """The way to the data of an indicator's chart, where it is a file of its own."""
        address = self.addresses("data", self.lang, {"id": indicator})
        return "" if address is None else parts.download(address, self.words.t("Download the data (CSV)"))
