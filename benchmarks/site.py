"""How long the static site takes to write, how large it is, and how soon its pages paint from a plain web server."""

import sys
import tempfile
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from benchmarks.table import ROOT, Line, run
from etl.warehouse import builds as warehouse
from tests.support import chromium

BUDGET_S = 20
PAGE_BUDGET_KB = 300
PAGES = ("en/", "ru/pledges/", "en/pledges/D25/", "kk/indicators/trade-turnover/", "fr/method/")
FIRST_PAINT = """() => new Promise((go) => new PerformanceObserver((list) => {
  const found = list.getEntriesByName("first-contentful-paint")[0];
  if (found) go(found.startTime);
}).observe({ type: "paint", buffered: true }))"""


def measure(rounds: int) -> Iterator[Line]:
    """Time, size and first paint of the site of the shipped record."""
    path = chromium.find()
    assert path, chromium.SORRY
    with tempfile.TemporaryDirectory() as place:
        builds, folder = Path(place) / "w", Path(place) / "site"
        warehouse.build(ROOT / "data", builds)
        written = [run([sys.executable, "-m", "dashboard", "site", str(folder), "--warehouse", str(builds)]) for _ in range(min(rounds, 3))]
        yield Line.of("site in four languages, whole process", written, BUDGET_S)
        pages = [file.stat().st_size for file in folder.rglob("*.html")]
        yield Line("site, all files", [sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6], "MB")
        yield Line("site, largest page", [max(pages) / 1000], "kB", PAGE_BUDGET_KB)
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
            for page in PAGES:
                address = f"http://127.0.0.1:{server.server_port}/{page}"
                yield Line(f"site, first paint cold, {page}", [_first_paint(browser, address) for _ in range(min(rounds, 3))])
            browser.close()
        server.shutdown()
        server.server_close()


def _first_paint(browser: Browser, address: str) -> float:
    """Milliseconds from the request to the first text on the screen, in a new browser profile."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address)
    painted = float(page.evaluate(FIRST_PAINT))
    context.close()
    return painted


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing of requests."""
