"""Cold loads: a served page, opened in a new browser profile, until its content is painted."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
TITLE_ONLY = Path(__file__).parent / "title_only.py"


@contextmanager
def serving(script: Path, folder: Path) -> Iterator[str]:
    """The address of a Streamlit script, served on a free port from a build in `folder`."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    environment = {**os.environ, "SERVANDA_WAREHOUSE": str(folder)}
    quiet = ["--server.headless", "true", "--server.address", "127.0.0.1", "--browser.gatherUsageStats", "false"]
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port), *quiet]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}/"
    try:
        for _ in range(300):
            try:
                with urllib.request.urlopen(address + "_stcore/health", timeout=1):
                    break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=10)


def cold_load(browser: Browser, address: str, painted: str, with_chart: bool = False) -> float:
    """Milliseconds from the request until the last part (`painted`) stands, the Plotly chart included where there is one."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    started = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(painted, state="attached")
    if with_chart:
        page.wait_for_selector("[data-testid=stPlotlyChart] .scatterlayer .point", state="attached")
    taken = (time.perf_counter() - started) * 1000
    context.close()
    return taken
