"""A local server that replays publishers' answers over real HTTP, also late, cut short, too large and sent on without end."""

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


@dataclass
class Replay:
    """A running server: what it answers on which path, in turn (the last answer stays), and what it was asked."""

    address: str
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

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


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        replay = self.server.replay
        replay.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
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

    def log_message(self, *_: object) -> None:
        """Stay quiet."""
