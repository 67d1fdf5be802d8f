"""Asks a dashboard for a page as a browser does, over its WebSocket, with headers a browser would not let a test choose."""

from dataclasses import dataclass
from socket import create_connection
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol


@dataclass(frozen=True)
class Shown:
    """What came back: the pages in the navigation, and the HTML of the page that was asked for."""

    pages: frozenset[str]
    html: str


def ask(served: str, page: str, headers: dict[str, str], host: str = "", origin: str | None = None, query: str = "lang=en") -> Shown:
    """Open `page` of the dashboard at `served`; `host` is what the request calls the dashboard (none: its own address)."""
    server = urlsplit(served)
    found, html = frozenset[str](), list[str]()
    # The address of the WebSocket gives the header Host; the connection goes to the dashboard, whatever it is called.
    reached = create_connection((server.hostname or "", server.port or 0))
    with connect(
        f"ws://{host or server.netloc}/_stcore/stream", sock=reached, proxy=None,
        origin=None if origin is None else Origin(origin), subprotocols=[Subprotocol("streamlit")], additional_headers=headers,
        max_size=None,
    ) as socket:  # fmt: skip
        asked = BackMsg()
        asked.rerun_script.page_name = page
        asked.rerun_script.query_string = query
        socket.send(asked.SerializeToString())
        while True:
            answer = ForwardMsg.FromString(socket.recv(timeout=30, decode=False))
            kind = answer.WhichOneof("type")
            if kind == "navigation":
                found = frozenset(item.url_pathname for item in answer.navigation.app_pages if not item.is_hidden)
            if kind == "delta" and answer.delta.new_element.WhichOneof("type") == "html":
                html.append(answer.delta.new_element.html.body)
            if kind == "script_finished":
                return Shown(found, "\n".join(html))
