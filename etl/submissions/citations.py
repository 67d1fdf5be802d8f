"""Which source of the record a link belongs to; the first link to a site makes a source of it."""

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlparse

from etl.record.models import Source


class Cited:
    """The sources of a record and those that links add to it (`new`, by id)."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._known = {source.id: source for source in sources}
        self._by_host: dict[str, Source] = {}
        for source in self._known.values():
            self._by_host.setdefault(_host(source.url or ""), source)
        self._by_link: dict[str, Source] = {}
        self.new: dict[str, Source] = {}

    def source(self, link: str, day: date) -> Source | None:
        """The source a link belongs to, by its site; one seen for the first time on `day` is press of unknown terms. None: no link."""
        if link in self._by_link:
            return self._by_link[link]
        host = _host(link)
        if not host:
            return None
        known = self._by_host.get(host)
        if known is None:
            key = host.replace(".", "-")
            known = self._known.get(key) or Source(
                id=key, publisher=host, title=host, url=f"https://{host}/", licence="facts cited with attribution; terms not verified",
                terms="unverified", accessed=day, kind="press", tier="press",
            )  # fmt: skip
            self._by_host[host] = self._known[key] = self.new[key] = known
        self._by_link[link] = known
        return known


def _host(link: str) -> str:
    """The site of a link without "www."; empty where it is no link of the web."""
    host = urlparse(link).hostname if link.startswith(("https://", "http://")) else None
    return (host or "").removeprefix("www.")
