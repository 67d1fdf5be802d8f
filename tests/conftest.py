"""What the tests share: the shipped record, a build of it, copies to break, a served dashboard, a browser."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser, sync_playwright

from etl import warehouse
from tests import chromium, hostile_record

ROOT = Path(__file__).resolve().parent.parent
# Nobody's own ledger is read or written here: a test that needs one makes it.
os.environ["SERVANDA_LEDGER"] = f"sqlite:///{tempfile.gettempdir()}/servanda-tests-{os.getpid()}/none.sqlite"
DATA = ROOT / "data"
BROWSER_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="the long runs too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--full"):
        skip = pytest.mark.skip(reason="long; run with --full (make test-full)")
        for item in items:
            if "full" in item.keywords:
                item.add_marker(skip)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> warehouse.Build:
    """A build of the shipped record."""
    return warehouse.build(DATA, tmp_path_factory.mktemp("warehouse"))


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, warehouse.Build]:
    """The hostile record, and a build of it."""
    folder = tmp_path_factory.mktemp("hostile")
    record = hostile_record.make(folder / "data")
    return record, warehouse.build(record, folder / "w")


@pytest.fixture
def connection(built: warehouse.Build) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the build."""
    with warehouse.open_build(built) as opened:
        yield opened


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A copy of the shipped record, to break."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


@contextmanager
def serving(folder: Path, secrets: Path = Path("no-secrets.toml"), ledger: str = "") -> Iterator[str]:
    """The address of the real dashboard, serving the builds in a folder; without `secrets` there is no sign-in."""
    with running(folder, secrets, ledger) as (address, _):
        yield address


@contextmanager
def running(folder: Path, secrets: Path, ledger: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The same with its process; its ledger lies beside the builds unless it is named."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    environment = {
        **os.environ,
        "SERVANDA_WAREHOUSE": str(folder),
        "SERVANDA_LEDGER": ledger or f"sqlite:///{folder}/ledger.sqlite",
        "SERVANDA_SNAPSHOTS": str(folder / "snapshots"),
        "SERVANDA_PRESETS": str(folder / "presets"),
    }
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/server.py", "--server.port", str(port), "--secrets.files", str(secrets)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}/"
    try:
        _wait_for(address + "_stcore/health", process)
        yield address, process
    finally:
        process.terminate()
        process.wait(timeout=10)


@pytest.fixture(scope="session")
def served(built: warehouse.Build) -> Iterator[str]:
    """The address of the real dashboard, serving the build."""
    with serving(built.path.parent) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium."""
    path = chromium.find()
    assert path, chromium.SORRY
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=BROWSER_ARGUMENTS)
        yield opened
        opened.close()


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "the dashboard ended at once"
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the dashboard did not start")
