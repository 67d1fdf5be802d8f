"""A hostile record in a real Chromium: every page shows its texts letter by letter, runs none of them and asks nobody else."""

import http.client
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import plotly
import pytest
from lxml import etree
from playwright.sync_api import Browser

from dashboard.briefing.make import render
from dashboard.briefing.options import Choice, Edit
from dashboard.charts.plotly_renderer import figure
from dashboard.website import write
from etl.i18n.translator import translator
from etl.ledger.store import Ledger, User
from etl.queries import declaration_rows
from etl.queries.query import Asking, ask_as_of
from etl.submissions.models import Proposal
from etl.warehouse import builds
from tests.etl.commands.test_hostile_commands import AT, ROW
from tests.support.briefings import chart
from tests.support.dashboard_pages import PAGES, address, ready
from tests.support.dashboards import serving
from tests.support.hostile_pages import Seen, watched
from tests.support.hostile_record import DRAWN, INDICATOR, PLEDGE, column, texts_of
from tests.support.hostile_texts import ALL_SHOWN, DAYS, HOST, HTML, NAMES, SHOWN, blanked
from tests.support.page_requests import ask
from tests.support.parameters import mostly_full

Hostile = tuple[Path, builds.Build]
QUICK = ("pledge with a chart", "review")
ALL = {**PAGES, "one submission": "review?id={submission}", "an indicator that is drawn": f"indicator?id={DRAWN}"}


@pytest.fixture(scope="module")
def submission(hostile: Hostile) -> str:
    """The id of a hostile submission in the ledger of the hostile build."""
    ledger = Ledger(f"sqlite:///{hostile[1].path.parent}/ledger.sqlite")
    loud = "\n\n".join((*SHOWN["markdown"], *SHOWN["html"]))[:9_000]
    proposal = Proposal(
        "observations", ({**ROW, "note": loud, "series": loud, "url": "javascript:1"},), f"javascript:{HOST}", loud, "<img src=x>.csv"
    )
    name, _ = ledger.submit(proposal, User(HTML[0], frozenset({"submitter"})), "k", AT)
    ledger.decide(name, 0, "comment", User(HTML[1], frozenset({"reviewer"})), loud, "c", AT)
    ledger.close()
    return name


@pytest.fixture(scope="module")
def address_of(hostile: Hostile, submission: str) -> Iterator[str]:
    with serving(hostile[1].path.parent) as served:
        yield served


@pytest.fixture(scope="module")
def usual(served: str, browser: Browser) -> Seen:
    """What the pages of the shipped record are made of."""
    seen = Seen(elements={"em", "figure", "figcaption", "section", "iframe"}, attributes={"accept", "translate", "color"})
    for path in (PAGES[name] for name in QUICK):
        look(browser, served, path, "en", seen)
    return seen


def look(browser: Browser, served: str, path: str, lang: str, seen: Seen) -> Seen:
    with watched(browser, served.rstrip("/")) as (page, wrong):
        page.goto(address(served, path, lang))
        ready(page)
        page.evaluate("document.querySelectorAll('details').forEach(node => { node.open = true; })")
        seen.add(page)
        for label in page.query_selector_all(".sv-out, .sv-link, summary")[:8]:
            label.hover(timeout=2_000, force=True)
        seen.add(page)
        seen.wrong += wrong
    return seen


def said_on(record: Path, name: str) -> list[str]:
    """Texts that have to stand on a page as they are."""
    pledge, indicator = texts_of(record, "pledges.yaml", PLEDGE), texts_of(record, "indicators.yaml", INDICATOR)
    events, corrections = column(record, "events.csv", "summary_en"), column(record, "corrections.csv", "wrong_en")
    return {
        "pledge with a chart": [pledge["title"]["en"], pledge["summary"]["en"]],
        "indicator with sources that disagree": [indicator["title"]["en"], indicator["definition"]["en"], indicator["data_owner"]],
        "pledges": [pledge["title"]["en"]],
        "evidence": events[-40:],
        "changes": corrections,
        "review": ["\n\n".join((*SHOWN["markdown"], *SHOWN["html"]))[:9_000], HTML[0]],
        "one submission": ["\n\n".join((*SHOWN["markdown"], *SHOWN["html"]))[:9_000], HTML[0], HTML[1]],
    }.get(name, [])  # fmt: skip


@pytest.mark.parametrize("lang", ["en", pytest.param("ru", marks=pytest.mark.full)])
@pytest.mark.parametrize("name", mostly_full(ALL, *QUICK))
def test_a_page_is_made_of_what_it_is_always_made_of(
    name: str, lang: str, browser: Browser, address_of: str, hostile: Hostile, submission: str, usual: Seen, request: pytest.FixtureRequest
) -> None:
    if request.config.getoption("--full"):
        usual = request.getfixturevalue("whole")
    seen = look(browser, address_of, ALL[name].format(submission=submission), lang, Seen())
    assert seen.wrong == []
    assert (seen.elements - usual.elements, seen.attributes - usual.attributes) == (set(), set())
    if lang == "en":
        for text in said_on(hostile[0], name):
            assert blanked(text)[:3_000] in seen.text, text[:200]


@pytest.fixture(scope="module")
def whole(served: str, browser: Browser, usual: Seen) -> Seen:
    """What all pages of the shipped record are made of."""
    for path in PAGES.values():
        look(browser, served, path, "en", usual)
    return usual


def test_a_chart_draws_its_names_letter_by_letter(browser: Browser, hostile: Hostile, tmp_path: Path) -> None:
    """Plotly reads HTML of its own in names and labels: links, line breaks, bold letters."""
    with builds.open_build(hostile[1]) as connection:
        ask_as_of(connection, None)
        ask = Asking(connection, "en", declaration_rows.declarations(connection)[0])
        drawn = chart(ask, translator("en"), INDICATOR)
    texts = [*HTML[:40], *SHOWN["templates"], *SHOWN["xml"][:8]]
    lines = tuple(replace(drawn.lines[0], name=text) for text in texts)
    script = (Path(plotly.__file__).parent / "package_data/plotly.min.js").as_uri()
    made = figure(replace(drawn, lines=lines, levels=(), band=None), "light", ".", ",").update_layout(height=4_000)
    page_file = tmp_path / "chart.html"
    page_file.write_text(made.to_html(include_plotlyjs=script), encoding="utf-8")
    with watched(browser, "file://") as (page, wrong):
        page.goto(page_file.as_uri())
        page.wait_for_selector(".legendtext")
        legend = page.eval_on_selector_all(".legendtext", "list => list.map(node => node.textContent)")
        assert [blanked(text) for text in legend[: len(texts)]] == [blanked(text) for text in texts]
        assert page.locator("svg a").count() == 0
        assert wrong == []


def test_a_briefing_in_a_browser_and_presented(browser: Browser, hostile: Hostile, tmp_path: Path) -> None:
    loud = "\n\n".join((*SHOWN["html"], *SHOWN["markdown"]))
    edit = Edit(message=HTML[4], body=loud, notes=loud)
    choice = Choice(length="short", domains=("energy",), pledges=(PLEDGE,), edits={"headline": edit}, state="cleared", by=HTML[0])
    path = tmp_path / "briefing.html"
    path.write_bytes(render(hostile[1], choice, "html"))
    for way in ("", "#present"):
        with watched(browser, "file://") as (page, wrong):
            page.goto(path.as_uri() + way)
            page.wait_for_selector(".pr-slide" if way else ".br-head")
            seen = Seen(wrong=wrong)
            for _ in range(12 if way else 1):
                seen.add(page)
                page.keyboard.press("ArrowRight")
            page.keyboard.press("n")
            seen.add(page)
            assert seen.wrong == []
            strange = {
                "img",
                "iframe",
                "object",
                "embed",
                "base",
                "x",
                "marquee",
                "video",
                "audio",
                "math",
                "image",
                "foreignobject",
                "frame",
            }
            assert seen.elements & strange == set()
            assert not [name for name in seen.attributes if name.startswith("on")]
            assert (
                blanked(HTML[4]) in seen.text and blanked(texts_of(hostile[0], "pledges.yaml", PLEDGE)["summary"]["en"])[:500] in seen.text
            )


@pytest.mark.full
def test_the_pages_of_the_site_in_a_browser(browser: Browser, hostile: Hostile, tmp_path: Path) -> None:
    write.write(tmp_path / "s", hostile[1], ("en",))
    # The page for what is not there starts its links at the root of a server, and a disk has none.
    pages = sorted(path for path in (tmp_path / "s").rglob("*.html") if path.name != "404.html")
    with watched(browser, "file://") as (page, wrong):
        for path in (*pages[::12], tmp_path / f"s/en/pledges/{PLEDGE}/index.html", tmp_path / f"s/en/indicators/{INDICATOR}/index.html"):
            page.goto(path.as_uri())
            seen = Seen()
            seen.add(page)
            assert seen.wrong == [] and not [name for name in seen.attributes if name.startswith("on")], path
        assert wrong == []
        for text in ("<img", "x", *ALL_SHOWN[:30]):
            page.goto((tmp_path / "s/en/search/index.html").as_uri() + f"?q={quote(text)}")
            page.wait_for_timeout(20)
            seen = Seen()
            seen.add(page)
            assert seen.wrong == [] and not {"img", "iframe", "x"} & seen.elements, text
        assert wrong == []


# Addresses.
ASKED = {
    "pledge": ("id", "as_of", "lang", "declaration"), "indicator": ("id", "as_of"), "pledges": ("q", "domain", "family", "status"),
    "domains": ("domain",), "evidence": ("domain", "nature"), "changes": ("since", "log"), "due": ("kind", "body"), "review": ("id",),
    "update": ("indicator",), "briefing": ("domain", "pledge", "part", "length", "language", "since", "as_of"), "": ("declaration",),
}  # fmt: skip
QUERIES = [
    "'; drop table observations; --",
    HTML[0],
    "../../etc/passwd",
    "%00",
    "x" * 5_000,
    "{0.__class__}",
    "2025-13-45",
    "\u202e",
    "D25\nD26",
    "",
]
MORE_QUERIES = ["\x1b[2J", *(*SHOWN["sql"], *SHOWN["templates"], *DAYS, *NAMES, *SHOWN["markdown"])[::12]]


@pytest.mark.parametrize(
    "texts", [pytest.param(QUERIES[:4], id="odd"), pytest.param([*QUERIES, *MORE_QUERIES], id="more", marks=pytest.mark.full)]
)
@pytest.mark.parametrize("page", mostly_full(ASKED, "pledge", "briefing"))
def test_a_page_asked_for_anything_is_a_page(page: str, texts: list[str], served: str) -> None:
    usual = names_of(ask(served, page, {}).html)
    for text in texts:
        query = urlencode({**dict.fromkeys(ASKED[page], text), "lang": text if "lang" in ASKED[page] else "en"})
        html = ask(served, page, {}, query=query).html
        assert "sv-foot" in html or "sv-h1" in html, (page, text)
        assert "This page could not be shown" not in html, (page, text)
        assert "Traceback" not in html and "duckdb" not in html.lower()
        assert not {"script", "iframe", "x"} & names_of(html) and ("img" in usual or "img" not in names_of(html))


def names_of(html: str) -> set[str]:
    return {node.tag for node in etree.fromstring(html.encode(), etree.HTMLParser()).iter() if isinstance(node.tag, str)}


PATHS = (
    "/feed/{}.atom", "/feed/{}", "/news?shown={}", "/present.html?lang={}", "/present.html?domain={}", "/present.html?as_of={}", "/present.html?{}=1",
    "/{}", "/pledge/{}", "/_stcore/{}", "/media/{}", "/app/static/{}",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_an_address_of_anything_is_answered(path: str, served: str) -> None:
    """Any path: what is asked for, a page of ours or a refusal; never a file of this machine, a traceback or a header of the text."""
    server = urlsplit(served)
    for text in (
        "..%2f..%2f..%2fetc%2fpasswd",
        "../../../../etc/passwd",
        "..%5c..%5cx",
        "%00",
        quote(HTML[0]),
        "en%0d%0aset-cookie:x=1",
        "%ff%fe",
        "x" * 3_000,
        "..;/x",
    ):
        if path.startswith("/news") and text != "%00":
            continue
        connection = http.client.HTTPConnection(server.hostname or "", server.port, timeout=30)
        connection.putrequest("GET", path.format(text), skip_accept_encoding=True)
        connection.endheaders()
        answer = connection.getresponse()
        body = answer.read().decode(errors="replace")
        headers: dict[str, Any] = {name.lower(): value for name, value in answer.getheaders()}
        connection.close()
        assert answer.status < 500, (path, text)
        assert "root:x:0:0" not in body and "Traceback" not in body and HTML[0] not in body
        assert "x=1" not in str(headers.get("set-cookie", ""))
