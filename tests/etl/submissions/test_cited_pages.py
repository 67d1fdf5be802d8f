"""Cited pages kept: a copy where the terms of the source allow it, else its hash or the reason; never half, never from inside."""

import hashlib
import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, expect

from etl.commands import archive_pages
from etl.i18n.translator import translator
from etl.ledger.store import Ledger, User
from etl.sources.http_client import NotPublic, Publisher, Unreachable
from etl.sources.public_addresses import is_public
from etl.submissions.cited_pages import Copy, copies_of, in_words, links_of
from etl.submissions.models import Proposal
from etl.warehouse import builds
from tests.support.dashboards import serving
from tests.support.places import DATA, ROOT
from tests.support.publishers import Replay, Reply, replaying

pytestmark = pytest.mark.slow

DAY, LATER = date(2026, 11, 26), date(2026, 12, 1)
PAGE = b"<!DOCTYPE html><html><body>12.9 million passengers</body></html>"


@dataclass
class Desk:
    """A ledger, a record one source of which allows copies of the pages below /open/, and a server that has the pages."""

    server: Replay
    data: Path
    folder: Path

    @property
    def ledger(self) -> str:
        return f"sqlite:///{self.folder}/ledger.sqlite"

    @property
    def snapshots(self) -> Path:
        return self.folder / "kept"

    def submit(self, *links: str) -> str:
        """A submission that cites these pages; the first is its source."""
        ledger = Ledger(self.ledger)
        rows = tuple(
            {"indicator": "air-passengers-kaz", "period": str(2000 + n), "value": "1", "url": link} for n, link in enumerate(links)
        )
        proposal = Proposal("observations", rows, links[0], "why")
        name, _ = ledger.submit(proposal, User("Aliya", frozenset({"submitter"})), "/".join(links), datetime(2026, 11, 26, tzinfo=UTC))
        ledger.close()
        return name

    def copies(self, submission: str | None = None, day: date = DAY, publisher: Publisher | None = None) -> int:
        client = publisher or Publisher(timeout=0.2, tries=2, interval=0, most_bytes=5_000, wait=lambda _: None)
        return archive_pages.archive(self.data, self.ledger, self.snapshots, submission, publisher=client, day=day)

    def of(self, link: str) -> list[Copy]:
        return copies_of(self.snapshots, [link])[link]


@pytest.fixture
def desk(record: Path, tmp_path: Path) -> Iterator[Desk]:
    with replaying() as server:
        path = record / "sources.yaml"
        sources = yaml.safe_load(path.read_text(encoding="utf-8"))
        for source in sources:
            if source["id"] == "owid":
                source["copies"] = [f"{server.address}/open/"]
        path.write_text(yaml.safe_dump(sources, allow_unicode=True, sort_keys=False), encoding="utf-8")
        yield Desk(server, record, tmp_path)


def test_a_page_whose_terms_allow_it_is_kept_with_day_hash_and_licence(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    link = desk.server.answers("/open/a", Reply(PAGE))
    desk.submit(link)
    assert desk.copies() == 0
    (copy,) = desk.of(link)
    assert (copy.stored, copy.day, copy.sha256, copy.bytes) == ("copy", "2026-11-26", hashlib.sha256(PAGE).hexdigest(), len(PAGE))
    assert copy.licence.startswith("CC BY 4.0") and copy.file.endswith(".html")
    assert (desk.snapshots / copy.file).read_bytes() == PAGE
    assert capsys.readouterr().out == f"{link}: a copy of 26 Nov 2026 is kept ({copy.sha256[:12]})\n"


def test_a_page_whose_terms_do_not_allow_it_leaves_only_its_hash(desk: Desk) -> None:
    link = desk.server.answers("/press/a", Reply(PAGE))
    desk.submit(link)
    assert desk.copies() == 0
    (copy,) = desk.of(link)
    assert (copy.stored, copy.reason, copy.sha256, copy.bytes, copy.file) == (
        "hash",
        "terms",
        hashlib.sha256(PAGE).hexdigest(),
        len(PAGE),
        "",
    )
    assert not any(PAGE in path.read_bytes() for path in desk.snapshots.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("reply", "reason", "text"),
    [
        (Reply(b"gone", 404), "refused", "its server refuses access or has no such page"),
        (Reply(b"", 503), "refused", "its server refuses access or has no such page"),
        (Reply(b"{" * 10, missing=100), "unreachable", "it could not be reached"),
        (Reply(hangs=True), "unreachable", "it could not be reached"),
        (Reply(b"x" * 5_001), "too_large", "it is too large"),
        (Reply(b"x" * 5_001, headers={"Content-Length": ""}), "too_large", "it is too large"),
        (Reply(status=302, headers={"Location": "/open/a"}), "redirect", "it sends on without end, or to no web page"),
        (Reply(status=302, headers={"Location": "file:///etc/hosts"}), "redirect", "it sends on without end, or to no web page"),
    ],
)
def test_a_page_that_cannot_be_had_leaves_the_reason(desk: Desk, reply: Reply, reason: str, text: str) -> None:
    link = desk.server.answers("/open/a", reply)
    name = desk.submit(link)
    assert desk.copies(name) == 3
    (copy,) = desk.of(link)
    assert (copy.stored, copy.reason, copy.sha256, copy.file) == ("none", reason, "", "")
    assert in_words(copy, translator("en")) == f"no copy on 26 Nov 2026: {text}" and copy.detail
    assert [path for path in desk.snapshots.rglob("*") if path.is_file() and path.parent.name != "cited-pages"] == []


def test_a_page_that_sends_on_to_other_terms_is_not_copied(desk: Desk) -> None:
    desk.server.answers("/press/b", Reply(PAGE))
    link = desk.server.answers("/open/b", Reply(status=302, headers={"Location": "/press/b"}))
    desk.submit(link)
    assert desk.copies() == 0
    assert [(copy.stored, copy.reason) for copy in desk.of(link)] == [("hash", "elsewhere")]


def test_a_changed_page_gives_a_second_copy_and_an_unchanged_one_none(desk: Desk) -> None:
    link = desk.server.answers("/open/a", Reply(PAGE), Reply(PAGE), Reply(PAGE + b"2"), Reply(b"", 404))
    name = desk.submit(link)
    for _ in range(2):
        assert desk.copies(name) == 0
    assert len(desk.of(link)) == 1
    assert desk.copies(name, LATER) == 0
    first, second = desk.of(link)
    assert [(desk.snapshots / copy.file).read_bytes() for copy in (first, second)] == [PAGE, PAGE + b"2"]
    assert (first.day, second.day) == ("2026-11-26", "2026-12-01")
    assert desk.copies(name, LATER) == 3
    assert [copy.stored for copy in desk.of(link)] == ["copy", "copy", "none"], "a page that went away leaves its copies"


def test_without_a_name_only_pages_of_which_nothing_is_kept_are_asked_for(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    known = desk.server.answers("/open/a", Reply(PAGE))
    lost = desk.server.answers("/open/b", Reply(b"", 404), Reply(PAGE))
    desk.submit(known, lost, known)
    assert desk.copies() == 3
    assert desk.copies() == 0
    assert desk.copies() == 0 and "Of every cited page it is known what is kept." in capsys.readouterr().err
    assert [path for path, _ in desk.server.asked] == ["/open/a", "/open/b", "/open/b"]


def test_a_damaged_note_counts_as_none(desk: Desk) -> None:
    link = desk.server.answers("/open/a", Reply(PAGE))
    name = desk.submit(link)
    desk.copies(name)
    for path in (desk.snapshots / "cited-pages").iterdir():
        path.write_text("{", encoding="utf-8")
    assert desk.of(link) == []
    assert desk.copies() == 0 and [copy.stored for copy in desk.of(link)] == ["copy"]


def test_the_button_on_the_review_page_keeps_copies(browser: Browser, built: builds.Build, tmp_path: Path) -> None:
    """In the browser: what is kept of each cited page stands in a table, and a button asks for them; a page inside is refused."""
    shutil.copytree(built.path.parent, tmp_path / "w")
    with replaying() as server, serving(tmp_path / "w") as served:
        desk = Desk(server, DATA, tmp_path / "w")
        link = server.answers("/<b>page", Reply(PAGE))
        name = desk.submit(link)
        page = browser.new_page()
        page.goto(f"{served}review?id={name}&lang=en")
        expect(page.get_by_text("not asked for yet")).to_be_visible(timeout=30_000)
        assert page.locator("a.sv-out", has_text="/<b>page").count() == 2, "as source and as cited page"
        page.get_by_role("button", name="Keep copies of the cited pages").click()
        expect(page.get_by_text("its address is not public")).to_be_visible(timeout=60_000)
        page.close()
        assert server.asked == []


def test_links_of_a_submission_are_those_of_its_source_and_rows_once(desk: Desk) -> None:
    ledger = Ledger(desk.ledger)
    rows = (
        {"indicator": "x", "url": "https://b.org/"},
        {"indicator": "x"},
        {"indicator": "x", "url": "ftp://c.org/"},
        {"url": "https://b.org/"},
    )
    name, _ = ledger.submit(
        Proposal("observations", rows, "https://a.org/", "why"), User("A", frozenset({"submitter"})), "k", datetime.now(UTC)
    )
    assert links_of(ledger.show(name)) == ["https://a.org/", "https://b.org/"]
    ledger.close()


def test_the_command_refuses_pages_that_are_not_public(desk: Desk) -> None:
    """As a person runs it: a link to this machine is not followed, whatever the record says of its terms."""
    link = desk.server.answers("/open/secret", Reply(PAGE))
    name = desk.submit(link)
    command = [
        sys.executable,
        "-m",
        "etl",
        "copies",
        name,
        "--data",
        str(desk.data),
        "--ledger",
        desk.ledger,
        "--snapshots",
        str(desk.snapshots),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 3 and "its address is not public" in done.stdout and "Traceback" not in done.stderr
    assert desk.server.asked == [] and [copy.reason for copy in desk.of(link)] == ["not_public"]


def test_a_submission_that_is_not_there_is_a_sentence(desk: Desk) -> None:
    command = [
        sys.executable,
        "-m",
        "etl",
        "copies",
        "S0",
        "--data",
        str(desk.data),
        "--ledger",
        desk.ledger,
        "--snapshots",
        str(desk.snapshots),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "S0" in done.stderr and "Traceback" not in done.stderr


# --- addresses


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b:1::1", "2002:7f00:1::", "2001:0:7f00:1::", "2001:db8::1",
    ],
)  # fmt: skip
def test_addresses_of_the_inside_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "2a00:1450:4001:80b::200e", "::ffff:8.8.8.8"])
def test_addresses_of_the_web_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost", "2130706433", "0x7f000001", "127.1", "[::ffff:127.0.0.1]"])
def test_no_way_to_write_this_machine_is_followed(desk: Desk, host: str) -> None:
    port = desk.server.address.rpartition(":")[2]
    with Publisher(only_public=True, tries=1, timeout=0.2, wait=lambda _: None) as publisher, pytest.raises((NotPublic, Unreachable)):
        publisher.get(f"http://{host}:{port}/open/a")
    assert desk.server.asked == []


def test_a_name_is_looked_up_once_and_connected_to_as_it_was_found(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that leads to a public address when it is checked and inside when it is used does not get inside."""
    asked: list[str] = []

    def find(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    monkeypatch.setattr("etl.sources.public_addresses.is_public", lambda text: True)
    port = desk.server.address.rpartition(":")[2]
    desk.server.answers("/open/a", Reply(PAGE))
    with Publisher(only_public=True, find=find, interval=0) as publisher:
        answer = publisher.get(f"http://example.org:{port}/open/a")
    assert answer.body == PAGE and asked == ["example.org"]
    assert answer.url == f"http://example.org:{port}/open/a"
    assert desk.server.asked[0][1]["host"] == f"example.org:{port}", "the host of the link is asked for by its name"


def test_an_address_sent_on_to_is_checked_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.sources.public_addresses.is_public", lambda text: text != "10.0.0.1")
    port = desk.server.address.rpartition(":")[2]
    desk.server.answers("/open/a", Reply(status=302, headers={"Location": "http://inside.example/"}))
    found = {"example.org": ["127.0.0.1"], "inside.example": ["127.0.0.1", "10.0.0.1"]}
    with (
        Publisher(only_public=True, find=lambda host, port: found[host], interval=0) as publisher,
        pytest.raises(NotPublic, match=r"inside\.example: the address leads into a network that is not public"),
    ):
        publisher.get(f"http://example.org:{port}/open/a")


# --- killed midway

WORKER = """
import sys
from datetime import date
from pathlib import Path
from etl.commands import archive_pages
from etl.sources.http_client import Publisher
data, ledger, kept = sys.argv[1:]
print("ready", flush=True)
archive_pages.archive(Path(data), ledger, Path(kept), publisher=Publisher(interval=0, tries=1), day=date(2026, 11, 26))
"""


@pytest.mark.parametrize("kills", [pytest.param(2), pytest.param(20, marks=pytest.mark.full)])
def test_killed_midway_nothing_is_half(desk: Desk, kills: int) -> None:
    """Killed when it has asked for the n-th page: every note and every copy that is there is whole, and the next run completes them."""
    links = [desk.server.answers(f"/open/{n}", Reply(PAGE + str(n).encode() * 3_000_000)) for n in range(kills + 2)]
    desk.submit(*links)
    for kill in range(kills):
        already = len(desk.server.asked)
        command = [sys.executable, "-c", WORKER, str(desk.data), desk.ledger, str(desk.snapshots)]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        while len(desk.server.asked) < already + 1 + kill % 2 and process.poll() is None:
            pass
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert process.stdout is not None
        process.stdout.close()
        whole(desk, links)
    with Publisher(interval=0) as publisher:
        assert desk.copies(publisher=publisher) == 0
    assert all(copy.stored == "copy" for copy in whole(desk, links)) and len(whole(desk, links)) == len(links)


def whole(desk: Desk, links: list[str]) -> list[Copy]:
    """Everything that counts as kept, each checked against its hash."""
    for path in desk.snapshots.rglob("*.json"):
        json.loads(path.read_text(encoding="utf-8"))
    found = [copy for copies in copies_of(desk.snapshots, links).values() for copy in copies]
    for copy in found:
        assert hashlib.sha256((desk.snapshots / copy.file).read_bytes()).hexdigest() == copy.sha256
    return found
