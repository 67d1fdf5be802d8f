"""The static site: every page, link and figure in its files; search, languages, keys, charts and accessibility in a real Chromium."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urlparse
from xml.etree import ElementTree as Xml

import duckdb
import feedparser
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from dashboard.content.figures import value_text
from dashboard.content.page_list import PAGES
from dashboard.website import write
from dashboard.website.urls import From, place
from etl.i18n.languages import LANGUAGES
from etl.i18n.translator import translator
from etl.queries import coding_rows, declaration_rows, event_rows, indicator_rows, observation_rows, pledge_rows
from etl.queries.query import Asking, keeper
from etl.reports import explain_indicator
from etl.warehouse import builds as warehouse
from tests.support.accessibility import CUT, WIDER
from tests.support.parameters import mostly_full
from tests.support.places import ROOT
from tests.support.registers import FOLDER, SECRET, edit_csv, edit_pledges, edit_yaml, make_internal

KINDS = {
    "overview": "",
    "pledges": "pledges/",
    "pledges, filtered": "pledges/?family=milestone&q=energy",
    "pledge": "pledges/D25/",
    "pledge judged from acts": "pledges/D30/",
    "indicator": "indicators/trade-turnover/",
    "indicator without data": "indicators/npp-agreements/",
    "domains": "domains/",
    "domain": "domains/transport/",
    "evidence": "evidence/?nature=act",
    "changes": "changes/",
    "due": "due/",
    "due later": "due/later/",
    "method": "method/",
    "search": "search/?q=Kazakhstan",
    "embedded": "embed/trade-turnover.html",
}
KINDS |= {page.name: page.folder for page in PAGES if page.folder and page.folder not in {path.split("?")[0] for path in KINDS.values()}}
# Those that are looked at in the quick run; axe takes seconds on the long ones.
SHORT = ("overview", "pledges, filtered", "pledge judged from acts", "indicator", "domain", "changes", "search", "embedded")
THEMES = ("light", "dark")
# English, in which texts are written, and Kazakh, in which they break most easily.
QUICK_LANGUAGES = ("en", "kk")
RAW_KEY = re.compile(r"\b[a-z]{2,}(?:_[a-z]+)+\b")
MOST_BYTES = 300_000
HOSTILE = "<script>document.title='taken'</script>\"><img src=x onerror=alert(1)>"
ADDRESS = "https://example.org/servanda/"


def made(folder: Path, builds: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "dashboard", "site", str(folder), "--warehouse", str(builds), *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def languages(request: pytest.FixtureRequest) -> tuple[str, ...]:
    """The languages of the site: each takes ten seconds of a processor."""
    return LANGUAGES if request.config.getoption("--full") else QUICK_LANGUAGES


@pytest.fixture(scope="session")
def site(built: warehouse.Build, languages: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the shipped record."""
    folder = tmp_path_factory.mktemp("site") / "public"
    done = made(folder, built.path.parent, "--lang", *languages)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site, in one language and with its address, of a record with internal items and with texts that try to be more than texts."""
    folder = tmp_path_factory.mktemp("hostile")
    record = folder / "data"
    shutil.copytree(ROOT / "data", record)
    make_internal(record)
    titles = {lang: f"Title {HOSTILE}" for lang in LANGUAGES}
    edit_pledges(record, D25={"title": titles, "summary": titles})

    def indicators(listed: list[dict[str, Any]]) -> None:
        (item,) = (item for item in listed if item["id"] == "trade-turnover")
        item.update(title=titles, definition=titles)

    edit_yaml(record, f"{FOLDER}/indicators.yaml", indicators)
    edit_csv(record, f"{FOLDER}/events.csv", lambda rows: rows[0].update(summary_en=HOSTILE))
    warehouse.build(record, folder / "w")
    done = made(folder / "public", folder / "w", "--lang", "en", "--address", ADDRESS)
    assert done.returncode == 0, done.stderr
    return folder / "public"


@contextmanager
def hosted(folder: Path) -> Iterator[str]:
    """The address of a plain web server for a folder."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def host(site: Path) -> Iterator[str]:
    with hosted(site) as address:
        yield address


@contextmanager
def opened(browser: Browser, url: str, theme: str = "light", width: int = 1280) -> Iterator[tuple[Page, list[str]]]:
    """A page in a new browser profile, and everything that went wrong in it."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)  # type: ignore[arg-type]
    page = context.new_page()
    wrong: list[str] = []
    home = urlparse(url).netloc
    page.on("console", lambda message: wrong.append(f"{message.type}: {message.text}") if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(f"exception: {error}"))
    page.on("request", lambda request: wrong.append(f"leaves the site: {request.url}") if urlparse(request.url).netloc != home else None)
    page.on("response", lambda answer: wrong.append(f"{answer.status}: {answer.url}") if answer.status >= 400 else None)
    page.goto(url)
    try:
        yield page, wrong
    finally:
        context.close()


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
    assert made(again, built.path.parent, TZ="Pacific/Kiritimati", PYTHONHASHSEED="7").returncode == 0
    files = {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    assert {path.relative_to(again): path.read_bytes() for path in again.rglob("*") if path.is_file()} == files


def test_what_is_no_site_of_ours_stays(built: warehouse.Build, tmp_path: Path) -> None:
    mine = tmp_path / "letters"
    mine.mkdir()
    (mine / "letter.txt").write_text("kept")
    done = made(mine, built.path.parent)
    assert done.returncode == 1
    assert done.stderr.strip() == f"{mine} holds something else than an earlier site; name a new or an empty folder"
    assert [path.name for path in tmp_path.iterdir()] == ["letters"] and (mine / "letter.txt").read_text() == "kept"
    assert "there is no build" in made(tmp_path / "x", tmp_path / "none").stderr
    assert made(tmp_path / "x", built.path.parent, "--address", "example.org").returncode == 2


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


def test_nothing_internal_leaves(hostile: Path) -> None:
    named = [path for path in hostile.rglob("*") if path.is_file() and SECRET.lower().encode() in path.read_bytes().lower()]
    assert named == []


def test_hostile_texts_stay_texts(hostile: Path, browser: Browser) -> None:
    for path in hostile.rglob("*"):
        if path.suffix in (".html", ".atom", ".xml"):
            text = path.read_text(encoding="utf-8")
            assert "<script>" not in text and "<img src=x" not in text, path
    with hosted(hostile) as address:
        for page_path in ("pledges/D25/", "indicators/trade-turnover/", "search/?q=title", "evidence/", "embed/trade-turnover.html"):
            with opened(browser, f"{address}en/{page_path}") as (page, wrong):
                assert "taken" not in page.title() or "<script>" in page.title()
                assert page.locator("img[src=x]").count() == 0
                assert wrong == []
        with opened(browser, f"{address}en/search/?q=title") as (page, _):
            expect(page.locator("#results a").first).to_contain_text("<script>")


def test_with_its_address_the_site_is_found(hostile: Path) -> None:
    page = (hostile / "en/pledges/D30/index.html").read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="{ADDRESS}en/pledges/D30/">' in page
    assert f'hreflang="en" href="{ADDRESS}en/pledges/D30/"' in page
    listed = [item.text for item in Xml.parse(hostile / "sitemap.xml").iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert f"{ADDRESS}en/indicators/trade-turnover/" in listed and len(listed) == len(set(listed)) > 400
    assert all(str(item).startswith(f"{ADDRESS}en/") for item in listed)
    assert f"Sitemap: {ADDRESS}sitemap.xml" in (hostile / "robots.txt").read_text()
    feed = feedparser.parse((hostile / "feed/en.atom").read_bytes())
    assert not feed.bozo and feed.entries
    for entry in feed.entries:
        assert entry.link.startswith(ADDRESS) and (hostile / urlparse(entry.link).path.removeprefix("/servanda/") / "index.html").is_file()
    lost = (hostile / "404.html").read_text(encoding="utf-8")
    assert 'href="/servanda/en/"' in lost and 'href="/servanda/assets/' in lost
    assert f"iframe src=&quot;{ADDRESS}en/embed/cpc-shipments.html" in (hostile / "en/indicators/cpc-shipments/index.html").read_text()


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


def serious(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page).response["violations"]
    return [(item["id"], item["nodes"][0]["html"]) for item in found if item["impact"] in ("serious", "critical")]


def look(browser: Browser, host: str, kind: str, lang: str, theme: str) -> None:
    """Nothing wrong is said, nothing is asked of others, nothing is wider than a telephone, axe finds nothing."""
    with opened(browser, f"{host}{lang}/{KINDS[kind]}", theme, 390) as (page, wrong):
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, "wider than the screen"
        page.set_viewport_size({"width": 1280, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280
        background = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (sum(map(int, re.findall(r"\d+", background)[:3])) < 384) == (theme == "dark")
        page.evaluate("document.querySelectorAll('details').forEach(item => { item.open = true; })")
        assert serious(page) == []
        assert wrong == []


@pytest.mark.parametrize(
    ("kind", "lang", "theme"),
    [
        pytest.param(kind, QUICK_LANGUAGES[place % 2], THEMES[(place // 4 + place) % 2], marks=[] if kind in SHORT else pytest.mark.full)
        for place, kind in enumerate(KINDS)
    ],
)
def test_page(host: str, browser: Browser, kind: str, lang: str, theme: str) -> None:
    look(browser, host, kind, lang, theme)


@pytest.mark.full
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_page_in_every_form(host: str, browser: Browser, kind: str, lang: str, theme: str) -> None:
    look(browser, host, kind, lang, theme)


@pytest.mark.parametrize(
    ("lang", "text", "found"),
    [
        ("en", "NUCLEAR", "D30"),
        ("kk", "казакстан", "Қазақстан"),
        *(
            pytest.param(*case, marks=pytest.mark.full)
            for case in (
                ("ru", "очередь", "Очеред"),
                ("ru", "ОЧЕРЕДИ", "очеред"),
                ("kk", "энергия", "нергия"),
                ("fr", "energie", "nergie"),
                ("en", "D25", "D25"),
            )
        ),
    ],
)
def test_search_finds(host: str, browser: Browser, lang: str, text: str, found: str) -> None:
    """From any page by the field in its head; without case and marks, in other endings, Kazakh letters by Russian ones."""
    with opened(browser, f"{host}{lang}/method/") as (page, wrong):
        page.locator("header input[type=search]").fill(text)
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/?q=*")
        expect(page.locator("#results li").first).to_be_visible()
        assert re.search(found, page.locator("#results").inner_text(), re.IGNORECASE)
        target = page.locator("#results a").first.get_attribute("href")
        page.locator("#results a").first.click()
        page.wait_for_url(f"**/{str(target).removeprefix('../')}")
        expect(page.locator("h1")).to_be_visible()
        assert wrong == []


def test_the_register_is_filtered_by_a_link(host: str, browser: Browser) -> None:
    with opened(browser, f"{host}en/pledges/?domain=energy") as (page, wrong):
        rows = page.locator("tr[data-domain]:visible")
        assert {row.get_attribute("data-domain") for row in rows.all()} == {"energy"}
        several = rows.count()
        page.locator("main input[name=q]").fill("OIL")
        expect(rows).not_to_have_count(several)
        assert 0 < rows.count() < several and "q=OIL" in page.url and "domain=energy" in page.url
        page.locator(".sv-langs a", has_text="Қазақша").click()
        page.wait_for_url("**/kk/pledges/?*domain=energy*")
        assert page.locator("select[name=domain]").input_value() == "energy"
        page.locator("button[type=reset]").click()
        expect(page.locator("tr[data-domain]:visible")).to_have_count(page.locator("tr[data-domain]").count())
        assert urlparse(page.url).query == "" and wrong == []


def test_overview_leads_to_a_filtered_register(host: str, browser: Browser) -> None:
    with opened(browser, f"{host}en/") as (page, wrong):
        page.locator("main a[href*='reason=']").first.click()
        page.wait_for_url("**/pledges/?reason=*")
        assert 0 < page.locator("tr[data-reason]:visible").count() < page.locator("tr[data-reason]").count()
        assert wrong == []


def test_language_switch_keeps_the_place(host: str, browser: Browser) -> None:
    with opened(browser, f"{host}kk/pledges/D30/") as (page, wrong):
        page.locator(".sv-langs a", has_text="English").click()
        page.wait_for_url("**/en/pledges/D30/")
        assert page.locator("html").get_attribute("lang") == "en"
        assert translator("en").t("Since signature") in page.inner_text("main")
        assert wrong == []


def test_keys_alone_reach_everything(host: str, browser: Browser) -> None:
    with opened(browser, f"{host}en/indicators/trade-turnover/") as (page, wrong):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "st-skip"
        reached = set()
        wanted = set(
            page.evaluate(
                "[...document.querySelectorAll('a[href], button, input, select, summary, textarea')].map((e, i) => (e.dataset.n = i, e)).filter(e => e.checkVisibility()).map(e => e.dataset.n)"
            )
        )
        for _ in range(len(wanted) + 5):
            reached.add(page.evaluate("document.activeElement.dataset.n"))
            page.keyboard.press("Tab")
        assert wanted - reached == set()
        read_out = page.locator(".st-read output")
        latest = read_out.inner_text()
        page.locator(".st-read button").first.focus()
        page.keyboard.press("Enter")
        earlier = read_out.inner_text()
        assert earlier != latest
        page.keyboard.press("ArrowRight")
        assert read_out.inner_text() == latest
        assert wrong == []


def test_a_chart_is_read_by_pointing(host: str, browser: Browser) -> None:
    with opened(browser, f"{host}en/pledges/D21/") as (page, wrong):
        mark = page.locator("svg.sv-chart circle.sv-line-dot").first
        mark.scroll_into_view_if_needed()
        box = mark.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        assert page.locator(".st-read output").inner_text() == mark.locator("title").text_content()
        with page.expect_download() as waiting:
            page.locator("a.sv-download").click()
        assert waiting.value.suggested_filename.startswith("servanda-") and wrong == []


def test_an_embedded_chart_works_elsewhere(host: str, browser: Browser, tmp_path: Path) -> None:
    """By the very line that the page of the indicator offers."""
    with opened(browser, f"{host}kk/indicators/trade-turnover/") as (page, _):
        line = page.locator("textarea").input_value()
    assert f'src="{host}kk/embed/trade-turnover.html"' in line
    (tmp_path / "index.html").write_text(f"<!doctype html><title>Elsewhere</title>{line}", encoding="utf-8")
    with hosted(tmp_path) as elsewhere, opened(browser, elsewhere) as (page, wrong):
        frame = page.frame_locator("iframe")
        expect(frame.locator("svg.sv-chart circle").first).to_be_attached()
        before = frame.locator("output").inner_text()
        frame.locator(".st-read button").first.click()
        assert frame.locator("output").inner_text() != before
        assert [
            item for item in wrong if not item.startswith(f"leaves the site: {host}") and "favicon" not in item and "404" not in item
        ] == []


def test_the_site_opens_from_a_disk(site: Path, browser: Browser) -> None:
    with opened(browser, (site / "en/index.html").as_uri()) as (page, wrong):
        page.locator(".st-nav a", has_text="Pledges").click()
        page.wait_for_url("**/en/pledges/index.html")
        page.locator("header input[type=search]").fill("nuclear")
        page.keyboard.press("Enter")
        expect(page.locator("#results li").first).to_be_visible()
        page.locator("#results a").first.click()
        page.wait_for_url("**/en/pledges/D*/index.html")
        expect(page.locator("h1")).to_be_visible()
        assert wrong == []


def test_the_door_leads_into_the_readers_language(host: str, browser: Browser) -> None:
    context = browser.new_context(locale="kk-KZ")
    page = context.new_page()
    page.goto(host)
    page.wait_for_url("**/kk/")
    context.close()


@pytest.mark.parametrize("kind", mostly_full(KINDS, "indicator"))
def test_the_site_at_twice_the_size_and_without_movement(host: str, browser: Browser, kind: str) -> None:
    context = browser.new_context(viewport={"width": 640, "height": 450}, device_scale_factor=2, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{host}kk/{KINDS[kind]}")
    assert page.evaluate(WIDER) <= 0
    assert page.evaluate(CUT) == []
    assert page.evaluate("document.getAnimations().length") == 0
    context.close()
