"""A dashboard on the open internet: what browsers are told, what foreign pages cannot do, and what never reaches a browser."""

import json
import logging
import os
import re
import shutil
import threading
import tomllib
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from dashboard.__main__ import main as dashboard
from dashboard.content.page_list import PAGES as PAGE_LIST
from dashboard.jobs import safe_messages
from dashboard.server import health, json_log
from dashboard.server.security_headers import SecurityHeadersMiddleware
from etl import audit_log
from etl.__main__ import main
from etl.warehouse import builds
from tests.dashboard.views.test_pages import PAGES, address, ready
from tests.etl.submissions.test_submit import PASSENGERS, form
from tests.support.dashboards import serving
from tests.support.places import ROOT

# How the inside looks: Python, its files, SQL, databases, this machine.
INSIDE = re.compile(
    rb"Traceback|File \"|\.py\b|\[SQL|\bselect\b.{1,80}\bfrom\b|sqlalchemy|sqlite|duckdb|psycopg|Exception|/tmp/|/usr/|/home/|/root/|site-packages|"
    + re.escape(os.fsencode(ROOT)),
    re.DOTALL,
)
# Streamlit's part for long numbers tries WebAssembly, is refused, and counts without it.
DONE_WITHOUT = "script-src wasm-eval"
VIOLATIONS = """
window.broken = [];
document.addEventListener("securitypolicyviolation", (event) => window.broken.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""


@dataclass(frozen=True)
class Answer:
    """An answer over HTTP."""

    status: int
    headers: Message
    body: bytes

    def everything(self) -> bytes:
        """All that the browser received."""
        return str(self.headers).encode() + self.body


def ask(served: str, path: str, headers: dict[str, str] | None = None, method: str = "GET", body: bytes | None = None) -> Answer:
    """One request, as it is: no redirects, no headers but these."""
    found = urlsplit(served)
    connection = HTTPConnection(found.hostname or "", found.port, timeout=30)
    try:
        connection.request(method, f"/{path}", body, headers or {})
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


def opened(served: str, origin: str | None = None, **headers: str) -> ClientConnection:
    """A WebSocket to the dashboard, as its pages open it."""
    place = urlsplit(served).netloc
    return connect(
        f"ws://{place}/_stcore/stream", origin=Origin(origin or f"http://{place}"), subprotocols=[Subprotocol("streamlit")], proxy=None,
        additional_headers={name.replace("_", "-"): value for name, value in headers.items()}, max_size=None,
    )  # fmt: skip


def page_of(served: str, path: str, query: str = "lang=en") -> bytes:
    """Every byte that a page sends to the browser over its WebSocket until it stands."""
    received = []
    with opened(served) as stream:
        asked = BackMsg()
        asked.rerun_script.page_name = path
        asked.rerun_script.query_string = query
        stream.send(asked.SerializeToString())
        while True:
            received.append(stream.recv(timeout=30, decode=False))
            if ForwardMsg.FromString(received[-1]).WhichOneof("type") == "script_finished":
                return b"\n".join(received)


@contextmanager
def served_with(folder: Path, **variables: str) -> Iterator[str]:
    """A dashboard of its own, with these settings; the tests go on without them."""
    with ExitStack() as stack:
        with pytest.MonkeyPatch.context() as environment:
            for name, value in variables.items():
                environment.setenv(f"SERVANDA_{name}", value)
            served = stack.enter_context(serving(folder))
        yield served


@pytest.fixture(scope="module")
def behind(built: builds.Build) -> Iterator[str]:
    """A dashboard behind a proxy on this machine that it was told to believe, known by a name, with a small allowance."""
    with served_with(
        built.path.parent, PROXIES="127.0.0.1", HOSTS="servanda.example.org", REQUESTS_PER_MINUTE="30", CONNECTIONS_PER_MINUTE="3"
    ) as served:
        yield served


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


# What browsers are told.


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


# Behind a proxy, and pretending to be one.


def test_only_a_proxy_that_is_named_says_who_asks_and_how(served: str, behind: str) -> None:
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.1", "Host": "servanda.example.org"}
    pretended = ask(served, "_stcore/health", headers).headers
    assert pretended["strict-transport-security"] is None and "Secure" not in pretended["set-cookie"]
    named = ask(behind, "_stcore/health", headers).headers
    assert named["strict-transport-security"] == "max-age=31536000"
    assert named["set-cookie"].endswith("; Secure")


def test_a_client_of_the_proxy_is_limited_alone(behind: str) -> None:
    def status(client: str) -> int:
        return ask(behind, "pledges", {"X-Forwarded-For": f"203.0.113.9, {client}", "Host": "servanda.example.org"}).status

    assert [status("198.51.100.7") for _ in range(31)].count(429) >= 1
    assert status("198.51.100.8") == 200
    refused = ask(behind, "pledges", {"X-Forwarded-For": "198.51.100.7", "Host": "servanda.example.org"})
    assert (refused.status, refused.body.decode()) == (429, "Too many requests came from your address; try again in a minute.")
    assert int(refused.headers["retry-after"]) > 0 and refused.headers["content-security-policy"]


def test_pages_are_opened_so_often_from_one_address(behind: str) -> None:
    statuses = []
    for _ in range(5):
        try:
            with opened(behind, X_Forwarded_For="198.51.100.9"):
                statuses.append(101)
        except InvalidStatus as error:
            statuses.append(error.response.status_code)
    assert statuses == [101, 101, 101, 429, 429]


def test_another_name_is_not_answered(behind: str) -> None:
    assert [ask(behind, "", {"Host": host}).status for host in ("servanda.example.org", "evil.example.org")] == [200, 400]


def test_pages_of_other_servers_open_no_websocket(served: str) -> None:
    for origin in ("http://localhost:3000", "https://evil.example.org", "null"):
        with pytest.raises(InvalidStatus) as refused:
            opened(served, origin).close()
        assert refused.value.response.status_code == 403


# Sessions, cookies, sizes.


def test_the_cookie_against_foreign_uploads_is_checked(served: str) -> None:
    with opened(served) as stream:
        asked = BackMsg()
        asked.rerun_script.query_string = "lang=en"
        stream.send(asked.SerializeToString())
        while (answer := ForwardMsg.FromString(stream.recv(timeout=30, decode=False))).WhichOneof("type") != "new_session":
            pass
        path = f"_stcore/upload_file/{answer.new_session.initialize.session_id}/1"
        part = b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n\r\na\r\n--x--\r\n'
        kind = {"Content-Type": "multipart/form-data; boundary=x"}
        token = re.findall(r"_streamlit_xsrf=([^;]+)", ask(served, "_stcore/health").headers["set-cookie"])[0]
        cookie = {**kind, "Cookie": f"_streamlit_xsrf={token}"}
        assert ask(served, path, cookie, "PUT", part).status == 403, "a foreign page sends the cookie and cannot read it"
        assert ask(served, path, {**cookie, "X-Xsrftoken": token}, "PUT", part).status == 204
        big = b"x" * 11_000_000
        with suppress(ConnectionResetError, BrokenPipeError):  # refused by its length, before it was sent
            assert ask(served, path, {**cookie, "X-Xsrftoken": token}, "PUT", big).status == 413


def test_cookies_are_kept_from_scripts_and_other_sites(served: str) -> None:
    token = ask(served, "_stcore/health").headers["set-cookie"]
    assert "SameSite=Lax" in token, "scripts have to read this one, and send it back"
    here = {"Referer": f"{served}review?lang=kk"}
    (back,) = ask(served, "auth/login", here).headers.get_all("set-cookie") or []
    assert back.startswith("servanda_back=") and "HttpOnly" in back and "SameSite=Lax" in back


def test_what_is_too_long_is_refused(served: str) -> None:
    assert ask(served, "pledges?q=" + "x" * 9_000).status == 414
    assert ask(served, "", method="POST", body=b"x").status == 405
    with opened(served) as stream, pytest.raises(ConnectionClosed):
        stream.send(b"\0" * 21_000_000)
        while True:
            stream.recv(timeout=30)


def test_the_shipped_configuration_is_a_safe_one() -> None:
    options = tomllib.loads((ROOT / "dashboard/server/.streamlit/config.toml").read_text(encoding="utf-8"))
    assert options["client"]["showErrorDetails"] == "none" and options["client"]["allowedOrigins"] == []
    assert options["browser"]["gatherUsageStats"] is False
    server = options["server"]
    assert server["enableXsrfProtection"] is True and server["address"] == "127.0.0.1"
    assert (server["maxUploadSize"], server["maxMessageSize"], server["maxWidgetStateSize"]) == (10, 20, 5)
    assert not {"enableCORS", "corsAllowedOrigins", "enableStaticServing", "enableAgentApi", "scriptHealthCheckEnabled"} & set(server)


def test_secrets_are_no_part_of_the_project() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {".streamlit/secrets.toml", "roles.yaml", "audit.log"} <= set(ignored)


def test_the_threat_model_names_tests_and_files_that_exist() -> None:
    text = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    known = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    named = set(re.findall(r"`(test_\w+)`", text))
    assert len(named) > 30 and [name for name in named if f"def {name}(" not in known] == []
    files = re.findall(r"`((?:dashboard|etl|\.streamlit)/[\w./]*)`", text)
    assert files and [name for name in files if not (ROOT / name).exists()] == []
    tests = {path.name for path in (ROOT / "tests").rglob("test_*.py")}
    assert [name for name in re.findall(r"`(test_\w+\.py)`", text) if name not in tests] == []


# Health.


def test_a_sound_dashboard_is_alive_and_ready(served: str) -> None:
    for path in ("healthz", "readyz"):
        answer = ask(served, path)
        assert (answer.status, answer.body, answer.headers["cache-control"]) == (200, b"ok", "no-store")


def test_a_broken_dashboard_is_alive_and_not_ready(broken: str) -> None:
    assert ask(broken, "healthz").body == b"ok"
    answer = ask(broken, "readyz")
    assert (answer.status, answer.body) == (503, b"not ready")


@pytest.mark.parametrize("wrong", ["nothing", "no build", "ledger", "postgresql"])
def test_readiness_needs_a_build_and_a_ledger(built: builds.Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    """A ledger that nobody wrote to yet is well; one that is there and does not answer is not."""
    (tmp_path / "ledger.sqlite").write_bytes(b"no database" * 1000)
    ledgers = {"ledger": f"sqlite:///{tmp_path}/ledger.sqlite", "postgresql": "postgresql://servanda:secret@127.0.0.1:1/servanda"}
    monkeypatch.setenv("SERVANDA_WAREHOUSE", str(tmp_path if wrong == "no build" else built.path.parent))
    monkeypatch.setenv("SERVANDA_LEDGER", ledgers.get(wrong, f"sqlite:///{tmp_path}/none.sqlite"))
    health.ready_now.cache.clear()
    answer = TestClient(Starlette(routes=[Route("/readyz", health.ready)])).get("/readyz")
    assert (answer.status_code, answer.text) == ((200, "ok") if wrong == "nothing" else (503, "not ready"))


def test_readiness_looks_once_however_often_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    monkeypatch.setattr(health, "_look", lambda: looked.append(1))
    health.ready_now.cache.clear()
    assert all(health.ready_now() for _ in range(100))
    assert len(looked) == 1


# Nothing of the inside reaches a browser.


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
        with opened(served) as stream:
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
    with serving(folder) as served, looking(browser) as (page, _):
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


# Who did what.


def test_what_leaves_is_noted(
    built: builds.Build, tmp_path: Path, noted: Callable[[], list[dict[str, str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SERVANDA_WAREHOUSE", str(built.path.parent))
    assert main(["export", str(tmp_path / "out")]) == 0
    assert main(["status", "--internal"]) == 0
    assert dashboard(["briefing", "--format", "html", "--length", "one-page", "-o", str(tmp_path / "a.html")]) == 0
    lines = noted()
    assert [line["event"] for line in lines] == ["exported", "internal shown", "briefing written"]
    assert all(line["who"].startswith("account:") and line["build"] == built.id for line in lines)


def test_the_log_is_one_line_of_json_whatever_stands_in_it() -> None:
    """A text from outside begins no line of its own, and a traceback is part of its line."""
    try:
        raise ValueError('1\n{"level": "info", "message": "all is well"}')
    except ValueError as error:
        wrong = logging.LogRecord(
            "servanda", logging.ERROR, "", 0, "a page failed: %s", ("x\ny",), (ValueError, error, error.__traceback__)
        )
    line = json_log.JsonLines().format(wrong)
    assert len(line.splitlines()) == 1
    logged = json.loads(line)
    assert (logged["level"], logged["message"]) == ("error", "a page failed: x\ny") and "ValueError" in logged["trace"]
    noted_line = logging.LogRecord(audit_log.LOG.name, logging.INFO, "", 0, '{"event": "submitted"}', (), None)
    assert json_log.JsonLines().format(noted_line) == '{"event": "submitted"}'
