"""The page Briefing and the HTML it gives, in a real Chromium: told, edited, downloaded, opened without a network, printed."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from dashboard.briefing.document import Length
from dashboard.briefing.make import render
from dashboard.briefing.options import Choice
from dashboard.briefing.verify import verify
from etl.i18n.translator import translator
from etl.warehouse import builds
from tests.support.briefings import EACH_KAZAKH
from tests.support.dashboard_pages import address, look, opened, ready

SLOW_MS = 60_000


@contextmanager
def offline(browser: Browser, file: Path, width: int = 1280, theme: str = "light") -> Iterator[tuple[Page, list[str]]]:
    """A file in a browser without a network, and everything that went wrong in it."""
    context = browser.new_context(offline=True, viewport={"width": width, "height": 900}, color_scheme=theme)  # type: ignore[arg-type]
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: wrong.append(request.url) if not request.url.startswith("file:") else None)
    page.goto(file.as_uri())
    try:
        yield page, wrong
    finally:
        context.close()


def written(built: builds.Build, folder: Path, choice: Choice) -> Path:
    file = folder / f"{choice.lang}-{choice.length}.html"
    file.write_bytes(render(built, choice, "html"))
    return file


def test_five_parts_on_transport_and_energy_in_french_open_offline(
    served: str, browser: Browser, built: builds.Build, tmp_path: Path
) -> None:
    t, nt = translator("fr").t, translator("fr").nt
    with opened(browser, address(served, "briefing", "fr")) as (page, wrong):
        for name in ("Transport corridors", "Energy"):
            page.get_by_role("button", name=t(name), exact=True).click()
        # The number of slides is told before any is made.
        expect(page.get_by_text(nt("As PPTX it will be {n} slide.", "As PPTX it will be {n} slides.", 5))).to_be_visible(timeout=SLOW_MS)
        page.wait_for_url("**domain=transport&domain=energy**", timeout=SLOW_MS)
        ready(page)
        page.get_by_label(t("What a reader takes away")).fill("Sur 5 engagements, 4 ont un statut et 777 rien.")
        page.get_by_role("button", name=t("Use this text")).click()
        expect(page.locator(".br-edited").first).to_contain_text("777", timeout=SLOW_MS)
        page.get_by_role("button", name=t("Make the file")).click()
        with page.expect_download(timeout=SLOW_MS) as download:
            page.get_by_role("button", name=t("Download the briefing ({kind})", kind="HTML")).click(timeout=SLOW_MS)
        look(page, wrong, "fr", 1280)
        file = tmp_path / download.value.suggested_filename
        download.value.save_as(file)
    assert re.fullmatch(r"servanda-\d{4}-\d\d-\d\d-fr\.html", file.name)
    with offline(browser, file) as (page, wrong):
        assert page.locator("html").get_attribute("lang") == "fr"
        titles = page.locator("main h2").all_inner_texts()
        assert titles == [
            t("What can be said, what cannot, and when it will be"), t("The pledges that moved, and why"),
            t("Transport corridors"), t("Energy"), t("Limits, method and sources"),
        ]  # fmt: skip
        expect(page.locator(".br-edited")).to_have_count(1)
        assert "777" in page.inner_text("#headline")
        assert page.locator(".br-mark").get_attribute("data-said") == t("Draft")
        assert page.locator("svg.sv-chart").count() == 1
        page.locator(".br-contents a").nth(3).click()
        assert page.url.endswith("#domain-energy")
        # A chart reached by keyboard says its values.
        chart = page.locator("svg.sv-chart").first
        chart.focus()
        page.keyboard.press("ArrowLeft")
        newest = page.locator(".br-reading").first.inner_text()
        page.keyboard.press("ArrowLeft")
        assert newest and page.locator(".br-reading").first.inner_text() not in ("", newest)
        assert wrong == []
    verdict = verify(file, built.path.parent, translator("en"))
    assert verdict.holds and "byte for byte" in verdict.lines[-1]


@pytest.mark.parametrize(
    ("lang", "theme", "width"),
    [("ru", "dark", 390), *(pytest.param(*form, marks=pytest.mark.full) for form in (("en", "light", 1280), ("kk", "light", 390)))],
)
def test_html_is_accessible_in_every_form(browser: Browser, built: builds.Build, tmp_path: Path, lang: str, theme: str, width: int) -> None:
    file = written(built, tmp_path, Choice(lang=lang, domains=("energy",), pledges=("D38",)))
    with offline(browser, file, width, theme) as (page, wrong):
        # The policy of the file forbids scripts from elsewhere; the checker is one.
        page.evaluate("document.querySelectorAll('details').forEach(node => node.open = true)")
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "best-practice"]})
        assert [(item["id"], item["nodes"][0]["html"]) for item in found.response["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert wrong == []


@pytest.mark.parametrize("lang", EACH_KAZAKH)
def test_one_page_is_one_page(browser: Browser, built: builds.Build, tmp_path: Path, lang: str) -> None:
    file = written(built, tmp_path, Choice(lang=lang, length="one-page"))
    with offline(browser, file) as (page, _):
        assert pages(page) == 1


@pytest.mark.full
@pytest.mark.parametrize("length", ["short", "full"])
def test_longer_ones_print_each_part_from_a_new_page(browser: Browser, built: builds.Build, tmp_path: Path, length: Length) -> None:
    choice = Choice(lang="ru", domains=("energy", "migration"), length=length)
    with offline(browser, written(built, tmp_path, choice)) as (page, wrong):
        assert pages(page) >= page.locator("main section").count()
        assert wrong == []


@pytest.mark.full
def test_a_choice_is_saved_and_used_again(served: str, browser: Browser) -> None:
    t = translator("en").t
    with opened(browser, address(served, "briefing?domain=energy&length=one-page&part=gaps&part=headline", "en")) as (page, _):
        page.get_by_label(t("Save this choice as")).fill("Weekly")
        page.get_by_role("button", name=t("Save"), exact=True).click()
        expect(page.get_by_text("Saved. Everybody")).to_be_visible(timeout=SLOW_MS)
    with opened(browser, address(served, "briefing?domain=law", "en")) as (page, wrong):
        page.get_by_role("button", name=t("Use it")).click()
        page.wait_for_url("**domain=energy**", timeout=SLOW_MS)
        expect(page.get_by_text("2 parts")).to_be_visible(timeout=SLOW_MS)
        ready(page)
        first = page.locator(".sv-bullets strong").all_inner_texts()[:2]
        assert first == [t("Risks and gaps"), t("What can be said, what cannot, and when it will be")]
        assert "part=gaps&part=headline" in page.url and "length=one-page" in page.url
        assert wrong == []


def pages(page: Page) -> int:
    """How many sheets of paper it takes."""
    content = page.pdf(prefer_css_page_size=True, print_background=True)
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", content))
