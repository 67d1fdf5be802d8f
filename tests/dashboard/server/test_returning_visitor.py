"""The returning visitor: one browser that stays open, loads pages again and again, and finds them whole each time."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from etl.i18n.languages import LANGUAGES
from tests.dashboard.server.test_build_updates import accept_a_change
from tests.support import upgraded_streamlit
from tests.support.dashboard_pages import PAGES, address, ready
from tests.support.dashboards import free_port, serving

FEW = ("overview", "pledge with a chart", "evidence")


@dataclass
class Visitor:
    """One page in one context, with its cache and storage, and everything that went wrong in it."""

    page: Page
    wrong: list[str] = field(default_factory=list)

    def sees_page(self, name: str, lang: str) -> None:
        """The page is there, from its title to its foot, in its language, and nothing went wrong."""
        ready(self.page)
        expect(self.page.locator(".sv-langs .sv-here")).to_have_attribute("lang", lang)
        assert self.page.locator("h1").first.inner_text().strip()
        assert self.wrong == [], name

    def loads(self, served: str, name: str, lang: str) -> None:
        """By the address, as from a bookmark."""
        self.page.goto(address(served, PAGES[name], lang))
        self.sees_page(name, lang)

    def switches(self, name: str, lang: str) -> None:
        """By the page's own link to another language."""
        self.page.locator(f".sv-langs a[lang={lang}]").click()
        self.page.wait_for_url(f"**lang={lang}**")
        self.sees_page(name, lang)

    def loads_few(self, served: str) -> None:
        """A few pages, as whoever looks in again."""
        for name in FEW:
            self.loads(served, name, "en")


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitor]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    visitor = Visitor(context.new_page())
    wrong = visitor.wrong
    visitor.page.on("console", lambda message: wrong.append(f"console: {message.text}") if message.type == "error" else None)
    visitor.page.on("pageerror", lambda error: wrong.append(f"exception: {error}"))
    yield visitor
    context.close()


@contextmanager
def come_back(visitor: Visitor, folder: Path, port: int, installed: Path | None = None) -> Iterator[str]:
    """The dashboard serves again at the same address; the page that was open all the while has found it."""
    with ExitStack() as stack:
        with visitor.page.expect_websocket(timeout=60_000):
            served = stack.enter_context(serving(folder, port=port, installed=installed))
        # What the browser says of the time in which nobody answered.
        visitor.wrong.clear()
        yield served


@pytest.mark.parametrize(
    ("lang", "names"),
    [("en", FEW[-1:]), *(pytest.param(lang, tuple(PAGES), marks=pytest.mark.full, id=f"{lang}-everywhere") for lang in LANGUAGES)],
)
def test_every_page_stands_each_time_it_is_loaded(served: str, visitor: Visitor, lang: str, names: tuple[str, ...]) -> None:
    """Three times, in another language and back, by going back and forward, and loaded anew."""
    other = "ru" if lang == "fr" else "fr"
    for name in names:
        for _ in range(3):
            visitor.loads(served, name, lang)
        visitor.switches(name, other)
        visitor.switches(name, lang)
        visitor.page.go_back()
        visitor.sees_page(name, other)
        visitor.page.go_forward()
        visitor.sees_page(name, lang)
        visitor.page.reload()
        visitor.sees_page(name, lang)


def test_pages_stand_after_a_restart_and_a_new_build(visitor: Visitor, warehouse: Path) -> None:
    port = free_port()
    with serving(warehouse, port=port) as served:
        visitor.loads_few(served)
    with come_back(visitor, warehouse, port) as served:
        visitor.sees_page(FEW[-1], "en")
        visitor.loads_few(served)
        new = accept_a_change(warehouse)
        foot = visitor.page.locator(".sv-foot")
        expect(foot).to_contain_text(new.id, timeout=20_000)
        visitor.loads_few(served)
        visitor.page.go_back()
        visitor.sees_page("pledge with a chart", "en")
        expect(foot).to_contain_text(new.id)


def test_pages_stand_after_an_upgrade(visitor: Visitor, warehouse: Path, tmp_path: Path) -> None:
    """The scripts the browser knows are gone: for who had a page open all the while, who goes back, and who comes again."""
    port = free_port()
    with serving(warehouse, port=port) as served:
        visitor.loads_few(served)
        visitor.loads(served, "overview", "en")
    installed = upgraded_streamlit.install(tmp_path)
    with come_back(visitor, warehouse, port, installed) as served:
        visitor.sees_page("overview", "en")
        with visitor.page.expect_event("load", timeout=20_000):
            visitor.page.get_by_test_id("stTopNavLink").filter(has_text="Briefing").click()
        # What is missing was noticed, and the page loaded anew with what there is.
        visitor.wrong.clear()
        visitor.sees_page("briefing", "en")
        expect(visitor.page.locator("h1").first).to_have_text("Briefing")
        for name in ("overview", *FEW[::-1]):
            visitor.page.go_back()
            visitor.sees_page(name, "en")
            script = visitor.page.locator("head script[type=module][src]").first.get_attribute("src")
            assert script and (installed / "streamlit/static" / script).is_file(), "the page of before the upgrade"
        visitor.loads_few(served)


def test_a_page_kept_by_a_browser_is_answered_whole_and_a_script_that_is_gone_is_not_found(served: str) -> None:
    """Who came before pages were not kept any more still asks whether theirs is as before."""
    asked = {"If-Modified-Since": "Thu, 01 Jan 2099 00:00:00 GMT", "If-None-Match": "*"}
    with urllib.request.urlopen(urllib.request.Request(served, headers=asked), timeout=20) as answer:
        assert (answer.status, answer.headers["cache-control"]) == (200, "no-store")
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert answer.read().rstrip().endswith(b"</html>")
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{served}static/js/none.js", timeout=20)
