"""A dashboard that fails inside: it is alive, is not ready, says sorry, and nothing of the inside reaches a browser."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from websockets.exceptions import ConnectionClosed

from dashboard.content.page_list import PAGES as PAGE_LIST
from dashboard.jobs import safe_messages
from etl.__main__ import main
from etl.warehouse import builds
from tests.support.dashboard_pages import address, ready
from tests.support.dashboards import serving
from tests.support.places import ROOT
from tests.support.raw_requests import ask, open_stream, page_of
from tests.support.submissions import PASSENGERS, form

# How the inside looks: Python, its files, SQL, databases, this machine.
INSIDE = re.compile(
    rb"Traceback|File \"|\.py\b|\[SQL|\bselect\b.{1,80}\bfrom\b|sqlalchemy|sqlite|duckdb|psycopg|Exception|/tmp/|/usr/|/home/|/root/|site-packages|"
    + re.escape(os.fsencode(ROOT)),
    re.DOTALL,
)


@pytest.fixture(scope="module")
def broken(built: builds.Build, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A dashboard whose build is cut off in the middle and whose ledger is no database."""
    folder = tmp_path_factory.mktemp("broken")
    shutil.copytree(built.path.parent, folder, dirs_exist_ok=True)
    for path in folder.glob("*.duckdb"):
        content = path.read_bytes()
        path.unlink()
        path.write_bytes(content[: len(content) // 2])
    (folder / "ledger.sqlite").write_bytes(b"this is no database, and it is long enough to be asked" * 100)
    with serving(folder) as served:
        yield served


def test_a_broken_dashboard_is_alive_and_not_ready(broken: str) -> None:
    assert ask(broken, "healthz").body == b"ok"
    answer = ask(broken, "readyz")
    assert (answer.status, answer.body) == (503, b"not ready")


@pytest.mark.parametrize("path", ["" if page.name == "overview" else page.name for page in PAGE_LIST if not page.on_site_only])
def test_a_page_that_fails_says_sorry_and_nothing_else(broken: str, path: str) -> None:
    received = page_of(broken, path, "lang=en&id=D25")
    assert b"This page could not be shown" in received or b"There is no" in received
    assert not inside(received)


@pytest.mark.parametrize(
    "path",
    [
        "feed/en.atom", "feed/xx.atom", "present.html", "present.html?domain=%00", "present.html?as_of=x", "news?shown=%FF", "readyz",
        "media/../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "static/../index.html", "feed/..%2f..%2fcurrent.atom", "//etc/passwd",
        "oauth2callback?state=x&error=%0d%0aSet-Cookie:a=b", "auth/login?provider=x", "auth/logout", "_stcore/upload_file/x/y", "nothing.html",
    ],
)  # fmt: skip
def test_a_request_that_fails_tells_nothing(broken: str, path: str) -> None:
    answer = ask(broken, path)
    assert not inside(answer.everything()), answer.body[:500]


def test_a_page_tells_nothing_of_the_machine_it_comes_from(served: str) -> None:
    received = page_of(served, "pledges")
    assert not inside(received)
    for first_reply in (b"installation", b"no-machine-id", b"linux", b"final.0"):
        assert first_reply not in received


def inside(received: bytes) -> list[bytes]:
    """What of the inside shows."""
    return INSIDE.findall(received)


def test_garbage_over_the_websocket_closes_it_without_a_word(served: str) -> None:
    for garbage in (b"\xff" * 100, b"", "text", b"\x08\x96\x01" * 1000):
        received: list[bytes | str] = []
        with open_stream(served) as stream:
            stream.send(garbage)
            try:
                while True:
                    received.append(stream.recv(timeout=0.5))
            except (ConnectionClosed, TimeoutError):
                pass
            assert not inside(str(stream.close_reason or "").encode())
        assert not inside(b"".join(item if isinstance(item, bytes) else item.encode() for item in received))
    assert ask(served, "healthz").status == 200


def test_a_command_that_fails_inside_says_nothing_of_it(
    built: builds.Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What commands print for whoever runs them in a shell is not what a page shows."""
    (tmp_path / "ledger.sqlite").write_bytes(b"this is no database" * 1000)
    monkeypatch.setenv("SERVANDA_WAREHOUSE", str(built.path.parent))
    monkeypatch.setenv("SERVANDA_LEDGER", f"sqlite:///{tmp_path}/ledger.sqlite")
    code = main(["review", "list"])
    lines = capsys.readouterr().err.splitlines()
    assert code == safe_messages.OUTSIDE_FAILED and str(tmp_path) in lines[0] and "not a database" in lines[0]
    assert safe_messages.shown(lines, code) == ()


def test_a_submission_to_a_broken_ledger_fails_without_a_word_of_the_inside(built: builds.Build, browser: Browser, tmp_path: Path) -> None:
    folder = tmp_path / "w"
    shutil.copytree(built.path.parent, folder)
    (folder / "ledger.sqlite").write_bytes(b"this is no database" * 1000)
    with serving(folder) as served, closing(browser.new_page()) as page:
        received: list[bytes] = []
        page.on("websocket", lambda stream: stream.on("framereceived", lambda frame: received.append(_bytes(frame))))
        page.goto(address(served, "update", "en"))
        ready(page)
        page.locator("input[type=file]").set_input_files(form(tmp_path, PASSENGERS))
        for label, text in (("Your name", "Aliya"), ("Link to the source", "https://example.org"), ("Why", "2024")):
            page.get_by_label(label, exact=True).fill(text)
        page.get_by_role("button", name="Show what would change").click()
        page.get_by_text("This could not be done; the log of this dashboard says why.").wait_for()
        assert received and not inside(b"\n".join(received))


def _bytes(frame: str | bytes) -> bytes:
    return frame.encode() if isinstance(frame, str) else frame


@pytest.mark.parametrize(
    "line",
    [
        "Traceback (most recent call last):",
        "[SQL: select * from submissions]",
        "warehouse/x.duckdb: Permission denied; check the path and its permissions",
        f"{ROOT}/data/pledges.yaml: gone",
        "sqlite:///ledger.sqlite is locked",
    ],
)
def test_a_page_hides_messages_with_one_line_of_the_inside(line: str) -> None:
    assert safe_messages.shown(["row 3: no number", line], 1) == ()
    assert safe_messages.shown(["the database on 10.0.0.7 does not answer"], safe_messages.OUTSIDE_FAILED) == ()
    assert safe_messages.shown(["row 3: no number", "  progress"], 1) == ("row 3: no number",)
