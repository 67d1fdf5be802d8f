"""Dashboards for tests: real servers, each a process forked from one that has loaded everything already."""

import multiprocessing
import os
import socket
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.support.places import ROOT

# Before every build there is: a dashboard on that day has no reason to build anew.
LONG_AGO = date.min
# Loading the dashboard takes two seconds of processor time; a forked process has it already. `dashboard serve` itself is
# started by the tests of the commands.
FORKS = multiprocessing.get_context("forkserver")
NEW = multiprocessing.get_context("spawn")
FORKS.set_forkserver_preload(["tests.support.loaded_dashboard"])
# Whether the test that runs is marked slow: `make test-quick` starts no dashboard.
allowed = True


@contextmanager
def serving(
    folder: Path,
    secrets: Path = Path("no-secrets.toml"),
    ledger: str = "",
    port: int = 0,
    day: date = LONG_AGO,
    installed: Path | None = None,
) -> Iterator[str]:
    """The address of the real dashboard, serving the builds in a folder; without `secrets` there is no sign-in.

    `installed`: a folder of packages that go before those that are installed.
    """
    with running(folder, secrets, ledger, port, day, installed) as (address, _):
        yield address


@contextmanager
def running(
    folder: Path, secrets: Path, ledger: str, port: int = 0, day: date = LONG_AGO, installed: Path | None = None
) -> Iterator[tuple[str, BaseProcess]]:
    """The same with its process; its ledger lies beside the builds unless it is named."""
    assert allowed, "a test that starts a dashboard is marked slow"
    port = port or free_port()
    environment = {
        **os.environ,
        "SERVANDA_WAREHOUSE": str(folder),
        "SERVANDA_LEDGER": ledger or f"sqlite:///{folder}/ledger.sqlite",
        "SERVANDA_SNAPSHOTS": str(folder / "snapshots"),
        "SERVANDA_PRESETS": str(folder / "presets"),
    }
    # With other packages nothing may have been loaded before.
    new = FORKS.Process if installed is None else NEW.Process
    process: BaseProcess = new(target=_serve, args=(environment, day, port, str(secrets), installed), daemon=True)
    process.start()
    address = f"http://127.0.0.1:{port}/"
    try:
        wait_for(address + "_stcore/health", lambda: process.exitcode)
        yield address, process
    finally:
        process.terminate()
        process.join(timeout=10)
        assert process.exitcode is not None, "the dashboard does not end"


def _serve(environment: dict[str, str], day: date, port: int, secrets: str, installed: Path | None) -> None:
    """The life of a server: settings, the day, then what the command line would start."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    if installed is not None:
        sys.path.insert(0, str(installed))
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)

    from streamlit.web import cli  # noqa: PLC0415

    from etl import clock  # noqa: PLC0415
    from etl.settings import settings  # noqa: PLC0415

    os.environ["FORWARDED_ALLOW_IPS"] = settings().proxies
    clock.utc_today = lambda: day
    sys.argv = ["streamlit"]
    cli.main(["run", "dashboard/server/application.py", "--server.port", str(port), "--secrets.files", secrets], prog_name="streamlit")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for(address: str, exit_code: Callable[[], int | None]) -> None:
    """Wait until a server that was started answers."""
    for _ in range(300):
        assert exit_code() is None, "the dashboard ended at once"
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the dashboard did not start")
