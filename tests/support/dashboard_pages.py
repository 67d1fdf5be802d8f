"""The dashboard's pages in a real browser: their addresses, and what must hold on each of them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlparse

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from dashboard.content.page_list import PAGES as PAGE_LIST
from etl.i18n.translator import translator
from tests.support.source_texts import messages

PAGES = {
    "overview": "",
    "pledges": "pledges",
    "pledge with a chart": "pledge?id=D25",
    "pledge without data": "pledge?id=D05",
    "indicator with sources that disagree": "indicator?id=trade-turnover",
    "indicator without data": "indicator?id=npp-agreements",
    "domains": "domains?domain=transport",
    "evidence": "evidence",
    "changes": "changes",
    "pledge judged from acts": "pledge?id=D30",
    "a day in the past": "pledge?id=D25&as_of=2025-12-31",
    "due": "due",
    "method": "method",
    "update": "update",
    "review": "review",
    "briefing": "briefing?domain=energy&domain=migration",
}
# Every page of the list, those above in the forms that matter.
PAGES |= {
    page.name: page.name
    for page in PAGE_LIST
    if not page.on_site_only and page.name not in {name.split("?")[0] or "overview" for name in PAGES.values()}
}
THEMES = ("light", "dark")
WIDTHS = (1280, 390)


# The beginning of a chart's markup, with its description, before what is drawn.
DESCRIBED = "node => node.outerHTML.slice(0, 3000)"
RAW_KEY = re.compile(r"\b[a-z]{2,}(?:_[a-z]+)+\b")


def address(served: str, path: str, lang: str) -> str:
    """The address of a page in a language."""
    return f"{served}{path}{'&' if '?' in path else '?'}lang={lang}"


@contextmanager
def opened(browser: Browser, url: str, theme: str = "light", width: int = 1280) -> Iterator[tuple[Page, list[str]]]:
    """A page in a new browser profile, and everything that went wrong in it."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=theme,  # type: ignore[arg-type]
        accept_downloads=True,
        # Nobody vouches for the certificate of a proxy that a test sets up.
        ignore_https_errors=True,
    )
    page = context.new_page()
    wrong: list[str] = []
    home = urlparse(url).netloc
    page.on("console", lambda message: wrong.append(f"console: {message.text}") if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(f"exception: {error}"))
    page.on("request", lambda request: wrong.append(f"leaves the machine: {request.url}") if _leaves(request.url, home) else None)
    page.on("response", lambda answer: wrong.append(f"{answer.status}: {answer.url}") if answer.status >= 400 else None)
    page.goto(url)
    ready(page)
    try:
        yield page, wrong
    finally:
        context.close()


def _leaves(url: str, home: str) -> bool:
    parsed = urlparse(url)
    return parsed.scheme in ("http", "https", "ws", "wss") and parsed.netloc != home


def ready(page: Page) -> None:
    """The last part of the page stands, and its controls and charts are drawn."""
    page.wait_for_selector(".sv-foot", timeout=20_000)
    # A control stands as a grey block until its code has come.
    expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0, timeout=20_000)
    expect(page.locator("[data-testid=stStatusWidget]")).to_have_count(0, timeout=20_000)
    if page.locator("[data-testid=stPlotlyChart]").count():
        # The lines stand before their points.
        page.wait_for_selector("[data-testid=stPlotlyChart] .scatterlayer .point", timeout=20_000, state="attached")


def seen(page: Page) -> str:
    """The text a reader sees, without what is marked as being in another language and without addresses."""
    return str(
        page.evaluate(
            """() => {
                const copy = document.querySelector('[data-testid=stApp]').cloneNode(true);
                copy.querySelectorAll('[lang], style, script, .js-plotly-plot, [data-testid=stMainMenu], [data-testid=stToolbar] button').forEach(node => node.remove());
                document.body.append(copy);
                const text = copy.innerText;
                copy.remove();
                return text;
            }"""
        )
    )


def seen_everywhere(page: Page) -> str:
    """The text of the whole page, in whatever language."""
    return page.inner_text("[data-testid=stApp]")


def look(page: Page, wrong: list[str], lang: str, width: int) -> None:
    """What must hold on every page in every form."""
    assert wrong == []
    assert page.locator("[data-testid=stException], [data-testid=stAlert]").count() == 0
    text = seen(page)
    assert RAW_KEY.findall(text) == []
    assert not re.search(r"\bNone\b(?! [a-z])|\bnan\b|\{\w+\}|Traceback", text)
    if lang != "en":
        lines = {line.strip() for line in text.splitlines()}
        english = [message for message in messages() if translator(lang).t(message) != message and len(message) > 3 and message in lines]
        assert english == [], "untranslated"
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "wider than the screen"
    for picture in page.locator("img.sv-spark").all():
        assert picture.get_attribute("alt")
        assert picture.evaluate("image => image.complete && image.naturalWidth > 0"), "blank sparkline"
    for chart in page.locator("svg.sv-chart").all():
        assert chart.locator("path, circle").count() > 0, "blank chart"
        assert chart.get_attribute("aria-label")
    for chart in page.locator("[data-testid=stPlotlyChart]").all():
        expect(chart.locator(".scatterlayer .point"), "blank chart").not_to_have_count(0)


def accessible(page: Page) -> None:
    """axe finds nothing in what we draw: contrast WCAG AA, names, roles, order of headings."""
    found = Axe().run(page, context=".sv", options={"runOnly": ["wcag2a", "wcag2aa"]})
    assert [(item["id"], item["nodes"][0]["html"]) for item in found.response["violations"]] == []
