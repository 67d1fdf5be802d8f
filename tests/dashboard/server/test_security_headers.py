"""What browsers are told of a page, and that it holds: no foreign script runs, nothing leaves, no page frames it."""

import re
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from dashboard.server.security_headers import SecurityHeadersMiddleware
from tests.support.dashboard_pages import PAGES, address, ready
from tests.support.raw_requests import ask

# Streamlit's part for long numbers tries WebAssembly, is refused, and counts without it.
DONE_WITHOUT = "script-src wasm-eval"
VIOLATIONS = """
window.broken = [];
document.addEventListener("securitypolicyviolation", (event) => window.broken.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""


@pytest.mark.parametrize(
    "path", ["", "pledge?id=D25&lang=ru", "healthz", "feed/en.atom", "static/nothing.js", "_stcore/metrics", "_stcore/health"]
)
def test_every_answer_says_what_a_browser_may_do_with_it(served: str, path: str) -> None:
    headers = ask(served, path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ") and "frame-ancestors 'none'" in policy and "base-uri 'none'" in policy
    assert "unsafe-eval" not in policy and "*" not in policy and "http" not in policy
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert headers["strict-transport-security"] is None, "this is no HTTPS"


def test_scripts_on_pages_are_ours_and_no_others(served: str) -> None:
    for path in ("", "present.html?length=one-page"):
        policy = ask(served, path).headers["content-security-policy"]
        (scripts,) = re.findall(r"script-src ([^;]+)", policy)
        assert re.fullmatch(r"('self' )?('sha256-[\w+/=]+' ?)+", scripts), scripts
    assert "sandbox" in ask(served, "feed/en.atom").headers["content-security-policy"], "a file that is opened alone does nothing"


def run_pages(served: str, browser: Browser, names: list[str]) -> None:
    for name in names:
        with looking(browser) as (page, wrong):
            page.goto(address(served, PAGES[name], "en"))
            ready(page)
            if page.locator("[data-testid=stPlotlyChart]").count():
                page.locator("[data-testid=stPlotlyChart]").first.hover()
            assert violations(page) == [], name
            assert wrong == [], name


@contextmanager
def looking(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A page that notes what its policy forbids, and what it complains about."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page = context.new_page()
    page.add_init_script(VIOLATIONS)
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    try:
        yield page, wrong
    finally:
        context.close()


@contextmanager
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """Another server: its address, and what it was asked for."""
    asked: list[str] = []

    class Notes(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Notes) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", asked
        server.shutdown()


def violations(page: Page) -> list[str]:
    return [item for item in page.evaluate("window.broken") if not item.startswith(DONE_WITHOUT)]


def test_pages_live_within_their_policy(served: str, browser: Browser) -> None:
    run_pages(served, browser, ["indicator with sources that disagree", "briefing"])


@pytest.mark.full
def test_every_page_lives_within_its_policy(served: str, browser: Browser) -> None:
    run_pages(served, browser, list(PAGES))


def test_what_people_do_lives_within_the_policy(served: str, browser: Browser, tmp_path: Path) -> None:
    """A download, a file sent in, a table edited, a chart as a picture, a briefing presented."""
    with looking(browser) as (page, wrong):
        page.goto(address(served, "indicator?id=trade-turnover", "en"))
        ready(page)
        for label in ("Download the data (CSV)", "PNG", "SVG"):
            with page.expect_download() as waiting:
                page.get_by_role("button", name=label).first.click()
            assert Path(waiting.value.path()).stat().st_size > 100
        page.goto(address(served, "update", "en"))
        ready(page)
        (tmp_path / "table.csv").write_text("indicator,period,value\nx,2025,1\n")
        page.locator("input[type=file]").set_input_files(tmp_path / "table.csv")
        page.get_by_text("table.csv").first.wait_for()
        page.get_by_text("Edit here").click()
        page.get_by_test_id("stDataFrame").first.wait_for()
        assert violations(page) == [] and wrong == []
        page.goto(f"{served}present.html?length=one-page#present")
        page.locator(".pr-message").first.wait_for()
        page.keyboard.press("ArrowRight")
        assert violations(page) == [] and wrong == []


def test_a_script_that_came_into_a_page_does_not_run(served: str, browser: Browser) -> None:
    """Were a text ever rendered as markup: no script of it runs, no other server is asked, no form leaves."""
    for path, selector in (("method", ".sv-foot"), ("present.html?length=one-page", "main")):
        with looking(browser) as (page, _), elsewhere() as (foreign, asked):
            page.goto(served + path)
            page.wait_for_selector(selector)
            page.evaluate(
                """(foreign) => {
                    const script = document.createElement("script");
                    script.textContent = "window.evil = 1";
                    const outside = document.createElement("script");
                    outside.src = foreign + "evil.js";
                    const picture = document.createElement("img");
                    picture.src = foreign + "told.png";
                    const handler = document.createElement("div");
                    handler.innerHTML = '<img src="data:," onerror="window.evil = 2">';
                    const base = document.createElement("base");
                    base.href = foreign + "";
                    document.body.append(script, outside, picture, handler, base);
                    setTimeout("window.evil = 3", 0);
                    fetch(foreign + "told").catch(() => 0);
                    const form = document.createElement("form");
                    form.action = foreign + "told";
                    document.body.append(form);
                    form.submit();
                }""",
                foreign,
            )
            page.wait_for_function("window.broken.length >= 6")
            assert page.evaluate("window.evil") is None
            assert page.evaluate("document.baseURI").startswith(served)
            forbidden = " ".join(violations(page))
            for directive in ("script-src-elem", "script-src-attr", "img-src", "connect-src", "base-uri", "form-action"):
                assert directive in forbidden, directive
            assert asked == []
            urllib.request.urlopen(foreign + "asked").close()
            assert asked, "the other server does answer"


def test_no_other_page_shows_the_dashboard_in_a_frame(served: str, browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "frame.html").write_text(f'<iframe src="{served}"></iframe>')
    page = browser.new_page()
    page.goto((tmp_path / "frame.html").as_uri())
    page.wait_for_function("document.readyState === 'complete'")
    assert not [frame.url for frame in page.frames[1:] if frame.url.startswith("http") and frame.locator("body *").count()]
    page.close()


def test_a_portal_that_is_named_may_frame_the_dashboard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVANDA_FRAMED_BY", "https://portal.example.org, https://other.example.org")
    client = TestClient(SecurityHeadersMiddleware(PlainTextResponse("a page"), page="default-src 'none'"))
    headers = client.get("/").headers
    assert headers["content-security-policy"].endswith("; frame-ancestors https://portal.example.org https://other.example.org")
    assert "x-frame-options" not in headers
