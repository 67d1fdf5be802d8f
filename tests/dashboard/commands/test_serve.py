"""`python -m dashboard serve`: what ends the command ends the server."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from etl.warehouse import builds
from tests.support.dashboard_pages import ready
from tests.support.dashboards import free_port, wait_for
from tests.support.places import ROOT


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_who_ends_the_command_ends_the_server_at_once(browser: Browser, built: builds.Build, tmp_path: Path, number: int) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    command = [sys.executable, "-m", "dashboard", "serve", "--port", str(port), "--warehouse", str(built.path.parent)]
    # From another folder: the settings of Streamlit lie in the program's.
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with (
        (tmp_path / "log").open("wb") as log,
        subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=log, stderr=log) as process,
    ):
        try:
            wait_for(address + "_stcore/health", process.poll)
            page = browser.new_page()
            page.goto(address)
            ready(page)
            process.send_signal(number)
            process.wait(timeout=5)
            page.close()
        finally:
            process.kill()
    with socket.socket() as tried:
        assert tried.connect_ex(("127.0.0.1", port)), "nobody listens any more"
    assert "Traceback" not in (tmp_path / "log").read_text(encoding="utf-8")
