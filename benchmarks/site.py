"""How long the static site takes to write, how large it is, and how soon its pages paint from a plain web server."""

import statistics
import subprocess
import sys
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
BUDGET_S = 20
PAGE_BUDGET_KB = 300
PAGES = ("en/", "ru/pledges/", "en/pledges/D25/", "kk/indicators/trade-turnover/", "fr/method/")
FIRST_PAINT = """() => new Promise((go) => new PerformanceObserver((list) => {
  const found = list.getEntriesByName("first-contentful-paint")[0];
  if (found) go(found.startTime);
}).observe({ type: "paint", buffered: true }))"""


def measure(browser: Browser, warehouse: Path, folder: Path, rounds: int) -> None:
    """Print time, size and first paint of the site of the published build."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        command = [sys.executable, "-m", "dashboard", "site", str(folder), "--warehouse", str(warehouse)]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        times.append(time.perf_counter() - started)
    print(f"{'site in four languages, whole process':<42}{statistics.median(times):>9.1f} s    (at most {BUDGET_S} s)", flush=True)
    pages = [path.stat().st_size for path in folder.rglob("*.html")]
    whole = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(f"{'site, pages':<42}{len(pages):>9}      {whole / 1e6:.1f} MB with data and feeds")
    print(f"{'site, largest page':<42}{max(pages) / 1000:>9.0f} kB   (at most {PAGE_BUDGET_KB} kB)", flush=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for page in PAGES:
        painted = [_first_paint(browser, f"http://127.0.0.1:{server.server_port}/{page}") for _ in range(rounds)]
        print(f"{f'site, first paint cold, {page}':<42}{statistics.median(painted):>9.1f} ms", flush=True)
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
