"""The feed of changes: Atom 1.0 (RFC 4287), one file a language beside each build, written with it.

The files know nothing of the server they are read from: their links are relative to its root, `at` makes them absolute.
Ids are tag URIs (RFC 4151) under a name of no server (RFC 2606), so that they stay the same wherever the feed is read.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from urllib.parse import urlencode, urljoin
from xml.etree import ElementTree as Xml

import duckdb

from etl.i18n.labels import CHANGE_CAUSES, INDICATOR_REASONS, REASONS
from etl.i18n.languages import LANGUAGES
from etl.i18n.translator import Translator, translator
from etl.queries import change_rows, declaration_rows
from etl.queries.query import Row
from etl.reports.changes import basis
from etl.reports.status_text import headline

ATOM = "http://www.w3.org/2005/Atom"
CONTENT_TYPE = "application/atom+xml; charset=utf-8"
AUTHORITY = "servanda.invalid,2025-11-12"
# The newest changes; older ones stand on the page.
MOST = 200
# What XML 1.0 cannot hold.
UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Where a page stands, by its name and what it is asked for, as the feed's links say it.
Addresses = Callable[[str, dict[str, str]], str]
Sources = Mapping[tuple[str, str, str, date], list[tuple[str, str]]]

Xml.register_namespace("", ATOM)


def address(lang: str) -> str:
    """Where the dashboard serves the feed of a language, below its root."""
    return f"feed/{lang}.atom"


def files(build: Path) -> dict[str, Path]:
    """The feeds that stand beside a build's file, by language."""
    return {lang: build.with_name(f"{build.stem}.{lang}.atom") for lang in LANGUAGES}


def in_dashboard(page: str, parameters: dict[str, str]) -> str:
    """A page of the dashboard, relative to its root."""
    return f"{page}?{urlencode(parameters)}" if parameters else page


def feed(connection: duckdb.DuckDBPyConnection, lang: str, declaration: str | None = None, addresses: Addresses = in_dashboard) -> bytes:
    """The feed of a build in one language: the newest changes of status of a declaration or of all. The same build, the same bytes."""
    words = translator(lang)
    changes = change_rows.status_changes(connection, lang, None, declaration, MOST)
    sources = _sources(connection, lang, changes)
    ((known_on,),) = connection.execute("select as_of from build").fetchall()
    root = Xml.Element(_name("feed"), {"{http://www.w3.org/XML/1998/namespace}lang": lang})
    _add(root, "id", f"tag:{AUTHORITY}:feed/{lang}")
    _add(root, "title", words.t("Servanda: changes"))
    _add(root, "subtitle", words.t("Every change of status with its cause."))
    _add(root, "updated", _moment(max((change["day"] for change in changes), default=known_on)))
    _add(_add(root, "author"), "name", "Servanda")
    _add(root, "link", rel="self", type="application/atom+xml", href=addresses(address(lang), {}))
    _add(root, "link", rel="alternate", type="text/html", hreflang=lang, href=addresses("changes", {"lang": lang}))
    for change in changes:
        _entry(root, change, sources.get((change["declaration"], change["level"], change["key"], change["day"]), []), words, addresses)
    Xml.indent(root)
    return bytes(Xml.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def at(content: bytes, base: str) -> bytes:
    """A feed with its links made absolute: `base` is the address of the server's root, with a slash at its end."""
    root = Xml.fromstring(content)
    for link in root.iter(_name("link")):
        link.set("href", urljoin(base, link.get("href", "")))
    return bytes(Xml.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _entry(root: Xml.Element, change: Row, sources: list[tuple[str, str]], words: Translator, addresses: Addresses) -> None:
    day, kind = change["day"].isoformat(), change["level"]
    reasons = REASONS if kind == "pledge" else INDICATOR_REASONS
    before = headline(words, change["status_before"], change["reason_before"], reasons)
    after = headline(words, change["status"], change["reason"], reasons)
    name = f"{change['key']} · {change['title']}" if kind == "pledge" else change["title"]
    cause = words.t(CHANGE_CAUSES[change["cause"]])
    lines = [
        words.pair(words.t("Why"), cause),
        words.pair(words.t("How the day is known"), basis(words, change)),
        *(words.pair(words.t("Source"), f"{publisher}, {url}") for publisher, url in sources),
    ]
    entry = _add(root, "entry")
    _add(entry, "id", f"tag:{AUTHORITY}:{words.language}/{change['declaration']}/{kind}/{change['key']}/{day}")
    _add(entry, "title", f"{name}: {before} → {after}")
    _add(entry, "updated", _moment(change["day"]))
    asked = {"declaration": change["declaration"], "id": change["key"], "as_of": day, "lang": words.language}
    _add(entry, "link", rel="alternate", type="text/html", hreflang=words.language, href=addresses(kind, asked))
    for publisher, url in sources:
        _add(entry, "link", rel="via", title=publisher, href=url)
    _add(entry, "category", term=change["cause"], label=cause)
    _add(entry, "content", "\n".join(lines), type="text")


def _sources(connection: duckdb.DuckDBPyConnection, lang: str, changes: list[Row]) -> Sources:
    """Publisher and page behind each of these changes."""
    if not changes:
        return {}
    names = declaration_rows.translated_names(connection, lang)
    found: dict[tuple[str, str, str, date], list[tuple[str, str]]] = {}
    for row in change_rows.sources_of(connection, changes):
        key = (row["declaration"], row["level"], row["key"], row["day"])
        found.setdefault(key, []).append((names.get(row["publisher"]) or row["publisher"], row["url"]))
    return found


def _add(parent: Xml.Element, name: str, content: str = "", **attributes: str) -> Xml.Element:
    element = Xml.SubElement(parent, _name(name), {key: UNFIT.sub("", value) for key, value in attributes.items()})
    element.text = UNFIT.sub("", content) or None
    return element


def _name(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _moment(day: date) -> str:
    """A day as RFC 3339 wants it; the hour is not known."""
    return f"{day.isoformat()}T00:00:00Z"
