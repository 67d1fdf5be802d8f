"""The network fails or a publisher misbehaves: tried again, given up in time, named with what to do; keys stay with their host."""

import gzip
import tracemalloc
from pathlib import Path

import pytest

from etl.errors import OutsideError
from etl.sources.http_client import BadRedirect, Publisher, Refused, TooMuch, Unreachable
from tests.support.publisher_answers import CASES, GOOD, Waits, at, collected
from tests.support.publishers import Replay, Reply, recorded, replaying

# What is answered in turn, what is raised, what the message says, how long is waited.
FAILURES = [
    ([Reply(status=500)], Refused, "answered 500 3 times; it is overloaded", [1, 2]),
    ([Reply(status=429, headers={"Retry-After": "7"})], Refused, "answered 429 3 times", [7, 7]),
    ([Reply(status=429, headers={"Retry-After": "3600"})], Refused, "asks to wait 3600 seconds", []),
    (
        [Reply(status=503, headers={"Date": "Tue, 24 Nov 2026 10:00:00 GMT", "Retry-After": "Tue, 24 Nov 2026 10:00:30 GMT"})],
        Refused, "answered 503", [30, 30],
    ),
    ([Reply(status=503, headers={"Retry-After": "soon"})], Refused, "answered 503", [1, 2]),
    ([Reply(status=403)], Refused, r"refuses access \(403\); check the key", []),
    ([Reply(status=404)], Refused, "has nothing at this address", []),
    ([Reply(status=418)], Refused, "answered 418; check the query", []),
    ([Reply(status=304)], Refused, "answered 304", []),
    ([Reply(hangs=True)], Unreachable, "gave no whole answer in time, 3 times", [1, 2]),
    ([Reply(GOOD.body, missing=10)], Unreachable, "broke off", [1, 2]),
    ([Reply(b"no gzip", headers={"Content-Encoding": "gzip"})], Unreachable, "garbled", [1, 2]),
    ([Reply(bytes(100_001))], TooMuch, "larger than 0.1 MB", []),
    ([Reply(bytes(100_001), headers={"Content-Length": "", "Connection": "close"})], TooMuch, "larger than 0.1 MB", []),
    ([Reply(status=302, headers={"Location": "/one"})], BadRedirect, "sends on more than 5 times", []),
    ([Reply(status=302, headers={"Location": "file:///etc/hostname"})], BadRedirect, "leads to file, not to a web page", []),
    ([Reply(status=301, headers={"Location": "ftp://example.org/x"})], BadRedirect, "leads to ftp", []),
    ([Reply(status=302)], BadRedirect, "sends on to nowhere", []),
]  # fmt: skip


@pytest.mark.parametrize(("replies", "kind", "message", "waited"), FAILURES)
def test_failure_says_what_failed_where_and_what_to_do(
    replies: list[Reply], kind: type[OutsideError], message: str, waited: list[float], server: Replay, publisher: Publisher, waits: Waits
) -> None:
    with pytest.raises(kind, match=message) as raised:
        publisher.get(server.answers("/one", *replies))
    assert str(raised.value).startswith("127.0.0.1: ")
    assert str(raised.value).endswith("the data fetched before are kept")
    assert isinstance(raised.value, OutsideError)
    assert waits.waited == waited


def test_nobody_listening_is_said_after_all_tries(publisher: Publisher, waits: Waits) -> None:
    with replaying() as gone:
        address = gone.address
    with pytest.raises(Unreachable, match="no connection"):
        publisher.get(address)
    assert waits.waited == [1, 2]


@pytest.mark.parametrize(
    "failure", [Reply(status=500), Reply(hangs=True), Reply(GOOD.body, missing=10), Reply(status=429, headers={"Retry-After": "2"})]
)
def test_passing_failure_is_survived(failure: Reply, server: Replay, publisher: Publisher, waits: Waits) -> None:
    assert publisher.get(server.answers("/one", failure, GOOD)).body == GOOD.body
    assert len(waits.waited) == 1


def test_answer_that_unpacks_without_end_is_given_up_before_it_fills_the_memory(server: Replay, publisher: Publisher) -> None:
    bomb = gzip.compress(bytes(60_000_000))
    assert len(bomb) < publisher.most_bytes
    address = server.answers("/one", Reply(bomb, headers={"Content-Encoding": "gzip"}))
    tracemalloc.start()
    with pytest.raises(TooMuch, match=r"larger than 0\.1 MB"):
        publisher.get(address)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 10_000_000


def test_answer_that_trickles_is_given_up(server: Replay) -> None:
    ticking = iter(range(1000))
    impatient = Publisher(longest=0.5, tries=1, interval=0, clock=lambda: float(next(ticking)))
    with impatient, pytest.raises(Unreachable, match="no whole answer in time"):
        impatient.get(server.answers("/one", GOOD))


def test_requests_to_one_host_keep_their_distance(server: Replay) -> None:
    waits = Waits()
    with Publisher(interval=2, wait=waits, clock=waits.clock) as polite:
        for _ in range(3):
            polite.get(server.answers("/one", GOOD))
    assert waits.waited == [2, 2]


def test_redirect_is_followed_but_a_key_stays_with_its_host(server: Replay, publisher: Publisher) -> None:
    with replaying() as other:
        other.answers("/there", GOOD)
        server.answers("/one", Reply(status=302, headers={"Location": "/two"}))
        server.answers("/two", Reply(status=307, headers={"Location": f"{other.address}/there"}))
        assert publisher.get(f"{server.address}/one", {"Ocp-Apim-Subscription-Key": "secret"}).body == GOOD.body
        assert [headers.get("ocp-apim-subscription-key") for _, headers in server.asked + other.asked] == ["secret", "secret", None]


def test_comtrade_key_goes_into_a_header_and_nowhere_else(
    server: Replay, publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMTRADE_KEY", "secret-key")
    server.answers("/data/v1/get/C/A/HS", recorded("comtrade.json"))
    collected(publisher, at(server, CASES["comtrade"][1]), tmp_path)
    ((path, headers),) = server.asked
    assert headers["ocp-apim-subscription-key"] == "secret-key"
    assert "secret-key" not in path + "".join(file.read_text(encoding="utf-8") for file in tmp_path.rglob("*.*"))
