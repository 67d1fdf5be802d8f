"""A local server that replays publishers' answers over real HTTP, also late, cut short, too large and sent on without end.

In bad `Weather` it fails at random, as a network does: nobody listens, connections break, answers are cut, late, or errors.
"""

import random
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ANSWERS = Path(__file__).resolve().parent / "answers"


@dataclass(frozen=True)
class Reply:
    """One answer: `missing` bytes are announced but never sent; with `hangs` nothing comes until the server stops.

    A header without value is left out, Content-Length too.
    """

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    missing: int = 0
    hangs: bool = False


class Weather:
    """A network that fails for a share of the requests, in ways drawn from a seed; `hit` counts each way."""

    WAYS = ("nobody listens", "reset at once", "reset midway", "cut short", "500", "503", "429", "too slow")

    def __init__(self, seed: int, share: float) -> None:
        self.draw, self.share = random.Random(seed), share
        self.hit: dict[str, int] = {}

    def next_failure(self) -> str:
        """How the next request fails; empty where it does not."""
        if self.draw.random() >= self.share:
            return ""
        way = self.draw.choice(self.WAYS)
        self.hit[way] = self.hit.get(way, 0) + 1
        return way


@dataclass
class Replay:
    """A running server: what it answers on which path, in turn (the last answer stays), and what it was asked."""

    address: str
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)
    weather: Weather | None = None

    def answers(self, path: str, *replies: Reply) -> str:
        """Say what a path answers; gives its address."""
        self.replies[path] = list(replies)
        return self.address + path

    def next_reply(self, path: str) -> Reply:
        """The answer whose turn it is: of the path with its query, or of the path alone."""
        replies = self.replies.get(path) or self.replies.get(path.partition("?")[0]) or [Reply(b"not here", 404)]
        return replies.pop(0) if len(replies) > 1 else replies[0]


def recorded(name: str) -> Reply:
    """An answer from the folder of answers."""
    return Reply((ANSWERS / name).read_bytes())


@contextmanager
def replaying() -> Iterator[Replay]:
    """A server on a free port of this machine."""
    server = _Server(("127.0.0.1", 0), _Handler)
    replay = server.replay = Replay(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield replay
    finally:
        replay.stopped.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    replay: Replay

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no news here."""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        replay = self.server.replay
        replay.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        failure = replay.weather.next_failure() if replay.weather else ""
        if failure:
            self._fail(failure)
            return
        reply = replay.next_reply(self.path)
        if reply.hangs:
            replay.stopped.wait(30)
            return
        self.send_response_only(reply.status)
        for name, value in {"Content-Length": str(len(reply.body) + reply.missing), **reply.headers}.items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        if reply.status != 304:
            self.wfile.write(reply.body)
        self.close_connection = True

    def _fail(self, how: str) -> None:
        self.close_connection = True
        if how in ("reset at once", "reset midway"):
            if how == "reset midway":
                self._head(200, {"Content-Length": "1000"})
                self.wfile.write(b"[" * 100)
                self.wfile.flush()
            # Closing with linger 0 resets the connection instead of ending it.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        elif how == "cut short":
            self._head(200, {"Content-Length": "1000"})
            self.wfile.write(b"{" * 10)
        elif how == "nobody listens":
            with socket.socket() as closed:
                closed.bind(("127.0.0.1", 0))
                port = closed.getsockname()[1]
            self._head(302, {"Location": f"http://127.0.0.1:{port}/", "Content-Length": "0"})
        elif how == "too slow":
            self.server.replay.stopped.wait(0.5)
        else:
            self._head(int(how), {"Content-Length": "0", **({"Retry-After": "1"} if how == "429" else {})})

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Stay quiet."""
