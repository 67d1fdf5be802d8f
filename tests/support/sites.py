"""Static sites to read: written by the command, served by a plain web server, opened in a real browser."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from playwright.sync_api import Browser, Page

from dashboard.content.page_list import PAGES
from tests.support.places import ROOT

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
# English, in which texts are written, and Kazakh, in which they break most easily.
QUICK_LANGUAGES = ("en", "kk")
HOSTILE = "<script>document.title='taken'</script>\"><img src=x onerror=alert(1)>"
ADDRESS = "https://example.org/servanda/"


def write_site(folder: Path, builds: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Write a site by the command."""
    command = [sys.executable, "-m", "dashboard", "site", str(folder), "--warehouse", str(builds), *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False)


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
