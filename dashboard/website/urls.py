"""Where the pages of the site stand: stable addresses below its root, and the links between them."""

from dataclasses import dataclass
from posixpath import relpath
from urllib.parse import urlencode

from dashboard.content.page_list import PAGES
from etl.reports import atom_feed

# Pages that stand once in each language, by their name in the dashboard.
FOLDERS = {"./": "", **{page.name: page.folder for page in PAGES if page.folder is not None}}
PARAMETERS = {page.name: page.parameters for page in PAGES}


def place(page: str, lang: str, asked: dict[str, str]) -> str | None:
    """The address of a page below the root, or None where the site has none: past days and pages that change data."""
    if "as_of" in asked or "log" in asked:
        return None
    if page == "feed":
        return atom_feed.address(lang)
    key = asked.get("id", "")
    ones = {
        "pledge": f"pledges/{key}/", "indicator": f"indicators/{key}/", "data": f"indicators/{key}/servanda-{key}.csv",
        "embed": f"embed/{key}.html", "picture": f"pictures/servanda-{key}",
    }  # fmt: skip
    if page in ones and key:
        return f"{lang}/{ones[page]}"
    if page == "domains" and "domain" in asked:
        return f"{lang}/domains/{asked['domain']}/"
    if page not in FOLDERS:
        return None
    query = {name: asked[name] for name in PARAMETERS.get(page, ()) if name in asked}
    return f"{lang}/{FOLDERS[page]}" + (f"?{urlencode(query)}" if query else "")


def file(address: str) -> str:
    """The file of an address: that of a folder is its index."""
    return f"{address}index.html" if address.endswith("/") or not address else address


@dataclass(frozen=True)
class From:
    """The links of one page, given where it stands: relative, so that the site may stand anywhere."""

    here: str

    def __call__(self, page: str, lang: str, asked: dict[str, str]) -> str | None:
        """The way to a page, as `dashboard.content.addresses.Addresses` wants it."""
        found = place(page, lang, asked)
        return None if found is None else self.to(found)

    def to(self, address: str) -> str:
        """The way to an address below the root; one that starts at the root of a server stays as it is."""
        if address.startswith("/"):
            return address
        path, mark, query = address.partition("?")
        folder = self.here.rpartition("/")[0]
        way = relpath(f"/{path}", f"/{folder}") + ("/" if path.endswith("/") or not path else "")
        return ("./" if way == "./" else way) + mark + query
