"""The feed of changes: valid Atom 1.0 by RFC 4287 and a real reader, the same bytes for the same inputs, served with an ETag."""

import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as Xml

import duckdb
import feedparser
import pytest

from etl.i18n.languages import LANGUAGES
from etl.i18n.translator import translator
from etl.queries.change_rows import status_changes
from etl.reports import atom_feed
from etl.warehouse import builds as warehouse
from tests.support.dashboards import serving
from tests.support.places import DATA

ATOM = "{http://www.w3.org/2005/Atom}"
ONCE = {"feed": ("id", "title", "updated"), "entry": ("id", "title", "updated", "content")}
BASE = "https://pledges.example.org/servanda/"


@pytest.fixture(scope="module")
def served_alone(built: warehouse.Build) -> Iterator[str]:
    with serving(built.path.parent) as address:
        yield address


def content(built: warehouse.Build, lang: str) -> bytes:
    return atom_feed.files(built.path)[lang].read_bytes()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_feed_keeps_the_rules_of_rfc_4287(built: warehouse.Build, lang: str) -> None:
    root = Xml.fromstring(atom_feed.at(content(built, lang), BASE))
    assert root.tag == f"{ATOM}feed"
    entries = root.findall(f"{ATOM}entry")
    for element in (root, *entries):
        for name in ONCE[element.tag.removeprefix(ATOM)]:
            (found,) = element.findall(f"{ATOM}{name}")
            assert (found.text or "").strip(), name
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", element.findtext(f"{ATOM}updated") or "")
        assert re.fullmatch(r"tag:servanda\.invalid,2025-11-12:[\w/.-]+", element.findtext(f"{ATOM}id") or "")
        links = element.findall(f"{ATOM}link")
        alternates = [(link.get("type"), link.get("hreflang")) for link in links if link.get("rel") == "alternate"]
        assert len(alternates) == len(set(alternates)) == 1
        assert all((link.get("href") or "").startswith(("https://", "http://")) for link in links)
    (author,) = root.findall(f"{ATOM}author")
    assert author.findtext(f"{ATOM}name") == "Servanda"
    assert [link.get("href") for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"] == [f"{BASE}feed/{lang}.atom"]
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(ids) == len(set(ids)) > 50
    # Elements of RFC 4287 only, and what it allows as children.
    assert {element.tag.removeprefix(ATOM) for element in root.iter()} <= {
        "feed", "entry", "id", "title", "subtitle", "updated", "author", "name", "link", "category", "content",
    }  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_reader_reads_every_change(built: warehouse.Build, connection: duckdb.DuckDBPyConnection, lang: str) -> None:
    read = feedparser.parse(atom_feed.at(content(built, lang), BASE))
    assert not read.bozo and read.version == "atom10" and read.feed.language == lang
    changes = status_changes(connection, lang)[: atom_feed.MOST]
    assert [(entry.updated[:10], entry.tags[0].term) for entry in read.entries] == [
        (row["day"].isoformat(), row["cause"]) for row in changes
    ]
    for entry, row in zip(read.entries, changes, strict=True):
        assert row["title"] in entry.title and " → " in entry.title
        assert entry.link.startswith(f"{BASE}{row['level']}?declaration={row['declaration']}&id={row['key']}&as_of={row['day']}")
        text = entry.content[0]
        assert text.type == "text/plain" and translator(lang).t("Why") in text.value


def test_an_entry_names_cause_and_source(built: warehouse.Build) -> None:
    read = feedparser.parse(content(built, "en"))
    entry = next(item for item in read.entries if item.id.endswith("en/kz-ru-2025/pledge/A05/2026-11-30"))
    assert "not coded yet → Started" in entry.title
    assert "Why: New coding" in entry.content[0].value
    sources = [link for link in entry.links if link.rel == "via"]
    assert sources and all(link.href in entry.content[0].value and link.title in entry.content[0].value for link in sources)


def test_the_same_inputs_give_the_same_bytes(built: warehouse.Build, tmp_path: Path) -> None:
    again = warehouse.build(DATA, tmp_path)
    assert again.id == built.id
    assert [content(again, lang) for lang in LANGUAGES] == [content(built, lang) for lang in LANGUAGES]


def test_a_build_without_changes_has_an_empty_valid_feed(tmp_path: Path) -> None:
    early = warehouse.build(DATA, tmp_path, date(2025, 11, 12))
    read = feedparser.parse(content(early, "en"))
    assert not read.bozo and read.entries == [] and read.feed.updated == "2025-11-12T00:00:00Z"


def test_texts_that_xml_cannot_hold_are_left_out(built: warehouse.Build, tmp_path: Path) -> None:
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(built.path.read_bytes())
    with duckdb.connect(str(copy)) as connection:
        connection.execute("update recorded_pledges set title = map {'en': 'a' || chr(1) || ' <b> & \"c\"'}")
        read = feedparser.parse(atom_feed.feed(connection, "en"))
    assert not read.bozo and any('a <b> & "c":' in entry.title_detail.value for entry in read.entries)


def test_feeds_go_with_their_builds_and_come_back(tmp_path: Path, record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warehouse, "BUILDS_STORED", 1)
    for number in range(warehouse.BUILDS_STORED + 2):
        path = record / "units.yaml"
        path.write_text(path.read_text(encoding="utf-8") + f"# {number}\n", encoding="utf-8")
        latest = warehouse.build(record, tmp_path / "w")
    warehouse.build(record, tmp_path / "w")
    builds = {path.stem for path in (tmp_path / "w").glob("*.duckdb")}
    assert {path.name.partition(".")[0] for path in (tmp_path / "w").glob("*.atom")} == builds
    lost = atom_feed.files(latest.path)["kk"]
    before = lost.read_bytes()
    lost.unlink()
    warehouse.build(record, tmp_path / "w")
    assert lost.read_bytes() == before, "an interrupted build is completed by the next"


def ask(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, {name.lower(): value for name, value in error.headers.items()}, error.read()


def test_the_dashboard_serves_the_feed(served_alone: str) -> None:
    status, headers, body = ask(f"{served_alone}feed/fr.atom")
    assert (status, headers["content-type"], headers["content-language"]) == (200, "application/atom+xml; charset=utf-8", "fr")
    read = feedparser.parse(body)
    assert not read.bozo and read.entries[0].link.startswith(served_alone)
    assert ask(f"{served_alone}feed/fr.atom", If_None_Match=headers["etag"])[0::2] == (304, b"")
    assert ask(f"{served_alone}feed/fr.atom", If_None_Match='"other"')[0] == 200
    assert ask(f"{served_alone}feed/de.atom")[0] == 404
    assert ask(f"{served_alone}feed/..%2fcurrent.atom")[0] in (400, 404), "never a file of somebody's choice"


def test_behind_a_proxy_its_links_lead_to_the_named_address(built: warehouse.Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVANDA_ADDRESS", BASE.rstrip("/"))
    with serving(built.path.parent) as address:
        read = feedparser.parse(ask(f"{address}feed/en.atom")[2])
        assert read.entries[0].link.startswith(BASE)


def test_without_a_build_there_is_no_feed(tmp_path: Path) -> None:
    with serving(tmp_path) as address:
        assert ask(f"{address}feed/en.atom")[0::2] == (404, b"There is no feed here.")
