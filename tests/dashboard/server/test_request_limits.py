"""What is refused before it reaches a page: too often, too much, too long, by a wrong name, from elsewhere, and what is closed."""

import asyncio
import math
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.websockets import WebSocket

from dashboard.access.rate_limit import Allowance, Allowances
from dashboard.jobs import command_quota
from dashboard.server import request_limits
from dashboard.server.request_limits import RequestLimitMiddleware
from etl.i18n.translator import translator
from etl.ledger.store import Ledger, TooMany, User
from etl.settings import VARIABLES
from etl.submissions.models import Proposal

BOTH = frozenset({"submitter", "reviewer"})
NOW = datetime(2026, 11, 24, 12, 0, 0, 500, tzinfo=UTC)


# The allowance: what one may ask for in a time.


def test_an_allowance_empties_and_fills_again() -> None:
    time = [0.0]
    allowed = Allowance(3, 60, clock=lambda: time[0])
    assert [allowed.take("a") for _ in range(4)] == [0, 0, 0, 20]
    assert allowed.take("b") == 0, "another one's is another's"
    time[0] = 19.9
    assert allowed.take("a") == pytest.approx(0.1)
    time[0] = 20.0
    assert allowed.take("a") == 0
    time[0] = 10_000
    assert [allowed.take("a") for _ in range(4)] == [0, 0, 0, 20], "waiting long saves up no more than there can be"
    assert allowed.take("c", 4) == math.inf


def test_an_allowance_remembers_a_bounded_number() -> None:
    allowed = Allowance(1, 60, remembered=100, clock=lambda: 0.0)
    for number in range(1_000):
        allowed.take(str(number))
    assert len(allowed._left) == 100
    assert allowed.take("999") > 0, "who asked last is remembered"


def test_an_allowance_that_is_set_anew_holds_at_once() -> None:
    allowed = Allowances(60)
    assert [allowed.take(1, "a") > 0 for _ in range(2)] == [False, True]
    assert allowed.take(5, "a") == 0


# The gate, in front of an application that answers everything.


@pytest.fixture
def noted(noted: Callable[[], list[dict[str, str]]], monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[dict[str, str]]]:
    """The audit log, with none of the machine's own settings beside it."""
    for name in VARIABLES:
        if name != "SERVANDA_AUDIT":
            monkeypatch.delenv(name, raising=False)
    return noted


async def _answers(request: Request) -> PlainTextResponse:
    await request.body()
    return PlainTextResponse("answered")


async def _talks(socket: WebSocket) -> None:
    await socket.accept()
    async for text in socket.iter_text():
        await socket.send_text(text)


def client(address: str = "192.0.2.1", behind: RequestLimitMiddleware | None = None) -> TestClient:
    methods = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]
    every = Starlette(routes=[Route("/{path:path}", _answers, methods=methods), WebSocketRoute("/{path:path}", _talks)])
    return TestClient(behind or RequestLimitMiddleware(every), base_url="http://servanda.example.org", client=(address, 50_000))  # type: ignore[arg-type]


def several(*addresses: str) -> list[TestClient]:
    """Clients of one gate."""
    first = client(addresses[0])
    return [first, *(client(address, first.app) for address in addresses[1:])]  # type: ignore[arg-type]


def test_who_asks_too_often_is_told_when_to_come_back(noted: Callable[[], list[dict[str, str]]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVANDA_REQUESTS_PER_MINUTE", "3")
    one, other = several("192.0.2.1", "192.0.2.2")
    answers = [one.get("/pledges?lang=ru") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert 0 < int(answers[3].headers["retry-after"]) <= 20
    assert answers[3].text == translator("ru").t(request_limits.TOO_OFTEN) != request_limits.TOO_OFTEN
    assert one.get("/pledges", headers={"accept-language": "kk,en"}).text == translator("kk").t(request_limits.TOO_OFTEN)
    assert other.get("/pledges").status_code == 200
    assert {one.get(path).status_code for path in ("/healthz", "/readyz", "/_stcore/health", "/static/js/index.js")} == {200}
    assert [(line["event"], line["who"], line["reason"]) for line in noted()] == [("refused", "192.0.2.1", "too much from one address")], (
        "a flood is one line"
    )


def test_a_network_of_the_sixth_kind_counts_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVANDA_REQUESTS_PER_MINUTE", "1")
    one, neighbour, other = several("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1")
    assert [item.get("/").status_code for item in (one, neighbour, other)] == [200, 429, 200]


def test_pages_are_opened_so_often_and_so_many_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVANDA_CONNECTIONS_PER_MINUTE", "4")
    monkeypatch.setenv("SERVANDA_OPEN_CONNECTIONS", "2")
    one, other = several("192.0.2.1", "192.0.2.2")
    with ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(one.websocket_connect(request_limits.STREAM))
        with pytest.raises(WebSocketDenialResponse) as third:
            stack.enter_context(one.websocket_connect(request_limits.STREAM))
        assert (third.value.status_code, third.value.text) == (429, request_limits.TOO_MANY)
        stack.enter_context(other.websocket_connect(request_limits.STREAM))
    with one.websocket_connect(request_limits.STREAM) as again:
        again.send_text("closed pages make room")
        assert again.receive_text()
    with pytest.raises(WebSocketDenialResponse) as fifth, one.websocket_connect(request_limits.STREAM):
        pass
    assert fifth.value.status_code == 429 and 0 < int(fifth.value.headers["retry-after"]) <= 15


def test_a_page_that_talks_without_end_is_slowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first messages pass at once, the next waits for its time."""
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)
        raise TimeoutError

    async def message() -> dict[str, str]:
        return {"type": "websocket.receive"}

    monkeypatch.setattr(asyncio, "sleep", sleep)
    slowed = request_limits._slowed(message)  # type: ignore[arg-type]
    passed = 0
    with suppress(TimeoutError):
        while passed < request_limits.MESSAGES * 2:
            with suppress(StopIteration):
                slowed().__await__().__next__()
            passed += 1
    assert request_limits.MESSAGES <= passed < request_limits.MESSAGES * 2 and waited[0] > 0


def test_one_may_upload_so_much_in_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVANDA_UPLOAD_MB_PER_HOUR", "1")
    one, other = several("192.0.2.1", "192.0.2.2")
    path, file = request_limits.UPLOAD + "session/file", b"x" * 600_000
    assert [item.put(path, content=file).status_code for item in (one, one, other)] == [200, 429, 200]
    assert one.put(path, content=(part for part in [file])).status_code == 411, "a length is said, or it could not be counted"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/pledges?q=" + "x" * 9_000, 414),
        ("POST", "/", 405),
        ("PUT", "/pledges", 405),
        ("DELETE", "/present.html", 405),
        ("DELETE", request_limits.UPLOAD + "session/file", 200),
        ("GET", "/_stcore/metrics", 404),
        ("GET", "/_stcore/script-health-check", 404),
        ("POST", "/_stcore/agent/interact", 404),
        ("GET", "/_stcore/agent/openapi.json", 404),
        ("GET", "/_stcore/bidi-components/x", 404),
        ("GET", "/component/x/index.html", 404),
        ("GET", "/_stcore/host-config", 200),
    ],
)
def test_only_what_pages_need_is_open(method: str, path: str, status: int) -> None:
    assert client().request(method, path).status_code == status


def test_what_is_read_has_no_body() -> None:
    assert client().request("GET", "/", content=b"x" * 100).status_code == 405


def test_only_known_names_are_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVANDA_HOSTS", "servanda.example.org, other.example.org")
    found = {
        name: client().get("/pledges", headers={"host": name}).status_code
        for name in (
            "servanda.example.org", "SERVANDA.example.org:443", "other.example.org", "localhost:8501", "[::1]:8501",
            "evil.example.org", "servanda.example.org.evil.org", "evil.org@servanda.example.org:x", "", "[", "servanda.example.org/",
        )
    }  # fmt: skip
    assert [name for name, status in found.items() if status == 200] == list(found)[:5]
    assert set(found.values()) == {200, 400}
    assert client().get("/readyz", headers={"host": "10.0.0.7"}).status_code == 200, "whoever watches over it asks by address"
    with pytest.raises(WebSocketDenialResponse) as refused:
        client().websocket_connect(request_limits.STREAM, headers={"host": "evil.example.org"}).__enter__()
    assert refused.value.status_code == 400


@pytest.mark.parametrize(
    ("origin", "address", "opens"),
    [
        ("http://servanda.example.org", "", True),
        ("https://servanda.example.org", "", True),
        (None, "", True),
        ("http://localhost:3000", "", False),
        ("http://127.0.0.1", "", False),
        ("https://evil.example.org", "", False),
        ("https://servanda.example.org.evil.org", "", False),
        ("https://servanda.example.org:8443", "", False),
        ("null", "", False),
        ("https://public.example.org", "https://public.example.org/servanda/", True),
    ],
)
def test_pages_of_other_servers_open_no_websocket(monkeypatch: pytest.MonkeyPatch, origin: str | None, address: str, opens: bool) -> None:
    monkeypatch.setenv("SERVANDA_ADDRESS", address)
    connecting = client().websocket_connect(
        request_limits.STREAM, headers={"host": "servanda.example.org", **({"origin": origin} if origin else {})}
    )
    if opens:
        with connecting as socket:
            socket.send_text("hello")
            assert socket.receive_text() == "hello"
    else:
        with pytest.raises(WebSocketDenialResponse) as refused:
            connecting.__enter__()
        assert refused.value.status_code == 403


# Commands: what costs seconds of a processor.


def test_a_visitor_asks_for_so_many_commands(noted: Callable[[], list[dict[str, str]]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVANDA_COMMANDS_PER_MINUTE", "2")
    messages = []
    for _ in range(3):
        with command_quota.turn("submit --dry-run") as refused:
            messages.append(refused)
    assert messages == ["", "", command_quota.TOO_OFTEN]
    assert [(line["event"], line["action"], line["reason"]) for line in noted()] == [
        ("refused", "submit --dry-run", "too many in a minute")
    ]


def test_only_some_commands_run_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_quota, "LONGEST_WAIT_S", 0.01)
    with ExitStack() as stack:
        messages = [stack.enter_context(command_quota.turn("briefing")) for _ in range(command_quota.AT_ONCE + 1)]
    assert messages == [""] * command_quota.AT_ONCE + [command_quota.BUSY]
    with command_quota.turn("briefing") as after:
        assert after == ""


# The ledger: counted where all processes write.


def proposal(note: str) -> Proposal:
    return Proposal("events", ({"id": note},), "https://example.org", note, "table.csv", "0")


def test_one_person_submits_so_much_in_an_hour_whatever_process_takes_it(tmp_path: Path, noted: Callable[[], list[dict[str, str]]]) -> None:
    url = f"sqlite:///{tmp_path}/ledger.sqlite"
    first, second = (Ledger(url, most_per_hour=2) for _ in range(2))
    name, _ = first.submit(proposal("a"), User("Aliya", BOTH), "a", NOW)
    second.submit(proposal("b"), User("ALIYA ", BOTH), "b", NOW + timedelta(minutes=30))
    for ledger in (first, second):
        with pytest.raises(TooMany, match="Aliya has sent in 2 in the last hour, the most there may be; try again later"):
            ledger.submit(proposal("c"), User("Aliya", BOTH), "c", NOW + timedelta(minutes=59))
    assert second.submit(proposal("a"), User("Aliya", BOTH), "a", NOW + timedelta(minutes=59)) == (name, False), "the same again is no more"
    second.submit(proposal("d"), User("Boris", BOTH), "d", NOW + timedelta(minutes=59))
    second.submit(proposal("e"), User("Aliya", BOTH), "e", NOW + timedelta(minutes=61))
    assert len(first.listed()) == 4
    assert [line["reason"] for line in noted() if line["event"] == "refused"] == ["too many in an hour"] * 2
    for number in range(2):
        second.decide(name, number, "comment", User("Boris", BOTH), "see the table", f"k{number}", NOW)
    with pytest.raises(TooMany):
        first.decide(name, 2, "comment", User("boris", BOTH), "see the table", "k2", NOW)
    assert first.decide(name, 2, "accepted", User("boris", BOTH), "", "k3", NOW).state == "accepted", "a decision is no comment"
