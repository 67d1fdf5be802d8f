"""One page for one reader: the build it reads, its language, its declaration, and where its links lead."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TypeVar

from dashboard.content import markup
from dashboard.content.addresses import Addresses, in_dashboard
from dashboard.content.build_cache import Shelf
from etl.i18n.labels import ATTRIBUTIONS
from etl.i18n.translator import Translator
from etl.queries.query import Asking, Row

T = TypeVar("T")


@dataclass(frozen=True)
class Page:
    """One run of one page: a cursor of its own on the build, the texts of the reader's language, the declaration.

    What is made from the build for this language, declaration and day is kept on `shelf` where there is one.
    """

    asking: Asking
    build: str
    words: Translator
    declaration: Row
    declarations: tuple[str, ...]
    addresses: Addresses = in_dashboard
    shelf: Shelf | None = None

    @property
    def parties(self) -> dict[str, str]:
        """The parties by their codes, in the declaration's order, as the reader calls them."""
        found: dict[str, str] = self.declaration["parties"]
        return found

    @property
    def acting(self) -> dict[str, str]:
        """Whose act something may be, by its code."""
        t = self.words.t
        return {"joint": t(ATTRIBUTIONS["joint"]), **self.parties, "third-party": t(ATTRIBUTIONS["third-party"])}

    @property
    def lang(self) -> str:
        """The language of the reader."""
        return self.words.language

    def cached(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` makes from the build, made once: `key` names it and all it is made from beside what this page shows."""
        if self.shelf is None:
            return make()
        return self.shelf.keep((self.lang, self.asking.declaration, self.declaration["as_of"], key), make)

    def link(self, page: str, label: str, css: str = "", **parameters: str) -> str:
        """A link to a page in the reader's language and, where there are several, of the declaration in view.

        Where there is no such page, the label alone.
        """
        return markup.link(self._address(page, **parameters), label, css)

    def download(self, indicator: str) -> str:
        """The way to the data of an indicator's chart, where it is a file of its own."""
        address = self.addresses("data", self.lang, {"id": indicator})
        return markup.downloads([(address, self.words.t("Download the data (CSV)"))] if address else [])

    def pictures(self, by: str) -> str:
        """The ways to the picture of the pledges counted by `domain` or `family`; nothing where there is none."""
        t = self.words.t
        labels = {"png": t("Download the chart (PNG)"), "svg": t("Download the chart (SVG)")}
        return markup.downloads(
            [(address, label) for kind, label in labels.items() if (address := self._address("picture", id=f"{by}.{kind}"))]
        )

    def _address(self, page: str, **parameters: str) -> str | None:
        if len(self.declarations) > 1:
            parameters = {"declaration": self.asking.declaration, **parameters}
        if self.declaration["earlier"]:
            parameters = {"as_of": self.declaration["as_of"].isoformat(), **parameters}
        return self.addresses(page, self.lang, parameters)
