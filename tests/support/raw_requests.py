"""Asks a dashboard with single requests, as they are, and over its WebSocket; keeps every byte that comes back."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from tests.support.dashboards import serving


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


def open_stream(served: str, origin: str | None = None, **headers: str) -> ClientConnection:
    """A WebSocket to the dashboard, as its pages open it."""
    place = urlsplit(served).netloc
    return connect(
        f"ws://{place}/_stcore/stream", origin=Origin(origin or f"http://{place}"), subprotocols=[Subprotocol("streamlit")], proxy=None,
        additional_headers={name.replace("_", "-"): value for name, value in headers.items()}, max_size=None,
    )  # fmt: skip


def page_of(served: str, path: str, query: str = "lang=en") -> bytes:
    """Every byte that a page sends to the browser over its WebSocket until it stands."""
    received = []
    with open_stream(served) as stream:
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
