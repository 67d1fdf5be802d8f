"""The static site in a real Chromium: search, filters, languages, keys, charts, accessibility; and hostile texts."""

import re
from pathlib import Path
from urllib.parse import urlparse

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from etl.i18n.languages import LANGUAGES
from etl.i18n.translator import translator
from tests.support.accessibility import CUT, WIDER
from tests.support.parameters import mostly_full
from tests.support.sites import KINDS, QUICK_LANGUAGES, hosted, opened

# Those that are looked at in the quick run; axe takes seconds on the long ones.
SHORT = ("overview", "pledges, filtered", "pledge judged from acts", "indicator", "domain", "changes", "search", "embedded")
THEMES = ("light", "dark")


def test_hostile_texts_stay_texts(hostile_site: Path, browser: Browser) -> None:
    for path in hostile_site.rglob("*"):
        if path.suffix in (".html", ".atom", ".xml"):
            text = path.read_text(encoding="utf-8")
            assert "<script>" not in text and "<img src=x" not in text, path
    with hosted(hostile_site) as address:
        for page_path in ("pledges/D25/", "indicators/trade-turnover/", "search/?q=title", "evidence/", "embed/trade-turnover.html"):
            with opened(browser, f"{address}en/{page_path}") as (page, wrong):
                assert "taken" not in page.title() or "<script>" in page.title()
                assert page.locator("img[src=x]").count() == 0
                assert wrong == []
        with opened(browser, f"{address}en/search/?q=title") as (page, _):
            expect(page.locator("#results a").first).to_contain_text("<script>")


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
