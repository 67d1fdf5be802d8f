"""The static site as files: every page, link, figure and address of it; whole or not at all."""

import csv
import io
import json
import os
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urlparse
from xml.etree import ElementTree as Xml

import duckdb
import feedparser
import pytest

from dashboard.content.figures import value_text
from dashboard.website import write
from dashboard.website.urls import From, place
from etl.i18n.languages import LANGUAGES
from etl.i18n.translator import translator
from etl.queries import coding_rows, declaration_rows, event_rows, indicator_rows, observation_rows, pledge_rows
from etl.queries.query import Asking, keeper
from etl.reports import explain_indicator
from etl.warehouse import builds as warehouse
from tests.support.parameters import mostly_full
from tests.support.registers import SECRET
from tests.support.sites import ADDRESS, KINDS, write_site

RAW_KEY = re.compile(r"\b[a-z]{2,}(?:_[a-z]+)+\b")
MOST_BYTES = 300_000


def pages(folder: Path, lang: str = "") -> list[Path]:
    return sorted((folder / lang).rglob("*.html"))


class Text(HTMLParser):
    """What a reader sees of a page; without what is marked as being in another language, where asked so."""

    def __init__(self, whole: bool) -> None:
        super().__init__()
        self.whole, self.texts, self.cells, self.inside, self.number = whole, [], [], [], False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        names = dict(attributes)
        if tag not in ("meta", "link", "br", "img", "input", "circle", "path", "line", "rect"):
            skipped = tag in ("script", "title", "textarea") or (not self.whole and tag != "html" and "lang" in names)
            self.inside.append(skipped)
        if names.get("class") == "sv-num":
            self.cells.append("")
            self.number = True

    def handle_endtag(self, tag: str) -> None:
        if self.inside:
            self.inside.pop()
        self.number = False

    def handle_data(self, data: str) -> None:
        if not any(self.inside):
            self.texts.append(data)
        if self.number:
            self.cells[-1] += data


def read(path: Path, whole: bool = True) -> Text:
    text = Text(whole)
    text.feed(path.read_text(encoding="utf-8"))
    return text


def test_there_is_a_page_for_everything(site: Path, languages: tuple[str, ...], connection: duckdb.DuckDBPyConnection) -> None:
    pledges = {key for (key,) in connection.execute("select pledge from pledges").fetchall()}
    indicators = {key for (key,) in connection.execute("select indicator from indicators").fetchall()}
    for lang in languages:
        assert {path.name for path in (site / lang / "pledges").iterdir() if path.is_dir()} == pledges
        assert {path.name for path in (site / lang / "indicators").iterdir()} == indicators
        assert all((site / lang / path.partition("?")[0] / "index.html").is_file() for path in KINDS.values() if not path.endswith(".html"))
    for name in ("index.html", "404.html", "sitemap.xml", "robots.txt", "servanda.json", *(f"feed/{lang}.atom" for lang in languages)):
        assert (site / name).is_file(), name


def test_every_link_and_anchor_resolves(site: Path) -> None:
    @cache
    def anchors(path: Path) -> frozenset[str]:
        return frozenset(re.findall(r' id="([^"]+)"', path.read_text(encoding="utf-8")))

    @cache
    def broken(folder: Path, link: str) -> bool:
        address, anchor = urldefrag(link)
        target = Path(os.path.normpath(folder / unquote(address.partition("?")[0])))
        target = target / "index.html" if address.partition("?")[0].endswith("/") else target
        return not target.is_file() or (bool(anchor) and anchor not in anchors(target))

    failed = []
    for path in pages(site):
        html = path.read_text(encoding="utf-8")
        assert 'href="None"' not in html
        for link in set(re.findall(r'(?:href|src|action|data-index)="([^"]*)"', html)):
            if link.startswith(("http", "data:", "&")):
                continue
            own = link.startswith("#")
            if path.name == "404.html":
                link = "." + link if link.startswith("/") else link  # noqa: PLW2901
            if (own and link[1:] not in anchors(path)) or (not own and broken(path.parent, link)):
                failed.append(f"{path.relative_to(site)}: {link}")
    assert failed[:20] == []


def test_every_page_says_where_it_stands(site: Path, languages: tuple[str, ...], built: warehouse.Build) -> None:
    """Language, one first heading, the way past the head, other languages, as of when, how far, which build; and is short to load."""
    with warehouse.open_build(built) as connection:
        ((as_of,),) = connection.execute("select as_of from build").fetchall()
    policy = re.compile(r'Content-Security-Policy" content="[^"]*script-src \'self\';')
    for lang in languages:
        t = translator(lang)
        for path in pages(site, lang):
            html, name = path.read_text(encoding="utf-8"), str(path.relative_to(site))
            assert f'<html lang="{lang}">' in html, name
            assert html.count("<h1") == 1 and html.count("<main ") == 1, name
            assert policy.search(html) and "<style" not in html and " onclick" not in html, name
            assert t.day(as_of) in html, name
            assert len(html.encode()) < MOST_BYTES, name
            if "/embed/" in f"/{name}":
                continue
            assert 'href="#main"' in html and "<footer " in html and "<header " in html, name
            assert set(re.findall(r'rel="alternate" hreflang="([a-z-]+)"', html)) == {*languages, "x-default"}, name
            assert html.count('rel="canonical"') == 1 and built.id in html and 'type="application/atom+xml"' in html, name


@pytest.mark.parametrize("lang", mostly_full(LANGUAGES, "kk"))
def test_no_page_shows_a_raw_key(site: Path, lang: str) -> None:
    wrong = []
    for path in pages(site, lang):
        shown = " ".join(read(path, whole=False).texts)
        found = RAW_KEY.findall(shown) + re.findall(r"\bNone\b(?! [a-z])|\bnan\b|\{\w*\}|Traceback", shown)
        if found:
            wrong.append((str(path.relative_to(site)), found[:3]))
    assert wrong == []


@pytest.mark.parametrize("lang", mostly_full(LANGUAGES, "kk"))
def test_every_figure_of_an_indicator_is_the_warehouses(site: Path, connection: duckdb.DuckDBPyConnection, lang: str) -> None:
    """On its page, in its file of data and in its chart alone: the same values, none more, none less."""
    t = translator(lang)
    # As what leaves: without the values that may not.
    connection.execute("set variable passing_on = true")
    stored: dict[str, list[tuple[Any, ...]]] = {}
    for key, *row in connection.execute(
        f"select o.indicator, o.period, o.value, o.qualifier, u.decimals, u.amount['{lang}'], i.unit, o.withheld from indicator_observations as o"
        " join indicators as i using (declaration, indicator) join units as u on i.unit = u.unit"
        " order by o.indicator, o.place, o.start_date desc, o.end_date desc, o.period desc"
    ).fetchall():
        stored.setdefault(key, []).append(tuple(row))
    for key, rows in stored.items():
        shown = [
            value_text(t, {"unit": unit, "decimals": decimals, "amount": form}, value, qualifier, bool(withheld))
            for _, value, qualifier, decimals, form, unit, withheld in rows
        ]
        cells = read(site / lang / "indicators" / key / "index.html").cells
        assert all(cells.count(value) >= shown.count(value) for value in set(shown)), key
        file = site / lang / "indicators" / key / f"servanda-{key}.csv"
        if all(row[1] is None for row in rows):
            assert not file.exists(), "nothing is drawn, so there is no data of a drawing"
            continue
        entries = [row for row in csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))) if row["kind"] == "observation"]
        stated = [(period, "" if value is None else repr(value).removesuffix(".0")) for period, value, *_ in rows]
        assert sorted((row["period"], row["value"]) for row in entries) == sorted(stated), key
        assert sorted(read(site / lang / "embed" / f"{key}.html").cells) == sorted(shown), key


def test_every_figure_of_a_pledge_is_the_warehouses(site: Path, connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("set variable passing_on = true")
    ask = Asking(connection, "en", declaration_rows.declarations(connection)[0])
    t = translator("en")
    for row in pledge_rows.pledges(ask):
        text = " ".join(" ".join(read(site / "en" / "pledges" / row["pledge"] / "index.html").texts).split())
        for item in indicator_rows.pledge_indicators(ask, row["pledge"]):
            assert " ".join(item["title"].split()) in text, (row["pledge"], item["indicator"])
            if item["latest_value"] is not None and item["unit"] != "YES_NO":
                figure = value_text(t, item, item["latest_value"], item["latest_qualifier"])
                assert " ".join(figure.split()) in text, (row["pledge"], item["indicator"], figure)


def test_a_page_made_with_all_others_is_the_one_made_alone(connection: duckdb.DuckDBPyConnection) -> None:
    """Asking for everything at once gives what asking for one gives."""
    one = Asking(connection, "fr", declaration_rows.declarations(connection)[0])
    every = Asking(connection, "fr", one.declaration, keep=keeper())
    for key in ("D01", "D25", "D30", "A14"):
        for ask in (
            pledge_rows.pledge,
            pledge_rows.pledge_reports,
            indicator_rows.pledge_indicators,
            event_rows.events,
            coding_rows.rubric,
            event_rows.searches,
        ):
            assert ask(one, key) == ask(every, key), (key, ask)  # type: ignore[operator]
    for key in ("trade-turnover", "cpc-shipments", "npp-agreements", "no-such"):
        for ask in (
            indicator_rows.indicator, indicator_rows.indicator_pledges, observation_rows.observations, indicator_rows.targets, indicator_rows.usual, indicator_rows.rule_results,
            indicator_rows.disagreements,
        ):  # fmt: skip
            assert ask(one, key) == ask(every, key), (key, ask)  # type: ignore[operator]
    both = ["trade-turnover", "cpc-shipments"]
    assert observation_rows.value_history(one, both) == observation_rows.value_history(every, both)
    assert explain_indicator.explained(one, translator("fr"), both) == explain_indicator.explained(every, translator("fr"), both)


@pytest.mark.full
def test_same_build_same_bytes(site: Path, built: warehouse.Build, tmp_path: Path) -> None:
    again = tmp_path / "again"
    assert write_site(again, built.path.parent, TZ="Pacific/Kiritimati", PYTHONHASHSEED="7").returncode == 0
    files = {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    assert {path.relative_to(again): path.read_bytes() for path in again.rglob("*") if path.is_file()} == files


def test_what_is_no_site_of_ours_stays(built: warehouse.Build, tmp_path: Path) -> None:
    mine = tmp_path / "letters"
    mine.mkdir()
    (mine / "letter.txt").write_text("kept")
    done = write_site(mine, built.path.parent)
    assert done.returncode == 1
    assert done.stderr.strip() == f"{mine} holds something else than an earlier site; name a new or an empty folder"
    assert [path.name for path in tmp_path.iterdir()] == ["letters"] and (mine / "letter.txt").read_text() == "kept"
    assert "there is no build" in write_site(tmp_path / "x", tmp_path / "none").stderr
    assert write_site(tmp_path / "x", built.path.parent, "--address", "example.org").returncode == 2


def test_a_site_is_whole_or_the_earlier_one_stays(built: warehouse.Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "public"
    monkeypatch.setattr(write, "_all", lambda work, tasks: [["en/"]])
    write.write(folder, built, ("en",))
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    assert json.loads(before[write.SEAL])["build"] == built.id

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(write, "_around", full)
        with pytest.raises(OSError, match="No space"):
            write.write(folder, built, ("ru",))
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before
    write.write(folder, built, ("ru",))
    assert json.loads((folder / write.SEAL).read_text())["languages"] == ["ru"]
    assert [path.name for path in tmp_path.iterdir()] == ["public"], "no draft is left"


def test_nothing_internal_leaves(hostile_site: Path) -> None:
    named = [path for path in hostile_site.rglob("*") if path.is_file() and SECRET.lower().encode() in path.read_bytes().lower()]
    assert named == []


def test_with_its_address_the_site_is_found(hostile_site: Path) -> None:
    page = (hostile_site / "en/pledges/D30/index.html").read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="{ADDRESS}en/pledges/D30/">' in page
    assert f'hreflang="en" href="{ADDRESS}en/pledges/D30/"' in page
    listed = [item.text for item in Xml.parse(hostile_site / "sitemap.xml").iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert f"{ADDRESS}en/indicators/trade-turnover/" in listed and len(listed) == len(set(listed)) > 400
    assert all(str(item).startswith(f"{ADDRESS}en/") for item in listed)
    assert f"Sitemap: {ADDRESS}sitemap.xml" in (hostile_site / "robots.txt").read_text()
    feed = feedparser.parse((hostile_site / "feed/en.atom").read_bytes())
    assert not feed.bozo and feed.entries
    for entry in feed.entries:
        assert (
            entry.link.startswith(ADDRESS)
            and (hostile_site / urlparse(entry.link).path.removeprefix("/servanda/") / "index.html").is_file()
        )
    lost = (hostile_site / "404.html").read_text(encoding="utf-8")
    assert 'href="/servanda/en/"' in lost and 'href="/servanda/assets/' in lost
    assert f"iframe src=&quot;{ADDRESS}en/embed/cpc-shipments.html" in (hostile_site / "en/indicators/cpc-shipments/index.html").read_text()


@pytest.mark.parametrize(
    ("page", "asked", "address"),
    [
        ("./", {}, "en/"),
        ("pledge", {"id": "D25"}, "en/pledges/D25/"),
        ("pledge", {"id": "D25", "as_of": "2026-01-31"}, None),
        ("indicator", {"id": "x-y"}, "en/indicators/x-y/"),
        ("pledges", {"reason": "no_data"}, "en/pledges/?reason=no_data"),
        ("domains", {"domain": "energy"}, "en/domains/energy/"),
        ("review", {"id": "S1"}, None),
        ("update", {}, None),
    ],
)
def test_addresses_are_stable(page: str, asked: dict[str, str], address: str | None) -> None:
    assert place(page, "en", asked) == address


def test_links_are_relative() -> None:
    way = From("en/pledges/D25/")
    assert way("overview", "en", {}) == "../../"
    assert way("pledge", "ru", {"id": "D25"}) == "../../../ru/pledges/D25/"
    assert way("pledge", "en", {"id": "D25"}) == "./"
    assert way("pledges", "en", {"q": "a b"}) == "../?q=a+b"
    assert From("en/embed/x.html").to("assets/a.css") == "../../assets/a.css"
