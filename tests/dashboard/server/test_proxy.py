"""Two dashboards behind a real nginx with docs/nginx.conf: one folder of builds, one PostgreSQL ledger, people who sign in."""

import gzip
import ipaddress
import re
import socket
import ssl
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
import streamlit as st
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Browser, BrowserContext, expect

from etl.ledger.store import Ledger
from etl.warehouse import builds
from tests.support import nginx, postgres
from tests.support.dashboard_pages import address, opened, ready, seen
from tests.support.dashboards import free_port, running, serving
from tests.support.places import ROOT
from tests.support.sign_in import PEOPLE, ROLES, Place
from tests.support.submissions import PASSENGERS, form

SITE = ROOT / "docs/nginx.conf"
NAME = "servanda.example.org"


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost, signed by nobody."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    chain, private = folder / "fullchain.pem", folder / "privkey.pem"
    chain.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return chain, private


def site(folder: Path, https: int, http: int, processes: list[int]) -> str:
    """docs/nginx.conf with this machine's ports, folders and certificate in place of the example's."""
    chain, private = certificate(folder)
    text = SITE.read_text(encoding="utf-8")
    for old, new in (
        ("listen 443 ssl", f"listen 127.0.0.1:{https} ssl"),
        ("listen 80;", f"listen 127.0.0.1:{http};"),
        (f"/etc/letsencrypt/live/{NAME}/fullchain.pem", str(chain)),
        (f"/etc/letsencrypt/live/{NAME}/privkey.pem", str(private)),
        ("/var/cache/nginx/servanda", str(folder / "cache")),
        ("/var/log/nginx/servanda.log", str(folder / "access.log")),
        ("127.0.0.1:8501", f"127.0.0.1:{processes[0]}"),
        ("127.0.0.1:8502", f"127.0.0.1:{processes[1]}"),
    ):
        assert old in text, old
        text = text.replace(old, new)
    return text.replace(NAME, "localhost")


@dataclass
class Behind(Place):
    """Two dashboards behind nginx: their processes by port, what nginx noted."""

    processes: dict[int, BaseProcess] = field(default_factory=dict)
    ledger: str = ""

    @contextmanager
    def visit(self) -> Iterator[BrowserContext]:
        context = self.browser.new_context(viewport={"width": 1280, "height": 900}, ignore_https_errors=True)
        try:
            yield context
        finally:
            context.close()

    def answered(self) -> int:
        """The port of the process that answered last on its WebSocket or with a page."""
        ports = re.findall(r" 127\.0\.0\.1:(\d+) GET /(?:pledge|update|review)?\n", (self.folder / "access.log").read_text())
        return int(ports[-1])

    def visit_other(self, than: int, stack: ExitStack) -> BrowserContext:
        """Somebody who is led to another process: who that is, chance decides."""
        for _ in range(40):
            context = stack.enter_context(self.visit())
            page = context.new_page()
            page.goto(address(self.served, "pledge", "en"))
            ready(page)
            page.close()
            if self.answered() != than:
                return context
        raise AssertionError("nobody was led to the other process")


@pytest.fixture
def behind(browser: Browser, tmp_path: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Behind]:
    if nginx.find() is None:
        pytest.skip(nginx.SORRY)
    if postgres.find() is None:
        pytest.skip(postgres.SORRY)
    https, http = free_port(), free_port()
    (tmp_path / "roles.yaml").write_text(ROLES)
    monkeypatch.setenv("SERVANDA_ROLES", str(tmp_path / "roles.yaml"))
    monkeypatch.setenv("SERVANDA_AUDIT", str(tmp_path / "audit.log"))
    monkeypatch.setenv("SERVANDA_LOCAL_USER", "off")
    monkeypatch.setenv("NO_PROXY", "localhost,127.0.0.1")
    with ExitStack() as stack:
        users = [User(sub=sub, claims=claims) for sub, claims in PEOPLE.items()]
        provider = stack.enter_context(run_server_in_thread(user_claims=users))
        ledger = stack.enter_context(postgres.serving())
        secrets = tmp_path / "secrets.toml"
        secrets.write_text(
            f"""[auth]
redirect_uri = "https://localhost:{https}/oauth2callback"
cookie_secret = "{"0123456789abcdef" * 4}"
client_id = "servanda"
client_secret = "known to the provider"
server_metadata_url = "http://localhost:{provider.server_port}/.well-known/openid-configuration"
"""
        )
        processes = {}
        for _ in range(2):
            at, process = stack.enter_context(running(warehouse, secrets, ledger))
            processes[int(at.rstrip("/").rpartition(":")[2])] = process
        stack.enter_context(nginx.serving(site(tmp_path, https, http, list(processes)), tmp_path))
        yield Behind(f"https://localhost:{https}/", tmp_path, browser, processes, ledger)


def fetched(url: str, *headers: tuple[str, str]) -> tuple[dict[str, str], bytes]:
    """Headers (small letters) and body of an answer."""
    unchecked = ssl.create_default_context()
    unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE
    with urllib.request.urlopen(urllib.request.Request(url, headers=dict(headers)), context=unchecked, timeout=20) as answer:
        return {name.lower(): value for name, value in answer.headers.items()}, answer.read()


@pytest.mark.full
def test_two_processes_serve_one_folder_and_one_ledger(behind: Behind) -> None:
    """One submits at one process, another accepts at the other; one process is killed and its reader goes on."""
    with ExitStack() as stack:
        context = stack.enter_context(behind.visit())
        page = behind.page(context, "update")
        behind.sign_in(page, "aliya")
        first = behind.answered()
        page.locator("input[type=file]").set_input_files(form(behind.folder, PASSENGERS))
        page.get_by_label("Link to the source", exact=True).fill("https://data.worldbank.org/country/KZ")
        page.get_by_label("Why", exact=True).fill("2024")
        page.get_by_role("button", name="Show what would change").click()
        page.get_by_role("button", name="Submit", exact=True).click(timeout=60_000)
        expect(page.locator("a.sv-link[href^='review?id=']")).to_be_visible(timeout=60_000)
        ledger = Ledger(behind.ledger)
        stack.callback(ledger.close)
        (sent,) = ledger.listed()
        reader = behind.page(context, "indicator?id=air-passengers-kaz")
        assert sent.author == "aliya@example.org"

        other = behind.visit_other(first, stack)
        review = behind.page(other, f"review?id={sent.id}")
        behind.sign_in(review, "boris")
        assert behind.answered() != first
        assert "aliya@example.org" in seen(review)
        review.get_by_role("button", name="Accept", exact=True).click()
        expect(review.get_by_text(f"{sent.id} · accepted")).to_be_visible(timeout=60_000)
        published = builds.current(behind.folder / "w")
        expect(reader.locator(".sv-foot")).to_contain_text(published.id, timeout=60_000)
        expect(reader.locator(".sv-history")).to_contain_text(f"accepted · {sent.id}")

        behind.processes[first].kill()
        behind.processes[first].join()
        again = behind.page(context, "pledge?id=D25")
        assert "Signed in as aliya@example.org" in seen(again), "signed in at the other process too"
        assert behind.answered() != first
        expect(reader.locator(".sv-foot")).to_contain_text(published.id)
        reader.get_by_test_id("stTopNavLink").filter(has_text="Pledges").click()
        expect(reader.locator("h1.sv-h1")).to_have_text("Pledges", timeout=60_000)


@pytest.mark.full
def test_the_proxy_leads_to_https_keeps_files_and_knows_no_local_user(behind: Behind) -> None:
    plain = int(re.findall(r"listen 127\.0\.0\.1:(\d+);", (behind.folder / "site.conf").read_text())[0])
    with socket.create_connection(("127.0.0.1", plain)) as asked:
        asked.sendall(b"GET /pledge?id=D25 HTTP/1.0\r\nHost: localhost\r\n\r\n")
        assert b"Location: https://localhost/pledge?id=D25" in asked.recv(4096)
    headers, _ = fetched(behind.served, ("Accept-Encoding", "gzip"))
    assert re.fullmatch(r"servanda_seat=[0-9a-f]{32}; Path=/; Secure; HttpOnly; SameSite=Lax", headers["set-cookie"])
    script = next((Path(st.__file__).parent / "static/static/js").glob("PlotlyChart.*.js"))
    url = f"{behind.served}static/js/{script.name}"
    headers, packed = fetched(url, ("Accept-Encoding", "gzip"))
    assert (headers["content-encoding"], headers["cache-control"]) == ("gzip", "public, immutable, max-age=31536000")
    assert gzip.decompress(packed) == script.read_bytes()
    for process in behind.processes.values():
        process.kill()
        process.join()
    assert fetched(url, ("Accept-Encoding", "gzip"))[1] == packed, "nginx keeps it"
    headers, whole = fetched(url)
    assert "content-encoding" not in headers and whole == script.read_bytes()


def test_the_example_is_a_file_that_nginx_takes(tmp_path: Path) -> None:
    if nginx.find() is None:
        pytest.skip(nginx.SORRY)
    with nginx.serving(site(tmp_path, free_port(), free_port(), [free_port(), free_port()]), tmp_path):
        pass


def test_who_comes_back_through_the_proxy_to_a_dashboard_with_a_name_sees_the_page(
    browser: Browser, built: builds.Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """docs/hosting.md advises both, the proxy and a name that alone is answered."""
    if nginx.find() is None:
        pytest.skip(nginx.SORRY)
    # Browsers find it on this machine; the dashboard knows it by the setting only.
    name, https = "servanda.localhost", free_port()
    for setting, value in (("HOSTS", name), ("ADDRESS", f"https://{name}:{https}/"), ("PROXIES", "127.0.0.1"), ("LOCAL_USER", "off")):
        monkeypatch.setenv(f"SERVANDA_{setting}", value)
    port = free_port()
    with (
        serving(built.path.parent, ledger=f"sqlite:///{tmp_path}/none.sqlite", port=port),
        nginx.serving(site(tmp_path, https, free_port(), [port, port]), tmp_path),
        opened(browser, f"https://{name}:{https}/pledge?id=D25") as (page, wrong),
    ):
        for _ in range(2):
            page.goto(f"https://{name}:{https}/")
            ready(page)
            expect(page.locator("h1.sv-h1")).to_be_visible()
        assert wrong == []


@pytest.mark.parametrize(
    ("headers", "packed"),
    [
        ([("Accept-Encoding", "gzip, deflate, br")], True),
        ([("Accept-Encoding", "br;q=1.0, gzip;q=0.8")], True),
        ([("Accept-Encoding", "identity")], False),
        ([("Accept-Encoding", "gzip;q=0, br")], False),
        ([("Accept-Encoding", "gzip"), ("Range", "bytes=0-99")], False),
        ([], False),
    ],
)
def test_streamlits_files_go_out_compressed_to_who_takes_it(served: str, headers: list[tuple[str, str]], packed: bool) -> None:
    for script in sorted((Path(st.__file__).parent / "static/static/js").glob("index.*.js"))[:1]:
        got, body = fetched(f"{served}static/js/{script.name}", *headers)
        assert got["cache-control"] == "public, immutable, max-age=31536000"
        assert ("content-encoding" in got) is packed
        whole = script.read_bytes()
        assert (gzip.decompress(body) if packed else body) == (whole[:100] if "Range" in dict(headers) else whole)
        assert not packed or len(body) < 0.4 * len(whole)


def test_nothing_but_streamlits_files_is_read_for_an_address(served: str) -> None:
    for path in (
        "static/../index.html",
        "static/js/../../index.html",
        "static/%2e%2e/index.html",
        "static/js/none.js",
        "static//etc/passwd",
    ):
        with socket.create_connection(("127.0.0.1", int(served.rstrip("/").rpartition(":")[2]))) as asked:
            asked.sendall(f"GET /{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n".encode())
            text = b"".join(iter(lambda: asked.recv(65536), b""))
        assert b"content-encoding: gzip\r\n" not in text.partition(b"\r\n\r\n")[0].lower() + b"\r\n", path
